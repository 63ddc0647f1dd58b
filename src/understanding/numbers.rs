//! A number that answers a numbered list: "3、", "③", "第三个", "就3吧", "最后一个".
//! Several numbers, homes, times and counts of things choose nothing.

use crate::script::clean::fold;
use crate::script::number_words::{NumberWord, NumberWords};

/// Longer texts do more than choose.
const LONGEST: usize = 60;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Number(i64),
    Word(NumberWord),
    /// Between two numbers: from one to the other, or a fraction.
    Joint,
    Stop,
    Other,
}

/// One clause: which numbers it names, and how.
#[derive(Default)]
struct Clause {
    numbers: Vec<i64>,
    /// A denial whose number has not come yet.
    denying: bool,
    chosen: bool,
    one: bool,
    unknown: bool,
}

/// Which of `most` numbered lines a text chooses, counted from one.
#[must_use]
pub fn choice(text: &str, most: usize, words: &NumberWords) -> Option<usize> {
    if text.chars().nth(LONGEST).is_some() {
        return None;
    }
    let most = i64::try_from(most).ok()?;
    let tokens = tokens(text, words);
    let clauses: Option<Vec<Clause>> =
        tokens.split(|token| *token == Token::Stop).map(|tokens| clause(tokens, most)).collect();
    let clauses = clauses?;
    let chosen = clauses.iter().any(|clause| clause.chosen && !clause.unknown);
    let unknown = clauses.iter().any(|clause| clause.unknown);
    // A denial that names no number takes back everything.
    if unknown && !chosen || clauses.iter().any(|clause| clause.denying) {
        return None;
    }
    let mut numbers = clauses.iter().flat_map(|clause| clause.numbers.iter().copied());
    let one = clauses.iter().any(|clause| clause.one).then_some(1);
    let first = numbers.next().or(one)?;
    let number = numbers.all(|number| number == first).then_some(first)?;
    usize::try_from(number).ok().filter(|_| (1..=most).contains(&number))
}

/// What a clause names; `None` where it holds a number that is not one of the list.
fn clause(tokens: &[Token], most: i64) -> Option<Clause> {
    use NumberWord::{Choose, Counter, Filler, First, FromEnd, Last, Not, One, Ordinal, Several, Value};
    let mut clause = Clause::default();
    let mut denied = false;
    let mut rest = tokens;
    while let Some(token) = rest.first() {
        let mut length = 1;
        match (token, &rest[1..]) {
            (Token::Word(FromEnd), after) => {
                let skipped = after.iter().take_while(|token| **token == Token::Word(Ordinal)).count();
                let Some(Token::Number(number)) = after.get(skipped) else { return None };
                clause.name(most.saturating_add(1).checked_sub(*number)?, true);
                length += skipped + 1 + counters(&after[skipped + 1..]);
            }
            (Token::Word(Choose | Ordinal), [Token::Number(number), after @ ..]) => {
                clause.name(*number, true);
                length += 1 + counters(after);
            }
            (Token::Number(number) | Token::Word(Value(number)), after) => {
                clause.name(*number, false);
                length += counters(after);
            }
            (Token::Word(First), _) => clause.name(1, false),
            (Token::Word(Last), _) => clause.name(most, false),
            (Token::Word(One), _) => clause.one = true,
            (Token::Word(Not), _) => (clause.denying, denied) = (true, true),
            (Token::Word(Choose | Filler), _) => {}
            (Token::Word(Ordinal | Counter) | Token::Other, _) => clause.unknown = true,
            (Token::Joint | Token::Word(Several), _) => return None,
            (Token::Stop, _) => {}
        }
        rest = &rest[length..];
    }
    // A number among words that nobody knows counts something else.
    let counts = clause.unknown && (denied || !clause.numbers.is_empty());
    (!counts).then_some(clause)
}

impl Clause {
    /// A number is named, unless it is the one that is denied.
    fn name(&mut self, number: i64, chosen: bool) {
        if std::mem::take(&mut self.denying) {
            return;
        }
        self.numbers.push(number);
        self.chosen |= chosen;
    }
}

