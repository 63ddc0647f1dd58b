//! Who is told when: reminder times, quiet hours, missed wake-ups, levels.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;

use super::super::calendar::tests::{at, china, time};
use super::super::deadline::{Hours, due};
use super::super::limit::Limit;
use super::{ClockFacts, LastNotice, Notice, ReminderRules, Wake, Wakeup, half, next_wake, notice_due};

fn rules() -> ReminderRules {
    ReminderRules {
        hours: Hours { business_open: time("09:00"), business_close: time("18:00") },
        quiet_from: time("21:00"),
        quiet_to: time("08:00"),
        remind_1wd_hours: 4,
        remind_at_percent: 75,
        morning: time("09:00"),
        by_date_first_wd: 5,
        by_date_again_wd: 1,
        escalate_l3_wd: 1,
    }
}

fn clock(start: &str, limit: &str) -> ClockFacts {
    clock_at(at(start), limit.parse().unwrap())
}

fn clock_at(start: DateTime<Utc>, limit: Limit) -> ClockFacts {
    let due = due(start, limit, &rules().hours, &china()).at;
    ClockFacts { start, due, limit, breaks_quiet: false, paused: false }
}

fn wake(clock: &ClockFacts, last: Option<LastNotice>, now: &str) -> Option<(DateTime<Utc>, Wakeup, u8)> {
    let wake = next_wake(clock, last, at(now), &rules(), &china());
    wake.map(|Wake { at, kind, level }| (at, kind, level))
}

fn said(clock: &ClockFacts, last: Option<LastNotice>, now: &str) -> Option<(Wakeup, u8)> {
    let notice = notice_due(clock, last, at(now), &rules(), &china());
    notice.map(|Notice { kind, level }| (kind, level))
}

fn told(when: &str, level: u8) -> LastNotice {
    LastNotice { at: at(when), level }
}

/// Checks all that is said at first about a clock nobody stops, in local times.
#[track_caller]
fn tells(clock: &ClockFacts, expected: &[&str]) {
    let (calendar, rules) = (china(), rules());
    let (mut now, mut last) = (clock.start, None);
    let mut lines = Vec::new();
    for _ in expected {
        let wake = next_wake(clock, last, now, &rules, &calendar).unwrap();
        let notice = notice_due(clock, last, wake.at, &rules, &calendar).unwrap();
        assert_eq!((notice.kind, notice.level), (wake.kind, wake.level));
        let shown = calendar.local(wake.at).format("%m-%d %H:%M");
        lines.push(format!("{shown} {:?} {}", wake.kind, wake.level));
        now = wake.at;
        last = Some(LastNotice { at: now, level: notice.level });
    }
    assert_eq!(lines, expected);
}

#[test]
fn three_working_days_across_the_make_up_saturday() {
    tells(
        &clock("2025-10-10 14:10", "3 wd"),
        &[
            "10-13 09:00 Before 1",
            "10-14 09:00 Before 1",
            "10-14 18:00 Expired 2",
            "10-15 09:00 Daily 2",
            "10-15 18:00 Escalated 3",
            "10-16 09:00 Daily 3",
            "10-17 09:00 Daily 3",
        ],
    );
}

#[test]
fn one_working_day_is_reminded_four_hours_before() {
    tells(
        &clock("2026-03-06 17:00", "1 wd"),
        &[
            "03-09 14:00 Before 1",
            "03-09 18:00 Expired 2",
            "03-10 09:00 Daily 2",
            "03-10 18:00 Escalated 3",
            "03-11 09:00 Daily 3",
        ],
    );
}

#[test]
fn hours_are_reminded_at_three_quarters() {
    tells(
        &clock("2026-03-02 10:00", "4 h"),
        &[
            "03-02 13:00 Before 1",
            "03-02 14:00 Expired 2",
            "03-03 09:00 Daily 2",
            "03-03 18:00 Escalated 3",
            "03-04 09:00 Daily 3",
        ],
    );
}

#[test]
fn calendar_days_expire_at_midnight_and_are_told_in_the_morning() {
    tells(
        &clock("2026-03-02 10:00", "3 cd"),
        &[
            "03-04 09:00 Before 1",
            "03-05 09:00 Before 1",
            "03-06 08:00 Expired 2",
            "03-06 18:00 Escalated 3",
            "03-09 09:00 Daily 3",
            "03-10 09:00 Daily 3",
        ],
    );
    tells(&clock("2026-03-02 10:00", "1 cd"), &["03-03 09:00 Before 1"]);
}

#[test]
fn fixed_dates_are_reminded_five_working_days_and_one_before() {
    tells(
        &clock("2026-09-01 10:00", "by 2026-10-10"),
        &["09-28 09:00 Before 1", "10-09 09:00 Before 1", "10-11 08:00 Expired 2"],
    );
}

