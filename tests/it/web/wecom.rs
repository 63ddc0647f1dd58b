//! The door that WeCom calls, from outside: what is refused is refused with its
//! code, and leaves nothing behind.

use crate::base::{both, start};
use anju::channel::wecom::crypto::Keys;
use anju::clock::Clock;
use anju::flow::customers::Bell;
use anju::flow::intake::Intake;
use anju::flow::pump::Nudge;
use anju::store::{Db, inbox};
use anju::telemetry;
use anju::web::{CallbackDoor, Doors, Health, Hearing, serve};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::watch;

const TOKEN: &str = "kz7Yx62CH8SaLN";
const KEY: &str = "cD0d7jx4tYvVtzqrmh3Dm3QFCXe6f8SlHoMtMh3qQEP";
const CORP: &str = "ww6a112864f8022910";

fn keys() -> Keys {
    Keys::new(TOKEN, KEY, CORP).unwrap()
}

async fn open(db: &Db) -> (String, watch::Sender<bool>) {
    let clock = Clock::frozen(start());
    let intake = Intake::new(db.clone(), clock.clone(), Nudge::new(), "wecom_app:ww:1");
    let door = CallbackDoor::new(Arc::new(intake), Arc::new(keys()), Bell::default());
    let health = Health {
        db: db.clone(),
        clock: clock.clone(),
        vitals: anju::flow::vitals::Vitals::new(clock.clone()),
        hearing: Hearing::by_being_told(clock),
        metrics: telemetry::metrics().unwrap(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/wecom", listener.local_addr().unwrap());
    let stop = watch::Sender::new(false);
    let doors = Doors { health, webhook: None, callback: Some(("/wecom".to_owned(), door)) };
    tokio::spawn(serve(listener, doors, stop.subscribe()));
    (url, stop)
}

fn sealed(xml: &str) -> (String, String) {
    let sealed = keys().seal(xml, *b"0123456789abcdef", "1700000009", "nonce");
    let query = format!("?msg_signature={}&timestamp=1700000009&nonce=nonce", sealed.msg_signature);
    (query, format!("<xml><Encrypt><![CDATA[{}]]></Encrypt></xml>", sealed.encrypt))
}

fn text(id: u32) -> String {
    format!(
        "<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><FromUserName><![CDATA[LiSi]]></FromUserName>\
         <CreateTime>1700000000</CreateTime><MsgType><![CDATA[text]]></MsgType>\
         <Content><![CDATA[漏水]]></Content><MsgId>{id}</MsgId><AgentID>1</AgentID></xml>"
    )
}

async fn filed(db: &Db) -> i64 {
    let mut tx = db.read().await.unwrap();
    inbox::backlog(&mut tx).await.unwrap().open
}

both!(callbacks_are_stored_once_and_nonsense_never, |db: Db| async move {
    let (url, _stop) = open(&db).await;
    // Whoever was refused while still writing has no line left to use again.
    let http = reqwest::Client::builder().no_proxy().pool_max_idle_per_host(0).build().unwrap();
    let post = async |query: &str, body: String| {
        http.post(format!("{url}{query}")).body(body).send().await.map(|answer| answer.status().as_u16()).ok()
    };
    let (query, body) = sealed(&text(1));
    assert_eq!(post(&query, body.clone()).await, Some(200));
    assert_eq!(post(&query, body.clone()).await, Some(200));
    assert_eq!(filed(&db).await, 1);

    // Two events of one second are two.
    let event = |key: &str| {
        let xml = text(2).replace(">text]", ">event]").replace("[text]", "[event]");
        xml.replace("<MsgId>2</MsgId>", &format!("<Event><![CDATA[click]]></Event><EventKey>{key}</EventKey>"))
    };
    for key in ["cases", "desk", "cases"] {
        let (query, body) = sealed(&event(key));
        assert_eq!(post(&query, body).await, Some(200));
    }
    assert_eq!(filed(&db).await, 3);

    let (query, body) = sealed(&text(3));
    let forged = query.replace("msg_signature=", "msg_signature=0");
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><xml><Encrypt>&a;</Encrypt></xml>".to_owned();
    for (query, body, code) in [
        (forged.as_str(), body.clone(), 403),
        ("", body.clone(), 403),
        (query.as_str(), body[..body.len() / 2].to_owned(), 400),
        (query.as_str(), String::new(), 400),
        (query.as_str(), "{}".to_owned(), 400),
        (query.as_str(), bomb, 400),
        (query.as_str(), body.replace("CDATA[", "CDATA[A"), 403),
    ] {
        assert_eq!(post(query, body).await, Some(code));
    }
    // More than a callback may have is refused, whether the client hears it or not.
    assert_ne!(post(&query, "x".repeat(3 * 1024 * 1024)).await, Some(200));
    assert_eq!(filed(&db).await, 3);

    // The check of the address: the plain words back, or nothing.
    let sealed = keys().seal("1616140317555161061", *b"0123456789abcdef", "1", "n");
    let check = async |signature: &str| {
        let echo = sealed.encrypt.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D");
        let url = format!("{url}?msg_signature={signature}&timestamp=1&nonce=n&echostr={echo}");
        let answer = http.get(url).send().await.unwrap();
        (answer.status().as_u16(), answer.text().await.unwrap())
    };
    assert_eq!(check(&sealed.msg_signature).await, (200, "1616140317555161061".to_owned()));
    assert_eq!(check("0").await, (403, String::new()));
});
