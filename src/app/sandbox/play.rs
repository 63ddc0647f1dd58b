//! Setting the table: practice messengers, database, people, page, and the bot
//! as it always runs, only against these messengers.

use super::backstage::{AHEAD, Stage};
use super::corp;
use super::demo::{self, Laid};
use crate::app::parts::Parts;
use crate::app::run;
use crate::clock::{Chance, Clock};
use crate::config::{Config, Mode, Secret};
use crate::sandbox::{Messenger, Servers, page_port, serve_page};
use crate::store::{Db, channel_state};
use anyhow::Context;
use chrono::TimeDelta;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What can be chosen.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Of the page; 0 picks a free one.
    pub port: u16,
    /// Where everything is kept; without it, in a folder that goes at the end.
    pub data: Option<PathBuf>,
}

const BOT_USERNAME: &str = "anju_sandbox_bot";

/// Each run is another bot to the messengers: their ids begin anew with each.
const RUNS: &str = "sandbox:runs";
const FIRST_BOT: i64 = 7_000_000_000;

/// Runs the sandbox until `told_to_stop` returns; `ready` hears the page's address.
///
/// # Errors
/// Whatever keeps a part from starting.
pub async fn sandbox(
    options: Options,
    config: Config,
    ready: impl FnOnce(&str),
    told_to_stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let chance = Chance::real();
    let folder = match &options.data {
        Some(folder) => folder.clone(),
        None => std::env::temp_dir().join(format!("anju-sandbox-{}", chance.code(8).to_lowercase())),
    };
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let played = play(&options, &folder, config, chance, ready, told_to_stop).await;
    if options.data.is_none() {
        // What is left behind in a temporary folder harms nobody.
        let _ = std::fs::remove_dir_all(&folder);
    }
    played
}

async fn play(
    options: &Options,
    folder: &Path,
    mut config: Config,
    chance: Chance,
    ready: impl FnOnce(&str),
    told_to_stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    config.database.url = Secret::new(format!("sqlite:{}", folder.join("anju.db").display()));
    config.files.dir = folder.join("files");
    let clock = Clock::real();
    let run = wind(&config, &clock).await?;
    let (time, token) = (clock.clone(), format!("{}:practice", FIRST_BOT + run));
    let messenger = Messenger::start(&token, Arc::new(move || time.calendar_now())).await?;
    messenger.name_bot(&demo::bot_name()?, BOT_USERNAME);
    let door = page_port(0).await.context("cannot open a port for the bot")?;
    let corp = corp::start(run, &demo::bot_name()?, &clock, door.local_addr()?).await?;
    config.http.listen = Some(door.local_addr()?);
    config.wecom = Some(corp::settings(&corp));
    config.telegram.token = Some(Secret::new(token));
    config.telegram.api_url = messenger.url().to_owned();
    config.telegram.mode = Mode::Polling;
    // Nobody limits us here, and a visitor shall not wait.
    (config.telegram.max_per_second, config.telegram.burst) = (1000, 1000);
    (config.telegram.chat_per_second, config.telegram.chat_burst) = (50, 50);
    let parts = Parts::build(config, clock.clone(), chance.clone()).await?;
    demo::fill(&parts.db, &parts.office, clock.calendar_now()).await?;
    corp::forget_page(&parts.db, &clock).await?;
    let phones = demo::phones(&parts.db, &chance, clock.calendar_now()).await?;
    let listener = page_port(options.port).await.with_context(|| format!("cannot open port {}", options.port))?;
    let address = format!("http://{}/", listener.local_addr()?);
    let servers = Servers { telegram: messenger, wecom: Some(corp) };
    begin(&servers, &phones)?;
    let stage = Stage { phones, clock, office: Arc::clone(&parts.office), db: parts.db.clone() };
    let page = serve_page(servers, Arc::new(stage), listener);
    ready(&address);
    tokio::select! {
        ran = run::run_behind(parts, Some(door), told_to_stop) => ran,
        closed = page => closed.context("the page"),
    }
}

/// Sets the clock to where it was left, and gives the number of this run.
async fn wind(config: &Config, clock: &Clock) -> anyhow::Result<i64> {
    let db = Db::open(config.database.url.reveal(), 1).await?;
    db.migrate().await?;
    let mut tx = db.begin().await?;
    let ahead: i64 = channel_state::get(&mut tx, AHEAD).await?.unwrap_or(0);
    let runs: i64 = channel_state::get(&mut tx, RUNS).await?.unwrap_or(0) + 1;
    channel_state::put(&mut tx, RUNS, &runs).await?;
    tx.commit().await?;
    db.close().await;
    clock.advance_calendar(TimeDelta::seconds(ahead));
    Ok(runs)
}

/// Phones are new to the messengers with every run: who has an account says
/// hello again, who has none yet opens his invitation.
fn begin(servers: &Servers, phones: &[Laid]) -> anyhow::Result<()> {
    for laid in phones {
        servers.add(&laid.phone);
        if laid.starts || laid.bound {
            servers.starts(&laid.phone, laid.phone.code.as_deref())?;
        }
    }
    Ok(())
}
