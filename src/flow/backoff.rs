//! How long to wait after the n-th failure: a pure function.

use std::time::Duration;

/// Doubling delays between two bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Backoff {
    pub first: Duration,
    pub longest: Duration,
}

impl Backoff {
    /// A failed turn: 1 s, 2 s, 4 s … up to a minute. Somebody waits for it.
    pub const TURN: Backoff = Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(60) };
    /// A failed send: 1 s, 2 s, 4 s … up to ten minutes.
    pub const SEND: Backoff = Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(600) };
    /// A failed fetch: 2 s, 4 s … up to half an hour.
    pub const FILE: Backoff = Backoff { first: Duration::from_secs(2), longest: Duration::from_secs(1800) };
    /// A pump that cannot work at all: half a second up to thirty.
    pub const PUMP: Backoff = Backoff { first: Duration::from_millis(500), longest: Duration::from_secs(30) };
    /// No updates: 1 s up to half a minute.
    pub const POLL: Backoff = Backoff { first: Duration::from_secs(1), longest: Duration::from_secs(30) };

    /// The wait after failure number `failures`, which counts from one.
    #[must_use]
    pub fn after(&self, failures: i64) -> Duration {
        let doublings = u32::try_from(failures.max(1) - 1).unwrap_or(u32::MAX).min(30);
        self.first.saturating_mul(2_u32.saturating_pow(doublings)).min(self.longest)
    }
}
