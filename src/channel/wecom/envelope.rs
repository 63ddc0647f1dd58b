//! The XML that WeCom writes, read element by element: the body of a callback
//! around its seal, and what was under it. One odd element never costs the
//! rest; a document type, and any entity but XML's own five, costs all of it.
//! Not read by serde: there an element that comes twice is a fault, and a
//! document type is passed over.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, Event};
use std::ops::Range;

/// Longer bodies are not read.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// Why a body is not one of a callback. Never quotes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadXml {
    #[error("longer than a callback may be")]
    TooLarge,
    #[error("not UTF-8")]
    NotUtf8,
    #[error("not XML")]
    NotXml,
    #[error("XML with a document type or entities of its own")]
    Doctype,
    #[error("no `Encrypt` in it")]
    NothingSealed,
}

/// The body of a callback; what counts is under the seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    pub encrypt: String,
    /// Whom it is for, as anybody may have written it.
    pub to: Option<String>,
    /// Missing in callbacks that belong to no app.
    pub agent_id: Option<String>,
}

impl Envelope {
    pub fn read(body: &[u8]) -> Result<Envelope, BadXml> {
        if body.len() > LARGEST_BODY {
            return Err(BadXml::TooLarge);
        }
        let elements = Elements::read(std::str::from_utf8(body).map_err(|_| BadXml::NotUtf8)?)?;
        Ok(Envelope {
            encrypt: elements.word("Encrypt").ok_or(BadXml::NothingSealed)?,
            to: elements.word("ToUserName"),
            agent_id: elements.word("AgentID"),
        })
    }
}

/// The elements directly below the root, in their order. What they contain
/// beside text is passed over.
pub(super) struct Elements(Vec<Element>);

struct Element {
    name: String,
    text: String,
    /// The value stands in CDATA: what is around that is only layout.
    marked: bool,
    /// Where between its tags it stands in the document.
    inside: Range<usize>,
}

impl Elements {
    pub(super) fn read(xml: &str) -> Result<Elements, BadXml> {
        let xml_at = xml.strip_prefix('\u{feff}').unwrap_or(xml);
        let offset = xml.len() - xml_at.len();
        let mut reader = Reader::from_str(xml_at);
        let (mut found, mut depth, mut roots) = (Vec::<Element>::new(), 0_usize, 0);
        loop {
            // The last position before the event is where its markup begins.
            let before = position(&reader, offset);
            match reader.read_event().map_err(|_| BadXml::NotXml)? {
                Event::Start(start) => {
                    depth += 1;
                    roots += usize::from(depth == 1);
                    if depth == 2 {
                        let at = position(&reader, offset);
                        found.push(Element::new(start.name().as_ref(), at..at));
                    }
                }
                Event::Empty(empty) if depth == 1 => found.push(Element::new(empty.name().as_ref(), before..before)),
                Event::Empty(_) => roots += usize::from(depth == 0),
                Event::End(_) => {
                    if depth == 2
                        && let Some(element) = found.last_mut()
                    {
                        element.inside.end = before;
                    }
                    depth = depth.checked_sub(1).ok_or(BadXml::NotXml)?;
                }
                Event::Text(text) if depth == 2 => add(&mut found, &text.into_inner(), false),
                Event::CData(text) if depth == 2 => add(&mut found, &text.into_inner(), true),
                Event::GeneralRef(entity) => {
                    let letter = letter(&entity)?;
                    if depth == 2 {
                        add(&mut found, &letter, false);
                    }
                }
                Event::Text(text) if depth == 0 && !text.trim().is_empty() => return Err(BadXml::NotXml),
                Event::CData(_) if depth == 0 => return Err(BadXml::NotXml),
                Event::DocType(_) => return Err(BadXml::Doctype),
                Event::Eof if depth == 0 && roots == 1 => return Ok(Elements(found)),
                Event::Eof => return Err(BadXml::NotXml),
                Event::Text(_) | Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn element(&self, name: &str) -> Option<&Element> {
        self.0.iter().find(|element| element.name == name)
    }

    /// What somebody wrote: with the white space that is his, without U+0000,
    /// which PostgreSQL refuses.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.element(name).map(|element| element.text.replace('\0', ""))
    }

    /// A name, a number, an id: without white space around it, and not empty.
    pub(super) fn word(&self, name: &str) -> Option<String> {
        self.text(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    pub(super) fn integer(&self, name: &str) -> Option<i64> {
        self.word(name)?.parse().ok()
    }

    /// The document with one element's value written anew.
    pub(super) fn with_text(&self, xml: &str, name: &str, anew: &str) -> Option<String> {
        let inside = self.element(name)?.inside.clone();
        let (before, after) = (xml.get(..inside.start)?, xml.get(inside.end..)?);
        Some(format!("{before}<![CDATA[{}]]>{after}", anew.replace("]]>", "]]]]><![CDATA[>")))
    }
}

impl Element {
    fn new(name: &str, inside: Range<usize>) -> Element {
        Element { name: name.to_owned(), text: String::new(), marked: false, inside }
    }
}

fn add(found: &mut [Element], text: &str, marked: bool) {
    let Some(element) = found.last_mut() else { return };
    if marked && !element.marked && element.text.trim().is_empty() {
        element.text.clear();
    }
    element.marked |= marked;
    if marked || !element.marked || !text.trim().is_empty() {
        element.text.push_str(text);
    }
}

fn position(reader: &Reader<&[u8]>, offset: usize) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX).saturating_add(offset)
}

/// `&#28431;` or one of `&lt; &gt; &amp; &apos; &quot;`.
fn letter(entity: &BytesRef<'_>) -> Result<String, BadXml> {
    if let Some(letter) = entity.resolve_char_ref().map_err(|_| BadXml::NotXml)? {
        return Ok(letter.to_string());
    }
    resolve_predefined_entity(entity).map(str::to_owned).ok_or(BadXml::Doctype)
}
