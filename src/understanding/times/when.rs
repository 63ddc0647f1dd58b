//! A moment as people write it: "明天下午3点", "10月12日 14:00", "周六上午",
//! "tomorrow 3pm", also inside a longer sentence. Read in the company's time
//! zone; a day or hour that has passed means the next one, where the words allow
//! it. What is denied, conditional or said in two ways is asked about.

use crate::script::time_words::{PartOfDay, TimeWords};
use crate::understanding::times::calendar::{Hours, instant, minutes, moment, resolve};
use crate::understanding::times::denials::{Kept, kept};
use crate::understanding::times::items::{Clock, Date, Item, items};
use crate::understanding::times::tokens::{Token, tokens};
use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc};
use chrono_tz::Tz;

/// What a text about time says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    At(DateTime<Utc>),
    Between(DateTime<Utc>, DateTime<Utc>),
    /// A day without its hour.
    Day(NaiveDate),
    Standing(Standing),
}

/// When somebody can be found as a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Weekend,
    Weekday,
    Evening,
    Anytime,
}

/// Why a text is no moment that can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenFault {
    Unread,
    /// A day, but which hour?
    NoHour,
    Past,
    /// Later than the step allows.
    Far,
    /// A preference, but when exactly?
    Standing(Standing),
}

/// From when to when a moment may lie, and what a day without an hour means.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub now: DateTime<Utc>,
    pub zone: Tz,
    pub day_means: Option<NaiveTime>,
    pub within_days: i64,
}

/// Longer texts are stories and no answer to "when".
const LONGEST: usize = 300;
/// A part of the day that has begun is taken from the next such minute on.
const STEP: i64 = 30;

/// Reads one moment in the future; of a span, its start.
///
/// # Errors
/// Why the text is none.
pub fn parse_when(text: &str, words: &TimeWords, frame: &Frame) -> Result<DateTime<Utc>, WhenFault> {
    match read_when(text, words, frame)? {
        When::At(at) | When::Between(at, _) => Ok(at),
        When::Standing(standing) => Err(WhenFault::Standing(standing)),
        When::Day(day) => {
            let time = frame.day_means.ok_or(WhenFault::NoHour)?;
            let at = instant(day.and_time(time), frame.zone).ok_or(WhenFault::Unread)?;
            if at > frame.now { Ok(at) } else { Err(WhenFault::Past) }
        }
    }
}

/// Reads whatever a text says about a time to come.
///
/// # Errors
/// Why it says nothing that can be taken.
pub fn read_when(text: &str, words: &TimeWords, frame: &Frame) -> Result<When, WhenFault> {
    if text.chars().nth(LONGEST).is_some() {
        return Err(WhenFault::Unread);
    }
    let kept = kept(&items(&tokens(text, words))).ok_or(WhenFault::Unread)?;
    let said = Said::of(&kept)?;
    let now = frame.now.with_timezone(&frame.zone).naive_local();
    if let Some(span) = said.wait {
        return within(When::At(frame.now + span), frame, false);
    }
    let hours = said.hours()?;
    if let Some(standing) = said.standing(hours, now) {
        return Ok(When::Standing(standing));
    }
    let (date, hours) = said.day(hours, now)?;
    if date.is_none() && hours.is_some_and(|hours| either_half(&said, hours, now)) {
        return Err(WhenFault::Unread);
    }
    let (day, rolled) = resolve(date, hours, now).ok_or(WhenFault::Unread)?;
    let when = match hours {
        None => When::Day(day),
        Some(hours) => on(day, late(&said, date, hours, now), now, frame.zone).ok_or(WhenFault::Unread)?,
    };
    within(when, frame, rolled)
}

/// Whether the text holds more than words about time.
#[must_use]
pub fn says_more(text: &str, words: &TimeWords) -> bool {
    text.chars().nth(LONGEST).is_some() || tokens(text, words).contains(&Token::Other)
}

