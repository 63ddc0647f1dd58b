//! Single cells: dates, telephone numbers, codes, as clerks write them.

use chrono::{Days, NaiveDate};

/// Year, month and day with anything but digits between and behind them, a time
/// of day perhaps; or the number of days by which Excel keeps a date.
pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    let wrong = || format!("`{text}` is not a date; write for example 2024-06-30");
    let mut numbers = text.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let mut next = || numbers.next().and_then(|digits| digits.parse::<u32>().ok());
    let date = match (next(), next(), next()) {
        (Some(days), None, None) if text.len() == 5 => excel_day(days),
        (Some(year), Some(month), Some(day)) => NaiveDate::from_ymd_opt(i32::try_from(year).unwrap_or(0), month, day),
        _ => None,
    };
    let sensible = NaiveDate::from_ymd_opt(1950, 1, 1)..NaiveDate::from_ymd_opt(2100, 1, 1);
    date.filter(|_| sensible.contains(&date)).ok_or_else(wrong)
}

fn excel_day(days: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(Days::new(days.into()))
}

/// A telephone number without what only people need to read it; China's
/// country code before a mobile number goes.
pub(super) fn phone(text: &str) -> Result<String, String> {
    let digits: String = text.chars().filter(|letter| !matches!(letter, ' ' | '-' | '(' | ')' | '.')).collect();
    let mobile = ["+86", "0086", "86"]
        .iter()
        .find_map(|code| digits.strip_prefix(code).filter(|rest| rest.len() == 11 && rest.starts_with('1')));
    let number = mobile.unwrap_or(&digits);
    let only_digits = number.strip_prefix('+').unwrap_or(number);
    if (5..=20).contains(&only_digits.len()) && only_digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(number.to_owned())
    } else {
        Err(format!("`{text}` is not a telephone number"))
    }
}

/// The code of an estate: it is part of numbers.
pub(super) fn code(text: &str) -> Result<String, String> {
    if text.len() <= 16 && !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        Ok(text.to_ascii_uppercase())
    } else {
        Err(format!("`{text}` is no code: up to 16 letters A-Z and digits"))
    }
}

/// Any name or number, of a bounded length.
pub(super) fn short(text: &str) -> Result<String, String> {
    const LONGEST: usize = 60;
    if text.chars().count() > LONGEST {
        return Err(format!("`{text}` is longer than {LONGEST} letters"));
    }
    if text.chars().any(char::is_control) {
        return Err(format!("`{}` holds a line break or another sign that cannot be shown", text.escape_debug()));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests;
