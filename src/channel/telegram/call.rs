//! One call of a Bot API method over our own HTTP client. teloxide gives the
//! payloads; its client is not used, because on any 5xx it sleeps ten seconds
//! inside the call. The token never leaves this file except in a request. What
//! a failure means for a message is decided in `errors`.

use crate::channel::filing::Unread;
use crate::channel::http;
use crate::channel::json::Object;
use crate::channel::mending::mended;
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder, Url};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use teloxide::requests::Payload;

/// The longest that a call without files takes, connecting included.
pub const CALL: Duration = Duration::from_secs(20);
/// The longest that a call with files takes: up to ten photos of 10 MB.
pub const UPLOAD: Duration = Duration::from_secs(60);
/// The longest that one dispatch takes, with all its calls. A lease on a row
/// must be longer, or another worker sends the same again meanwhile.
pub const LONGEST_SEND: Duration = Duration::from_secs(120);

/// What the Bot API adds to an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Parameters {
    /// Seconds.
    pub retry_after: Option<u64>,
    pub migrate_to_chat_id: Option<i64>,
}

/// All that we need of a sent message.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct SentMessage {
    pub(super) message_id: i32,
}

/// The bot's token. Nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Arc<str>);

/// The settings of the channel cannot work. Never quotes them: one is the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    #[error("the bot token is empty or has characters that no token has")]
    Token,
    #[error("the Bot API address is not an http or https URL")]
    Address,
    #[error("the webhook address is not an https URL")]
    Webhook,
    #[error("a webhook secret is 1 to 256 characters of A-Z a-z 0-9 _ -")]
    Secret,
    #[error("the HTTP client cannot be built")]
    Client,
}

impl Token {
    /// White space around it (a secret file's last newline) is forgiven.
    pub fn new(token: &str) -> Result<Token, BadSettings> {
        let token = token.trim();
        let sound = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b':' | b'_' | b'-');
        if token.is_empty() || !token.bytes().all(sound) {
            return Err(BadSettings::Token);
        }
        Ok(Token(token.into()))
    }

    /// The number before the colon is the bot's user id, and no secret.
    #[must_use]
    pub fn bot_id(&self) -> Option<i64> {
        self.0.split_once(':').and_then(|(id, _)| id.parse().ok())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(hidden)")
    }
}

impl fmt::Display for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<token>")
    }
}

/// # Errors
/// The address is none, or the system has no certificates to build with.
pub fn http_client(api_url: &str) -> Result<Client, BadSettings> {
    http::client(&address(api_url)?).map_err(|_| BadSettings::Client)
}

fn address(api_url: &str) -> Result<Url, BadSettings> {
    http::address(api_url).ok_or(BadSettings::Address)
}

/// The Bot API as one bot sees it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Api {
    base: Url,
    token: Token,
    http: Client,
}

/// A file that goes along with a call as `attach://<field>`.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    pub(super) field: String,
    pub(super) path: PathBuf,
    pub(super) name: String,
    pub(super) mime: Option<String>,
}

/// How a call failed. No variant holds a URL, a token or a reply's whole body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The Bot API answered, and not with `ok`.
    Told { status: u16, description: String, parameters: Parameters },
    /// An answer that cannot be read: the call may have had its effect.
    Garbled(Unread),
    /// No answer: the call may have had its effect.
    Network { why: String, connecting: bool },
    /// The file to send cannot be opened.
    File { why: String },
}

impl Api {
    pub fn new(api_url: &str, token: Token, http: Client) -> Result<Api, BadSettings> {
        Ok(Api { base: address(api_url)?, token, http })
    }

    #[must_use]
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// Calls a method and gives its `result`; `None` when the call succeeded
    /// and its result could not be read (calling again would repeat it).
    pub(super) async fn call<P, R>(&self, payload: &P, uploads: &[Upload]) -> Result<Option<R>, Failure>
    where
        P: Payload + Serialize + Sync,
        R: DeserializeOwned,
    {
        let body =
            if uploads.is_empty() { self.post(payload, CALL).await? } else { self.upload(payload, uploads).await? };
        Ok(Object::read(&body).and_then(|reply| reply.get("result")))
    }

    /// Calls a method and gives the whole body of a reply that said `ok`.
    pub(super) async fn post<P>(&self, payload: &P, limit: Duration) -> Result<String, Failure>
    where
        P: Payload + Serialize + Sync,
    {
        self.answer(self.http.post(self.method(P::NAME)).json(payload).timeout(limit)).await
    }

