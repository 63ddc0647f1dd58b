//! The words beside amounts of money and numbers of a list, as `words.toml` has
//! them. How they combine is read in `understanding::{amount, numbers}`.

use crate::script::time_words::longest;

/// What one word beside an amount means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountWord {
    Currency,
    /// Tenths and hundredths of a yuan.
    Tenth,
    Hundredth,
    /// Changes nothing.
    Filler,
    /// The amount after it is the sum of all others.
    Total,
    /// The number is a limit and no amount.
    Bound,
    /// The same, only right behind a number.
    BoundAfter,
    /// Between the two ends of a range.
    Range,
    /// The sentence is no answer, whatever numbers it holds.
    Refusal,
}

#[derive(Clone, Debug, Default)]
pub struct AmountWords {
    /// Folded, the longest first.
    pub(crate) words: Vec<(String, AmountWord)>,
    /// Ten, hundred, thousand, ten thousand.
    pub(crate) units: Vec<(String, i64)>,
    pub(crate) digits: Vec<(char, i64)>,
}

impl AmountWords {
    /// The longest word at the start of a folded text, with its length in bytes.
    #[must_use]
    pub fn at_start(&self, text: &str) -> Option<(usize, AmountWord)> {
        longest(&self.words, text).map(|(length, word)| (length, *word))
    }

    /// A unit at the start of a folded text, with its length in bytes.
    #[must_use]
    pub fn unit(&self, text: &str) -> Option<(usize, i64)> {
        longest(&self.units, text).map(|(length, unit)| (length, *unit))
    }

    #[must_use]
    pub fn digit(&self, c: char) -> Option<i64> {
        self.digits.iter().find(|(digit, _)| *digit == c).map(|(_, value)| *value)
    }
}

/// What one word beside the number of a list means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberWord {
    /// A number that is a word.
    Value(i64),
    /// A number follows and is chosen.
    Choose,
    /// A number follows.
    Ordinal,
    /// One, unless another number is said.
    One,
    /// The number after it counts from the end.
    FromEnd,
    /// May follow a number.
    Counter,
    /// How many, not which.
    Several,
    First,
    Last,
    /// What is said after it is not meant.
    Not,
    Filler,
}

#[derive(Clone, Debug, Default)]
pub struct NumberWords {
    /// Folded, the longest first.
    pub(crate) words: Vec<(String, NumberWord)>,
    pub(crate) digits: Vec<(char, i64)>,
    pub(crate) ten: Vec<char>,
}

impl NumberWords {
    /// The longest word at the start of a folded text, with its length in bytes.
    #[must_use]
    pub fn at_start(&self, text: &str) -> Option<(usize, NumberWord)> {
        longest(&self.words, text).map(|(length, word)| (length, *word))
    }

    #[must_use]
    pub fn digit(&self, c: char) -> Option<i64> {
        self.digits.iter().find(|(digit, _)| *digit == c).map(|(_, value)| *value)
    }

    #[must_use]
    pub fn is_ten(&self, c: char) -> bool {
        self.ten.contains(&c)
    }
}
