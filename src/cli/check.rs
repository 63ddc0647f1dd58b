//! `anju check`: looks at everything that a start needs and names every fault,
//! one per line.

use super::migrate;
use crate::app::office;
use crate::config::Config;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

pub async fn check(file: Option<&Path>, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let mut faults = Vec::new();
    match Config::load(file) {
        Err(found) => faults.extend(found.iter().map(ToString::to_string)),
        Ok(config) => {
            if let Err(found) = office::open(&config) {
                faults.extend(found.iter().map(ToString::to_string));
            }
            faults.extend(database(&config).await);
        }
    }
    for fault in &faults {
        writeln!(out, "{fault}")?;
    }
    if faults.is_empty() {
        writeln!(out, "nothing is wrong")?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "faults: {}", faults.len())?;
    Ok(ExitCode::FAILURE)
}

async fn database(config: &Config) -> Vec<String> {
    let pending = async {
        let db = migrate::open(config).await?;
        let pending = db.migrations_pending().await?;
        db.close().await;
        anyhow::Ok(pending)
    };
    match pending.await {
        Ok(pending) if pending.is_empty() => Vec::new(),
        Ok(pending) => vec![format!("database: not up to date, `anju migrate` would apply {}", pending.join(", "))],
        Err(why) => vec![format!("database: {why:#}")],
    }
}
