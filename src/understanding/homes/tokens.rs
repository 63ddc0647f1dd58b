//! A sentence as the tokens that a home is made of: numbers however they are
//! written, marks, kinds, names of estates. What they mean together is read in
//! `shapes`.

use crate::script::home_words::{HomeWord, HomeWords};
use std::ops::Range;

/// Longer messages are read up to here; no messenger sends as much.
const MOST_READ: usize = 5000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    /// In Arabic digits, leading zeros kept.
    Number(String),
    Letter(char),
    /// Names a unit or a building; a side does so only before a mark.
    Stem(char),
    Side(char),
    Word(HomeWord),
    Estate(Named),
    Space,
    /// A dash and what is written for it.
    Join,
    Break,
    Other(char),
}

/// An estate that the words name, and how surely.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Several may share a short name.
    pub which: Vec<usize>,
    /// The name goes on as none of ours does.
    pub doubt: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub token: Token,
    pub start: usize,
    pub end: usize,
    /// A word of Latin letters stands before its number, not behind it.
    pub latin: bool,
}

/// A text as it is compared, cut to a readable length.
pub(crate) fn plain(text: &str, lists: &HomeWords) -> Vec<char> {
    let end = text.char_indices().nth(MOST_READ).map_or(text.len(), |(at, _)| at);
    lists.plain(&text[..end])
}

/// The names of estates, and how people shorten them.
#[derive(Debug)]
pub(crate) struct Names {
    names: Vec<Name>,
}

#[derive(Debug)]
struct Name {
    full: Vec<char>,
    /// Parts of a name in parts.
    parts: Vec<Vec<char>>,
    /// Without the ending that many names have.
    core: Vec<char>,
}

impl Names {
    pub(crate) fn new<'a>(names: impl IntoIterator<Item = &'a str>, lists: &HomeWords) -> Names {
        Names { names: names.into_iter().map(|name| Name::new(&lists.plain(name), lists)).collect() }
    }

    /// The estate that is named at the start, with the length of the name.
    fn at_start(&self, text: &[char], lists: &HomeWords) -> Option<(usize, Named)> {
        let longest = |words: fn(&Name) -> Vec<&[char]>| {
            let mut best: Option<(usize, Vec<usize>)> = None;
            for (index, name) in self.names.iter().enumerate() {
                let Some(length) = words(name).into_iter().filter_map(|word| begins(text, word)).max() else {
                    continue;
                };
                match &mut best {
                    Some((most, which)) if *most == length => which.push(index),
                    Some((most, _)) if *most > length => {}
                    _ => best = Some((length, vec![index])),
                }
            }
            best
        };
        let whole = longest(|name| std::iter::once(&name.full).chain(&name.parts).map(Vec::as_slice).collect());
        if let Some((length, which)) = whole {
            return Some((length, Named { which, doubt: false }));
        }
        if let Some((length, which)) = longest(|name| vec![&name.core]) {
            let ending = lists.at_start(&text[length..]).filter(|(_, word)| *word == HomeWord::Suffix);
            let doubt = ending.is_some();
            return Some((length + ending.map_or(0, |(more, _)| more), Named { which, doubt }));
        }
        let near: Vec<usize> =
            (0..self.names.len()).filter(|index| self.names[*index].is_nearly(text, lists)).collect();
        let length = self.names[*near.first()?].full.len();
        Some((length, Named { which: near, doubt: false }))
    }
}

impl Name {
    fn new(plain: &[char], lists: &HomeWords) -> Name {
        let letters = |part: &[char]| part.iter().copied().filter(|c| c.is_alphanumeric()).collect::<Vec<char>>();
        let full = letters(plain);
        let mut parts: Vec<Vec<char>> = plain.split(|c| !c.is_alphanumeric()).map(<[char]>::to_vec).collect();
        parts.retain(|part| part.len() >= 2 && part.len() < full.len() && part.iter().all(|c| !c.is_ascii()));
        let ends = (2..full.len()).find(|at| {
            lists
                .at_start(&full[*at..])
                .is_some_and(|(length, word)| word == HomeWord::Suffix && at + length == full.len())
        });
        let core = ends.map_or_else(Vec::new, |at| full[..at].to_vec());
        Name { full, parts, core }
    }

    /// One character is another one, and not the last.
    fn is_nearly(&self, text: &[char], lists: &HomeWords) -> bool {
        let length = self.full.len();
        if length < 3 || text.len() < length || self.full.iter().any(char::is_ascii) {
            return false;
        }
        let mut other = (0..length).filter(|at| self.full[*at] != text[*at]);
        let (Some(first), None) = (other.next(), other.next()) else { return false };
        first + 1 < length && text[first].is_alphabetic() && lists.digit(text[first]).is_none()
    }
}

