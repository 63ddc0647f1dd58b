//! The labelled files to measure on, and who was taught without them.

use crate::script::fault::Fault;
use crate::script::source::Source;
use crate::script::words::Words;
use crate::understanding::Understanding;
use crate::understanding::learned::{Learned, corpus};
use crate::understanding::learning::examples::{self, Example};
use crate::understanding::learning::tasks::Corpus;
use std::collections::{BTreeMap, BTreeSet};

/// Where labelled files stand.
pub(super) const CHECKED: &str = "understanding/check/";
pub(super) const HELD: &str = "understanding/held/";

/// Cross-validation over so many parts.
pub(super) const PARTS: usize = 5;

/// Examples with the understanding that is asked about them and that has never
/// seen them.
pub(super) struct Asked {
    pub understanding: Understanding,
    /// By file, without folder and ending.
    pub files: BTreeMap<String, Vec<Example>>,
}

/// The labelled files of a folder, by name.
pub(super) fn files(source: &Source, folder: &str) -> Result<BTreeMap<String, Vec<Example>>, Vec<Fault>> {
    let mut read = BTreeMap::new();
    let mut faults = Vec::new();
    for file in source.files() {
        let Some(name) = file.path.strip_prefix(folder).and_then(|name| name.strip_suffix(".tsv")) else { continue };
        match examples::read(file.text) {
            Ok(examples) => {
                read.insert(name.to_owned(), examples);
            }
            Err(bad) => faults.extend(
                bad.into_iter().map(|line| Fault::of_file(format!("{}:{}", file.name(), line.line), line.reason)),
            ),
        }
    }
    if faults.is_empty() { Ok(read) } else { Err(faults) }
}

/// Whoever is asked about a part has learned from the other parts.
pub(super) fn crossed(source: &Source, words: &Words) -> Result<Vec<Asked>, Vec<Fault>> {
    let (corpus, files) = (corpus(source)?, files(source, CHECKED)?);
    let part = |wanted: usize| -> BTreeMap<String, Vec<Example>> {
        let of = |examples: &Vec<Example>| {
            examples
                .iter()
                .enumerate()
                .filter(|(at, _)| at % PARTS == wanted)
                .map(|(_, example)| example.clone())
                .collect()
        };
        files.iter().map(|(name, examples)| (name.clone(), of(examples))).collect()
    };
    Ok((0..PARTS).map(|wanted| asked(&corpus, part(wanted), words)).collect())
}

/// Whoever is asked about the held third has learned from everything else.
pub(super) fn held(source: &Source, words: &Words) -> Result<Asked, Vec<Fault>> {
    Ok(asked(&corpus(source)?, files(source, HELD)?, words))
}

fn asked(corpus: &Corpus, files: BTreeMap<String, Vec<Example>>, words: &Words) -> Asked {
    let texts: BTreeSet<&str> = files.values().flatten().map(|example| example.text.trim()).collect();
    let learned = Learned::from(&corpus.without(&texts));
    Asked { understanding: Understanding::new(learned, words.clone()), files }
}
