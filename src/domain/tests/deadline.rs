//! Due times at their boundaries: Spring Festival, National Day, month ends, pauses.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;

use super::super::calendar::tests::{at, china, day, time};
use super::super::calendar::{Calendar, DayKind};
use super::super::limit::Limit;
use super::{Due, Hours, Lateness, Pause, due, due_with_pauses, lateness};

fn hours() -> Hours {
    Hours { business_open: time("09:00"), business_close: time("18:00") }
}

fn reckon(start: &str, limit: &str) -> Due {
    due(at(start), limit.parse().unwrap(), &hours(), &china())
}

fn paused(start: &str, limit: &str, pauses: &[(&str, &str)]) -> Due {
    let pauses: Vec<_> = pauses.iter().map(|(from, to)| Pause { from: at(from), to: at(to) }).collect();
    due_with_pauses(at(start), limit.parse().unwrap(), &pauses, &hours(), &china())
}

#[track_caller]
fn expect(cases: &[(&str, &str, &str)]) {
    for (start, limit, expected) in cases {
        let due = reckon(start, limit);
        assert_eq!(due.at, at(expected), "{limit} from {start}");
        assert!(!due.provisional, "{limit} from {start}");
    }
}

#[test]
fn working_days_on_plain_weeks() {
    expect(&[
        ("2026-03-02 00:00", "3 wd", "2026-03-05 18:00"),
        ("2026-03-02 23:59", "3 wd", "2026-03-05 18:00"),
        ("2026-03-06 17:59", "1 wd", "2026-03-09 18:00"),
        ("2026-03-06 21:30", "1 wd", "2026-03-09 18:00"),
        ("2026-03-07 12:00", "1 wd", "2026-03-09 18:00"),
        ("2026-03-08 23:59", "2 wd", "2026-03-10 18:00"),
    ]);
}

/// Nobody is late by night: business is from nine to six on working days.
#[test]
fn working_hours_are_hours_of_business() {
    expect(&[
        ("2026-03-02 09:00", "4 wh", "2026-03-02 13:00"),
        ("2026-03-02 14:00", "4 wh", "2026-03-02 18:00"), // to the minute of closing
        ("2026-03-02 14:01", "4 wh", "2026-03-03 09:01"),
        ("2026-03-02 20:38", "4 wh", "2026-03-03 13:00"), // said in the evening
        ("2026-03-03 03:00", "4 wh", "2026-03-03 13:00"),
        ("2026-03-06 17:00", "4 wh", "2026-03-09 12:00"), // over the weekend
        ("2026-02-13 17:30", "2 wh", "2026-02-14 10:30"), // a make-up Saturday counts
        ("2026-02-14 17:30", "2 wh", "2026-02-24 10:30"), // over the Spring Festival
        ("2026-03-02 10:00", "20 wh", "2026-03-04 12:00"),
    ]);
}

#[test]
fn working_days_across_spring_festival_2026() {
    expect(&[
        ("2026-02-11 10:00", "3 wd", "2026-02-14 18:00"), // the make-up Saturday is the third
        ("2026-02-12 10:00", "3 wd", "2026-02-24 18:00"),
        ("2026-02-13 14:10", "3 wd", "2026-02-25 18:00"),
        ("2026-02-14 10:00", "3 wd", "2026-02-26 18:00"),
        ("2026-02-18 10:00", "3 wd", "2026-02-26 18:00"), // an event on a holiday
        ("2026-02-25 10:00", "3 wd", "2026-02-28 18:00"), // a make-up Saturday again
    ]);
}

#[test]
fn working_days_across_national_day_2025() {
    expect(&[
        ("2025-09-30 10:00", "1 wd", "2025-10-09 18:00"),
        ("2025-09-30 10:00", "3 wd", "2025-10-11 18:00"),
        ("2025-10-03 10:00", "3 wd", "2025-10-11 18:00"),
        ("2025-10-10 14:10", "3 wd", "2025-10-14 18:00"),
        ("2025-10-10 19:00", "1 wd", "2025-10-11 18:00"),
        ("2025-09-26 20:00", "1 wd", "2025-09-28 18:00"), // Friday evening, make-up Sunday
    ]);
}

#[test]
fn no_working_days_means_the_next_close_of_business() {
    expect(&[
        ("2026-03-02 17:59", "0 wd", "2026-03-02 18:00"),
        ("2026-03-02 18:00", "0 wd", "2026-03-03 18:00"),
        ("2026-03-07 10:00", "0 wd", "2026-03-09 18:00"),
    ]);
}

