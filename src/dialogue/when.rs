//! A moment as people write it: "明天下午3点", "10月12日 14:00", "周六上午",
//! "tomorrow 3pm". Read in the company's time zone; a day or hour that has
//! passed means the next one, where the words allow it.

use crate::dialogue::time_tokens::{Token, tokens};
use crate::script::time_words::{PartOfDay, TimeWord, TimeWords};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Why a text is no moment that can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenFault {
    Unread,
    /// A day, but which hour?
    NoHour,
    Past,
    /// Later than the step allows.
    Far,
}

/// From when to when a moment may lie, and what a day without an hour means.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    pub now: DateTime<Utc>,
    pub zone: Tz,
    pub day_means: Option<NaiveTime>,
    pub within_days: i64,
}

/// Reads a moment in the future.
///
/// # Errors
/// Why the text is none.
pub fn parse_when(text: &str, words: &TimeWords, frame: &Frame) -> Result<DateTime<Utc>, WhenFault> {
    let tokens = tokens(text, words).ok_or(WhenFault::Unread)?;
    let said = read(&tokens).ok_or(WhenFault::Unread)?;
    let (at, rolled) = if let Some(span) = said.span { (frame.now + span, false) } else { resolve(&said, frame)? };
    if at <= frame.now {
        return Err(WhenFault::Past);
    }
    if at > frame.now + TimeDelta::days(frame.within_days) {
        return Err(if rolled { WhenFault::Past } else { WhenFault::Far });
    }
    Ok(at)
}

/// What the words said, before today is brought in.
#[derive(Clone, Copy, Debug, Default)]
struct Said {
    date: Option<Date>,
    time: Option<Time>,
    part: Option<PartOfDay>,
    /// So long from now.
    span: Option<TimeDelta>,
}

#[derive(Clone, Copy, Debug)]
enum Date {
    Full(i64, i64, i64),
    MonthDay(i64, i64),
    DayOfMonth(i64),
    InDays(i64),
    /// 1 is Monday; `weeks` ahead, or the next such day.
    Weekday {
        day: i64,
        weeks: Option<i64>,
    },
}

#[derive(Clone, Copy, Debug)]
struct Time {
    hour: i64,
    minute: i64,
    /// Written with a colon: the hour is meant as it stands.
    exact: bool,
}

fn time(hour: i64, minute: i64) -> Time {
    Time { hour, minute, exact: false }
}

fn read(tokens: &[Token]) -> Option<Said> {
    let mut said = Said::default();
    let mut rest = tokens;
    while !rest.is_empty() {
        if said.time.is_some() && matches!(rest[0], Token::Dash | Token::Word(TimeWord::Until)) {
            break;
        }
        rest = read_span(rest, &mut said)
            .or_else(|| read_time(rest, &mut said))
            .or_else(|| read_date(rest, &mut said))
            .or_else(|| read_weekday(rest, &mut said))?;
    }
    let empty = said.date.is_none() && said.time.is_none() && said.part.is_none() && said.span.is_none();
    (!empty).then_some(said)
}

/// "in 2 hours", "半小时后", "3天后".
fn read_span<'t>(tokens: &'t [Token], said: &mut Said) -> Option<&'t [Token]> {
    use TimeWord::{Ahead, Half, Later};
    use Token::{Number, Word};
    let (minutes, unit, rest) = match tokens {
        [Number(n, _), Word(unit), Word(Later), rest @ ..] | [Word(Ahead), Number(n, _), Word(unit), rest @ ..] => {
            (n.checked_mul(60)?, *unit, rest)
        }
        [Word(Half), Word(unit), Word(Later), rest @ ..] | [Word(Ahead), Word(Half), Word(unit), rest @ ..] => {
            (30, *unit, rest)
        }
        _ => return None,
    };
    if !(1..=60_000).contains(&minutes) {
        return None;
    }
    match unit {
        TimeWord::MinuteUnit | TimeWord::MinuteMark => said.span = Some(TimeDelta::seconds(minutes)),
        TimeWord::HourUnit => said.span = Some(TimeDelta::minutes(minutes)),
        TimeWord::DayUnit if minutes % 60 == 0 => said.date = Some(Date::InDays(minutes / 60)),
        TimeWord::WeekUnit | TimeWord::Week(None) if minutes % 60 == 0 => {
            said.date = Some(Date::InDays(7 * (minutes / 60)));
        }
        _ => return None,
    }
    Some(rest)
}

