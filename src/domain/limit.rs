//! How long somebody has, and how people write it: "3 wd", "24 h".
//!
//! Not here: when that time is over (`deadline`), and who hears of it
//! (`reminding`).

use std::error::Error;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// How long somebody has. Written "3 wd", "7 cd", "24 h", "30 min" or "by
/// 2026-10-10", in the configuration and in the tables alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Limit {
    /// 工作日: over at the close of business of the Nth working day after the
    /// event's day. 0: at the next close of business.
    WorkingDays(u32),
    /// 天, 日, 一周: over at 24:00 of the Nth day after the event's day,
    /// holidays counted. 0: the same day.
    CalendarDays(u32),
    /// 工作小时: consecutive hours of business, from `x_business_open` to
    /// `x_business_close` of working days.
    WorkingHours(u32),
    /// 小时: consecutive, from the minute of the event, holidays counted. 0: at once.
    Hours(u32),
    /// As hours, in minutes.
    Minutes(u32),
    /// X日前, or the day a customer named: that day is still in time, over at
    /// its 24:00. It is not shifted by weekends, holidays or pauses.
    ByDate(NaiveDate),
}

impl Limit {
    /// Whether it is counted in days, not in running time.
    #[must_use]
    pub fn counts_days(self) -> bool {
        match self {
            Self::WorkingDays(_) | Self::CalendarDays(_) | Self::ByDate(_) => true,
            Self::WorkingHours(_) | Self::Hours(_) | Self::Minutes(_) => false,
        }
    }
}

impl Limit {
    /// As it runs where nobody waits for the morning.
    #[must_use]
    pub fn round_the_clock(self) -> Self {
        match self {
            Self::WorkingHours(hours) => Self::Hours(hours),
            other => other,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WorkingDays(days) => write!(f, "{days} wd"),
            Self::CalendarDays(days) => write!(f, "{days} cd"),
            Self::WorkingHours(hours) => write!(f, "{hours} wh"),
            Self::Hours(hours) => write!(f, "{hours} h"),
            Self::Minutes(minutes) => write!(f, "{minutes} min"),
            Self::ByDate(day) => write!(f, "by {day}"),
        }
    }
}

impl From<Limit> for String {
    fn from(limit: Limit) -> Self {
        limit.to_string()
    }
}

impl TryFrom<String> for Limit {
    type Error = LimitFault;

    fn try_from(text: String) -> Result<Self, LimitFault> {
        text.parse()
    }
}

impl FromStr for Limit {
    type Err = LimitFault;

    fn from_str(text: &str) -> Result<Self, LimitFault> {
        let text = text.trim();
        if let Some(date) = text.strip_prefix("by ") {
            let day = date.trim().parse().map_err(|_| LimitFault::NotADate(date.to_owned()))?;
            return Ok(Self::ByDate(day));
        }
        let unit_from = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(unit_from);
        if number.is_empty() {
            return Err(LimitFault::NoNumber(text.to_owned()));
        }
        // Ten years of any unit: longer ones are warranties, counted in years.
        let (limit, most): (fn(u32) -> Self, u32) = match unit.trim() {
            "wd" => (Self::WorkingDays, 3_650),
            "cd" => (Self::CalendarDays, 3_650),
            "wh" => (Self::WorkingHours, 3_650),
            "h" => (Self::Hours, 3_650 * 24),
            "min" => (Self::Minutes, 3_650 * 24 * 60),
            other => return Err(LimitFault::UnknownUnit(other.to_owned())),
        };
        let fitting = number.parse().ok().filter(|number| *number <= most);
        fitting.map(limit).ok_or_else(|| LimitFault::TooLong(text.to_owned()))
    }
}

/// Why a text is not a limit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LimitFault {
    /// It does not begin with a whole number.
    NoNumber(String),
    /// What follows the number is not a unit.
    UnknownUnit(String),
    /// More than ten years.
    TooLong(String),
    /// What follows "by" is not a date.
    NotADate(String),
}

impl fmt::Display for LimitFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoNumber(text) => {
                write!(f, "`{text}` is not a limit; write for example \"3 wd\" or \"24 h\"")
            }
            Self::UnknownUnit(unit) => {
                write!(
                    f,
                    "`{unit}` is not a unit; use wd (working days), cd (calendar days), wh (working hours), h or min"
                )
            }
            Self::TooLong(text) => write!(f, "{text} is longer than ten years"),
            Self::NotADate(text) => write!(f, "`{text}` is not a date; write \"by 2026-10-10\""),
        }
    }
}

impl Error for LimitFault {}

#[cfg(test)]
#[path = "tests/limit.rs"]
mod tests;
