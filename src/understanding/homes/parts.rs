//! The parts of homes in a sentence, in order: each number with the mark that
//! stands beside it, and what stands between them.

use super::tokens::{Named, Placed, Token};
use crate::script::home_words::HomeWord;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Phase,
    Building,
    Unit,
    Floor,
    Room,
    /// "Number 12", of whatever.
    Number,
    /// No mark beside it.
    Bare,
}

/// A number or letter that may be part of a home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub tag: String,
    pub role: Role,
    /// It names a unit or building and is no number.
    pub letter: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Item {
    Part(Part),
    Kind(u8),
    Estate(Named),
    Own,
    Not,
    Neighbour,
    Place,
    Joiner,
    /// A dash.
    Join,
    Space,
    /// Between two homes.
    And,
    /// A comma, a stop, a line's end.
    Break,
    Lead,
    Suffix,
    Other,
}

/// An item and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub item: Item,
    pub start: usize,
    pub end: usize,
}

impl Part {
    pub fn digits(&self) -> usize {
        self.tag.chars().take_while(char::is_ascii_digit).count()
    }
}

/// Numbers longer than this are no part of a home.
const LONGEST: usize = 8;

pub(crate) fn items(tokens: &[Placed]) -> Vec<Found> {
    let mut items: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let (used, item) = match marked_before(tokens, at, &items).or_else(|| tag(tokens, at)) {
            Some((used, part)) => part_or_other(tokens, at, used, part, &items),
            None => (1, plain_item(&tokens[at].token)),
        };
        items.push(Found { item, start: tokens[at].start, end: tokens[at + used - 1].end });
        at += used;
    }
    items
}

fn plain_item(token: &Token) -> Item {
    match token {
        Token::Estate(named) => Item::Estate(named.clone()),
        Token::Space => Item::Space,
        Token::Join => Item::Join,
        Token::Break => Item::Break,
        Token::Word(word) => match word {
            HomeWord::Kind(kind) => Item::Kind(*kind),
            HomeWord::Own => Item::Own,
            HomeWord::Not => Item::Not,
            HomeWord::Neighbour => Item::Neighbour,
            HomeWord::Place | HomeWord::Former | HomeWord::Latter => Item::Place,
            HomeWord::Joiner => Item::Joiner,
            HomeWord::And => Item::And,
            HomeWord::Lead => Item::Lead,
            HomeWord::Suffix => Item::Suffix,
            // A mark without a number beside it.
            HomeWord::Phase
            | HomeWord::Building
            | HomeWord::Unit
            | HomeWord::Floor
            | HomeWord::Room
            | HomeWord::Number => Item::Joiner,
            _ => Item::Other,
        },
        Token::Number(_) | Token::Letter(_) | Token::Stem(_) | Token::Side(_) | Token::Other(_) => Item::Other,
    }
}

fn word(tokens: &[Placed], at: usize) -> Option<HomeWord> {
    match tokens.get(at).map(|placed| &placed.token) {
        Some(Token::Word(word)) => Some(*word),
        _ => None,
    }
}

fn role(word: HomeWord) -> Option<Role> {
    Some(match word {
        HomeWord::Phase => Role::Phase,
        HomeWord::Building => Role::Building,
        HomeWord::Unit => Role::Unit,
        HomeWord::Floor => Role::Floor,
        HomeWord::Room => Role::Room,
        HomeWord::Number => Role::Number,
        _ => return None,
    })
}

/// An English mark and the number behind it; also a sign for "number".
fn marked_before(tokens: &[Placed], at: usize, items: &[Found]) -> Option<(usize, Part)> {
    let role = role(word(tokens, at)?)?;
    let sign = role == Role::Building && tokens[at].end - tokens[at].start == 1;
    let before = items.iter().rev().find(|found| found.item != Item::Space).map(|found| &found.item);
    let belongs_before = matches!(before, Some(Item::Part(part)) if part.role == Role::Bare && part.digits() <= 2);
    if !(tokens[at].latin || sign) || belongs_before || sign && matches!(before, Some(Item::Part(_))) {
        return None;
    }
    let mut next = at + 1;
    while matches!(tokens.get(next).map(|placed| &placed.token), Some(Token::Space | Token::Join))
        || tokens.get(next).is_some_and(|placed| placed.latin && word(tokens, next) == Some(HomeWord::Number))
    {
        next += 1;
    }
    let (used, part) = tag(tokens, next)?;
    let role = match role {
        _ if part.role != Role::Bare => return None,
        Role::Building if sign => Role::Number,
        role => role,
    };
    Some((next - at + used, Part { role, ..part }))
}

