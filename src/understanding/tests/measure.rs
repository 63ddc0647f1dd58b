//! What rules read, measured on the labelled sentences; and the measure itself.
//! Of the sentences held back only counts are said, so that nobody mends them
//! line by line.

use super::scene::WORDS;
use crate::script::source::Source;
use crate::script::words::Words;
use crate::understanding::learning::examples::Example;
use crate::understanding::measure::{Measured, Outcome, amount, measure_rules, number, time};

fn measured(folder: &str) -> Measured {
    measure_rules(&Source::embedded(), &WORDS, folder).expect("labelled sentences")
}

fn judged(judge: fn(&Words, &Example) -> (Outcome, String), said: &str, label: &str) -> Outcome {
    let example = Example { text: said.to_owned(), labels: vec![label.to_owned()], rest: Vec::new(), line: 1 };
    judge(&WORDS, &example).0
}

/// A measure that lets everything pass measures nothing.
#[test]
fn the_measure_tells_right_from_wrong() {
    assert_eq!(judged(number, "3", "4"), Outcome::Wrong);
    assert_eq!(judged(number, "3", "none"), Outcome::Wrong);
    assert_eq!(judged(number, "嗯", "3"), Outcome::Asked);
    assert_eq!(judged(number, "嗯", "none"), Outcome::Right);
    assert_eq!(judged(amount, "300", "301"), Outcome::Wrong);
    assert_eq!(judged(amount, "300", "ask"), Outcome::Wrong);
    assert_eq!(judged(amount, "便宜点", "300"), Outcome::Asked);
    assert_eq!(judged(amount, "15.5", "15.5"), Outcome::Right);
    assert_eq!(judged(time, "明天下午3点", "2026-11-27T16:00"), Outcome::Wrong);
    assert_eq!(judged(time, "明天下午3点", "ask"), Outcome::Wrong);
    assert_eq!(judged(time, "没空", "2026-11-27T16:00"), Outcome::Asked);
    assert_eq!(judged(time, "明天", "2026-11-27"), Outcome::Right);
}

/// All of them were, when this was written.
#[test]
fn every_labelled_sentence_is_read() {
    let measured = measured("understanding/check/");
    assert!(measured.mistakes.is_empty(), "{:#?}", measured.mistakes);
    for (name, lines) in [("times", 192), ("amounts", 112), ("choices", 100), ("homes", 118), ("binding", 62)] {
        assert_eq!(measured.row(name).map(|row| row.of("right")), Some(lines), "every line of {name} is measured");
    }
}

/// As good as when this was written, and no worse.
#[test]
fn the_sentences_held_back() {
    let measured = measured("understanding/held/");
    let all = [("times", 89, 4), ("amounts", 53, 1), ("choices", 48, 0), ("homes", 58, 0), ("binding", 30, 0)];
    for (name, least_right, most_wrong) in all {
        let row = measured.row(name).expect("a held file");
        let counts = format!("{name}: {:?}", row.outcomes);
        assert!(row.of("right") >= least_right && row.of("wrong") <= most_wrong, "{counts}");
    }
}
