//! The door: raw updates become inbox rows before anybody says "received" to
//! the messenger. Nothing is understood here beyond what filing needs.

use super::pump::Nudge;
use crate::channel::filing::Filed;
use crate::channel::telegram::door;
use crate::clock::Clock;
use crate::store::inbox::{self, Filing, Kind, NewRow};
use crate::store::{Db, Tx, channel_state};
use crate::talk::inbound::{Address, Channel};
use chrono::{DateTime, Utc};
use serde_json::Value;
use tokio::sync::Mutex;
use tracing::error;

/// A raw update with what can be read on its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The provider's id of the event, with a hash of it: ids come again.
    pub key: String,
    pub whose: Whose,
    /// The provider's time, if it gives one.
    pub said_at: Option<DateTime<Utc>>,
    pub raw: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Said in the private chat of this address.
    From(Address),
    /// Said where the bot does not listen.
    Elsewhere,
    /// Not to be read. It is kept, and somebody must look at it.
    Unreadable(&'static str),
}

/// What cannot be filed under a chat.
const UNREADABLE: &str = "unreadable";
const ELSEWHERE: &str = "elsewhere";

/// So much of the hash tells two events with one id apart.
const HASH_LETTERS: usize = 16;

impl Letter {
    /// An update of Telegram. Its ids come again, so a hash goes into the key.
    #[must_use]
    pub fn telegram(raw: String) -> Letter {
        let filed = door::door(&raw);
        let hash: String = door::hash(&raw).chars().take(HASH_LETTERS).collect();
        let key = format!("{}:{hash}", filed.event_id);
        Letter::filed(Channel::Telegram, key, filed, raw)
    }

    /// An opened callback of WeCom's application.
    #[must_use]
    pub fn wecom_app(filed: Filed, xml: String) -> Letter {
        Letter::filed(Channel::WecomApp, filed.event_id.clone(), filed, xml)
    }

    /// An item of a page of customer service.
    #[must_use]
    pub fn wecom_kf(filed: Filed, json: String) -> Letter {
        Letter::filed(Channel::WecomKf, filed.event_id.clone(), filed, json)
    }

    fn filed(channel: Channel, key: String, filed: Filed, raw: String) -> Letter {
        let whose = match filed.lane {
            Some(user) => Whose::From(Address { channel, user }),
            None if filed.unreadable => Whose::Unreadable("not an update"),
            None => Whose::Elsewhere,
        };
        Letter { key, whose, said_at: filed.said_at, raw }
    }

    /// Whose chat it was said in, if it is to be answered.
    #[must_use]
    pub fn speaker(&self) -> Option<String> {
        match &self.whose {
            Whose::From(address) => Some(address.user.clone()),
            Whose::Elsewhere | Whose::Unreadable(_) => None,
        }
    }

    /// The same, kept and not answered.
    #[must_use]
    pub fn set_aside(self) -> Letter {
        Letter { whose: Whose::Elsewhere, ..self }
    }
}

/// Files the letters of one channel account.
pub struct Intake {
    db: Db,
    clock: Clock,
    turns: Nudge,
    /// The channel account: `telegram:<bot id>`.
    source: String,
    /// Ids are given in the order of commits only while one files at a time;
    /// a chat's lane is worked off in the order of ids.
    one_at_a_time: Mutex<()>,
}

impl Intake {
    #[must_use]
    pub fn new(db: Db, clock: Clock, turns: Nudge, source: impl Into<String>) -> Intake {
        Intake { db, clock, turns, source: source.into(), one_at_a_time: Mutex::new(()) }
    }

    /// Files letters; says how many were new. Only after it has returned may
    /// the messenger be told that we have them.
    pub async fn file(&self, letters: Vec<Letter>) -> anyhow::Result<u64> {
        self.file_and(letters, None).await
    }

    /// The same, with the offset to ask from next in the same transaction.
    pub async fn file_polled(&self, letters: Vec<Letter>, next_offset: i64) -> anyhow::Result<u64> {
        self.file_and(letters, Some((self.offset_key(), Value::from(next_offset)))).await
    }

