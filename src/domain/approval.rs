//! Approval of a repair's cost before the order is issued (S13): strict order
//! of steps, one decision per step, never by the requester.

pub use crate::domain::decision::Decision;
use crate::domain::frame::Frame;
use crate::domain::ids::{EstateId, PersonId, Seq};
use crate::domain::money::Fen;
use crate::domain::people::{Actor, By, Directory, PassedUp, Role, Seating};
use crate::domain::refusal::Refusal;
use crate::domain::rules::Rules;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// 审核 reviews, 审批/批准 releases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    Review,
    Approve,
}

impl Act {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Act::Review => "review",
            Act::Approve => "approve",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub role: Role,
    pub act: Act,
    /// Where the step landed once it was its turn.
    pub seating: Option<Seating>,
    /// Passed up to a chair that decides a later step anyway.
    pub merged: bool,
    pub vote: Option<Vote>,
}

/// One decision, with what was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vote {
    pub by: By,
    pub decision: Decision,
    pub reason: Option<String>,
    pub at: DateTime<Utc>,
    pub amount_seen: Fen,
    pub rev_seen: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    pub seq: Seq,
    pub order: Seq,
    pub amount: Fen,
    pub requester: PersonId,
    /// Who else has asked for this order's cost before: none of them decides it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asked_before: Vec<PersonId>,
    /// What the requester says to it, when he asks again.
    #[serde(default)]
    pub said: Option<String>,
    /// Urgent: the work went ahead, and its cost is decided afterwards (S13,
    /// reading of emergencies).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ahead: bool,
    pub submitted_at: DateTime<Utc>,
    pub steps: Vec<Step>,
    /// Moves with everything that its cards show: amount, scope, step.
    pub shown_rev: i64,
    pub state: State,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum State {
    StepPending {
        step: usize,
    },
    Approved {
        at: DateTime<Utc>,
    },
    Refused {
        at: DateTime<Utc>,
    },
    Returned {
        at: DateTime<Utc>,
    },
    /// Withdrawn with the order, or replaced because the amount changed.
    Withdrawn {
        at: DateTime<Utc>,
        replaced_by: Option<Seq>,
    },
}

impl State {
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            State::StepPending { .. } => "step_pending",
            State::Approved { .. } => "approved",
            State::Refused { .. } => "refused",
            State::Returned { .. } => "returned",
            State::Withdrawn { .. } => "withdrawn",
        }
    }
}

/// The chain by amount (000c §3.6.1, readings at the boundaries in S13).
#[must_use]
pub fn chain(amount: Fen, rules: &Rules) -> Vec<(Role, Act)> {
    if amount <= rules.m_repair_tier1 {
        vec![(Role::CsManager, Act::Approve)]
    } else if amount <= rules.m_repair_tier2 {
        vec![(Role::QualityDeputyChiefEngineer, Act::Review), (Role::ViceGm, Act::Approve)]
    } else {
        vec![
            (Role::QualityDeputyChiefEngineer, Act::Review),
            (Role::ViceGm, Act::Review),
            (Role::GeneralManager, Act::Approve),
        ]
    }
}

impl Approval {
    #[must_use]
    pub fn submit(
        (seq, order): (Seq, Seq),
        amount: Fen,
        (requester, asked_before): (PersonId, Vec<PersonId>),
        estate: EstateId,
        frame: &Frame,
    ) -> Approval {
        let steps = chain(amount, frame.rules)
            .into_iter()
            .map(|(role, act)| Step { role, act, seating: None, merged: false, vote: None })
            .collect();
        let mut approval = Approval {
            seq,
            order,
            amount,
            requester,
            asked_before,
            said: None,
            ahead: false,
            submitted_at: frame.at,
            steps,
            shown_rev: 1,
            state: State::StepPending { step: 0 },
        };
        approval.seat_from(0, estate, frame.people, frame.at);
        approval
    }

    /// Everybody who has asked for it, now or before.
    #[must_use]
    pub fn askers(&self) -> Vec<PersonId> {
        std::iter::once(self.requester).chain(self.asked_before.iter().copied()).collect()
    }

    /// Asked, or back for another estimate.
    #[must_use]
    pub fn is_undecided(&self) -> bool {
        matches!(self.state, State::StepPending { .. } | State::Returned { .. })
    }

    #[must_use]
    pub fn pending(&self) -> Option<(usize, &Step)> {
        match self.state {
            State::StepPending { step } => self.steps.get(step).map(|found| (step, found)),
            _ => None,
        }
    }

