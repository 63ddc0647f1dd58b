//! What waits for whom, since when and until when: said once, from the state of
//! the case. Cards, clocks, reminders, calls and lists read this list and no
//! other. Whatever waits has somebody who has to move and a moment at which he
//! is reminded or the system goes on by itself (S14).

use crate::domain::approval::{Approval, State as ApprovalState};
use crate::domain::beside::{CallTask, CallTopic, ExtensionState, VisitState};
use crate::domain::case::{COMPLAINT, Case};
use crate::domain::clock::{Promise, Rule};
use crate::domain::command::Command;
use crate::domain::complaint::State;
use crate::domain::emergency::State as Danger;
use crate::domain::follow_up::{FollowUp, State as FollowUpState};
use crate::domain::frame::Frame;
use crate::domain::ids::PersonId;
use crate::domain::people::Role;
use crate::domain::topic::Topic;
use crate::domain::work_order::{State as OrderState, Trades, WorkOrder};
use crate::domain::{alarm, inspection, teams};
use chrono::{DateTime, Utc};

/// One thing that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub topic: Topic,
    /// Who has to move. Of what an owner is asked empty where nobody of the home
    /// is in a chat: then a call asks him.
    pub of: Vec<PersonId>,
    pub until: Until,
}

/// How long it waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// A clock runs: who has to move is reminded, those above him hear of it.
    Clock(Promise),
    /// At this moment the system goes on by itself.
    Moment { at: DateTime<Utc>, then: Command },
}

impl Ask {
    #[must_use]
    pub fn promise(&self) -> Option<Promise> {
        match self.until {
            Until::Clock(promise) => Some(promise),
            Until::Moment { .. } => None,
        }
    }
}

/// Everything of the case that waits for somebody; nothing once it is over.
#[must_use]
pub fn asks(case: &Case, frame: &Frame) -> Vec<Ask> {
    if case.complaint.state.is_over() {
        return Vec::new();
    }
    let mut list = List { case, frame, asks: Vec::new() };
    list.danger();
    list.complaint();
    for order in &case.orders {
        list.cost(order);
        list.order(order);
    }
    list.visits();
    list.extensions();
    for follow_up in &case.follow_ups {
        list.call_back(follow_up);
    }
    for call in case.calls.iter().filter(|call| call.open()) {
        list.call(call);
    }
    list.asks
}

/// The clock by which the team has to finish the present round of an order.
#[must_use]
pub fn finish(case: &Case, order: &WorkOrder) -> Promise {
    let rule = match order.trades {
        Trades::Single => Rule::SingleTrade,
        Trades::Multi => Rule::MultiTrade,
    };
    let kept = || case.finish_clock(order.seq).map(|clock| clock.started_at);
    let since = order.begun_at.or_else(kept).or(order.issued_at).unwrap_or(case.complaint.received_at);
    Promise { rule, subject: order.seq, since }
}

struct List<'a> {
    case: &'a Case,
    frame: &'a Frame<'a>,
    asks: Vec<Ask>,
}

