//! The company's calendar: which day is a working day, and what local time it
//! is. Deadlines, lateness and reminders stand on it.
//!
//! Not here: how the calendar's text is read (`calendar_data`), and how a limit
//! is counted (`limit`). No function asks for the time of day; it is given.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::successors;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// What sort of day a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// Monday to Friday, and worked.
    Workday,
    /// Saturday or Sunday, and free.
    Weekend,
    /// Monday to Friday, but free: a public holiday or a day moved to one.
    Holiday,
    /// Saturday or Sunday, but worked: a make-up day, 调休.
    MakeUp,
}

impl DayKind {
    /// Whether people work on such a day.
    #[must_use]
    pub fn is_worked(self) -> bool {
        match self {
            Self::Workday | Self::MakeUp => true,
            Self::Weekend | Self::Holiday => false,
        }
    }
}

/// Monday to Friday, minus public holidays, plus make-up days [rulebook 0.3 (2)].
///
/// A year that is not in the data is reckoned Monday to Friday minus the holidays
/// that the law names; whoever counts across it asks [`Calendar::known`] and passes the doubt on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    version: String,
    zone: Tz,
    known_years: BTreeSet<i32>,
    /// Only [`DayKind::Holiday`] and [`DayKind::MakeUp`].
    special_days: BTreeMap<NaiveDate, DayKind>,
}

impl Calendar {
    /// Built by the reader of the data, which has checked every day.
    pub(super) fn new(zone: Tz, known_years: BTreeSet<i32>, special_days: BTreeMap<NaiveDate, DayKind>) -> Self {
        Self { version: String::new(), zone, known_years, special_days }
    }

    /// The same calendar under a name that a clock can record: a hash or an id.
    #[must_use]
    pub fn with_version(mut self, version: impl Into<String>) -> Self {
        self.version = version.into();
        self
    }

    /// The name given with [`Calendar::with_version`]; empty until then.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The time zone in which the company's days begin and end.
    #[must_use]
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// Whether the official days of this year are in the data.
    #[must_use]
    pub fn known(&self, year: i32) -> bool {
        self.known_years.contains(&year)
    }

    /// The years whose official days are in the data, in order.
    pub fn known_years(&self) -> impl Iterator<Item = i32> + '_ {
        self.known_years.iter().copied()
    }

    /// What sort of day this is; in an unknown year as far as the law says it.
    #[must_use]
    pub fn kind(&self, day: NaiveDate) -> DayKind {
        let plain = if is_weekend(day) { DayKind::Weekend } else { DayKind::Workday };
        self.special_days.get(&day).copied().unwrap_or(plain)
    }

    /// Whether people work on this day.
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        self.kind(day).is_worked()
    }

    /// The first working day strictly after `day`.
    #[must_use]
    pub fn next_working_day(&self, day: NaiveDate) -> NaiveDate {
        let mut later = day.iter_days().skip(1);
        later.find(|day| self.is_working_day(*day)).unwrap_or(NaiveDate::MAX)
    }

    /// The `count`-th working day strictly before `day`; `day` itself for 0.
    #[must_use]
    pub fn working_day_before(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let earlier = successors(day.pred_opt(), NaiveDate::pred_opt);
        let mut worked = earlier.filter(|day| self.is_working_day(*day));
        match count.checked_sub(1) {
            None => day,
            Some(between) => worked.nth(between as usize).unwrap_or(NaiveDate::MIN),
        }
    }

    /// How many working days lie after `from`, up to and with `to`.
    #[must_use]
    pub fn working_days_after(&self, from: NaiveDate, to: NaiveDate) -> u32 {
        let days = from.iter_days().skip(1).take_while(|day| *day <= to);
        days.fold(0, |count, day| count + u32::from(self.is_working_day(day)))
    }

    /// The first moment strictly after `now` at which a working day's wall
    /// clocks show `time`; today's, if today is worked and it is still to come.
    #[must_use]
    pub fn next_working_day_at(&self, time: NaiveTime, now: DateTime<Utc>) -> DateTime<Utc> {
        let today = self.local_day(now);
        let this_one = self.instant(today, time);
        if this_one > now && self.is_working_day(today) {
            return this_one;
        }
        self.instant(self.next_working_day(today), time)
    }

    /// What the company's wall clocks show at this instant.
    #[must_use]
    pub fn local(&self, at: DateTime<Utc>) -> NaiveDateTime {
        at.with_timezone(&self.zone).naive_local()
    }

    /// The company's date at this instant.
    #[must_use]
    pub fn local_day(&self, now: DateTime<Utc>) -> NaiveDate {
        self.local(now).date()
    }

    /// The instant at which the company's wall clocks show this.
    ///
    /// Where the clocks are set back and show it twice, the later one counts
    /// (nobody loses an hour of his limit); where they jump over it, the first
    /// time that exists after it.
    #[must_use]
    pub fn instant(&self, day: NaiveDate, time: NaiveTime) -> DateTime<Utc> {
        const QUARTERS_OF_A_DAY: i64 = 96;
        let wanted = day.and_time(time);
        let shown = (0..=QUARTERS_OF_A_DAY).find_map(|quarter| {
            let later = wanted.checked_add_signed(TimeDelta::minutes(15 * quarter))?;
            self.zone.from_local_datetime(&later).latest()
        });
        shown.map_or_else(|| wanted.and_utc(), |local| local.with_timezone(&Utc))
    }

    /// 00:00 of this day.
    #[must_use]
    pub fn start_of_day(&self, day: NaiveDate) -> DateTime<Utc> {
        self.instant(day, NaiveTime::MIN)
    }

    /// 24:00 of this day, which is 00:00 of the next.
    #[must_use]
    pub fn end_of_day(&self, day: NaiveDate) -> DateTime<Utc> {
        self.start_of_day(day.succ_opt().unwrap_or(NaiveDate::MAX))
    }

    /// The last day of a limit that expires at `due`: 24:00 belongs to the day
    /// that ends then, so a due time is shown as "24:00 of the 9th".
    #[must_use]
    pub fn last_day(&self, due: DateTime<Utc>) -> NaiveDate {
        self.local_day(due - TimeDelta::nanoseconds(1))
    }
}

/// Saturday or Sunday.
pub(super) fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

#[cfg(test)]
#[path = "tests/calendar.rs"]
pub(super) mod tests;
