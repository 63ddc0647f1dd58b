//! Telephone numbers in a sentence, however they are written: in groups, with
//! the country's code, in characters, run together with a home. What is only
//! nearly one is remembered as spoiled.

use super::tokens;
use crate::script::clean::fold;
use crate::script::home_words::{HomeWord, HomeWords};
use std::ops::Range;

/// A mobile number of mainland China.
const LONG: usize = 11;

/// So many digits together are meant for a telephone number, if for anything.
const SPOILED: usize = 7;

/// How people part a mobile number.
const GROUPS: &[&[usize]] = &[&[3, 4, 4], &[3, 8], &[7, 4], &[3, 3, 5], &[4, 4, 3], &[1; LONG]];

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phones {
    /// As they are registered, each once.
    pub numbers: Vec<String>,
    /// Digits that look like a number and are none that we can use.
    pub spoiled: bool,
    /// Where they all stand, in characters of the plain text.
    pub(crate) hidden: Vec<Range<usize>>,
}

/// The telephone numbers in a text.
#[must_use]
pub fn read(text: &str, lists: &HomeWords) -> Phones {
    find(&tokens::plain(text, lists), lists)
}

/// A text that is nothing but a telephone number, as it is registered; of any
/// country, and of landlines.
#[must_use]
pub fn whole(text: &str) -> Option<String> {
    let mut digits = String::new();
    for c in fold(text).chars() {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() => digits.push('+'),
            _ if is_between(c) => {}
            _ => return None,
        }
    }
    let number = mobile(&digits).unwrap_or(&digits);
    let count = number.trim_start_matches('+').len();
    (5..=20).contains(&count).then(|| number.to_owned())
}

/// A mobile number without the code of China.
fn mobile(digits: &str) -> Option<&str> {
    ["+86", "0086", "86", ""].iter().find_map(|code| digits.strip_prefix(code).filter(|rest| is_mobile(rest)))
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == LONG && digits.starts_with('1') && matches!(digits.as_bytes().get(1), Some(b'3'..=b'9'))
}

fn is_between(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '(' | ')' | '_' | '·' | '/' | '\u{2010}'..='\u{2015}')
}

/// Digits without anything between.
#[derive(Debug)]
struct Group {
    digits: String,
    start: usize,
    end: usize,
    /// What stands between this and the next is no more than a dash.
    near: bool,
}

fn groups(text: &[char], lists: &HomeWords) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let digit = |c: char| c.to_digit(10).filter(|_| c.is_ascii()).or_else(|| lists.digit(c));
        let digits: String = text[at..].iter().map_while(|c| digit(*c)).map(|digit| digit.to_string()).collect();
        if digits.is_empty() {
            at += 1;
            continue;
        }
        let end = at + digits.len();
        if let Some(last) = groups.last_mut() {
            last.near = at - last.end <= 3 && text[last.end..at].iter().all(|c| is_between(*c));
        }
        groups.push(Group { digits, start: at, end, near: false });
        at = end;
    }
    groups
}

pub(crate) fn find(text: &[char], lists: &HomeWords) -> Phones {
    let groups = groups(text, lists);
    let mut phones = Phones::default();
    let mut at = 0;
    while at < groups.len() {
        let found = number(text, &groups, at, lists);
        let used = found.as_ref().map_or(1, |found| found.used);
        match found {
            Some(found) => {
                phones.hidden.push(found.place);
                if !phones.numbers.contains(&found.number) {
                    phones.numbers.push(found.number);
                }
            }
            None if is_spoiled(&groups[at..]) => {
                phones.spoiled = true;
                phones.hidden.push(groups[at].start..groups[at].end);
            }
            None => {}
        }
        at += used;
    }
    phones
}

struct Number {
    number: String,
    used: usize,
    place: Range<usize>,
}

/// The number that begins with a group.
fn number(text: &[char], groups: &[Group], at: usize, lists: &HomeWords) -> Option<Number> {
    let first = &groups[at];
    let code_apart = matches!(first.digits.as_str(), "86" | "0086") && first.near;
    let from = at + usize::from(code_apart);
    if !code_apart && foreign(text, first) {
        let home = |group: &Group| is_marked(text, group.end, lists) || dash_follows(text, group.end);
        let more = groups[at..].windows(2).take_while(|two| two[0].near && !home(&two[1])).count();
        let digits: String = groups[at..=at + more].iter().map(|group| group.digits.as_str()).collect();
        let place = first.start..groups[at + more].end;
        let number = format!("+{digits}");
        return (8..=15).contains(&digits.len()).then_some(Number { number, used: more + 1, place });
    }
    let begin = &groups[from];
    // In one piece, with the code or without.
    if let Some(number) = mobile(&begin.digits) {
        return Some(Number { number: number.to_owned(), used: from - at + 1, place: first.start..begin.end });
    }
    if let Some(number) = parted(text, groups, from, lists) {
        return Some(Number { used: number.used + from - at, place: first.start..number.place.end, ..number });
    }
    glued(text, begin, lists).map(|(number, place)| Number { number, used: from - at + 1, place })
}

