//! The facts that a text is filled with: typed, so that dates, money and limits
//! are written as the reader's language writes them.

use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;

/// One value of a placeholder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Int(i64),
    /// Fen (1/100 CNY).
    Money(i64),
    When(DateTime<Utc>),
    /// A day near now: with its weekday, and the year only where it is another.
    Day(NaiveDate),
    /// A day in a document: with its year, whatever the year.
    Date(NaiveDate),
    Limit(i64, LimitUnit),
    /// Written one after another.
    List(Vec<Value>),
    /// The text of another key.
    Key(String),
    /// For `{% if %}` only.
    Flag(bool),
}

/// What a limit is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitUnit {
    Minutes,
    Hours,
    WorkingHours,
    CalendarDays,
    WorkingDays,
    Weeks,
    Months,
    Years,
}

impl LimitUnit {
    pub const ALL: [LimitUnit; 8] = [
        LimitUnit::Minutes,
        LimitUnit::Hours,
        LimitUnit::WorkingHours,
        LimitUnit::CalendarDays,
        LimitUnit::WorkingDays,
        LimitUnit::Weeks,
        LimitUnit::Months,
        LimitUnit::Years,
    ];

    /// The text that says so many of it.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            LimitUnit::Minutes => "format.minutes",
            LimitUnit::Hours => "format.hours",
            LimitUnit::WorkingHours => "format.working_hours",
            LimitUnit::CalendarDays => "format.calendar_days",
            LimitUnit::WorkingDays => "format.working_days",
            LimitUnit::Weeks => "format.weeks",
            LimitUnit::Months => "format.months",
            LimitUnit::Years => "format.years",
        }
    }
}

/// The values of one saying, by placeholder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Args {
    values: BTreeMap<String, Value>,
    now: Option<DateTime<Utc>>,
}

impl Args {
    #[must_use]
    pub fn new() -> Args {
        Args::default()
    }

    /// With the time of saying: days of another year are written with their year.
    #[must_use]
    pub fn now(mut self, now: DateTime<Utc>) -> Args {
        self.now = Some(now);
        self
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: Value) -> Args {
        self.values.insert(name.to_owned(), value);
        self
    }

    #[must_use]
    pub fn text(self, name: &str, text: impl Into<String>) -> Args {
        self.with(name, Value::Text(text.into()))
    }

    #[must_use]
    pub fn int(self, name: &str, number: i64) -> Args {
        self.with(name, Value::Int(number))
    }

    #[must_use]
    pub fn count(self, name: &str, count: usize) -> Args {
        self.int(name, i64::try_from(count).unwrap_or(i64::MAX))
    }

    #[must_use]
    pub fn money(self, name: &str, fen: i64) -> Args {
        self.with(name, Value::Money(fen))
    }

    #[must_use]
    pub fn when(self, name: &str, at: DateTime<Utc>) -> Args {
        self.with(name, Value::When(at))
    }

    #[must_use]
    pub fn day(self, name: &str, day: NaiveDate) -> Args {
        self.with(name, Value::Day(day))
    }

    #[must_use]
    pub fn date(self, name: &str, day: NaiveDate) -> Args {
        self.with(name, Value::Date(day))
    }

    #[must_use]
    pub fn limit(self, name: &str, count: i64, unit: LimitUnit) -> Args {
        self.with(name, Value::Limit(count, unit))
    }

    #[must_use]
    pub fn key(self, name: &str, key: impl Into<String>) -> Args {
        self.with(name, Value::Key(key.into()))
    }

    #[must_use]
    pub fn flag(self, name: &str, flag: bool) -> Args {
        self.with(name, Value::Flag(flag))
    }

    #[must_use]
    pub fn list<T: Into<String>>(self, name: &str, items: impl IntoIterator<Item = T>) -> Args {
        let items = items.into_iter().map(|item| Value::Text(item.into())).collect();
        self.with(name, Value::List(items))
    }

    /// These values and, where the names differ, the other ones too.
    #[must_use]
    pub fn or(mut self, other: &Args) -> Args {
        for (name, value) in &other.values {
            self.values.entry(name.clone()).or_insert_with(|| value.clone());
        }
        self.now = self.now.or(other.now);
        self
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value))
    }

    #[must_use]
    pub fn said_at(&self) -> Option<DateTime<Utc>> {
        self.now
    }
}
