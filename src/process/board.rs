//! Which cards a case has now: for whom, about what. Declared from what waits,
//! never event by event, so that no crash and no late update can leave a card
//! alive that has nothing to decide.

use crate::domain::asks::asks;
use crate::domain::case::Case;
use crate::domain::frame::Frame;
use crate::domain::ids::PersonId;
use crate::domain::topic::Topic;
use crate::domain::work_order::State as OrderState;

/// Every card that waits for somebody.
#[must_use]
pub fn open(case: &Case, frame: &Frame) -> Vec<(PersonId, Topic)> {
    let asked = asks(case, frame).into_iter().filter(|ask| ask.topic.has_card());
    let mut cards: Vec<(PersonId, Topic)> =
        asked.flat_map(|ask| ask.of.into_iter().map(move |person| (person, ask.topic))).collect();
    cards.sort_unstable();
    cards.dedup();
    cards
}

/// Whether a card that waits for nobody can still change.
#[must_use]
pub fn is_final(case: &Case, topic: Topic) -> bool {
    match topic {
        // Whoever takes it, every copy says so.
        Topic::Alarm { .. } => !case.rings(),
        Topic::Approval { approval } => case.approval(approval).is_none_or(|one| one.pending().is_none()),
        Topic::Desk { .. } => case.open_approval().is_none(),
        // Others have still to sign, and their verdict shall stand on every copy.
        Topic::Check { order, round } => case
            .order(order)
            .is_none_or(|order| order.round != round || !matches!(order.state, OrderState::CompletedReported { .. })),
        _ => true,
    }
}
