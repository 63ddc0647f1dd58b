//! The words by which the bot understands a free sentence: what it is about,
//! whether it cannot wait, whether it is a greeting, whether it is a command of
//! the dialogue. The words are data (`words.toml`); here is only the comparing.

use crate::domain::danger::Danger;
use crate::script::clean::fold;
use crate::script::fault::Fault;
use crate::script::home_words::HomeWords;
use crate::script::matcher::Matcher;
use crate::script::number_words::{AmountWords, NumberWords};
use crate::script::reply_words::{ConsentWords, ScaleWords};
use crate::script::source::Source;
use crate::script::texts::Texts;
use crate::script::time_words::TimeWords;
use crate::script::word_files;
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

/// What a sentence seems to be about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    pub category: String,
    /// One category clearly leads; otherwise ask.
    pub sure: bool,
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
    pub(crate) about: Matcher,
    pub(crate) urgent: Matcher,
    /// Which kind of danger a word of the emergencies speaks of.
    pub(crate) dangers: Vec<(Danger, Vec<String>)>,
    pub(crate) doubtful: Matcher,
    pub(crate) small_talk: Vec<String>,
    pub(crate) commands: BTreeMap<String, WordCommand>,
    pub(crate) yes: Vec<String>,
    pub(crate) no: Vec<String>,
    pub(crate) nothing: Vec<String>,
    pub(crate) agree: Vec<String>,
    pub(crate) not_done: Vec<String>,
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

    /// The category with the most and longest words in the text. A second one
    /// with as many, or none at all, leaves it unsure or unknown.
    #[must_use]
    pub fn category(&self, text: &str) -> Option<Guess> {
        let mut weights = vec![0; self.categories.len()];
        for hit in self.about.hits(&fold(text)) {
            for owner in hit.owners {
                weights[*owner] += hit.length;
            }
        }
        let most = *weights.iter().max().filter(|most| **most > 0)?;
        let leading = weights.iter().filter(|weight| **weight == most).count();
        let first = weights.iter().position(|weight| *weight == most)?;
        Some(Guess { category: self.categories[first].id.clone(), sure: leading == 1 })
    }

    /// The word that makes this an emergency.
    #[must_use]
    pub fn emergency(&self, text: &str) -> Option<String> {
        let hits = self.urgent.hits(&fold(text));
        hits.first().map(|hit| hit.word.to_owned())
    }

    /// The word that may speak of an emergency.
    #[must_use]
    pub fn doubt(&self, text: &str) -> Option<String> {
        let hits = self.doubtful.hits(&fold(text));
        hits.first().map(|hit| hit.word.to_owned())
    }

    /// The kind of danger that such a word names.
    #[must_use]
    pub fn danger(&self, word: &str) -> Option<Danger> {
        let said = fold(word);
        self.dangers.iter().find(|(_, words)| words.iter().any(|one| said.contains(one))).map(|(danger, _)| *danger)
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

    /// Whether a sentence says that the work is not done, or not well.
    #[must_use]
    pub fn says_not_done(&self, text: &str) -> bool {
        let said = fold(text);
        self.not_done.iter().any(|word| said.contains(word))
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
