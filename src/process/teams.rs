//! Who of a team has an order in hand.

use crate::domain::case::Case;
use crate::domain::frame::Frame;
use crate::domain::ids::PersonId;
use crate::domain::people::Role;
use crate::domain::work_order::{State, WorkOrder};

/// The team has the order, and none of its leaders can be reached.
#[must_use]
pub fn leaderless(case: &Case, frame: &Frame) -> bool {
    case.open_order().is_some_and(|order| {
        let theirs = matches!(order.state, State::Issued { .. }) || order.with_team();
        theirs && leaders(case, order, frame).is_empty()
    })
}

/// Who of the team gets the order: whoever took it, before that, and when he
/// cannot be reached, every leader.
#[must_use]
pub fn leaders(case: &Case, order: &WorkOrder, frame: &Frame) -> Vec<PersonId> {
    let reachable = |person: &PersonId| frame.people.staff.iter().any(|one| one.person == *person && one.reachable);
    let heads: Vec<PersonId> =
        frame.people.unit_heads(Role::RepairTeamLeader, case.estate, &order.team).filter(reachable).collect();
    match order.leader {
        Some(leader) if heads.contains(&leader) => vec![leader],
        _ => heads,
    }
}