/// Seven or eight o'clock, over this morning: this evening or tomorrow?
fn either_half(said: &Said, hours: Hours, now: NaiveDateTime) -> bool {
    let bare = matches!(said.times.as_slice(), [Item::Clock(clock)] if clock.part.is_none() && !clock.exact);
    bare && said.parts.is_empty() && (7 * 60..9 * 60).contains(&hours.from) && moment(now.date(), hours.from) <= now
}

/// "Today at eight", said after eight in the morning, is the evening; "this
/// morning at eight" is over.
fn late(said: &Said, date: Option<Date>, hours: Hours, now: NaiveDateTime) -> Hours {
    const HALF_DAY: i64 = 12 * 60;
    let in_part = |item: &Item| matches!(item, Item::Clock(clock) if clock.part.is_some());
    let bare = said.parts.is_empty() && !said.times.iter().any(in_part);
    let today = date == Some(Date::InDays(0)) && !hours.part && bare;
    let passed = moment(now.date(), hours.from) <= now;
    if today && passed && hours.to.is_none() && (7 * 60..10 * 60).contains(&hours.from) && now.hour() >= 12 {
        return Hours { from: hours.from + HALF_DAY, ..hours };
    }
    hours
}

/// The hours on their day. A part of the day that has begun is taken from now.
fn on(day: NaiveDate, hours: Hours, now: NaiveDateTime, zone: Tz) -> Option<When> {
    let (mut from, to) = (moment(day, hours.from), hours.to.map(|to| moment(day, to)));
    if hours.part && from <= now && to.is_some_and(|to| now < to) {
        let minute = i64::from(now.hour() * 60 + now.minute());
        from = moment(now.date(), (minute / STEP + 1) * STEP);
    }
    let from_at = instant(from, zone)?;
    Some(match to.filter(|to| from < *to) {
        Some(to) => When::Between(from_at, instant(to, zone)?),
        None => When::At(from_at),
    })
}

fn within(when: When, frame: &Frame, rolled: bool) -> Result<When, WhenFault> {
    let today = frame.now.with_timezone(&frame.zone).date_naive();
    let last = frame.now + TimeDelta::try_days(frame.within_days).unwrap_or(TimeDelta::MAX);
    let (past, far) = match when {
        When::At(at) | When::Between(at, _) => (at <= frame.now, at > last),
        When::Day(day) => (day < today, day > last.with_timezone(&frame.zone).date_naive()),
        When::Standing(_) => (false, false),
    };
    match (past, far) {
        (true, _) => Err(WhenFault::Past),
        (_, true) => Err(if rolled { WhenFault::Past } else { WhenFault::Far }),
        _ => Ok(when),
    }
}

/// What the words said, before today is brought in.
#[derive(Debug, Default)]
struct Said {
    dates: Vec<Date>,
    /// The last of several days, of which the first stands in `dates`.
    until: Option<Date>,
    times: Vec<Item>,
    /// The hour at which it must be over.
    by: Option<Clock>,
    parts: Vec<PartOfDay>,
    wait: Option<TimeDelta>,
    weekend: bool,
    workdays: bool,
    any: bool,
    denied: bool,
}

