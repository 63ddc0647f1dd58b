//! When a limit is over, how that was counted, and by how much it was missed
//! [rulebook 0.3 (2, 3)].
//!
//! Not here: who is told about it and when (`reminding`), which working days
//! there are (`calendar`), and the sentences that explain a due time to people.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, DayKind};
use super::limit::Limit;

/// When the company's working day begins and ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// Local time from which working hours count (`x_business_open`).
    pub business_open: NaiveTime,
    /// Local time at which a limit in working days expires (`x_business_close`).
    pub business_close: NaiveTime,
}

/// A time that does not count, from `from` up to, not including, `to`. One
/// that ends before it begins is none. While a pause is still open there is no
/// due time to speak of: it counts from the moment it ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pause {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

/// When a limit is over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last instant that is in time.
    pub at: DateTime<Utc>,
    /// Counted across a year whose official days are not known yet.
    pub provisional: bool,
    /// How it was counted.
    pub counted: Counted,
}

/// How a due time was counted: enough to explain it to somebody who doubts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counted {
    /// The event that set the clock going.
    pub start: DateTime<Utc>,
    /// Its local day, which is not counted.
    pub start_day: NaiveDate,
    pub limit: Limit,
    /// The local day on which the limit is over; 24:00 belongs to the day ending.
    pub last_day: NaiveDate,
    /// For working days only: every day after the start up to the last day that
    /// is not a plain workday. Weekends and holidays were skipped, make-up days counted.
    pub notable_days: Vec<(NaiveDate, DayKind)>,
    /// The pauses that fell into the running time.
    pub pauses: Vec<Pause>,
    /// The days that would have counted if no pause had touched them.
    pub paused_days: Vec<NaiveDate>,
    /// The years whose official days are not known: only those of the law are free.
    pub unknown_years: Vec<i32>,
}

/// When a limit that began at `start` is over [rulebook 0.3 (2, 3)].
#[must_use]
pub fn due(start: DateTime<Utc>, limit: Limit, hours: &Hours, calendar: &Calendar) -> Due {
    Reckoning { start, limit, hours, calendar }.due(&[])
}

/// The instant at which so much business time has gone by since `start`.
#[must_use]
pub fn worked(start: DateTime<Utc>, length: TimeDelta, hours: &Hours, calendar: &Calendar) -> DateTime<Utc> {
    let mut left = length;
    for day in calendar.local_day(start).iter_days().filter(|day| calendar.is_working_day(*day)) {
        let opens = calendar.instant(day, hours.business_open).max(start);
        let open_for = (calendar.instant(day, hours.business_close) - opens).max(TimeDelta::zero());
        if open_for >= left && open_for > TimeDelta::zero() {
            return opens + left;
        }
        left -= open_for;
    }
    DateTime::<Utc>::MAX_UTC
}

/// As [`due`], with times that do not count.
///
/// Limits in hours and minutes grow by the length of the pauses. Of limits in
/// days, every local day that a pause touches, however briefly, does not count:
/// nobody can do in an afternoon what a day was meant for. A pause that begins
/// once the limit is over does not bring it back.
#[must_use]
pub fn due_with_pauses(
    start: DateTime<Utc>,
    limit: Limit,
    pauses: &[Pause],
    hours: &Hours,
    calendar: &Calendar,
) -> Due {
    Reckoning { start, limit, hours, calendar }.due(pauses)
}

struct Reckoning<'a> {
    start: DateTime<Utc>,
    limit: Limit,
    hours: &'a Hours,
    calendar: &'a Calendar,
}

