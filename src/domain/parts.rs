//! What the warranty table (S07) speaks of: the parts of a home, and the class
//! of an order that follows from them.

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
