//! The warranty table (S07): which part, how long, in or out on a given day.
//! The bot only suggests a class; a human chooses it.

use crate::domain::rules::Rules;
use chrono::{Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// The parts of the table (002A §一), counted from the day the completion
/// acceptance is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    #[serde(rename = "w_structure")]
    Structure,
    #[serde(rename = "w_waterproof")]
    Waterproof,
    #[serde(rename = "w_mep_fitout")]
    MepFitout,
}

impl Part {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Part::Structure => "w_structure",
            Part::Waterproof => "w_waterproof",
            Part::MepFitout => "w_mep_fitout",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Part> {
        [Part::Structure, Part::Waterproof, Part::MepFitout].into_iter().find(|part| part.word() == word)
    }
}

/// The class of a dispatch order (000c §3.5.1): it is part of the order's
/// number and cannot change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Class {
    /// Warranty task; the contractor's retention money pays.
    A,
    /// Outside warranty; the company pays.
    B,
}

impl Class {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Class::A => "A",
            Class::B => "B",
        }
    }
}

/// What the bot suggests, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    pub class: Option<Class>,
    pub why: Why,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Accepted on, part, last day of the warranty; reported within it.
    Within {
        part: Part,
        accepted: NaiveDate,
        last_day: NaiveDate,
    },
    Expired {
        part: Part,
        accepted: NaiveDate,
        last_day: NaiveDate,
    },
    /// Structure: the design documents' service life, a value of the project.
    ServiceLife,
    /// The home's acceptance date is not on file.
    NoDate,
    /// The category is no repair, or names no part of the table.
    NoPart,
}

/// Class A or B for a defect reported on `reported`. A defect reported on the
/// last day is within (reading in S07).
#[must_use]
pub fn suggest(part: Option<Part>, accepted: Option<NaiveDate>, reported: NaiveDate, rules: &Rules) -> Suggestion {
    let Some(part) = part else {
        return Suggestion { class: None, why: Why::NoPart };
    };
    let years = match part {
        Part::Structure => return Suggestion { class: Some(Class::A), why: Why::ServiceLife },
        Part::Waterproof => rules.w_waterproof,
        Part::MepFitout => rules.w_mep_fitout,
    };
    let Some(accepted) = accepted else {
        return Suggestion { class: None, why: Why::NoDate };
    };
    let last_day = accepted.checked_add_months(Months::new(12 * years)).unwrap_or(NaiveDate::MAX);
    if reported <= last_day {
        Suggestion { class: Some(Class::A), why: Why::Within { part, accepted, last_day } }
    } else {
        Suggestion { class: Some(Class::B), why: Why::Expired { part, accepted, last_day } }
    }
}
