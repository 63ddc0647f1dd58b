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
