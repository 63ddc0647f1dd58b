//! A small stage for conversation tests: one person, one draft, a transcript.

use crate::dialogue::engine::{advance, open};
use crate::dialogue::facts::{Choice, Facts, Voice};
use crate::dialogue::input::{Beside, End, Input};
use crate::dialogue::state::{Draft, Subject};
use crate::domain::ids::{AttachmentId, DraftId, PersonId};
use crate::script::model::Script;
use crate::script::names::OptionSource;
use crate::script::scripts::Scripts;
use crate::script::source::Source;
use crate::script::texts::Texts;
use crate::talk::answer::Answer;
use crate::talk::inbound::Lang;
use crate::talk::message::Message;
use crate::talk::tap::{LONGEST, Tap};
use crate::understanding::Understanding;
use chrono::{DateTime, Utc};
use chrono_tz::Asia::Shanghai;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::LazyLock;

pub struct Shipped {
    pub texts: Texts,
    pub scripts: Scripts,
    pub understanding: Understanding,
}

pub static SHIPPED: LazyLock<Shipped> = LazyLock::new(|| {
    let source = Source::embedded();
    let texts = Texts::load(&source).unwrap();
    let scripts = Scripts::load(&source, &texts).unwrap();
    let understanding = Understanding::load(&source, scripts.words()).unwrap();
    Shipped { texts, scripts, understanding }
});

/// Friday, 14:10 in Shanghai.
pub fn now() -> DateTime<Utc> {
    "2025-10-10T06:10:00Z".parse().unwrap()
}

pub fn choice(value: &str) -> Answer {
    Answer::Choice(value.to_owned())
}

pub fn leak() -> Scene {
    Scene::preset("owner/complaint", [("home", choice("11")), ("category", choice("water_leak"))])
}

/// A leak at the summary: place said, no photos, any time.
pub fn leak_at_summary() -> Scene {
    let mut scene = leak().begin();
    scene.presses("厨房").presses("跳过").presses("随时都行").transcript();
    scene
}

pub struct Scene {
    pub script: Script,
    pub draft: Draft,
    pub facts: Facts,
    pub lang: Lang,
    pub end: End,
    pub changed: Vec<String>,
    pub beside: Beside,
    pub last: Vec<Message>,
    heard: String,
}

impl Scene {
    /// Opens a shipped script; two homes, two teams, one unit are there to choose from.
    pub fn open(script: &str) -> Scene {
        Scene::preset(script, [])
    }

    pub fn preset<const N: usize>(script: &str, presets: [(&str, Answer); N]) -> Scene {
        let script = SHIPPED.scripts.get(script).unwrap().clone();
        let presets: BTreeMap<String, Answer> =
            presets.into_iter().map(|(field, answer)| (field.to_owned(), answer)).collect();
        let draft = Draft {
            id: DraftId(7),
            person: PersonId(1),
            script: script.name.to_string(),
            subject: Subject::default(),
            answers: BTreeMap::new(),
            step: None,
            trail: Vec::new(),
            changing: false,
            started_at: now(),
            touched_at: now(),
            nudged_at: None,
            said: BTreeMap::new(),
        };
        let draft = open(&script, draft, presets);
        let mut facts = Facts::new(now(), Shanghai);
        facts.options.insert(OptionSource::Homes, vec![Choice::new(11, "3栋2单元501"), Choice::new(12, "5栋1单元102")]);
        facts.options.insert(OptionSource::Teams, vec![Choice::new("t1", "维修一队"), Choice::new("t2", "维修二队")]);
        facts.args = facts.args.text("words", "厨房水管漏水").text("reason", "");
        // What taking a case back would stop.
        let flags = facts.args.flag("visited", false).flag("approving", true);
        facts.args = flags.text("number", "TS-1").text("gist", "厨房水管漏水").text("order", "PG-1");
        Scene {
            script,
            draft,
            facts,
            lang: Lang::Zh,
            end: End::Open,
            changed: Vec::new(),
            beside: Beside::default(),
            last: Vec::new(),
            heard: String::new(),
        }
    }

    pub fn begin(mut self) -> Scene {
        self.input(Input::Begin);
        self
    }

    pub fn says(&mut self, text: &str) -> &mut Scene {
        let _ = writeln!(self.heard, "> {text}");
        self.input(Input::Text(text.to_owned()))
    }

    /// Presses the button with that label on the last message.
    #[track_caller]
    pub fn presses(&mut self, label: &str) -> &mut Scene {
        let button =
            self.last.iter().flat_map(|message| message.buttons.iter().flatten()).find(|button| button.label == label);
        let data = button.unwrap_or_else(|| panic!("no button {label} in {:#?}", self.last)).data.clone();
        let _ = writeln!(self.heard, "> [{label}]");
        self.press_data(&data)
    }

    pub fn press_data(&mut self, data: &str) -> &mut Scene {
        match Tap::parse(data).unwrap() {
            Tap::Answer { step, value, .. } => self.input(Input::Tap { step, value }),
            Tap::Move { step, to, .. } => self.input(Input::Move { step, to }),
            other => panic!("{other:?}"),
        }
    }

    /// The data of a button, to be pressed when it is old.
    pub fn button(&self, label: &str) -> String {
        let buttons = self.last.iter().flat_map(|message| message.buttons.iter().flatten());
        buttons.clone().find(|button| button.label == label).unwrap().data.clone()
    }

    pub fn sends_photos<const N: usize>(&mut self, photos: [i64; N], closed: bool) -> &mut Scene {
        let _ = writeln!(self.heard, "> <{N} photos>");
        self.input(Input::Photos { attachments: photos.into_iter().map(AttachmentId).collect(), closed })
    }

    pub fn input(&mut self, input: Input) -> &mut Scene {
        let voice = Voice { texts: &SHIPPED.texts, understanding: &SHIPPED.understanding, lang: self.lang };
        let outcome = advance(&self.script, self.draft.clone(), input, &self.facts, &voice);
        for message in &outcome.say {
            self.heard.push_str(&drawn(message));
        }
        match outcome.end {
            End::Open => {}
            End::Finished => self.heard.push_str("(finished)\n"),
            End::Cancelled => self.heard.push_str("(cancelled)\n"),
        }
        self.draft = outcome.draft;
        self.end = outcome.end;
        self.changed = outcome.changed;
        self.beside.words.extend(outcome.beside.words);
        self.beside.attachments.extend(outcome.beside.attachments);
        if !outcome.say.is_empty() {
            self.last = outcome.say;
        }
        self
    }

    /// What was heard since the last time.
    pub fn transcript(&mut self) -> String {
        std::mem::take(&mut self.heard)
    }

    pub fn answer(&self, field: &str) -> Option<&Answer> {
        self.draft.answers.get(field)
    }
}

fn drawn(message: &Message) -> String {
    let mut text = String::new();
    if let Some(title) = &message.title {
        let _ = writeln!(text, "  # {title}");
    }
    for line in message.body.lines() {
        let _ = writeln!(text, "  {line}");
    }
    for row in &message.buttons {
        for button in row {
            assert!(button.data.len() <= LONGEST, "{}", button.data);
            assert_eq!(Tap::parse(&button.data).unwrap().to_string(), button.data);
        }
        let labels: Vec<String> = row.iter().map(|button| format!("[{}]", button.label)).collect();
        let _ = writeln!(text, "  {}", labels.join(" "));
    }
    text
}
