//! Against the years that were published.

use super::super::calendar::tests::{china, day};
use super::super::calendar::{Calendar, DayKind};
use super::*;
use chrono::Datelike;

#[test]
fn what_the_law_names_was_free_in_every_published_year() {
    let china = china();
    let years: Vec<i32> = china.known_years().collect();
    assert!(years.len() >= 2, "{years:?}");
    for year in years {
        for free in weekdays_off(year) {
            // Until 2024 New Year's Eve and 2 May were not named.
            let newer = (free.month(), free.day()) == (5, 2) || lunar_day(year, 1, 1) == free.succ_opt();
            assert!(china.kind(free) == DayKind::Holiday || (year < 2025 && newer), "{free}");
        }
    }
}

#[test]
fn the_years_to_come() {
    let days = |year| weekdays_off(year).iter().map(|day| day.format("%m-%d").to_string()).collect::<Vec<_>>();
    // New Year's Eve 5 February, 清明 5 April, 端午 9 June, 中秋 15 September 2027.
    assert_eq!(days(2027), ["01-01", "02-05", "02-08", "04-05", "06-09", "09-15", "10-01"]);
    assert_eq!(days(2028), ["01-25", "01-26", "01-27", "01-28", "04-04", "05-01", "05-02", "10-02", "10-03"]);
}

/// A year that is not published is not counted Monday to Friday.
#[test]
fn an_unpublished_year_has_its_holidays() {
    let calendar = Calendar::parse("[2026]\noff = [\"01-01\"]\nwork = []\n").expect("a calendar");
    assert!(!calendar.known(2027));
    assert_eq!(calendar.kind(day("2027-01-01")), DayKind::Holiday);
    assert_eq!(calendar.kind(day("2027-02-08")), DayKind::Holiday);
    assert_eq!(calendar.kind(day("2027-02-09")), DayKind::Workday);
    assert_eq!(calendar.kind(day("2027-01-02")), DayKind::Weekend);
}