/// "14:00", "下午3点半", "3pm", "2-4点".
fn read_time<'t>(tokens: &'t [Token], said: &mut Said) -> Option<&'t [Token]> {
    use TimeWord::{Half, HourMark, MinuteMark, Part, Quarter};
    use Token::{Colon, Dash, Number, Word};
    if let [Word(Part(part)), rest @ ..] = tokens {
        said.part = Some(*part);
        return Some(rest);
    }
    if said.time.is_some() {
        return None;
    }
    let (read, rest) = match tokens {
        [Number(h, _), Colon, Number(m, _), Colon, Number(_, _), rest @ ..]
        | [Number(h, _), Colon, Number(m, _), rest @ ..] => (Time { hour: *h, minute: *m, exact: true }, rest),
        [Number(h, _), Word(HourMark), Word(Half), rest @ ..] => (time(*h, 30), rest),
        [Number(h, _), Word(HourMark), Number(q @ 1..=3, _), Word(Quarter), rest @ ..] => (time(*h, 15 * q), rest),
        [Number(h, _), Word(HourMark), Number(m, _), Word(MinuteMark), rest @ ..] => (time(*h, *m), rest),
        [Number(h, _), Word(HourMark), Number(m, 2), rest @ ..] => (time(*h, *m), rest),
        [Number(h, _), Word(HourMark), rest @ ..] => (time(*h, 0), rest),
        [Number(h, _), Dash, Number(_, _), Word(HourMark), rest @ ..] => (time(*h, 0), rest),
        [Number(h, _), Dash, Number(_, _), rest @ ..] if part_follows(rest) => (time(*h, 0), rest),
        [Number(h, _), rest @ ..] if *h <= 12 && part_follows(rest) => (time(*h, 0), rest),
        [Number(h, _), rest @ ..]
            if said.part.is_some() && rest.first().is_none_or(|token| matches!(token, Dash | Word(_))) =>
        {
            (time(*h, 0), rest)
        }
        _ => return None,
    };
    said.time = Some(read);
    Some(rest)
}

fn part_follows(tokens: &[Token]) -> bool {
    matches!(tokens, [Token::Word(TimeWord::Part(_)), ..])
}

/// "2025-10-12", "10月12日", "12 Oct", "12号", "明天".
fn read_date<'t>(tokens: &'t [Token], said: &mut Said) -> Option<&'t [Token]> {
    use TimeWord::{Day, DayMark, Month, MonthMark, YearMark};
    use Token::{Dash, Dot, Number, Slash, Word};
    if let ([Word(DayMark), rest @ ..], Some(Date::Full(..) | Date::MonthDay(..))) = (tokens, said.date) {
        return Some(rest);
    }
    if let ([Number(year, 4), rest @ ..], Some(Date::MonthDay(month, day))) = (tokens, said.date) {
        said.date = Some(Date::Full(*year, month, day));
        return Some(rest);
    }
    if said.date.is_some() {
        return None;
    }
    let (date, rest) = match tokens {
        [Number(y, 4), Dash, Number(m, _), Dash, Number(d, _), rest @ ..]
        | [Number(y, 4), Slash, Number(m, _), Slash, Number(d, _), rest @ ..]
        | [Number(y, 4), Dot, Number(m, _), Dot, Number(d, _), rest @ ..]
        | [Number(y, _), Word(YearMark), Number(m, _), Word(MonthMark), Number(d, _), rest @ ..] => {
            (Date::Full(*y, *m, *d), rest)
        }
        [Number(m, _), Word(MonthMark), Number(d, _), rest @ ..]
        | [Number(m, _), Dash | Slash, Number(d, _), rest @ ..] => (Date::MonthDay(*m, *d), rest),
        [Word(Month(m)), Number(d, _), rest @ ..] | [Number(d, _), Word(Month(m)), rest @ ..] => {
            (Date::MonthDay(i64::from(*m), *d), rest)
        }
        [Number(d, _), Word(DayMark), rest @ ..] => (Date::DayOfMonth(*d), rest),
        [Word(Day(days)), rest @ ..] => (Date::InDays(*days), rest),
        _ => return None,
    };
    said.date = Some(date);
    Some(rest)
}