impl Said {
    fn of(kept: &Kept) -> Result<Said, WhenFault> {
        let mut said = Said { denied: kept.denied, ..Said::default() };
        let mut vague = false;
        for item in &kept.items {
            match item {
                Item::Date(date) => said.dates.push(*date),
                Item::Dates(first, last) => {
                    said.dates.push(*first);
                    said.until = Some(*last);
                }
                Item::Part(part) => said.parts.push(*part),
                Item::Clock(_) | Item::Span(..) | Item::From(_) => said.times.push(*item),
                Item::By(clock) => said.by = Some(*clock),
                Item::In(span) if said.wait.is_none_or(|wait| wait == *span) => said.wait = Some(*span),
                Item::Weekend => said.weekend = true,
                Item::Workdays => said.workdays = true,
                Item::Any | Item::Every => said.any = true,
                Item::In(_) | Item::Vague => vague = true,
                _ => {}
            }
        }
        let timed = !said.times.is_empty() || !said.parts.is_empty() || said.by.is_some();
        let dated = !said.dates.is_empty() || said.weekend || said.workdays;
        if timed && !dated && !said.any {
            said.dates.extend(kept.day);
        }
        let lost = timed && said.dates.is_empty() && !dated && kept.whole_day;
        let mixed = said.wait.is_some() && (timed || dated);
        let empty = !timed && !dated && !said.any && said.wait.is_none();
        let spoilt = vague && said.dates.is_empty() || said.any && !timed && !dated && said.denied;
        if lost || mixed || empty || spoilt { Err(WhenFault::Unread) } else { Ok(said) }
    }

    /// The hours that were said; `Unread` for two that differ.
    fn hours(&self) -> Result<Option<Hours>, WhenFault> {
        let part = self.part()?;
        let mut read = Vec::new();
        for time in &self.times {
            let hours = time_hours(*time, part)?;
            if !read.contains(&hours) {
                read.push(hours);
            }
        }
        let hours = match (read.as_slice(), part) {
            ([], Some(part)) => Hours::part(part).or(self.whole_part()),
            ([], None) => self.whole_part(),
            ([one], _) => Some(*one),
            // Of several beginnings the last holds for all.
            (several, _) if self.times.iter().all(|time| matches!(time, Item::From(_))) => {
                several.iter().copied().max_by_key(|hours| hours.from)
            }
            _ => return Err(WhenFault::Unread),
        };
        let Some(by) = self.by else { return Ok(hours) };
        let hours = hours.or_else(|| by.part.and_then(Hours::part)).ok_or(WhenFault::Unread)?;
        let end = minutes(Clock { part: by.part.or(part), ..by })?;
        if end <= hours.from { Err(WhenFault::Unread) } else { Ok(Some(Hours { to: Some(end), ..hours })) }
    }

    /// The one part of the day that stands by itself. Of parts that overlap,
    /// the last is the more exact.
    fn part(&self) -> Result<Option<PartOfDay>, WhenFault> {
        let Some(last) = self.parts.last() else { return Ok(None) };
        let overlap = |part: &PartOfDay| part == last || overlapping(*part, *last);
        match (self.parts.iter().all(overlap), self.any && self.times.is_empty()) {
            (true, _) => Ok(Some(*last)),
            (false, true) => Ok(None),
            (false, false) => Err(WhenFault::Unread),
        }
    }

    /// "Morning or afternoon, whenever": from the first to the last.
    fn whole_part(&self) -> Option<Hours> {
        let parts = || self.parts.iter().filter_map(|part| Hours::part(*part));
        let (from, to) = (parts().map(|hours| hours.from).min()?, parts().filter_map(|hours| hours.to).max()?);
        Some(Hours { from, to: Some(to), part: true })
    }

    /// What is true of many days. A date beside it is more exact.
    fn standing(&self, hours: Option<Hours>, now: NaiveDateTime) -> Option<Standing> {
        let evening = hours.is_some_and(|hours| hours.from >= 17 * 60);
        let days = self.dates.iter().map(|date| weekday(*date, now));
        let days: Option<Vec<u32>> = days.collect();
        let pair = days.is_some_and(|days| days.contains(&6) && days.contains(&7) && self.until.is_none());
        let week = self.until.and_then(|until| weekday(until, now));
        let first = self.dates.first().and_then(|date| weekday(*date, now));
        match (first, week) {
            (Some(6), Some(7)) => return Some(Standing::Weekend),
            (Some(1), Some(5)) => return Some(if evening { Standing::Evening } else { Standing::Weekday }),
            (Some(1), Some(6 | 7)) => return Some(if evening { Standing::Evening } else { Standing::Anytime }),
            _ => {}
        }
        if pair {
            Some(Standing::Weekend)
        } else if !self.dates.is_empty() {
            None
        } else if self.weekend && self.workdays {
            Some(if evening { Standing::Evening } else { Standing::Anytime })
        } else if self.weekend {
            Some(Standing::Weekend)
        } else if self.workdays {
            Some(if evening { Standing::Evening } else { Standing::Weekday })
        } else if self.any && evening && self.times.iter().all(|time| matches!(time, Item::From(_))) {
            Some(Standing::Evening)
        } else if self.any && hours.is_none() {
            Some(Standing::Anytime)
        } else {
            None
        }
    }

