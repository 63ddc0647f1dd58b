//! `anju migrate`: brings the tables up to date, and says what was done.

use crate::config::Config;
use crate::store::Db;
use anyhow::Context;
use std::io::Write;
use std::process::ExitCode;

pub async fn migrate(config: &Config, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let db = open(config).await?;
    let pending = db.migrations_pending().await?;
    db.migrate().await.context("the database cannot be brought up to date")?;
    if pending.is_empty() {
        writeln!(out, "the database is up to date")?;
    } else {
        writeln!(out, "applied: {}", pending.join(", "))?;
    }
    db.close().await;
    Ok(ExitCode::SUCCESS)
}

/// The database of the settings, as it is.
pub async fn open(config: &Config) -> anyhow::Result<Db> {
    Db::open(config.database.url.reveal(), config.database.connections).await.context("the database cannot be opened")
}
