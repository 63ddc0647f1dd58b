//! The end of a dispatch order (S11): the leader's report, the check of the work,
//! the owner's signature, and the rework that a refusal brings.

use super::{State, WorkOrder};
use crate::domain::frame::Frame;
use crate::domain::ids::{AttachmentId, EstateId};
use crate::domain::people::{By, Role};
use crate::domain::refusal::Refusal;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What the leader reports when the work is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub at: DateTime<Utc>,
    pub before: Vec<AttachmentId>,
    pub after: Vec<AttachmentId>,
    /// Why there are fewer photos than asked for.
    pub missing: Option<String>,
    pub note: Option<String>,
}

/// One signature of the completion check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub by: By,
    pub at: DateTime<Utc>,
    /// The role of the group for which it was given, where that is not the
    /// signer's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Role>,
}

impl Check {
    fn counts_for(&self, group: &[Role]) -> bool {
        self.group.or(self.by.seat).is_some_and(|role| group.contains(&role))
    }
}

impl WorkOrder {
    /// with the team → completed. His report is the leader's own signature of
    /// the check. `earlier` photos from before the work count for it too: a
    /// rework has its "before" already.
    ///
    /// # Errors
    /// `PhotosMissing` for too few photos (`x_completion_photos`) without a reason.
    pub fn report(mut self, by: By, report: Report, earlier: usize, frame: &Frame) -> Result<WorkOrder, Refusal> {
        if let State::CompletedReported { at } = self.state {
            return Err(Refusal::AlreadyDone { by: self.leader, at });
        }
        if !self.with_team() {
            return Err(Refusal::NotNow);
        }
        let given = u32::try_from(report.before.len() + report.after.len() + earlier).unwrap_or(u32::MAX);
        let needed = frame.rules.x_completion_photos;
        if given < needed && report.missing.as_deref().is_none_or(|why| why.trim().is_empty()) {
            return Err(Refusal::PhotosMissing { needed, given });
        }
        let at = report.at;
        self.report = Some(report);
        self.checks = vec![Check { by, at, group: None }];
        Ok(self.moved(State::CompletedReported { at }))
    }

    /// A photo of the report is lost. True: the report does not stand without it,
    /// and the team has the order again.
    pub fn lose_photo(&mut self, photo: AttachmentId, earlier: usize, frame: &Frame) -> bool {
        let Some(report) = self.report.as_mut().filter(|one| one.before.contains(&photo) || one.after.contains(&photo))
        else {
            return false;
        };
        report.before.retain(|one| *one != photo);
        report.after.retain(|one| *one != photo);
        self.shown_rev += 1;
        let given = u32::try_from(earlier + report.after.len()).unwrap_or(u32::MAX);
        let stands = given >= frame.rules.x_completion_photos || report.missing.is_some();
        if stands || !matches!(self.state, State::CompletedReported { .. }) {
            return false;
        }
        self.report = None;
        self.checks.clear();
        self.state = State::InProgress { at: frame.at };
        true
    }

    /// One more signature of the check; the work passes when every group that
    /// the rules name has signed.
    ///
    /// # Errors
    /// `OwnWork` for whoever did the work; `AlreadyDone` when it has passed, or
    /// when this person has signed: two signatures are two people.
    pub fn check(
        mut self,
        (by, group): (By, Option<Role>),
        estate: EstateId,
        frame: &Frame,
    ) -> Result<(WorkOrder, bool), Refusal> {
        match self.state {
            State::CompletedReported { .. } => {}
            State::OwnerSignPending { at } => {
                return Err(Refusal::AlreadyDone { by: self.checks.last().and_then(|check| check.by.person), at });
            }
            _ => return Err(Refusal::NotNow),
        }
        if by.person.is_some() && by.person == self.leader {
            return Err(Refusal::OwnWork);
        }
        if let Some(before) = self.checks.iter().find(|check| check.by.person == by.person) {
            return Err(Refusal::AlreadyDone { by: by.person, at: before.at });
        }
        self.checks.push(Check { by, at: frame.at, group });
        let missing = self.unsigned(estate, frame).next().is_some();
        if missing {
            self.shown_rev += 1;
            return Ok((self, false));
        }
        Ok((self.moved(State::OwnerSignPending { at: frame.at }), true))
    }

