//! The answer to "please sign". Nobody's signature is ever taken that was not
//! given: consent stands in words, and nothing beside it takes it back.

use crate::script::clean::simplified;
use crate::script::words::Words;
use crate::understanding::learned::Learned;
use crate::understanding::learning::features::Sentence;

/// What a reply to the question says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Signed {
    /// Consents to the result.
    Signed,
    /// Refuses, and says nothing that were to be mended.
    Refused,
    /// Says what is not done, or not right.
    MoreWork,
    /// Thanks, "all right", a question, another matter.
    NotAnAnswer,
}

impl Signed {
    /// The word in labelled sentences.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Signed::Signed => "signed",
            Signed::Refused => "refused",
            Signed::MoreWork => "more_work",
            Signed::NotAnAnswer => "not_an_answer",
        }
    }
}

/// From here on words count as consent.
pub const SIGNED_FROM: f32 = 0.6;
/// From here on words count as a refusal or as more work.
pub const REFUSED_FROM: f32 = 0.5;

/// Reads one reply.
#[must_use]
pub fn signature(learned: &Learned, words: &Words, text: &str, sentence: &Sentence) -> Signed {
    let verdict = learned.signature.judge(sentence);
    let likely = |wanted: Signed| verdict.iter().find(|(label, _)| *label == wanted.word()).map_or(0.0, |(_, p)| *p);
    if likely(Signed::Signed) >= SIGNED_FROM && consents(text, words) {
        return Signed::Signed;
    }
    let (refused, more) = (likely(Signed::Refused), likely(Signed::MoreWork));
    match refused + more {
        both if both < REFUSED_FROM => Signed::NotAnAnswer,
        _ if more >= refused => Signed::MoreWork,
        _ => Signed::Refused,
    }
}

/// A word of consent stands there; none of them is negated, and nothing in the
/// message makes it a question or depend on something.
fn consents(text: &str, words: &Words) -> bool {
    let folded = simplified(text);
    let consent = words.consent();
    let negated = |before: &str| consent.not.iter().any(|not| before.ends_with(not.as_str()));
    let mut given = consent.given.iter().flat_map(|word| folded.match_indices(word.as_str())).peekable();
    given.peek().is_some()
        && given.all(|(at, _)| !negated(&folded[..at]))
        && !consent.doubt.iter().any(|word| folded.contains(word.as_str()))
}
