//! What a finished form holds, typed as its command needs it. Only answers of
//! steps that applied count; a field that was not asked or was declined is
//! `None`, also a required one whose step has a `when`.

use crate::dialogue::facts::Facts;
use crate::dialogue::standing::effective;
use crate::dialogue::state::Draft;
use crate::domain::ids::AttachmentId;
use crate::script::model::Script;
use crate::talk::answer::Answer;
use crate::talk::form::FormEnd;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;

/// The answers of a form and the command that they become.
#[derive(Clone, Debug, PartialEq)]
pub struct Filled {
    pub end: FormEnd,
    answers: BTreeMap<String, Answer>,
}

impl Filled {
    /// `None` for a questionnaire.
    #[must_use]
    pub fn of(script: &Script, draft: &Draft, facts: &Facts) -> Option<Filled> {
        Some(Filled { end: script.ends_in()?, answers: effective(script, draft, facts) })
    }

    #[must_use]
    pub fn with(end: FormEnd, answers: BTreeMap<String, Answer>) -> Filled {
        Filled { end, answers }
    }

    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        match self.answers.get(field)? {
            Answer::Text(text) => Some(text),
            _ => None,
        }
    }

    #[must_use]
    pub fn choice(&self, field: &str) -> Option<&str> {
        match self.answers.get(field)? {
            Answer::Choice(value) => Some(value),
            _ => None,
        }
    }

    /// A choice whose values are ids.
    #[must_use]
    pub fn id(&self, field: &str) -> Option<i64> {
        self.choice(field)?.parse().ok()
    }

    /// Empty where none were given.
    #[must_use]
    pub fn photos(&self, field: &str) -> &[AttachmentId] {
        match self.answers.get(field) {
            Some(Answer::Photos(photos)) => photos,
            _ => &[],
        }
    }

    #[must_use]
    pub fn when(&self, field: &str) -> Option<DateTime<Utc>> {
        match self.answers.get(field)? {
            Answer::When(at) => Some(*at),
            _ => None,
        }
    }

    /// Fen.
    #[must_use]
    pub fn amount(&self, field: &str) -> Option<i64> {
        match self.answers.get(field)? {
            Answer::Amount(fen) => Some(*fen),
            _ => None,
        }
    }

    #[must_use]
    pub fn yes_no(&self, field: &str) -> Option<bool> {
        match self.answers.get(field)? {
            Answer::YesNo(yes) => Some(*yes),
            _ => None,
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.answers.iter().map(|(field, answer)| (field.as_str(), answer))
    }
}
