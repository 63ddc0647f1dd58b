//! Formatted text as the messenger understands it: HTML in, plain characters
//! and entities out, and back to HTML that a page may show.
//!
//! Lengths and limits of messages are not judged here.

use serde_json::{Value, json};

/// Text as a person sees it, with the marks that lie over it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Formatted {
    pub text: String,
    pub entities: Vec<Entity>,
}

/// One mark. Offset and length count UTF-16 units, as on the wire.
#[derive(Debug, Clone, PartialEq)]
pub struct Entity {
    pub kind: &'static str,
    pub offset: usize,
    pub length: usize,
    pub url: Option<String>,
    pub language: Option<String>,
}

impl Formatted {
    /// Text without any marks.
    pub fn plain(text: &str) -> Self {
        Self { text: text.trim().to_owned(), entities: Vec::new() }
    }

    /// What a person typed: only a leading command is marked.
    pub fn typed(text: &str) -> Self {
        let mut typed = Self::plain(text);
        let command = typed.text.split_whitespace().next().unwrap_or_default();
        if command.starts_with('/') && command.len() > 1 {
            typed.entities.push(Entity::over("bot_command", 0, utf16(command)));
        }
        typed
    }

    /// Characters as the limits count them.
    pub fn chars(&self) -> usize {
        self.text.chars().count()
    }

    /// The entities as the API writes them.
    pub fn entities_json(&self) -> Value {
        self.entities.iter().map(Entity::json).collect()
    }

    /// HTML in which nothing but the messenger's own tags can occur.
    pub fn html(&self) -> String {
        let mut html = String::new();
        let mut at = 0;
        for letter in self.text.chars() {
            self.close_at(at, &mut html);
            self.open_at(at, &mut html);
            escape_into(letter, &mut html);
            at += letter.len_utf16();
        }
        self.close_at(at, &mut html);
        html
    }

    fn open_at(&self, at: usize, html: &mut String) {
        for entity in self.entities.iter().filter(|e| e.offset == at && e.length > 0) {
            html.push_str(&entity.opening());
        }
    }

    // Entities are kept outermost first, so they close in reverse.
    fn close_at(&self, at: usize, html: &mut String) {
        for entity in self.entities.iter().rev() {
            if entity.length > 0 && entity.offset + entity.length == at {
                html.push_str(entity.closing());
            }
        }
    }

    /// The server cuts white space off both ends; the marks move along.
    fn trimmed(mut self) -> Self {
        let head: usize = self.text.chars().take_while(|c| c.is_whitespace()).map(char::len_utf16).sum();
        self.text = self.text.trim().to_owned();
        let end = utf16(&self.text);
        for entity in &mut self.entities {
            let from = entity.offset.saturating_sub(head).min(end);
            let to = (entity.offset + entity.length).saturating_sub(head).min(end);
            (entity.offset, entity.length) = (from, to - from);
        }
        self.entities.retain(|entity| entity.length > 0);
        self
    }
}

impl Entity {
    fn over(kind: &'static str, offset: usize, length: usize) -> Self {
        Self { kind, offset, length, url: None, language: None }
    }

    fn json(&self) -> Value {
        let mut json = json!({"type": self.kind, "offset": self.offset, "length": self.length});
        if let Some(url) = &self.url {
            json["url"] = json!(url);
        }
        if let Some(language) = &self.language {
            json["language"] = json!(language);
        }
        json
    }

    fn opening(&self) -> String {
        match (self.kind, &self.url) {
            ("text_link", Some(url)) => {
                let mut tag = String::from("<a href=\"");
                url.chars().for_each(|letter| escape_into(letter, &mut tag));
                tag + "\">"
            }
            (kind, _) => tag_of(kind).map(|tag| format!("<{tag}>")).unwrap_or_default(),
        }
    }

    fn closing(&self) -> &'static str {
        match self.kind {
            "bold" => "</b>",
            "italic" => "</i>",
            "underline" => "</u>",
            "strikethrough" => "</s>",
            "spoiler" => "</tg-spoiler>",
            "code" => "</code>",
            "pre" => "</pre>",
            "blockquote" => "</blockquote>",
            "text_link" => "</a>",
            _ => "",
        }
    }
}

fn tag_of(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "bold" => "b",
        "italic" => "i",
        "underline" => "u",
        "strikethrough" => "s",
        "spoiler" => "tg-spoiler",
        "code" => "code",
        "pre" => "pre",
        "blockquote" => "blockquote",
        _ => return None,
    })
}

fn escape_into(letter: char, html: &mut String) {
    match letter {
        '<' => html.push_str("&lt;"),
        '>' => html.push_str("&gt;"),
        '&' => html.push_str("&amp;"),
        '"' => html.push_str("&quot;"),
        other => html.push(other),
    }
}

fn utf16(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Reads the HTML dialect of the API. The error is the server's sentence after
/// "can't parse entities: ".
pub fn parse_html(source: &str) -> Result<Formatted, String> {
    let mut reader = HtmlReader { source, at: 0, out: String::new(), units: 0, open: vec![], done: vec![] };
    reader.read()?;
    let mut entities = reader.done;
    // Outermost first: the earlier start, then the longer one.
    entities.sort_by_key(|(order, e)| (e.offset, usize::MAX - e.length, *order));
    let entities = entities.into_iter().map(|(_, entity)| entity).collect();
    Ok(Formatted { text: reader.out, entities }.trimmed())
}

struct HtmlReader<'a> {
    source: &'a str,
    at: usize,
    out: String,
    units: usize,
    open: Vec<OpenTag>,
    done: Vec<(usize, Entity)>,
}

