//! `anju import`: a list of the company into the register, all or nothing.

use crate::app::{office, parts};
use crate::clock::Clock;
use crate::config::Config;
use crate::flow::office::Office;
use crate::import::{Import, RoleNames, Table, chairs, import};
use crate::store::{Db, timers};
use anyhow::{Context, anyhow};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

pub async fn run(config: &Config, file: &Path, dry: bool, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let table = Table::read(&file.display().to_string(), &bytes);
    let office = office_of(config)?;
    let db = parts::open_database(config).await?;
    let done = list(&db, &office, &Clock::real(), table, dry, out).await;
    db.close().await;
    done
}

/// The dialogues, which know the names of roles and what the rules count on.
pub fn office_of(config: &Config) -> anyhow::Result<Office> {
    let opened = office::open(config);
    opened.map(|opened| opened.office).map_err(|_| anyhow!("the dialogues cannot be used: see `anju check`"))
}

/// Imports a list that has been read.
pub async fn list(
    db: &Db,
    office: &Office,
    clock: &Clock,
    table: Table,
    dry: bool,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let now = clock.calendar_now();
    let roles = RoleNames::new(&office.texts);
    let mut tx = db.begin().await?;
    let report = match import(&mut tx, table, &Import { calendar: &office.calendar, roles: &roles, now }).await? {
        Ok(report) => report,
        Err(faults) => {
            for fault in &faults {
                writeln!(out, "{fault}")?;
            }
            writeln!(out, "nothing was imported; faults: {}", faults.len())?;
            return Ok(ExitCode::FAILURE);
        }
    };
    let empty = chairs::empty(&mut tx, &office.rules, now).await?;
    // Without a commit it never happened.
    if !dry {
        // Who sits where or lives where may have changed: every case looks anew.
        timers::ring_all(&mut tx, "case:", now).await?;
        tx.commit().await?;
    }
    writeln!(out, "{report}{}", if dry { " if this were no dry run" } else { "" })?;
    for chair in empty {
        writeln!(out, "empty chair: {chair}")?;
    }
    Ok(ExitCode::SUCCESS)
}
