//! The settings by section, typed. The defaults stand in `config.example.toml`.

use super::layers::{BadDefault, Layers};
use super::rules;
use super::values::Secret;
use super::wecom::{self, Wecom};
use crate::channel::telegram::webhook::secret_is_sound;
use crate::domain::rules::Rules;
use crate::domain::warranty::Part;
use crate::script::fault::Fault;
use crate::script::words::Words;
use serde::Deserialize;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    pub database: Database,
    pub files: Files,
    pub telegram: Telegram,
    /// `None`: there is no corp id in the settings.
    pub wecom: Option<Wecom>,
    pub http: Http,
    pub inbox: Inbox,
    pub outbox: Outbox,
    /// A folder laid over the embedded dialogues.
    pub dialogues: Option<PathBuf>,
    /// A calendar in place of the embedded one.
    pub calendar: Option<PathBuf>,
    pub conversation: Conversation,
    pub log: Log,
    /// Without the parts, see `rules()`.
    pub(super) rules: Rules,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Database {
    /// Holds a password where there is one.
    pub url: Secret,
    pub connections: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Files {
    pub dir: PathBuf,
    pub largest_bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Telegram {
    pub token: Option<Secret>,
    pub api_url: String,
    pub mode: Mode,
    pub poll_wait: Duration,
    pub max_per_second: u32,
    pub burst: u32,
    pub chat_per_second: u32,
    pub chat_burst: u32,
}

/// How updates come to us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mode {
    Polling,
    Webhook(Webhook),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    pub url: String,
    /// The path of `url`, which our own server takes updates under.
    pub path: String,
    pub secret: Secret,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Http {
    pub listen: Option<SocketAddr>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inbox {
    pub workers: u32,
    pub max_attempts: i64,
    pub keep: Duration,
    pub timers_wait: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbox {
    pub keep: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conversation {
    pub gather_quiet: Duration,
    pub gather_most: usize,
    pub wrong_codes: i64,
    pub offer_stands: Duration,
    /// Whoever was silent for so long hears first what waits for him.
    pub back_after: Duration,
    /// Of customer service; empty: none is said.
    pub service_number: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    pub format: LogFormat,
    pub level: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    Text,
    Json,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum ModeWord {
    Polling,
    Webhook,
}

impl Config {
    /// Reads the file, if there is one, and the environment.
    ///
    /// # Errors
    /// Everything that is wrong, each with its place.
    pub fn load(file: Option<&Path>) -> Result<Config, Vec<Fault>> {
        let text = match file {
            None => None,
            Some(path) => {
                let name = path.display().to_string();
                let text = std::fs::read_to_string(path);
                let text = text.map_err(|why| vec![Fault::of_file(&name, format!("cannot be read: {why}"))])?;
                Some((name, text))
            }
        };
        let text = text.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        // A variable that is not Unicode cannot be one of ours.
        let env =
            std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
        Config::read(text, env)
    }

    /// The same from texts: the file's name and content, and the environment.
    pub fn read(
        file: Option<(&str, &str)>,
        env: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Config, Vec<Fault>> {
        let mut layers = Layers::new(file, env)?;
        match sections(&mut layers) {
            Ok(config) if layers.faults.is_empty() => Ok(config),
            Ok(_) | Err(BadDefault) => {
                layers.faults.sort();
                layers.faults.dedup();
                Err(layers.faults)
            }
        }
    }

    /// The rules of the company; `words` say which part of the warranty table
    /// a category of complaint belongs to.
    #[must_use]
    pub fn rules(&self, words: &Words) -> Rules {
        let parts = words.categories().iter().filter_map(|category| {
            let part = category.part.as_deref().and_then(Part::from_word)?;
            Some((category.id.clone(), part))
        });
        Rules { parts: parts.collect(), ..self.rules.clone() }
    }
}

fn sections(layers: &mut Layers) -> Result<Config, BadDefault> {
    Ok(Config {
        database: Database {
            url: database_url(layers),
            connections: layers.take_within("database.connections", 1..=1000)?,
        },
        files: Files {
            dir: PathBuf::from(layers.take::<String>("files.dir")?),
            largest_bytes: layers.take_within::<u64>("files.largest_mb", 1..=2000)? * 1024 * 1024,
        },
        telegram: telegram(layers)?,
        wecom: wecom::read(layers)?,
        http: Http { listen: listen(layers)? },
        inbox: Inbox {
            workers: layers.take_within("inbox.workers", 1..=64)?,
            max_attempts: layers.take_within("inbox.max_attempts", 1..=100)?,
            keep: layers.take_length("inbox.keep")?,
            timers_wait: layers.take_length("inbox.timers_wait")?,
        },
        outbox: Outbox { keep: layers.take_length("outbox.keep")? },
        dialogues: layers.take_text("dialogues.dir")?.map(PathBuf::from),
        calendar: layers.take_text("calendar.file")?.map(PathBuf::from),
        conversation: Conversation {
            gather_quiet: layers.take_length("conversation.gather_quiet")?,
            gather_most: layers.take_within("conversation.gather_most", 1..=100)?,
            wrong_codes: layers.take_within("conversation.wrong_codes", 1..=1000)?,
            offer_stands: layers.take_length("conversation.offer_stands")?,
            back_after: layers.take_length("conversation.back_after")?,
            service_number: layers.take("conversation.service_number")?,
        },
        log: Log { format: layers.take("log.format")?, level: level(layers)? },
        rules: rules::read(layers)?,
    })
}

fn database_url(layers: &mut Layers) -> Secret {
    let url = layers.take_secret("database.url");
    let sound =
        |url: &Secret| ["sqlite:", "postgres://", "postgresql://"].iter().any(|start| url.reveal().starts_with(start));
    url.filter(sound).unwrap_or_else(|| {
        layers.refuse("database.url", "must begin with sqlite: or postgres://");
        Secret::new("")
    })
}

fn telegram(layers: &mut Layers) -> Result<Telegram, BadDefault> {
    Ok(Telegram {
        token: layers.take_secret_or_file("telegram.token", "telegram.token_file")?,
        api_url: layers.take("telegram.api_url")?,
        mode: mode(layers)?,
        poll_wait: layers.take_length("telegram.poll_wait")?,
        max_per_second: layers.take_within("telegram.max_per_second", 1..=1000)?,
        burst: layers.take_within("telegram.burst", 1..=1000)?,
        chat_per_second: layers.take_within("telegram.chat_per_second", 1..=100)?,
        chat_burst: layers.take_within("telegram.chat_burst", 1..=100)?,
    })
}

fn mode(layers: &mut Layers) -> Result<Mode, BadDefault> {
    let mode: ModeWord = layers.take("telegram.mode")?;
    let url = layers.take_text("telegram.webhook_url")?;
    let secret = layers.take_secret("telegram.webhook_secret");
    if let ModeWord::Polling = mode {
        return Ok(Mode::Polling);
    }
    let path = url.as_deref().and_then(path_of);
    if path.is_none() {
        layers.refuse("telegram.webhook_url", "a webhook needs an https address with a path");
    }
    let sound = secret.filter(|secret| secret_is_sound(secret.reveal()));
    if sound.is_none() {
        layers.refuse("telegram.webhook_secret", "a webhook needs 1 to 256 characters of A-Z a-z 0-9 _ -");
    }
    if listen(layers)?.is_none() {
        layers.refuse("http.listen", "a webhook needs an address to listen on");
    }
    Ok(match (url, path, sound) {
        (Some(url), Some(path), Some(secret)) => Mode::Webhook(Webhook { url, path, secret }),
        _ => Mode::Polling,
    })
}

fn path_of(url: &str) -> Option<String> {
    let url = reqwest::Url::parse(url).ok().filter(|url| url.scheme() == "https")?;
    Some(url.path().to_owned()).filter(|path| path.len() > 1)
}

fn listen(layers: &mut Layers) -> Result<Option<SocketAddr>, BadDefault> {
    let Some(text) = layers.take_text("http.listen")? else { return Ok(None) };
    let address = text.parse().ok();
    if address.is_none() {
        layers.refuse("http.listen", &format!("`{text}` is not an address; write for example \"127.0.0.1:8080\""));
    }
    Ok(address)
}

fn level(layers: &mut Layers) -> Result<String, BadDefault> {
    let level: String = layers.take("log.level")?;
    if !["error", "warn", "info", "debug", "trace"].contains(&level.as_str()) {
        layers.refuse("log.level", &format!("`{level}` is no level: error, warn, info, debug or trace"));
    }
    Ok(level)
}
