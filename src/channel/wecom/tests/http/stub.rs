//! A server that says what it is told to and remembers what it was asked, and
//! processes that share a shelf and a clock.

use super::shelf::Shelf;
use crate::channel::port::{Dispatch, Messenger, SendError, Sent};
use crate::channel::wecom::api::{Account, Api};
use crate::channel::wecom::app::{AppSettings, WecomApp};
use crate::channel::wecom::kf::{KfSettings, WecomKf};
use crate::channel::wecom::wire::{Secret, http_client};
use crate::talk::inbound::{Address, Channel};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const CORP: &str = "ww6a112864f8022910";
pub const SECRET: &str = "stub-Secret_of_forty_three_characters_012345";
pub const KEY: &str = "o-4711";

#[derive(Clone, Debug)]
pub struct Asked {
    /// Below `/cgi-bin/`.
    pub path: String,
    pub query: HashMap<String, String>,
    pub body: String,
}

impl Asked {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}

/// Status, headers and body.
type Told = (u16, HeaderMap, Vec<u8>);

#[derive(Clone)]
pub struct Stub {
    asked: Arc<Mutex<Vec<Asked>>>,
    told: Arc<Mutex<HashMap<String, VecDeque<Told>>>>,
    pub revoked: Arc<Mutex<HashSet<String>>>,
    pub hand: Arc<Mutex<DateTime<Utc>>>,
    pub shelf: Arc<Shelf>,
    pub url: String,
}

impl Stub {
    pub async fn start() -> Stub {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let hand = Arc::new(Mutex::new("2026-03-02T01:00:00Z".parse().unwrap()));
        let stub = Stub {
            asked: Arc::default(),
            told: Arc::default(),
            revoked: Arc::default(),
            shelf: Shelf::new(hand.clone()),
            hand,
            url: format!("http://{}", listener.local_addr().unwrap()),
        };
        let app = Router::new().fallback(answer).layer(DefaultBodyLimit::disable()).with_state(stub.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        stub
    }

    /// The next answer of an endpoint; without one the call succeeds.
    pub fn then(&self, path: &str, body: &Value) -> &Stub {
        self.raw(path, 200, &[("content-type", "application/json")], body.to_string())
    }

    pub fn refuse(&self, path: &str, code: i64, message: &str) -> &Stub {
        self.then(path, &json!({"errcode": code, "errmsg": message}))
    }

    pub fn raw(&self, path: &str, status: u16, heads: &[(&'static str, &str)], body: impl Into<Vec<u8>>) -> &Stub {
        let heads = heads.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect();
        self.told.lock().unwrap().entry(path.to_owned()).or_default().push_back((status, heads, body.into()));
        self
    }

    pub fn revoke(&self, token: &str) {
        self.revoked.lock().unwrap().insert(token.to_owned());
    }

    pub fn asked(&self, path: &str) -> Vec<Asked> {
        self.asked.lock().unwrap().iter().filter(|asked| asked.path == path).cloned().collect()
    }

    pub fn paths(&self) -> Vec<String> {
        self.asked.lock().unwrap().iter().map(|asked| asked.path.clone()).collect()
    }

    pub fn pass(&self, seconds: i64) {
        *self.hand.lock().unwrap() += TimeDelta::seconds(seconds);
    }

    /// A process of its own, with the shelf of all.
    pub fn process(&self, holder: &str) -> Api {
        let account =
            Account { api_url: self.url.clone(), corp: CORP.to_owned(), secret: Secret::new(SECRET).unwrap() };
        let hand = self.hand.clone();
        let now = Arc::new(move || *hand.lock().unwrap());
        Api::new(account, http_client(&self.url).unwrap(), self.shelf.clone(), holder, now).unwrap()
    }

    pub fn app(&self) -> WecomApp {
        WecomApp::new(self.process("one"), app_settings())
    }

    pub fn kf(&self) -> WecomKf {
        WecomKf::new(self.process("one"), KfSettings::default())
    }

    pub async fn tell(&self, what: Dispatch) -> Result<Sent, SendError> {
        self.app().send(&staff("lisi"), &what, KEY).await
    }
}

pub fn app_settings() -> AppSettings {
    AppSettings {
        agent: 1_000_002,
        settled_caption: "✓".to_owned(),
        replaced_caption: "↓".to_owned(),
        numbers_hint: "#".to_owned(),
        duplicate_codes: vec![],
    }
}

pub fn staff(user: &str) -> Address {
    Address { channel: Channel::WecomApp, user: user.to_owned() }
}

pub fn owner() -> Address {
    Address { channel: Channel::WecomKf, user: "wkAJ2G/wmXYZ".to_owned() }
}

/// The n-th token that the stub gives.
pub fn token(n: usize) -> String {
    format!("access-token-number-{n}-of-the-stub")
}

async fn answer(state: State<Stub>, uri: Uri, body: Bytes) -> (StatusCode, HeaderMap, Vec<u8>) {
    let (status, heads, body) = told(state, uri, body).await;
    (StatusCode::from_u16(status).unwrap(), heads, body)
}

async fn told(State(stub): State<Stub>, uri: Uri, body: Bytes) -> Told {
    let url = reqwest::Url::parse(&format!("http://x{uri}")).unwrap();
    let query: HashMap<String, String> = url.query_pairs().into_owned().collect();
    let path = uri.path().strip_prefix("/cgi-bin/").unwrap_or(uri.path()).to_owned();
    let asked = Asked { path: path.clone(), query, body: String::from_utf8_lossy(&body).into_owned() };
    let number = {
        let mut all = stub.asked.lock().unwrap();
        all.push(asked.clone());
        all.iter().filter(|earlier| earlier.path == path).count()
    };
    if path == "gettoken" {
        // Long enough for others to arrive meanwhile.
        #[expect(clippy::disallowed_methods, reason = "the stub's own time")]
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
    let revoked = asked.query.get("access_token").is_some_and(|token| stub.revoked.lock().unwrap().contains(token));
    let next = || stub.told.lock().unwrap().get_mut(&path).and_then(VecDeque::pop_front);
    if let Some(told) = if revoked { None } else { next() } {
        return told;
    }
    let body = match path.as_str() {
        _ if revoked => json!({"errcode": 42001, "errmsg": "access_token expired"}),
        "gettoken" => json!({"errcode": 0, "errmsg": "ok", "access_token": token(number), "expires_in": 7200}),
        "media/upload" => json!({"errcode": 0, "media_id": format!("media-{number}"), "created_at": "1380000000"}),
        "message/send" if asked.json()["msgtype"] == "template_card" => {
            json!({"errcode": 0, "msgid": format!("m{number}"), "response_code": format!("rc{number}")})
        }
        _ => json!({"errcode": 0, "errmsg": "ok", "msgid": format!("m{number}")}),
    };
    let heads = HeaderMap::from_iter([("content-type".parse().unwrap(), "application/json".parse().unwrap())]);
    (200, heads, body.to_string().into_bytes())
}
