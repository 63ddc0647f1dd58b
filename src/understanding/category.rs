//! What a complaint is about.

use crate::understanding::learned::Learned;
use crate::understanding::learning::features::Sentence;
use crate::understanding::learning::tasks::NONE;

/// A guess at the category.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// The likeliest categories, the best first; never empty.
    pub likely: Vec<String>,
    /// How likely the best is.
    pub certainty: f32,
}

/// From here on the likeliest is taken without a question.
pub const SURE_FROM: f32 = 0.46;

/// So many are offered first where it is not sure.
const OFFERED: usize = 3;

impl Guess {
    #[must_use]
    pub fn best(&self) -> &str {
        self.likely.first().map_or("", String::as_str)
    }

    /// The category to take, if it may be taken.
    #[must_use]
    pub fn sure(&self) -> Option<&str> {
        (self.certainty >= SURE_FROM).then(|| self.best())
    }
}

/// Reads one sentence about one matter. That it is no complaint at all is
/// another question.
#[must_use]
pub fn category(learned: &Learned, sentence: &Sentence) -> Guess {
    let verdict = learned.category.judge(sentence);
    let mut categories = verdict.iter().filter(|(label, _)| *label != NONE).peekable();
    let certainty = categories.peek().map_or(0.0, |(_, likely)| *likely);
    let likely = categories.take(OFFERED).map(|(label, _)| (*label).to_owned()).collect();
    Guess { likely, certainty }
}
