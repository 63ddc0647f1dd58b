//! The public holidays that the law itself names (国务院, 全国年节及纪念日放假办法,
//! 2024 revision): until a year's days are published these are free for certain.
//! How they are lengthened, and which weekends are worked for it, is not known
//! before.

use super::calendar::is_weekend;
use chrono::NaiveDate;
use tyme4rs::tyme::lunar::LunarDay;
use tyme4rs::tyme::solar::{SolarDay, SolarTerm};

/// The weekdays of `year` that are free by law; a lunar date outside the tables
/// (years 1 to 9999) leaves its days out.
#[must_use]
pub fn weekdays_off(year: i32) -> Vec<NaiveDate> {
    let fixed = [(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)];
    let fixed = fixed.into_iter().filter_map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day));
    let lunar = [(1, 1), (1, 2), (1, 3), (5, 5), (8, 15)];
    let lunar = lunar.into_iter().filter_map(|(month, day)| lunar_day(year, month, day));
    // 除夕: the day before the lunar year begins.
    let eve = lunar_day(year, 1, 1).and_then(|day| day.pred_opt());
    let mut days: Vec<NaiveDate> = fixed.chain(lunar).chain(eve).chain(qingming(year)).collect();
    days.retain(|day| !is_weekend(*day));
    days.sort_unstable();
    days.dedup();
    days
}

fn lunar_day(year: i32, month: isize, day: usize) -> Option<NaiveDate> {
    let found = LunarDay::new(isize::try_from(year).ok()?, month, day).ok()?;
    solar(&found.get_solar_day())
}

/// The fifth solar term after the winter solstice's: the sun at 15°.
const QINGMING: isize = 7;

fn qingming(year: i32) -> Option<NaiveDate> {
    let term = SolarTerm::from_index(isize::try_from(year).ok()?, QINGMING);
    solar(&term.get_solar_day())
}

fn solar(day: &SolarDay) -> Option<NaiveDate> {
    let (month, date) = (u32::try_from(day.get_month()).ok()?, u32::try_from(day.get_day()).ok()?);
    NaiveDate::from_ymd_opt(i32::try_from(day.get_year()).ok()?, month, date)
}

#[cfg(test)]
#[path = "tests/statutory.rs"]
mod tests;
