//! What a stranger claims: a telephone number and the home it is registered
//! with, in whatever words. Who has that number is looked up by the caller;
//! here is decided what follows. A home alone binds nobody.

use super::which::{Entry, Register};
use super::{phones, tokens};
use crate::script::home_words::HomeWords;
use std::collections::BTreeSet;

/// A message as a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// As they are registered.
    pub phones: Vec<String>,
    /// Digits that look like a number and are none.
    spoiled: bool,
    wants: Wants,
}

/// What the words are besides number and home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wants {
    Service,
    /// Perhaps.
    Hint,
    Offers,
    Nothing,
}

/// What is said of a home before anybody's is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Home,
    /// A building, a kind.
    Vague,
    Digits,
    Nothing,
}

/// Somebody who is registered with the number, and his homes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    pub homes: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// That holder it is; these of his homes were named.
    Bound { holder: usize, homes: Vec<usize> },
    /// There is a number or a home, and it is not enough or does not agree.
    Unclear,
    /// He wants to be served, and has given neither.
    Missing,
    /// No claim at all.
    Stranger,
}

/// Reads a message; `None` of its homes is known yet.
#[must_use]
pub fn read(text: &str, lists: &HomeWords) -> Claim {
    let found = phones::read(text, lists);
    let plain: String = tokens::plain(text, lists).into_iter().collect();
    let says = |words: &[String]| words.iter().any(|word| plain.contains(word.as_str()));
    let wants = if says(&lists.claims.claim) {
        Wants::Service
    } else if says(&lists.claims.offer) {
        Wants::Offers
    } else if says(&lists.claims.hint) {
        Wants::Hint
    } else {
        Wants::Nothing
    };
    Claim { phones: found.numbers, spoiled: found.spoiled, wants }
}

impl Claim {
    /// The one number that is looked up.
    #[must_use]
    pub fn phone(&self) -> Option<&str> {
        match self.phones.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// What follows from the words, given everybody who is registered with
    /// `phone()`; `estates` are the names of all there are.
    #[must_use]
    pub fn decide(&self, text: &str, holders: &[Holder], estates: &[String], lists: &HomeWords) -> Decision {
        if self.phone().is_some() && !holders.is_empty() {
            return among(text, holders, estates, lists).unwrap_or(Decision::Unclear);
        }
        let home = Register::new(&[], estates, lists).names_a_home(text);
        let offers = self.wants == Wants::Offers;
        if home == Part::Home || home == Part::Vague && !offers {
            return Decision::Unclear;
        }
        if (self.spoiled || !self.phones.is_empty()) && !offers {
            return Decision::Unclear;
        }
        match self.wants {
            Wants::Service | Wants::Hint => Decision::Missing,
            Wants::Nothing if home == Part::Digits => Decision::Missing,
            Wants::Offers | Wants::Nothing => Decision::Stranger,
        }
    }
}

/// The one holder all of whose homes that are named are his.
fn among(text: &str, holders: &[Holder], estates: &[String], lists: &HomeWords) -> Option<Decision> {
    let mut fitting = holders.iter().enumerate().filter_map(|(index, holder)| {
        let register = Register::new(&holder.homes, estates, lists);
        let homes = register.claimed(text)?;
        Some((index, homes))
    });
    let (holder, homes) = fitting.next()?;
    fitting.next().is_none().then(|| Decision::Bound { holder, homes: homes.into_iter().collect() })
}

impl Register<'_> {
    /// His homes that words name, if they name any and no home of somebody else.
    fn claimed(&self, words: &str) -> Option<BTreeSet<usize>> {
        let (whole, rest) = self.whole(words);
        let mut homes = BTreeSet::new();
        for read in &whole {
            match (read.fits.len(), read.fits.first()) {
                (1, Some(home)) => homes.insert(*home),
                (0, _) if !read.marked => false,
                _ => return None,
            };
        }
        let contradicted = rest.iter().any(|read| read.marked && (read.guessed || read.fits.is_disjoint(&homes)));
        (!homes.is_empty() && !contradicted).then_some(homes)
    }

    /// What of a home words name; a number alone may be one.
    fn names_a_home(&self, words: &str) -> Part {
        let (whole, rest) = self.whole(words);
        let reads = || whole.iter().chain(&rest);
        match (reads().next(), reads().any(|read| read.marked), reads().any(|read| read.marked && read.whole)) {
            (None, ..) => Part::Nothing,
            (_, false, _) => Part::Digits,
            (_, true, whole) => {
                if whole {
                    Part::Home
                } else {
                    Part::Vague
                }
            }
        }
    }
}
