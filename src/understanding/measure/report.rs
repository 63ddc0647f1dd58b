//! The figures, and the sentences that still go wrong.

use crate::script::fault::Fault;
use crate::script::source::Source;
use crate::script::words::Words;
use crate::understanding::learning::examples::Example;
use crate::understanding::measure::learned_tasks;
use crate::understanding::measure::seen::{self, Asked};
use std::collections::BTreeMap;

/// One line of the table: how often each outcome came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    pub outcomes: BTreeMap<String, usize>,
}

impl Row {
    #[must_use]
    pub fn total(&self) -> usize {
        self.outcomes.values().sum()
    }

    #[must_use]
    pub fn of(&self, outcome: &str) -> usize {
        self.outcomes.get(outcome).copied().unwrap_or_default()
    }

    /// In hundredths of all.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a few thousand sentences")]
    pub fn percent(&self, outcome: &str) -> f64 {
        100.0 * self.of(outcome) as f64 / self.total().max(1) as f64
    }
}

/// A sentence that went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    pub what: String,
    pub text: String,
    pub wanted: String,
    pub heard: String,
}

/// What was counted.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    rows: BTreeMap<&'static str, BTreeMap<String, usize>>,
    mistakes: Vec<Mistake>,
}

impl Tally {
    pub(super) fn count(&mut self, row: &'static str, outcome: &str) {
        *self.rows.entry(row).or_default().entry(outcome.to_owned()).or_default() += 1;
    }

    pub(super) fn wrong(&mut self, row: &'static str, example: &Example, heard: &str) {
        self.mistakes.push(Mistake {
            what: row.to_owned(),
            text: example.text.clone(),
            wanted: example.labels.join("|"),
            heard: heard.to_owned(),
        });
    }
}

/// One measurement.
#[derive(Clone, Debug)]
pub struct Measured {
    pub rows: Vec<Row>,
    pub mistakes: Vec<Mistake>,
}

impl Measured {
    #[must_use]
    pub fn row(&self, name: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.name == name)
    }
}

/// Measures: by cross-validation, and on what is held back.
///
/// # Errors
/// Lines that are no labelled sentences.
pub fn measure(source: &Source, words: &Words) -> Result<(Measured, Measured), Vec<Fault>> {
    let crossed = seen::crossed(source, words)?;
    let held = seen::held(source, words)?;
    Ok((tally(&crossed), tally(std::slice::from_ref(&held))))
}

fn tally(asked: &[Asked]) -> Measured {
    let mut tally = Tally::default();
    for Asked { understanding, files } in asked {
        for (name, examples) in files {
            match name.as_str() {
                "emergency" => learned_tasks::emergency(understanding, examples, &mut tally),
                "category" => learned_tasks::category(understanding, examples, &mut tally),
                "intent" => learned_tasks::intent(understanding, examples, &mut tally),
                "rating" => learned_tasks::rating(understanding, examples, &mut tally),
                "signature" => learned_tasks::signature(understanding, examples, &mut tally),
                _ => {}
            }
        }
    }
    let rows = tally.rows.into_iter().map(|(name, outcomes)| Row { name: name.to_owned(), outcomes }).collect();
    Measured { rows, mistakes: tally.mistakes }
}
