//! A server that says what it is told to and remembers what it was asked.

use crate::channel::port::Messenger;
use crate::channel::port::{Dispatch, SendError, Sent};
use crate::channel::telegram::{Api, TelegramMessenger, Token, http_client};
use crate::talk::inbound::{Address, Channel};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

pub const TOKEN: &str = "7001:AAE-stub_Secret_of_thirty_five_chars";

#[derive(Clone, Debug)]
pub struct Asked {
    pub path: String,
    pub body: String,
}

impl Asked {
    /// The Bot API method, or the path of a file.
    pub fn method(&self) -> &str {
        self.path.rsplit('/').next().unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }
}

/// Status and body.
type Answer = (u16, Vec<u8>);

#[derive(Clone, Default)]
pub struct Stub {
    asked: Arc<Mutex<Vec<Asked>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    pub url: String,
}

impl Stub {
    pub async fn start() -> Stub {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stub = Stub { url: format!("http://{}", listener.local_addr().unwrap()), ..Stub::default() };
        let app = Router::new().fallback(answer).with_state(stub.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        stub
    }

    /// The next answer; without one the call succeeds with message ids 100, 101 …
    pub fn then(&self, status: u16, body: impl Into<Vec<u8>>) -> &Stub {
        self.answers.lock().unwrap().push_back((status, body.into()));
        self
    }

    pub fn refuse(&self, status: u16, description: &str) -> &Stub {
        let body = json!({"ok": false, "error_code": status, "description": description});
        self.then(status, body.to_string())
    }

    pub fn accept(&self, result: &Value) -> &Stub {
        self.then(200, json!({"ok": true, "result": result}).to_string())
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn methods(&self) -> Vec<String> {
        self.asked().iter().map(|asked| asked.method().to_owned()).collect()
    }

    pub fn api(&self) -> Api {
        Api::new(&self.url, Token::new(TOKEN).unwrap(), http_client(&self.url).unwrap()).unwrap()
    }

    pub fn messenger(&self) -> TelegramMessenger {
        TelegramMessenger::over(self.api())
    }

    pub async fn send(&self, what: Dispatch) -> Result<Sent, SendError> {
        self.messenger().send(&address(5_021_377), &what, "k").await
    }
}

pub fn address(chat: i64) -> Address {
    Address { channel: Channel::Telegram, user: chat.to_string() }
}

async fn answer(State(stub): State<Stub>, uri: Uri, body: Bytes) -> (StatusCode, Vec<u8>) {
    let asked = Asked { path: uri.path().to_owned(), body: String::from_utf8_lossy(&body).into_owned() };
    let number = {
        let mut all = stub.asked.lock().unwrap();
        all.push(asked.clone());
        all.len() + 99
    };
    let told = stub.answers.lock().unwrap().pop_front();
    let (status, body) = told.unwrap_or_else(|| {
        let message = |id: usize| json!({"message_id": id, "date": 1, "chat": {"id": 5_021_377, "type": "private"}});
        let result = match asked.method() {
            "SendMediaGroup" => json!([message(number * 10), message(number * 10 + 1)]),
            "AnswerCallbackQuery" | "SetMyCommands" | "DeleteMyCommands" => json!(true),
            _ => message(number),
        };
        (200, json!({"ok": true, "result": result}).to_string().into_bytes())
    });
    (StatusCode::from_u16(status).unwrap(), body)
}
