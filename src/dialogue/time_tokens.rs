//! A sentence about time, cut into tokens: words of time, numbers, marks. A word
//! that is none of these ends the reading: better to ask than to guess.

use crate::script::clean::fold;
use crate::script::time_words::{TimeWord, TimeWords};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token {
    Word(TimeWord),
    /// With its count of digits as written; 0 when in characters.
    Number(i64, usize),
    Colon,
    Dash,
    Slash,
    Dot,
}

/// The tokens of a text; `None` when something in it is no word of time.
pub(crate) fn tokens(text: &str, words: &TimeWords) -> Option<Vec<Token>> {
    let folded = fold(text);
    let mut rest = folded.as_str();
    let mut tokens: Vec<Token> = Vec::new();
    while let Some(c) = rest.chars().next() {
        let weekday = matches!(tokens.last(), Some(Token::Word(TimeWord::Week(_)))) && words.digit(c).is_some();
        if weekday {
            let (token, after) = numeral(rest, words, true)?;
            tokens.push(token);
            rest = after;
        } else if c.is_whitespace() || matches!(c, ',' | '(' | ')' | '!') {
            rest = &rest[c.len_utf8()..];
        } else if let Some((length, means)) = words.at_start(rest) {
            tokens.extend(means.iter().map(|word| Token::Word(*word)));
            rest = &rest[length..];
        } else if c.is_ascii_digit() {
            let (token, after) = number(rest)?;
            tokens.push(token);
            rest = after;
        } else if let Some(mark) = mark(c) {
            tokens.push(mark);
            rest = &rest[c.len_utf8()..];
        } else {
            let (token, after) = numeral(rest, words, false)?;
            tokens.push(token);
            rest = after;
        }
    }
    tokens.retain(|token| *token != Token::Word(TimeWord::Filler));
    Some(tokens)
}

fn mark(c: char) -> Option<Token> {
    match c {
        ':' => Some(Token::Colon),
        '-' | '–' | '—' | '~' => Some(Token::Dash),
        '/' => Some(Token::Slash),
        '.' => Some(Token::Dot),
        _ => None,
    }
}

fn number(text: &str) -> Option<(Token, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let value = text[..end].parse().ok()?;
    Some((Token::Number(value, end), &text[end..]))
}

/// A number up to 99 in characters. After the word for week only one character
/// counts, so that Saturday, ten o'clock, is not sixty.
fn numeral<'a>(text: &'a str, words: &TimeWords, single: bool) -> Option<(Token, &'a str)> {
    let belongs = |c: char| words.digit(c).is_some() || words.is_ten(c);
    let mut end = text.find(|c: char| !belongs(c)).unwrap_or(text.len());
    if single {
        end = end.min(text.chars().next()?.len_utf8());
    }
    let characters: Vec<char> = text[..end].chars().collect();
    let value = match characters.as_slice() {
        [] => return None,
        [one] if words.is_ten(*one) => 10,
        [ten, one] if words.is_ten(*ten) => 10 + words.digit(*one)?,
        [tens, ten] if words.is_ten(*ten) => 10 * words.digit(*tens)?,
        [tens, ten, one] if words.is_ten(*ten) => 10 * words.digit(*tens)? + words.digit(*one)?,
        digits => {
            let digits: Option<Vec<i64>> = digits.iter().take(5).map(|c| words.digit(*c)).collect();
            digits?.into_iter().fold(0, |sum, digit| 10 * sum + digit)
        }
    };
    Some((Token::Number(value, 0), &text[end..]))
}
