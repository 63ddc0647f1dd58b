//! The calendar's questions, and whether the shipped data is plausible.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use super::{Calendar, DayKind};

/// The calendar as shipped.
pub(in crate::domain) fn china() -> Calendar {
    Calendar::parse(include_str!("../../../dialogues/calendar/cn.toml")).unwrap()
}

pub(in crate::domain) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(in crate::domain) fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

/// An instant, written as the company's wall clocks show it.
pub(in crate::domain) fn at(text: &str) -> DateTime<Utc> {
    let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
    china().instant(local.date(), local.time())
}

fn days_of(year: i32) -> impl Iterator<Item = NaiveDate> {
    let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    first.iter_days().take_while(move |day| day.year() == year)
}

#[test]
fn every_shipped_year_is_plausible() {
    let calendar = china();
    assert_eq!(calendar.known_years().collect::<Vec<_>>(), (2020..=2026).collect::<Vec<_>>());
    for year in calendar.known_years() {
        let count = |kind| days_of(year).filter(|day| calendar.kind(*day) == kind).count();
        assert!((18..=20).contains(&count(DayKind::Holiday)), "holidays of {year}");
        assert!((5..=8).contains(&count(DayKind::MakeUp)), "make-up days of {year}");
        let worked = days_of(year).filter(|day| calendar.is_working_day(*day)).count();
        assert!((247..=252).contains(&worked), "{worked} working days in {year}");
    }
}

#[test]
fn every_make_up_day_stands_near_a_holiday() {
    let calendar = china();
    let all = calendar.known_years().flat_map(days_of).collect::<Vec<_>>();
    let of = |kind: DayKind| all.iter().filter(|day| calendar.kind(**day) == kind).collect::<Vec<_>>();
    let holidays = of(DayKind::Holiday);
    for make_up in of(DayKind::MakeUp) {
        let near = holidays.iter().any(|day| (**day - *make_up).num_days().abs() <= 12);
        assert!(near, "{make_up} makes up for nothing");
    }
}

#[test]
fn nobody_works_on_the_days_the_law_names() {
    let calendar = china();
    for year in calendar.known_years() {
        for (month, date) in [(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)] {
            let day = NaiveDate::from_ymd_opt(year, month, date).unwrap();
            assert!(!calendar.is_working_day(day), "{day}");
        }
    }
}

#[test]
fn knows_all_four_kinds() {
    let calendar = china();
    for (date, kind) in [
        ("2026-02-13", DayKind::Workday),
        ("2026-02-14", DayKind::MakeUp),
        ("2026-02-15", DayKind::Weekend),
        ("2026-02-16", DayKind::Holiday),
    ] {
        assert_eq!(calendar.kind(day(date)), kind, "{date}");
    }
}

#[test]
fn an_unknown_year_has_what_the_law_names() {
    let calendar = china();
    assert!(calendar.known(2026) && !calendar.known(2027));
    assert_eq!(calendar.kind(day("2027-01-01")), DayKind::Holiday);
    assert_eq!(calendar.kind(day("2027-01-04")), DayKind::Workday);
    assert_eq!(calendar.kind(day("2027-01-02")), DayKind::Weekend);
}

#[test]
fn steps_between_working_days() {
    let calendar = china();
    assert_eq!(calendar.next_working_day(day("2026-02-14")), day("2026-02-24"));
    assert_eq!(calendar.working_day_before(day("2026-02-24"), 1), day("2026-02-14"));
    assert_eq!(calendar.working_day_before(day("2026-02-24"), 2), day("2026-02-13"));
    assert_eq!(calendar.working_day_before(day("2026-02-20"), 0), day("2026-02-20"));
    assert_eq!(calendar.working_days_after(day("2026-02-13"), day("2026-02-24")), 2);
    assert_eq!(calendar.working_days_after(day("2026-02-24"), day("2026-02-13")), 0);
    assert_eq!(calendar.next_working_day(NaiveDate::MAX), NaiveDate::MAX);
}

#[test]
fn the_next_working_morning_is_strictly_later() {
    let calendar = china();
    let nine = time("09:00");
    for (now, expected) in [
        ("2026-03-02 08:59", "2026-03-02 09:00"),
        ("2026-03-02 09:00", "2026-03-03 09:00"),
        ("2026-02-13 12:00", "2026-02-14 09:00"),
        ("2026-02-14 12:00", "2026-02-24 09:00"),
        ("2026-02-20 08:00", "2026-02-24 09:00"),
    ] {
        assert_eq!(calendar.next_working_day_at(nine, at(now)), at(expected), "{now}");
    }
}

#[test]
fn days_begin_and_end_in_shanghai() {
    let calendar = china();
    let midnight: DateTime<Utc> = "2026-03-01T16:00:00Z".parse().unwrap();
    assert_eq!(calendar.local_day(midnight), day("2026-03-02"));
    assert_eq!(calendar.start_of_day(day("2026-03-02")), midnight);
    assert_eq!(calendar.end_of_day(day("2026-03-01")), midnight);
    assert_eq!(calendar.last_day(midnight), day("2026-03-01"), "24:00 belongs to the day ending");
    assert_eq!(calendar.last_day(at("2026-03-02 00:01")), day("2026-03-02"));
}

#[test]
fn a_zone_with_summer_time_has_every_local_time_once() {
    let text = "zone = \"Europe/Berlin\"\n[2026]\noff = [\"01-01\"]";
    let berlin = Calendar::parse(text).unwrap();
    let utc = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
    let skipped = berlin.instant(day("2026-03-29"), time("02:30"));
    assert_eq!(skipped, utc("2026-03-29T01:00:00Z"), "03:00 is the first that exists");
    let twice = berlin.instant(day("2026-10-25"), time("02:30"));
    assert_eq!(twice, utc("2026-10-25T01:30:00Z"), "the later of the two");
}

#[test]
fn carries_the_version_it_was_given() {
    assert_eq!(china().with_version("2025-11-04").version(), "2025-11-04");
}
