//! Where a raw update is filed, whichever messenger it comes from. Each
//! messenger's `door` says it.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// Where an update is filed. One of these always holds: it has a lane, it is
/// said elsewhere, or it is unreadable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// The provider's id of it; a hash where there is none.
    pub event_id: String,
    /// The person's private chat, as in `Address::user`.
    pub lane: Option<String>,
    /// The provider's time of it. A press of Telegram has none: its date is its message's.
    pub said_at: Option<DateTime<Utc>>,
    /// Said in a group or a channel, or not by a person: finished as ignored.
    pub elsewhere: bool,
    /// Not an update as far as can be seen: kept, with an alarm.
    pub unreadable: bool,
}

/// SHA-256 in hex: tells a repeated update from a new one with a reused id
/// (Bot API: after a week without updates the next id is random).
#[must_use]
pub fn hash(raw: &str) -> String {
    Sha256::digest(raw.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// An answer that nobody can read, kept as it came. What people wrote is in it:
/// nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Unread(pub String);

impl std::fmt::Debug for Unread {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unread({} bytes)", self.0.len())
    }
}
