//! The sections of `words.toml` about amounts of money and numbers of a list.

use crate::script::number_words::{AmountWord, AmountWords, NumberWord, NumberWords};
use crate::script::word_files::folded;
use serde::Deserialize;
use std::cmp::Reverse;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAmount {
    currency: Vec<String>,
    tenth: Vec<String>,
    hundredth: Vec<String>,
    ten: Vec<String>,
    hundred: Vec<String>,
    thousand: Vec<String>,
    ten_thousand: Vec<String>,
    filler: Vec<String>,
    total: Vec<String>,
    bound: Vec<String>,
    bound_after: Vec<String>,
    range: Vec<String>,
    refusal: Vec<String>,
    digit: Vec<RawDigit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawDigit {
    number: i64,
    characters: Vec<char>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawNumber {
    choose: Vec<String>,
    ordinal: Vec<String>,
    one: Vec<String>,
    from_end: Vec<String>,
    counter: Vec<String>,
    several: Vec<String>,
    first: Vec<String>,
    last: Vec<String>,
    not: Vec<String>,
    filler: Vec<String>,
    value: Vec<RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawValue {
    number: i64,
    words: Vec<String>,
}

impl RawAmount {
    pub(crate) fn words(&self) -> AmountWords {
        let lists = [
            (&self.currency, AmountWord::Currency),
            (&self.tenth, AmountWord::Tenth),
            (&self.hundredth, AmountWord::Hundredth),
            (&self.filler, AmountWord::Filler),
            (&self.total, AmountWord::Total),
            (&self.bound, AmountWord::Bound),
            (&self.bound_after, AmountWord::BoundAfter),
            (&self.range, AmountWord::Range),
            (&self.refusal, AmountWord::Refusal),
        ];
        let units = [(&self.ten, 10), (&self.hundred, 100), (&self.thousand, 1_000), (&self.ten_thousand, 10_000)];
        AmountWords { words: longest_first(&lists), units: longest_first(&units), digits: digits(&self.digit) }
    }
}

impl RawNumber {
    /// The characters for digits are those of amounts.
    pub(crate) fn words(&self, amount: &RawAmount) -> NumberWords {
        let mut lists = vec![
            (&self.choose, NumberWord::Choose),
            (&self.ordinal, NumberWord::Ordinal),
            (&self.one, NumberWord::One),
            (&self.from_end, NumberWord::FromEnd),
            (&self.counter, NumberWord::Counter),
            (&self.several, NumberWord::Several),
            (&self.first, NumberWord::First),
            (&self.last, NumberWord::Last),
            (&self.not, NumberWord::Not),
            (&self.filler, NumberWord::Filler),
        ];
        lists.extend(self.value.iter().map(|value| (&value.words, NumberWord::Value(value.number))));
        let ten = amount.ten.iter().filter_map(|word| word.chars().next()).collect();
        NumberWords { words: longest_first(&lists), digits: digits(&amount.digit), ten }
    }
}

fn digits(raw: &[RawDigit]) -> Vec<(char, i64)> {
    raw.iter().flat_map(|digit| digit.characters.iter().map(|c| (*c, digit.number))).collect()
}

fn longest_first<T: Copy>(lists: &[(&Vec<String>, T)]) -> Vec<(String, T)> {
    let mut words: Vec<(String, T)> =
        lists.iter().flat_map(|(list, means)| folded(list).map(|word| (word, *means))).collect();
    words.sort_by_key(|(word, _)| Reverse(word.len()));
    words
}
