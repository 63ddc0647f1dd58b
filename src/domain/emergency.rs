//! The emergency of a case: what was said about a danger, and who has it in
//! hand. Who is told and when is `ladder`'s and `process::alarm`'s; who may do
//! what to it stands in `acts/emergency.rs`.

use crate::domain::danger::Danger;
use crate::domain::people::{By, Role};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize};

/// What a sentence said about a danger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub danger: Danger,
    /// The words that spoke for it.
    pub because: String,
    /// The whole sentence.
    pub said: String,
    /// Otherwise it is a doubt, and whoever said it is asked first.
    pub sure: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emergency {
    pub danger: Danger,
    pub because: String,
    /// The sentence: what the complaint began with may have been harmless.
    #[serde(default)]
    pub said: String,
    /// `None` for what was kept before this was kept.
    pub said_at: Option<DateTime<Utc>>,
    /// Called off and said again: each time is an alarm of its own.
    pub round: u32,
    #[serde(flatten)]
    pub state: State,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Whoever said it is asked whether somebody has to come at once.
    Doubted {
        until: DateTime<Utc>,
    },
    /// Nobody has it in hand. Not sure: the one who was asked did not answer.
    Ringing {
        since: DateTime<Utc>,
        sure: bool,
    },
    Taken {
        at: DateTime<Utc>,
        by: By,
    },
    CalledOff {
        at: DateTime<Utc>,
        by: By,
        reason: String,
    },
    /// From before emergencies had a clock: urgent, and rings nobody.
    Recorded,
}

/// Who may take it in hand: those whom the ladder tells, and those above and
/// beside them.
pub const TAKERS: &[Role] = &[
    Role::CsClerk,
    Role::CaseHandler,
    Role::RepairTeamLeader,
    Role::EngineeringDept,
    Role::CsManager,
    Role::ViceGm,
    Role::GeneralManager,
];

/// Who may say that it is none: it is signed with a name.
pub const CALLERS_OFF: &[Role] =
    &[Role::CsClerk, Role::CaseHandler, Role::RepairTeamLeader, Role::CsManager, Role::ViceGm, Role::GeneralManager];

impl Emergency {
    /// Somebody has to move: neither doubted only nor called off.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        matches!(self.state, State::Ringing { .. } | State::Taken { .. } | State::Recorded)
    }

    /// Nobody has it in hand yet.
    #[must_use]
    pub fn rings(&self) -> bool {
        matches!(self.state, State::Ringing { .. })
    }

    /// Until when an answer to the doubt is waited for.
    #[must_use]
    pub fn doubted_until(&self) -> Option<DateTime<Utc>> {
        match self.state {
            State::Doubted { until } => Some(until),
            _ => None,
        }
    }

    /// Whoever took it or called it off.
    #[must_use]
    pub fn by(&self) -> Option<By> {
        match self.state {
            State::Taken { by, .. } | State::CalledOff { by, .. } => Some(by),
            _ => None,
        }
    }

    /// The word for reports; what was called off or is only doubted is none.
    #[must_use]
    pub fn report_word(&self) -> Option<&'static str> {
        self.is_urgent().then(|| self.danger.word())
    }
}

/// The category of a complaint that nobody has sorted: with it the case can be
/// registered and dispatched at once. The ids are those of `dialogues/words.toml`.
#[must_use]
pub fn category_of(danger: Danger) -> &'static str {
    match danger {
        Danger::Gas | Danger::Lift => "equipment",
        Danger::Electric | Danger::Fire => "electrical",
        Danger::Flood => "water_leak",
        Danger::Falling => "wall_floor",
        Danger::Collapse => "structure",
        Danger::LockedIn => "doors_windows",
        Danger::Hurt | Danger::Other => "other",
    }
}

/// Reads what is stored. Records from before kinds were told apart hold a word:
/// they stay urgent, and nobody is called for them now.
pub(super) fn stored<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Emergency>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        Word(String),
        Whole(Emergency),
    }
    Ok(Option::<Stored>::deserialize(from)?.map(|stored| match stored {
        Stored::Word(because) => Emergency {
            danger: Danger::Other,
            because,
            said: String::new(),
            said_at: None,
            round: 1,
            state: State::Recorded,
        },
        Stored::Whole(emergency) => emergency,
    }))
}

#[cfg(test)]
#[path = "tests/emergency.rs"]
mod tests;
