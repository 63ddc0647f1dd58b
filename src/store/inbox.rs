//! Everything that a turn must look at: updates, timers that fell due, receipts.
//! A row is put once, worked off in the order of its lane, and finished in the
//! transaction of its turn.

use super::db::Tx;
use super::dialect;
use super::error::{Field, Result, one_row};
use super::text::{clean, clean_opt};
use crate::domain::ids::CaseId;
use crate::on;
use crate::talk::inbound::{Address, Channel};
use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, QueryBuilder};
use std::collections::BTreeSet;

/// Where a row comes from, and so how its text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    Update,
    Timer,
    Receipt,
}

/// A row to be put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRow {
    /// The channel account, or the part of the program, that it comes from.
    pub source: String,
    /// Unique within the source: the same event twice is one row.
    pub event_key: String,
    pub lane: String,
    pub kind: Kind,
    /// Calendar time: when it was said or fell due.
    pub said_at: DateTime<Utc>,
    /// Machine time: when it reached us.
    pub received_at: DateTime<Utc>,
    pub raw: String,
    pub filing: Filing,
}

/// What becomes of a row when it is put.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filing {
    Open,
    /// None of the bot's business: only its key is kept.
    Ignored,
    /// Nobody can work on it; it is stored parked, with the reason.
    Unreadable(String),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboxRow {
    pub id: i64,
    pub source: String,
    pub event_key: String,
    pub lane: String,
    pub kind: Kind,
    pub said_at: DateTime<Utc>,
    pub received_at: DateTime<Utc>,
    pub raw: String,
    pub attempts: i64,
    pub last_error: Option<String>,
    pub parked_at: Option<DateTime<Utc>>,
}

impl InboxRow {
    /// The messenger that an update came from: the first word of its source.
    #[must_use]
    pub fn channel(&self) -> Option<Channel> {
        Channel::from_word(self.source.split(':').next()?)
    }
}

#[derive(sqlx::FromRow)]
struct Stored {
    id: i64,
    source: String,
    event_key: String,
    lane: String,
    kind: Field<Kind>,
    said_at: DateTime<Utc>,
    received_at: DateTime<Utc>,
    raw: String,
    attempts: i64,
    last_error: Option<String>,
    parked_at: Option<DateTime<Utc>>,
}

/// How full the inbox is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Backlog {
    pub open: i64,
    /// Of the open rows, those that people said.
    pub updates: i64,
    pub parked: i64,
    pub oldest: Option<DateTime<Utc>>,
}

/// Rows beyond this many go in with a second statement: databases limit the
/// values of one.
const ROWS_AT_ONCE: usize = 500;

/// A sweep looks at so many ids. What stays among them (parked rows) is few.
const SWEPT_AT_ONCE: i64 = 5000;

/// A lane that was emptied while we waited for its lock is passed over; so many times.
const LANES_TRIED: usize = 8;

/// The lane of what is said in a private chat.
#[must_use]
pub fn lane_of_chat(from: &Address) -> String {
    format!("chat:{}:{}", from.channel.word(), from.user)
}

/// The lane of a case's timers and receipts.
#[must_use]
pub fn lane_of_case(case: CaseId) -> String {
    format!("case:{case}")
}

/// The case that a lane belongs to.
#[must_use]
pub fn case_of_lane(lane: &str) -> Option<CaseId> {
    lane.strip_prefix("case:")?.parse().ok().map(CaseId)
}

/// Puts rows and their lanes; says how many were new.
pub async fn put(tx: &mut Tx, rows: &[NewRow]) -> Result<u64> {
    let mut new = 0;
    for rows in rows.chunks(ROWS_AT_ONCE) {
        put_lanes(tx, rows).await?;
        new += put_rows(tx, rows).await?;
    }
    Ok(new)
}

async fn put_lanes(tx: &mut Tx, rows: &[NewRow]) -> Result<()> {
    // In one order, or two writers of the same new lanes wait for each other.
    let lanes: BTreeSet<&str> = rows.iter().map(|row| row.lane.as_str()).collect();
    on!(tx, db => {
        let mut query = QueryBuilder::new("insert into lanes (lane) ");
        query.push_values(&lanes, |mut values, lane| {
            values.push_bind(clean(lane));
        });
        query.push(" on conflict (lane) do nothing");
        query.build().execute(db).await.map(drop)
    })
}

