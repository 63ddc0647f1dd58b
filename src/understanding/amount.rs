//! An amount of money as people write it: "1000", "1,000.00 元", "1.2万", "三百
//! 五", "报价300左右". One plain amount is taken; a range, a limit, several
//! amounts and anything else is said to be that. How figures and characters make
//! a number is read in `money`.

use crate::script::clean::fold;
use crate::script::number_words::{AmountWord, AmountWords};
use crate::understanding::money;

/// Why a text is no amount that can be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AmountFault {
    Unread,
    /// From one amount to another.
    Range,
    /// No more or no less than an amount.
    Bound,
    /// Different amounts, and nothing says which.
    Several,
}

/// Longer texts are no answer to "how much".
const LONGEST: usize = 200;
/// A number beside the amount up to this many fen counts things and not money.
const COUNTS: i64 = 2_000;
/// From here on a bare number among words is a telephone or a code.
const CODE: i64 = 1_000_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Number {
        fen: Result<i64, AmountFault>,
        single: Option<i64>,
    },
    Word(AmountWord),
    /// A mark or a space that parts what stands beside it.
    Stop,
    Gap,
    /// Anything else; whether it ends in a Latin letter.
    Other(bool),
}

/// A number of the text and whether it is said to be money, or the sum of all.
struct Found {
    fen: i64,
    money: bool,
    total: bool,
    /// Ends where an amount may end, and is no part of a name.
    plain: bool,
}

/// The amount in fen.
///
/// # Errors
/// Why the text is not plainly one amount.
pub fn parse_amount(text: &str, words: &AmountWords) -> Result<i64, AmountFault> {
    if text.chars().nth(LONGEST).is_some() {
        return Err(AmountFault::Unread);
    }
    let tokens = tokens(text, words)?;
    if let Some(fault) = refusal(&tokens) {
        return Err(fault);
    }
    let mut found = numbers(&tokens)?;
    if tokens.iter().any(|token| matches!(token, Token::Other(_))) {
        found.retain(|number| number.money || number.fen < CODE);
    }
    settle(&found)
}

/// Words that make the whole sentence something else than an amount.
fn refusal(tokens: &[Token]) -> Option<AmountFault> {
    use AmountWord::{Bound, BoundAfter, Currency, Range, Refusal};
    let has = |word| tokens.contains(&Token::Word(word));
    let number = |token: &Token| matches!(token, Token::Number { .. });
    let faulty = tokens.iter().find_map(|token| match token {
        Token::Number { fen: Err(fault), .. } => Some(*fault),
        _ => None,
    });
    let behind = |word: AmountWord| {
        tokens
            .windows(2)
            .any(|pair| pair[1] == Token::Word(word) && (number(&pair[0]) || pair[0] == Token::Word(Currency)))
    };
    let between = tokens.iter().enumerate().any(|(place, token)| {
        *token == Token::Word(Range) && tokens[..place].iter().any(number) && tokens[place + 1..].iter().any(number)
    });
    let signed = tokens.windows(2).any(|pair| pair[0] == Token::Word(Range) && number(&pair[1]));
    if has(Refusal) {
        Some(AmountFault::Unread)
    } else if has(Bound) || behind(BoundAfter) {
        Some(AmountFault::Bound)
    } else if between {
        Some(AmountFault::Range)
    } else if signed {
        Some(AmountFault::Unread)
    } else {
        faulty
    }
}

/// One value that all amounts share, the sum where one is named, money before
/// bare numbers.
fn settle(found: &[Found]) -> Result<i64, AmountFault> {
    let plain = || found.iter().filter(|number| number.plain);
    if let Some(total) = same(plain().filter(|number| number.total)) {
        return total;
    }
    if let Some(money) = same(plain().filter(|number| number.money)) {
        let others = plain().any(|number| Ok(number.fen) != money);
        return if others { Err(AmountFault::Several) } else { money };
    }
    let bare = same(plain()).unwrap_or(Err(AmountFault::Unread))?;
    let stray = found.iter().any(|number| number.fen > COUNTS && number.fen != bare);
    if stray { Err(AmountFault::Several) } else { Ok(bare) }
}

/// The one value of all; `None` where there is none.
fn same<'f>(mut numbers: impl Iterator<Item = &'f Found>) -> Option<Result<i64, AmountFault>> {
    let first = numbers.next()?.fen;
    Some(if numbers.all(|number| number.fen == first) { Ok(first) } else { Err(AmountFault::Several) })
}

/// Every number with what stands around it.
fn numbers(tokens: &[Token]) -> Result<Vec<Found>, AmountFault> {
    use AmountWord::{Currency, Total};
    let mut found = Vec::new();
    let (mut place, mut total, mut money_before, mut latin) = (0, false, false, false);
    while let Some(token) = tokens.get(place) {
        place += 1;
        match token {
            Token::Number { fen, .. } => {
                let (fen, money, length) = amount(&tokens[place..], (*fen)?)?;
                place += length;
                let ended = !matches!(tokens.get(place), Some(Token::Other(_) | Token::Number { .. }));
                let money = money || money_before;
                found.push(Found { fen, money, total, plain: !latin && (ended || money) });
                total = false;
            }
            Token::Word(Total) => total = true,
            Token::Other(_) => total = false,
            Token::Word(_) | Token::Stop | Token::Gap => {}
        }
        money_before = *token == Token::Word(Currency);
        latin = *token == Token::Other(true);
    }
    Ok(found)
}