#[test]
fn a_reminder_in_quiet_hours_waits_for_the_morning() {
    let overnight = clock("2026-03-02 16:00", "24 h");
    tells(&overnight, &["03-03 10:00 Before 1"]);
    let at_night = clock("2026-03-02 09:00", "24 h"); // 75 % is 03:00, due 09:00
    tells(&at_night, &["03-03 08:00 Before 1", "03-03 09:00 Expired 2"]);
}

#[test]
fn a_reminder_comes_earlier_when_the_morning_is_too_late() {
    let evening = clock("2026-03-02 19:00", "4 h"); // 75 % is 22:00, due 23:00
    tells(&evening, &["03-02 20:59 Before 1", "03-03 08:00 Expired 2"]);
    let until_eight = clock("2026-03-02 20:00", "12 h"); // due when the quiet ends
    tells(&until_eight, &["03-02 20:59 Before 1", "03-03 08:00 Expired 2"]);
    let in_the_night = clock("2026-03-02 22:00", "4 h"); // never before the start
    tells(&in_the_night, &["03-03 08:00 Expired 2"]);
}

#[test]
fn quiet_hours_have_sharp_edges() {
    let ends_at_nine = clock("2026-03-02 17:00", "4 h");
    tells(&ends_at_nine, &["03-02 20:00 Before 1", "03-03 08:00 Expired 2"]);
    let just_before = clock("2026-03-02 16:59", "4 h");
    tells(&just_before, &["03-02 19:59 Before 1", "03-02 20:59 Expired 2"]);
}

#[test]
fn emergencies_break_the_quiet() {
    let gas = ClockFacts { breaks_quiet: true, ..clock("2026-03-02 22:00", "4 h") };
    tells(&gas, &["03-03 01:00 Before 1", "03-03 02:00 Expired 2"]);
}

#[test]
fn however_many_were_missed_there_is_one_notice() {
    let order = clock("2026-03-02 10:00", "3 wd"); // due on the 5th
    assert_eq!(said(&order, None, "2026-03-03 12:00"), None);
    assert_eq!(said(&order, None, "2026-03-05 12:00"), Some((Wakeup::Before, 1)));
    assert_eq!(said(&order, None, "2026-03-06 10:00"), Some((Wakeup::Expired, 2)));
    assert_eq!(said(&order, None, "2026-03-20 10:00"), Some((Wakeup::Expired, 3)));
    let next = wake(&order, None, "2026-03-20 10:00");
    assert_eq!(next, Some((at("2026-03-23 09:00"), Wakeup::Daily, 3)));
}

#[test]
fn what_was_told_is_not_told_again() {
    let order = clock("2026-03-02 10:00", "3 wd");
    assert_eq!(said(&order, Some(told("2026-03-05 12:00", 1)), "2026-03-05 12:01"), None);
    assert_eq!(said(&order, Some(told("2026-03-05 18:00", 2)), "2026-03-05 20:00"), None);
    let climbed = said(&order, Some(told("2026-03-06 09:00", 2)), "2026-03-06 18:00");
    assert_eq!(climbed, Some((Wakeup::Escalated, 3)));
    let daily = said(&order, Some(told("2026-03-06 18:00", 3)), "2026-03-09 09:30");
    assert_eq!(daily, Some((Wakeup::Daily, 3)));
}

#[test]
fn a_morning_that_was_told_early_is_not_told_twice() {
    let order = clock("2026-03-02 10:00", "3 wd");
    let last_day = wake(&order, Some(told("2026-03-05 08:40", 1)), "2026-03-05 08:40");
    assert_eq!(last_day, Some((at("2026-03-05 18:00"), Wakeup::Expired, 2)));
    let told_early = Some(told("2026-03-10 08:40", 3));
    let overdue = wake(&order, told_early, "2026-03-10 08:40");
    assert_eq!(overdue, Some((at("2026-03-11 09:00"), Wakeup::Daily, 3)));
    assert_eq!(said(&order, told_early, "2026-03-10 09:00"), None);
}

#[test]
fn what_was_missed_is_held_back_in_the_night_and_told_in_the_morning() {
    let order = clock("2026-03-02 10:00", "3 wd");
    assert_eq!(said(&order, None, "2026-03-05 23:00"), None);
    let morning = wake(&order, None, "2026-03-05 23:00");
    assert_eq!(morning, Some((at("2026-03-06 08:00"), Wakeup::Expired, 2)));
    assert_eq!(said(&order, None, "2026-03-06 08:00"), Some((Wakeup::Expired, 2)));
}

#[test]
fn an_extension_is_reminded_and_expires_anew() {
    let extended = ClockFacts { due: at("2026-03-12 18:00"), ..clock("2026-03-02 10:00", "3 wd") };
    let last = Some(told("2026-03-06 09:00", 2));
    assert_eq!(said(&extended, last, "2026-03-06 10:00"), None);
    let next = wake(&extended, last, "2026-03-06 10:00");
    assert_eq!(next, Some((at("2026-03-11 09:00"), Wakeup::Before, 1)));
    assert_eq!(said(&extended, last, "2026-03-12 18:00"), Some((Wakeup::Expired, 2)));
}

