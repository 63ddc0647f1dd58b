//! Deciding on a repair's cost (S13).

use super::routing::asked;
use super::{Done, as_system};
use crate::domain::approval::{Approval, Decision, State};
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::frame::Frame;
use crate::domain::ids::Seq;
use crate::domain::people::{Actor, By};
use crate::domain::refusal::Refusal;

type Ballot = (Seq, usize, i64, Decision, Option<String>);

impl Case {
    pub(super) fn vote(&mut self, (seq, step, rev, decision, reason): Ballot, actor: &Actor, frame: &Frame) -> Done {
        let found = self.approval(seq).ok_or(Refusal::Unknown)?.clone();
        let (order, amount, ahead) = (found.order, found.amount, found.ahead);
        let decided = found.vote(step, decision, reason.clone(), rev, (actor, self.estate), frame)?;
        let by = decided.steps[step].vote.as_ref().map_or(By::SYSTEM, |vote| vote.by);
        let mut events = vec![Event::Voted { approval: seq, step, decision, reason: reason.clone(), amount }];
        match decided.state {
            State::StepPending { .. } => events.extend(asked(&decided)),
            State::Approved { .. } => events.push(Event::Approved { approval: seq, order, amount }),
            // The work is done or being done: it stands, and the desk hears why.
            State::Refused { .. } if ahead => {
                events.push(Event::ApprovalRefused { approval: seq, order, reason });
            }
            State::Returned { .. } if ahead => {
                self.complaint.desk_round += 1;
                self.shown_rev += 1;
                events.push(Event::ApprovalReturned { approval: seq, order, reason });
            }
            State::Refused { at } => {
                let refused = self.order(order).ok_or(Refusal::Unknown)?.clone().refused(at);
                self.put_order(refused);
                self.complaint = self.complaint.clone().back_to_desk(frame.at);
                self.shown_rev += 1;
                events.push(Event::ApprovalRefused { approval: seq, order, reason });
            }
            State::Returned { .. } => {
                let draft = self.order(order).ok_or(Refusal::Unknown)?.clone().back_to_draft();
                self.put_order(draft);
                self.complaint.desk_round += 1;
                self.shown_rev += 1;
                events.push(Event::ApprovalReturned { approval: seq, order, reason });
            }
            State::Withdrawn { .. } => {}
        }
        self.put_approval(decided);
        self.call_desk_if_stranded();
        Ok((by, events))
    }

    /// Looks again who sits in the pending step's chair.
    pub(super) fn reseat(&mut self, actor: &Actor, frame: &Frame) -> Done {
        let by = as_system(actor)?;
        let Some(mut approval) = self.open_approval().cloned() else {
            return Ok((by, Vec::new()));
        };
        if !approval.reseat(self.estate, frame.people, frame.at) {
            return Ok((by, Vec::new()));
        }
        let events = asked(&approval);
        self.put_approval(approval);
        self.call_desk_if_stranded();
        Ok((by, events))
    }

    fn put_approval(&mut self, approval: Approval) {
        if let Some(place) = self.approvals.iter_mut().find(|one| one.seq == approval.seq) {
            *place = approval;
        }
    }
}
