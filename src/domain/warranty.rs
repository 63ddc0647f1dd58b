//! The warranty table (S07): which part, how long, in or out on a given day.
//! The bot only suggests a class; a human chooses it.

pub use crate::domain::parts::{Class, Part};
use crate::domain::rules::Rules;
use chrono::{Months, NaiveDate};

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
        // Class B is the company's to accept, not the calendar's (section 5 no. 37).
        Suggestion { class: None, why: Why::Expired { part, accepted, last_day } }
    }
}
