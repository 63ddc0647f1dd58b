//! Dates and hours as they were said, on the calendar of the day on which they
//! were said.

use crate::script::time_words::PartOfDay;
use crate::understanding::times::items::{Clock, Date};
use crate::understanding::times::when::WhenFault;
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

/// Minutes of the day from one hour to another; may reach into the next day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hours {
    pub from: i64,
    pub to: Option<i64>,
    /// A part of the day and no hour: it may have begun already.
    pub part: bool,
}

const HOUR: i64 = 60;
/// "After six" leaves so long at least, and the working day.
const AFTERWARDS: i64 = 3 * HOUR;
const EVENING: i64 = 18 * HOUR;

impl Hours {
    pub(crate) fn part(part: PartOfDay) -> Option<Hours> {
        let from = i64::from(part.means?) * HOUR;
        Some(Hours { from, to: part.ends.map(|hour| i64::from(hour) * HOUR), part: true })
    }

    pub(crate) fn from(from: i64) -> Hours {
        Hours { from, to: Some(EVENING.max(from + AFTERWARDS)), part: false }
    }

    /// From one clock to another. Either may lack its part of the day, which it
    /// then has from the other, as far as that puts them in order.
    pub(crate) fn span(from: Clock, to: Clock) -> Result<Hours, WhenFault> {
        let starts = [from.part.or(to.part), from.part].map(|part| minutes(Clock { part, ..from }));
        let ends = [to.part.or(from.part), to.part].map(|part| minutes(Clock { part, ..to }));
        let pairs = starts.iter().flat_map(|start| ends.iter().map(move |end| (start, end)));
        for (start, end) in pairs {
            let (start, end) = ((*start)?, (*end)?);
            let end = if end <= start && end + 12 * HOUR > start && end < 12 * HOUR { end + 12 * HOUR } else { end };
            if start < end && end - start <= 12 * HOUR {
                return Ok(Hours { from: start, to: Some(end), part: false });
            }
        }
        starts[1].map(|from| Hours { from, to: None, part: false })
    }
}

/// The minute of the day that a clock means; 1440 is the midnight that ends it.
pub(crate) fn minutes(clock: Clock) -> Result<i64, WhenFault> {
    let hour = match clock.part {
        Some(part) if clock.hour == 12 => i64::from(part.twelve),
        Some(part) if clock.hour < i64::from(part.noon_below) => clock.hour + 12,
        None if !clock.exact && (1..=6).contains(&clock.hour) => clock.hour + 12,
        _ => clock.hour,
    };
    let valid = (0..=24).contains(&hour) && (0..60).contains(&clock.minute);
    valid.then_some(hour * HOUR + clock.minute).ok_or(WhenFault::Unread)
}

/// A moment of a day, so many minutes after its midnight.
pub(crate) fn moment(day: NaiveDate, minutes: i64) -> NaiveDateTime {
    day.and_time(chrono::NaiveTime::MIN) + TimeDelta::minutes(minutes)
}

/// The day that was meant, and whether it had passed and was moved into the
/// next year.
pub(crate) fn resolve(date: Option<Date>, hours: Option<Hours>, now: NaiveDateTime) -> Option<(NaiveDate, bool)> {
    let today = now.date();
    let later = |day: NaiveDate, step: u64| {
        let over = hours.map_or(24 * HOUR, |hours| hours.to.filter(|_| hours.part).unwrap_or(hours.from));
        if moment(day, over) <= now { day.checked_add_days(Days::new(step)) } else { Some(day) }
    };
    let plain = |day: Option<NaiveDate>| day.map(|day| (day, false));
    match date {
        None => plain(later(today, 1)),
        Some(Date::Full(year, month, day)) => plain(ymd(year, month, day)),
        Some(Date::InDays(days)) => plain(today.checked_add_signed(TimeDelta::try_days(days)?)),
        Some(Date::MonthDay(month, day)) => month_day(today, month, day),
        Some(Date::DayOfMonth(day)) => plain(day_of_month(today, day)),
        Some(Date::MonthAhead(months, day)) => plain(month_ahead(today, months, day)),
        Some(Date::Weekday { day, weeks: None }) => {
            let ahead = (day - i64::from(today.weekday().number_from_monday())).rem_euclid(7);
            plain(later(today + TimeDelta::days(ahead), 7))
        }
        Some(Date::Weekday { day, weeks: Some(weeks) }) => {
            let monday = today - TimeDelta::days(i64::from(today.weekday().num_days_from_monday()));
            plain(monday.checked_add_signed(TimeDelta::days(7 * weeks + day - 1)))
        }
    }
}

fn month_day(today: NaiveDate, month: i64, day: i64) -> Option<(NaiveDate, bool)> {
    let year = i64::from(today.year());
    let this_year = ymd(year, month, day);
    if let Some(date) = this_year.filter(|date| *date >= today) {
        return Some((date, false));
    }
    (1..=4).find_map(|ahead| ymd(year + ahead, month, day)).map(|date| (date, this_year.is_some()))
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
    let months = (0..=2).filter_map(|ahead| first.checked_add_months(Months::new(ahead)));
    months.filter_map(|month| month.with_day(day)).find(|date| *date >= today)
}

/// A day of the month so many months ahead; 0 is the last one.
fn month_ahead(today: NaiveDate, months: i64, day: i64) -> Option<NaiveDate> {
    let first = today.with_day(1)?.checked_add_months(Months::new(u32::try_from(months).ok()?))?;
    if day == 0 {
        return first.checked_add_months(Months::new(1))?.pred_opt();
    }
    first.with_day(u32::try_from(day).ok()?)
}

pub(crate) fn instant(local: NaiveDateTime, zone: Tz) -> Option<DateTime<Utc>> {
    let read = zone.from_local_datetime(&local);
    let moved = || zone.from_local_datetime(&(local + TimeDelta::hours(1)));
    read.earliest().or_else(|| moved().earliest()).map(|at| at.with_timezone(&Utc))
}