#[test]
fn calendar_days_at_the_ends_of_months_and_years() {
    expect(&[
        ("2026-01-31 10:00", "1 cd", "2026-02-02 00:00"),
        ("2024-02-28 10:00", "1 cd", "2024-03-01 00:00"), // 24:00 of 29 February
        ("2026-02-28 23:59", "3 cd", "2026-03-04 00:00"),
        ("2026-12-30 00:00", "3 cd", "2027-01-03 00:00"),
        ("2026-02-13 14:10", "7 cd", "2026-02-21 00:00"), // no shift for holidays
        ("2026-03-02 23:59", "0 cd", "2026-03-03 00:00"), // the same day
    ]);
}

#[test]
fn calendar_days_never_need_the_calendar() {
    let due = reckon("2027-05-01 10:00", "3 cd");
    assert!(!due.provisional && due.counted.notable_days.is_empty());
}

#[test]
fn hours_run_through_nights_and_holidays() {
    expect(&[
        ("2026-03-02 22:30", "4 h", "2026-03-03 02:30"),
        ("2026-02-14 23:00", "4 h", "2026-02-15 03:00"),
        ("2026-02-16 09:07", "24 h", "2026-02-17 09:07"),
        ("2025-12-31 23:45", "30 min", "2026-01-01 00:15"),
        ("2026-03-02 10:00", "0 h", "2026-03-02 10:00"),
    ]);
}

#[test]
fn the_named_day_is_still_in_time() {
    let due = reckon("2026-09-28 10:00", "by 2026-10-10");
    assert_eq!(due.at, at("2026-10-11 00:00"));
    assert_eq!(due.counted.last_day, day("2026-10-10"));
}

#[test]
fn an_unknown_year_makes_a_due_time_provisional() {
    let due = reckon("2026-12-30 10:00", "3 wd");
    assert_eq!(due.at, at("2027-01-05 18:00"), "1 January is free in any year");
    assert!(due.provisional);
    assert_eq!(due.counted.unknown_years, [2027]);
    assert!(!reckon("2026-12-30 10:00", "1 wd").provisional, "31 December 2026 is known");
    assert!(reckon("2026-12-31 10:00", "1 wd").provisional);
    assert!(!reckon("2027-03-01 10:00", "24 h").provisional);
}

#[test]
fn the_explanation_names_what_was_skipped_and_what_counted() {
    let counted = reckon("2025-10-10 14:10", "3 wd").counted;
    assert_eq!(counted.start_day, day("2025-10-10"));
    assert_eq!(counted.last_day, day("2025-10-14"));
    let notable = [(day("2025-10-11"), DayKind::MakeUp), (day("2025-10-12"), DayKind::Weekend)];
    assert_eq!(counted.notable_days, notable);

    let across = reckon("2026-02-13 14:10", "3 wd").counted.notable_days;
    let of = |kind| across.iter().filter(|(_, found)| *found == kind).count();
    assert_eq!((of(DayKind::MakeUp), of(DayKind::Holiday), of(DayKind::Weekend)), (1, 6, 3));
}

#[test]
fn pauses_lengthen_hours_by_their_length() {
    let due = paused("2026-03-02 10:00", "4 h", &[("2026-03-02 11:00", "2026-03-02 12:30")]);
    assert_eq!(due.at, at("2026-03-02 15:30"));
    assert_eq!(due.counted.pauses.len(), 1);
    let before = paused("2026-03-02 10:00", "4 h", &[("2026-03-02 09:00", "2026-03-02 10:30")]);
    assert_eq!(before.at, at("2026-03-02 14:30"), "only what lies after the start");
    let overlapping = paused(
        "2026-03-02 10:00",
        "4 h",
        &[("2026-03-02 12:00", "2026-03-02 13:00"), ("2026-03-02 11:00", "2026-03-02 12:30")],
    );
    assert_eq!(overlapping.at, at("2026-03-02 16:00"), "overlaps count once");
}

#[test]
fn a_pause_reached_only_because_of_an_earlier_one_counts() {
    let first = ("2026-03-02 13:00", "2026-03-02 14:00");
    let second = ("2026-03-02 14:30", "2026-03-02 15:00");
    assert_eq!(paused("2026-03-02 10:00", "4 h", &[first, second]).at, at("2026-03-02 15:30"));
    assert_eq!(paused("2026-03-02 10:00", "4 h", &[second]).at, at("2026-03-02 14:00"));
}

#[test]
fn pauses_take_the_working_days_they_touch() {
    let touched = [("2026-03-03 17:30", "2026-03-04 09:00")];
    let due = paused("2026-03-02 10:00", "3 wd", &touched);
    assert_eq!(due.at, at("2026-03-09 18:00"));
    assert_eq!(due.counted.paused_days, [day("2026-03-03"), day("2026-03-04")]);
    let weekend = [("2026-03-07 08:00", "2026-03-09 00:00")];
    let due = paused("2026-03-05 10:00", "3 wd", &weekend);
    assert_eq!(due.at, at("2026-03-10 18:00"), "a weekend was free anyway");
    assert!(due.counted.paused_days.is_empty());
}

