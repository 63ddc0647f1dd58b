//! What the company's procedures make follow from an event, as commands of the
//! system. Notices and cards are drawn from the case itself, not from here.

use crate::domain::asks::{Ask, asks};
use crate::domain::beside::{CallTopic, Unheard};
use crate::domain::case::Case;
use crate::domain::clock::Rule;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::follow_up;
use crate::domain::frame::Frame;
use crate::domain::ids::Seq;
use crate::domain::reminding;
use crate::domain::work_order::State as OrderState;

/// The commands that follow; the numbers in them are drawn by the flow.
#[must_use]
pub fn commands(case: &Case, event: &Event, frame: &Frame) -> Vec<Command> {
    match event {
        Event::EmergencyRang { .. } => at_once(case),
        Event::Dispatched { order, .. } | Event::Reestimated { order, .. } if goes_ahead(case, *order) => {
            vec![issue(*order)]
        }
        // Of work that went ahead the cost may be the last thing that was open.
        Event::Approved { order, .. } if case.order(*order).is_some_and(|one| one.number.is_some()) => {
            vec![Command::TryClose]
        }
        Event::ApprovalRefused { approval, .. } if case.approval(*approval).is_some_and(|one| one.ahead) => {
            vec![Command::TryClose]
        }
        Event::Approved { order, .. } => vec![issue(*order)],
        Event::InspectionPassed { order, round } => vec![call_back(case, Some(*order), *round)],
        Event::Answered { .. } => vec![call_back(case, None, 1)],
        Event::Signed { .. } | Event::AnswerAccepted {} => {
            let mut next: Vec<Command> = case
                .latest_follow_up()
                .filter(|one| one.open())
                .map(|one| Command::AskRating { follow_up: one.seq })
                .into_iter()
                .collect();
            next.push(Command::TryClose);
            next
        }
        Event::OwnerSilent { subject } => {
            vec![call(case, CallTopic::Sign { order: *subject }, frame)]
        }
        Event::Rated { satisfied: true, .. } => vec![Command::TryClose],
        _ => Vec::new(),
    }
}

/// What is urgent is registered as it stands, if it is known where; else the
/// desk has it. An order that waits for its approval goes out ahead of it.
fn at_once(case: &Case) -> Vec<Command> {
    let mut next = Vec::new();
    if case.is_being_said() {
        let known = case.complaint.home.is_some();
        next.push(if known { Command::Register { number: String::new() } } else { Command::HandOver });
    }
    let waiting = case.open_order().filter(|order| order.state == OrderState::AwaitingCostApproval);
    next.extend(waiting.map(|order| issue(order.seq)));
    next
}

/// In an emergency the work does not wait for its approval.
fn goes_ahead(case: &Case, order: Seq) -> bool {
    let waits = case.order(order).is_some_and(|one| one.state == OrderState::AwaitingCostApproval);
    waits && case.is_urgent()
}

fn issue(order: Seq) -> Command {
    Command::Issue { order, number: String::new() }
}

/// Every completed repair and every answer gets one, a second one after a correction.
fn call_back(case: &Case, order: Option<Seq>, round: u32) -> Command {
    let again = case.follow_ups.iter().any(|one| matches!(one.state, follow_up::State::Corrected { .. }));
    Command::OpenFollowUp { order, round, again }
}

/// The calls to make: what waits for a word of the owner where nobody of the
/// home is in a chat, and what he has left without an answer for too long.
#[must_use]
pub fn calls(case: &Case, frame: &Frame) -> Vec<Command> {
    let nobody = case.owner_side(frame).is_empty();
    let over = |ask: &Ask| {
        let promise = ask.promise().filter(|promise| promise.rule == Rule::OwnerAnswer);
        let clock = promise.and_then(|promise| case.running(promise.rule, promise.subject));
        clock.is_some_and(|clock| reminding::awake(clock.due_at, &frame.rules.reminders, frame.calendar) <= frame.now)
    };
    let listed = |topic: &CallTopic| case.calls.iter().any(|call| call.open() && call.topics.contains(topic));
    asks(case, frame)
        .iter()
        .filter(|ask| case.asks_owner(ask.topic) && (nobody || over(ask)))
        .filter_map(|ask| CallTopic::of(ask.topic))
        .filter(|topic| !listed(topic))
        .map(|topic| call(case, topic, frame))
        .collect()
}

/// A call which no chat could take the place of.
fn call(case: &Case, topic: CallTopic, frame: &Frame) -> Command {
    Command::CallFor { person: case.to_call(frame), topic, unheard: Unheard::No }
}
