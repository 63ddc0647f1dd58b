//! May this person begin the dialogue behind a button? Asked before a form is
//! opened, so that nobody types a reason for nothing; the act itself asks again.

use crate::domain::approval::Decision;
use crate::domain::case::Case;
use crate::domain::complaint::State;
use crate::domain::follow_up::State as FollowUpState;
use crate::domain::form::FormEnd;
use crate::domain::frame::Frame;
use crate::domain::ids::Seq;
use crate::domain::people::{Actor, Role};
use crate::domain::refusal::Refusal;
use crate::domain::work_order::{State as OrderState, WorkOrder};

impl Case {
    /// # Errors
    /// The refusal that the form's command would meet as things stand now.
    pub fn may_begin(&self, form: FormEnd, seq: Seq, rev: i64, actor: &Actor, frame: &Frame) -> Result<(), Refusal> {
        match form {
            FormEnd::RefuseApproval | FormEnd::ReturnApproval => self.may_decide(seq, rev, actor, frame),
            FormEnd::ReturnOrder | FormEnd::AskExtension | FormEnd::CompleteOrder => {
                let order = self.order(seq).ok_or(Refusal::Unknown)?;
                self.as_leader(actor, order)?;
                self.complaint.still_open()?;
                with_team(order, form)
            }
            FormEnd::ProposeVisit => {
                let order = self.visit(seq).map_or(seq, |visit| visit.order);
                let order = self.order(order).ok_or(Refusal::Unknown)?;
                self.as_leader(actor, order).or_else(|_| self.as_resident(actor))?;
                self.complaint.still_open()?;
                if order.with_team() { Ok(()) } else { Err(Refusal::NotNow) }
            }
            FormEnd::Dispatch | FormEnd::Forward => {
                self.as_desk(actor)?;
                self.complaint.still_open()?;
                if form == FormEnd::Dispatch && self.is_urgent() && self.is_being_said() {
                    // It is registered in the same step.
                    return self.complaint.home.map(drop).ok_or(Refusal::Missing("home"));
                }
                self.routable()
            }
            FormEnd::Reestimate | FormEnd::CancelOrder => {
                self.as_desk(actor)?;
                self.complaint.still_open()?;
                let unsettled = self.unsettled_cost().map(|cost| cost.order).filter(|_| form == FormEnd::Reestimate);
                let order = self.order(seq).or_else(|| self.order(unsettled?)).or_else(|| self.open_order());
                let order = order.ok_or(Refusal::NotNow)?;
                let may = match form {
                    FormEnd::Reestimate => order.can_be_reestimated() || unsettled == Some(order.seq),
                    _ => order.can_be_cancelled(),
                };
                if may { Ok(()) } else { Err(Refusal::NotNow) }
            }
            FormEnd::PaperSignature => {
                self.as_desk(actor)?;
                self.complaint.still_open()
            }
            FormEnd::AnswerOwner => {
                let handler = self.forwarded_to().is_some_and(|unit| self.heads_unit(actor, unit));
                if !handler {
                    self.as_desk(actor)?;
                }
                self.complaint.still_open()?;
                self.routable()
            }
            FormEnd::ReturnForward => match self.forwarded_to() {
                Some(unit) if self.heads_unit(actor, unit) => self.complaint.still_open(),
                Some(_) => Err(Refusal::NotYours),
                None => Err(Refusal::NotNow),
            },
            FormEnd::InspectFaults => {
                self.as_desk(actor).or_else(|_| self.by_seat(actor, &[Role::EngineeringDept]))?;
                match self.order(seq).map(|order| &order.state) {
                    Some(OrderState::CompletedReported { .. }) => Ok(()),
                    _ => Err(Refusal::NotNow),
                }
            }
            FormEnd::RefuseWork => {
                self.as_signatory(actor, frame)?;
                match self.order(seq).map(|order| &order.state) {
                    Some(OrderState::OwnerSignPending { .. } | OrderState::OwnerUnreachable { .. }) => Ok(()),
                    Some(OrderState::OwnerSigned { at, by, .. }) => {
                        Err(Refusal::AlreadyDone { by: by.person, at: *at })
                    }
                    _ => Err(Refusal::NotNow),
                }
            }
            FormEnd::RejectAnswer => self.as_signatory(actor, frame).and_then(|_| self.complaint.still_open()),
            FormEnd::CorrectionNotice => {
                self.as_desk(actor)?;
                match self.follow_up(seq).map(|one| &one.state) {
                    Some(FollowUpState::Dissatisfied { .. }) => Ok(()),
                    Some(FollowUpState::Corrected { at, by, .. }) => {
                        Err(Refusal::AlreadyDone { by: by.person, at: *at })
                    }
                    _ => Err(Refusal::NotNow),
                }
            }
            FormEnd::CloseUnreached => self.as_closer(actor).map(drop),
            FormEnd::Complaint => self
                .as_desk(actor)
                .or_else(|_| self.as_resident(actor))
                .and_then(|_| if self.number.is_some() { Err(Refusal::NotNow) } else { self.complaint.still_open() }),
            FormEnd::Withdraw => {
                self.as_resident(actor)?;
                self.complaint.still_open()?;
                if self.is_urgent() { Err(Refusal::OnDutyDecides) } else { Ok(()) }
            }
            FormEnd::CallOff => self.may_call_off(actor).map(drop),
            FormEnd::PutAway => self.may_put_away(actor).map(drop),
            FormEnd::AddNote | FormEnd::Comment => {
                self.as_resident(actor).or_else(|_| self.by_seat(actor, Role::ALL)).map(drop)
            }
            FormEnd::RegisterCall => Ok(()),
        }
    }

