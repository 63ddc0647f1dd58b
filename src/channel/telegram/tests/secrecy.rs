//! The token is in every URL that we call and in nothing that we print.

use super::stub::{Stub, TOKEN, address};
use crate::channel::port::{Dispatch, Messenger};
use crate::channel::telegram::{Api, BadSettings, TelegramMessenger, Token, http_client};
use crate::talk::inbound::{FileKind, FileRef};
use crate::talk::message::Message;
use serde_json::json;
use std::fmt::{Debug, Display};

const SECRET: &str = "AAE-stub_Secret_of_thirty_five_chars";

fn hides<T: Debug>(what: &T) {
    let printed = format!("{what:?} {what:#?}");
    assert!(!printed.contains(SECRET), "{printed}");
}

fn hides_all<T, E: Debug + Display + std::error::Error>(outcome: Result<T, E>) {
    let Err(error) = outcome else { panic!("should have failed") };
    hides(&error);
    let shown = error.to_string();
    assert!(!shown.contains(SECRET) && !shown.contains("http://"), "{shown}");
}

async fn all_calls_fail(url: &str) {
    let token = Token::new(TOKEN).unwrap();
    let api = Api::new(url, token.clone(), http_client(url).unwrap()).unwrap();
    let messenger = TelegramMessenger::over(api.clone());
    hides(&messenger);
    hides(&api);
    hides(&token);
    let file =
        FileRef { kind: FileKind::Photo, provider_id: "x".into(), unique_id: None, name: None, mime: None, size: None };
    let message = Dispatch::Message { message: Message::text("水"), photos: vec![] };
    hides_all(messenger.send(&address(5), &message, "k").await);
    hides_all(messenger.fetch(&file, 10).await);
    hides_all(api.get_updates(1, 0).await);
    hides_all(api.get_me().await);
}

#[tokio::test]
async fn with_nobody_there() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    all_calls_fail(&format!("http://127.0.0.1:{port}")).await;
    all_calls_fail("http://no-such-host.invalid").await;
}

#[tokio::test]
async fn with_a_line_that_breaks() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            drop(listener.accept().await);
        }
    });
    all_calls_fail(&url).await;
}

#[tokio::test]
async fn with_a_server_that_repeats_it() {
    let stub = Stub::start().await;
    let told = json!({"ok": false, "error_code": 400, "description": format!("no /bot{TOKEN}/ nor {SECRET}: http:/x")});
    for _ in 0..4 {
        stub.then(400, told.to_string());
    }
    all_calls_fail(&stub.url).await;
}

#[tokio::test]
async fn with_a_download_that_fails() {
    let stub = Stub::start().await;
    let file =
        FileRef { kind: FileKind::Photo, provider_id: "x".into(), unique_id: None, name: None, mime: None, size: None };
    for status in [401, 404, 500] {
        stub.accept(&json!({"file_path": "p"})).then(status, "");
        hides_all(stub.messenger().fetch(&file, 10).await);
    }
}

#[test]
fn a_token_is_hidden_however_it_is_printed() {
    let token = Token::new(&format!(" {TOKEN}\n")).unwrap();
    assert_eq!((format!("{token:?}"), token.to_string()), ("Token(hidden)".to_owned(), "<token>".to_owned()));
    assert_eq!(token.bot_id(), Some(7001));
    for bad in ["", " ", "7001:a/b", "7001:a b", "7001:密", "a?b", "a#b", "../x"] {
        assert_eq!(Token::new(bad), Err(BadSettings::Token));
    }
}

#[test]
fn addresses_that_cannot_work_are_refused_at_the_start() {
    for bad in ["", "api.telegram.org", "ftp://x", "file:///etc", "mailto:a@b", "http://"] {
        assert_eq!(http_client(bad).err(), Some(BadSettings::Address), "{bad}");
    }
    assert!(http_client("https://api.telegram.org/").is_ok());
}
