//! The complaint itself: what was said, where, and how far it has come
//! (S01, S03, S04). What runs beside it are records of their own.

use crate::domain::emergency::{self, Emergency};
use crate::domain::ids::{HomeId, PersonId};
use crate::domain::people::By;
use crate::domain::refusal::Refusal;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    /// Whose complaint it is; the clerk may have written it down for him.
    pub reporter: PersonId,
    /// Who wrote it down.
    pub recorder: By,
    pub source: Source,
    /// `None` until it is known which of several homes is meant.
    pub home: Option<HomeId>,
    pub details: Details,
    /// The danger that was spoken of, if one was.
    #[serde(default, deserialize_with = "emergency::stored")]
    pub emergency: Option<Emergency>,
    /// Repairs that did not hold, counted per defect (002R §五(二)2).
    pub failed_repairs: u32,
    pub received_at: DateTime<Utc>,
    pub registered_at: Option<DateTime<Utc>>,
    /// Given to the clerk as it stood.
    pub handed_over_at: Option<DateTime<Utc>>,
    /// How often it has come to the desk: each time is a card of its own.
    pub desk_round: u32,
    /// Why it is on the desk again, where no order tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back: Option<Back>,
    /// The departments that have or had it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub units: Vec<String>,
    /// What the desk wrote to the department that has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forwarded_with: Option<String>,
    /// When its owner pressed for it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urged_at: Option<DateTime<Utc>>,
    /// The answer given with words, the latest.
    pub answer: Option<String>,
    pub state: State,
}

/// Who gave it back to the desk, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Back {
    pub by: By,
    pub at: DateTime<Utc>,
    pub from: Giver,
    pub reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Giver {
    /// A department: it is not theirs.
    Unit,
    /// The owner, whom an answer in words did not satisfy.
    Owner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The owner's own words in a chat.
    Bot,
    /// A clerk wrote down a call.
    Call,
}

/// What the dialogue gathers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub words: String,
    /// A category id of `dialogues/words.toml`.
    pub category: Option<String>,
    /// Where in the home.
    pub place: Option<String>,
    /// When somebody is at home, in the owner's words.
    pub available: Option<String>,
}

impl Details {
    /// The fields in which `later` differs, by their names in the forms.
    #[must_use]
    pub fn changed(&self, later: &Details) -> Vec<String> {
        let fields = [
            ("words", self.words != later.words),
            ("category", self.category != later.category),
            ("place", self.place != later.place),
            ("available", self.available != later.available),
        ];
        fields.into_iter().filter(|(_, changed)| *changed).map(|(name, _)| name.to_owned()).collect()
    }
}

/// The main line. Each state carries what only it knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// The first sentence or photo was said; the clock runs.
    Received,
    Registered,
    /// A team or a department has it.
    Routed {
        unit: Option<String>,
        at: DateTime<Utc>,
    },
    InProgress {
        at: DateTime<Utc>,
    },
    /// Answered with words, or the work passed its inspection.
    Handled {
        at: DateTime<Utc>,
    },
    /// The owner accepted, or stayed silent: the call-back decides.
    RevisitDue {
        accepted: bool,
        at: DateTime<Utc>,
    },
    Closed {
        at: DateTime<Utc>,
        by: By,
        reason: Option<String>,
    },
    Withdrawn {
        at: DateTime<Utc>,
        by: By,
        reason: Option<String>,
    },
}

impl State {
    /// The rulebook's word for the state, as tables and texts use it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            State::Received => "received",
            State::Registered => "registered",
            State::Routed { .. } => "routed",
            State::InProgress { .. } => "in_progress",
            State::Handled { .. } => "handled",
            State::RevisitDue { .. } => "revisit_due",
            State::Closed { .. } => "closed",
            State::Withdrawn { .. } => "withdrawn",
        }
    }

    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self, State::Closed { .. } | State::Withdrawn { .. })
    }
}

