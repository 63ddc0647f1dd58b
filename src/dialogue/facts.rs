//! What the engine is told besides the answers: the time, the options of named
//! sources, facts and limits. The caller loads them (`engine::needs` says which).

use crate::script::args::Args;
use crate::script::names::{NamedFact, NamedLimit, OptionSource};
use crate::script::texts::Texts;
use crate::script::words::Words;
use crate::talk::answer::Answer;
use crate::talk::inbound::Lang;
use crate::understanding::Understanding;
use crate::understanding::homes::Entry;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, BTreeSet};

/// An option as a person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// A short id; what the answer keeps.
    pub value: String,
    /// In the reader's language.
    pub label: String,
}

impl Choice {
    #[must_use]
    pub fn new(value: impl std::fmt::Display, label: impl Into<String>) -> Choice {
        Choice { value: value.to_string(), label: label.into() }
    }

    /// A visit window that begins at that moment.
    #[must_use]
    pub fn slot(begins: DateTime<Utc>, label: impl Into<String>) -> Choice {
        Choice::new(begins.timestamp(), label)
    }

    /// The moment of a visit window's value.
    #[must_use]
    pub fn moment(value: &str) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(value.parse().ok()?, 0)
    }
}

/// What one step of a dialogue may look at.
#[derive(Clone, Debug)]
pub struct Facts {
    pub now: DateTime<Utc>,
    /// The company's time zone.
    pub zone: Tz,
    /// A source that is absent here was not loaded: its answers are not judged.
    /// Categories are never asked of the caller.
    pub options: BTreeMap<OptionSource, Vec<Choice>>,
    /// The homes among the options, as they are registered, by the option's value.
    pub homes: BTreeMap<String, Entry>,
    pub named: BTreeSet<NamedFact>,
    pub limits: BTreeMap<NamedLimit, i64>,
    /// Options marked as suggested, by field.
    pub suggested: BTreeMap<String, Answer>,
    /// The categories that what was said is likeliest to be about, the best first.
    pub likely: Vec<String>,
    /// What the dialogue is about, in one line; stands above the first question,
    /// the summary and a question that is taken up again.
    pub about: Option<String>,
    /// The placeholders that the script's `uses` names.
    pub args: Args,
}

impl Facts {
    #[must_use]
    pub fn new(now: DateTime<Utc>, zone: Tz) -> Facts {
        Facts {
            now,
            zone,
            options: BTreeMap::new(),
            homes: BTreeMap::new(),
            named: BTreeSet::new(),
            limits: BTreeMap::new(),
            suggested: BTreeMap::new(),
            likely: Vec::new(),
            about: None,
            args: Args::new().now(now),
        }
    }
}

/// Whose ear and tongue the engine uses: all wording comes from here.
#[derive(Clone, Copy, Debug)]
pub struct Voice<'a> {
    pub texts: &'a Texts,
    pub understanding: &'a Understanding,
    pub lang: Lang,
}

impl<'a> Voice<'a> {
    #[must_use]
    pub fn words(&self) -> &'a Words {
        self.understanding.words()
    }

    #[must_use]
    pub fn say(&self, key: &str, args: &Args) -> String {
        self.texts.say(self.lang, key, args)
    }

    #[must_use]
    pub fn plain(&self, key: &str) -> String {
        self.texts.plain(self.lang, key)
    }
}
