//! `anju forget`: blanks what tells who somebody was. Numbers, decisions and
//! what was said about a repair stay.

use crate::app::invite::find;
use crate::app::parts;
use crate::clock::Clock;
use crate::config::Config;
use crate::store::forget::{self, Traces};
use crate::store::{Db, timers};
use std::io::Write;
use std::process::ExitCode;

pub async fn run(config: &Config, person: &str, yes: bool, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let db = parts::open_database(config).await?;
    let done = one(&db, &Clock::real(), person, yes, out).await;
    db.close().await;
    done
}

/// Forgets the person, or says what would be forgotten.
pub async fn one(db: &Db, clock: &Clock, person: &str, yes: bool, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let now = clock.calendar_now();
    let mut tx = db.begin().await?;
    let known = find(&mut tx, person).await?;
    let Traces { accounts, homes, seats, open_cases } = forget::traces(&mut tx, known.id, now).await?;
    let who = format!("{} (id {})", known.name, known.id);
    writeln!(out, "{who}: accounts {accounts}, homes {homes}, seats {seats}, open cases reported {open_cases}")?;
    if !yes {
        writeln!(out, "nothing was done: this cannot be undone; add --yes")?;
        return Ok(ExitCode::FAILURE);
    }
    forget::forget(&mut tx, known.id, now, clock.machine_now()).await?;
    // What waited for him waits for whoever is next.
    timers::ring_all(&mut tx, "case:", now).await?;
    tx.commit().await?;
    writeln!(out, "forgotten: name, telephone number, accounts and what was written from them")?;
    Ok(ExitCode::SUCCESS)
}
