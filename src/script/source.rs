//! The files of `dialogues/` as text, wherever they come from: the folder
//! embedded in the program, and folders laid over it. Reading a folder from
//! disk is the caller's business.

use include_dir::{Dir, include_dir};
use std::collections::{BTreeMap, BTreeSet};

static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/dialogues");

/// Files by their path relative to `dialogues/`, in layers.
#[derive(Clone, Debug, Default)]
pub struct Source {
    layers: Vec<Layer>,
}

/// One folder of files and the place that a fault names for them.
#[derive(Clone, Debug)]
struct Layer {
    place: String,
    files: BTreeMap<String, String>,
}

/// One file of one layer.
#[derive(Clone, Copy, Debug)]
pub struct SourceFile<'a> {
    /// The folder that it came from, as faults name it.
    pub place: &'a str,
    /// Relative to `dialogues/`, with forward slashes.
    pub path: &'a str,
    pub text: &'a str,
}

impl SourceFile<'_> {
    /// What a fault calls this file.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}/{}", self.place, self.path)
    }
}

impl Source {
    /// The folder that was built into the program.
    #[must_use]
    pub fn embedded() -> Source {
        let mut files = BTreeMap::new();
        gather(&EMBEDDED, &mut files);
        Source::from_map(files)
    }

    #[must_use]
    pub fn from_map(files: BTreeMap<String, String>) -> Source {
        Source::from_folder("dialogues", files)
    }

    /// Files that the caller read from a folder of his own; `place` is its name.
    #[must_use]
    pub fn from_folder(place: &str, files: BTreeMap<String, String>) -> Source {
        Source { layers: vec![Layer { place: place.trim_end_matches('/').to_owned(), files }] }
    }

    /// Lays other files over these. A script or word list of the upper layer
    /// replaces the one below it; text files are merged key by key, so that an
    /// upper one holds only the sentences that it changes.
    #[must_use]
    pub fn overlay(mut self, above: Source) -> Source {
        self.layers.extend(above.layers);
        self
    }

    /// The uppermost file of that path.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<SourceFile<'_>> {
        self.layers_of(path).into_iter().last()
    }

    /// Every layer's file of that path, the lowest first.
    #[must_use]
    pub fn layers_of(&self, path: &str) -> Vec<SourceFile<'_>> {
        let found = self.layers.iter().filter_map(|layer| {
            let (path, text) = layer.files.get_key_value(path)?;
            Some(SourceFile { place: &layer.place, path, text })
        });
        found.collect()
    }

    /// Every path once, with its uppermost file.
    pub fn files(&self) -> impl Iterator<Item = SourceFile<'_>> {
        let paths: BTreeSet<&String> = self.layers.iter().flat_map(|layer| layer.files.keys()).collect();
        paths.into_iter().filter_map(|path| self.get(path))
    }
}

fn gather(dir: &Dir<'_>, files: &mut BTreeMap<String, String>) {
    for file in dir.files() {
        if let Some(text) = file.contents_utf8() {
            files.insert(file.path().to_string_lossy().replace('\\', "/"), text.to_owned());
        }
    }
    for inner in dir.dirs() {
        gather(inner, files);
    }
}
