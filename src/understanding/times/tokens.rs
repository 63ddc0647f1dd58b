//! A sentence about time, cut into tokens: words of time, numbers, marks, and
//! the rest, which means nothing here but parts what stands on its two sides.

use crate::script::clean::fold;
use crate::script::time_words::{Mark, TimeWord, TimeWords};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Word(TimeWord),
    /// With its count of digits as written; 0 when in characters.
    Number(i64, usize),
    Colon,
    Dash,
    Slash,
    Dot,
    /// Between the members of a list.
    Listed,
    /// The end of a clause.
    Stop,
    /// Words of something else.
    Other,
}

/// A run of more digits is a telephone or a code.
const MOST_DIGITS: usize = 6;
/// In place of the mark of enumeration, which folding makes a comma.
const LISTED: char = '\u{1}';

pub(crate) fn tokens(text: &str, words: &TimeWords) -> Vec<Token> {
    // Folding drops control characters, so that this one comes from here alone.
    let folded: String = text.split('、').map(fold).collect::<Vec<_>>().join(LISTED.encode_utf8(&mut [0; 4]));
    let mut rest = folded.as_str();
    let mut tokens: Vec<Token> = Vec::new();
    while let Some(c) = rest.chars().next() {
        let after_week = matches!(tokens.last(), Some(Token::Word(TimeWord::Week(_)))) && words.digit(c).is_some();
        let length = if after_week {
            numeral(rest, words, true, &mut tokens)
        } else if c.is_whitespace() || matches!(c, '(' | ')' | '[' | ']' | '"') {
            c.len_utf8()
        } else if let Some((length, means)) = words.at_start(rest) {
            tokens.extend(means.iter().map(|word| token(*word)));
            length
        } else if c.is_ascii_digit() {
            number(rest, &mut tokens)
        } else if words.digit(c).is_some() || words.is_ten(c) {
            numeral(rest, words, false, &mut tokens)
        } else if c.is_alphabetic() {
            tokens.push(Token::Other);
            foreign(rest, c)
        } else {
            let next = rest[c.len_utf8()..].chars().next();
            tokens.push(mark(c, tokens.last(), next));
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens.retain(|token| *token != Token::Word(TimeWord::Mark(Mark::Filler)));
    tokens.dedup_by(|a, b| a == b && *a == Token::Other);
    tokens
}

fn token(word: TimeWord) -> Token {
    match word {
        TimeWord::Count(number) => Token::Number(number, 0),
        TimeWord::Mark(Mark::Plain) => Token::Other,
        word => Token::Word(word),
    }
}

/// A Latin word that nobody knows goes as a whole.
fn foreign(text: &str, first: char) -> usize {
    if first.is_ascii_alphabetic() {
        text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len())
    } else {
        first.len_utf8()
    }
}

fn mark(c: char, before: Option<&Token>, next: Option<char>) -> Token {
    let between = matches!(before, Some(Token::Number(..))) && next.is_some_and(|next| next.is_ascii_digit());
    match c {
        LISTED => Token::Listed,
        ':' if between => Token::Colon,
        '.' if between => Token::Dot,
        '/' if between => Token::Slash,
        '-' | '–' | '—' | '~' => Token::Dash,
        _ => Token::Stop,
    }
}

fn number(text: &str, tokens: &mut Vec<Token>) -> usize {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let value = text[..end].parse().ok().filter(|_| end <= MOST_DIGITS);
    tokens.push(value.map_or(Token::Other, |value| Token::Number(value, end)));
    end
}

/// A number up to 99 in characters, or a year. After the word for week only one
/// character counts, so that Saturday, ten o'clock, is not sixty. Two digits in
/// a row ("seven eight o'clock") are the two ends of a span.
fn numeral(text: &str, words: &TimeWords, single: bool, tokens: &mut Vec<Token>) -> usize {
    let belongs = |c: char| words.digit(c).is_some() || words.is_ten(c);
    let mut end = text.find(|c: char| !belongs(c)).unwrap_or(text.len());
    if single {
        end = end.min(text.chars().next().map_or(0, char::len_utf8));
    }
    // None stands for ten.
    let digits: Vec<Option<i64>> = text[..end].chars().take(6).map(|c| words.digit(c)).collect();
    let hour = || matches!(words.at_start(&text[end..]), Some((_, [TimeWord::Mark(Mark::Hour)])));
    let mut put = |number: i64| tokens.push(Token::Number(number, 0));
    match digits.as_slice() {
        [None] => put(10),
        [None, Some(one)] => put(10 + one),
        [Some(9), None] if hour() => span(9, 10, tokens),
        [Some(tens), None] => put(10 * tens),
        [Some(tens), None, Some(one)] => put(10 * tens + one),
        [None, Some(a), Some(b)] if *b == a + 1 => span(10 + a, 10 + b, tokens),
        [Some(a), Some(b)] if *b == a + 1 && *a > 0 => span(*a, *b, tokens),
        [Some(0), Some(one)] => tokens.push(Token::Number(*one, 2)),
        digits if digits.len() <= 4 && digits.iter().all(Option::is_some) => {
            put(digits.iter().flatten().fold(0, |sum, digit| 10 * sum + digit));
        }
        _ => tokens.push(Token::Other),
    }
    end
}

fn span(from: i64, to: i64, tokens: &mut Vec<Token>) {
    tokens.extend([Token::Number(from, 0), Token::Dash, Token::Number(to, 0)]);
}
