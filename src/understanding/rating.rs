//! The answer to "how satisfied are you?": figures by rule, words by what was
//! learned. Words that say what is wrong are no score and no new complaint.

use crate::script::clean::fold;
use crate::script::words::{Words, bare};
use crate::understanding::learned::Learned;
use crate::understanding::learning::features::Sentence;
use crate::understanding::numbers::figures as figures_of;
use std::collections::BTreeSet;

/// What a reply to the question says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rated {
    /// 5 is very satisfied, 1 very dissatisfied.
    Score(i64),
    /// It says what is wrong; a score only where one is plain.
    Wrong(Option<i64>),
    /// No score can be taken: asked again.
    Unclear,
}

/// From here on a score in words is taken.
pub const SCORE_FROM: f32 = 0.65;
/// From here on words count as saying what is wrong.
pub const WRONG_FROM: f32 = 0.5;

const SCORES: std::ops::RangeInclusive<i64> = 1..=5;
const STARS: [char; 4] = ['⭐', '★', '🌟', '☆'];

/// Reads one reply.
#[must_use]
pub fn rating(learned: &Learned, words: &Words, text: &str, sentence: &Sentence) -> Rated {
    if let Some(level) = words.level(text) {
        return Rated::Score(level);
    }
    match figures(text, words) {
        Figures::One(score) => return Rated::Score(score),
        Figures::Unusable => return Rated::Unclear,
        Figures::None => {}
    }
    let verdict = learned.rating.judge(sentence);
    let sum = |wanted: &dyn Fn(&str) -> bool| verdict.iter().filter(|(label, _)| wanted(label)).map(|(_, p)| p).sum();
    let wrong: f32 = sum(&|label| label.starts_with("complaint"));
    if wrong >= WRONG_FROM {
        let score = verdict.iter().find_map(|(label, likely)| Some((label.strip_prefix("complaint:")?, *likely)));
        let plain = score.filter(|(_, likely)| *likely >= WRONG_FROM).and_then(|(score, _)| score.parse().ok());
        return Rated::Wrong(plain);
    }
    match verdict.first() {
        Some((label, likely)) if *likely >= SCORE_FROM => label.parse().map_or(Rated::Unclear, Rated::Score),
        _ => Rated::Unclear,
    }
}

enum Figures {
    None,
    One(i64),
    /// Several, or none of the scale.
    Unusable,
}

/// Stars, a bare number, or a number with its unit ("4分", "五颗星").
fn figures(text: &str, words: &Words) -> Figures {
    let stars = text.chars().filter(|c| STARS.contains(c)).count();
    if stars > 0 {
        let score = i64::try_from(stars).unwrap_or(i64::MAX);
        return if SCORES.contains(&score) { Figures::One(score) } else { Figures::Unusable };
    }
    let folded = fold(text);
    if let Some(full) = words.scale().full.iter().find(|full| folded.contains(full.as_str())) {
        let negated = words.scale().not.iter().any(|not| folded.contains(&format!("{not}{full}")));
        return if negated { Figures::Unusable } else { Figures::One(*SCORES.end()) };
    }
    if let Some(number) = number(&bare(text), words) {
        return if SCORES.contains(&number) { Figures::One(number) } else { Figures::Unusable };
    }
    if words.scale().less_than_one.iter().any(|word| folded.contains(word.as_str())) {
        return Figures::One(*SCORES.start());
    }
    let said = with_unit(&folded, words);
    match said.iter().collect::<Vec<_>>().as_slice() {
        [] => Figures::None,
        [one] if SCORES.contains(*one) => Figures::One(**one),
        _ => Figures::Unusable,
    }
}

/// Every number that stands before a unit of the scale, if nothing else is measured.
fn with_unit(folded: &str, words: &Words) -> BTreeSet<i64> {
    let scale = words.scale();
    let mut found = BTreeSet::new();
    for unit in &scale.unit {
        for (at, _) in folded.match_indices(unit.as_str()) {
            let after = &folded[at + unit.len()..];
            let longer = scale.other_unit.iter().any(|other| after.starts_with(other.as_str()));
            let before = folded[..at].trim_end();
            let begins = before
                .char_indices()
                .rev()
                .take_while(|(_, c)| c.is_ascii_digit() || words.time().digit(*c).is_some() || words.time().is_ten(*c))
                .last();
            if let Some((begin, _)) = begins.filter(|_| !longer)
                && let Some(number) = number(&before[begin..], words)
            {
                found.insert(number);
            }
        }
    }
    found
}

/// A whole number, in figures of any kind or in characters, up to a hundred.
fn number(text: &str, words: &Words) -> Option<i64> {
    if let Some((Some(number), length)) = figures_of(text)
        && length == text.len()
    {
        return Some(number);
    }
    let mut chars = text.chars();
    let (first, second, third) = (chars.next()?, chars.next(), chars.next());
    let digit = |c: char| words.time().digit(c);
    match (second, third) {
        (None, _) if words.time().is_ten(first) => Some(10),
        (None, _) => digit(first),
        (Some(ten), None) if words.time().is_ten(ten) => Some(10 * digit(first)?),
        _ => None,
    }
}
