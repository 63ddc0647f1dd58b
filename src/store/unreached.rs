//! Whom a messenger says it does not reach, and why; for whoever looks after the
//! bot. `people::unreachable` writes it down.

use super::db::Tx;
use super::error::Result;
use crate::on;
use crate::talk::inbound::Channel;
use chrono::{DateTime, Utc};

/// Somebody whom a messenger says it does not reach.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Unreached {
    pub name: String,
    pub unreachable_since: DateTime<Utc>,
    pub unreachable_why: String,
}

/// Those who hold a seat and are not reached by a messenger.
pub async fn staff(tx: &mut Tx, channel: Channel, at: DateTime<Utc>) -> Result<Vec<Unreached>> {
    on!(tx, db => sqlx::query_as(
        "select p.name, a.unreachable_since, coalesce(a.unreachable_why, '') as unreachable_why
           from accounts a
           join people p on p.id = a.person_id
          where a.channel = $1 and a.unreachable_since is not null
            and exists (select 1 from staff_roles s where s.person_id = p.id and (s.until is null or s.until > $2))
          order by a.unreachable_since, a.id")
        .bind(channel)
        .bind(at)
        .fetch_all(db)
        .await)
}

/// How many accounts of each messenger, with a person behind them, are not reached.
pub async fn count(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    on!(tx, db => sqlx::query_as(
        "select channel, count(*) from accounts
          where unreachable_since is not null and person_id is not null
          group by channel")
        .fetch_all(db)
        .await)
}
