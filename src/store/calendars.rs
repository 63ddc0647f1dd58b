//! The public-holiday calendars that were ever in force, as they were loaded.

use super::db::Tx;
use super::error::Result;
use super::text::clean;
use crate::on;
use chrono::{DateTime, Utc};

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Loaded {
    pub version: i64,
    pub source: String,
    pub loaded_at: DateTime<Utc>,
}

/// Keeps a calendar and gives its version; the newest again is no new one.
pub async fn put(tx: &mut Tx, source: &str, at: DateTime<Utc>) -> Result<i64> {
    let source = clean(source);
    if let Some(latest) = latest(tx).await?.filter(|latest| latest.source == source) {
        return Ok(latest.version);
    }
    on!(tx, db => sqlx::query_scalar("insert into calendars (source, loaded_at) values ($1, $2) returning version")
        .bind(&source)
        .bind(at)
        .fetch_one(db)
        .await)
}

pub async fn latest(tx: &mut Tx) -> Result<Option<Loaded>> {
    on!(tx, db => sqlx::query_as(
        "select version, source, loaded_at from calendars order by version desc limit 1")
        .fetch_optional(db)
        .await)
}

pub async fn get(tx: &mut Tx, version: i64) -> Result<Option<Loaded>> {
    on!(tx, db => sqlx::query_as("select version, source, loaded_at from calendars where version = $1")
        .bind(version)
        .fetch_optional(db)
        .await)
}
