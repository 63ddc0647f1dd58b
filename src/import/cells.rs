//! Single cells: dates, telephone numbers, codes, as clerks write them.

use chrono::{Days, NaiveDate};

/// "2024-06-30", "2024/6/30", "2024.6.30", "2024年6月30日", or the number of
/// days by which Excel keeps a date.
pub(super) fn date(text: &str) -> Result<NaiveDate, String> {
    let wrong = || format!("`{text}` is not a date; write for example 2024-06-30");
    if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let days: u64 = text.parse().map_err(|_| wrong())?;
        let zero = NaiveDate::from_ymd_opt(1899, 12, 30).ok_or_else(wrong)?;
        return zero.checked_add_days(Days::new(days)).ok_or_else(wrong);
    }
    // A date with the time behind it, as a cell in ISO 8601 has it.
    let day = text.split(['T', ' ']).next().unwrap_or(text);
    let day = day.replace(['/', '.', '年', '月'], "-").replace('日', "");
    let date = NaiveDate::parse_from_str(&day, "%Y-%m-%d").map_err(|_| wrong())?;
    let sensible = NaiveDate::from_ymd_opt(1950, 1, 1)..NaiveDate::from_ymd_opt(2100, 1, 1);
    if sensible.contains(&Some(date)) { Ok(date) } else { Err(wrong()) }
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
