//! Finding many words in a sentence at once. Chinese words are found anywhere;
//! a word in Latin letters must stand alone, give or take a usual ending.

use aho_corasick::AhoCorasick;

/// What an English word may carry: leak, leaks, leaking, leaked, leaky.
const ENDINGS: [&str; 6] = ["", "s", "es", "ed", "ing", "y"];

#[derive(Clone, Debug)]
pub struct Matcher {
    automaton: AhoCorasick,
    words: Vec<Word>,
}

/// A word and whose it is: one word may speak for several owners.
#[derive(Clone, Debug)]
struct Word {
    text: String,
    owners: Vec<usize>,
}

/// A word found.
#[derive(Clone, Debug)]
pub(crate) struct Hit<'a> {
    pub word: &'a str,
    pub owners: &'a [usize],
    /// How much it says, in characters; a Latin word of six letters says about
    /// as much as a Chinese one of two.
    pub length: usize,
    start: usize,
    end: usize,
}

impl Matcher {
    /// `words` are folded; each comes with the index of its owner.
    pub(crate) fn new(words: impl IntoIterator<Item = (String, usize)>) -> Result<Matcher, aho_corasick::BuildError> {
        let mut made: Vec<Word> = Vec::new();
        for (text, owner) in words {
            match made.iter_mut().find(|word| word.text == text) {
                Some(word) if word.owners.contains(&owner) => {}
                Some(word) => word.owners.push(owner),
                None => made.push(Word { text, owners: vec![owner] }),
            }
        }
        let automaton = AhoCorasick::new(made.iter().map(|word| &word.text))?;
        Ok(Matcher { automaton, words: made })
    }

    /// The words in a folded text, in their order; where words overlap, the
    /// first and longest counts.
    pub(crate) fn hits<'a>(&'a self, text: &str) -> Vec<Hit<'a>> {
        let mut found: Vec<Hit<'a>> = Vec::new();
        for hit in self.automaton.find_overlapping_iter(text) {
            let word = &self.words[hit.pattern().as_usize()];
            if stands_alone(text, &word.text, hit.start(), hit.end()) {
                let length = weight(&word.text);
                found.push(Hit { word: &word.text, owners: &word.owners, length, start: hit.start(), end: hit.end() });
            }
        }
        found.sort_by_key(|hit| (hit.start, std::cmp::Reverse(hit.end)));
        let mut covered = 0;
        found.retain(|hit| {
            let free = hit.start >= covered;
            if free {
                covered = hit.end;
            }
            free
        });
        found
    }
}

fn weight(word: &str) -> usize {
    if word.is_ascii() { word.len().div_ceil(3) } else { word.chars().count() }
}

fn stands_alone(text: &str, word: &str, start: usize, end: usize) -> bool {
    let latin = |c: char| c.is_ascii_alphanumeric();
    let before = text[..start].chars().next_back().is_some_and(latin);
    if word.starts_with(latin) && before {
        return false;
    }
    if !word.ends_with(latin) {
        return true;
    }
    let rest = &text[end..];
    let tail = &rest[..rest.find(|c: char| !latin(c)).unwrap_or(rest.len())];
    ENDINGS.contains(&tail)
}