/// The length of a word at the start; spaces inside do not matter.
fn begins(text: &[char], word: &[char]) -> Option<usize> {
    let mut at = 0;
    for (index, letter) in word.iter().enumerate() {
        while index > 0 && text.get(at) == Some(&' ') {
            at += 1;
        }
        if text.get(at) != Some(letter) {
            return None;
        }
        at += 1;
    }
    (!word.is_empty()).then_some(at)
}

/// Reads the tokens; what is hidden (telephone numbers, in their order) is passed over.
pub(crate) fn tokens(text: &[char], hidden: &[Range<usize>], names: &Names, lists: &HomeWords) -> Vec<Placed> {
    let mut tokens = Vec::new();
    let (mut at, mut hidden) = (0, hidden.iter().peekable());
    while at < text.len() {
        while hidden.next_if(|range| range.end <= at).is_some() {}
        let (length, token, latin) = match hidden.peek() {
            Some(range) if range.start <= at => (range.end - at, Token::Break, false),
            next => first(&text[at..next.map_or(text.len(), |range| range.start)], names, lists),
        };
        tokens.push(Placed { token, start: at, end: at + length, latin });
        at += length;
    }
    tokens
}

fn first(text: &[char], names: &Names, lists: &HomeWords) -> (usize, Token, bool) {
    let c = text[0];
    if let Some((length, named)) = names.at_start(text, lists) {
        return (length, Token::Estate(named), false);
    }
    if let Some((length, word)) = lists.at_start(text) {
        return (length, Token::Word(word), c.is_ascii_alphabetic());
    }
    if c.is_ascii_digit() {
        let length = text.iter().take_while(|c| c.is_ascii_digit()).count();
        return (length + ordinal_ending(&text[length..]), Token::Number(text[..length].iter().collect()), false);
    }
    if let Some((length, number)) = numeral(text, lists) {
        return (length, Token::Number(number), false);
    }
    if c.is_ascii_alphabetic() {
        let length = text.iter().take_while(|c| c.is_ascii_alphabetic() || matches!(c, '\'' | '’')).count();
        return (length, if length == 1 { Token::Letter(c) } else { Token::Other(c) }, true);
    }
    let token = match c {
        ' ' | '\t' => Token::Space,
        '-' | '/' | '\\' | '_' | '.' | '·' | '~' | '|' | '+' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Token::Join,
        _ if lists.is_stem(c) => Token::Stem(c),
        _ if lists.is_side(c) => Token::Side(c),
        _ if c.is_alphanumeric() => Token::Other(c),
        _ => Token::Break,
    };
    (1, token, false)
}

/// The letters of 1st, 2nd, 12th.
fn ordinal_ending(text: &[char]) -> usize {
    let ends = [['s', 't'], ['n', 'd'], ['r', 'd'], ['t', 'h']].iter().any(|two| text.starts_with(two));
    if ends && !text.get(2).is_some_and(char::is_ascii_alphanumeric) { 2 } else { 0 }
}

/// A number in characters: counted (one hundred and one), read out digit by
/// digit (one two zero one), or both (twelve zero one).
fn numeral(text: &[char], lists: &HomeWords) -> Option<(usize, String)> {
    let length = text.iter().take_while(|c| lists.digit(**c).is_some() || lists.power(**c).is_some()).count();
    let run = &text[..length];
    let mut number = String::new();
    let mut at = 0;
    while at < length {
        let (used, value) = counted(&run[at..], lists).unwrap_or_else(|| (1, lists.digit(run[at]).unwrap_or_default()));
        number.push_str(&value.to_string());
        at += used;
    }
    (length > 0).then_some((length, number))
}

/// The counted number at the start, if one stands there.
fn counted(run: &[char], lists: &HomeWords) -> Option<(usize, u32)> {
    let digit = |at: usize| run.get(at).and_then(|c| lists.digit(*c));
    let power = |at: usize| run.get(at).and_then(|c| lists.power(*c));
    let (mut at, mut value, mut last) = (0, 0, u32::MAX);
    loop {
        // "Ten" may stand without a one before it.
        let (used, step) = match (digit(at), power(at), power(at + 1)) {
            (Some(digit), _, Some(power)) if digit > 0 && power < last => (2, (digit, power)),
            (None, Some(power), _) if power == 10 && power < last => (1, (1, power)),
            _ => break,
        };
        value += step.0 * step.1;
        (at, last) = (at + used, step.1);
        if last > 10 && digit(at) == Some(0) && digit(at + 1).is_some_and(|digit| digit > 0) {
            at += 1;
            if power(at + 1).is_none() {
                return Some((at + 1, value + digit(at)?));
            }
        }
    }
    if at == 0 {
        return None;
    }
    match digit(at).filter(|digit| *digit > 0) {
        Some(digit) if last == 10 => Some((at + 1, value + digit)),
        // "A hundred one" is a hundred and ten.
        Some(digit) if last > 10 => Some((at + 1, value + digit * last / 10)),
        _ => Some((at, value)),
    }
}
