//! The practice messenger put to the test over real HTTP, the way a bot meets
//! it. Here: the tools; the files beside say what is promised.

mod formatting;
mod messages;
mod page;
mod page_wecom;
mod people;
mod trouble;
mod updates;
mod webhooks;

use super::Messenger;
use chrono::{DateTime, Duration, TimeZone, Utc};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const TOKEN: &str = "4242:practice-token";
const LI: i64 = 1001;
const WANG: i64 = 1002;

/// A world with two people, a clock to move and a bot's hand.
struct Practice {
    messenger: Messenger,
    clock: Arc<Mutex<DateTime<Utc>>>,
    client: reqwest::Client,
}

impl Practice {
    async fn new() -> Self {
        let start = Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap();
        let clock = Arc::new(Mutex::new(start));
        let hand = clock.clone();
        let messenger = Messenger::start(TOKEN, Arc::new(move || *hand.lock().unwrap())).await.unwrap();
        messenger.add_user(LI, "李", "zh-hans");
        messenger.add_user(WANG, "王", "en");
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { messenger, clock, client }
    }

    /// With both people having pressed Start and the bot having seen it.
    async fn started() -> Self {
        let practice = Self::new().await;
        practice.messenger.starts(LI, None).unwrap();
        practice.messenger.starts(WANG, None).unwrap();
        practice.take_all().await;
        practice
    }

    fn advance(&self, by: Duration) {
        *self.clock.lock().unwrap() += by;
    }

    async fn call(&self, method: &str, parameters: Value) -> (u16, Value) {
        let url = format!("{}/bot{TOKEN}/{method}", self.messenger.url());
        let response = self.client.post(url).json(&parameters).send().await.unwrap();
        let status = response.status().as_u16();
        (status, response.json().await.unwrap())
    }

    /// A call that must work; its result.
    async fn ok(&self, method: &str, parameters: Value) -> Value {
        let (status, mut answer) = self.call(method, parameters).await;
        assert_eq!((status, &answer["ok"]), (200, &json!(true)), "{method}: {answer}");
        answer["result"].take()
    }

    /// A call that must be refused; number and sentence.
    async fn refused(&self, method: &str, parameters: Value) -> (u16, String) {
        let (status, answer) = self.call(method, parameters).await;
        assert_eq!(answer["ok"], json!(false), "{method}: {answer}");
        assert_eq!(answer["error_code"], json!(status));
        (status, answer["description"].as_str().unwrap().to_owned())
    }

    async fn updates(&self, parameters: Value) -> Vec<Value> {
        self.ok("getUpdates", parameters).await.as_array().unwrap().clone()
    }

    /// Waits until a poll begins that has not begun yet.
    async fn poll_begun(&self) {
        let before = self.messenger.polls();
        let begun = |messenger: &Messenger| (messenger.polls() > before).then_some(());
        let patience = std::time::Duration::from_secs(10);
        self.messenger.until(patience, begun).await.unwrap();
    }

    /// Fetches and confirms everything that waits.
    async fn take_all(&self) -> Vec<Value> {
        let updates = self.updates(json!({})).await;
        if let Some(last) = updates.last() {
            let next = last["update_id"].as_i64().unwrap() + 1;
            self.updates(json!({"offset": next})).await;
        }
        updates
    }

    /// A card with one button in Li's chat; its message id.
    async fn card(&self, data: &str) -> i64 {
        let keyboard = json!({"inline_keyboard": [[{"text": "批准", "callback_data": data}]]});
        let card = json!({"chat_id": LI, "text": "请审批", "reply_markup": keyboard});
        self.ok("sendMessage", card).await["message_id"].as_i64().unwrap()
    }
}

/// The smallest PNG header that tells a size.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend(width.to_be_bytes());
    png.extend(height.to_be_bytes());
    png
}
