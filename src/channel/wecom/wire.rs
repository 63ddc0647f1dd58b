//! One HTTP call of the WeCom API: a request goes out, the body or a `Failure`
//! comes back. Which access token it carries is decided in `api`; what a
//! failure means, in `errors`. The application's secret and the access token
//! are in the URLs that are called here and in nothing that is printed.

use crate::channel::filing::Unread;
use crate::channel::http;
use crate::channel::mending::mended;
use crate::channel::port::SendError;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use reqwest::multipart::{Form, Part};
use reqwest::{Client, RequestBuilder, Response, Url};
use serde::Deserialize;
use serde_json::Value;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// Where the API is, unless the settings say otherwise (a proxy, the sandbox).
pub const OFFICIAL: &str = "https://qyapi.weixin.qq.com";

/// The longest that a call without files takes, connecting included.
pub const CALL: Duration = Duration::from_secs(20);
/// The longest that a call with a file takes: up to 20 MB.
pub const UPLOAD: Duration = Duration::from_secs(60);
/// The longest that one dispatch takes, with all its calls. A lease on a row
/// must be longer, or another worker sends the same again meanwhile.
pub const LONGEST_SEND: Duration = Duration::from_secs(120);

/// The longest answer that is read: a page of 1000 KF messages has a few MB.
const LONGEST_ANSWER: usize = 8 << 20;

/// The settings of the channel cannot work. Never quotes them: one is a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadSettings {
    #[error("the corpid is empty or has characters that no corpid has")]
    Corp,
    #[error("the application's secret is empty or has characters that no secret has")]
    Secret,
    #[error("the WeCom API address is not an http or https URL")]
    Address,
    #[error("the HTTP client cannot be built")]
    Client,
}

/// The secret of an application. Nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Arc<str>);

impl Secret {
    /// White space around it (a secret file's last newline) is forgiven.
    pub fn new(secret: &str) -> Result<Secret, BadSettings> {
        let secret = secret.trim();
        let sound = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        if secret.is_empty() || !secret.bytes().all(sound) {
            return Err(BadSettings::Secret);
        }
        Ok(Secret(secret.into()))
    }

    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(hidden)")
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

/// How a call failed. No variant holds a URL or a token, or prints a
/// whole body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// WeCom answered with an `errcode`, whatever the HTTP status.
    Told { code: i64, message: String },
    /// A status without an answer of the API: somebody in between.
    Gateway { status: u16 },
    /// An answer that cannot be read: the call may have had its effect.
    Garbled(Unread),
    /// No answer: the call may have had its effect.
    Network { why: String, connecting: bool },
    /// The file to send cannot be opened.
    File { why: String },
    /// What follows is clear already: there is no access token to call with, or
    /// the call went well and left out the one it was for.
    Decided(SendError),
}

/// What to ask. The access token is added to it anew for each try.
pub(super) struct Ask<'a> {
    pub(super) path: &'static str,
    pub(super) query: Vec<(&'static str, &'a str)>,
    pub(super) body: Body<'a>,
}

pub(super) enum Body<'a> {
    Nothing,
    Json(&'a Value),
    File(&'a Upload),
    /// Nothing either, and the answer may be a file.
    Download,
}

/// A file that goes out as the multipart field `media`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Upload {
    pub(super) path: PathBuf,
    /// As the person sees it.
    pub(super) name: String,
    pub(super) mime: Option<String>,
}

pub(super) enum Answer {
    /// The body of an answer without an error in it.
    Text(String),
    /// A response whose body is still to be read.
    File(Response),
}

/// Where the API is and the way to it. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Wire {
    base: Url,
    http: Client,
}

impl Wire {
    /// `http` should come from `http_client`: redirects off.
    pub(super) fn new(api_url: &str, http: Client) -> Result<Wire, BadSettings> {
        Ok(Wire { base: address(api_url)?, http })
    }

