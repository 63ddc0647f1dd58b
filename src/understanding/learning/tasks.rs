//! What is learned from which file. A file's name begins with its task:
//! `understanding/learn/category_more.tsv`. Sentences of one task teach others
//! what they are not: an ordinary complaint is no emergency.

use super::examples::{self, BadLine, Example};
use super::features::Sentence;
use super::model::Model;
use super::train::{Lesson, Manner, train};
use std::collections::{BTreeMap, BTreeSet};

/// What a model says of a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// `none`, or the kind of danger.
    Emergency,
    /// A category of `words.toml`, or `none`.
    Category,
    /// What a first message wants.
    Intent,
    /// The answer to "how satisfied are you?".
    Rating,
    /// The answer to "please sign".
    Signature,
}

/// No danger; no complaint.
pub const NONE: &str = "none";
/// The intent of whoever reports something.
pub const COMPLAINT: &str = "complaint";

impl Task {
    pub const ALL: [Task; 5] = [Task::Emergency, Task::Category, Task::Intent, Task::Rating, Task::Signature];

    /// How its files' names begin.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Task::Emergency => "emergency",
            Task::Category => "category",
            Task::Intent => "intent",
            Task::Rating => "rating",
            Task::Signature => "signature",
        }
    }

    fn of_path(path: &str) -> Option<Task> {
        let name = path.rsplit('/').next().unwrap_or(path);
        let stem = name.split(['.', '_']).next().unwrap_or(name);
        Task::ALL.into_iter().find(|task| task.word() == stem)
    }
}

/// The folders of sentences that are learned from: those that are also measured
/// by cross-validation, and those that are only learned from.
pub const FOLDERS: [&str; 2] = ["understanding/check/", "understanding/learn/"];

/// All sentences to learn from, by task.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    examples: BTreeMap<Task, Vec<Example>>,
}

/// A file's path with what is wrong in it.
pub type BadFile = (String, BadLine);

impl Corpus {
    /// Reads the files of the two folders; others are passed over.
    ///
    /// # Errors
    /// Every line that is no labelled sentence.
    pub fn read<'f>(files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Result<Corpus, Vec<BadFile>> {
        let mut corpus = Corpus::default();
        let mut faults = Vec::new();
        for (path, text) in files {
            let Some(task) = Task::of_path(path).filter(|_| FOLDERS.iter().any(|folder| path.starts_with(folder)))
            else {
                continue;
            };
            match examples::read(text) {
                Ok(read) => corpus.examples.entry(task).or_default().extend(read),
                Err(bad) => faults.extend(bad.into_iter().map(|line| (path.to_owned(), line))),
            }
        }
        if faults.is_empty() { Ok(corpus) } else { Err(faults) }
    }

    /// Without these sentences, whatever task they stand under: whoever measures
    /// with them must not have learned them.
    #[must_use]
    pub fn without(&self, sentences: &BTreeSet<&str>) -> Corpus {
        let mut left = self.clone();
        for examples in left.examples.values_mut() {
            examples.retain(|example| !sentences.contains(example.text.trim()));
        }
        left
    }

    #[must_use]
    pub fn of(&self, task: Task) -> &[Example] {
        self.examples.get(&task).map_or(&[], Vec::as_slice)
    }

    /// Learns one task.
    #[must_use]
    pub fn learn(&self, task: Task) -> Model {
        let taught = self.taught(task);
        let labels: BTreeSet<&str> =
            taught.iter().flat_map(|(_, target, _)| target.iter().map(|(label, _)| *label)).collect();
        let labels: Vec<String> = labels.into_iter().map(str::to_owned).collect();
        let place = |label: &str| labels.iter().position(|one| one == label);
        let lessons: Vec<Lesson> = taught
            .into_iter()
            .map(|(text, target, weight)| Lesson {
                sentence: Sentence::read(text),
                target: target.into_iter().filter_map(|(label, share)| Some((place(label)?, share))).collect(),
                weight,
            })
            .collect();
        train(&lessons, &labels, Manner::default())
    }

    fn taught(&self, task: Task) -> Vec<Taught<'_>> {
        match task {
            Task::Emergency => self.dangers(),
            Task::Intent => self.intents(),
            Task::Category | Task::Rating | Task::Signature => {
                self.of(task).iter().map(|example| (example.text.as_str(), shares(&example.labels), 1.0)).collect()
            }
        }
    }

    fn dangers(&self) -> Vec<Taught<'_>> {
        let told = self.of(Task::Emergency).iter().filter_map(|example| {
            let label = match (example.label(), example.rest.first()) {
                ("yes", Some(kind)) => kind.as_str(),
                ("no", _) => NONE,
                _ => return None,
            };
            Some((example.text.as_str(), vec![(label, 1.0)], 1.0))
        });
        let ordinary = self.of(Task::Category).iter().filter(|example| !example.in_doubt());
        let other = self.of(Task::Intent).iter().filter(|example| !example.allows(COMPLAINT));
        told.chain(ordinary.chain(other).map(|example| (example.text.as_str(), vec![(NONE, 1.0)], 1.0))).collect()
    }

    fn intents(&self) -> Vec<Taught<'_>> {
        let own = self.of(Task::Intent).iter().map(|example| (example.text.as_str(), shares(&example.labels), 1.0));
        let matters = self.of(Task::Category).iter().filter(|example| !example.allows(NONE));
        own.chain(matters.map(|example| (example.text.as_str(), vec![(COMPLAINT, 1.0)], BORROWED))).collect()
    }
}

/// A sentence, how much of it is which label, and how much it counts.
type Taught<'t> = (&'t str, Vec<(&'t str, f32)>, f32);

/// What a sentence of another task counts: there are many of them, all alike.
const BORROWED: f32 = 0.03;

/// Where several labels are right the first is the better one.
const FIRST_OF_SEVERAL: f32 = 0.6;

#[expect(clippy::cast_precision_loss, reason = "a handful of labels")]
fn shares(labels: &[String]) -> Vec<(&str, f32)> {
    let others = labels.len().saturating_sub(1) as f32;
    let share = |at: usize| match (at, labels.len()) {
        (_, 1) => 1.0,
        (0, _) => FIRST_OF_SEVERAL,
        _ => (1.0 - FIRST_OF_SEVERAL) / others,
    };
    labels.iter().enumerate().map(|(at, label)| (label.as_str(), share(at))).collect()
}
