//! The owner's word on the result (S11, S04): he signs or refuses; silence is
//! never taken for a signature.

use super::{Done, as_system};
use crate::domain::beside::CallTopic;
use crate::domain::case::{COMPLAINT, Case, Photo, Purpose};
use crate::domain::complaint::{Back, Giver, State};
use crate::domain::event::Event;
use crate::domain::frame::Frame;
use crate::domain::ids::{AttachmentId, Seq};
use crate::domain::people::{Actor, By, Role};
use crate::domain::refusal::Refusal;

/// Why, and what it looks like.
type Refused = (Option<String>, Vec<AttachmentId>);

impl Case {
    pub(super) fn sign(&mut self, order: Seq, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_signatory(actor, frame)?;
        let signed = self.the_order(order)?.sign(by, None, frame.at)?;
        self.put_order(signed);
        self.complaint = self.complaint.clone().revisit_due(true, frame.at)?;
        Ok((by, vec![Event::Signed { order, on_paper: false }]))
    }

    /// The fallback: a photo of a signature on paper, marked as such (S11 rule 5).
    pub(super) fn sign_on_paper(&mut self, order: Seq, photo: AttachmentId, actor: &Actor, frame: &Frame) -> Done {
        let by = self.by_seat(actor, &[Role::CsClerk, Role::CaseHandler, Role::CsManager])?;
        let found = self.the_order(order)?;
        if found.leader == actor.person {
            return Err(Refusal::OwnWork);
        }
        let signed = found.sign(by, Some(photo), frame.at)?;
        self.put_order(signed);
        self.photos.push(Photo { id: photo, purpose: Purpose::Signature });
        self.complaint = self.complaint.clone().revisit_due(true, frame.at)?;
        Ok((by, vec![Event::Signed { order, on_paper: true }]))
    }

    /// A refused signature reopens the work, counts, and ends the call-back
    /// that was due: the rework starts a new one.
    pub(super) fn refuse_work(&mut self, order: Seq, (reason, photos): Refused, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_signatory(actor, frame)?;
        let found = self.the_order(order)?;
        let already = found.round > 1 && found.with_team();
        let round = found.round;
        if already || matches!(found.state, crate::domain::work_order::State::OwnerSigned { .. }) {
            return Err(Refusal::NotNow);
        }
        let again = self.try_again(order, reason.clone(), true, frame)?;
        self.photos.extend(photos.into_iter().map(|id| Photo { id, purpose: Purpose::Refusal }));
        for follow_up in self.follow_ups.iter_mut().filter(|one| one.order == Some(order)) {
            follow_up.cancel(frame.at);
        }
        let mut events = vec![Event::WorkRefused { order, round, reason }];
        events.extend(again);
        Ok((by, events))
    }

    /// The team has it again, in a round of its own. Where the repair itself has
    /// failed as often as the rules allow, the next attempt is not given by
    /// itself: the desk decides who makes it (002R §五(二)2).
    pub(super) fn try_again(
        &mut self,
        order: Seq,
        faults: Option<String>,
        failed: bool,
        frame: &Frame,
    ) -> Result<Vec<Event>, Refusal> {
        let found = self.the_order(order)?;
        if failed {
            self.complaint.failed_repairs += 1;
        }
        let times = self.complaint.failed_repairs;
        if failed && times >= frame.rules.r_failed_repairs_max {
            self.put_order(found.given_up(faults, frame.at)?);
            self.drop_beside(order, frame);
            self.complaint = self.complaint.clone().back_to_desk(frame.at);
            self.shown_rev += 1;
            return Ok(vec![Event::FailedTooOften { times, order: Some(order) }]);
        }
        let reopened = found.rework(faults, frame.at)?;
        let round = reopened.round;
        self.put_order(reopened);
        self.complaint = self.complaint.clone().in_progress(frame.at);
        Ok(vec![Event::ReworkBegun { order, round }])
    }

    pub(super) fn owner_silent(&mut self, subject: Seq, actor: &Actor, frame: &Frame) -> Done {
        let by = as_system(actor)?;
        if subject != COMPLAINT {
            let silent = self.the_order(subject)?.owner_silent(frame.at)?;
            self.put_order(silent);
        }
        self.complaint = self.complaint.clone().revisit_due(false, frame.at)?;
        Ok((by, vec![Event::OwnerSilent { subject }]))
    }

    /// The owner is content with an answer in words.
    pub(super) fn accept_answer(&mut self, round: i64, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_answering(actor, frame)?;
        match self.complaint.state {
            State::Handled { .. } | State::RevisitDue { accepted: false, .. } if self.open_order().is_none() => {}
            State::RevisitDue { accepted: true, at } => return Err(Refusal::AlreadyDone { by: by.person, at }),
            _ => return Err(Refusal::NotNow),
        }
        self.is_latest_answer(round)?;
        self.complaint = self.complaint.clone().revisit_due(true, frame.at)?;
        self.shown_rev += 1;
        Ok((by, vec![Event::AnswerAccepted {}]))
    }

    /// The owner's side, or whoever has him on the telephone about it.
    fn as_answering(&self, actor: &Actor, frame: &Frame) -> Result<By, Refusal> {
        let told = |_| self.as_told(actor, &CallTopic::Sign { order: COMPLAINT });
        self.as_signatory(actor, frame).or_else(told)
    }

    /// An old card says nothing of a newer answer.
    fn is_latest_answer(&self, round: i64) -> Result<(), Refusal> {
        if round == i64::from(self.complaint.desk_round) { Ok(()) } else { Err(Refusal::Outdated) }
    }

    /// He is not: the case is back on the desk.
    pub(super) fn reject_answer(
        &mut self,
        (round, reason): (i64, Option<String>),
        actor: &Actor,
        frame: &Frame,
    ) -> Done {
        let by = self.as_answering(actor, frame)?;
        match self.complaint.state {
            State::Handled { .. } | State::RevisitDue { .. } if self.open_order().is_none() => {}
            _ => return Err(Refusal::NotNow),
        }
        self.is_latest_answer(round)?;
        let back = Back { by, at: frame.at, from: Giver::Owner, reason: reason.clone() };
        self.complaint = self.complaint.clone().given_back(back);
        for follow_up in &mut self.follow_ups {
            follow_up.cancel(frame.at);
        }
        self.shown_rev += 1;
        Ok((by, vec![Event::AnswerRejected { reason }]))
    }
}