/// What follows a number and belongs to it: "块", "块五", "元5角2分". With
/// whether it is said to be money and how many tokens that takes.
fn amount(after: &[Token], fen: i64) -> Result<(i64, bool, usize), AmountFault> {
    use AmountWord::{Currency, Filler, Hundredth, Tenth};
    let part = |whole: i64, of: i64| if whole % of == 0 { Ok(whole / of) } else { Err(AmountFault::Unread) };
    match after {
        [Token::Word(Tenth), ..] => return Ok((part(fen, 10)?, true, 1)),
        [Token::Word(Hundredth), ..] => return Ok((part(fen, 100)?, true, 1)),
        _ => {}
    }
    let fillers = after.iter().take_while(|token| **token == Token::Word(Filler)).count();
    let length = fillers + after[fillers..].iter().take_while(|token| **token == Token::Word(Currency)).count();
    if length == fillers {
        return Ok((fen, false, 0));
    }
    let (more, count) = change(&after[length..]);
    Ok((fen.checked_add(more).ok_or(AmountFault::Unread)?, true, length + count))
}

/// Tenths and hundredths of a yuan behind it, in fen, and their tokens.
fn change(after: &[Token]) -> (i64, usize) {
    use AmountWord::{Hundredth, Tenth};
    let ends = |rest: &[Token]| -> bool { !matches!(rest.first(), Some(Token::Other(_) | Token::Number { .. })) };
    let single = |place: usize| -> Option<i64> {
        let Some(Token::Number { single, .. }) = after.get(place) else { return None };
        *single
    };
    let word = |place: usize, word: AmountWord| -> bool { after.get(place) == Some(&Token::Word(word)) };
    match (single(0), single(2)) {
        (Some(a), Some(b)) if word(1, Tenth) && word(3, Hundredth) => (10 * a + b, 4),
        (Some(a), Some(b)) if word(1, Tenth) && ends(&after[3..]) => (10 * a + b, 3),
        (Some(a), _) if word(1, Tenth) => (10 * a, 2),
        (Some(a), _) if word(1, Hundredth) => (a, 2),
        (Some(a), _) if ends(&after[1..]) => (10 * a, 1),
        _ => (0, 0),
    }
}

fn tokens(text: &str, words: &AmountWords) -> Result<Vec<Token>, AmountFault> {
    // A mark of enumeration never sets thousands apart.
    let folded = fold(&text.replace('、', ";"));
    let mut rest = folded.as_str();
    let mut tokens: Vec<Token> = Vec::new();
    while let Some(c) = rest.chars().next() {
        let (token, length) = if let Some((run, length)) = money::run(rest, words).filter(|_| !is_word(rest, words)) {
            (Token::Number { fen: money::fen(&run), single: money::single(&run) }, length)
        } else if let Some((length, word)) = words.at_start(rest) {
            (Token::Word(word), length)
        } else if matches!(c, ',' | '.') && rest[1..].starts_with(|c: char| c.is_ascii_digit()) && broken(&tokens, c) {
            return Err(AmountFault::Unread);
        } else {
            (mark(c), length_of(c, rest))
        };
        rest = &rest[length..];
        tokens.push(token);
    }
    Ok(without_gaps(&tokens))
}

/// A word that begins with a numeral and is none ("altogether" in Chinese).
fn is_word(text: &str, words: &AmountWords) -> bool {
    let length = text.chars().next().map_or(0, char::len_utf8);
    words.at_start(text).is_some_and(|(long, _)| long > length)
}

/// A point before a digit without one before it, a comma that begins the text.
fn broken(tokens: &[Token], c: char) -> bool {
    c == '.' && !matches!(tokens.last(), Some(Token::Other(false) | Token::Word(_))) || tokens.is_empty()
}

fn mark(c: char) -> Token {
    if c.is_whitespace() {
        Token::Gap
    } else if c.is_alphabetic() {
        Token::Other(c.is_ascii_alphabetic())
    } else {
        Token::Stop
    }
}

/// A Latin word goes as a whole.
fn length_of(c: char, rest: &str) -> usize {
    if c.is_ascii_alphabetic() {
        rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len())
    } else {
        c.len_utf8()
    }
}

/// Spaces part two numbers and nothing else.
fn without_gaps(tokens: &[Token]) -> Vec<Token> {
    let number = |token: Option<&Token>| matches!(token, Some(Token::Number { .. }));
    let kept = tokens.iter().enumerate().filter_map(|(place, token)| match token {
        Token::Gap if place > 0 && number(tokens.get(place - 1)) && number(tokens.get(place + 1)) => Some(Token::Stop),
        Token::Gap => None,
        token => Some(*token),
    });
    kept.collect()
}
