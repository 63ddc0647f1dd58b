//! The secret and the access token are in every URL that we call and in
//! nothing that we print.

use super::stub::{CORP, KEY, SECRET, Stub, app_settings, owner, staff, token};
use crate::channel::port::{Dispatch, Messenger};
use crate::channel::wecom::api::{Account, Api};
use crate::channel::wecom::app::WecomApp;
use crate::channel::wecom::check::{Settings, walk};
use crate::channel::wecom::kf::{KfSettings, WecomKf};
use crate::channel::wecom::wire::{BadSettings, OFFICIAL, Secret, http_client};
use crate::talk::inbound::{FileKind, FileRef};
use crate::talk::message::Message;
use serde_json::json;
use std::fmt::{Debug, Display};

fn hides<T: Debug>(what: &T) {
    let printed = format!("{what:?} {what:#?}");
    assert!(!printed.contains(SECRET) && !printed.contains("access-token-number"), "{printed}");
}

fn hides_all<T, E: Debug + Display + std::error::Error>(outcome: Result<T, E>) {
    let Err(error) = outcome else { panic!("should have failed") };
    hides(&error);
    let shown = error.to_string();
    assert!(!shown.contains(SECRET) && !shown.contains("access-token-number"), "{shown}");
    assert!(!shown.contains("://") && !shown.contains("水"), "{shown}");
}

async fn all_calls_fail(api: &Api) {
    let app = WecomApp::new(api.clone(), app_settings());
    let kf = WecomKf::new(api.clone(), KfSettings::default());
    hides(&(&app, &kf));
    let message = Dispatch::Message { message: Message::text("水"), photos: vec![] };
    let edit = Dispatch::Edit { sent: "x".into(), code: Some("rc".into()), message: Message::text("水") };
    let file =
        FileRef { kind: FileKind::Photo, provider_id: "x".into(), unique_id: None, name: None, mime: None, size: None };
    hides_all(app.send(&staff("lisi"), &message, KEY).await);
    hides_all(app.send(&staff("lisi"), &edit, KEY).await);
    hides_all(kf.send(&owner(), &message, KEY).await);
    hides_all(app.fetch(&file, 10).await);
    hides_all(kf.sync_msg("wk", "", "T", 1).await);
    hides_all(kf.served().await);
    hides_all(kf.contact_way("wk", "s").await);
    hides_all(kf.owners_link().await);
    hides_all(kf.nicknames(&["wk/wm".to_owned()]).await);
    hides(&walk(Settings { app: Some(&app), kf: Some(&kf), open_kfids: &[] }).await);
}

fn elsewhere(stub: &Stub, url: &str) -> Api {
    let account = Account { api_url: url.to_owned(), corp: CORP.to_owned(), secret: Secret::new(SECRET).unwrap() };
    hides(&account);
    let hand = stub.hand.clone();
    let now = std::sync::Arc::new(move || *hand.lock().unwrap());
    Api::new(account, http_client(url).unwrap(), stub.shelf.clone(), "one", now).unwrap()
}

#[tokio::test]
async fn with_nobody_there() {
    let stub = Stub::start().await;
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    all_calls_fail(&elsewhere(&stub, &format!("http://127.0.0.1:{port}"))).await;
    // The same with a token in hand; our lease ends first.
    stub.pass(31);
    stub.process("two").get("agent/get", &[]).await.unwrap();
    all_calls_fail(&elsewhere(&stub, &format!("http://127.0.0.1:{port}"))).await;
}

#[tokio::test]
async fn with_a_line_that_breaks() {
    let stub = Stub::start().await;
    stub.process("two").get("agent/get", &[]).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            drop(listener.accept().await);
        }
    });
    all_calls_fail(&elsewhere(&stub, &url)).await;
}

#[tokio::test]
async fn with_a_server_that_repeats_it() {
    let stub = Stub::start().await;
    let told = format!("no {SECRET}: see https://x/?a={SECRET}, more info at http://y");
    stub.refuse("gettoken", 40001, &told);
    all_calls_fail(&stub.process("one")).await;
    stub.pass(61);
    let paths = ["message/send", "message/update_template_card", "kf/send_msg", "media/get", "kf/sync_msg"];
    let service = ["kf/account/list", "kf/add_contact_way", "kf/account/list", "kf/customer/batchget"];
    for path in paths.into_iter().chain(service).chain(["kf/account/list", "agent/get"]) {
        let told = format!("no {} nor https://x/{}, more info at http://y", token(2), token(2));
        stub.refuse(path, 40058, &told).refuse(path, 40058, &told);
    }
    all_calls_fail(&stub.process("one")).await;
    let asked = stub.asked("kf/send_msg");
    assert_eq!(asked[0].query["access_token"], token(2));
}

#[tokio::test]
async fn what_is_no_answer_of_the_api_is_not_quoted() {
    let stub = Stub::start().await;
    let api = stub.process("one");
    let page = format!("<html>https://proxy/?access_token={} 水", token(1));
    for (status, body) in [(200, page.clone()), (503, page), (200, "[]".to_owned()), (200, String::new())] {
        stub.raw("agent/get", status, &[("content-type", "text/html")], body);
        let failure = api.get("agent/get", &[]).await.unwrap_err();
        hides(&failure);
        assert!(!format!("{failure:?}").contains("html"));
    }
    stub.raw("agent/get", 200, &[], format!(r#"{{"x":"{}"}}"#, "y".repeat(9 << 20)));
    assert!(api.get("agent/get", &[]).await.is_err());
    // A redirect would carry the token to another host.
    stub.raw("agent/get", 302, &[("location", "/cgi-bin/elsewhere")], "");
    api.get("agent/get", &[]).await.unwrap_err();
    assert!(stub.asked("elsewhere").is_empty());
}

#[tokio::test]
async fn codes_as_text_are_codes() {
    let stub = Stub::start().await;
    let api = stub.process("one");
    stub.then("agent/get", &json!({"errcode": "0"})).then("agent/get", &json!({"errcode": "40058"}));
    api.get("agent/get", &[]).await.unwrap();
    api.get("agent/get", &[]).await.unwrap_err();
}

#[tokio::test]
async fn settings_that_cannot_work_are_refused_at_the_start() {
    let stub = Stub::start().await;
    for bad in ["", " ", "a b", "密", "a&b"] {
        assert_eq!(Secret::new(bad), Err(BadSettings::Secret));
        let secret = Secret::new(&format!(" {SECRET}\n")).unwrap();
        let account = Account { api_url: OFFICIAL.to_owned(), corp: bad.to_owned(), secret };
        let now = std::sync::Arc::new(|| "2026-03-02T01:00:00Z".parse().unwrap());
        let made = Api::new(account, http_client(OFFICIAL).unwrap(), stub.shelf.clone(), "one", now);
        assert_eq!(made.err(), Some(BadSettings::Corp));
    }
    for bad in ["", "qyapi.weixin.qq.com", "ftp://x", "mailto:a@b", "http://"] {
        assert_eq!(http_client(bad).err(), Some(BadSettings::Address), "{bad}");
    }
}
