//! Routing (S03, S07): the clerk dispatches to a team, answers with words, or
//! forwards to a department.

use super::Done;
use crate::domain::approval::Approval;
use crate::domain::case::Case;
use crate::domain::complaint::{Back, Giver, State};
use crate::domain::event::Event;
use crate::domain::frame::Frame;
use crate::domain::ids::{PersonId, Seq};
use crate::domain::money::Fen;
use crate::domain::people::{Actor, Role};
use crate::domain::refusal::Refusal;
use crate::domain::warranty::Class;
use crate::domain::work_order::{self, Trades, WorkOrder};

/// What the clerk settles on the dispatch form.
type Dispatch = (Class, String, Trades, Fen, Option<String>);

impl Case {
    pub(super) fn dispatch(
        &mut self,
        (class, team, trades, estimate, content): Dispatch,
        actor: &Actor,
        frame: &Frame,
    ) -> Done {
        let by = self.as_desk(actor)?;
        self.complaint.still_open()?;
        if let Some(open) = self.open_order() {
            return Err(Refusal::OrderOpen { order: open.seq });
        }
        if !self.waits_for_routing() && !matches!(self.complaint.state, State::Routed { .. }) {
            return Err(Refusal::NotNow);
        }
        if frame.people.unit_heads(Role::RepairTeamLeader, self.estate, &team).next().is_none() {
            return Err(Refusal::NobodyThere);
        }
        let requester = by.person.ok_or(Refusal::NotYours)?;
        let order = WorkOrder {
            seq: self.take_seq(),
            class,
            team: team.clone(),
            trades,
            estimate,
            content,
            requester,
            number: None,
            issued_at: None,
            begun_at: None,
            round: 1,
            shown_rev: 1,
            leader: None,
            report: None,
            faults: None,
            checks: Vec::new(),
            state: work_order::State::Draft,
        };
        let order = order.await_approval(estimate)?;
        let (seq, taken) = (order.seq, self.taken_by_acting(by, frame));
        self.complaint = self.complaint.clone().route(Some(team.clone()), frame.at)?;
        self.orders.push(order);
        self.shown_rev += 1;
        let mut events: Vec<Event> = taken.into_iter().collect();
        events.push(Event::Dispatched { order: seq, class, team, trades, estimate });
        events.extend(self.ask_approval(seq, estimate, (requester, None), frame));
        Ok((by, events))
    }

    /// Opens the approval of an order's cost; any earlier one is replaced.
    pub(super) fn ask_approval(
        &mut self,
        order: Seq,
        amount: Fen,
        (requester, said): (PersonId, Option<String>),
        frame: &Frame,
    ) -> Vec<Event> {
        let seq = self.take_seq();
        for earlier in self.approvals.iter_mut().filter(|one| one.order == order) {
            earlier.withdraw(Some(seq), frame.at);
        }
        let ahead = self.is_urgent() || self.order(order).is_some_and(|one| one.number.is_some());
        let mut before: Vec<PersonId> =
            self.approvals.iter().filter(|one| one.order == order).map(|one| one.requester).collect();
        before.sort_unstable();
        before.dedup();
        before.retain(|person| *person != requester);
        let submitted = Approval::submit((seq, order), amount, (requester, before), self.estate, frame);
        let approval = Approval { said, ahead, ..submitted };
        let events = asked(&approval);
        self.approvals.push(approval);
        self.call_desk_if_stranded();
        events
    }

    /// A step that nobody can decide comes to the desk as a card of its own.
    pub(super) fn call_desk_if_stranded(&mut self) {
        if self.is_stranded() {
            self.complaint.desk_round += 1;
            self.shown_rev += 1;
        }
    }

