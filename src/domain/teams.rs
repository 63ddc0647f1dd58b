//! Who of a team has an order in hand, and who of a department a forwarded case.

use crate::domain::case::Case;
use crate::domain::frame::Frame;
use crate::domain::ids::PersonId;
use crate::domain::people::Role;
use crate::domain::work_order::{State, WorkOrder};

/// The team has the order, and none of its leaders is there.
#[must_use]
pub fn leaderless(case: &Case, frame: &Frame) -> bool {
    case.open_order().is_some_and(|order| {
        let theirs = matches!(order.state, State::Issued { .. }) || order.with_team();
        theirs && leaders(case, order, frame).is_empty()
    })
}

/// Who of the team gets the order: whoever took it, before that, and while he
/// is away or cannot be reached, every leader who is there.
#[must_use]
pub fn leaders(case: &Case, order: &WorkOrder, frame: &Frame) -> Vec<PersonId> {
    let heads = present(Role::RepairTeamLeader, &order.team, case, frame);
    match order.leader {
        Some(leader) if heads.contains(&leader) => vec![leader],
        _ => heads,
    }
}

/// Who of the department has a forwarded case.
#[must_use]
pub fn handlers(case: &Case, unit: &str, frame: &Frame) -> Vec<PersonId> {
    present(Role::DeptHandler, unit, case, frame)
}

fn present(role: Role, unit: &str, case: &Case, frame: &Frame) -> Vec<PersonId> {
    let there = |person: &PersonId| frame.people.is_there(*person);
    frame.people.unit_heads(role, case.estate, unit).filter(there).collect()
}