    pub(super) async fn call(&self, ask: &Ask<'_>) -> Result<Answer, Failure> {
        let response = self.request(ask).await?.send().await.map_err(|error| network(error, &ask.query))?;
        if matches!(ask.body, Body::Download) && holds_a_file(&response) {
            return Ok(Answer::File(response));
        }
        let status = response.status().as_u16();
        let body = read(response, ask).await?;
        match Outcome::read(&body) {
            Some(outcome) if outcome.code() != 0 => Err(Failure::Told {
                code: outcome.code(),
                message: scrub(outcome.errmsg.as_str().unwrap_or_default(), &ask.query),
            }),
            // A gateway's page: what it says is nothing we could act on.
            _ if status >= 300 => Err(Failure::Gateway { status }),
            Some(_) => Ok(Answer::Text(body)),
            None => Err(Failure::Garbled(Unread(body))),
        }
    }

    async fn request(&self, ask: &Ask<'_>) -> Result<RequestBuilder, Failure> {
        let mut url = self.base.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().push("cgi-bin").extend(ask.path.split('/'));
        }
        url.query_pairs_mut().extend_pairs(&ask.query);
        Ok(match ask.body {
            Body::Nothing => self.http.get(url).timeout(CALL),
            Body::Download => self.http.get(url).timeout(UPLOAD),
            Body::Json(json) => self.http.post(url).json(json).timeout(CALL),
            Body::File(upload) => self.http.post(url).multipart(form(upload).await?).timeout(UPLOAD),
        })
    }
}

/// media/get tells an error as JSON with status 200. A JSON document that
/// somebody sent has a name.
fn holds_a_file(response: &Response) -> bool {
    let head = |name| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let words = head(CONTENT_TYPE).contains("json") || head(CONTENT_TYPE).starts_with("text/");
    response.status().is_success() && (!words || !head(CONTENT_DISPOSITION).is_empty())
}

/// The names of files are Chinese as a rule: written as they are, because the
/// form `filename*=` of RFC 5987 is not read by every server.
async fn form(upload: &Upload) -> Result<Form, Failure> {
    let opened = Part::file(&upload.path).await;
    let part =
        opened.map_err(|error| Failure::File { why: format!("a stored file cannot be opened: {}", error.kind()) })?;
    let part = part.file_name(upload.name.clone());
    let part = match &upload.mime {
        // A type that nobody can read is left to WeCom to guess.
        Some(mime) if mime.parse::<reqwest::header::HeaderValue>().is_ok() && mime.contains('/') => {
            part.mime_str(mime).map_err(|_| Failure::File { why: "a stored file has no readable type".to_owned() })?
        }
        _ => part,
    };
    Ok(Form::new().percent_encode_noop().part("media", part))
}

async fn read(mut response: Response, ask: &Ask<'_>) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| network(error, &ask.query))? {
        if bytes.len() + chunk.len() > LONGEST_ANSWER {
            return Err(Failure::Network { why: "an answer longer than any is".to_owned(), connecting: false });
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(mended(String::from_utf8_lossy(&bytes).into_owned()))
}

pub(super) fn network(error: reqwest::Error, query: &[(&'static str, &str)]) -> Failure {
    let connecting = error.is_connect();
    // reqwest prints the URL, and the URL holds the token.
    let error = error.without_url();
    let mut why = error.to_string();
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        why = format!("{why}: {cause}");
        source = cause.source();
    }
    Failure::Network { why: scrub(&why, query), connecting }
}

/// Any text from outside, without secrets and addresses and of a bounded
/// length. The caller's IP in it stays: an operator needs it (60020).
fn scrub(text: &str, query: &[(&'static str, &str)]) -> String {
    const LONGEST: usize = 200;
    let mut text = text.split(", more info at").next().unwrap_or_default().to_owned();
    for (name, value) in query {
        if matches!(*name, "access_token" | "corpsecret") && !value.is_empty() {
            text = text.replace(value, "<hidden>");
        }
    }
    let words = text.split(' ').map(|word| if word.contains("://") { "<url>" } else { word });
    words.collect::<Vec<_>>().join(" ").chars().take(LONGEST).collect()
}

/// The head of every answer.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Outcome {
    errcode: Value,
    errmsg: Value,
}

impl Outcome {
    fn read(body: &str) -> Option<Outcome> {
        body.trim_start().starts_with('{').then(|| serde_json::from_str(body).ok()).flatten()
    }

    /// Absent is success. Some endpoints write numbers as strings.
    fn code(&self) -> i64 {
        match &self.errcode {
            Value::String(text) => text.parse().unwrap_or(-1),
            Value::Null => 0,
            other => other.as_i64().unwrap_or(-1),
        }
    }
}
