//! What a delivery pump asks the outbox for, and what it is given.

use super::days::Daily;
use super::pace::Pace;
use super::windows::Budget;
use crate::domain::ids::{AccountId, CardId, CaseId, Seq};
use crate::talk::inbound::{Address, Channel, Lang};
use crate::talk::message::{Class, Message, Outgoing};
use chrono::{DateTime, Utc};

/// Why a message is dropped whose account nothing reaches any more.
pub const UNREACHABLE: &str = "unreachable";

/// Why a message is dropped that the messenger would not let through.
pub const CLOSED: &str = "window closed";

/// What a delivery pump asks for.
#[derive(Clone, Debug)]
pub struct Ask {
    pub channel: Channel,
    /// New for each lease, so that a late result of an older one is not taken.
    pub holder: String,
    pub now: DateTime<Utc>,
    pub until: DateTime<Utc>,
    pub limit: u32,
    pub chat_pace: Pace,
    pub bot_pace: Pace,
    /// Calendar time, which windows are counted in.
    pub calendar: DateTime<Utc>,
    /// Where the messenger counts what we write.
    pub budget: Option<Budget>,
    /// Where the messenger counts what the bot sends in a day.
    pub daily: Option<Daily>,
}

/// A message to be sent now.
#[derive(Clone, Debug, PartialEq)]
pub struct Leased {
    pub id: i64,
    pub account: AccountId,
    pub to: Address,
    pub class: Class,
    pub body: Outgoing,
    pub card: Option<LeasedCard>,
    pub case: Option<CaseId>,
    pub seq: Option<Seq>,
    /// Tries before this one.
    pub attempts: i64,
    /// Other notices of the chat that go out in this message, and what it
    /// says with all of them.
    pub with: Vec<Rider>,
    pub merged: Option<Message>,
    pub lang: Lang,
    /// The last that may go unasked before the window is kept for cards.
    pub last_of_window: bool,
}

/// A notice that goes out in the message of another.
#[derive(Clone, Debug, PartialEq)]
pub struct Rider {
    pub id: i64,
    pub case: Option<CaseId>,
    pub seq: Option<Seq>,
    pub body: Outgoing,
}

impl Leased {
    /// All rows that this message brings.
    pub fn ids(&self) -> impl Iterator<Item = i64> {
        std::iter::once(self.id).chain(self.with.iter().map(|rider| rider.id))
    }
}

/// The newest content of the card that a message brings up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeasedCard {
    pub id: CardId,
    pub wanted: Message,
    pub rev: i64,
    /// The message in the chat that shows the card now.
    pub provider_ref: Option<String>,
    /// The leave to change it, while it lasts.
    pub code: Option<String>,
}

/// A message that was given up without a try.
#[derive(Clone, Debug, PartialEq)]
pub struct Dropped {
    pub id: i64,
    pub account: AccountId,
    pub case: Option<CaseId>,
    pub seq: Option<Seq>,
    pub class: Class,
    pub body: Outgoing,
    pub why: &'static str,
}

#[derive(Debug, Default)]
pub struct Lease {
    pub rows: Vec<Leased>,
    pub dropped: Vec<Dropped>,
    /// Cards that already showed what they shall: done without sending.
    pub skipped: usize,
    /// When more may be leased, if that is known and nothing was found now.
    pub next_at: Option<DateTime<Utc>>,
    /// What has been sent today, where that is counted.
    pub sent_today: Option<u64>,
}
