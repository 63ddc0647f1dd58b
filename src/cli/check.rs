//! `anju check`: looks at everything that a start needs and names every fault,
//! one per line. It changes nothing and creates nothing.

use crate::app::office::{self, Opened};
use crate::app::parts;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::calendar::Calendar;
use crate::domain::rules::Rules;
use crate::import::chairs;
use crate::store::Db;
use chrono::{DateTime, Datelike, Utc};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

pub async fn check(file: Option<&Path>, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let Found { faults, warnings } = match Config::load(file) {
        Err(found) => Found { faults: found.iter().map(ToString::to_string).collect(), ..Found::default() },
        Ok(config) => settings(&config, Clock::real().calendar_now()).await,
    };
    for warning in &warnings {
        writeln!(out, "warning: {warning}")?;
    }
    for fault in &faults {
        writeln!(out, "{fault}")?;
    }
    if faults.is_empty() && !warnings.is_empty() {
        writeln!(out, "no faults; warnings: {}", warnings.len())?;
        return Ok(ExitCode::SUCCESS);
    }
    if faults.is_empty() {
        writeln!(out, "nothing is wrong")?;
        return Ok(ExitCode::SUCCESS);
    }
    writeln!(out, "faults: {}", faults.len())?;
    Ok(ExitCode::FAILURE)
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// What keeps the bot from working as it should.
    pub faults: Vec<String>,
    /// What the bot manages by itself, and somebody should know.
    pub warnings: Vec<String>,
}

/// What is wrong with a bot of these settings.
pub async fn settings(config: &Config, now: DateTime<Utc>) -> Found {
    let (mut faults, mut warnings) = (Vec::new(), Vec::new());
    let rules = match office::open(config) {
        Ok(Opened { office, .. }) => {
            warnings.extend(years(&office.calendar, now));
            Some(office.rules)
        }
        Err(found) => {
            faults.extend(found.iter().map(ToString::to_string));
            None
        }
    };
    let mut found = database(config, rules.as_ref(), now).await;
    faults.append(&mut found.faults);
    faults.extend(token(config).await);
    warnings.append(&mut found.warnings);
    Found { faults, warnings }
}

/// Official days come each November for the next year; limits reach into it.
fn years(calendar: &Calendar, now: DateTime<Utc>) -> Option<String> {
    let today = calendar.local_day(now);
    let needed = if today.month() >= 11 { today.year() + 1 } else { today.year() };
    let warning = format!(
        "calendar: the holidays of {needed} are not in it; until they are, only the days that the law names are free"
    );
    (!calendar.known(needed)).then_some(warning)
}

async fn database(config: &Config, rules: Option<&Rules>, now: DateTime<Utc>) -> Found {
    let url = config.database.url.reveal();
    let fault = |fault: String| Found { faults: vec![fault], ..Found::default() };
    if let Some(missing) = missing_file(url) {
        return fault(format!("database: {missing} is not there yet; `anju migrate` creates it"));
    }
    match Db::open(url, 2).await {
        Err(why) => fault(format!("database: cannot be opened: {why}")),
        Ok(db) => {
            let found = tables(&db, rules, now).await;
            db.close().await;
            found.unwrap_or_else(|why| fault(format!("database: {why:#}")))
        }
    }
}

/// Opening an SQLite database would create it.
pub(super) fn missing_file(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//").split('?').next()?;
    (!Path::new(path).exists()).then_some(path)
}

async fn tables(db: &Db, rules: Option<&Rules>, now: DateTime<Utc>) -> anyhow::Result<Found> {
    let pending = db.migrations_pending().await?;
    if !pending.is_empty() {
        let fault = format!("database: `anju migrate` would apply {}", pending.join(", "));
        return Ok(Found { faults: vec![fault], ..Found::default() });
    }
    let Some(rules) = rules else { return Ok(Found::default()) };
    // What is due there goes up the chain by itself.
    let empty = chairs::empty(&mut db.read().await?, rules, now).await?;
    let warnings = empty.iter().map(|chair| format!("staff_roles: empty chair: {chair}")).collect();
    Ok(Found { warnings, ..Found::default() })
}

async fn token(config: &Config) -> Option<String> {
    config.telegram.token.as_ref()?;
    let me = async { anyhow::Ok(parts::telegram(config)?.get_me().await?) };
    match me.await {
        Ok(_) => None,
        Err(why) => Some(format!("telegram: {why:#}")),
    }
}
