//! What a clerk's words look for when he wants a home: its number, the name of
//! somebody who lives there, his telephone number. It narrows a register of
//! many homes to those that are worth reading; which of them is meant is then
//! decided in `homes`.

use super::mentions::sentence;
use super::parts::items;
use super::phones;
use super::shapes::readings;
use super::tokens::{Names, Token, plain, tokens};
use super::which::{Entry, Meant, Register};
use crate::script::clean::fold;
use crate::script::home_words::{HomeWord, HomeWords};
use std::collections::BTreeSet;

/// Longer words are a sentence and no name.
const LONGEST_NAME: usize = 20;

/// Digits of the end of a telephone number, at least.
const SHORTEST_PHONE: usize = 4;

/// What to look for in the register; all of it in lower case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// The number of the home holds one of these.
    pub numbers: Vec<String>,
    /// It is in one of these estates, by their place in the list; none: in any.
    pub estates: Vec<usize>,
    /// Of somebody there, without spaces.
    pub name: Option<String>,
    pub phone: Option<String>,
}

/// A home that was found, and whether name or number of somebody there led to it.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub entry: Entry,
    pub by_person: bool,
}

#[must_use]
pub fn sought(words: &str, estates: &[String], lists: &HomeWords) -> Sought {
    let text = plain(words, lists);
    let found = phones::find(&text, lists);
    let names = Names::new(estates.iter().map(String::as_str), lists);
    let tokens = tokens(&text, &found.hidden, &names, lists);
    let sentence = sentence(&items(&tokens));
    let mut numbers = BTreeSet::new();
    let mut taken = found.hidden;
    for mention in sentence.mentions.iter().filter(|mention| !mention.not && !mention.neighbour) {
        let readings = readings(mention);
        for shape in readings.sure.iter().chain(&readings.guesses) {
            let told = [&shape.room, &shape.number, &shape.floor, &shape.building].into_iter().find_map(Option::as_ref);
            numbers.extend(told.map(|tag| tag.chars().filter(char::is_ascii_digit).collect::<String>()));
        }
        if !readings.sure.is_empty() {
            taken.push(mention.start..mention.end);
        }
    }
    numbers.remove("");
    let said = fold(words);
    if numbers.is_empty() && said.chars().count() <= LONGEST_NAME {
        numbers.insert(said.clone());
    }
    let no_name = |token: &Token| {
        matches!(
            token,
            Token::Estate(_)
                | Token::Word(HomeWord::Lead | HomeWord::Own | HomeWord::Joiner | HomeWord::And | HomeWord::Before)
        )
    };
    taken.extend(tokens.iter().filter(|placed| no_name(&placed.token)).map(|placed| placed.start..placed.end));
    // As it was written: a name may be registered in traditional characters.
    let letters = said
        .chars()
        .enumerate()
        .filter(|(at, c)| c.is_alphabetic() && *at < text.len() && !taken.iter().any(|range| range.contains(at)));
    let name: String = letters.map(|(_, c)| c).take(LONGEST_NAME + 1).collect();
    let digits: String = said.chars().filter(char::is_ascii_digit).take(LONGEST_NAME).collect();
    let only_digits = said.chars().take(LONGEST_NAME * 2).all(|c| !c.is_alphabetic());
    Sought {
        numbers: numbers.into_iter().collect(),
        estates: sentence.estates.iter().filter(|named| !named.doubt).flat_map(|named| named.which.clone()).collect(),
        name: Some(name).filter(|name| !name.is_empty() && name.chars().count() <= LONGEST_NAME && *name != "a"),
        phone: found
            .numbers
            .into_iter()
            .next()
            .or_else(|| Some(digits).filter(|digits| only_digits && digits.len() >= SHORTEST_PHONE)),
    }
}

/// The homes among the candidates that the words mean, by their place. A home
/// comes before a name; where both are said, both must hold if they can.
#[must_use]
pub fn found(words: &str, candidates: &[Candidate], estates: &[String], lists: &HomeWords) -> Vec<usize> {
    let entries: Vec<Entry> = candidates.iter().map(|one| one.entry.clone()).collect();
    let by_person = |index: &usize| candidates[*index].by_person;
    let meant = Register::new(&entries, estates, lists).meant(words);
    let named: Vec<usize> = match &meant {
        Meant::One(index) => vec![*index],
        Meant::Several(fits) => fits.clone(),
        Meant::Unknown | Meant::Nothing => Vec::new(),
    };
    let both: Vec<usize> = named.iter().copied().filter(by_person).collect();
    let people: Vec<usize> = (0..candidates.len()).filter(by_person).collect();
    let said = fold(words);
    let holds = |index: &usize| !said.is_empty() && fold(&entries[*index].number).contains(&said);
    match (both.is_empty(), named.is_empty(), people.is_empty(), &meant) {
        (false, ..) => both,
        (_, false, ..) => named,
        (_, _, false, _) => people,
        // What nobody can read may still be part of what is registered.
        (.., Meant::Nothing) => (0..candidates.len()).filter(holds).collect(),
        _ => Vec::new(),
    }
}
