//! What the company's procedures make follow from an event, as commands of the
//! system. Notices and cards are drawn from the case itself, not from here.

use crate::domain::beside::{ExtensionState, Topic, Unheard, VisitState};
use crate::domain::case::{COMPLAINT, Case};
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::follow_up;
use crate::domain::frame::Frame;
use crate::domain::ids::Seq;
use crate::domain::work_order::State as OrderState;

/// The commands that follow; the numbers in them are drawn by the flow.
#[must_use]
pub fn commands(case: &Case, event: &Event, frame: &Frame) -> Vec<Command> {
    match event {
        Event::EmergencyRang { .. } => at_once(case),
        Event::Dispatched { order, .. } if case.is_urgent() => vec![issue(*order)],
        // Of work that went ahead the cost may be the last thing that was open.
        Event::Approved { order, .. } if case.order(*order).is_some_and(|one| one.number.is_some()) => {
            vec![Command::TryClose]
        }
        Event::ApprovalRefused { approval, .. } if case.approval(*approval).is_some_and(|one| one.ahead) => {
            vec![Command::TryClose]
        }
        Event::Approved { order, .. } => vec![issue(*order)],
        Event::InspectionPassed { order, round } => {
            let again = case.follow_ups.iter().any(|one| matches!(one.state, follow_up::State::Corrected { .. }));
            let mut next = vec![Command::OpenFollowUp { order: Some(*order), round: *round, again }];
            // Nobody of the home is in a chat: what he has to say is asked by telephone.
            if case.owner_side(frame).is_empty() {
                next.push(call(case, Topic::Sign { order: *order }));
            }
            next
        }
        Event::Answered { .. } => {
            let again = case.follow_ups.iter().any(|one| matches!(one.state, follow_up::State::Corrected { .. }));
            let mut next = vec![Command::OpenFollowUp { order: None, round: 1, again }];
            if case.owner_side(frame).is_empty() {
                next.push(call(case, Topic::Sign { order: COMPLAINT }));
            }
            next
        }
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
            vec![call(case, Topic::Sign { order: *subject })]
        }
        Event::ExtensionAsked { extension, .. } if case.owner_side(frame).is_empty() => {
            vec![call(case, Topic::Extension { extension: *extension })]
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

fn issue(order: Seq) -> Command {
    Command::Issue { order, number: String::new() }
}

/// The calls to make where nobody of the home is in a chat: everything that
/// waits for a word of the owner.
#[must_use]
pub fn calls(case: &Case, frame: &Frame) -> Vec<Command> {
    if case.complaint.state.is_over() || !case.owner_side(frame).is_empty() {
        return Vec::new();
    }
    let visits = case.visits.iter().filter(|one| one.state == VisitState::Proposed && !one.from_owner);
    let extensions = case.extensions.iter().filter(|one| one.state == ExtensionState::Asked);
    let signs = case
        .orders
        .iter()
        .filter(|one| matches!(one.state, OrderState::OwnerSignPending { .. } | OrderState::OwnerUnreachable { .. }));
    let ratings = case.follow_ups.iter().filter(|one| one.open() && one.asked_at.is_some());
    let topics = visits
        .map(|one| Topic::Visit { visit: one.seq })
        .chain(extensions.map(|one| Topic::Extension { extension: one.seq }))
        .chain(signs.map(|one| Topic::Sign { order: one.seq }))
        .chain(ratings.map(|one| Topic::Rate { follow_up: one.seq }));
    topics.map(|topic| call(case, topic)).collect()
}

/// A call to whoever reported it, which no chat could take the place of.
fn call(case: &Case, topic: Topic) -> Command {
    Command::CallFor { person: case.complaint.reporter, topic, unheard: Unheard::No }
}
