//! Numbers that are given out once. Taken last in a turn: the row is locked
//! until the commit, so numbers have no gaps but takers wait for each other.

use super::db::Tx;
use super::error::Result;
use crate::on;

/// The next number of a series; the first is 1.
pub async fn next(tx: &mut Tx, scope: &str) -> Result<i64> {
    on!(tx, db => sqlx::query_scalar(
        "insert into counters (scope, last) values ($1, 1)
             on conflict (scope) do update set last = counters.last + 1
         returning last")
        .bind(scope)
        .fetch_one(db)
        .await)
}