#[test]
fn pauses_take_the_calendar_days_they_touch() {
    let touched = [("2026-03-03 23:00", "2026-03-04 01:00")];
    assert_eq!(paused("2026-03-02 10:00", "3 cd", &touched).at, at("2026-03-08 00:00"));
    let event_day = [("2026-03-02 12:00", "2026-03-02 15:00")];
    assert_eq!(paused("2026-03-02 10:00", "3 cd", &event_day).at, at("2026-03-06 00:00"));
}

#[test]
fn a_pause_after_the_end_does_not_bring_the_limit_back() {
    let evening = [("2026-03-05 18:00", "2026-03-05 20:00")];
    let due = paused("2026-03-02 10:00", "3 wd", &evening);
    assert_eq!(due.at, at("2026-03-05 18:00"));
    assert!(due.counted.pauses.is_empty());
    let backwards = [("2026-03-04 18:00", "2026-03-03 18:00")];
    assert_eq!(paused("2026-03-02 10:00", "3 wd", &backwards).at, at("2026-03-05 18:00"));
}

#[test]
fn lateness_in_working_days_and_hours_begun() {
    let late = |due: &str, done: &str| lateness(at(due), at(done), &china());
    let by = |working_days, hours| Some(Lateness { working_days, hours });
    assert_eq!(late("2026-03-05 18:00", "2026-03-05 18:00"), None, "the due instant is in time");
    assert_eq!(late("2026-03-05 18:00", "2026-03-05 18:01"), by(0, 1));
    assert_eq!(late("2026-03-05 18:00", "2026-03-05 19:00"), by(0, 1));
    assert_eq!(late("2026-03-06 18:00", "2026-03-08 18:00"), by(0, 48));
    assert_eq!(late("2026-02-14 18:00", "2026-02-24 10:00"), by(1, 232));
    assert_eq!(late("2026-03-07 00:00", "2026-03-09 08:00"), by(1, 56), "24:00 of a Friday");
}

fn starts() -> impl Strategy<Value = DateTime<Utc>> {
    (0i64..7 * 365 * 24 * 60).prop_map(|minutes| at("2020-01-01 00:00") + TimeDelta::minutes(minutes))
}

fn limits() -> impl Strategy<Value = Limit> {
    prop_oneof![
        (0u32..40).prop_map(Limit::WorkingDays),
        (0u32..40).prop_map(Limit::CalendarDays),
        (1u32..200).prop_map(Limit::Hours),
        (1u32..2000).prop_map(Limit::Minutes),
    ]
}

fn with_holiday(off: NaiveDate) -> Calendar {
    let years = BTreeSet::from([2024, 2025]);
    let holidays = |more: &[NaiveDate]| more.iter().map(|day| (*day, DayKind::Holiday)).collect();
    let days: BTreeMap<_, _> = holidays(&[off]);
    Calendar::new(chrono_tz::Tz::Asia__Shanghai, years, days)
}

proptest! {
    #[test]
    fn a_limit_is_over_after_it_began(start in starts(), limit in limits()) {
        prop_assert!(due(start, limit, &hours(), &china()).at > start);
    }

    #[test]
    fn working_days_end_on_a_working_day_after_that_many(start in starts(), days in 1u32..40) {
        let calendar = china();
        let due = due(start, Limit::WorkingDays(days), &hours(), &calendar);
        let last_day = calendar.local_day(due.at);
        prop_assert!(calendar.is_working_day(last_day));
        prop_assert_eq!(calendar.working_days_after(calendar.local_day(start), last_day), days);
    }

    #[test]
    fn one_more_holiday_never_makes_it_earlier(offset in 0i64..60, days in 0u32..30, off in 0i64..60) {
        let monday = day("2024-12-02");
        let start = at("2024-12-02 10:00") + TimeDelta::days(offset);
        let limit = Limit::WorkingDays(days);
        let plain = Calendar::parse("").unwrap();
        let more = with_holiday(monday + TimeDelta::days(off));
        prop_assert!(due(start, limit, &hours(), &more).at >= due(start, limit, &hours(), &plain).at);
    }

    #[test]
    fn a_pause_never_makes_it_earlier(
        start in starts(), limit in limits(), from in -100i64..3000, length in 0i64..5000,
    ) {
        let from = start + TimeDelta::minutes(from);
        let pause = Pause { from, to: from + TimeDelta::minutes(length) };
        let calendar = china();
        let plain = due(start, limit, &hours(), &calendar).at;
        prop_assert!(due_with_pauses(start, limit, &[pause], &hours(), &calendar).at >= plain);
    }
}
