//! The words by which a home and a claim to one are read, as `words.toml` lists
//! them. How they combine is read in `understanding`.

use crate::script::clean::simplified;
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// What one word means beside a number or a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HomeWord {
    Phase,
    Building,
    Unit,
    /// A unit, if a room follows; otherwise a door.
    Gate,
    Floor,
    Room,
    /// A number of whatever kind.
    Number,
    /// Before the number of a storey below the ground.
    Below,
    /// A shop, a parking place: homes that are numbered by themselves. The
    /// number tells one kind from another.
    Kind(u8),
    /// Between the parts of one home.
    Joiner,
    /// Between two homes.
    And,
    /// Beside a home: the speaker's own.
    Own,
    Not,
    /// Before a number that is somebody else's home.
    Neighbour,
    /// Behind a building: a place in it or before it.
    Place,
    /// Before a number that is no home at all.
    Before,
    /// Behind a number that counts something.
    Counter,
    /// What names of estates end in.
    Suffix,
    /// Words around a home that say nothing of it.
    Lead,
    /// Before and behind the place of a home in a list.
    Ordinal,
    OrdinalUnit,
    First,
    Last,
    /// The first and the last of two.
    Former,
    Latter,
}

/// What a stranger's message says besides telephone number and home.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimWords {
    /// He wants to be served as an owner.
    pub(crate) claim: Vec<String>,
    /// The same, unless he offers something.
    pub(crate) hint: Vec<String>,
    /// Advertising, errands, other people's business.
    pub(crate) offer: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct HomeWords {
    /// By their first character, the longest first.
    words: HashMap<char, Vec<(Vec<char>, HomeWord)>>,
    digits: HashMap<char, u32>,
    /// Characters for 10, 100, 1000.
    powers: HashMap<char, u32>,
    /// Characters that name a unit or a building.
    stems: Vec<char>,
    /// Characters that do so only before a mark.
    sides: Vec<char>,
    pub(crate) claims: ClaimWords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawHome {
    digits: Vec<String>,
    powers: Vec<String>,
    stems: String,
    sides: String,
    mark: BTreeMap<String, Vec<String>>,
    kind: BTreeMap<String, Vec<String>>,
    word: BTreeMap<String, Vec<String>>,
    claims: ClaimWords,
}

impl HomeWords {
    /// # Errors
    /// The name of a list that means nothing.
    pub(crate) fn new(raw: &RawHome) -> Result<HomeWords, String> {
        let mut lists = HomeWords {
            digits: numbered(&raw.digits, 0),
            powers: numbered(&raw.powers, 1).into_iter().map(|(c, power)| (c, 10_u32.pow(power.min(4)))).collect(),
            stems: raw.stems.chars().collect(),
            sides: raw.sides.chars().collect(),
            ..HomeWords::default()
        };
        let claims = |words: &[String]| words.iter().map(|word| lists.plain(word).into_iter().collect()).collect();
        let claims = ClaimWords {
            claim: claims(&raw.claims.claim),
            hint: claims(&raw.claims.hint),
            offer: claims(&raw.claims.offer),
        };
        lists.claims = claims;
        for (name, words) in raw.mark.iter().chain(&raw.word) {
            let word = named(name).ok_or_else(|| format!("`{name}` is no word of a home"))?;
            lists.put(words, word);
        }
        for (index, words) in raw.kind.values().enumerate() {
            lists.put(words, HomeWord::Kind(u8::try_from(index).unwrap_or(u8::MAX)));
        }
        for list in lists.words.values_mut() {
            list.sort_by_key(|(word, _)| Reverse(word.len()));
        }
        Ok(lists)
    }

    fn put(&mut self, words: &[String], means: HomeWord) {
        for word in words {
            let word = self.plain(word);
            if let Some(first) = word.first() {
                self.words.entry(*first).or_default().push((word, means));
            }
        }
    }

    /// Folded, and in simplified characters.
    #[must_use]
    pub fn plain(&self, text: &str) -> Vec<char> {
        simplified(text).chars().collect()
    }

    /// The longest word at the start of a plain text, with its length. An
    /// English word must end there.
    #[must_use]
    pub fn at_start(&self, text: &[char]) -> Option<(usize, HomeWord)> {
        let found = self.words.get(text.first()?)?.iter().find(|(word, _)| {
            let latin = word.last().is_some_and(char::is_ascii_alphabetic);
            text.starts_with(word) && !(latin && text.get(word.len()).is_some_and(char::is_ascii_alphabetic))
        });
        found.map(|(word, means)| (word.len(), *means))
    }

    #[must_use]
    pub fn digit(&self, c: char) -> Option<u32> {
        self.digits.get(&c).copied()
    }

    /// 10, 100 or 1000.
    #[must_use]
    pub fn power(&self, c: char) -> Option<u32> {
        self.powers.get(&c).copied()
    }

    #[must_use]
    pub fn is_stem(&self, c: char) -> bool {
        self.stems.contains(&c)
    }

    #[must_use]
    pub fn is_side(&self, c: char) -> bool {
        self.sides.contains(&c)
    }
}

/// The characters of each text, by the place of the text.
fn numbered(texts: &[String], from: u32) -> HashMap<char, u32> {
    texts.iter().zip(from..).flat_map(|(text, number)| text.chars().map(move |c| (c, number))).collect()
}

fn named(name: &str) -> Option<HomeWord> {
    Some(match name {
        "phase" => HomeWord::Phase,
        "building" => HomeWord::Building,
        "unit" => HomeWord::Unit,
        "gate" => HomeWord::Gate,
        "floor" => HomeWord::Floor,
        "room" => HomeWord::Room,
        "number" => HomeWord::Number,
        "below" => HomeWord::Below,
        "joiner" => HomeWord::Joiner,
        "and" => HomeWord::And,
        "own" => HomeWord::Own,
        "not" => HomeWord::Not,
        "neighbour" => HomeWord::Neighbour,
        "place" => HomeWord::Place,
        "before" => HomeWord::Before,
        "counter" => HomeWord::Counter,
        "suffix" => HomeWord::Suffix,
        "lead" => HomeWord::Lead,
        "ordinal" => HomeWord::Ordinal,
        "ordinal_unit" => HomeWord::OrdinalUnit,
        "first" => HomeWord::First,
        "last" => HomeWord::Last,
        "former" => HomeWord::Former,
        "latter" => HomeWord::Latter,
        _ => return None,
    })
}