#[test]
fn a_due_time_moved_into_the_past_is_told_as_expired() {
    let moved = ClockFacts { due: at("2026-03-04 18:00"), ..clock("2026-03-02 10:00", "3 wd") };
    let last = Some(told("2026-03-05 09:00", 1));
    assert_eq!(said(&moved, last, "2026-03-05 10:00"), Some((Wakeup::Expired, 2)));
}

#[test]
fn a_paused_clock_is_silent() {
    let paused = ClockFacts { paused: true, ..clock("2026-03-02 10:00", "3 wd") };
    assert_eq!(said(&paused, None, "2026-03-20 10:00"), None);
    assert_eq!(wake(&paused, None, "2026-03-20 10:00"), None);
}

#[test]
fn level_three_at_once_if_the_company_wants_it() {
    let strict = ReminderRules { escalate_l3_wd: 0, ..rules() };
    let order = clock("2026-03-02 10:00", "4 h");
    let notice = notice_due(&order, None, order.due, &strict, &china());
    assert_eq!(notice, Some(Notice { kind: Wakeup::Expired, level: 3 }));
}

#[test]
fn mornings_inside_quiet_hours_move_to_their_end() {
    let late_risers = ReminderRules { quiet_to: time("10:00"), ..rules() };
    let order = clock("2026-03-02 10:00", "3 wd");
    let next = next_wake(&order, None, order.start, &late_risers, &china()).unwrap();
    assert_eq!(next.at, at("2026-03-04 10:00"));
    let last = Some(told("2026-03-06 18:00", 3));
    let daily = next_wake(&order, last, at("2026-03-09 09:30"), &late_risers, &china()).unwrap();
    assert_eq!(daily.at, at("2026-03-09 10:00"));
}

#[test]
fn half_time_is_half_of_the_time() {
    assert_eq!(half(at("2026-03-02 10:00"), at("2026-03-02 14:00")), at("2026-03-02 12:00"));
    assert_eq!(half(at("2026-03-06 18:00"), at("2026-03-09 18:00")), at("2026-03-08 06:00"));
    assert_eq!(half(at("2026-03-02 10:00"), at("2026-03-01 10:00")), at("2026-03-02 10:00"));
}

/// Limits in calendar days run through public holidays; nobody hears of them on one.
#[test]
fn nobody_is_reminded_on_new_years_day() {
    // Over on 2 January at 24:00; 1 to 3 January 2026 are holidays.
    tells(&clock("2025-12-30 10:00", "3 cd"), &["12-31 20:59 Before 1", "01-04 08:00 Expired 2"]);
    // In the Spring Festival, 15 to 23 February 2026.
    tells(&clock("2026-02-14 10:00", "3 cd"), &["02-14 20:59 Before 1", "02-24 08:00 Expired 2"]);
}

fn limits() -> impl Strategy<Value = Limit> {
    prop_oneof![
        (0u32..12).prop_map(Limit::WorkingDays),
        (0u32..12).prop_map(Limit::CalendarDays),
        (0u32..80).prop_map(Limit::Hours),
        (0u32..300).prop_map(Limit::Minutes),
    ]
}

proptest! {
    #[test]
    fn the_next_wake_is_later_and_has_its_notice(
        start in 0i64..365 * 24 * 60, limit in limits(), breaks_quiet: bool,
        gone in 0i64..20 * 24 * 60, last in proptest::option::of((0i64..20 * 24 * 60, 1u8..=3)),
    ) {
        let (calendar, rules) = (china(), rules());
        let start = at("2026-01-01 00:00") + TimeDelta::minutes(start);
        let clock = ClockFacts { breaks_quiet, ..clock_at(start, limit) };
        let now = start + TimeDelta::minutes(gone);
        let last = last.map(|(ago, level)| LastNotice { at: now - TimeDelta::minutes(ago), level });
        let notice = notice_due(&clock, last, now, &rules, &calendar);
        let given = notice.map(|notice| LastNotice { at: now, level: notice.level }).or(last);

        prop_assert_eq!(notice_due(&clock, given, now, &rules, &calendar), None, "once is enough");
        let wake = next_wake(&clock, last, now, &rules, &calendar).unwrap();
        prop_assert!(wake.at > now);
        let then = notice_due(&clock, given, wake.at, &rules, &calendar);
        prop_assert_eq!(then, Some(Notice { kind: wake.kind, level: wake.level }));
        let just_before = wake.at - TimeDelta::seconds(1);
        if just_before > now {
            prop_assert_eq!(notice_due(&clock, given, just_before, &rules, &calendar), None);
        }
    }
}
