//! The practice WeCom put to the test over real HTTP, the way a bot meets it.
//! Here: the tools; the files beside say what is promised.

mod callbacks;
mod cards;
mod crypto;
mod kf_pull;
mod kf_send;
mod media;
mod menus;
mod phones;
mod sending;
mod tokens;
mod trouble;
mod updating;

use super::{Corp, Phone, Seal, Settings};
use axum::extract::Query;
use axum::http::StatusCode;
use axum::routing::get;
use chrono::{DateTime, Duration, TimeZone, Utc};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration as Pause;

const KF: &str = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q";
const OWNER: &str = "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw";
const PATIENCE: Pause = Pause::from_secs(10);

/// A corp with two members and a customer, a clock to move, a bot's hand and a
/// bot's door.
struct Practice {
    corp: Corp,
    clock: Arc<Mutex<DateTime<Utc>>>,
    client: reqwest::Client,
    door: Door,
    token: Mutex<String>,
}

/// What the bot's side does with callbacks.
#[derive(Clone)]
struct Door {
    seal: Seal,
    /// What was opened, and why something was not.
    heard: Arc<Mutex<Vec<Result<String, String>>>>,
    /// So many callbacks are answered too late or with this status.
    slow: Arc<Mutex<u32>>,
    refuses: Arc<Mutex<u32>>,
    echo: Arc<Mutex<Option<String>>>,
}

impl Practice {
    async fn new() -> Self {
        let practice = Self::without_door().await;
        let listener = crate::sandbox::page_port(0).await.unwrap();
        let url = format!("http://{}/wecom", listener.local_addr().unwrap());
        let router = practice.door.clone().router();
        tokio::spawn(async move { axum::serve(listener, router).await });
        practice.corp.set_callback_url(Some(&url));
        practice
    }

    async fn without_door() -> Self {
        let start = Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap();
        let clock = Arc::new(Mutex::new(start));
        let hand = clock.clone();
        let settings = Settings::default();
        let corp = Corp::start(settings.clone(), Arc::new(move || *hand.lock().unwrap())).await.unwrap();
        corp.add_member("LiSi", "李四");
        corp.add_member("wangwu", "王五");
        corp.add_kf_account(KF, "物业客服");
        corp.add_customer(OWNER, "张先生");
        corp.callback_patience(Pause::from_secs(5), Pause::from_millis(1));
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let door = Door {
            seal: Seal::new(&settings.token, &settings.encoding_aes_key, &settings.corpid).unwrap(),
            heard: Arc::default(),
            slow: Arc::default(),
            refuses: Arc::default(),
            echo: Arc::default(),
        };
        let practice = Self { corp, clock, client, door, token: Mutex::default() };
        practice.fetch_token().await;
        practice
    }

    async fn fetch_token(&self) {
        let Settings { corpid, secret, .. } = self.corp.settings();
        let answer = self.plain_get(&format!("gettoken?corpid={corpid}&corpsecret={secret}")).await;
        *self.token.lock().unwrap() = answer["access_token"].as_str().unwrap().to_owned();
    }

    fn advance(&self, by: Duration) {
        *self.clock.lock().unwrap() += by;
    }

    async fn plain_get(&self, rest: &str) -> Value {
        let url = format!("{}/cgi-bin/{rest}", self.corp.url());
        self.client.get(url).send().await.unwrap().json().await.unwrap()
    }

    async fn get(&self, rest: &str) -> Value {
        let joint = if rest.contains('?') { '&' } else { '?' };
        let rest = format!("{rest}{joint}access_token={}", self.token.lock().unwrap());
        self.plain_get(&rest).await
    }

    fn request(&self, method: &str, body: &Value) -> reqwest::RequestBuilder {
        let token = self.token.lock().unwrap().clone();
        let url = format!("{}/cgi-bin/{method}", self.corp.url());
        self.client.post(url).query(&[("access_token", token)]).json(body)
    }

    async fn post(&self, method: &str, body: Value) -> Value {
        let response = self.request(method, &body).send().await.unwrap();
        assert_eq!(response.status(), 200, "{method}");
        response.json().await.unwrap()
    }

    /// A call that must work.
    async fn ok(&self, method: &str, body: Value) -> Value {
        let answer = self.post(method, body).await;
        assert_eq!((&answer["errcode"], &answer["errmsg"]), (&json!(0), &json!("ok")), "{method}: {answer}");
        answer
    }

