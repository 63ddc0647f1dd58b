//! The words that are shipped.

use crate::script::scripts::Scripts;
use crate::script::source::Source;
use crate::script::texts::Texts;
use crate::script::words::Words;
use std::sync::LazyLock;

pub static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let source = Source::embedded();
    let texts = Texts::load(&source).unwrap();
    Scripts::load(&source, &texts).unwrap().words().clone()
});
