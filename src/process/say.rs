//! Sentences before they have a language: a key with its arguments, and a card
//! drawn from such sentences. The reader's language is chosen at the very end.

use crate::domain::case::Case;
use crate::domain::frame::Frame;
use crate::domain::ids::{AttachmentId, PersonId};
use crate::domain::limit::Limit;
use crate::domain::people::By;
use crate::script::args::{Args, LimitUnit};
use crate::script::texts::Texts;
use crate::talk::inbound::Lang;
use crate::talk::message::{Button, Class, Message};
use crate::talk::tap::Tap;

/// So many characters of a complaint stand for it in a line.
const GIST: usize = 40;

/// One sentence.
#[derive(Clone, Debug)]
pub struct Say {
    pub key: String,
    pub args: Args,
}

impl Say {
    #[must_use]
    pub fn new(key: impl Into<String>, args: Args) -> Say {
        Say { key: key.into(), args }
    }

    #[must_use]
    pub fn plain(key: impl Into<String>) -> Say {
        Say { key: key.into(), args: Args::new() }
    }

    #[must_use]
    pub fn text(&self, texts: &Texts, lang: Lang) -> String {
        texts.say(lang, &self.key, &self.args)
    }
}

/// A message in no language yet.
#[derive(Clone, Debug, Default)]
pub struct Sketch {
    /// Begins with the word for it, whatever it is.
    pub urgent: bool,
    pub title: Option<Say>,
    pub lines: Vec<Say>,
    pub buttons: Vec<Vec<(Say, Tap)>>,
    pub photos: Vec<AttachmentId>,
}

impl Sketch {
    #[must_use]
    pub fn titled(title: Say) -> Sketch {
        Sketch { title: Some(title), ..Sketch::default() }
    }

    #[must_use]
    pub fn urgent(self, urgent: bool) -> Sketch {
        Sketch { urgent, ..self }
    }

    #[must_use]
    pub fn line(mut self, say: Say) -> Sketch {
        self.lines.push(say);
        self
    }

    #[must_use]
    pub fn lines(mut self, more: impl IntoIterator<Item = Say>) -> Sketch {
        self.lines.extend(more);
        self
    }

    #[must_use]
    pub fn row(mut self, row: Vec<(Say, Tap)>) -> Sketch {
        if !row.is_empty() {
            self.buttons.push(row);
        }
        self
    }

    #[must_use]
    pub fn photos(mut self, photos: impl IntoIterator<Item = AttachmentId>) -> Sketch {
        self.photos.extend(photos);
        self
    }

    #[must_use]
    pub fn message(&self, texts: &Texts, lang: Lang) -> Message {
        let mut title = self.title.as_ref().map(|title| title.text(texts, lang));
        let mut body = self.lines.iter().map(|line| line.text(texts, lang)).collect::<Vec<_>>().join("\n");
        if self.urgent {
            let first = title.as_mut().unwrap_or(&mut body);
            *first = texts.say(lang, "say.urgent", &Args::new().text("text", first.clone()));
        }
        Message {
            title,
            body,
            buttons: self
                .buttons
                .iter()
                .map(|row| row.iter().map(|(label, tap)| Button::new(label.text(texts, lang), tap)).collect())
                .collect(),
            photos: self.photos.clone(),
        }
    }
}

/// A message to somebody, outside any dialogue.
#[derive(Clone, Debug)]
pub struct Notice {
    pub to: PersonId,
    pub sketch: Sketch,
    /// News nobody has to be telephoned for; an alarm goes before everything.
    pub class: Class,
}

/// What every sentence about a case may use: number, home, category, words …
#[must_use]
pub fn about(case: &Case, frame: &Frame) -> Args {
    let details = &case.complaint.details;
    gist(details.category.as_deref(), &details.words)
        .now(frame.now)
        .text("number", case.number.clone().unwrap_or_else(|| format!("#{}", case.id)))
        .text("home", case.home.as_ref().map_or_else(|| "—".to_owned(), |home| home.label()))
        .key("category", category_key(details.category.as_deref()))
        .text("place", details.place.clone().unwrap_or_default())
        .text("words", details.words.clone())
        .text("available", details.available.clone().unwrap_or_else(|| "—".to_owned()))
        .text("owner", frame.people.name(case.complaint.reporter))
        .when("received", case.complaint.received_at)
}

/// The complaint in a line: for lists, notices and reminders. Where nothing was
/// written the category says most.
fn gist(category: Option<&str>, words: &str) -> Args {
    let args = Args::new();
    let line = words.lines().next().unwrap_or_default();
    let cut = words.lines().nth(1).is_some() || line.chars().count() > GIST;
    let short: String = line.chars().take(GIST).collect();
    match (short.is_empty(), cut) {
        (true, _) => args.key("gist", category.map_or("story.photos_only".to_owned(), |id| category_key(Some(id)))),
        (false, true) => args.text("gist", format!("{short}…")),
        (false, false) => args.text("gist", short),
    }
}

/// The text key of a category's name.
#[must_use]
pub fn category_key(category: Option<&str>) -> String {
    category.map_or_else(|| "category.unknown".to_owned(), |id| format!("category.{id}"))
}

/// Who it was, for a sentence: the name, and the seat by which he acted.
#[must_use]
pub fn who(args: Args, by: By, frame: &Frame) -> Args {
    let name = by.person.map_or("", |person| frame.people.name(person));
    let seat = match by.seat {
        _ if by.person.is_none() => "role.system".to_owned(),
        Some(role) => format!("role.{}", role.word()),
        None => "role.resident".to_owned(),
    };
    args.text("who", name).key("seat", seat).flag("deputy", by.deputy)
}

/// A limit as an argument: "3 working days".
#[must_use]
pub fn limit(args: Args, name: &str, limit: Limit) -> Args {
    let (count, unit) = match limit {
        Limit::WorkingDays(count) => (count, LimitUnit::WorkingDays),
        Limit::CalendarDays(count) => (count, LimitUnit::CalendarDays),
        Limit::WorkingHours(count) => (count, LimitUnit::WorkingHours),
        Limit::Hours(count) => (count, LimitUnit::Hours),
        Limit::Minutes(count) => (count, LimitUnit::Minutes),
        Limit::ByDate(day) => return args.day(name, day),
    };
    args.limit(name, i64::from(count), unit)
}