    /// A call that must be refused; its `errcode`.
    async fn refused(&self, method: &str, body: Value) -> i64 {
        let answer = self.post(method, body).await;
        assert_ne!(answer["errcode"], json!(0), "{method}: {answer}");
        answer["errcode"].as_i64().unwrap()
    }

    /// The opened callbacks so far.
    async fn heard(&self) -> Vec<String> {
        assert!(self.corp.delivered(PATIENCE).await);
        self.door.heard.lock().unwrap().iter().filter_map(|heard| heard.clone().ok()).collect()
    }

    async fn last_heard(&self) -> String {
        self.heard().await.pop().unwrap()
    }

    fn text(&self, to: &str, text: &str) -> Value {
        json!({"touser": to, "msgtype": "text", "agentid": 1_000_002, "text": {"content": text}})
    }

    fn card(&self, to: &str, task_id: &str) -> Value {
        json!({"touser": to, "msgtype": "template_card", "agentid": 1_000_002, "template_card": card(task_id)})
    }

    async fn upload(&self, kind: &str, bytes: Vec<u8>) -> Value {
        let part = reqwest::multipart::Part::bytes(bytes).file_name("p.png").mime_str("image/png").unwrap();
        let form = reqwest::multipart::Form::new().part("media", part);
        let url = format!("{}/cgi-bin/media/upload", self.corp.url());
        let token = self.token.lock().unwrap().clone();
        let request = self.client.post(url).query(&[("access_token", token.as_str()), ("type", kind)]);
        request.multipart(form).send().await.unwrap().json().await.unwrap()
    }

    async fn sync(&self, mut body: Value) -> Value {
        body["open_kfid"] = json!(KF);
        self.ok("kf/sync_msg", body).await
    }
}

impl Door {
    fn router(self) -> axum::Router {
        let (by_get, by_post) = (self.clone(), self);
        let verify = async move |Query(query): Query<BTreeMap<String, String>>| by_get.verify(&query);
        let receive = async move |Query(query): Query<BTreeMap<String, String>>, body: String| {
            let late = counts_down(&by_post.slow);
            if late {
                tokio::time::sleep(Pause::from_secs(3600)).await;
            }
            by_post.receive(&query, &body);
            if counts_down(&by_post.refuses) { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK }
        };
        axum::Router::new().route("/wecom", get(verify).post(receive))
    }

    fn verify(&self, query: &BTreeMap<String, String>) -> String {
        let echo = &query["echostr"];
        assert_eq!(self.seal.sign(&query["timestamp"], &query["nonce"], echo), query["msg_signature"]);
        let plain = self.seal.decrypt(echo).unwrap();
        self.echo.lock().unwrap().clone().unwrap_or(plain)
    }

    fn receive(&self, query: &BTreeMap<String, String>, body: &str) {
        let encrypted = field(body, "Encrypt");
        let signed = self.seal.sign(&query["timestamp"], &query["nonce"], &encrypted) == query["msg_signature"];
        let opened = self.seal.decrypt(&encrypted).map_err(|why| format!("{why:?}"));
        let heard = if signed { opened } else { Err("Signature".into()) };
        self.heard.lock().unwrap().push(heard);
    }
}

fn counts_down(left: &Mutex<u32>) -> bool {
    let mut left = left.lock().unwrap();
    let some = *left > 0;
    *left = left.saturating_sub(1);
    some
}

/// The text of an element, out of its CDATA.
fn field(xml: &str, name: &str) -> String {
    let inside = xml.split_once(&format!("<{name}>")).and_then(|(_, rest)| rest.split_once(&format!("</{name}>")));
    let text = inside.map(|(text, _)| text).unwrap_or_default();
    text.trim_start_matches("<![CDATA[").trim_end_matches("]]>").to_owned()
}

fn card(task_id: &str) -> Value {
    json!({
        "card_type": "button_interaction",
        "main_title": {"title": "新工单 #42", "desc": "3号楼 电梯"},
        "sub_title_text": "业主：张先生",
        "task_id": task_id,
        "button_list": [
            {"text": "接单", "style": 1, "key": "c:42:1:1:accept"},
            {"text": "转派", "style": 2, "key": "c:42:1:1:pass"},
        ],
    })
}

fn picture() -> Vec<u8> {
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR1234".to_vec()
}
