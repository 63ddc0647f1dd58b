//! `anju inbox`: what was set aside after failing too often, and putting it
//! back. What somebody said is not shown: its number and its fault are enough.

use super::args::InboxCommand;
use crate::app::parts;
use crate::config::Config;
use crate::store::{Db, inbox};
use std::io::Write;
use std::process::ExitCode;

/// One page of a terminal is short; a file is not.
const MOST: i64 = 1000;

pub async fn run(config: &Config, command: &InboxCommand, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let db = parts::open_database(config).await?;
    let done = match command {
        InboxCommand::List => list(&db, out).await,
        InboxCommand::Retry { id: Some(id), .. } => retry(&db, &[*id], out).await,
        InboxCommand::Retry { id: None, .. } => retry_all(&db, out).await,
    };
    db.close().await;
    done
}

pub async fn list(db: &Db, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let parked = inbox::list_parked(&mut db.read().await?, MOST).await?;
    for row in &parked {
        let since = row.parked_at.map(|at| at.format("%Y-%m-%d %H:%M:%S").to_string()).unwrap_or_default();
        let why = row.last_error.as_deref().unwrap_or("–").replace('\n', " ");
        writeln!(out, "{}\t{since} UTC\t{:?}\t{}\tattempts {}\t{why}", row.id, row.kind, row.lane, row.attempts)?;
    }
    writeln!(out, "parked: {}", parked.len())?;
    Ok(ExitCode::SUCCESS)
}

pub async fn retry_all(db: &Db, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let parked = inbox::list_parked(&mut db.read().await?, i64::MAX).await?;
    let ids: Vec<i64> = parked.iter().map(|row| row.id).collect();
    retry(db, &ids, out).await
}

/// Puts rows back into their lanes; a bot that runs takes them within seconds.
pub async fn retry(db: &Db, ids: &[i64], out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let mut tx = db.begin().await?;
    let mut missing = Vec::new();
    for id in ids {
        if !inbox::retry(&mut tx, *id).await? {
            missing.push(id);
        }
    }
    tx.commit().await?;
    writeln!(out, "put back: {}", ids.len() - missing.len())?;
    for id in &missing {
        writeln!(out, "{id} is not parked")?;
    }
    Ok(if missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
