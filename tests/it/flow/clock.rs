//! The two times and chance.

use crate::base::{seconds, start};
use anju::clock::{Chance, Clock, Until, to_micros};
use chrono::TimeDelta;
use std::time::Duration;

fn at(calendar: Option<i64>, machine: Option<i64>) -> Until {
    Until { calendar: calendar.map(|s| start() + seconds(s)), machine: machine.map(|s| start() + seconds(s)) }
}

/// Whether a wait ends within a moment of real time.
async fn ends(clock: &Clock, until: Until) -> bool {
    tokio::time::timeout(Duration::from_millis(20), clock.wait_until(until)).await.is_ok()
}

#[tokio::test]
async fn a_frozen_clock_moves_only_when_told() {
    let clock = Clock::frozen(start());
    clock.advance_calendar(seconds(10));
    assert_eq!((clock.calendar_now(), clock.machine_now()), (start() + seconds(10), start()));
    clock.advance_machine(seconds(3));
    clock.advance(seconds(1));
    clock.advance_calendar(seconds(-5));
    assert_eq!((clock.calendar_now(), clock.machine_now()), (start() + seconds(11), start() + seconds(4)));
}

#[tokio::test]
async fn a_wait_ends_at_either_instant() {
    let clock = Clock::frozen(start());
    assert!(ends(&clock, at(Some(0), None)).await);
    assert!(ends(&clock, at(Some(9), Some(0))).await);
    assert!(!ends(&clock, at(Some(1), Some(1))).await);
    assert!(!ends(&clock, at(None, None)).await);
}

#[tokio::test]
async fn a_move_wakes_whoever_waits() {
    let clock = Clock::frozen(start());
    let waits = [at(Some(3600), None), at(None, Some(3600)), at(Some(7200), Some(3600))];
    let waiting = waits.into_iter().map(|until| {
        let clock = clock.clone();
        tokio::spawn(async move { clock.wait_until(until).await })
    });
    let waiting: Vec<_> = waiting.collect();
    tokio::task::yield_now().await;
    clock.advance(seconds(3599));
    tokio::task::yield_now().await;
    assert!(waiting.iter().all(|wait| !wait.is_finished()));
    clock.advance(seconds(1));
    for wait in waiting {
        tokio::time::timeout(Duration::from_secs(5), wait).await.expect("it wakes").unwrap();
    }
}

#[tokio::test]
async fn a_running_clock_can_be_ahead() {
    let clock = Clock::real();
    let before = clock.machine_now();
    clock.advance_calendar(TimeDelta::hours(1));
    assert!(clock.calendar_now() - before >= TimeDelta::hours(1));
    assert!(clock.machine_now() - before < TimeDelta::minutes(10));
    let soon = Until { calendar: Some(clock.calendar_now() + TimeDelta::milliseconds(5)), machine: None };
    assert!(tokio::time::timeout(Duration::from_secs(5), clock.wait_until(soon)).await.is_ok());
    let waiting = tokio::spawn({
        let clock = clock.clone();
        async move {
            clock.wait_until(Until { calendar: Some(clock.calendar_now() + TimeDelta::hours(1)), machine: None }).await
        }
    });
    crate::base::nap(20).await;
    clock.advance_calendar(TimeDelta::hours(2));
    tokio::time::timeout(Duration::from_secs(5), waiting).await.expect("the move wakes it").unwrap();
}

#[test]
fn instants_have_microseconds() {
    let exact = start() + TimeDelta::nanoseconds(1_234_567);
    assert_eq!(to_micros(exact), start() + TimeDelta::microseconds(1234));
    assert_eq!(Clock::frozen(exact).machine_now(), start() + TimeDelta::microseconds(1234));
}

#[test]
fn chance_repeats_only_when_seeded() {
    assert_eq!(Chance::seeded(7).code(20), Chance::seeded(7).code(20));
    let (one, two) = (Chance::real().code(20), Chance::real().code(20));
    assert_ne!(one, two);
    assert!(one.len() == 20 && one.chars().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit()));
    assert!(!one.contains(['0', 'O', '1', 'I']));
    assert_eq!(Chance::real().below(1), 0);
}