    /// Nothing is under way, and nothing has been answered.
    fn routable(&self) -> Result<(), Refusal> {
        match (self.open_order(), &self.complaint.state) {
            (Some(open), _) => Err(Refusal::OrderOpen { order: open.seq }),
            (None, State::Registered | State::Routed { .. } | State::InProgress { .. }) => Ok(()),
            (None, _) => Err(Refusal::NotNow),
        }
    }

    /// Votes on a copy: whatever would be refused is refused before a reason is asked.
    fn may_decide(&self, seq: Seq, rev: i64, actor: &Actor, frame: &Frame) -> Result<(), Refusal> {
        let approval = self.approval(seq).ok_or(Refusal::Unknown)?.clone();
        let step = approval.step_of_rev(rev);
        approval.vote(step, Decision::Approve, None, rev, (actor, self.estate), frame).map(drop)
    }

    /// Whether the person may answer the rating questions of this call-back.
    ///
    /// # Errors
    /// `NotYours` for strangers, `AlreadyDone` when it was answered.
    pub fn may_rate(&self, follow_up: Seq, actor: &Actor) -> Result<(), Refusal> {
        let found = self.follow_up(follow_up).ok_or(Refusal::Unknown)?;
        self.as_resident(actor).or_else(|_| self.as_caller(actor, found))?;
        match &found.state {
            FollowUpState::Due | FollowUpState::Unreachable { .. } => self.complaint.still_open(),
            FollowUpState::Satisfied { at, by, .. } | FollowUpState::Dissatisfied { at, by, .. } => {
                Err(Refusal::AlreadyDone { by: by.person, at: *at })
            }
            _ => Err(Refusal::NotNow),
        }
    }
}

fn with_team(order: &WorkOrder, form: FormEnd) -> Result<(), Refusal> {
    let issued = matches!(order.state, OrderState::Issued { .. });
    if order.with_team() || (issued && form == FormEnd::ReturnOrder) {
        return Ok(());
    }
    match order.state {
        OrderState::CompletedReported { at } if form == FormEnd::CompleteOrder => {
            Err(Refusal::AlreadyDone { by: order.leader, at })
        }
        _ => Err(Refusal::NotNow),
    }
}
