//! The ladder of an emergency: one level after the other is told, minute by
//! minute, by night and on holidays, until somebody has it in hand. After the
//! last level everybody is told again at the same interval. Looked at from
//! *now*, as `reminding` does: however many wake-ups were missed, one notice.

use crate::domain::limit::Limit;
use chrono::{DateTime, TimeDelta, Utc};

/// The desk, the team leaders, the customer-service manager, the vice GM.
pub const LEVELS: u8 = 4;

/// When the steps of one alarm are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ladder {
    pub since: DateTime<Utc>,
    /// `x_emergency_taken`: so long the first level has for itself.
    pub first: TimeDelta,
    /// `x_emergency_next`: so long each further one.
    pub next: TimeDelta,
}

impl Ladder {
    #[must_use]
    pub fn new(since: DateTime<Utc>, taken: Limit, next: Limit) -> Ladder {
        Ladder { since, first: span(taken), next: span(next) }
    }

    /// How many steps have been reached: none in the first span.
    #[must_use]
    pub fn steps(&self, at: DateTime<Utc>) -> u32 {
        let over = at - self.since - self.first;
        if over < TimeDelta::zero() {
            return 0;
        }
        let further = over.num_seconds() / self.next.num_seconds().max(1);
        u32::try_from(further).unwrap_or(u32::MAX - 1) + 1
    }

    /// The instant of a step.
    #[must_use]
    pub fn at(&self, step: u32) -> DateTime<Utc> {
        match step.checked_sub(1) {
            None => self.since,
            Some(further) => self.since + self.first + self.next * i32::try_from(further).unwrap_or(i32::MAX),
        }
    }

    /// The steps that have passed since somebody was told last.
    #[must_use]
    pub fn missed(&self, told: DateTime<Utc>, now: DateTime<Utc>) -> u32 {
        self.steps(now).saturating_sub(self.steps(told))
    }

    /// When to look again, told or not.
    #[must_use]
    pub fn next_after(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        self.at(self.steps(now) + 1)
    }
}

/// The level that is reached from `level` by so many steps. A level at which
/// nobody is there costs no time: it is passed over at once.
#[must_use]
pub fn climb(level: u8, steps: u32, manned: impl Fn(u8) -> bool) -> u8 {
    let there = |from: u8| (from..=LEVELS).find(|one| manned(*one)).unwrap_or(LEVELS);
    let mut reached = there(level.max(1));
    for _ in 0..steps.min(u32::from(LEVELS)) {
        reached = there((reached + 1).min(LEVELS));
    }
    reached
}

/// A limit in running time; days of any kind make no ladder, and the settings
/// refuse them.
fn span(limit: Limit) -> TimeDelta {
    match limit {
        Limit::Minutes(minutes) => TimeDelta::minutes(minutes.into()),
        Limit::WorkingHours(hours) | Limit::Hours(hours) => TimeDelta::hours(hours.into()),
        Limit::WorkingDays(days) | Limit::CalendarDays(days) => TimeDelta::days(days.into()),
        Limit::ByDate(_) => TimeDelta::days(1),
    }
}

#[cfg(test)]
mod tests {
    use super::{LEVELS, Ladder, climb};
    use crate::domain::limit::Limit;
    use chrono::{DateTime, TimeDelta, Utc};

    fn ladder() -> Ladder {
        // New Year's Eve, near midnight: no calendar is asked.
        let since: DateTime<Utc> = "2025-12-31T15:40:00Z".parse().expect("an instant");
        Ladder::new(since, Limit::Minutes(10), Limit::Minutes(10))
    }

    fn after(minutes: i64, seconds: i64) -> DateTime<Utc> {
        ladder().since + TimeDelta::minutes(minutes) + TimeDelta::seconds(seconds)
    }

    #[test]
    fn a_step_begins_with_its_minute() {
        let table = [(0, 0, 0), (9, 59, 0), (10, 0, 1), (19, 59, 1), (20, 0, 2), (29, 59, 2), (30, 0, 3), (40, 0, 4)];
        for (minutes, seconds, steps) in table {
            assert_eq!(ladder().steps(after(minutes, seconds)), steps, "{minutes}:{seconds}");
        }
        for step in 0..6 {
            assert_eq!(ladder().steps(ladder().at(step)), step);
        }
        assert_eq!(ladder().next_after(after(9, 59)), after(10, 0));
        assert_eq!(ladder().next_after(after(10, 0)), after(20, 0));
    }

    #[test]
    fn the_first_span_may_differ_from_the_others() {
        let ladder = Ladder { first: TimeDelta::minutes(5), next: TimeDelta::minutes(20), ..ladder() };
        assert_eq!([4, 5, 24, 25, 45].map(|minute| ladder.steps(after(minute, 0))), [0, 1, 1, 2, 3]);
    }

    #[test]
    fn missed_wake_ups_are_one_notice() {
        assert_eq!(ladder().missed(after(0, 0), after(25, 0)), 2);
        assert_eq!(ladder().missed(after(25, 0), after(29, 59)), 0);
        assert_eq!(ladder().missed(after(25, 0), after(30, 0)), 1);
    }

    #[test]
    fn a_level_without_anybody_is_passed_over_at_once() {
        let all = |_| true;
        assert_eq!([0, 1, 2, 3, 9].map(|steps| climb(1, steps, all)), [1, 2, 3, 4, LEVELS]);
        let no_desk = |level| level != 1;
        assert_eq!([0, 1, 2].map(|steps| climb(1, steps, no_desk)), [2, 3, 4]);
        let no_leader = |level| level != 2;
        assert_eq!([0, 1, 2].map(|steps| climb(1, steps, no_leader)), [1, 3, 4]);
        assert_eq!(climb(3, 1, |level| level < 4), LEVELS);
        assert_eq!(climb(1, 0, |_| false), LEVELS);
    }
}
