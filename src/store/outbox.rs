//! Messages to be sent: put by turns, and looked up afterwards. How they leave
//! is in `sending`.

use super::db::Tx;
use super::error::{Field, Result};
use super::text::{clean, json};
use crate::domain::ids::{AccountId, CaseId, Seq};
use crate::on;
use crate::talk::message::{Class, Outgoing};
use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;
use sqlx::types::Json;

/// A message to be put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMessage {
    pub account: AccountId,
    pub class: Class,
    pub body: Outgoing,
    /// What it is about; who answers to it speaks of that record.
    pub case: Option<CaseId>,
    pub seq: Option<Seq>,
    /// Calendar time.
    pub created_at: DateTime<Utc>,
    /// Machine time: not before.
    pub due_at: DateTime<Utc>,
    /// Machine time: not after.
    pub expires_at: Option<DateTime<Utc>>,
}

/// What a message that was sent is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct About {
    pub case_id: Option<CaseId>,
    pub seq: Option<Seq>,
}

/// A message as it stands in the queue or after it.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxRow {
    pub id: i64,
    pub account: AccountId,
    pub class: Class,
    pub body: Outgoing,
    pub case: Option<CaseId>,
    pub seq: Option<Seq>,
    pub due_at: DateTime<Utc>,
    pub attempts: i64,
    pub sent_at: Option<DateTime<Utc>>,
    pub failed_at: Option<DateTime<Utc>>,
    pub failure: Option<String>,
}

#[derive(sqlx::FromRow)]
struct Stored {
    id: i64,
    account_id: AccountId,
    class: Field<Class>,
    body: Field<Json<Outgoing>>,
    case_id: Option<CaseId>,
    seq: Option<Seq>,
    due_at: DateTime<Utc>,
    attempts: i64,
    sent_at: Option<DateTime<Utc>>,
    failed_at: Option<DateTime<Utc>>,
    failure: Option<String>,
}

/// How full the outbox is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Backlog {
    pub open: i64,
    pub oldest_due: Option<DateTime<Utc>>,
}

const ROWS_AT_ONCE: usize = 500;

/// A sweep looks at so many ids; what stays among them (unsent rows) is few.
const SWEPT_AT_ONCE: i64 = 5000;

/// The order of the classes as the table keeps it.
#[must_use]
pub(super) fn rank(class: Class) -> i64 {
    match class {
        Class::AnswerTap => 0,
        Class::Alarm | Class::Reply => 1,
        Class::Card => 2,
        Class::Notice | Class::News => 3,
        Class::Bulk => 4,
    }
}

/// Puts messages; gives their ids in the same order.
pub async fn put_many(tx: &mut Tx, messages: &[NewMessage]) -> Result<Vec<i64>> {
    let mut ids = Vec::with_capacity(messages.len());
    for messages in messages.chunks(ROWS_AT_ONCE) {
        let bodies = messages.iter().map(|message| json(&message.body)).collect::<Result<Vec<_>>>()?;
        let mut new: Vec<i64> = on!(tx, db => {
            let mut query = QueryBuilder::new(
                "insert into outbox (account_id, class, rank, body, card_id, case_id, seq, created_at, due_at, expires_at) ",
            );
            query.push_values(messages.iter().zip(&bodies), |mut values, (message, body)| {
                values
                    .push_bind(message.account)
                    .push_bind(message.class)
                    .push_bind(rank(message.class))
                    .push_bind(body)
                    .push_bind(card_of(&message.body))
                    .push_bind(message.case)
                    .push_bind(message.seq)
                    .push_bind(message.created_at)
                    .push_bind(message.due_at)
                    .push_bind(message.expires_at);
            });
            query.push(" returning id");
            query.build_query_scalar().fetch_all(db).await
        })?;
        // Ids rise in the order of the values; the rows come back in any order.
        new.sort_unstable();
        ids.extend(new);
    }
    Ok(ids)
}

fn card_of(body: &Outgoing) -> Option<i64> {
    match body {
        Outgoing::Card { card } => Some(*card),
        Outgoing::Message(_)
        | Outgoing::Welcome { .. }
        | Outgoing::Settle { .. }
        | Outgoing::AnswerTap { .. }
        | Outgoing::Menu(_) => None,
    }
}