impl List<'_> {
    fn ask(&mut self, topic: Topic, of: Vec<PersonId>, promise: Promise) {
        self.asks.push(Ask { topic, of, until: Until::Clock(promise) });
    }

    fn at_moment(&mut self, topic: Topic, at: DateTime<Utc>, then: Command) {
        self.asks.push(Ask { topic, of: vec![self.case.complaint.reporter], until: Until::Moment { at, then } });
    }

    /// Whoever should have it is there, else it is the desk's.
    fn ask_or_desk(&mut self, topic: Topic, of: Vec<PersonId>, promise: Promise) {
        if of.is_empty() { self.at_desk(promise) } else { self.ask(topic, of, promise) }
    }

    fn at_desk(&mut self, promise: Promise) {
        let mut people = self.desk();
        if self.case.rings() {
            // Above the desk the ladder says who hears of it, and when.
            let told = alarm::reached(self.case, self.frame);
            people.retain(|person| told.is_empty() || told.contains(person));
        }
        self.ask(Topic::Desk { round: self.round() }, people, promise);
    }

    fn desk(&self) -> Vec<PersonId> {
        self.frame.people.desk(self.case.estate)
    }

    fn round(&self) -> i64 {
        i64::from(self.case.complaint.desk_round)
    }

    fn owner(&self) -> Vec<PersonId> {
        self.case.owner_side(self.frame)
    }

    fn danger(&mut self) {
        let Some(emergency) = &self.case.complaint.emergency else { return };
        match emergency.state {
            Danger::Doubted { until } => {
                self.at_moment(Topic::Doubt { round: emergency.round }, until, Command::DoubtUnanswered);
            }
            Danger::Ringing { since, .. } => {
                let told = alarm::reached(self.case, self.frame);
                self.ask(Topic::Alarm { round: emergency.round }, told, complaint(Rule::Emergency, since));
            }
            Danger::Taken { .. } | Danger::CalledOff { .. } | Danger::Recorded => {}
        }
    }

    /// The complaint itself, as long as no order has it.
    fn complaint(&mut self) {
        let said = &self.case.complaint;
        match &said.state {
            State::Received => match said.handed_over_at {
                None => {
                    let at = self.frame.due(said.received_at, self.frame.rules.x_unfinished_intake).at;
                    self.at_moment(Topic::Intake, at, Command::HandOver);
                }
                Some(at) => self.at_desk(complaint(Rule::Route, at)),
            },
            State::Registered => {
                let since = said.handed_over_at.or(said.registered_at).unwrap_or(said.received_at);
                self.at_desk(complaint(Rule::Route, since));
            }
            State::Routed { at, .. } => {
                if let Some(unit) = self.case.forwarded_to() {
                    let promise = complaint(Rule::ReplyCustomer, *at);
                    let handlers = teams::handlers(self.case, unit, self.frame);
                    if !handlers.is_empty() {
                        self.ask(Topic::Forwarded { round: self.round() }, handlers, promise);
                    }
                    // The case stays the desk's to press for (c_reply_customer).
                    self.at_desk(promise);
                }
            }
            State::InProgress { at } => {
                if self.case.open_order().is_none() {
                    self.at_desk(complaint(Rule::Route, *at));
                }
            }
            State::Handled { .. } | State::RevisitDue { accepted: false, .. } => self.answer(),
            State::RevisitDue { accepted: true, .. } | State::Closed { .. } | State::Withdrawn { .. } => {}
        }
    }

    /// The owner's word on an answer given with words.
    fn answer(&mut self) {
        let follow_up = self.case.latest_follow_up().filter(|one| one.order.is_none());
        let Some(follow_up) = follow_up.filter(|one| one.open() || one.is_satisfied()) else { return };
        let promise = complaint(Rule::OwnerSign, follow_up.due_since);
        self.ask(Topic::Answer { round: self.round() }, self.owner(), promise);
    }

    /// The approval of what an order costs, before the work or after it began.
    fn cost(&mut self, order: &WorkOrder) {
        let given_up = matches!(
            order.state,
            OrderState::Cancelled { .. } | OrderState::ReturnedUnable { .. } | OrderState::Refused { .. }
        );
        let latest = self.case.approvals.iter().rev().find(|one| one.order == order.seq);
        let Some(approval) = latest.filter(|_| !given_up) else { return };
        match approval.state {
            ApprovalState::StepPending { .. } => {
                let seating = approval.pending().and_then(|(_, step)| step.seating.as_ref());
                let holders = seating.map(|seating| seating.holders.clone()).unwrap_or_default();
                let promise = step_of(approval, order);
                self.ask_or_desk(Topic::Approval { approval: approval.seq }, holders, promise);
            }
            ApprovalState::Returned { at } => {
                self.at_desk(Promise { rule: Rule::Resubmit, subject: approval.seq, since: at });
            }
            ApprovalState::Approved { .. } | ApprovalState::Refused { .. } | ApprovalState::Withdrawn { .. } => {}
        }
    }

    fn order(&mut self, order: &WorkOrder) {
        let (seq, round) = (order.seq, order.round);
        match order.state {
            // Its cost waits, see above.
            OrderState::Draft | OrderState::AwaitingCostApproval => {}
            OrderState::Issued { at } => {
                self.team(order, Promise { rule: Rule::Accept, subject: seq, since: at });
                self.team(order, finish(self.case, order));
            }
            OrderState::Accepted { .. } | OrderState::InProgress { .. } => self.team(order, finish(self.case, order)),
            OrderState::AppointmentSet { visit, .. } => {
                self.team(order, finish(self.case, order));
                if let Some(visit) = self.case.visit(visit) {
                    self.team(order, Promise { rule: Rule::VisitKept, subject: visit.seq, since: visit.start });
                }
            }
            OrderState::CompletedReported { at } => {
                let asked = inspection::asked(self.case, order, self.frame);
                self.ask(
                    Topic::Check { order: seq, round },
                    asked,
                    Promise { rule: Rule::Inspect, subject: seq, since: at },
                );
            }
            OrderState::OwnerSignPending { at } | OrderState::OwnerUnreachable { at } => {
                let since = order.checks.last().map_or(at, |check| check.at);
                let promise = Promise { rule: Rule::OwnerSign, subject: seq, since };
                self.ask(Topic::Sign { order: seq, round }, self.owner(), promise);
            }
            OrderState::OwnerSigned { .. }
            | OrderState::Failed { .. }
            | OrderState::Refused { .. }
            | OrderState::ReturnedUnable { .. }
            | OrderState::Cancelled { .. } => {}
        }
    }

    fn team(&mut self, order: &WorkOrder, promise: Promise) {
        let leaders = teams::leaders(self.case, order, self.frame);
        self.ask_or_desk(Topic::Order { order: order.seq, round: order.round }, leaders, promise);
    }

    fn visits(&mut self) {
        let proposed = |state: &VisitState| *state == VisitState::Proposed;
        for visit in self.case.visits.iter().filter(|visit| proposed(&visit.state)) {
            let Some(order) = self.case.order(visit.order) else { continue };
            let since = visit.proposed_at.or(order.issued_at).unwrap_or(visit.start);
            let promise = Promise { rule: Rule::OwnerAnswer, subject: visit.seq, since };
            let topic = Topic::Visit { visit: visit.seq };
            if visit.from_owner {
                self.ask_or_desk(topic, teams::leaders(self.case, order, self.frame), promise);
            } else {
                self.ask(topic, self.owner(), promise);
            }
        }
    }

    fn extensions(&mut self) {
        for extension in self.case.extensions.iter().filter(|one| one.state == ExtensionState::Asked) {
            let promise = Promise { rule: Rule::OwnerAnswer, subject: extension.seq, since: extension.asked_at };
            self.ask(Topic::Extension { extension: extension.seq }, self.owner(), promise);
        }
    }

    fn call_back(&mut self, follow_up: &FollowUp) {
        let seq = follow_up.seq;
        match follow_up.state {
            FollowUpState::Due => {
                let repair = follow_up.order.is_some();
                let rule = if repair { Rule::RepairPhone } else { Rule::ComplaintRevisit };
                let promise = Promise { rule, subject: seq, since: follow_up.due_since };
                self.rate(follow_up, promise);
                if repair {
                    let supervisors = self.frame.people.present(Role::MaintenanceSupervisor, self.case.estate);
                    let of = if supervisors.is_empty() { self.callers() } else { supervisors };
                    self.ask(self.calling(follow_up), of, Promise { rule: Rule::RepairWeek, ..promise });
                }
            }
            // A late answer still counts; until then the signature is waited for,
            // or the manager decides.
            FollowUpState::Unreachable { at } => {
                let promise = self.close(follow_up, at).or_else(|| self.owners_word()).unwrap_or(Promise {
                    rule: Rule::ManagerDecide,
                    subject: seq,
                    since: at,
                });
                self.rate(follow_up, promise);
            }
            FollowUpState::Satisfied { at, .. } => drop(self.close(follow_up, at)),
            FollowUpState::Dissatisfied { at, .. } => {
                let promise = Promise { rule: Rule::CorrectionNotice, subject: seq, since: at };
                self.ask(Topic::Correct { follow_up: seq }, self.desk(), promise);
            }
            FollowUpState::Corrected { .. } | FollowUpState::Cancelled { .. } => {}
            FollowUpState::ClosedUnreached { .. } => {}
        }
    }

    /// The owner's rating, asked in a chat and owed by whoever calls.
    fn rate(&mut self, follow_up: &FollowUp, promise: Promise) {
        if follow_up.asked_at.is_some() {
            self.ask(Topic::Rate { follow_up: follow_up.seq }, self.owner(), promise);
        }
        self.ask(self.calling(follow_up), self.callers(), promise);
    }

    /// The call that is to be made about it, once there is one.
    fn calling(&self, follow_up: &FollowUp) -> Topic {
        let about = CallTopic::Rate { follow_up: follow_up.seq };
        let task = self.case.calls.iter().find(|call| call.open() && call.topics.contains(&about));
        task.map_or(Topic::CallBack { follow_up: follow_up.seq }, |call| Topic::Call { task: call.seq })
    }

    /// The manager's last word, where contact has failed and nothing else is open.
    fn close(&mut self, follow_up: &FollowUp, failed_at: DateTime<Utc>) -> Option<Promise> {
        let latest = self.case.latest_follow_up().is_some_and(|one| one.seq == follow_up.seq);
        let State::RevisitDue { at, .. } = self.case.complaint.state else { return None };
        if !latest || !self.case.may_close_unreached() || self.case.unsettled_cost().is_some() {
            return None;
        }
        let promise = Promise { rule: Rule::ManagerDecide, subject: follow_up.seq, since: failed_at.max(at) };
        let seating = self.frame.people.seat_for(Role::CsManager, self.case.estate, &[]);
        let holders = seating.map(|seating| seating.holders).unwrap_or_default();
        self.ask(Topic::Close { follow_up: follow_up.seq }, holders, promise);
        Some(promise)
    }

    /// Until when the owner's signature or his word on an answer is waited for.
    fn owners_word(&self) -> Option<Promise> {
        let waits = |topic| matches!(topic, Topic::Sign { .. } | Topic::Answer { .. });
        self.asks.iter().find(|ask| waits(ask.topic)).and_then(Ask::promise)
    }

    /// A call takes the time of what it is about; what only could not be said has
    /// a limit of its own.
    fn call(&mut self, call: &CallTask) {
        let told = call.attempts.last().map_or(call.opened_at, |last| last.at);
        for topic in &call.topics {
            let about = |ask: &&Ask| CallTopic::of(ask.topic).as_ref() == Some(topic);
            let promise = match topic {
                CallTopic::Talk { at, .. } => Some(complaint(Rule::PersonWanted, at.unwrap_or(call.opened_at))),
                CallTopic::Unsaid { .. } => Some(Promise { rule: Rule::CallMade, subject: call.seq, since: told }),
                // It stands on the call already, see `calling`.
                CallTopic::Rate { .. } => None,
                _ => self.asks.iter().find(about).and_then(Ask::promise),
            };
            if let Some(promise) = promise {
                self.ask(Topic::Call { task: call.seq }, self.callers(), promise);
            }
        }
    }

    /// The desk, without whoever did the work.
    fn callers(&self) -> Vec<PersonId> {
        let did_it: Vec<PersonId> = self.case.orders.iter().filter_map(|order| order.leader).collect();
        self.frame.people.desk_without(self.case.estate, &did_it)
    }
}

fn complaint(rule: Rule, since: DateTime<Utc>) -> Promise {
    Promise { rule, subject: COMPLAINT, since }
}

/// A step runs from the vote before it. Of work that went ahead all steps
/// together have one time, from when the cost was asked or the work went ahead.
fn step_of(approval: &Approval, order: &WorkOrder) -> Promise {
    let (rule, since) = if approval.ahead {
        (Rule::PostApproval, order.issued_at)
    } else {
        (Rule::ApprovalStep, approval.steps.iter().filter_map(|step| step.vote.as_ref()).map(|vote| vote.at).max())
    };
    let since = since.map_or(approval.submitted_at, |since| since.max(approval.submitted_at));
    Promise { rule, subject: approval.seq, since }
}

/// Does this still wait for a word of whoever is to be called?
#[must_use]
pub fn still_to_say(case: &Case, topic: &CallTopic, frame: &Frame) -> bool {
    match topic {
        CallTopic::Unsaid { .. } | CallTopic::Talk { .. } => true,
        CallTopic::Rate { follow_up } => case.follow_up(*follow_up).is_some_and(FollowUp::open),
        _ => asks(case, frame).iter().any(|ask| CallTopic::of(ask.topic).as_ref() == Some(topic)),
    }
}
