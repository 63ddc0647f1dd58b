//! The words that the rules look for: greetings, commands of a dialogue, yes and
//! no, scores, numbers, times, homes. They are data (`words.toml`); here is only
//! the comparing. What a free sentence is about is learned: `understanding`.

use crate::script::clean::fold;
use crate::script::fault::Fault;
use crate::script::home_words::HomeWords;
use crate::script::number_words::{AmountWords, NumberWords};
use crate::script::reply_words::{ConsentWords, ScaleWords};
use crate::script::source::Source;
use crate::script::texts::Texts;
use crate::script::time_words::TimeWords;
use crate::script::word_files;
use crate::talk::inbound::Lang;
use std::collections::BTreeMap;

/// A kind of complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    pub id: String,
    /// Text key of its name.
    pub label: String,
    /// The row of the warranty table (rulebook S07) that its repair falls
    /// under; `None` where nothing is repaired.
    pub part: Option<String>,
}

/// A place in a home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// As a form's ready answers name it (`option.place.<id>`).
    pub id: String,
    pub words: Vec<String>,
}

/// A move inside a dialogue, written instead of pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordCommand {
    Cancel,
    Back,
    Skip,
    Help,
    Done,
    Confirm,
}

#[derive(Clone, Debug)]
pub struct Words {
    pub(crate) categories: Vec<Category>,
    pub(crate) small_talk: Vec<String>,
    pub(crate) commands: BTreeMap<String, WordCommand>,
    pub(crate) yes: Vec<String>,
    pub(crate) no: Vec<String>,
    pub(crate) nothing: Vec<String>,
    pub(crate) agree: Vec<String>,
    pub(crate) places: Vec<Place>,
    pub(crate) at_home: Vec<String>,
    pub(crate) connectors: Vec<String>,
    pub(crate) also: Vec<String>,
    /// By the words that name it.
    pub(crate) languages: BTreeMap<String, Lang>,
    pub(crate) levels: BTreeMap<String, i64>,
    pub(crate) scale: ScaleWords,
    pub(crate) consent: ConsentWords,
    pub(crate) amount: AmountWords,
    pub(crate) numbers: NumberWords,
    pub(crate) time: TimeWords,
    pub(crate) home: HomeWords,
}

impl Words {
    /// Reads and checks `words.toml`.
    ///
    /// # Errors
    /// Every fault of the file.
    pub fn load(source: &Source, texts: &Texts) -> Result<Words, Vec<Fault>> {
        word_files::load(source, texts)
    }

    /// All categories in the order in which they are offered.
    #[must_use]
    pub fn categories(&self) -> &[Category] {
        &self.categories
    }

    #[must_use]
    pub fn category_by_id(&self, id: &str) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == id)
    }

    /// Whether the whole message is greetings, thanks or no words at all.
    #[must_use]
    pub fn is_small_talk(&self, text: &str) -> bool {
        let folded = fold(text);
        let mut rest = folded.as_str();
        while let Some(first) = rest.chars().next() {
            if !first.is_alphanumeric() {
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let Some(after) = self.small_talk.iter().find_map(|word| after_word(rest, word)) else { return false };
            rest = after;
        }
        true
    }

    /// The command that the whole message is, with or without a slash.
    #[must_use]
    pub fn command_word(&self, text: &str) -> Option<WordCommand> {
        self.commands.get(&bare(text)).copied()
    }

    /// Yes, no, or something else.
    #[must_use]
    pub fn yes_no(&self, text: &str) -> Option<bool> {
        let said = bare(text);
        if self.yes.contains(&said) {
            Some(true)
        } else if self.no.contains(&said) {
            Some(false)
        } else {
            None
        }
    }

    /// Whether the whole message says that there is nothing to say.
    #[must_use]
    pub fn is_nothing(&self, text: &str) -> bool {
        self.nothing.contains(&bare(text))
    }

    /// Whether the whole message agrees to what was asked.
    #[must_use]
    pub fn agrees(&self, text: &str) -> bool {
        self.agree.contains(&bare(text))
    }

    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Words by which somebody says that he is there.
    #[must_use]
    pub fn at_home(&self) -> &[String] {
        &self.at_home
    }

    /// Whether a clause begins something new, beside what was said before it.
    #[must_use]
    pub fn adds_a_matter(&self, clause: &str) -> bool {
        let said = fold(clause);
        self.connectors.iter().any(|word| said.starts_with(word)) || self.also.iter().any(|word| said.contains(word))
    }

    /// A clause without the word that joins it to the one before.
    #[must_use]
    pub fn without_connector<'t>(&self, clause: &'t str) -> &'t str {
        let joined = self.connectors.iter().find_map(|word| clause.strip_prefix(word.as_str()));
        joined.map_or(clause, |rest| rest.trim_start_matches([':', '：', ' '])).trim()
    }

    /// The language that the whole message names.
    #[must_use]
    pub fn language(&self, text: &str) -> Option<Lang> {
        self.languages.get(&bare(text)).copied()
    }

    /// A level of the five-level scale, as a number or in words.
    #[must_use]
    pub fn level(&self, text: &str) -> Option<i64> {
        self.levels.get(&bare(text)).copied()
    }

    #[must_use]
    pub fn scale(&self) -> &ScaleWords {
        &self.scale
    }

    #[must_use]
    pub fn consent(&self) -> &ConsentWords {
        &self.consent
    }

    #[must_use]
    pub fn amount(&self) -> &AmountWords {
        &self.amount
    }

    #[must_use]
    pub fn numbers(&self) -> &NumberWords {
        &self.numbers
    }

    #[must_use]
    pub fn time(&self) -> &TimeWords {
        &self.time
    }

    #[must_use]
    pub fn home(&self) -> &HomeWords {
        &self.home
    }
}

/// What follows a word at the start of a text; an English word must end there.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(word)?;
    let broken =
        word.ends_with(|c: char| c.is_ascii_alphabetic()) && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    (!broken).then_some(rest)
}

/// Folded, without a slash before and marks around.
pub(crate) fn bare(text: &str) -> String {
    let folded = fold(text);
    folded.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}