struct OpenTag {
    name: String,
    order: usize,
    entity: Option<Entity>,
}

impl HtmlReader<'_> {
    fn read(&mut self) -> Result<(), String> {
        let mut order = 0;
        while let Some(letter) = self.source[self.at..].chars().next() {
            match letter {
                '<' if self.source[self.at..].starts_with("</") => self.end_tag()?,
                '<' => {
                    self.start_tag(order)?;
                    order += 1;
                }
                '&' => self.reference(),
                other => {
                    self.push(other);
                    self.at += other.len_utf8();
                }
            }
        }
        match self.open.last() {
            Some(tag) => Err(format!("Can't find end tag corresponding to start tag \"{}\"", tag.name)),
            None => Ok(()),
        }
    }

    fn push(&mut self, letter: char) {
        self.out.push(letter);
        self.units += letter.len_utf16();
    }

    // An unknown reference stays as it is typed; only these four have names.
    fn reference(&mut self) {
        let rest = &self.source[self.at..];
        for (name, letter) in [("&lt;", '<'), ("&gt;", '>'), ("&amp;", '&'), ("&quot;", '"')] {
            if rest.starts_with(name) {
                self.push(letter);
                self.at += name.len();
                return;
            }
        }
        if let Some((letter, length)) = numeric_reference(rest) {
            self.push(letter);
            self.at += length;
            return;
        }
        self.push('&');
        self.at += 1;
    }

    fn start_tag(&mut self, order: usize) -> Result<(), String> {
        let begin = self.at;
        let rest = &self.source[begin + 1..];
        let end = rest.find('>').ok_or_else(|| format!("Unclosed start tag at byte offset {begin}"))?;
        let inside = &rest[..end];
        let name = inside.split(|c: char| c.is_whitespace()).next().unwrap_or_default().to_lowercase();
        let entity = self
            .entity_for(&name, inside)
            .ok_or_else(|| format!("Unsupported start tag \"{name}\" at byte offset {begin}"))?;
        self.open.push(OpenTag { name, order, entity });
        self.at = begin + 1 + end + 1;
        Ok(())
    }

    // `Some(None)`: a known tag that leaves no mark, such as a link without address.
    fn entity_for(&self, name: &str, inside: &str) -> Option<Option<Entity>> {
        let kind = match name {
            "b" | "strong" => "bold",
            "i" | "em" => "italic",
            "u" | "ins" => "underline",
            "s" | "strike" | "del" => "strikethrough",
            "tg-spoiler" => "spoiler",
            "span" if inside.contains("tg-spoiler") => "spoiler",
            "code" => "code",
            "pre" => "pre",
            "blockquote" => "blockquote",
            "a" => {
                let url = attribute(inside, "href").filter(|url| url.contains(':') || url.contains('.'));
                return Some(url.map(|url| Entity { url: Some(url), ..Entity::over("text_link", self.units, 0) }));
            }
            _ => return None,
        };
        let mut entity = Entity::over(kind, self.units, 0);
        if name == "code" {
            let class = attribute(inside, "class");
            entity.language = class.and_then(|c| c.strip_prefix("language-").map(str::to_owned));
        }
        Some(Some(entity))
    }

    fn end_tag(&mut self) -> Result<(), String> {
        let begin = self.at;
        let rest = &self.source[begin + 2..];
        let end = rest.find('>').ok_or_else(|| format!("Unclosed end tag at byte offset {begin}"))?;
        let name = rest[..end].trim().to_lowercase();
        let Some(tag) = self.open.pop() else {
            return Err(format!("Unexpected end tag at byte offset {begin}"));
        };
        if !name.is_empty() && name != tag.name {
            return Err(format!(
                "Unmatched end tag at byte offset {begin}, expected \"</{}>\", found \"</{name}>\"",
                tag.name
            ));
        }
        if let Some(mut entity) = tag.entity {
            entity.length = self.units - entity.offset;
            if entity.length > 0 {
                self.done.push((tag.order, entity));
            }
        }
        self.at = begin + 2 + end + 1;
        Ok(())
    }
}

fn numeric_reference(rest: &str) -> Option<(char, usize)> {
    let end = rest.find(';').filter(|end| *end <= 10)?;
    let digits = rest[..end].strip_prefix("&#")?;
    let code = match digits.strip_prefix('x') {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => digits.parse().ok()?,
    };
    Some((char::from_u32(code).filter(|c| *c != '\0')?, end + 1))
}

fn attribute(inside: &str, name: &str) -> Option<String> {
    let from = inside.find(&format!("{name}="))? + name.len() + 1;
    let rest = &inside[from..];
    let value = match rest.chars().next()? {
        quote @ ('"' | '\'') => rest[1..].split(quote).next()?,
        _ => rest.split_whitespace().next()?,
    };
    Some(value.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
}
