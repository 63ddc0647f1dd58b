//! What does not change while the bot runs: the rules, the working days, the
//! scripts, the wording and the manners of the conversation.

use crate::domain::calendar::Calendar;
use crate::domain::deadline;
use crate::domain::frame::Frame;
use crate::domain::limit::Limit;
use crate::domain::people::Directory;
use crate::domain::rules::Rules;
use crate::script::scripts::Scripts;
use crate::script::texts::Texts;
use crate::store::windows::Budget;
use crate::understanding::Understanding;
use chrono::{DateTime, TimeDelta, Utc};

pub struct Office {
    pub rules: Rules,
    pub calendar: Calendar,
    pub scripts: Scripts,
    pub texts: Texts,
    pub understanding: Understanding,
    pub manners: Manners,
}

/// How the bot converses; none of it is a rule of the company.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manners {
    /// Pictures closer together than this are one answer.
    pub gather_quiet: TimeDelta,
    /// So many pictures close a gathering at once.
    pub gather_most: usize,
    /// Wrong invitation codes per account and hour.
    pub wrong_codes: i64,
    /// What a messenger that counts lets us write.
    pub window: Budget,
    /// A numbered offer stands so long.
    pub offer_stands: TimeDelta,
    /// Whoever was silent for so long hears first what waits for him.
    pub back_after: TimeDelta,
    /// The telephone number of customer service; empty: none is said.
    pub service_number: String,
}

impl Office {
    /// When a limit that began at `start` is over.
    #[must_use]
    pub fn due(&self, start: DateTime<Utc>, limit: Limit) -> DateTime<Utc> {
        deadline::due(start, limit, &self.rules.reminders.hours, &self.calendar).at
    }

    /// What the transitions of one turn may look at.
    #[must_use]
    pub fn frame<'a>(&'a self, at: DateTime<Utc>, now: DateTime<Utc>, people: &'a Directory) -> Frame<'a> {
        Frame { at: at.min(now), now, rules: &self.rules, calendar: &self.calendar, people }
    }
}
