//! Reads the calendar's text (`dialogues/calendar/*.toml`): per year the
//! weekdays off and the weekend days worked. The company adds a year without a
//! release, so every fault names its line.
//!
//! Not here: finding or opening the file, and asking what day it is (`calendar`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;
use std::ops::Range;

use chrono::NaiveDate;
use chrono_tz::Tz;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::calendar::{Calendar, DayKind, is_weekend};
use super::statutory::weekdays_off;

/// Why a calendar's text was refused, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarFault {
    /// The line of the text, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: FaultReason,
}

/// What can be wrong with a calendar's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultReason {
    /// The text is not TOML at all; the reader's own words.
    NotToml(String),
    /// Neither `zone` nor a year of four digits, or a year without a table.
    NotAYear(String),
    /// No such time zone.
    UnknownZone(String),
    /// A key under a year that is neither `off` nor `work`.
    UnknownKey(String),
    /// `off` or `work` is not a list of texts.
    NotAList(String),
    /// Not a day of this year in the form `MM-DD`.
    NotADate(String),
    /// Listed twice, in one list or in both.
    ListedTwice(NaiveDate),
    /// An `off` day that is a Saturday or Sunday: free anyway, so a mistake.
    OffOnWeekend(NaiveDate),
    /// A `work` day that is Monday to Friday: worked anyway, so a mistake.
    WorkOnWeekday(NaiveDate),
    /// A year without a single day off would pass as known without being it.
    NothingOff(i32),
}

impl fmt::Display for CalendarFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl Error for CalendarFault {}

impl fmt::Display for FaultReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotToml(words) => write!(f, "{words}"),
            Self::NotAYear(key) => write!(f, "`{key}` is not a year with a table of its days"),
            Self::UnknownZone(zone) => write!(f, "there is no time zone {zone}"),
            Self::UnknownKey(key) => write!(f, "`{key}` is neither `off` nor `work`"),
            Self::NotAList(key) => write!(f, "`{key}` must be a list of dates like \"10-01\""),
            Self::NotADate(text) => write!(f, "{text} is not a date of this year like \"10-01\""),
            Self::ListedTwice(day) => write!(f, "{day} is listed twice"),
            Self::OffOnWeekend(day) => write!(f, "{day} is a weekend day and free anyway"),
            Self::WorkOnWeekday(day) => write!(f, "{day} is a weekday and worked anyway"),
            Self::NothingOff(year) => write!(f, "{year} has no day off; leave an unknown year out"),
        }
    }
}

impl Calendar {
    /// Reads and checks a calendar's text. Without `zone` it is Asia/Shanghai.
    ///
    /// # Errors
    /// The first fault met, with its line.
    pub fn parse(text: &str) -> Result<Self, CalendarFault> {
        let table = DeTable::parse(text).map_err(|error| CalendarFault {
            line: line_of(text, &error.span().unwrap_or_default()),
            reason: FaultReason::NotToml(error.message().to_owned()),
        })?;
        let mut data = Data { text, zone: Tz::Asia__Shanghai, years: BTreeSet::new(), days: BTreeMap::new() };
        for (key, value) in table.get_ref() {
            match (key.get_ref().as_ref(), value.get_ref().as_str()) {
                ("zone", Some(zone)) => data.take_zone(zone, value)?,
                _ => data.take_year(key, value)?,
            }
        }
        data.foresee();
        Ok(Self::new(data.zone, data.years, data.days))
    }
}

/// What has been read so far.
struct Data<'t> {
    text: &'t str,
    zone: Tz,
    years: BTreeSet<i32>,
    days: BTreeMap<NaiveDate, DayKind>,
}

/// So many years after the last published one are foreseen.
const FORESEEN: i32 = 2;

impl Data<'_> {
    /// What is not published yet has at least the holidays that the law names.
    fn foresee(&mut self) {
        let Some((first, last)) = self.years.first().copied().zip(self.years.last().copied()) else { return };
        let unknown = (first..=last.saturating_add(FORESEEN)).filter(|year| !self.years.contains(year));
        let free: Vec<NaiveDate> = unknown.flat_map(weekdays_off).collect();
        self.days.extend(free.into_iter().map(|day| (day, DayKind::Holiday)));
    }

    fn take_zone(&mut self, zone: &str, at: &Spanned<DeValue<'_>>) -> Result<(), CalendarFault> {
        let unknown = || FaultReason::UnknownZone(zone.to_owned());
        self.zone = zone.parse().map_err(|_| self.fault(at, unknown()))?;
        Ok(())
    }

    fn take_year(&mut self, key: &Spanned<Cow<'_, str>>, value: &Spanned<DeValue<'_>>) -> Result<(), CalendarFault> {
        let name = key.get_ref();
        let year = name.parse().ok().filter(|_| name.len() == 4);
        let (Some(year), Some(lists)) = (year, value.get_ref().as_table()) else {
            return Err(self.fault(key, FaultReason::NotAYear(name.to_string())));
        };
        for (list, dates) in lists {
            let kind = match list.get_ref().as_ref() {
                "off" => DayKind::Holiday,
                "work" => DayKind::MakeUp,
                other => return Err(self.fault(list, FaultReason::UnknownKey(other.to_owned()))),
            };
            let Some(dates) = dates.get_ref().as_array() else {
                return Err(self.fault(list, FaultReason::NotAList(list.get_ref().to_string())));
            };
            for date in dates {
                self.take_day(year, kind, date)?;
            }
        }
        let off = lists.get("off").and_then(|off| off.get_ref().as_array());
        if off.is_none_or(|days| days.is_empty()) {
            return Err(self.fault(key, FaultReason::NothingOff(year)));
        }
        self.years.insert(year);
        Ok(())
    }

    fn take_day(&mut self, year: i32, kind: DayKind, written: &Spanned<DeValue<'_>>) -> Result<(), CalendarFault> {
        let text = written.get_ref().as_str().unwrap_or_default();
        let Some(day) = day_of(year, text) else {
            let shown = self.text.get(written.span()).unwrap_or(text);
            return Err(self.fault(written, FaultReason::NotADate(shown.to_owned())));
        };
        if self.days.insert(day, kind).is_some() {
            return Err(self.fault(written, FaultReason::ListedTwice(day)));
        }
        if kind == DayKind::Holiday && is_weekend(day) {
            return Err(self.fault(written, FaultReason::OffOnWeekend(day)));
        }
        if kind == DayKind::MakeUp && !is_weekend(day) {
            return Err(self.fault(written, FaultReason::WorkOnWeekday(day)));
        }
        Ok(())
    }

    fn fault<T>(&self, at: &Spanned<T>, reason: FaultReason) -> CalendarFault {
        CalendarFault { line: line_of(self.text, &at.span()), reason }
    }
}

/// `MM-DD` in this year; chrono alone would also take "1-1".
fn day_of(year: i32, text: &str) -> Option<NaiveDate> {
    let (month, day) = text.split_once('-')?;
    let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !two_digits(month) || !two_digits(day) {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

fn line_of(text: &str, span: &Range<usize>) -> usize {
    let before = text.as_bytes().iter().take(span.start);
    1 + before.filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
#[path = "tests/calendar_data.rs"]
mod tests;
