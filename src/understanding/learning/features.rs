//! What the learner sees of a sentence: runs of one to four characters, runs of
//! two and three syllables (what dictation mishears sounds alike), and words
//! where words are parted by spaces. Each is a number, its hash.

use crate::script::clean::simplified;
use pinyin::ToPinyin;

/// A longer text is cut here, in characters: whatever cannot wait has been said
/// by then.
pub const LONGEST: usize = 400;

/// So many bytes are looked at before anything else is done with a text.
const MOST_BYTES: usize = 8 * LONGEST;

const SENTENCE_BEGINS: char = '^';
const SENTENCE_ENDS: char = '$';
/// Every number is the same number: homes and dates are not learned by heart.
const ANY_NUMBER: char = '0';

/// A text as the learner reads it: simplified characters, one case, one width,
/// numbers and spaces each as one sign.
#[derive(Clone, Debug)]
pub struct Sentence {
    chars: Vec<char>,
    features: Vec<Feature>,
}

/// One feature: its number, and which characters of the sentence it stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feature {
    pub id: u32,
    pub from: u16,
    pub to: u16,
}

impl Sentence {
    #[must_use]
    pub fn read(text: &str) -> Sentence {
        let chars = tidy(text);
        let features = features(&chars);
        Sentence { chars, features }
    }

    /// Sorted by number, each once.
    #[must_use]
    pub fn features(&self) -> &[Feature] {
        &self.features
    }

    /// What each feature counts, so that long sentences weigh no more than short ones.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a few thousand features")]
    pub fn weight(&self) -> f32 {
        1.0 / (self.features.len().max(1) as f32).sqrt()
    }

    /// The words that these characters stand for, without the signs at the ends.
    #[must_use]
    pub fn part(&self, from: u16, to: u16) -> String {
        let inside = |c: &&char| !matches!(**c, SENTENCE_BEGINS | SENTENCE_ENDS);
        self.chars[usize::from(from)..usize::from(to)].iter().filter(inside).collect()
    }
}

/// The beginning of a text, cut at a whole character.
fn beginning(text: &str) -> &str {
    let mut end = text.len().min(MOST_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

fn tidy(text: &str) -> Vec<char> {
    let text = simplified(beginning(text));
    let mut tidied = vec![SENTENCE_BEGINS];
    for c in text.chars().take(LONGEST) {
        let c = match c {
            c if c.is_ascii_digit() => ANY_NUMBER,
            c if c.is_whitespace() => ' ',
            c => c,
        };
        if !(matches!(c, ANY_NUMBER | ' ') && tidied.last() == Some(&c)) {
            tidied.push(c);
        }
    }
    tidied.push(SENTENCE_ENDS);
    tidied
}

/// Which kind of feature; part of its hash.
#[derive(Clone, Copy)]
enum Kind {
    Characters,
    Syllables,
    Words,
}

fn features(chars: &[char]) -> Vec<Feature> {
    let mut found = Vec::with_capacity(chars.len() * 7);
    characters(chars, &mut found);
    syllables(chars, &mut found);
    words(chars, &mut found);
    found.sort_unstable_by_key(|feature| (feature.id, feature.from));
    found.dedup_by_key(|feature| feature.id);
    found
}

fn characters(chars: &[char], found: &mut Vec<Feature>) {
    for length in 1..=4 {
        for (at, run) in chars.windows(length).enumerate() {
            let id = run.iter().fold(begin(Kind::Characters, length), |hash, c| mix_char(hash, *c));
            found.push(feature(id, at, at + length));
        }
    }
}

fn syllables(chars: &[char], found: &mut Vec<Feature>) {
    let spoken: Vec<(usize, &'static str)> =
        chars.iter().enumerate().filter_map(|(at, c)| c.to_pinyin().map(|sound| (at, sound.plain()))).collect();
    for length in 2..=3 {
        for run in spoken.windows(length) {
            let (first, last) = (run[0].0, run[length - 1].0);
            // One sign between two syllables is a comma; more is another clause.
            if last - first <= length {
                let id = run.iter().fold(begin(Kind::Syllables, length), |hash, (_, sound)| mix_word(hash, sound));
                found.push(feature(id, first, last + 1));
            }
        }
    }
}

fn words(chars: &[char], found: &mut Vec<Feature>) {
    let letter = |c: &char| c.is_ascii_alphabetic() || *c == '\'';
    let mut places: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let length = chars[at..].iter().take_while(|c| letter(c)).count();
        if length > 0 {
            places.push((at, at + length));
        }
        at += length.max(1);
    }
    for length in 1..=2 {
        for run in places.windows(length) {
            let id = run.iter().fold(begin(Kind::Words, length), |hash, (from, to)| {
                let word: String = chars[*from..*to].iter().collect();
                mix_word(hash, &word)
            });
            found.push(feature(id, run[0].0, run[length - 1].1));
        }
    }
}

fn feature(id: u32, from: usize, to: usize) -> Feature {
    let place = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
    Feature { id, from: place(from), to: place(to) }
}

/// FNV-1a, 32 bits: the same on every machine and in every version.
const OFFSET: u32 = 0x811c_9dc5;
const PRIME: u32 = 0x0100_0193;

fn mix(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(PRIME)
}

fn begin(kind: Kind, length: usize) -> u32 {
    mix(mix(OFFSET, kind as u8), length.to_le_bytes()[0])
}

fn mix_char(hash: u32, c: char) -> u32 {
    u32::from(c).to_le_bytes().into_iter().fold(hash, mix)
}

fn mix_word(hash: u32, word: &str) -> u32 {
    mix(word.bytes().fold(hash, mix), b' ')
}