fn counters(after: &[Token]) -> usize {
    after.iter().take_while(|token| **token == Token::Word(NumberWord::Counter)).count()
}

fn tokens(text: &str, words: &NumberWords) -> Vec<Token> {
    let folded = fold(text);
    let mut rest = folded.as_str();
    let mut tokens: Vec<Token> = Vec::new();
    while let Some(c) = rest.chars().next() {
        let (token, length) = if let Some((number, length)) = figures(rest).or_else(|| numeral(rest, words)) {
            (number.map_or(Token::Other, Token::Number), length)
        } else if let Some((length, word)) = words.at_start(rest) {
            (Token::Word(word), length)
        } else if c.is_ascii_alphabetic() {
            (Token::Other, rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len()))
        } else {
            (mark(c, tokens.last(), &rest[c.len_utf8()..]), c.len_utf8())
        };
        rest = &rest[length..];
        tokens.push(token);
    }
    tokens
}

fn mark(c: char, before: Option<&Token>, after: &str) -> Token {
    let between = matches!(before, Some(Token::Number(_))) && after.starts_with(|c: char| c.is_ascii_digit());
    if matches!(c, '\u{FE0F}' | '\u{20E3}') {
        Token::Word(NumberWord::Filler)
    } else if (between && matches!(c, '.' | ':')) || matches!(c, '-' | '~' | '–' | '—' | '/' | '+' | '%') {
        Token::Joint
    } else if c.is_alphanumeric() {
        Token::Other
    } else {
        Token::Stop
    }
}

/// Digits, also in circles; `None` inside for a number too great to be one.
pub(super) fn figures(text: &str) -> Option<(Option<i64>, usize)> {
    let c = text.chars().next()?;
    let circled = u32::from(c).checked_sub(0x2460).filter(|place| *place < 20);
    let bracketed = u32::from(c).checked_sub(0x2474).filter(|place| *place < 20);
    let full_stop = u32::from(c).checked_sub(0x2488).filter(|place| *place < 20);
    let ideograph = u32::from(c).checked_sub(0x3220).filter(|place| *place < 10);
    let roman = u32::from(c).checked_sub(0x2160).filter(|place| *place < 12);
    let filled = u32::from(c).checked_sub(0x2776).filter(|place| *place < 10);
    if let Some(place) = circled.or(bracketed).or(full_stop).or(ideograph).or(roman).or(filled) {
        return Some((Some(i64::from(place) + 1), c.len_utf8()));
    }
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    // A word such as "3rd" is found as a word.
    let word = text[end..].starts_with(|c: char| c.is_ascii_alphabetic());
    (end > 0 && !word).then(|| (text[..end].parse().ok(), end))
}

/// A number up to 99 in characters; two digits side by side are two numbers.
fn numeral(text: &str, words: &NumberWords) -> Option<(Option<i64>, usize)> {
    let belongs = |c: char| words.digit(c).is_some() || words.is_ten(c);
    let end = text.find(|c: char| !belongs(c)).unwrap_or(text.len());
    let is_word = |(long, word): (usize, NumberWord)| long > end || word == NumberWord::Several;
    if end == 0 || words.at_start(text).is_some_and(is_word) {
        return None;
    }
    let characters: Vec<char> = text[..end].chars().collect();
    let digit = |c: char| words.digit(c);
    let value = match characters.as_slice() {
        [one] if words.is_ten(*one) => Some(10),
        [one] => digit(*one),
        [ten, one] if words.is_ten(*ten) => digit(*one).map(|one| 10 + one),
        [tens, ten] if words.is_ten(*ten) => digit(*tens).map(|tens| 10 * tens),
        [tens, ten, one] if words.is_ten(*ten) => digit(*tens).zip(digit(*one)).map(|(tens, one)| 10 * tens + one),
        _ => None,
    };
    Some((value, end))
}
