//! Whether a sentence tells of a danger that cannot wait.

use crate::domain::danger::Danger;
use crate::script::words::Words;

/// What a sentence says about danger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alarm {
    Quiet,
    /// It may be one: its owner is asked, before anything else.
    Doubt(Cause),
    /// Somebody has to move within minutes.
    Rings(Cause),
}

/// What spoke for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    pub danger: Danger,
    /// The part of the sentence that spoke for it most.
    pub because: String,
}

/// Reads one sentence.
#[must_use]
pub fn alarm(text: &str, words: &Words) -> Alarm {
    let cause = |because: String| Cause { danger: words.danger(&because).unwrap_or(Danger::Other), because };
    match (words.emergency(text), words.doubt(text)) {
        (Some(because), _) => Alarm::Rings(cause(because)),
        (None, Some(because)) => Alarm::Doubt(cause(because)),
        (None, None) => Alarm::Quiet,
    }
}
