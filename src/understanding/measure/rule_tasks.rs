//! What the labelled files of a rule count: times, amounts, numbers of a list.
//! Each sentence is read right, or asked about though it was clear, or a value
//! is taken that was not meant.

use crate::script::words::Words;
use crate::understanding::amount::parse_amount;
use crate::understanding::learning::examples::Example;
use crate::understanding::measure::report::{Outcome, Tally};
use crate::understanding::numbers::choice;
use crate::understanding::times::when::{Frame, Standing, When, WhenFault, read_when};
use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Asia::Shanghai;

/// The labels of times are for this moment: Thursday 26 November 2026, 07:50 in
/// Shanghai, as the file's first line says.
const SAID_AT: &str = "2026-11-25T23:50:00Z";

/// So many lines stand in the list that a number answers.
const LINES: usize = 8;

/// How one sentence is read, and what was read.
type Judge = fn(&Words, &Example) -> (Outcome, String);

/// Counts one file.
pub(super) fn rule(row: &'static str, judge: Judge, words: &Words, examples: &[Example], tally: &mut Tally) {
    for example in examples {
        let (outcome, read) = judge(words, example);
        tally.count(row, outcome.word());
        if outcome != Outcome::Right {
            tally.wrong(row, example, &read);
        }
    }
}

pub(crate) fn time(words: &Words, example: &Example) -> (Outcome, String) {
    let frame = Frame { now: SAID_AT.parse().unwrap_or_default(), zone: Shanghai, day_means: None, within_days: 60 };
    let read = read_when(&example.text, words.time(), &frame);
    let shown = match read {
        Ok(When::At(at)) => local(at).to_string(),
        Ok(When::Between(from, to)) => format!("{} to {}", local(from), local(to)),
        other => format!("{other:?}"),
    };
    let outcome = if example.labels.iter().any(|label| is_time(read, label)) {
        Outcome::Right
    } else if read.is_err() || matches!(read, Ok(When::Standing(_))) {
        Outcome::Asked
    } else {
        Outcome::Wrong
    };
    (outcome, shown)
}

fn local(at: DateTime<Utc>) -> NaiveDateTime {
    at.with_timezone(&Shanghai).naive_local()
}

fn moment(label: &str) -> Option<NaiveDateTime> {
    NaiveDateTime::parse_from_str(label, "%Y-%m-%dT%H:%M").ok()
}

/// Whether what was read is what a label says. A start inside the range that is
/// meant is right; so is any hour of a day of which no hour was said.
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

pub(crate) fn amount(words: &Words, example: &Example) -> (Outcome, String) {
    let read = parse_amount(&example.text, words.amount());
    let is = |label: &String| if label == "ask" { read.is_err() } else { read.ok() == fen(label) };
    (judged(example.labels.iter().any(is), read.is_ok()), format!("{read:?}"))
}

/// Yuan as the labels write them, in fen.
fn fen(label: &str) -> Option<i64> {
    let (yuan, part) = label.split_once('.').unwrap_or((label, "0"));
    let part = format!("{part:0<2}");
    Some(100 * yuan.parse::<i64>().ok()? + part.parse::<i64>().ok()?)
}

pub(crate) fn number(words: &Words, example: &Example) -> (Outcome, String) {
    let read = choice(&example.text, LINES, words.numbers());
    let is = |label: &String| if label == "none" { read.is_none() } else { read == label.parse().ok() };
    (judged(example.labels.iter().any(is), read.is_some()), format!("{read:?}"))
}

/// By whether it is right, and whether a value was taken.
pub(super) fn judged(right: bool, taken: bool) -> Outcome {
    match (right, taken) {
        (true, _) => Outcome::Right,
        (false, false) => Outcome::Asked,
        (false, true) => Outcome::Wrong,
    }
}