    async fn upload<P>(&self, payload: &P, uploads: &[Upload]) -> Result<String, Failure>
    where
        P: Payload + Serialize + Sync,
    {
        let mut form = Form::new();
        for (field, value) in fields(payload) {
            form = form.text(field, value);
        }
        for upload in uploads {
            form = form.part(upload.field.clone(), part(upload).await?);
        }
        self.answer(self.http.post(self.method(P::NAME)).multipart(form).timeout(UPLOAD)).await
    }

    /// A file of the Bot API as a response whose body is still to be read.
    pub(super) async fn file(&self, path: &str) -> Result<reqwest::Response, Failure> {
        let url = self.under(&["file", &format!("bot{}", self.token.0)], path.split('/'));
        self.http.get(url).timeout(UPLOAD).send().await.map_err(|error| self.network(error))
    }

    pub(super) fn network(&self, error: reqwest::Error) -> Failure {
        let connecting = error.is_connect();
        // reqwest prints the URL, and the URL holds the token.
        let error = error.without_url();
        let mut why = error.to_string();
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            why = format!("{why}: {cause}");
            source = cause.source();
        }
        Failure::Network { why: self.scrub(&why), connecting }
    }

    async fn answer(&self, request: RequestBuilder) -> Result<String, Failure> {
        let response = request.send().await.map_err(|error| self.network(error))?;
        let status = response.status().as_u16();
        let bytes = response.bytes().await.map_err(|error| self.network(error))?;
        let body = mended(String::from_utf8_lossy(&bytes).into_owned());
        let reply = Object::read(&body);
        match reply.as_ref().and_then(|reply| Some((reply, reply.get::<bool>("ok")?))) {
            Some((_, true)) => Ok(body),
            Some((reply, false)) => Err(Failure::Told {
                status: reply.get("error_code").unwrap_or(status),
                description: self.scrub(&reply.text("description").unwrap_or_default()),
                parameters: reply.get("parameters").unwrap_or_default(),
            }),
            // A gateway's page: what it says is nothing we could act on.
            None if status >= 300 => Err(Failure::Told {
                status,
                description: "no Bot API reply in the body".to_owned(),
                parameters: Parameters::default(),
            }),
            None => Err(Failure::Garbled(Unread(body))),
        }
    }

    fn method(&self, name: &str) -> Url {
        self.under(&[&format!("bot{}", self.token.0)], std::iter::once(name))
    }

    /// The address with segments added; each is escaped for itself, so that no
    /// file path can leave its folder.
    fn under<'a>(&self, first: &[&str], rest: impl Iterator<Item = &'a str>) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(first).extend(rest.filter(|part| !part.is_empty()));
        }
        url
    }

    /// Any text from outside, with the token taken out and a bounded length.
    pub(super) fn scrub(&self, text: &str) -> String {
        const LONGEST: usize = 300;
        let secret = self.token.0.split_once(':').map_or("", |(_, secret)| secret);
        let text = text.replace(&*self.token.0, "<token>");
        // A short secret (of a test bot) may be part of ordinary words.
        let text = if secret.len() >= 16 { text.replace(secret, "<token>") } else { text };
        text.chars().take(LONGEST).collect()
    }
}

/// A payload as form fields: strings as they are, all else as JSON.
fn fields<P: Serialize>(payload: &P) -> Vec<(String, String)> {
    let Ok(Value::Object(fields)) = serde_json::to_value(payload) else {
        return Vec::new();
    };
    fields
        .into_iter()
        .map(|(name, value)| match value {
            Value::String(text) => (name, text),
            value => (name, value.to_string()),
        })
        .collect()
}

async fn part(upload: &Upload) -> Result<Part, Failure> {
    let opened = Part::file(&upload.path).await;
    let part =
        opened.map_err(|error| Failure::File { why: format!("a stored file cannot be opened: {}", error.kind()) })?;
    let part = part.file_name(upload.name.clone());
    match &upload.mime {
        // A type that nobody can read is left to the Bot API to guess.
        Some(mime) if mime.parse::<reqwest::header::HeaderValue>().is_ok() && mime.contains('/') => {
            part.mime_str(mime).map_err(|_| Failure::File { why: "a stored file has no readable type".to_owned() })
        }
        _ => Ok(part),
    }
}
