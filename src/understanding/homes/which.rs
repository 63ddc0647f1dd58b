//! Which home somebody means, however he writes it. Both sides, words and
//! register, are brought into one form (`shapes`) and compared there; a
//! home is taken only where exactly one fits and its room is said.

use super::mentions::{Mention, Sentence, sentence};
use super::parts::{Role, items};
use super::phones;
use super::shapes::{Shape, readings};
use super::tokens::{Names, Token, plain, tokens};
use crate::script::home_words::{HomeWord, HomeWords};
use std::collections::BTreeSet;

/// A home as it is registered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub estate: String,
    pub number: String,
}

impl Entry {
    #[must_use]
    pub fn new(estate: impl Into<String>, number: impl Into<String>) -> Entry {
        Entry { estate: estate.into(), number: number.into() }
    }
}

/// What words for a home mean; homes by their place in the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    One(usize),
    /// These fit; whoever said it has to be asked.
    Several(Vec<usize>),
    /// A home is named, and it is not in the register.
    Unknown,
    /// No home is named.
    Nothing,
}

/// The homes of a register in their normal form, ready to be asked often.
pub struct Register<'a> {
    lists: &'a HomeWords,
    names: Names,
    homes: Vec<Home>,
}

struct Home {
    /// Its place among the names of estates.
    estate: usize,
    shape: Shape,
}

/// A mention with the homes that fit it.
pub(super) struct Read {
    pub fits: BTreeSet<usize>,
    pub whole: bool,
    /// A building, a kind, a mark: more than digits.
    pub marked: bool,
    /// Only a guess led to the homes.
    pub guessed: bool,
    pub mention: Mention,
}

/// The one home of the register that the words mean.
#[must_use]
pub fn meant(words: &str, register: &[Entry], lists: &HomeWords) -> Meant {
    Register::new(register, &[], lists).meant(words)
}

/// Which of his few homes the speaker means, in the order in which they are
/// shown to him: here a building, an estate or a place in the list is enough.
#[must_use]
pub fn own(words: &str, homes: &[Entry], lists: &HomeWords) -> Meant {
    Register::new(homes, &[], lists).own(words)
}

/// Which of his homes a sentence about something else names. A building or an
/// estate alone is a place ("the lamp below building 3"), unless right beside
/// it stands that he lives there; a place in a list that he was not shown is
/// nothing; of homes of others nothing is concluded.
#[must_use]
pub fn named(words: &str, homes: &[Entry], lists: &HomeWords) -> Option<usize> {
    Register::new(homes, &[], lists).named(words)
}