    /// The groups that have not signed the check yet. A group of which nobody
    /// has a seat here is not waited for.
    pub fn unsigned<'a>(&'a self, estate: EstateId, frame: &'a Frame) -> impl Iterator<Item = &'a Vec<Role>> {
        let seated =
            move |group: &Vec<Role>| group.iter().any(|role| frame.people.holders(*role, estate).next().is_some());
        frame
            .rules
            .inspectors(self.class)
            .iter()
            .filter(move |group| seated(group))
            .filter(|group| !self.checks.iter().any(|check| check.counts_for(group)))
    }

    /// completed → in progress again: faults were found. The clock runs on.
    ///
    /// # Errors
    /// `NotNow` unless completion was reported.
    pub fn inspection_failed(self, faults: String, at: DateTime<Utc>) -> Result<WorkOrder, Refusal> {
        match self.state {
            State::CompletedReported { .. } => {
                let mut order = self.moved(State::InProgress { at });
                order.faults = Some(faults);
                order.checks.clear();
                Ok(order)
            }
            _ => Err(Refusal::NotNow),
        }
    }

    /// The owner's own signature; a late one still counts.
    ///
    /// # Errors
    /// `AlreadyDone` when it was signed before.
    pub fn sign(self, by: By, on_paper: Option<AttachmentId>, at: DateTime<Utc>) -> Result<WorkOrder, Refusal> {
        match self.state {
            State::OwnerSignPending { .. } | State::OwnerUnreachable { .. } => {
                Ok(self.moved(State::OwnerSigned { at, by, on_paper }))
            }
            State::OwnerSigned { at, by, .. } => Err(Refusal::AlreadyDone { by: by.person, at }),
            _ => Err(Refusal::NotNow),
        }
    }

    /// `x_owner_sign_wait` is over; never signed for him. What there is to sign
    /// stays the same: the card that he has is as good as before.
    ///
    /// # Errors
    /// `NotNow` unless a signature is pending.
    pub fn owner_silent(mut self, at: DateTime<Utc>) -> Result<WorkOrder, Refusal> {
        match self.state {
            State::OwnerSignPending { .. } => {
                self.state = State::OwnerUnreachable { at };
                Ok(self)
            }
            _ => Err(Refusal::NotNow),
        }
    }

    /// It has failed as often as the rules allow: this order is over, and the
    /// desk decides who makes the next attempt.
    ///
    /// # Errors
    /// `NotNow` before the inspection was passed.
    pub fn given_up(mut self, faults: Option<String>, at: DateTime<Utc>) -> Result<WorkOrder, Refusal> {
        match self.state {
            State::OwnerSignPending { .. } | State::OwnerUnreachable { .. } | State::OwnerSigned { .. } => {
                self.faults = faults;
                Ok(self.moved(State::Failed { at }))
            }
            _ => Err(Refusal::NotNow),
        }
    }

    /// Refused by the owner, or a dissatisfied call-back: a new round begins.
    ///
    /// # Errors
    /// `NotNow` before the inspection was passed.
    pub fn rework(mut self, faults: Option<String>, at: DateTime<Utc>) -> Result<WorkOrder, Refusal> {
        match self.state {
            State::OwnerSignPending { .. } | State::OwnerUnreachable { .. } | State::OwnerSigned { .. } => {
                self.round += 1;
                self.begun_at = Some(at);
                self.faults = faults;
                self.checks.clear();
                self.report = None;
                Ok(self.moved(State::InProgress { at }))
            }
            _ => Err(Refusal::NotNow),
        }
    }
}
