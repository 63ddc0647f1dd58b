//! The dispatch order 工程派工单 (S08): issued, accepted, at work, returned,
//! cancelled. What comes after the work is in `completion`; visits and longer
//! time run beside it.

mod completion;

pub use completion::{Check, Report};

use crate::domain::ids::{AttachmentId, PersonId, Seq};
use crate::domain::money::Fen;
use crate::domain::people::By;
use crate::domain::refusal::Refusal;
use crate::domain::warranty::Class;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// One trade 单工种 or several 多工种: three or seven working days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trades {
    Single,
    Multi,
}

impl Trades {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Trades::Single => "single",
            Trades::Multi => "multi",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkOrder {
    pub seq: Seq,
    pub class: Class,
    /// The repair team: the unit of its leader's seat.
    pub team: String,
    pub trades: Trades,
    pub estimate: Fen,
    pub content: Option<String>,
    pub requester: PersonId,
    /// Given when it is issued; never used again.
    pub number: Option<String>,
    pub issued_at: Option<DateTime<Utc>>,
    /// When the present round began: with the issue, or with a rework. `None` for
    /// what was issued before this was kept.
    #[serde(default)]
    pub begun_at: Option<DateTime<Utc>>,
    /// 1, and one more for every rework.
    pub round: u32,
    /// Moves with everything that its cards show.
    pub shown_rev: i64,
    /// The leader who took it: he may not check or call back on it.
    pub leader: Option<PersonId>,
    /// The report of the present round.
    pub report: Option<Report>,
    /// What was found wrong with the last round, in the words of whoever found it.
    pub faults: Option<String>,
    /// The completion check of the present round.
    pub checks: Vec<Check>,
    pub state: State,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    /// Back with the clerk after an approver returned it.
    Draft,
    AwaitingCostApproval,
    Refused {
        at: DateTime<Utc>,
    },
    Issued {
        at: DateTime<Utc>,
    },
    Accepted {
        at: DateTime<Utc>,
        by: By,
    },
    AppointmentSet {
        at: DateTime<Utc>,
        visit: Seq,
    },
    InProgress {
        at: DateTime<Utc>,
    },
    CompletedReported {
        at: DateTime<Utc>,
    },
    /// Inspection passed; the owner is asked to sign.
    OwnerSignPending {
        at: DateTime<Utc>,
    },
    OwnerUnreachable {
        at: DateTime<Utc>,
    },
    OwnerSigned {
        at: DateTime<Utc>,
        by: By,
        on_paper: Option<AttachmentId>,
    },
    /// Repaired as often as the rules allow, and still not right.
    Failed {
        at: DateTime<Utc>,
    },
    ReturnedUnable {
        at: DateTime<Utc>,
        by: By,
        reason: String,
    },
    Cancelled {
        at: DateTime<Utc>,
        by: By,
        reason: String,
    },
}

impl State {
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::AwaitingCostApproval => "awaiting_cost_approval",
            State::Refused { .. } => "refused",
            State::Issued { .. } => "issued",
            State::Accepted { .. } => "accepted",
            State::AppointmentSet { .. } => "appointment_set",
            State::InProgress { .. } => "in_progress",
            State::CompletedReported { .. } => "completed_reported",
            State::OwnerSignPending { .. } => "owner_sign_pending",
            State::OwnerUnreachable { .. } => "owner_unreachable",
            State::OwnerSigned { .. } => "owner_signed",
            State::Failed { .. } => "failed",
            State::ReturnedUnable { .. } => "returned_unable",
            State::Cancelled { .. } => "cancelled",
        }
    }
}

