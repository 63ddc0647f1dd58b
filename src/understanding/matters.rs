//! Several matters in one message: "the kitchen tap leaks, and the bedroom light
//! is out too". What belongs together stays together; in doubt it is one.

use crate::script::words::Words;
use crate::understanding::category;
use crate::understanding::learned::Learned;
use crate::understanding::learning::features::Sentence;

/// One of several matters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// In the owner's own words.
    pub words: String,
    pub category: String,
}

/// More matters than these nobody tells in one message.
const MOST: usize = 5;

/// A clause has to be this sure of its category to be a matter of its own.
const OWN_FROM: f32 = 0.55;

/// The matters of a message; one, or none, where it does not plainly tell several.
#[must_use]
pub fn matters(learned: &Learned, words: &Words, text: &str) -> Vec<Matter> {
    let mut found: Vec<Matter> = Vec::new();
    for clause in clauses(text) {
        let guess = category::category(learned, &Sentence::read(clause));
        let adds = words.adds_a_matter(clause);
        let own = guess.certainty >= OWN_FROM && found.iter().all(|one| one.category != guess.best());
        match found.last_mut() {
            Some(before) if !(own && adds) => {
                before.words.push('，');
                before.words.push_str(words.without_connector(clause));
            }
            _ => found
                .push(Matter { words: words.without_connector(clause).to_owned(), category: guess.best().to_owned() }),
        }
    }
    found.truncate(MOST);
    found
}

/// The message cut at its marks.
fn clauses(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '，', '。', ';', '；', '!', '！', '\n', '、']).map(str::trim).filter(|clause| !clause.is_empty())
}
