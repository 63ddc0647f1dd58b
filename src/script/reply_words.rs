//! How a reply to a question of ours is worded: scores and signatures. Read from
//! `words.toml`, sections `[scale]` and `[consent]`.

use crate::script::clean::fold;
use serde::Deserialize;

/// How a score is written: rulebook S12's five levels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScaleWords {
    /// What stands behind the number.
    pub unit: Vec<String>,
    /// What makes the unit another one ("minute").
    pub other_unit: Vec<String>,
    /// Full marks.
    pub full: Vec<String>,
    /// Not even one.
    pub less_than_one: Vec<String>,
    /// Words before a score that turn it round.
    pub not: Vec<String>,
}

/// Words of a signature.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsentWords {
    pub given: Vec<String>,
    /// Right before such a word it is the opposite; the spaces in it count.
    pub not: Vec<String>,
    /// Anywhere in the message: a condition, a question, a reservation.
    pub doubt: Vec<String>,
}

impl ScaleWords {
    pub(crate) fn folded(self) -> ScaleWords {
        ScaleWords {
            unit: folded(&self.unit),
            other_unit: folded(&self.other_unit),
            full: folded(&self.full),
            less_than_one: folded(&self.less_than_one),
            not: folded(&self.not),
        }
    }
}

impl ConsentWords {
    pub(crate) fn folded(self) -> ConsentWords {
        ConsentWords { given: folded(&self.given), not: self.not, doubt: folded(&self.doubt) }
    }
}

fn folded(words: &[String]) -> Vec<String> {
    words.iter().map(|word| fold(word)).filter(|word| !word.is_empty()).collect()
}
