//! What is wrong with a file of `dialogues/`, so that whoever edited it finds
//! the place: file, line and a sentence. For operators, not for chats.

use std::fmt;
use std::ops::Range;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    pub file: String,
    /// Counted from 1; `None` when the fault is of the whole file.
    pub line: Option<usize>,
    pub reason: String,
}

impl Fault {
    #[must_use]
    pub fn of_file(file: impl Into<String>, reason: impl Into<String>) -> Fault {
        Fault { file: file.into(), line: None, reason: reason.into() }
    }

    /// A fault at a place in a file's text; `span` counts bytes, as `toml` does.
    #[must_use]
    pub fn at(file: impl Into<String>, text: &str, span: Option<Range<usize>>, reason: impl Into<String>) -> Fault {
        let line = span.map(|span| Lines::of(text).at(span.start));
        Fault { file: file.into(), line, reason: reason.into() }
    }

    /// What the TOML reader refused: syntax, an unknown key, a wrong type.
    #[must_use]
    pub fn of_toml(file: impl Into<String>, text: &str, error: &toml::de::Error) -> Fault {
        Fault::at(file, text, error.span(), error.message())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.reason),
            None => write!(f, "{}: {}", self.file, self.reason),
        }
    }
}

/// Where the lines of a text end, for whoever asks about many places in it.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Lines {
        Lines(text.match_indices('\n').map(|(offset, _)| offset).collect())
    }

    /// The line of this byte, counted from 1.
    pub(crate) fn at(&self, offset: usize) -> usize {
        1 + self.0.partition_point(|end| *end < offset)
    }
}
