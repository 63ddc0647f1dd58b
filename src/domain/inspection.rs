//! Who checks finished work (S11): of each group that the rules name one person,
//! never the one who did the work, and nobody for two groups.

use crate::domain::case::Case;
use crate::domain::frame::Frame;
use crate::domain::ids::PersonId;
use crate::domain::people::{Actor, By, Role};
use crate::domain::work_order::WorkOrder;

/// A signature that is still missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chair {
    /// The role of the group in whose place it is given.
    pub group: Role,
    /// The role of whoever gives it: the group's, or above it while all of the
    /// group are away, as an approver is represented (S13).
    pub role: Role,
    pub holders: Vec<PersonId>,
}

/// The chairs that have not signed the present round. Of each group the first
/// role that somebody is there for: a manager is not asked where there is a clerk.
#[must_use]
pub fn chairs(case: &Case, order: &WorkOrder, frame: &Frame) -> Vec<Chair> {
    let barred: Vec<PersonId> =
        order.leader.into_iter().chain(order.checks.iter().filter_map(|check| check.by.person)).collect();
    let others = |people: Vec<PersonId>| -> Vec<PersonId> {
        people.into_iter().filter(|person| !barred.contains(person)).collect()
    };
    let chair = |group: &Vec<Role>| {
        let first = *group.first()?;
        let seated = group.iter().find_map(|role| {
            let holders = others(frame.people.present(*role, case.estate));
            (!holders.is_empty()).then_some(Chair { group: first, role: *role, holders })
        });
        seated.or_else(|| {
            let above = std::iter::successors(Some(first), |role| role.above()).skip(1);
            let mut chairs = above.map(|role| (role, others(frame.people.present(role, case.estate))));
            let (role, holders) = chairs.find(|(_, holders)| !holders.is_empty())?;
            Some(Chair { group: first, role, holders })
        })
    };
    order.unsigned(case.estate, frame).filter_map(chair).collect()
}

/// Who is asked to check it now.
#[must_use]
pub fn asked(case: &Case, order: &WorkOrder, frame: &Frame) -> Vec<PersonId> {
    let asked: Vec<PersonId> = chairs(case, order, frame).into_iter().flat_map(|chair| chair.holders).collect();
    if asked.is_empty() { frame.people.desk_without(case.estate, order.leader.as_slice()) } else { asked }
}

/// By which seat, and for which group, this person signs.
#[must_use]
pub fn seat_of(case: &Case, order: &WorkOrder, actor: &Actor, frame: &Frame) -> Option<(By, Role)> {
    let person = actor.person?;
    let chairs = chairs(case, order, frame);
    let chair = chairs.into_iter().find(|chair| chair.holders.contains(&person))?;
    let seat = actor.seat(&[chair.role], case.estate)?;
    Some((By::seat(actor, seat), chair.group))
}