/// A number or letter with the mark behind it.
fn tag(tokens: &[Placed], at: usize) -> Option<(usize, Part)> {
    let token = |at: usize| tokens.get(at).map(|placed| &placed.token);
    let (mut used, tag, letter) = match (token(at)?, token(at + 1)) {
        (Token::Word(HomeWord::Below), Some(Token::Number(number))) => (2, format!("b{number}"), true),
        (Token::Letter(letter), Some(Token::Number(number))) if number.len() <= 2 && !glued(tokens, at + 1) => {
            (2, format!("{letter}{number}"), true)
        }
        (Token::Letter(letter), _) => (1, letter.to_string(), true),
        (Token::Number(number), Some(Token::Letter(letter))) if !glued(tokens, at + 1) && *letter != 'f' => {
            (2, format!("{number}{letter}"), false)
        }
        (Token::Number(number), _) => (1, number.clone(), false),
        (Token::Stem(stem), _) if goes_on(tokens, at + 1) => (1, stem.to_string(), true),
        (Token::Side(side), _) if mark(tokens, at + 1, true).is_some() => (1, side.to_string(), true),
        _ => return None,
    };
    let mut part = Part { tag, role: Role::Bare, letter };
    if let Some((more, role)) = mark(tokens, at + used, letter) {
        used += more;
        part.role = role;
        // Nobody lives on the hundredth floor; this is a room.
        if role == Role::Floor && part.digits() > 2 {
            part.role = Role::Room;
        }
    }
    Some((used, part))
}

/// Whether letters or digits follow without anything between.
fn glued(tokens: &[Placed], at: usize) -> bool {
    matches!(tokens.get(at + 1).map(|placed| &placed.token), Some(Token::Letter(_) | Token::Number(_)))
}

/// Whether a mark or, behind a dash perhaps, a number follows.
fn goes_on(tokens: &[Placed], at: usize) -> bool {
    let next = at + usize::from(matches!(tokens.get(at).map(|placed| &placed.token), Some(Token::Join)));
    mark(tokens, at, true).is_some() || matches!(tokens.get(next).map(|placed| &placed.token), Some(Token::Number(_)))
}

/// The mark behind a number, with its length in tokens.
fn mark(tokens: &[Placed], at: usize, letter: bool) -> Option<(usize, Role)> {
    let spaces = tokens[at.min(tokens.len())..].iter().take_while(|placed| placed.token == Token::Space).count();
    let place = at + spaces;
    let found = tokens.get(place)?;
    if !letter && matches!(found.token, Token::Letter('f')) && !glued(tokens, place) && spaces == 0 {
        return Some((1, Role::Floor));
    }
    let word = word(tokens, place)?;
    if word == HomeWord::Gate {
        let next = place + 1;
        let room = matches!(tokens.get(next).map(|placed| &placed.token), Some(Token::Number(_)))
            || matches!(tokens.get(next).map(|placed| &placed.token), Some(Token::Join | Token::Space))
                && matches!(tokens.get(next + 1).map(|placed| &placed.token), Some(Token::Number(_)));
        return room.then_some((spaces + 1, Role::Unit));
    }
    let role = role(word)?;
    // An English mark belongs to what follows, if a number does.
    if found.latin && before_a_number(tokens, place + 1) {
        return None;
    }
    Some((spaces + 1, role))
}

fn before_a_number(tokens: &[Placed], at: usize) -> bool {
    let rest = tokens.get(at..).unwrap_or_default();
    let next = rest.iter().find(|placed| !matches!(placed.token, Token::Space | Token::Join));
    matches!(next.map(|placed| &placed.token), Some(Token::Number(_) | Token::Letter(_)))
        || next.is_some_and(|placed| placed.latin && placed.token == Token::Word(HomeWord::Number))
}

/// Leaves out numbers that count something or are no home.
fn part_or_other(tokens: &[Placed], at: usize, used: usize, part: Part, items: &[Found]) -> (usize, Item) {
    let before = tokens[..at]
        .iter()
        .rev()
        .find(|placed| !matches!(placed.token, Token::Space | Token::Break | Token::Word(HomeWord::Joiner)));
    let no_home = matches!(before.map(|placed| &placed.token), Some(Token::Word(HomeWord::Before | HomeWord::Ordinal)))
        && !matches!(part.role, Role::Building | Role::Unit);
    let begun = items
        .iter()
        .rev()
        .find(|found| !matches!(found.item, Item::Space | Item::Join | Item::Joiner))
        .is_some_and(|found| matches!(found.item, Item::Part(_)));
    let counts = part.role == Role::Bare
        && !begun
        && matches!(word(tokens, at + used), Some(HomeWord::Counter | HomeWord::OrdinalUnit));
    // A letter alone is a word, unless a number or a mark belongs to it.
    let word_alone = part.letter && part.role == Role::Bare && part.tag.len() == 1 && !begun && {
        let space = usize::from(matches!(tokens.get(at + used).map(|placed| &placed.token), Some(Token::Space)));
        let dash = usize::from(matches!(tokens.get(at + used).map(|placed| &placed.token), Some(Token::Join)));
        let next = tokens.get(at + used + space + dash).map(|placed| &placed.token);
        !matches!(next, Some(Token::Number(number)) if number.len() >= 3 || dash == 1)
    };
    if no_home || counts || word_alone || part.tag.chars().count() > LONGEST {
        (used, Item::Other)
    } else {
        (used, Item::Part(part))
    }
}