    pub(super) fn reestimate(
        &mut self,
        order: Seq,
        (estimate, reason): (Fen, Option<String>),
        actor: &Actor,
        frame: &Frame,
    ) -> Done {
        let by = self.as_desk(actor)?;
        self.complaint.still_open()?;
        let found = self.order(order).ok_or(Refusal::Unknown)?.clone();
        let (before, requester) = (found.estimate, by.person.ok_or(Refusal::NotYours)?);
        let ahead = self.unsettled_cost().is_some_and(|cost| cost.order == order);
        let mut changed = if ahead { found.estimated(estimate)? } else { found.await_approval(estimate)? };
        changed.requester = requester;
        self.put_order(changed);
        let mut events = vec![Event::Reestimated { order, before, estimate, reason: reason.clone() }];
        events.extend(self.ask_approval(order, estimate, (requester, reason), frame));
        Ok((by, events))
    }

    pub(super) fn answer_owner(&mut self, words: String, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_desk(actor).or_else(|refusal| match &self.complaint.state {
            State::Routed { unit: Some(unit), .. } if self.heads_unit(actor, unit) => {
                self.by_seat(actor, &[Role::DeptHandler])
            }
            _ => Err(refusal),
        })?;
        if let Some(open) = self.open_order() {
            return Err(Refusal::OrderOpen { order: open.seq });
        }
        self.complaint = self.complaint.clone().handled(frame.at)?;
        self.complaint.answer = Some(words.clone());
        self.shown_rev += 1;
        Ok((by, vec![Event::Answered { words }]))
    }

    pub(super) fn forward(&mut self, unit: String, words: String, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_desk(actor)?;
        if let Some(open) = self.open_order() {
            return Err(Refusal::OrderOpen { order: open.seq });
        }
        if frame.people.unit_heads(Role::DeptHandler, self.estate, &unit).next().is_none() {
            return Err(Refusal::NobodyThere);
        }
        self.complaint = self.complaint.clone().route(Some(unit.clone()), frame.at)?;
        self.complaint.forwarded_with = Some(words.clone());
        if !self.complaint.units.contains(&unit) {
            self.complaint.units.push(unit.clone());
        }
        self.shown_rev += 1;
        Ok((by, vec![Event::Forwarded { unit, words }]))
    }

    /// "Not ours": back to the desk with a reason.
    pub(super) fn return_forward(&mut self, reason: String, actor: &Actor, frame: &Frame) -> Done {
        let State::Routed { unit: Some(unit), .. } = self.complaint.state.clone() else {
            return Err(Refusal::NotNow);
        };
        if self.open_order().is_some() || !self.heads_unit(actor, &unit) {
            return Err(Refusal::NotYours);
        }
        let by = self.by_seat(actor, &[Role::DeptHandler])?;
        let back = Back { by, at: frame.at, from: Giver::Unit, reason: Some(reason.clone()) };
        self.complaint = self.complaint.clone().given_back(back);
        self.shown_rev += 1;
        Ok((by, vec![Event::ForwardReturned { unit, reason }]))
    }

    /// The department's handler of a forwarded case.
    #[must_use]
    pub fn heads_unit(&self, actor: &Actor, unit: &str) -> bool {
        actor.seats.iter().any(|seat| seat.covers(Role::DeptHandler, self.estate) && seat.unit.as_deref() == Some(unit))
    }

    /// The department that has the case now, if it was forwarded.
    #[must_use]
    pub fn forwarded_to(&self) -> Option<&str> {
        match &self.complaint.state {
            State::Routed { unit: Some(unit), .. } if self.orders.iter().all(WorkOrder::is_over) => Some(unit),
            _ => None,
        }
    }

    pub(super) fn put_order(&mut self, order: WorkOrder) {
        if let Some(place) = self.orders.iter_mut().find(|one| one.seq == order.seq) {
            *place = order;
        }
    }
}

/// The event of a step that waits for somebody, or for nobody.
pub(super) fn asked(approval: &Approval) -> Vec<Event> {
    let Some((_, step)) = approval.pending() else {
        return vec![Event::Approved { approval: approval.seq, order: approval.order, amount: approval.amount }];
    };
    match &step.seating {
        Some(seating) => vec![Event::ApprovalAsked {
            approval: approval.seq,
            amount: approval.amount,
            role: seating.role,
            passed: approval.passed(),
        }],
        None => vec![Event::ApprovalStranded { approval: approval.seq, amount: approval.amount }],
    }
}
