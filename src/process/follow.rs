//! What the company's procedures make follow from an event, as commands of the
//! system. Notices and cards are drawn from the case itself, not from here.

use crate::domain::beside::Topic;
use crate::domain::case::{COMPLAINT, Case};
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::follow_up;
use crate::domain::frame::Frame;

/// The commands that follow; the numbers in them are drawn by the flow.
#[must_use]
pub fn commands(case: &Case, event: &Event, frame: &Frame) -> Vec<Command> {
    match event {
        Event::Received { emergency: Some(_), .. } => vec![Command::HandOver],
        Event::Approved { order, .. } => vec![Command::Issue { order: *order, number: String::new() }],
        Event::InspectionPassed { order, round } => {
            let again = case.follow_ups.iter().any(|one| matches!(one.state, follow_up::State::Corrected { .. }));
            let mut next = vec![Command::OpenFollowUp { order: Some(*order), round: *round, again }];
            // Nobody of the home is in a chat: what he has to say is asked by telephone.
            if case.owner_side(frame).is_empty() {
                next.push(Command::CallFor { person: case.complaint.reporter, topic: Topic::Sign { order: *order } });
            }
            next
        }
        Event::Answered { .. } => {
            let again = case.follow_ups.iter().any(|one| matches!(one.state, follow_up::State::Corrected { .. }));
            let mut next = vec![Command::OpenFollowUp { order: None, round: 1, again }];
            if case.owner_side(frame).is_empty() {
                next.push(Command::CallFor { person: case.complaint.reporter, topic: Topic::Sign { order: COMPLAINT } });
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
        Event::OwnerSilent { subject } => vec![
            Command::CallFor { person: case.complaint.reporter, topic: Topic::Sign { order: *subject } },
        ],
        Event::ExtensionAsked { extension, .. } if case.owner_side(frame).is_empty() => vec![
            Command::CallFor { person: case.complaint.reporter, topic: Topic::Extension { extension: *extension } },
        ],
        Event::Rated { satisfied: true, .. } => vec![Command::TryClose],
        _ => Vec::new(),
    }
}
