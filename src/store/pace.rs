//! How fast a chat and a bot may send: the generic cell rate algorithm. All
//! that must be kept is one instant, when the allowance is whole again.

use chrono::{DateTime, TimeDelta, Utc};

/// One message per `interval`, and up to `burst` at once after a quiet while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub interval: TimeDelta,
    pub burst: u32,
}

impl Pace {
    #[must_use]
    pub fn per_second(messages: u32, burst: u32) -> Pace {
        Pace { interval: TimeDelta::microseconds(1_000_000 / i64::from(messages.max(1))), burst: burst.max(1) }
    }

    /// How far ahead of now a chat's instant may lie with a message still allowed.
    #[must_use]
    pub fn slack(&self) -> TimeDelta {
        self.interval * i32::try_from(self.burst.saturating_sub(1)).unwrap_or(i32::MAX)
    }

    #[must_use]
    pub fn allows(&self, whole_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
        whole_at.is_none_or(|whole_at| whole_at <= now + self.slack())
    }

    /// The instant after so many messages more.
    #[must_use]
    pub fn charge(&self, whole_at: Option<DateTime<Utc>>, now: DateTime<Utc>, messages: u32) -> DateTime<Utc> {
        whole_at.map_or(now, |whole_at| whole_at.max(now)) + self.interval * i32::try_from(messages).unwrap_or(i32::MAX)
    }
}