    /// Gives step `first` to a chair. A step that is passed up to a chair which
    /// decides a later step anyway is merged into that one: nobody is asked twice.
    fn seat_from(&mut self, first: usize, estate: EstateId, people: &Directory, at: DateTime<Utc>) {
        let mut step = first;
        while let Some(current) = self.steps.get(step) {
            let seating = people.seat_for(current.role, estate, &self.askers());
            let later = self.steps[step + 1..].iter().any(|next| Some(next.role) == seating.as_ref().map(|s| s.role));
            let current = &mut self.steps[step];
            current.seating = seating;
            current.merged = later;
            if !later {
                self.state = State::StepPending { step };
                return;
            }
            step += 1;
        }
        self.state = State::Approved { at };
    }

    /// Looks again who sits in the pending step's chair: somebody became
    /// unreachable, came back, or took the empty chair. True if it moved.
    pub fn reseat(&mut self, estate: EstateId, people: &Directory, at: DateTime<Utc>) -> bool {
        let State::StepPending { step } = self.state else {
            return false;
        };
        let before = self.clone();
        self.seat_from(step, estate, people, at);
        let moved = *self != before;
        if moved {
            self.shown_rev += 1;
        }
        moved
    }

    /// One tap of an approver.
    ///
    /// # Errors
    /// `NotYours` for a stranger, `OwnRequest` for the requester,
    /// `AlreadyDecided` when the step was decided, `Outdated` when the card
    /// showed another revision.
    pub fn vote(
        mut self,
        step: usize,
        decision: Decision,
        reason: Option<String>,
        rev: i64,
        (actor, estate): (&Actor, EstateId),
        frame: &Frame,
    ) -> Result<Approval, Refusal> {
        let found = self.steps.get(step).ok_or(Refusal::Unknown)?;
        let by = self.authority(found, actor, estate)?;
        if let Some(vote) = &found.vote {
            return Err(Refusal::AlreadyDecided { by: vote.by.person, at: vote.at, decision: vote.decision });
        }
        if let Some(vote) = self.final_vote() {
            return Err(Refusal::AlreadyDecided { by: vote.by.person, at: vote.at, decision: vote.decision });
        }
        if self.state != (State::StepPending { step }) || rev != self.shown_rev {
            return Err(Refusal::Outdated);
        }
        let vote = Vote { by, decision, reason, at: frame.at, amount_seen: self.amount, rev_seen: rev };
        self.steps[step].vote = Some(vote);
        self.shown_rev += 1;
        match decision {
            Decision::Approve if step + 1 == self.steps.len() => self.state = State::Approved { at: frame.at },
            Decision::Approve => self.seat_from(step + 1, estate, frame.people, frame.at),
            Decision::Refuse => self.state = State::Refused { at: frame.at },
            Decision::Return => self.state = State::Returned { at: frame.at },
        }
        Ok(self)
    }

    /// The step that a card of revision `rev` showed: the one that was decided
    /// from it, else the pending one, else the last.
    #[must_use]
    pub fn step_of_rev(&self, rev: i64) -> usize {
        let decided = self.steps.iter().position(|step| step.vote.as_ref().is_some_and(|vote| vote.rev_seen == rev));
        let last = self.steps.len().saturating_sub(1);
        decided.or_else(|| self.pending().map(|(step, _)| step)).unwrap_or(last)
    }

    /// Whether the actor may decide the step at all, before anything about it
    /// is told to him.
    fn authority(&self, step: &Step, actor: &Actor, estate: EstateId) -> Result<By, Refusal> {
        let chair = step.seating.as_ref().map_or(step.role, |seating| seating.role);
        let deputies = step.seating.as_ref().is_some_and(|seating| seating.deputies);
        let seat = actor
            .seats
            .iter()
            .filter(|seat| !seat.standing_deputy || deputies)
            .find(|seat| seat.covers(chair, estate))
            .ok_or(Refusal::NotYours)?;
        if actor.person.is_some_and(|person| self.askers().contains(&person)) {
            return Err(Refusal::OwnRequest);
        }
        Ok(By::seat(actor, seat))
    }

    /// The vote that ended the request, or the last one if it was approved.
    #[must_use]
    pub fn final_vote(&self) -> Option<&Vote> {
        match self.state {
            State::StepPending { .. } | State::Withdrawn { .. } => None,
            _ => self.steps.iter().rev().find_map(|step| step.vote.as_ref()),
        }
    }

    /// Withdrawn with its order, or replaced by a new request.
    pub fn withdraw(&mut self, replaced_by: Option<Seq>, at: DateTime<Utc>) {
        if let State::StepPending { .. } = self.state {
            self.state = State::Withdrawn { at, replaced_by };
            self.shown_rev += 1;
        }
    }

    /// Why the pending step is not with the chair that the rule names.
    #[must_use]
    pub fn passed(&self) -> Vec<(Role, PassedUp)> {
        let State::StepPending { step } = self.state else {
            return Vec::new();
        };
        self.steps[..=step]
            .iter()
            .filter(|one| one.vote.is_none())
            .filter_map(|one| one.seating.as_ref())
            .flat_map(|seating| seating.passed.clone())
            .collect()
    }
}
