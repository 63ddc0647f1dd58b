//! How single settings are written: secrets, lengths of time, times of day,
//! money. Limits are `domain`'s.

use crate::domain::limit::Limit;
use crate::domain::money::Fen;
use chrono::NaiveTime;
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::time::Duration;

/// A value that nothing prints. Only `reveal` gives it away.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    #[must_use]
    pub fn new(secret: impl Into<String>) -> Secret {
        Secret(secret.into())
    }

    /// For whoever must know it: a client, a connection.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<hidden>")
    }
}

/// "500 ms", "2 s", "10 min", "24 h", "30 d".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Length(pub Duration);

impl TryFrom<String> for Length {
    type Error = String;

    fn try_from(text: String) -> Result<Length, String> {
        let wrong = || format!("`{text}` is not a length of time; write for example \"2 s\" or \"30 d\"");
        let text = text.trim();
        let unit_from = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
        let (number, unit) = text.split_at(unit_from);
        let number: u64 = number.parse().map_err(|_| wrong())?;
        let unit_ms: u64 = match unit.trim() {
            "ms" => 1,
            "s" => 1_000,
            "min" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return Err(wrong()),
        };
        // A hundred years: everything longer is a slip of the finger.
        let most = 36_500 * 86_400_000;
        let length = number.checked_mul(unit_ms).filter(|length| *length <= most).ok_or_else(wrong)?;
        Ok(Length(Duration::from_millis(length)))
    }
}

/// "18:00".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct TimeOfDay(pub NaiveTime);

impl TryFrom<String> for TimeOfDay {
    type Error = String;

    fn try_from(text: String) -> Result<TimeOfDay, String> {
        let time = NaiveTime::parse_from_str(text.trim(), "%H:%M");
        time.map(TimeOfDay).map_err(|_| format!("`{text}` is not a time of day; write for example \"18:00\""))
    }
}

/// An amount in CNY: `1000`, or "1000.50" with at most two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Yuan(pub Fen);

impl<'de> Deserialize<'de> for Yuan {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Yuan, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "expected an amount such as \"1000.00\"")]
        enum Written {
            Whole(i64),
            Text(String),
        }
        let text = match Written::deserialize(from)? {
            Written::Whole(yuan) => yuan.to_string(),
            Written::Text(text) => text,
        };
        fen(&text).map(Yuan).ok_or_else(|| {
            serde::de::Error::custom(format!("`{text}` is not an amount; write for example \"1000.00\""))
        })
    }
}

fn fen(text: &str) -> Option<Fen> {
    let (yuan, decimals) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if yuan.is_empty() || !digits(yuan) || !digits(decimals) || decimals.len() > 2 {
        return None;
    }
    let yuan: i64 = yuan.parse().ok()?;
    let fen: i64 = format!("{decimals:0<2}").parse().ok()?;
    yuan.checked_mul(100)?.checked_add(fen).map(Fen)
}

/// A limit that is counted from an event: no fixed date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Span(pub Limit);

impl TryFrom<String> for Span {
    type Error = String;

    fn try_from(text: String) -> Result<Span, String> {
        match text.parse() {
            Ok(Limit::ByDate(_)) => Err(format!("`{text}` is a date; this limit is counted from an event")),
            Ok(limit) => Ok(Span(limit)),
            Err(why) => Err(why.to_string()),
        }
    }
}

/// "4 h".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct WholeHours(pub u32);

impl TryFrom<String> for WholeHours {
    type Error = String;

    fn try_from(text: String) -> Result<WholeHours, String> {
        match text.parse() {
            Ok(Limit::Hours(hours)) => Ok(WholeHours(hours)),
            _ => Err(format!("`{text}` is not a number of hours; write for example \"4 h\"")),
        }
    }
}

/// "1 wd".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct WholeWorkingDays(pub u32);

impl TryFrom<String> for WholeWorkingDays {
    type Error = String;

    fn try_from(text: String) -> Result<WholeWorkingDays, String> {
        match text.parse() {
            Ok(Limit::WorkingDays(days)) => Ok(WholeWorkingDays(days)),
            _ => Err(format!("`{text}` is not a number of working days; write for example \"1 wd\"")),
        }
    }
}