impl WorkOrder {
    /// Nothing more can come of it.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(
            self.state,
            State::Refused { .. }
                | State::OwnerSigned { .. }
                | State::Failed { .. }
                | State::ReturnedUnable { .. }
                | State::Cancelled { .. }
        )
    }

    /// The team has it and has not reported it done.
    #[must_use]
    pub fn with_team(&self) -> bool {
        matches!(self.state, State::Accepted { .. } | State::AppointmentSet { .. } | State::InProgress { .. })
    }

    /// Its cost is not approved yet.
    #[must_use]
    pub fn can_be_reestimated(&self) -> bool {
        matches!(self.state, State::Draft | State::AwaitingCostApproval)
    }

    /// Not reported done yet.
    #[must_use]
    pub fn can_be_cancelled(&self) -> bool {
        self.can_be_reestimated() || matches!(self.state, State::Issued { .. }) || self.with_team()
    }

    fn moved(mut self, state: State) -> WorkOrder {
        self.state = state;
        self.shown_rev += 1;
        self
    }

    /// draft → awaiting approval, perhaps with another estimate.
    ///
    /// # Errors
    /// `NotNow` once it is issued; `BadAmount` for nothing or less.
    pub fn await_approval(mut self, estimate: Fen) -> Result<WorkOrder, Refusal> {
        if estimate.0 <= 0 {
            return Err(Refusal::BadAmount);
        }
        match self.state {
            State::Draft | State::AwaitingCostApproval => {
                self.estimate = estimate;
                Ok(self.moved(State::AwaitingCostApproval))
            }
            _ => Err(Refusal::NotNow),
        }
    }

    /// Another estimate of work that went ahead: it stays where it is.
    ///
    /// # Errors
    /// `BadAmount` for nothing or less.
    pub fn estimated(mut self, estimate: Fen) -> Result<WorkOrder, Refusal> {
        if estimate.0 <= 0 {
            return Err(Refusal::BadAmount);
        }
        self.estimate = estimate;
        self.shown_rev += 1;
        Ok(self)
    }

    /// The approval came back to the clerk.
    #[must_use]
    pub fn back_to_draft(self) -> WorkOrder {
        self.moved(State::Draft)
    }

    #[must_use]
    pub fn refused(self, at: DateTime<Utc>) -> WorkOrder {
        self.moved(State::Refused { at })
    }

    /// approved → issued, with its number.
    ///
    /// # Errors
    /// `NotNow` unless its cost approval is pending (and has just been given).
    pub fn issue(mut self, number: String, at: DateTime<Utc>) -> Result<WorkOrder, Refusal> {
        if self.state != State::AwaitingCostApproval {
            return Err(Refusal::NotNow);
        }
        self.number = Some(number);
        self.issued_at = Some(at);
        self.begun_at = Some(at);
        Ok(self.moved(State::Issued { at }))
    }

    /// issued → accepted, with one tap of the leader.
    ///
    /// # Errors
    /// `AlreadyDone` when a leader took it before.
    pub fn accept(mut self, by: By, at: DateTime<Utc>) -> Result<WorkOrder, Refusal> {
        match self.state {
            State::Issued { .. } => {
                self.leader = by.person;
                Ok(self.moved(State::Accepted { at, by }))
            }
            State::Accepted { at, by } => Err(Refusal::AlreadyDone { by: by.person, at }),
            _ => Err(Refusal::NotNow),
        }
    }

    /// issued / with the team → returned, with a reason.
    ///
    /// # Errors
    /// `NotNow` when it is neither issued nor with the team.
    pub fn return_unable(self, by: By, reason: String, at: DateTime<Utc>) -> Result<WorkOrder, Refusal> {
        match self.state {
            State::Issued { .. } => Ok(self.moved(State::ReturnedUnable { at, by, reason })),
            _ if self.with_team() => Ok(self.moved(State::ReturnedUnable { at, by, reason })),
            State::ReturnedUnable { at, by, .. } => Err(Refusal::AlreadyDone { by: by.person, at }),
            _ => Err(Refusal::NotNow),
        }
    }

    /// A visit was agreed.
    #[must_use]
    pub fn appointed(self, visit: Seq, at: DateTime<Utc>) -> WorkOrder {
        match self.state {
            State::Accepted { .. } | State::AppointmentSet { .. } => self.moved(State::AppointmentSet { at, visit }),
            _ => self,
        }
    }

    /// accepted / appointment set → in progress: the worker is there.
    ///
    /// # Errors
    /// `AlreadyDone` when he was there before.
    pub fn arrive(self, at: DateTime<Utc>) -> Result<WorkOrder, Refusal> {
        match self.state {
            State::Accepted { .. } | State::AppointmentSet { .. } => Ok(self.moved(State::InProgress { at })),
            State::InProgress { at } => Err(Refusal::AlreadyDone { by: self.leader, at }),
            _ => Err(Refusal::NotNow),
        }
    }

    /// Any state before the work was reported → cancelled, with a reason.
    ///
    /// # Errors
    /// `NotNow` afterwards.
    pub fn cancel(self, by: By, reason: String, at: DateTime<Utc>) -> Result<WorkOrder, Refusal> {
        if self.can_be_cancelled() { Ok(self.moved(State::Cancelled { at, by, reason })) } else { Err(Refusal::NotNow) }
    }
}
