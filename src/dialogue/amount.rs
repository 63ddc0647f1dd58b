//! An amount of money as people write it: "1000", "1,000.00 元", "￥1000", "1.2万".

use crate::script::clean::fold;
use crate::script::words::AmountWords;

/// The amount in fen; `None` for anything that is not plainly one amount.
#[must_use]
pub fn parse_amount(text: &str, words: &AmountWords) -> Option<i64> {
    let folded = fold(text).replace(' ', "");
    let mut rest = folded.as_str();
    while let Some(after) = words.currency.iter().find_map(|word| rest.strip_prefix(word.as_str())) {
        rest = after;
    }
    while let Some(before) = before_any(rest, &words.currency) {
        rest = before;
    }
    let (rest, unit) = if let Some(rest) = before_any(rest, &words.ten_thousand) {
        (rest, 10_000)
    } else if let Some(rest) = before_any(rest, &words.thousand) {
        (rest, 1_000)
    } else {
        (rest, 1)
    };
    fen(rest, unit)
}

fn before_any<'a>(text: &'a str, words: &[String]) -> Option<&'a str> {
    words.iter().find_map(|word| text.strip_suffix(word.as_str()))
}

/// Digits with an optional fraction, times the unit, without any rounding.
fn fen(text: &str, unit: i64) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let whole = ungrouped(whole)?;
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
fn ungrouped(text: &str) -> Option<i64> {
    let groups: Vec<&str> = text.split(',').collect();
    let well_grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|group| group.len() == 3));
    let digits = groups.concat();
    let numeric = !groups[0].is_empty() && digits.chars().all(|c| c.is_ascii_digit());
    (well_grouped && numeric).then(|| digits.parse().ok()).flatten()
}