/// A plus before it, and not the code of China.
fn foreign(text: &[char], group: &Group) -> bool {
    group.start > 0 && text[group.start - 1] == '+' && !group.digits.starts_with("86")
}

/// In groups; the last one may run on into a home.
fn parted(text: &[char], groups: &[Group], at: usize, lists: &HomeWords) -> Option<Number> {
    for sizes in GROUPS {
        let some = groups.get(at..at + sizes.len()).unwrap_or_default();
        let near = some.len() == sizes.len() && some[..some.len() - 1].iter().all(|group| group.near);
        let last = sizes.len() - 1;
        if !near || !some[..last].iter().zip(*sizes).all(|(group, size)| group.digits.len() == *size) {
            continue;
        }
        let size = sizes[last];
        let digits: String = some.iter().map(|group| group.digits.as_str()).collect();
        let exactly = some[last].digits.len() == size;
        // Its last digits may be the building's number.
        let building = is_marked(text, some[last].end, lists);
        let longer = some[last].digits.len() > size && size >= 4 && building;
        let single = sizes.len() == LONG && dash_follows(text, some[last].end);
        let fits = longer || exactly && !building && !single;
        let number: String = digits.chars().take(LONG).collect();
        if fits && is_mobile(&number) {
            let place = some[0].start..some[last].start + size;
            return Some(Number { number, used: sizes.len(), place });
        }
    }
    None
}

/// A number and a home in one run of digits: "139000010011栋" and "栋10113900001001".
fn glued(text: &[char], group: &Group, lists: &HomeWords) -> Option<(String, Range<usize>)> {
    let digits = &group.digits;
    let code = ["0086", "86"].iter().find(|code| digits.starts_with(*code)).map_or(0, |code| code.len());
    let home_follows = is_marked(text, group.end, lists) || dash_follows(text, group.end);
    let front = digits.get(code..code + LONG).filter(|number| is_mobile(number));
    let front = front.filter(|_| home_follows && (1..=3).contains(&(digits.len() - code - LONG)));
    let before = group.start.checked_sub(1).map(|at| &text[at..group.start]);
    let home_before = before.is_some_and(|c| {
        matches!(c[0], '-' | '#')
            || lists.at_start(c).is_some_and(|(_, word)| is_mark(word))
            || c[0].is_ascii_alphabetic()
    });
    let back = digits.len().checked_sub(LONG).map(|at| (at, &digits[at..]));
    let back = back.filter(|(at, number)| home_before && (1..=4).contains(at) && is_mobile(number));
    match (front, back) {
        (Some(number), None) => Some((number.to_owned(), group.start..group.start + code + LONG)),
        (None, Some((at, number))) => Some((number.to_owned(), group.start + at..group.end)),
        _ => None,
    }
}

fn is_mark(word: HomeWord) -> bool {
    matches!(word, HomeWord::Building | HomeWord::Unit | HomeWord::Floor | HomeWord::Number | HomeWord::Phase)
}

/// Whether the mark of a building stands right behind.
fn is_marked(text: &[char], at: usize, lists: &HomeWords) -> bool {
    lists.at_start(&text[at..]).is_some_and(|(_, word)| is_mark(word) || word == HomeWord::Room)
}

/// Whether a dash and a digit stand right behind.
fn dash_follows(text: &[char], at: usize) -> bool {
    matches!(text.get(at), Some('-' | '/')) && text.get(at + 1).is_some_and(char::is_ascii_digit)
}

fn is_spoiled(groups: &[Group]) -> bool {
    let Some(first) = groups.first() else { return false };
    let together = 1 + groups.iter().take(SPOILED).take_while(|group| group.near).count();
    let four = groups.get(1).is_some_and(|group| group.digits.len() == 4 && group.near);
    let mobile = first.digits.len() == 3 && first.digits.starts_with('1') && first.near && four;
    first.digits.len() >= SPOILED || together >= SPOILED || mobile
}
