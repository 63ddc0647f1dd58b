//! The figures, and the sentences that still go wrong.

use crate::script::fault::Fault;
use crate::script::source::Source;
use crate::script::words::Words;
use crate::understanding::learning::examples::Example;
use crate::understanding::measure::seen::{self, Asked, CHECKED, HELD};
use crate::understanding::measure::{home_tasks, learned_tasks, rule_tasks};
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

/// What became of a sentence that a rule reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Right,
    /// Asked again though it was clear.
    Asked,
    /// A value was taken that was not meant.
    Wrong,
}

impl Outcome {
    pub(super) fn word(self) -> &'static str {
        match self {
            Outcome::Right => "right",
            Outcome::Asked => "asked",
            Outcome::Wrong => "wrong",
        }
    }
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

    fn measured(self) -> Measured {
        let rows = self.rows.into_iter().map(|(name, outcomes)| Row { name: name.to_owned(), outcomes }).collect();
        Measured { rows, mistakes: self.mistakes }
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

/// Measures: by cross-validation, and on what is held back. Rules have learned
/// nothing, and are measured on the sentences as they are.
///
/// # Errors
/// Lines that are no labelled sentences.
pub fn measure(source: &Source, words: &Words) -> Result<(Measured, Measured), Vec<Fault>> {
    let mut crossed = Tally::default();
    for asked in seen::crossed(source, words)? {
        learned(&asked, &mut crossed);
    }
    rules(source, words, CHECKED, &mut crossed)?;
    let mut held = Tally::default();
    learned(&seen::held(source, words)?, &mut held);
    rules(source, words, HELD, &mut held)?;
    Ok((crossed.measured(), held.measured()))
}

/// The rules alone, on the sentences of one folder.
///
/// # Errors
/// Lines that are no labelled sentences.
pub fn measure_rules(source: &Source, words: &Words, folder: &str) -> Result<Measured, Vec<Fault>> {
    let mut tally = Tally::default();
    rules(source, words, folder, &mut tally)?;
    Ok(tally.measured())
}

fn learned(Asked { understanding, files }: &Asked, tally: &mut Tally) {
    for (name, examples) in files {
        match name.as_str() {
            "emergency" => learned_tasks::emergency(understanding, examples, tally),
            "category" => learned_tasks::category(understanding, examples, tally),
            "intent" => learned_tasks::intent(understanding, examples, tally),
            "rating" => learned_tasks::rating(understanding, examples, tally),
            "signature" => learned_tasks::signature(understanding, examples, tally),
            _ => {}
        }
    }
}

fn rules(source: &Source, words: &Words, folder: &str, tally: &mut Tally) -> Result<(), Vec<Fault>> {
    for (name, examples) in seen::files(source, folder)? {
        let file = source.get(&format!("{folder}{name}.tsv"));
        let head = file.and_then(|file| file.text.lines().next()).unwrap_or_default();
        match name.as_str() {
            "times" => rule_tasks::rule("times", rule_tasks::time, words, &examples, tally),
            "amounts" => rule_tasks::rule("amounts", rule_tasks::amount, words, &examples, tally),
            "choices" => rule_tasks::rule("choices", rule_tasks::number, words, &examples, tally),
            "homes" => home_tasks::homes(head, words, &examples, tally),
            "binding" => home_tasks::binding(head, words, &examples, tally),
            _ => {}
        }
    }
    Ok(())
}
