//! Whom an alarm has reached: the people of each level of the ladder, as far as
//! it has climbed. Cards, notices, clocks and the alarm's own wake-ups read it here.

use crate::domain::case::{COMPLAINT, Case};
use crate::domain::clock::{Clock, Rule};
use crate::domain::command::Command;
use crate::domain::frame::Frame;
use crate::domain::ids::PersonId;
use crate::domain::ladder::{LEVELS, Ladder, climb};
use crate::domain::people::Role;
use crate::domain::teams;
use chrono::{DateTime, Utc};

/// The alarm's clock, while nobody has it in hand.
fn clock(case: &Case) -> Option<&Clock> {
    case.running(Rule::Emergency, COMPLAINT).filter(|_| case.rings())
}

/// Who hears of it at this level and can be reached now. Whoever has an order of
/// the case in hand is told with the desk: he is nearest.
fn at_level(case: &Case, level: u8, frame: &Frame) -> Vec<PersonId> {
    let present = |roles: &[Role]| -> Vec<PersonId> {
        roles.iter().flat_map(|role| frame.people.present(*role, case.estate)).collect()
    };
    let mut people = match level {
        1 => {
            let order = case.open_order().filter(|order| order.number.is_some());
            let team = order.map(|order| teams::leaders(case, order, frame)).unwrap_or_default();
            present(&[Role::CsClerk, Role::CaseHandler]).into_iter().chain(team).collect()
        }
        2 => present(&[Role::RepairTeamLeader]),
        3 => present(&[Role::CsManager]),
        _ => present(&[Role::ViceGm]),
    };
    people.sort_unstable();
    people.dedup();
    people
}

/// How far an alarm of `level` comes in so many steps.
#[must_use]
pub fn climbed(case: &Case, level: u8, steps: u32, frame: &Frame) -> u8 {
    climb(level, steps, |level| !at_level(case, level, frame).is_empty())
}

/// Everybody up to a level, the lower ones first.
fn up_to(case: &Case, level: u8, frame: &Frame) -> Vec<PersonId> {
    let mut people = Vec::new();
    for level in 1..=level.min(LEVELS) {
        let more = at_level(case, level, frame);
        people.extend(more.into_iter().filter(|one| !people.contains(one)).collect::<Vec<_>>());
    }
    people
}

/// Everybody whom the alarm has reached so far.
#[must_use]
pub fn reached(case: &Case, frame: &Frame) -> Vec<PersonId> {
    let Some(clock) = clock(case) else { return Vec::new() };
    let told = clock.last_notice.map_or(1, |told| told.level);
    up_to(case, climbed(case, told, 0, frame), frame)
}

/// What has to be done now, if a step was reached since somebody was told.
#[must_use]
pub fn spread(case: &Case, frame: &Frame) -> Option<Command> {
    let clock = clock(case)?;
    let told = clock.last_notice?;
    let steps = ladder(clock, frame).missed(told.at, frame.now);
    if steps == 0 {
        return None;
    }
    let before = reached(case, frame);
    let level = climbed(case, told.level, steps, frame);
    let new = up_to(case, level, frame).into_iter().filter(|one| !before.contains(one)).collect();
    Some(Command::SpreadAlarm { level, told: new })
}

/// When to look at it again.
#[must_use]
pub fn next(case: &Case, frame: &Frame) -> Option<DateTime<Utc>> {
    clock(case).map(|clock| ladder(clock, frame).next_after(frame.now))
}

fn ladder(clock: &Clock, frame: &Frame) -> Ladder {
    Ladder::new(clock.started_at, clock.limit, frame.rules.x_emergency_next)
}