impl Complaint {
    /// Open to everything that is not over.
    ///
    /// # Errors
    /// `Closed` when the case is closed or withdrawn.
    pub fn still_open(&self) -> Result<(), Refusal> {
        if self.state.is_over() { Err(Refusal::Closed) } else { Ok(()) }
    }

    /// received → registered (S01).
    ///
    /// # Errors
    /// `NotNow` unless it is only received; `Missing` names what must be known.
    pub fn register(mut self, at: DateTime<Utc>) -> Result<Complaint, Refusal> {
        self.still_open()?;
        if self.state != State::Received {
            return Err(Refusal::NotNow);
        }
        if self.home.is_none() {
            return Err(Refusal::Missing("home"));
        }
        if self.details.category.is_none() {
            return Err(Refusal::Missing("category"));
        }
        self.registered_at = Some(at);
        self.state = State::Registered;
        Ok(self)
    }

    /// Any open state before the work is handled → withdrawn, and kept.
    ///
    /// # Errors
    /// `NotNow` once the work has been handled: then the call-back decides.
    pub fn withdraw(mut self, by: By, reason: Option<String>, at: DateTime<Utc>) -> Result<Complaint, Refusal> {
        self.still_open()?;
        if matches!(self.state, State::Handled { .. } | State::RevisitDue { .. }) {
            return Err(Refusal::NotNow);
        }
        self.state = State::Withdrawn { at, by, reason };
        Ok(self)
    }

    /// registered / in progress → routed (S03).
    ///
    /// # Errors
    /// `NotNow` before registration and after the work has been handled.
    pub fn route(mut self, unit: Option<String>, at: DateTime<Utc>) -> Result<Complaint, Refusal> {
        self.still_open()?;
        match self.state {
            State::Registered | State::Routed { .. } | State::InProgress { .. } => {
                self.state = State::Routed { unit, at };
                self.back = None;
                Ok(self)
            }
            _ => Err(Refusal::NotNow),
        }
    }

    /// Given back without an order: the desk reads by whom and why.
    #[must_use]
    pub fn given_back(self, back: Back) -> Complaint {
        let mut given = self.back_to_desk(back.at);
        given.back = Some(back);
        given
    }

    /// Work has come back: the desk has to route it anew.
    #[must_use]
    pub fn back_to_desk(mut self, at: DateTime<Utc>) -> Complaint {
        self.desk_round += 1;
        self.in_progress(at)
    }

    /// Work has begun, or begins anew after a refusal or a dissatisfied call-back.
    #[must_use]
    pub fn in_progress(mut self, at: DateTime<Utc>) -> Complaint {
        if !self.state.is_over() {
            self.state = State::InProgress { at };
        }
        self
    }

    /// → handled: answered with words, or inspection passed.
    ///
    /// # Errors
    /// `NotNow` before registration, or when it was handled already.
    pub fn handled(mut self, at: DateTime<Utc>) -> Result<Complaint, Refusal> {
        self.still_open()?;
        match self.state {
            State::Registered | State::Routed { .. } | State::InProgress { .. } => {
                self.state = State::Handled { at };
                self.back = None;
                Ok(self)
            }
            _ => Err(Refusal::NotNow),
        }
    }

    /// handled → revisit due; `accepted` is false for silence, and a late
    /// answer still counts.
    ///
    /// # Errors
    /// `NotNow` unless the work was handled.
    pub fn revisit_due(mut self, accepted: bool, at: DateTime<Utc>) -> Result<Complaint, Refusal> {
        self.still_open()?;
        match self.state {
            State::Handled { .. } | State::RevisitDue { accepted: false, .. } => {
                self.state = State::RevisitDue { accepted, at };
                Ok(self)
            }
            _ => Err(Refusal::NotNow),
        }
    }

    /// revisit due → closed; the guard stands in `Case::try_close`.
    #[must_use]
    pub fn close(mut self, by: By, reason: Option<String>, at: DateTime<Utc>) -> Complaint {
        self.state = State::Closed { at, by, reason };
        self
    }
}
