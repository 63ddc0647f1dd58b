//! What runs beside an order, each with a life of its own: the visit slot, the
//! request for more time, the call that somebody has to make.

use crate::domain::case::COMPLAINT;
use crate::domain::ids::{PersonId, Seq};
use crate::domain::people::By;
use crate::domain::refusal::Refusal;
use crate::domain::topic::Topic;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A visit proposed by one side and agreed by the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    pub seq: Seq,
    pub order: Seq,
    pub start: DateTime<Utc>,
    pub by: By,
    /// `None` for what was proposed before this was kept.
    #[serde(default)]
    pub proposed_at: Option<DateTime<Utc>>,
    /// The owner's proposal, which the leader answers; else the other way round.
    pub from_owner: bool,
    pub shown_rev: i64,
    pub state: VisitState,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum VisitState {
    Proposed,
    /// `by_phone`: told to the leader where no owner could answer in a chat.
    Agreed {
        at: DateTime<Utc>,
        by: By,
        by_phone: bool,
    },
    /// Another time was proposed, or the order ended.
    Superseded {
        at: DateTime<Utc>,
    },
}

impl VisitState {
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            VisitState::Proposed => "proposed",
            VisitState::Agreed { .. } => "agreed",
            VisitState::Superseded { .. } => "superseded",
        }
    }
}

impl Visit {
    /// proposed → agreed.
    ///
    /// # Errors
    /// `AlreadyDone` when it was agreed, `Outdated` when another time was proposed.
    pub fn agree(mut self, by: By, by_phone: bool, at: DateTime<Utc>) -> Result<Visit, Refusal> {
        match self.state {
            VisitState::Proposed => {
                self.state = VisitState::Agreed { at, by, by_phone };
                self.shown_rev += 1;
                Ok(self)
            }
            VisitState::Agreed { at, by, .. } => Err(Refusal::AlreadyDone { by: by.person, at }),
            VisitState::Superseded { .. } => Err(Refusal::Outdated),
        }
    }

    pub fn supersede(&mut self, at: DateTime<Utc>) {
        if !matches!(self.state, VisitState::Superseded { .. }) {
            self.state = VisitState::Superseded { at };
            self.shown_rev += 1;
        }
    }
}

/// A request for more time: it takes effect only when the **owner** consents
/// (000c §3.4.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    pub seq: Seq,
    pub order: Seq,
    pub before: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub reason: String,
    pub by: By,
    pub asked_at: DateTime<Utc>,
    pub shown_rev: i64,
    pub state: ExtensionState,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum ExtensionState {
    Asked,
    Extended {
        at: DateTime<Utc>,
        by: By,
    },
    Denied {
        at: DateTime<Utc>,
        by: By,
    },
    /// The work was reported, or the order ended, before an answer came.
    Lapsed {
        at: DateTime<Utc>,
    },
}

impl ExtensionState {
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            ExtensionState::Asked => "asked",
            ExtensionState::Extended { .. } => "extended",
            ExtensionState::Denied { .. } => "denied",
            ExtensionState::Lapsed { .. } => "lapsed",
        }
    }
}

impl Extension {
    /// The owner's answer.
    ///
    /// # Errors
    /// `AlreadyDone` when it was answered, `NotNow` when it lapsed.
    pub fn answer(mut self, consent: bool, by: By, at: DateTime<Utc>) -> Result<Extension, Refusal> {
        match self.state {
            ExtensionState::Asked => {
                self.state =
                    if consent { ExtensionState::Extended { at, by } } else { ExtensionState::Denied { at, by } };
                self.shown_rev += 1;
                Ok(self)
            }
            ExtensionState::Extended { at, by } | ExtensionState::Denied { at, by } => {
                Err(Refusal::AlreadyDone { by: by.person, at })
            }
            ExtensionState::Lapsed { .. } => Err(Refusal::NotNow),
        }
    }
}

/// A call to make: one open task per person and case collects everything that
/// could not be said or asked in a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallTask {
    pub seq: Seq,
    /// Whom to call.
    pub person: PersonId,
    pub topics: Vec<CallTopic>,
    /// Whether the chat had failed first.
    #[serde(default)]
    pub unheard: Unheard,
    pub opened_at: DateTime<Utc>,
    pub attempts: Vec<Attempt>,
    pub shown_rev: i64,
    pub done_at: Option<DateTime<Utc>>,
    pub done_by: Option<By>,
}

/// Why a chat did not do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unheard {
    /// It was not the chat: the rules ask for a call, or there is no chat.
    #[default]
    No,
    /// The messenger lets us write only for a while after the person wrote.
    Window,
    /// Nothing reaches the person's account.
    Gone,
}

/// What a call is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "topic")]
pub enum CallTopic {
    /// The rating questions of this call-back.
    Rate { follow_up: Seq },
    /// The signature under this order.
    Sign { order: Seq },
    /// Consent to more time.
    Extension { extension: Seq },
    /// The visit.
    Visit { visit: Seq },
    /// He wants to talk to a person: what he said last, and when.
    Talk {
        words: String,
        #[serde(default)]
        at: Option<DateTime<Utc>>,
    },
    /// A message that did not arrive: what it said in short.
    Unsaid { text: String },
}

impl CallTopic {
    /// What an owner is asked in a chat, asked by telephone.
    #[must_use]
    pub fn of(topic: Topic) -> Option<CallTopic> {
        Some(match topic {
            Topic::Sign { order, .. } => CallTopic::Sign { order },
            Topic::Answer { .. } => CallTopic::Sign { order: COMPLAINT },
            Topic::Rate { follow_up } => CallTopic::Rate { follow_up },
            Topic::Extension { extension } => CallTopic::Extension { extension },
            Topic::Visit { visit } => CallTopic::Visit { visit },
            _ => return None,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub at: DateTime<Utc>,
    pub by: By,
}

impl CallTask {
    #[must_use]
    pub fn open(&self) -> bool {
        self.done_at.is_none()
    }

    pub fn finish(&mut self, by: By, at: DateTime<Utc>) {
        if self.open() {
            self.done_at = Some(at);
            self.done_by = Some(by);
            self.shown_rev += 1;
        }
    }
}
