//! `anju check --wecom`: walks through what has to be set up in the admin
//! console, in its order, and says of each thing whether it is there.

use super::check::missing_file;
use crate::app::office;
use crate::app::wecom::Wecom;
use crate::channel::wecom::advice::Obstacle;
use crate::channel::wecom::check::{Finding, Settings, State, What, walk};
use crate::channel::wecom::token::{ShelfFault, Stored, TokenShelf};
use crate::clock::{Chance, Clock};
use crate::config::Config;
use crate::script::texts::Texts;
use crate::store::{Db, unreached};
use crate::talk::inbound::{Channel, Lang};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

pub async fn check(file: Option<&Path>, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let config = Config::load(file).map_err(|found| anyhow::anyhow!("{}", lines(&found)))?;
    let texts = office::open(&config).map_err(|found| anyhow::anyhow!("{}", lines(&found)))?.office.texts;
    let (clock, chance) = (Clock::real(), Chance::real());
    let Some(wecom) = Wecom::over(&config, Arc::new(NoShelf), &clock, &chance, &texts)? else {
        writeln!(out, "wecom.corp_id is empty: there is no WeCom in the settings")?;
        return Ok(ExitCode::FAILURE);
    };
    let findings = walk(Settings { app: Some(&wecom.app), kf: wecom.customers.as_deref(), open_kfids: &[] }).await;
    for finding in &findings {
        writeln!(out, "{}", said(finding, &texts))?;
    }
    let missed = members(&config, &texts, out).await?;
    // The menu is the bot's own to set, when it starts.
    let sound = findings.iter().all(|finding| finding.state != State::Missing || finding.what == What::Menu);
    Ok(if sound && !missed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The staff whom the application did not reach, by what the bot has met; WeCom
/// cannot be asked for it. Says whether there are any.
async fn members(config: &Config, texts: &Texts, out: &mut dyn Write) -> anyhow::Result<bool> {
    let url = config.database.url.reveal();
    if missing_file(url).is_some() {
        return Ok(false);
    }
    let found = async {
        let db = Db::open(url, 1).await?;
        let mut tx = db.read().await?;
        let found = unreached::staff(&mut tx, Channel::WecomApp, Clock::real().calendar_now()).await;
        drop(tx);
        db.close().await;
        found
    };
    let Ok(found) = found.await else {
        writeln!(out, "? {}", texts.plain(lang(), "setup.member.unasked"))?;
        return Ok(false);
    };
    for one in &found {
        let obstacle = Obstacle::read(&one.unreachable_why);
        let key = obstacle.map_or("setup.member.other", Obstacle::hint_key);
        let since = one.unreachable_since.format("%Y-%m-%d");
        writeln!(out, "✘ {}: {} [{since}]", one.name, texts.plain(lang(), key))?;
    }
    Ok(!found.is_empty())
}

/// One line: sign, words, what WeCom itself says, its code.
fn said(finding: &Finding, texts: &Texts) -> String {
    let sign = match finding.state {
        State::Ok => "✔",
        State::Missing => "✘",
        State::Unknown => "?",
    };
    let mut line = format!("{sign} {}", texts.plain(lang(), finding.hint_key));
    if let Some(detail) = &finding.detail {
        line += &format!(" [{detail}]");
    }
    if let Some(code) = finding.code {
        line += &format!(" ({code})");
    }
    line
}

/// As the terminal is set; elsewhere in English.
fn lang() -> Lang {
    let set = std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).unwrap_or_default();
    if set.starts_with("zh") { Lang::Zh } else { Lang::En }
}

fn lines(faults: &[crate::script::fault::Fault]) -> String {
    faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// Looking changes nothing, so the token is not kept.
struct NoShelf;

#[async_trait]
impl TokenShelf for NoShelf {
    async fn read(&self) -> Result<Option<Stored>, ShelfFault> {
        Ok(None)
    }

    async fn lease(&self, _holder: &str, _until: DateTime<Utc>) -> Result<bool, ShelfFault> {
        Ok(true)
    }

    async fn write(&self, _new: Stored, _only_if_previous: Option<&str>) -> Result<bool, ShelfFault> {
        Ok(true)
    }
}
