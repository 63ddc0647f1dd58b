//! The labelled sentences, and what they do not hold.

mod amounts;
mod binding;
mod homes;
mod learned;
mod measure;
mod numbers;
mod robust;
mod scene;
mod times;

use crate::script::source::Source;
use crate::script::texts::Texts;
use crate::script::words::Words;

pub(super) fn words() -> Words {
    let source = Source::embedded();
    let texts = Texts::load(&source).expect("the texts");
    Words::load(&source, &texts).expect("the words")
}

/// A file of labelled sentences: its first line, and the columns of the others.
pub(super) fn labelled(path: &str) -> (String, Vec<Vec<String>>) {
    let source = Source::embedded();
    let text = source.get(path).unwrap_or_else(|| panic!("{path} is missing")).text.to_owned();
    let mut lines = text.lines().map(str::to_owned);
    let head = lines.next().expect("a header");
    (head, lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// What the header says stands behind that word.
pub(super) fn after<'a>(head: &'a str, word: &str) -> &'a str {
    head.split_once(word).expect("a register in the header").1.trim()
}
