//! Windows: where a messenger lets us write only for a while after the person
//! wrote, and only so much (WeChat customer service: five messages in 48 hours).

use super::db::Tx;
use super::dialect;
use super::error::Result;
use crate::domain::ids::AccountId;
use crate::on;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;
use std::collections::BTreeMap;

/// How much a channel may write, and how much of it is kept for cards: what
/// waits for the person's own answer must still be able to reach him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Budget {
    pub messages: u32,
    pub lasts: TimeDelta,
    pub kept: u32,
}

/// What may still go to one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Calendar time.
    pub until: DateTime<Utc>,
    pub left: u32,
}

/// The person has written: the window is open, and whole again. An older
/// message that arrives late opens nothing. What waited for his word goes now.
pub async fn open(tx: &mut Tx, account: AccountId, said_at: DateTime<Utc>, machine: DateTime<Utc>) -> Result<()> {
    on!(tx, db => sqlx::query(
        "update outbox set due_at = $2
          where account_id = $1 and sent_at is null and failed_at is null and attempts = 0 and due_at > $2")
        .bind(account)
        .bind(machine)
        .execute(db)
        .await
        .map(drop))?;
    on!(tx, db => sqlx::query(
        "insert into windows (account_id, opened_at, sent) values ($1, $2, 0)
             on conflict (account_id) do update set opened_at = excluded.opened_at, sent = 0
          where windows.opened_at <= excluded.opened_at")
        .bind(account)
        .bind(said_at)
        .execute(db)
        .await
        .map(drop))
}

/// So many messages more went out.
pub async fn charge(tx: &mut Tx, account: AccountId, messages: u32) -> Result<()> {
    on!(tx, db => sqlx::query("update windows set sent = sent + $2 where account_id = $1")
        .bind(account)
        .bind(i64::from(messages))
        .execute(db)
        .await
        .map(drop))
}

/// The messenger says that nothing more may go, whatever we have counted.
pub async fn close(tx: &mut Tx, account: AccountId, budget: &Budget) -> Result<()> {
    charge(tx, account, budget.messages).await
}

#[derive(sqlx::FromRow)]
struct Stored {
    account_id: AccountId,
    opened_at: DateTime<Utc>,
    sent: i64,
}

/// The windows of these people; who never wrote has none.
pub async fn of(tx: &mut Tx, accounts: &[AccountId], budget: &Budget) -> Result<BTreeMap<AccountId, Window>> {
    if accounts.is_empty() {
        return Ok(BTreeMap::new());
    }
    let sql =
        format!("select account_id, opened_at, sent from windows where account_id in {}", dialect::listed(tx, "$1"),);
    let rows: Vec<Stored> = on!(tx, db => sqlx::query_as(AssertSqlSafe(sql)).bind(Json(accounts)).fetch_all(db).await)?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let sent = u32::try_from(row.sent).unwrap_or(u32::MAX);
            let window = Window { until: row.opened_at + budget.lasts, left: budget.messages.saturating_sub(sent) };
            (row.account_id, window)
        })
        .collect())
}

impl Window {
    /// What may become of a message now.
    #[must_use]
    pub fn admits(&self, now: DateTime<Utc>, budget: &Budget, urgent: bool) -> Admission {
        let needed = if urgent { 1 } else { budget.kept + 1 };
        match (self.until <= now, self.left >= needed) {
            (true, _) => Admission::Closed,
            (false, true) => Admission::Now { last: self.left == budget.kept + 1 },
            // A card that cannot reach him is somebody else's to deal with, now.
            (false, false) if urgent => Admission::Closed,
            (false, false) => Admission::Waits { until: self.until },
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Admission {
    /// `last`: what comes after it waits for his next word.
    Now {
        last: bool,
    },
    /// For his next word, at the latest until the window closes.
    Waits {
        until: DateTime<Utc>,
    },
    Closed,
}