async fn put_rows(tx: &mut Tx, rows: &[NewRow]) -> Result<u64> {
    on!(tx, db => {
        let mut query = QueryBuilder::new(
            "insert into inbox
                 (source, event_key, lane, kind, said_at, received_at, raw, last_error, parked_at, outcome, finished_at) ",
        );
        query.push_values(rows, |mut values, row| {
            let (raw, unreadable, ignored) = match &row.filing {
                Filing::Open => (row.raw.as_str(), None, None),
                Filing::Ignored => ("", None, Some("ignored")),
                Filing::Unreadable(why) => (row.raw.as_str(), Some(why.as_str()), None),
            };
            values
                .push_bind(&row.source)
                .push_bind(clean(&row.event_key))
                .push_bind(clean(&row.lane))
                .push_bind(row.kind)
                .push_bind(row.said_at)
                .push_bind(row.received_at)
                .push_bind(clean(raw))
                .push_bind(clean_opt(unreadable))
                .push_bind(unreadable.map(|_| row.received_at))
                .push_bind(ignored)
                .push_bind(ignored.map(|_| row.received_at));
        });
        query.push(" on conflict (source, event_key) do nothing");
        query.build().execute(db).await.map(|done| done.rows_affected())
    })
}

/// The oldest open row of a lane that nobody works on and that is not waiting.
/// On PostgreSQL the lane stays locked until the transaction ends.
pub async fn claim(tx: &mut Tx, machine_now: DateTime<Utc>) -> Result<Option<InboxRow>> {
    if !tx.is_postgres() {
        return oldest_anywhere(tx, machine_now).await;
    }
    for _ in 0..LANES_TRIED {
        let Some(lane) = lock_lane(tx, machine_now).await? else { return Ok(None) };
        // A second statement, because the first one saw the lane as it was
        // before whoever held it committed.
        if let Some(row) = oldest_of(tx, &lane).await? {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

async fn lock_lane(tx: &mut Tx, machine_now: DateTime<Utc>) -> Result<Option<String>> {
    let sql = dialect::skip_locked(
        tx,
        "select l.lane
           from inbox i join lanes l on l.lane = i.lane
          where i.finished_at is null and i.parked_at is null
            and (l.not_before is null or l.not_before <= $1)
          order by i.id
          limit 1",
        "l",
    );
    on!(tx, db => sqlx::query_scalar(AssertSqlSafe(sql)).bind(machine_now).fetch_optional(db).await)
}

async fn oldest_of(tx: &mut Tx, lane: &str) -> Result<Option<InboxRow>> {
    let row: Option<Stored> = on!(tx, db => sqlx::query_as(
        "select id, source, event_key, lane, kind, said_at, received_at, raw, attempts, last_error, parked_at
           from inbox
          where lane = $1 and finished_at is null and parked_at is null
          order by id
          limit 1")
        .bind(lane)
        .fetch_optional(db)
        .await)?;
    row.map(Stored::read).transpose()
}

/// With one writer the first free row is also the oldest of its lane, and one
/// statement less is worth having there.
async fn oldest_anywhere(tx: &mut Tx, machine_now: DateTime<Utc>) -> Result<Option<InboxRow>> {
    let row: Option<Stored> = on!(tx, db => sqlx::query_as(
        "select i.id, i.source, i.event_key, i.lane, i.kind, i.said_at, i.received_at, i.raw, i.attempts,
                i.last_error, i.parked_at
           from inbox i join lanes l on l.lane = i.lane
          where i.finished_at is null and i.parked_at is null
            and (l.not_before is null or l.not_before <= $1)
          order by i.id
          limit 1")
        .bind(machine_now)
        .fetch_optional(db)
        .await)?;
    row.map(Stored::read).transpose()
}

/// The row's work is done, in the transaction that did it.
pub async fn finish(tx: &mut Tx, id: i64, machine_now: DateTime<Utc>, outcome: &str) -> Result<()> {
    let rows = on!(tx, db => sqlx::query(
        "update inbox set finished_at = $2, outcome = $3 where id = $1 and finished_at is null")
        .bind(id)
        .bind(machine_now)
        .bind(clean(outcome))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("inbox", id, rows)
}

/// Counts a failed attempt and lets the whole lane wait. Gives the number of
/// attempts, or `None` if the row is done with by now.
pub async fn fail(tx: &mut Tx, id: i64, not_before: DateTime<Utc>, why: &str) -> Result<Option<i64>> {
    let row: Option<(i64, String)> = on!(tx, db => sqlx::query_as(
        "update inbox set attempts = attempts + 1, last_error = $2
          where id = $1 and finished_at is null and parked_at is null
      returning attempts, lane")
        .bind(id)
        .bind(clean(why))
        .fetch_optional(db)
        .await)?;
    let Some((attempts, lane)) = row else { return Ok(None) };
    set_not_before(tx, &lane, Some(not_before)).await?;
    Ok(Some(attempts))
}

/// Takes a row out of its lane, so that the lane goes on without it.
pub async fn park(tx: &mut Tx, row: &InboxRow, machine_now: DateTime<Utc>, why: &str) -> Result<()> {
    let rows = on!(tx, db => sqlx::query(
        "update inbox set parked_at = $2, last_error = $3
          where id = $1 and finished_at is null and parked_at is null")
        .bind(row.id)
        .bind(machine_now)
        .bind(clean(why))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("inbox", row.id, rows)?;
    set_not_before(tx, &row.lane, None).await
}

async fn set_not_before(tx: &mut Tx, lane: &str, not_before: Option<DateTime<Utc>>) -> Result<()> {
    let rows = on!(tx, db => sqlx::query("update lanes set not_before = $2 where lane = $1")
        .bind(lane)
        .bind(not_before)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("lanes", lane, rows)
}

/// Replaces the stored text, once a secret in it (an invitation code) is used.
pub async fn redact(tx: &mut Tx, id: i64, raw: &str) -> Result<()> {
    let rows = on!(tx, db => sqlx::query("update inbox set raw = $2 where id = $1")
        .bind(id)
        .bind(clean(raw))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("inbox", id, rows)
}

/// Parked rows, oldest first.
pub async fn list_parked(tx: &mut Tx, limit: i64) -> Result<Vec<InboxRow>> {
    let rows: Vec<Stored> = on!(tx, db => sqlx::query_as(
        "select id, source, event_key, lane, kind, said_at, received_at, raw, attempts, last_error, parked_at
           from inbox
          where parked_at is not null and finished_at is null
          order by id
          limit $1")
        .bind(limit)
        .fetch_all(db)
        .await)?;
    rows.into_iter().map(Stored::read).collect()
}

/// One row, whatever became of it.
pub async fn get(tx: &mut Tx, id: i64) -> Result<Option<InboxRow>> {
    let row: Option<Stored> = on!(tx, db => sqlx::query_as(
        "select id, source, event_key, lane, kind, said_at, received_at, raw, attempts, last_error, parked_at
           from inbox
          where id = $1")
        .bind(id)
        .fetch_optional(db)
        .await)?;
    row.map(Stored::read).transpose()
}

/// Puts a parked row back into its lane with a clean slate; `false` if there is none.
pub async fn retry(tx: &mut Tx, id: i64) -> Result<bool> {
    on!(tx, db => sqlx::query(
        "update inbox set parked_at = null, attempts = 0
          where id = $1 and parked_at is not null and finished_at is null")
        .bind(id)
        .execute(db)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// When the first of the waiting lanes may go on.
pub async fn next_free(tx: &mut Tx, machine_now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    on!(tx, db => sqlx::query_scalar(
        "select min(l.not_before)
           from inbox i join lanes l on l.lane = i.lane
          where i.finished_at is null and i.parked_at is null and l.not_before > $1")
        .bind(machine_now)
        .fetch_one(db)
        .await)
}

pub async fn backlog(tx: &mut Tx) -> Result<Backlog> {
    on!(tx, db => sqlx::query_as(
        "select count(*) as open,
                count(case when kind = 'update' then 1 end) as updates,
                min(received_at) as oldest,
                (select count(*) from inbox where parked_at is not null and finished_at is null) as parked
           from inbox
          where finished_at is null and parked_at is null")
        .fetch_one(db)
        .await)
}

/// Deletes up to `limit` rows finished before an instant, raw text and key. It
/// looks among the oldest ids only: an index on the time would cost every turn.
pub async fn sweep_old(tx: &mut Tx, finished_before: DateTime<Utc>, limit: i64) -> Result<u64> {
    on!(tx, db => sqlx::query(
        "delete from inbox
          where id in (select id from inbox
                        where id < (select min(id) from inbox) + $3 and finished_at < $1
                        order by id
                        limit $2)")
        .bind(finished_before)
        .bind(limit)
        .bind(SWEPT_AT_ONCE)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))
}

impl Stored {
    fn read(self) -> Result<InboxRow> {
        Ok(InboxRow {
            kind: self.kind.get("inbox", "kind", self.id)?,
            id: self.id,
            source: self.source,
            event_key: self.event_key,
            lane: self.lane,
            said_at: self.said_at,
            received_at: self.received_at,
            raw: self.raw,
            attempts: self.attempts,
            last_error: self.last_error,
            parked_at: self.parked_at,
        })
    }
}
