//! Wake-ups. A timer knows when and whom to wake, and nothing of why: the turn
//! asks the record whether its clock still runs.

use super::db::Tx;
use super::dialect;
use super::error::{Error, Result};
use super::inbox::{self, Filing, Kind, NewRow};
use crate::on;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, QueryBuilder};

/// A timer to be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timer {
    /// What it wakes: there is one timer per key.
    pub key: String,
    pub lane: String,
    /// Calendar time.
    pub due_at: DateTime<Utc>,
}

/// The text of the inbox row that a timer becomes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fell {
    pub key: String,
    pub due_at: DateTime<Utc>,
}

impl Fell {
    /// Reads what `fall_due` wrote.
    pub fn read(row: &inbox::InboxRow) -> Result<Fell> {
        serde_json::from_str(&row.raw).map_err(|why| Error::bad_row("inbox", "raw", row.id, why))
    }
}

/// The source of such inbox rows.
pub const SOURCE: &str = "timer";

const ROWS_AT_ONCE: usize = 500;

#[derive(sqlx::FromRow)]
struct Due {
    id: i64,
    key: String,
    lane: String,
    due_at: DateTime<Utc>,
}

/// Sets timers; one that is set already moves. A key may stand in the list once.
pub async fn set_many(tx: &mut Tx, timers: &[Timer]) -> Result<()> {
    for timers in timers.chunks(ROWS_AT_ONCE) {
        on!(tx, db => {
            let mut query = QueryBuilder::new("insert into timers (key, lane, due_at) ");
            query.push_values(timers, |mut values, timer| {
                values.push_bind(&timer.key).push_bind(&timer.lane).push_bind(timer.due_at);
            });
            query.push(" on conflict (key) do update set lane = excluded.lane, due_at = excluded.due_at");
            query.build().execute(db).await.map(drop)
        })?;
    }
    Ok(())
}

/// Takes timers away; those that have fallen already are none of ours.
pub async fn clear(tx: &mut Tx, keys: &[String]) -> Result<u64> {
    if keys.is_empty() {
        return Ok(0);
    }
    let sql = format!("delete from timers where key in {}", dialect::listed_text(tx, "$1"));
    on!(tx, db => sqlx::query(AssertSqlSafe(sql))
        .bind(Json(keys))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))
}

/// Turns up to `limit` timers that are due into inbox rows, and takes them away.
/// A timer falls once: its row goes, and a later one with its key has another id.
pub async fn fall_due(
    tx: &mut Tx,
    calendar_now: DateTime<Utc>,
    machine_now: DateTime<Utc>,
    limit: i64,
) -> Result<usize> {
    let due = take_due(tx, calendar_now, limit).await?;
    let rows = due.iter().map(|timer| {
        let fell = Fell { key: timer.key.clone(), due_at: timer.due_at };
        Ok(NewRow {
            source: SOURCE.to_owned(),
            event_key: format!("{}:{}", timer.key, timer.id),
            lane: timer.lane.clone(),
            kind: Kind::Timer,
            said_at: timer.due_at,
            received_at: machine_now,
            raw: serde_json::to_string(&fell).map_err(|why| Error::Unusable(why.to_string()))?,
            filing: Filing::Open,
        })
    });
    let rows = rows.collect::<Result<Vec<_>>>()?;
    inbox::put(tx, &rows).await?;
    Ok(rows.len())
}

async fn take_due(tx: &mut Tx, calendar_now: DateTime<Utc>, limit: i64) -> Result<Vec<Due>> {
    let select = "select id from timers where due_at <= $1 order by due_at, id limit $2";
    let sql = format!(
        "delete from timers where id in ({}) returning id, key, lane, due_at",
        dialect::skip_locked(tx, select, "timers"),
    );
    let mut due: Vec<Due> = on!(tx, db => sqlx::query_as(AssertSqlSafe(sql))
        .bind(calendar_now)
        .bind(limit)
        .fetch_all(db)
        .await)?;
    due.sort_by_key(|timer| (timer.due_at, timer.id));
    Ok(due)
}

/// When the next timer is due.
pub async fn next_due(tx: &mut Tx) -> Result<Option<DateTime<Utc>>> {
    on!(tx, db => sqlx::query_scalar("select min(due_at) from timers").fetch_one(db).await)
}

/// The instant that a timer is set to.
pub async fn due_at(tx: &mut Tx, key: &str) -> Result<Option<DateTime<Utc>>> {
    on!(tx, db => sqlx::query_scalar("select due_at from timers where key = $1").bind(key).fetch_optional(db).await)
}

/// How many timers are set.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    on!(tx, db => sqlx::query_scalar("select count(*) from timers").fetch_one(db).await)
}

/// Makes all timers due now whose key begins so: what they wake looks again.
pub async fn ring_all(tx: &mut Tx, prefix: &str, calendar_now: DateTime<Utc>) -> Result<u64> {
    on!(tx, db => sqlx::query("update timers set due_at = $2 where key like $1 || '%' and due_at > $2")
        .bind(prefix)
        .bind(calendar_now)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))
}