    /// The one day that was said. A weekday beside a date must be its own; days
    /// that are over say what was and not what will be.
    fn day(&self, hours: Option<Hours>, now: NaiveDateTime) -> Result<(Option<Date>, Option<Hours>), WhenFault> {
        let mut days: Vec<(NaiveDate, Date)> = Vec::new();
        for date in &self.dates {
            let (day, _) = resolve(Some(*date), hours, now).ok_or(WhenFault::Unread)?;
            if !days.iter().any(|(known, _)| *known == day) {
                days.push((day, *date));
            }
        }
        if let Some(date) = beside_weekday(&days) {
            return date.map(|date| (Some(date), hours));
        }
        if days.len() > 1 {
            days.retain(|(day, _)| *day >= now.date());
        }
        match days.as_slice() {
            [] => Ok((self.dates.first().copied(), hours)),
            [(_, date)] => Ok((Some(*date), hours)),
            [(_, date), ..] if self.any => Ok((Some(*date), hours)),
            _ => Err(WhenFault::Unread),
        }
    }
}

/// The date beside a bare weekday: its own, or neither is sure.
fn beside_weekday(days: &[(NaiveDate, Date)]) -> Option<Result<Date, WhenFault>> {
    let [first, second] = days else { return None };
    let number = |date: Date| match date {
        Date::Weekday { day, weeks: None } => Some(day),
        _ => None,
    };
    let ((day, date), named) = match (number(first.1), number(second.1)) {
        (Some(named), None) => (*second, named),
        (None, Some(named)) => (*first, named),
        _ => return None,
    };
    let own = i64::from(day.weekday().number_from_monday()) == named;
    Some(if own { Ok(date) } else { Err(WhenFault::Unread) })
}

/// The number of the weekday that a date names.
fn weekday(date: Date, now: NaiveDateTime) -> Option<u32> {
    let Date::Weekday { .. } = date else { return None };
    resolve(Some(date), None, now).map(|(day, _)| day.weekday().number_from_monday())
}

/// An hour with the part of the day that was said elsewhere, if it has none.
fn time_hours(time: Item, part: Option<PartOfDay>) -> Result<Hours, WhenFault> {
    let whole = |clock: Clock| -> Result<Clock, WhenFault> {
        match (clock.part, part) {
            (Some(own), Some(part)) if !overlapping(own, part) => Err(WhenFault::Unread),
            (own, part) => Ok(Clock { part: own.or(part), ..clock }),
        }
    };
    match time {
        Item::Span(from, to) => Hours::span(whole(from)?, to),
        Item::From(clock) => Ok(Hours::from(minutes(whole(clock)?)?)),
        Item::Clock(clock) => Ok(Hours { from: minutes(whole(clock)?)?, to: None, part: false }),
        _ => Err(WhenFault::Unread),
    }
}

/// Parts that may be said of one hour; "am" and "pm" go with all.
fn overlapping(own: PartOfDay, other: PartOfDay) -> bool {
    match (Hours::part(own), Hours::part(other)) {
        (Some(a), Some(b)) => a.from < b.to.unwrap_or(i64::MAX) && b.from < a.to.unwrap_or(i64::MAX),
        _ => true,
    }
}
