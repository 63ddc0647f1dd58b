//! What the running bot is made of, built from the settings and not started.

use super::office;
use super::wecom::Wecom;
use crate::channel::telegram::{Api, TelegramMessenger, Token, http_client};
use crate::clock::{Chance, Clock};
use crate::config::Config;
use crate::flow::office::Office;
use crate::script::fault::Fault;
use crate::store::alone::{self, Alone};
use crate::store::{Db, calendars, channel_state, timers};
use anyhow::{Context, anyhow, bail};
use std::sync::Arc;
use tracing::info;

pub struct Parts {
    pub config: Config,
    pub clock: Clock,
    pub chance: Chance,
    pub db: Db,
    pub office: Arc<Office>,
    /// What no other installation has; goes before the names of messages.
    pub installation: String,
    pub telegram: Option<Telegram>,
    pub wecom: Option<Wecom>,
    /// On SQLite: no other program serves this file.
    pub alone: Option<Alone>,
}

#[derive(Clone)]
pub struct Telegram {
    pub api: Api,
    pub messenger: Arc<TelegramMessenger>,
    /// The channel account that updates come to: `telegram:<bot id>`.
    pub source: String,
}

impl Telegram {
    fn build(config: &Config) -> anyhow::Result<Telegram> {
        let api = telegram(config)?;
        let bot =
            api.token().bot_id().context("the Telegram token does not begin with the bot's number and a colon")?;
        let messenger = Arc::new(TelegramMessenger::over(api.clone()));
        Ok(Telegram { api, messenger, source: format!("telegram:{bot}") })
    }
}

impl Parts {
    /// Opens the database, brings it up to date, reads the dialogues.
    pub async fn build(config: Config, clock: Clock, chance: Chance) -> anyhow::Result<Parts> {
        // Without WeCom there must be Telegram; without either there is nobody to talk to.
        let wanted = config.telegram.token.is_some() || config.wecom.is_none();
        let telegram = wanted.then(|| Telegram::build(&config)).transpose()?;
        let opened = office::open(&config).map_err(|faults| in_lines(&faults))?;
        let db = open_database(&config).await?;
        let alone = alone::take(config.database.url.reveal())?;
        if alone.is_some() {
            let mut tx = db.begin().await?;
            let taken = alone::take_back(&mut tx).await;
            tx.end(taken).await?;
        }
        let version = take_calendar(&db, &clock, &opened.calendar_text).await?;
        let mut office = opened.office;
        office.calendar = office.calendar.with_version(version.to_string());
        let wecom = Wecom::build(&config, &db, &clock, &chance, &office.texts)?;
        let installation = installation(&db, &chance).await?;
        Ok(Parts { installation, telegram, wecom, alone, office: Arc::new(office), config, clock, chance, db })
    }
}

/// Made once, when the database is new.
async fn installation(db: &Db, chance: &Chance) -> anyhow::Result<String> {
    const KEY: &str = "installation";
    let mut tx = db.begin().await?;
    let known: Option<String> = channel_state::get(&mut tx, KEY).await?;
    let mark = match known {
        Some(known) => known,
        None => {
            let new = chance.code(6);
            channel_state::put(&mut tx, KEY, &new).await?;
            new
        }
    };
    tx.commit().await?;
    Ok(mark)
}

/// The Bot API by the settings.
pub fn telegram(config: &Config) -> anyhow::Result<Api> {
    let Some(token) = &config.telegram.token else {
        bail!("no Telegram token: set ANJU_TELEGRAM__TOKEN, or telegram.token_file in the settings");
    };
    let token = Token::new(token.reveal())?;
    let http = http_client(&config.telegram.api_url)?;
    Ok(Api::new(&config.telegram.api_url, token, http)?)
}

/// The database with its tables up to date.
pub async fn open_database(config: &Config) -> anyhow::Result<Db> {
    let url = config.database.url.reveal();
    let db = Db::open(url, config.database.connections).await.context("the database cannot be opened")?;
    db.migrate().await.context("the database cannot be brought up to date")?;
    Ok(db)
}

/// Keeps the calendar and gives its version. With a new one every case looks
/// at its clocks again.
async fn take_calendar(db: &Db, clock: &Clock, text: &str) -> anyhow::Result<i64> {
    let mut tx = db.begin().await?;
    let before = calendars::latest(&mut tx).await?.map(|latest| latest.version);
    let version = calendars::put(&mut tx, text, clock.calendar_now()).await?;
    if before.is_some_and(|before| before != version) {
        let rung = timers::ring_all(&mut tx, "case:", clock.calendar_now()).await?;
        info!(version, cases = rung, "a new calendar: open deadlines are counted again");
    }
    tx.commit().await?;
    Ok(version)
}

fn in_lines(faults: &[Fault]) -> anyhow::Error {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    anyhow!("the dialogues or the calendar cannot be used\n{}", lines.join("\n"))
}