impl<'a> Register<'a> {
    /// `others` are estates beside those of the homes, so that their names are
    /// known for what they are.
    #[must_use]
    pub fn new(register: &[Entry], others: &[String], lists: &'a HomeWords) -> Register<'a> {
        let mut estates: Vec<&str> = Vec::new();
        let mut places = std::collections::BTreeMap::new();
        for name in register.iter().map(|entry| entry.estate.as_str()).chain(others.iter().map(String::as_str)) {
            places.entry(name).or_insert_with(|| {
                estates.push(name);
                estates.len() - 1
            });
        }
        let names = Names::new(estates, lists);
        let none = Names::new([], lists);
        let homes = register.iter().map(|entry| Home {
            estate: places.get(entry.estate.as_str()).copied().unwrap_or_default(),
            shape: shape_of(&entry.number, &none, lists),
        });
        Register { lists, names, homes: homes.collect() }
    }

    fn read(&self, words: &str) -> (Sentence, Vec<Read>) {
        let text = plain(words, self.lists);
        let hidden = phones::find(&text, self.lists).hidden;
        let tokens = tokens(&text, &hidden, &self.names, self.lists);
        let mut sentence = sentence(&items(&tokens));
        let mut reads: Vec<Read> = Vec::new();
        let mut shape_before: Option<Shape> = None;
        for mention in std::mem::take(&mut sentence.mentions) {
            if mention.not || mention.neighbour {
                continue;
            }
            let (read, shape) = self.fit(mention, shape_before.take());
            shape_before = shape;
            reads.extend(read);
        }
        (sentence, reads)
    }

    /// The homes that fit a mention, and how it was read.
    fn fit(&self, mention: Mention, before: Option<Shape>) -> (Option<Read>, Option<Shape>) {
        let mut readings = readings(&mention);
        // "3-2-1201 and 1202": the second is in the same building.
        if let (true, Some(before), [shape]) = (mention.listed, &before, readings.sure.as_mut_slice())
            && shape.building.is_none()
            && shape.kind.is_none()
            && shape.number.is_none()
        {
            let unit = shape.unit.take().or_else(|| before.unit.clone());
            *shape = Shape { building: before.building.clone(), phase: before.phase.clone(), unit, ..shape.clone() };
            readings.guesses.clear();
        }
        let Some(first) = readings.sure.first().cloned() else {
            // Marks without sense: a home is named, nobody knows which.
            let marked = mention.parts.len() > 1;
            let read = Read { fits: BTreeSet::new(), whole: false, marked, guessed: true, mention };
            return (marked.then_some(read), None);
        };
        let doubt = mention.foreign || mention.estate.as_ref().is_some_and(|named| named.doubt);
        let in_estate = |home: &Home| mention.estate.as_ref().is_none_or(|named| named.which.contains(&home.estate));
        let fitting = |shape: &Shape| -> BTreeSet<usize> {
            let homes = self.homes.iter().enumerate();
            let fits = homes.filter(|(_, home)| in_estate(home) && shape.fits(&home.shape));
            let fits: BTreeSet<usize> = fits.map(|(index, _)| index).collect();
            // Where units are registered, the one that is said counts for more.
            let there: BTreeSet<usize> =
                fits.iter().copied().filter(|index| self.homes[*index].shape.unit == shape.unit).collect();
            if shape.unit.is_some() && !there.is_empty() { there } else { fits }
        };
        let sure = readings.sure.iter().map(|shape| (shape, fitting(shape))).find(|(_, fits)| !fits.is_empty());
        let marked = mention.kind.is_some() || mention.parts.len() > 1 || !mention.has(Role::Bare);
        let (fits, whole, guessed) = match sure {
            Some((shape, fits)) => {
                // A building whose number is said is not a home.
                let building = |at: &usize| shape.number.is_some() && self.homes[*at].shape.building.is_some();
                let whole = shape.is_whole() && !fits.iter().any(building) && !doubt;
                (fits, whole, doubt)
            }
            None => {
                let exactly =
                    |shape: &Shape, index: &usize| shape.unit.is_none() || self.homes[*index].shape.unit == shape.unit;
                let fits = |shape: &Shape| {
                    fitting(shape).into_iter().filter(|index| exactly(shape, index)).collect::<Vec<_>>()
                };
                let fits: BTreeSet<usize> = readings.guesses.iter().flat_map(fits).collect();
                (fits, first.is_whole(), true)
            }
        };
        (Some(Read { fits, whole, marked, guessed, mention }), Some(first))
    }

    /// The homes that words name with their rooms, and whether one of them is
    /// not in the register; what is not whole is left out.
    pub(super) fn whole(&self, words: &str) -> (Vec<Read>, Vec<Read>) {
        let (_, reads) = self.read(words);
        reads.into_iter().partition(|read| read.whole && !read.guessed)
    }

    #[must_use]
    pub fn meant(&self, words: &str) -> Meant {
        let (sentence, reads) = self.read(words);
        self.judge(&sentence, &reads)
    }

    fn judge(&self, sentence: &Sentence, reads: &[Read]) -> Meant {
        let found =
            |reads: &[&Read]| -> BTreeSet<usize> { reads.iter().flat_map(|read| read.fits.iter().copied()).collect() };
        let whole: Vec<&Read> = reads.iter().filter(|read| read.whole).collect();
        if whole.is_empty() {
            let vague: Vec<&Read> = reads.iter().collect();
            let mut fits = found(&vague);
            if vague.is_empty() {
                let named: BTreeSet<usize> = sentence.estates.iter().flat_map(|named| named.which.clone()).collect();
                fits.extend((0..self.homes.len()).filter(|index| named.contains(&self.homes[*index].estate)));
            }
            return match (fits.is_empty(), vague.iter().any(|read| read.marked)) {
                (false, _) => Meant::Several(fits.into_iter().collect()),
                (true, true) => Meant::Unknown,
                (true, false) => Meant::Nothing,
            };
        }
        let known: Vec<&Read> = whole.iter().copied().filter(|read| !read.fits.is_empty()).collect();
        let unknown = whole.iter().any(|read| read.fits.is_empty() && read.marked);
        let fits = found(&known);
        // Said twice, once more exactly: what fits both.
        let common = known.iter().map(|read| read.fits.clone()).reduce(|one, other| &one & &other).unwrap_or_default();
        let sure = !unknown && known.iter().all(|read| !read.guessed);
        match (fits.len(), common.first()) {
            (0, _) => Meant::Unknown,
            (_, Some(one)) if common.len() == 1 && sure => Meant::One(*one),
            _ => Meant::Several(fits.into_iter().collect()),
        }
    }

    #[must_use]
    pub fn own(&self, words: &str) -> Meant {
        let (sentence, reads) = self.read(words);
        let meant = self.judge(&sentence, &reads);
        // The gate of a building is no home in it.
        let place = |read: &Read| !read.whole && read.mention.place;
        let sure =
            reads.iter().all(|read| !read.guessed && !place(read)) && sentence.estates.iter().all(|named| !named.doubt);
        match meant {
            Meant::Several(fits) if fits.len() == 1 && sure => Meant::One(fits[0]),
            Meant::Several(_) | Meant::One(_) => meant,
            Meant::Unknown | Meant::Nothing if reads.is_empty() || meant == Meant::Nothing => {
                self.in_order(words).map_or(meant, Meant::One)
            }
            Meant::Unknown | Meant::Nothing => meant,
        }
    }

    /// "The second one", "the last", of two "the one behind".
    fn in_order(&self, words: &str) -> Option<usize> {
        let tokens = tokens(&plain(words, self.lists), &[], &self.names, self.lists);
        let count = self.homes.len();
        let word = |at: usize| match tokens.get(at).map(|placed| &placed.token) {
            Some(Token::Word(word)) => Some(*word),
            _ => None,
        };
        let mut found = BTreeSet::new();
        for (at, placed) in tokens.iter().enumerate() {
            let place = match &placed.token {
                Token::Word(HomeWord::Not) => return None,
                Token::Word(HomeWord::Ordinal) => match tokens.get(at + 1).map(|placed| &placed.token) {
                    Some(Token::Number(number))
                        if matches!(word(at + 2), Some(HomeWord::OrdinalUnit | HomeWord::Room))
                            || at + 2 == tokens.len() =>
                    {
                        number.parse::<usize>().ok()
                    }
                    _ => None,
                },
                Token::Word(HomeWord::First) => Some(1),
                Token::Word(HomeWord::Last) => Some(count),
                Token::Word(HomeWord::Former) if count == 2 => Some(1),
                Token::Word(HomeWord::Latter) if count == 2 => Some(2),
                Token::Number(number) if placed.end - placed.start > number.len() => number.parse().ok(),
                _ => None,
            };
            found.extend(place.and_then(|place| place.checked_sub(1)).filter(|place| *place < count));
        }
        found.pop_first().filter(|_| found.is_empty())
    }

    #[must_use]
    pub fn named(&self, words: &str) -> Option<usize> {
        let (sentence, reads) = self.read(words);
        let mut found: BTreeSet<usize> = BTreeSet::new();
        for read in reads.iter().filter(|read| !read.guessed && read.fits.len() == 1) {
            let numbered =
                read.mention.has(Role::Number) && read.mention.kind.is_none() && read.mention.parts.len() == 1;
            let told = read.whole && !numbered;
            let his = read.mention.own && !read.mention.place;
            if told || his {
                found.extend(&read.fits);
            }
        }
        if reads.is_empty() && sentence.own_estate {
            let named: BTreeSet<usize> =
                sentence.estates.iter().filter(|named| !named.doubt).flat_map(|named| named.which.clone()).collect();
            let there: Vec<usize> =
                (0..self.homes.len()).filter(|index| named.contains(&self.homes[*index].estate)).collect();
            found.extend(there.first().filter(|_| there.len() == 1));
        }
        found.pop_first().filter(|_| found.is_empty())
    }
}

fn shape_of(number: &str, names: &Names, lists: &HomeWords) -> Shape {
    let tokens = tokens(&plain(number, lists), &[], names, lists);
    let mut found = sentence(&items(&tokens)).mentions;
    let shape = (found.len() == 1).then(|| readings(&found.remove(0)).sure.into_iter().next()).flatten();
    // What says nothing that we read is found by nothing but its very words.
    let mut shape =
        shape.unwrap_or_else(|| Shape { room: Some(lists.plain(number).into_iter().collect()), ..Shape::default() });
    if let Some(number) = shape.number.take() {
        shape.room = Some(number);
    }
    shape
}
