//! What a transition may look at besides the record: the time, the rules, the
//! working days, the people.

use crate::domain::calendar::Calendar;
use crate::domain::deadline::{self, Due};
use crate::domain::limit::Limit;
use crate::domain::people::Directory;
use crate::domain::rules::Rules;
use crate::domain::warranty::Part;
use chrono::{DateTime, Utc};

#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// When it was said: limits are judged by this, not by arrival.
    pub at: DateTime<Utc>,
    /// When it is handled.
    pub now: DateTime<Utc>,
    pub rules: &'a Rules,
    pub calendar: &'a Calendar,
    pub people: &'a Directory,
}

impl Frame<'_> {
    #[must_use]
    pub fn due(&self, start: DateTime<Utc>, limit: Limit) -> Due {
        deadline::due(start, limit, &self.rules.reminders.hours, self.calendar)
    }

    /// The part of the warranty table that a category names.
    #[must_use]
    pub fn part_of(&self, category: &str) -> Option<Part> {
        self.rules.parts.get(category).copied()
    }
}
