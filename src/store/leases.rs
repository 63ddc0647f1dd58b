//! Work that only one process may do at a time (polling one bot). A lease runs
//! out, so a process that died holds nobody up for long.

use super::db::Tx;
use super::error::Result;
use crate::on;
use chrono::{DateTime, Utc};

/// Takes or renews a lease until `until`; `false` if another holds it.
pub async fn take(
    tx: &mut Tx,
    name: &str,
    holder: &str,
    machine_now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<bool> {
    on!(tx, db => sqlx::query(
        "insert into leases (name, holder, until) values ($1, $2, $4)
             on conflict (name) do update set holder = excluded.holder, until = excluded.until
          where leases.holder = excluded.holder or leases.until <= $3")
        .bind(name)
        .bind(holder)
        .bind(machine_now)
        .bind(until)
        .execute(db)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// The work is done, whoever held the lease for it.
pub async fn end(tx: &mut Tx, name: &str) -> Result<()> {
    on!(tx, db => sqlx::query("delete from leases where name = $1").bind(name).execute(db).await.map(drop))
}

/// Gives a lease back before it runs out.
pub async fn release(tx: &mut Tx, name: &str, holder: &str) -> Result<()> {
    on!(tx, db => sqlx::query("delete from leases where name = $1 and holder = $2")
        .bind(name)
        .bind(holder)
        .execute(db)
        .await
        .map(drop))
}
