//! How figures, characters and units make one number: "1,200.50", "一千二", "3万5",
//! "壹仟贰佰". In fen, without any rounding, and refused where two readings fit.

use crate::script::number_words::AmountWords;
use crate::understanding::amount::AmountFault;

/// A piece of a number as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Figures(String),
    Characters(Vec<i64>),
    Unit(i64),
}

/// The number that a folded text begins with, and its length in bytes.
pub(crate) fn run(text: &str, words: &AmountWords) -> Option<(Vec<Piece>, usize)> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = if c.is_ascii_digit() {
            let length = figures(rest);
            pieces.push(Piece::Figures(rest[..length].to_owned()));
            length
        } else if let Some(digit) = words.digit(c) {
            match pieces.last_mut() {
                Some(Piece::Characters(digits)) => digits.push(digit),
                _ => pieces.push(Piece::Characters(vec![digit])),
            }
            c.len_utf8()
        } else if let Some((length, unit)) = words.unit(rest).filter(|_| !(c.is_ascii() && pieces.is_empty())) {
            pieces.push(Piece::Unit(unit));
            length
        } else {
            break;
        };
        rest = &rest[length..];
    }
    (!pieces.is_empty()).then_some((pieces, text.len() - rest.len()))
}

/// Figures with points and commas that stand between two of them.
fn figures(text: &str) -> usize {
    let bytes = text.as_bytes();
    let digit = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    let mut end = 0;
    while digit(end) || (matches!(bytes.get(end), Some(b',' | b'.')) && digit(end + 1)) {
        end += 1;
    }
    end
}

/// The one digit that a number is.
pub(crate) fn single(pieces: &[Piece]) -> Option<i64> {
    match pieces {
        [Piece::Figures(figures)] if figures.len() == 1 => figures.parse().ok(),
        [Piece::Characters(digits)] => match digits.as_slice() {
            [digit] | [0, digit] => Some(*digit),
            _ => None,
        },
        _ => None,
    }
}

/// The number in fen.
pub(crate) fn fen(pieces: &[Piece]) -> Result<i64, AmountFault> {
    match pieces {
        [Piece::Figures(figures)] => scaled(figures, 1),
        [Piece::Figures(figures), Piece::Unit(unit)] => scaled(figures, *unit),
        [Piece::Characters(digits)] => row(digits).and_then(hundredfold),
        pieces => whole(pieces).and_then(hundredfold),
    }
}

fn hundredfold(yuan: i64) -> Result<i64, AmountFault> {
    yuan.checked_mul(100).ok_or(AmountFault::Unread)
}

/// Characters one by one as figures; two of them are rather "three to five".
fn row(digits: &[i64]) -> Result<i64, AmountFault> {
    match digits {
        [digit] => Ok(*digit),
        [_, second] if *second != 0 => Err(AmountFault::Range),
        digits if digits.len() <= 12 => Ok(digits.iter().fold(0, |sum, digit| 10 * sum + digit)),
        _ => Err(AmountFault::Unread),
    }
}

/// Digits with an optional fraction, times the unit, without any rounding.
fn scaled(text: &str, unit: i64) -> Result<i64, AmountFault> {
    fen_of(text, unit).ok_or(AmountFault::Unread)
}

fn fen_of(text: &str, unit: i64) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let whole = ungrouped(whole, text)?;
    let digits = fraction.trim_end_matches('0');
    if fraction.is_empty() || digits.len() > 6 || !fraction.chars().all(|c| c.is_ascii_digit()) {
        return None;
    }
    let scale = 10_i64.checked_pow(u32::try_from(digits.len()).ok()?)?;
    let part: i64 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
    let exact = whole.checked_mul(scale)?.checked_add(part)?.checked_mul(unit.checked_mul(100)?)?;
    (exact % scale == 0).then_some(exact / scale)
}

/// "1,234,567" or "1234567"; commas must stand where thousands are set apart.
/// "300,500" is two amounts as likely as one.
fn ungrouped(text: &str, all: &str) -> Option<i64> {
    let groups: Vec<&str> = text.split(',').collect();
    let well_grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let two =
        matches!(groups.as_slice(), [first, second] if first.len() == 3 && *second != "000" && !all.contains('.'));
    let digits = groups.concat();
    let numeric = !groups[0].is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    (well_grouped && !two && numeric).then(|| digits.parse().ok()).flatten()
}

/// A number under way: what is whole, the section below ten thousand, and the
/// digits whose unit is still to come.
#[derive(Default)]
struct Sum {
    total: i64,
    section: i64,
    last: Option<i64>,
    pending: Option<Pending>,
}

#[derive(Clone, Copy)]
struct Pending {
    value: i64,
    /// How many figures; 1 for a character.
    width: usize,
    after_zero: bool,
}

/// Digits and units in turn, the units falling.
fn whole(pieces: &[Piece]) -> Result<i64, AmountFault> {
    let mut sum = Sum::default();
    for (place, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Unit(unit) => sum.unit(*unit, place == 0)?,
            Piece::Figures(_) | Piece::Characters(_) if sum.pending.is_some() => return Err(AmountFault::Unread),
            Piece::Figures(figures) => {
                let value = figures.parse().map_err(|_| AmountFault::Unread)?;
                sum.pending = Some(Pending { value, width: figures.len(), after_zero: figures.starts_with('0') });
            }
            Piece::Characters(digits) => sum.pending = Some(characters(digits)?),
        }
    }
    sum.end()
}

fn characters(digits: &[i64]) -> Result<Pending, AmountFault> {
    let zeros = digits.iter().take_while(|digit| **digit == 0).count();
    match &digits[zeros..] {
        [value] => Ok(Pending { value: *value, width: 1, after_zero: zeros > 0 }),
        [] => Err(AmountFault::Unread),
        _ => Err(AmountFault::Range),
    }
}

impl Sum {
    fn unit(&mut self, unit: i64, first: bool) -> Result<(), AmountFault> {
        let pending = self.pending.take();
        let count = match pending {
            Some(pending) => pending.value,
            // Ten and its like stand alone; below a greater unit only ten does.
            None if first || unit == 10 => 1,
            None if unit == 10_000 && self.section > 0 => 0,
            None => return Err(AmountFault::Unread),
        };
        if unit == 10_000 {
            let section = self.section.checked_add(if self.section > 0 || pending.is_some() { count } else { 1 });
            let grown = section.and_then(|section| section.checked_mul(unit)).ok_or(AmountFault::Unread)?;
            let again = self.total > 0;
            (self.total, self.section, self.last) = (grown, 0, Some(unit));
            return if again { Err(AmountFault::Unread) } else { Ok(()) };
        }
        if self.last.is_some_and(|last| unit >= last) {
            return Err(AmountFault::Unread);
        }
        let grown = count.checked_mul(unit).and_then(|more| self.section.checked_add(more));
        self.section = grown.ok_or(AmountFault::Unread)?;
        self.last = Some(unit);
        Ok(())
    }

    /// A last digit without a unit counts in the next lower one.
    fn end(self) -> Result<i64, AmountFault> {
        let last = self.last.ok_or(AmountFault::Unread)?;
        let tail = match self.pending {
            None => 0,
            Some(Pending { value, after_zero: true, .. }) if value < last => value,
            Some(Pending { value, width: 1, .. }) => value * (last / 10),
            Some(Pending { value, width, .. }) if value < last && (last < 10_000 || width > 2) => value,
            Some(_) => return Err(AmountFault::Unread),
        };
        self.total.checked_add(self.section).and_then(|sum| sum.checked_add(tail)).ok_or(AmountFault::Unread)
    }
}