impl Reckoning<'_> {
    fn due(&self, pauses: &[Pause]) -> Due {
        let mut given: Vec<Pause> =
            pauses.iter().copied().filter(|pause| pause.to > pause.from.max(self.start)).collect();
        given.sort_by_key(|pause| (pause.from, pause.to));
        // Each pause moves the end, and with it decides whether the next one
        // still falls into the running time.
        let mut effective = Vec::new();
        let mut at = self.end(&effective);
        for pause in given {
            if pause.from >= at {
                break;
            }
            effective.push(pause);
            at = self.end(&effective);
        }
        let counted = self.explain(at, effective);
        Due { at, provisional: !counted.unknown_years.is_empty(), counted }
    }

    fn end(&self, pauses: &[Pause]) -> DateTime<Utc> {
        let after = |length: TimeDelta| {
            let all = length + self.paused_time(pauses);
            self.start.checked_add_signed(all).unwrap_or(DateTime::<Utc>::MAX_UTC)
        };
        match self.limit {
            Limit::WorkingDays(days) => self.close(self.last_working_day(days, pauses)),
            Limit::CalendarDays(days) => self.calendar.end_of_day(self.last_calendar_day(days, pauses)),
            Limit::WorkingHours(hours) => {
                let whole = TimeDelta::hours(hours.into()) + self.paused_time(pauses);
                worked(self.start, whole, self.hours, self.calendar)
            }
            Limit::Hours(hours) => after(TimeDelta::hours(hours.into())),
            Limit::Minutes(minutes) => after(TimeDelta::minutes(minutes.into())),
            Limit::ByDate(day) => self.calendar.end_of_day(day),
        }
    }

    fn close(&self, day: NaiveDate) -> DateTime<Utc> {
        self.calendar.instant(day, self.hours.business_close)
    }

    fn start_day(&self) -> NaiveDate {
        self.calendar.local_day(self.start)
    }

    fn last_working_day(&self, days: u32, pauses: &[Pause]) -> NaiveDate {
        let counts = |day: &NaiveDate| self.calendar.is_working_day(*day) && !self.touched(*day, pauses);
        let mut from_today = self.start_day().iter_days().filter(counts);
        let last = match days.checked_sub(1) {
            None => from_today.find(|day| self.close(*day) > self.start),
            Some(before) => {
                let mut after_today = from_today.skip_while(|day| *day == self.start_day());
                after_today.nth(before as usize)
            }
        };
        last.unwrap_or(NaiveDate::MAX)
    }

    fn last_calendar_day(&self, days: u32, pauses: &[Pause]) -> NaiveDate {
        let today = self.start_day();
        let counted = |day: &NaiveDate| *day == today || !self.touched(*day, pauses);
        today.iter_days().filter(counted).nth(days as usize).unwrap_or(NaiveDate::MAX)
    }

    fn touched(&self, day: NaiveDate, pauses: &[Pause]) -> bool {
        let (begins, ends) = (self.calendar.start_of_day(day), self.calendar.end_of_day(day));
        pauses.iter().any(|pause| pause.from < ends && pause.to > begins)
    }

    /// How long the pauses lasted after the start, overlaps counted once.
    fn paused_time(&self, pauses: &[Pause]) -> TimeDelta {
        let mut sum = TimeDelta::zero();
        let mut until = self.start;
        for pause in pauses {
            sum += (pause.to - pause.from.max(until)).max(TimeDelta::zero());
            until = until.max(pause.to);
        }
        sum
    }

    fn explain(&self, at: DateTime<Utc>, pauses: Vec<Pause>) -> Counted {
        let last_day = self.calendar.last_day(at);
        let in_working_days = matches!(self.limit, Limit::WorkingDays(_) | Limit::WorkingHours(_));
        let may_count = |day: &NaiveDate| !in_working_days || self.calendar.is_working_day(*day);
        let passed = || self.start_day().iter_days().skip(1).take_while(|day| *day <= last_day);

        let mut counted = Counted {
            start: self.start,
            start_day: self.start_day(),
            limit: self.limit,
            last_day,
            notable_days: Vec::new(),
            pauses,
            paused_days: Vec::new(),
            unknown_years: Vec::new(),
        };
        if matches!(self.limit, Limit::WorkingDays(_) | Limit::CalendarDays(_)) {
            let touched = passed().filter(|day| self.touched(*day, &counted.pauses));
            counted.paused_days = touched.filter(may_count).collect();
        }
        if in_working_days {
            let kinds = passed().map(|day| (day, self.calendar.kind(day)));
            counted.notable_days = kinds.filter(|(_, kind)| *kind != DayKind::Workday).collect();
            counted.unknown_years = passed().map(|day| day.year()).collect();
            counted.unknown_years.dedup();
            counted.unknown_years.retain(|year| !self.calendar.known(*year));
        }
        counted
    }
}

/// By how much a limit was missed; both numbers are stored [rulebook S14].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lateness {
    /// Working days after the limit's last day, up to and with the day it was
    /// done; 0 when it was done the same evening or on the weekend after.
    pub working_days: u32,
    /// Hours begun, so that what is late is never "0 hours late".
    pub hours: u32,
}

/// How late something was done; `None` when it was in time. The due instant
/// itself is still in time [rulebook 0.3 (1)].
#[must_use]
pub fn lateness(due: DateTime<Utc>, done_at: DateTime<Utc>, calendar: &Calendar) -> Option<Lateness> {
    let late = done_at - due;
    if late <= TimeDelta::zero() {
        return None;
    }
    let full = late.num_hours();
    let begun = full + i64::from(late > TimeDelta::hours(full));
    Some(Lateness {
        working_days: calendar.working_days_after(calendar.last_day(due), calendar.local_day(done_at)),
        hours: u32::try_from(begun).unwrap_or(u32::MAX),
    })
}

#[cfg(test)]
#[path = "tests/deadline.rs"]
mod tests;
