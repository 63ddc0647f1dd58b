//! Times, amounts and list numbers measured on the labelled sentences. Of
//! those held back only counts are said, so that nobody mends them line by line.

use super::scene::{Outcome, Tally, WORDS};
use crate::understanding::amount::parse_amount;
use crate::understanding::numbers::choice;
use crate::understanding::when::{Frame, Standing, When, WhenFault, read_when};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Asia::Shanghai;

/// Thursday, 07:50 in Shanghai.
fn frame() -> Frame {
    Frame { now: "2026-11-25T23:50:00Z".parse().unwrap(), zone: Shanghai, day_means: None, within_days: 60 }
}

fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Shanghai).naive_local()
}

fn moment(label: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(label, "%Y-%m-%dT%H:%M").ok()
}

/// Whether what was read is what a label says.
fn is_time(read: Result<When, WhenFault>, label: &str) -> bool {
    let name = |standing| match standing {
        Standing::Weekend => "weekend",
        Standing::Weekday => "weekday",
        Standing::Evening => "evening",
        Standing::Anytime => "anytime",
    };
    match read {
        Err(_) => label == "ask",
        Ok(When::Standing(standing)) => label == name(standing),
        Ok(When::Day(day)) => label == day.to_string(),
        Ok(When::At(from) | When::Between(from, _)) => match label.split_once('/') {
            Some((start, end)) => {
                moment(start).zip(moment(end)).is_some_and(|(a, b)| a <= local(from) && local(from) < b)
            }
            None => moment(label) == Some(local(from)) || label.parse::<NaiveDate>() == Ok(local(from).date()),
        },
    }
}

fn time(said: &str, labels: &[String]) -> (Outcome, String) {
    let read = read_when(said, WORDS.time(), &frame());
    let got = match read {
        Ok(When::At(at)) => local(at).to_string(),
        Ok(When::Between(from, to)) => format!("{} to {}", local(from), local(to)),
        other => format!("{other:?}"),
    };
    let outcome = if labels.iter().any(|label| is_time(read, label)) {
        Outcome::Right
    } else if read.is_err() || matches!(read, Ok(When::Standing(_))) {
        Outcome::Asked
    } else {
        Outcome::Wrong
    };
    (outcome, got)
}

fn fen(label: &str) -> Option<i64> {
    let (yuan, part) = label.split_once('.').unwrap_or((label, "0"));
    let part = format!("{part:0<2}");
    Some(100 * yuan.parse::<i64>().ok()? + part.parse::<i64>().ok()?)
}

fn amount(said: &str, labels: &[String]) -> (Outcome, String) {
    let read = parse_amount(said, WORDS.amount());
    let right = labels.iter().any(|label| if label == "ask" { read.is_err() } else { read.ok() == fen(label) });
    (outcome(right, read.is_ok()), format!("{read:?}"))
}

fn number(said: &str, labels: &[String]) -> (Outcome, String) {
    let read = choice(said, 8, WORDS.numbers());
    let right = labels.iter().any(|label| if label == "none" { read.is_none() } else { read == label.parse().ok() });
    (outcome(right, read.is_some()), format!("{read:?}"))
}

fn outcome(right: bool, taken: bool) -> Outcome {
    match (right, taken) {
        (true, _) => Outcome::Right,
        (false, false) => Outcome::Asked,
        (false, true) => Outcome::Wrong,
    }
}

/// A measure that lets everything pass measures nothing.
#[test]
fn the_measure_tells_right_from_wrong() {
    let labels = |label: &str| vec![label.to_owned()];
    assert_eq!(number("3", &labels("4")).0, Outcome::Wrong);
    assert_eq!(number("3", &labels("none")).0, Outcome::Wrong);
    assert_eq!(number("嗯", &labels("3")).0, Outcome::Asked);
    assert_eq!(number("嗯", &labels("none")).0, Outcome::Right);
    assert_eq!(amount("300", &labels("301")).0, Outcome::Wrong);
    assert_eq!(amount("300", &labels("ask")).0, Outcome::Wrong);
    assert_eq!(amount("便宜点", &labels("300")).0, Outcome::Asked);
    assert_eq!(amount("15.5", &labels("15.5")).0, Outcome::Right);
    assert_eq!(time("明天下午3点", &labels("2026-11-27T16:00")).0, Outcome::Wrong);
    assert_eq!(time("明天下午3点", &labels("ask")).0, Outcome::Wrong);
    assert_eq!(time("没空", &labels("2026-11-27T16:00")).0, Outcome::Asked);
    assert_eq!(time("明天", &labels("2026-11-27")).0, Outcome::Right);
}

#[test]
fn times_are_understood() {
    Tally::of("check/times.tsv", time).reaches(192, 1000, 0);
}

#[test]
fn amounts_are_understood() {
    Tally::of("check/amounts.tsv", amount).reaches(112, 1000, 0);
}

#[test]
fn choices_are_understood() {
    Tally::of("check/choices.tsv", number).reaches(100, 1000, 0);
}

/// As good as when this was written, and no worse.
#[test]
fn the_sentences_held_back() {
    let all = [
        ("times", Tally::of("held/times.tsv", time), 89, 4),
        ("amounts", Tally::of("held/amounts.tsv", amount), 53, 1),
        ("choices", Tally::of("held/choices.tsv", number), 48, 0),
    ];
    for (name, tally, least_right, most_wrong) in all {
        let counts = format!("{name}: {} right, {} asked, {} wrong", tally.right, tally.asked, tally.wrong);
        println!("{counts}");
        assert!(tally.right >= least_right && tally.wrong <= most_wrong, "{counts}");
    }
}