/// What the message that the provider calls `provider_ref` is about, be it a
/// card or a plain message; `None` if it is not ours or of nothing.
pub async fn about(tx: &mut Tx, account: AccountId, provider_ref: &str) -> Result<Option<About>> {
    on!(tx, db => sqlx::query_as(
        "select case_id, seq from cards where account_id = $1 and provider_ref = $2
          union all
         select case_id, seq from outbox where account_id = $1 and provider_ref = $2 and case_id is not null
          limit 1")
        .bind(account)
        .bind(clean(provider_ref))
        .fetch_optional(db)
        .await)
}

/// One message, whatever became of it.
pub async fn get(tx: &mut Tx, id: i64) -> Result<Option<OutboxRow>> {
    let row: Option<Stored> = on!(tx, db => sqlx::query_as(
        "select id, account_id, class, body, case_id, seq, due_at, attempts, sent_at, failed_at, failure
           from outbox
          where id = $1")
        .bind(id)
        .fetch_optional(db)
        .await)?;
    row.map(Stored::read).transpose()
}

/// What the message brought that the provider calls `provider_ref`. A complaint
/// about it may come before our own record of the send: then it means the one
/// message that is on its way to this account.
pub async fn sent_as(
    tx: &mut Tx,
    account: AccountId,
    provider_ref: &str,
    machine: DateTime<Utc>,
) -> Result<Vec<OutboxRow>> {
    let rows: Vec<Stored> = on!(tx, db => sqlx::query_as(
        "select id, account_id, class, body, case_id, seq, due_at, attempts, sent_at, failed_at, failure
           from outbox
          where account_id = $1
            and (provider_ref = $2
                 or (sent_at is null and failed_at is null and lease_until > $3 and rank > 0))
          order by sent_at is null, id")
        .bind(account)
        .bind(clean(provider_ref))
        .bind(machine)
        .fetch_all(db)
        .await)?;
    let recorded = rows.iter().filter(|row| row.sent_at.is_some()).count();
    let meant = if recorded > 0 { recorded } else { rows.len() };
    rows.into_iter().take(meant).map(Stored::read).collect()
}

/// Messages not yet sent or given up, in the order in which they were put.
pub async fn open(tx: &mut Tx, limit: i64) -> Result<Vec<OutboxRow>> {
    let rows: Vec<Stored> = on!(tx, db => sqlx::query_as(
        "select id, account_id, class, body, case_id, seq, due_at, attempts, sent_at, failed_at, failure
           from outbox
          where sent_at is null and failed_at is null
          order by id
          limit $1")
        .bind(limit)
        .fetch_all(db)
        .await)?;
    rows.into_iter().map(Stored::read).collect()
}

pub async fn backlog(tx: &mut Tx) -> Result<Backlog> {
    on!(tx, db => sqlx::query_as(
        "select count(*) as open, min(due_at) as oldest_due
           from outbox
          where sent_at is null and failed_at is null")
        .fetch_one(db)
        .await)
}

/// Deletes up to `limit` messages that were sent or given up before an instant.
/// Like the inbox's sweep it looks among the oldest ids only.
pub async fn sweep_old(tx: &mut Tx, done_before: DateTime<Utc>, limit: i64) -> Result<u64> {
    on!(tx, db => sqlx::query(
        "delete from outbox
          where id in (select id from outbox
                        where id < (select min(id) from outbox) + $3 and (sent_at < $1 or failed_at < $1)
                        order by id
                        limit $2)")
        .bind(done_before)
        .bind(limit)
        .bind(SWEPT_AT_ONCE)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))
}

impl Stored {
    fn read(self) -> Result<OutboxRow> {
        Ok(OutboxRow {
            class: self.class.get("outbox", "class", self.id)?,
            body: self.body.get("outbox", "body", self.id)?.0,
            id: self.id,
            account: self.account_id,
            case: self.case_id,
            seq: self.seq,
            due_at: self.due_at,
            attempts: self.attempts,
            sent_at: self.sent_at,
            failed_at: self.failed_at,
            failure: self.failure,
        })
    }
}