/// "周六", "下周日", "next monday". A weekday beside a date adds nothing.
fn read_weekday<'t>(tokens: &'t [Token], said: &mut Said) -> Option<&'t [Token]> {
    use TimeWord::{DayMark, DayUnit, Week, Weekday};
    use Token::{Number, Word};
    let (day, weeks, rest) = match tokens {
        [Word(Week(weeks)), Number(day @ 1..=6, _), rest @ ..] => (*day, *weeks, rest),
        [Word(Week(weeks)), Word(DayMark | DayUnit), rest @ ..] => (7, *weeks, rest),
        [Word(Week(weeks)), Word(Weekday(day)), rest @ ..] => (i64::from(*day), *weeks, rest),
        [Word(Weekday(day)), rest @ ..] => (i64::from(*day), None, rest),
        _ => return None,
    };
    said.date = said.date.or(Some(Date::Weekday { day, weeks }));
    Some(rest)
}

/// The instant, and whether a passed date was moved into the next year.
fn resolve(said: &Said, frame: &Frame) -> Result<(DateTime<Utc>, bool), WhenFault> {
    let now = frame.now.with_timezone(&frame.zone).naive_local();
    let (time, next_day) = clock_time(said, frame)?;
    let later = |day: NaiveDate, step: u64| -> Option<NaiveDate> {
        let passed = day.and_time(time) + TimeDelta::days(i64::from(next_day)) <= now;
        if passed { day.checked_add_days(Days::new(step)) } else { Some(day) }
    };
    let today = now.date();
    let mut rolled = false;
    let day = match said.date {
        None => later(today, 1),
        Some(Date::Full(year, month, day)) => ymd(year, month, day),
        Some(Date::InDays(days)) => today.checked_add_signed(TimeDelta::try_days(days).ok_or(WhenFault::Unread)?),
        Some(Date::MonthDay(month, day)) => {
            let year = i64::from(today.year());
            let this_year = ymd(year, month, day);
            rolled = this_year.is_some_and(|date| date < today);
            if rolled || this_year.is_none() {
                (1..=4).find_map(|ahead| ymd(year + ahead, month, day))
            } else {
                this_year
            }
        }
        Some(Date::DayOfMonth(day)) => day_of_month(today, day),
        Some(Date::Weekday { day, weeks: None }) => {
            let ahead = (day - i64::from(today.weekday().number_from_monday())).rem_euclid(7);
            later(today + TimeDelta::days(ahead), 7)
        }
        Some(Date::Weekday { day, weeks: Some(weeks) }) => {
            let monday = today - TimeDelta::days(i64::from(today.weekday().num_days_from_monday()));
            monday.checked_add_signed(TimeDelta::days(7 * weeks + day - 1))
        }
    };
    let day = day.ok_or(WhenFault::Unread)?;
    let day = if next_day { day.succ_opt().ok_or(WhenFault::Unread)? } else { day };
    instant(day.and_time(time), frame.zone).map(|at| (at, rolled)).ok_or(WhenFault::Unread)
}

/// The time of day, and whether it is the midnight that ends the day.
fn clock_time(said: &Said, frame: &Frame) -> Result<(NaiveTime, bool), WhenFault> {
    let Some(time) = said.time else {
        let meant = said.part.and_then(|part| part.means).and_then(|hour| NaiveTime::from_hms_opt(hour, 0, 0));
        return meant.or(frame.day_means).map(|time| (time, false)).ok_or(WhenFault::NoHour);
    };
    let hour = match said.part {
        Some(part) if time.hour == 12 => i64::from(part.twelve),
        Some(part) if time.hour < i64::from(part.noon_below) => time.hour + 12,
        None if !time.exact && (1..=6).contains(&time.hour) => time.hour + 12,
        _ => time.hour,
    };
    let next_day = hour == 24;
    let hour = u32::try_from(hour % 24).ok().filter(|_| (0..=24).contains(&hour)).ok_or(WhenFault::Unread)?;
    let minute = u32::try_from(time.minute).map_err(|_| WhenFault::Unread)?;
    NaiveTime::from_hms_opt(hour, minute, 0).map(|time| (time, next_day)).ok_or(WhenFault::Unread)
}

fn ymd(year: i64, month: i64, day: i64) -> Option<NaiveDate> {
    if year > 9999 {
        return None;
    }
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// The next month that still has that day before it.
fn day_of_month(today: NaiveDate, day: i64) -> Option<NaiveDate> {
    let day = u32::try_from(day).ok()?;
    let first = today.with_day(1)?;
    let months = (0..=2).filter_map(|ahead| first.checked_add_months(chrono::Months::new(ahead)));
    months.filter_map(|month| month.with_day(day)).find(|date| *date >= today)
}

fn instant(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    let read = zone.from_local_datetime(&local);
    let moved = || zone.from_local_datetime(&(local + TimeDelta::hours(1)));
    read.earliest().or_else(|| moved().earliest()).map(|at| at.with_timezone(&Utc))
}