    /// The same for a page, with where the next one begins.
    pub async fn file_page(&self, letters: Vec<Letter>, next_cursor: &str) -> anyhow::Result<u64> {
        self.file_and(letters, Some((self.cursor_key(), Value::from(next_cursor)))).await
    }

    /// Where the next page begins; `None` on the first day.
    pub async fn cursor(&self) -> anyhow::Result<Option<String>> {
        let mut tx = self.db.read().await?;
        Ok(channel_state::get(&mut tx, &self.cursor_key()).await?)
    }

    /// Keeps the token of a notice, until the next one: fetching without one is
    /// allowed only seldom, and a program can end between notice and fetching.
    pub async fn keep_notice(&self, account: &str, token: &str) -> anyhow::Result<()> {
        let mut tx = self.db.begin().await?;
        let kept = channel_state::put(&mut tx, &notice_key(account), &token).await;
        Ok(tx.end(kept).await?)
    }

    /// The token of the last notice; perhaps it is spent.
    pub async fn kept_notice(&self, account: &str) -> anyhow::Result<Option<String>> {
        let mut tx = self.db.read().await?;
        Ok(channel_state::get(&mut tx, &notice_key(account)).await?)
    }

    /// The offset to ask from; zero on the first day.
    pub async fn offset(&self) -> anyhow::Result<i64> {
        let mut tx = self.db.read().await?;
        Ok(channel_state::get(&mut tx, &self.offset_key()).await?.unwrap_or(0))
    }

    async fn file_and(&self, letters: Vec<Letter>, next: Option<(String, Value)>) -> anyhow::Result<u64> {
        let rows: Vec<NewRow> = letters.into_iter().map(|letter| self.row(letter)).collect();
        let _turn = self.one_at_a_time.lock().await;
        let mut tx = self.db.begin().await?;
        let new = self.put(&mut tx, &rows, next).await;
        let new = tx.end(new).await?;
        metrics::counter!("anju_updates_total", "seen" => "new").increment(new);
        metrics::counter!("anju_updates_total", "seen" => "again").increment((rows.len() as u64).saturating_sub(new));
        for row in rows.iter().filter(|row| matches!(row.filing, Filing::Unreadable(_))) {
            metrics::counter!("anju_updates_unreadable_total").increment(1);
            error!(source = row.source, event = row.event_key, "an update cannot be read; it is kept, parked");
        }
        self.turns.nudge();
        Ok(new)
    }

    async fn put(&self, tx: &mut Tx, rows: &[NewRow], next: Option<(String, Value)>) -> anyhow::Result<u64> {
        let new = inbox::put(tx, rows).await?;
        if let Some((key, place)) = next {
            channel_state::put(tx, &key, &place).await?;
        }
        Ok(new)
    }

    fn row(&self, letter: Letter) -> NewRow {
        let (lane, filing) = match letter.whose {
            Whose::From(address) => (inbox::lane_of_chat(&address), Filing::Open),
            Whose::Elsewhere => (ELSEWHERE.to_owned(), Filing::Ignored),
            Whose::Unreadable(why) => (UNREADABLE.to_owned(), Filing::Unreadable(why.to_owned())),
        };
        NewRow {
            source: self.source.clone(),
            event_key: letter.key,
            lane,
            kind: Kind::Update,
            // Deadlines are judged by this: where the provider gives no time
            // (a press), the arrival is nearer the truth than the turn.
            said_at: letter.said_at.unwrap_or_else(|| self.clock.calendar_now()),
            received_at: self.clock.machine_now(),
            raw: letter.raw,
            filing,
        }
    }

    fn cursor_key(&self) -> String {
        format!("cursor:{}", self.source)
    }

    fn offset_key(&self) -> String {
        format!("offset:{}", self.source)
    }
}

fn notice_key(account: &str) -> String {
    format!("notice:{account}")
}
