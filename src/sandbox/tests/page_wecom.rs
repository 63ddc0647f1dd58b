//! The page with phones of three messengers: what those on WeCom and WeChat
//! show and do.

use super::*;
use crate::sandbox::wecom::{Corp, Settings};
use crate::sandbox::{Advance, Backstage, Phone, Place, Servers, TableRows, page_port, serve_page};

struct Stage(Arc<Mutex<DateTime<Utc>>>);

fn phone(key: &str, messenger: Place, code: Option<&str>) -> Phone {
    Phone {
        key: key.into(),
        messenger,
        user_id: LI,
        name: key.to_uppercase(),
        role_zh: String::new(),
        role_en: String::new(),
        language: "zh-hans".into(),
        code: code.map(str::to_owned),
    }
}

#[async_trait::async_trait]
impl Backstage for Stage {
    fn people(&self) -> Vec<Phone> {
        vec![
            phone("owner", Place::Wechat, Some("Abc")),
            phone("leader", Place::Wecom, Some("Def")),
            phone("clerk", Place::Telegram, None),
        ]
    }

    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    fn is_working_day(&self) -> bool {
        true
    }

    async fn advance(&self, _: Advance) -> anyhow::Result<()> {
        Ok(())
    }

    async fn tables(&self) -> anyhow::Result<Vec<(String, i64)>> {
        Ok(Vec::new())
    }

    async fn rows(&self, _: &str, _: i64, _: i64) -> anyhow::Result<TableRows> {
        Ok(TableRows::default())
    }
}

struct Opened {
    practice: Practice,
    corp: Corp,
    url: String,
}

impl Opened {
    async fn new() -> Self {
        let practice = Practice::new().await;
        let hand = practice.clock.clone();
        let corp = Corp::start(Settings::default(), Arc::new(move || *hand.lock().unwrap())).await.unwrap();
        corp.add_kf_account("wkOne", "安居");
        let listener = page_port(0).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let stage = Arc::new(Stage(practice.clock.clone()));
        let servers = Servers { telegram: practice.messenger.clone(), wecom: Some(corp.clone()) };
        tokio::spawn(serve_page(servers, stage, listener));
        Self { practice, corp, url }
    }

    async fn does(&self, phone: &str, deed: &str, with: Value) -> (u16, Value) {
        let sent = self.practice.client.post(format!("{}/api/phones/{phone}/{deed}", self.url)).json(&with).send();
        let response = sent.await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap_or_default())
    }

    async fn state(&self, query: &str) -> Value {
        let sent = self.practice.client.get(format!("{}/api/state?{query}", self.url)).send();
        sent.await.unwrap().json().await.unwrap()
    }
}

#[tokio::test]
async fn each_phone_says_which_messenger_it_is() {
    let opened = Opened::new().await;
    let all = opened.state("").await;
    let places: Vec<&Value> = all["phones"].as_array().unwrap().iter().map(|phone| &phone["messenger"]).collect();
    assert_eq!(places, ["wechat", "wecom", "telegram"]);
    assert_eq!(all["phones"][1]["started"], json!(false));
    assert_eq!(opened.does("leader", "start", json!({"code": "Def"})).await.0, 200);
    let all = opened.state("").await;
    assert_eq!(all["phones"][1]["messages"][0]["text"], "/start Def");
    assert_eq!(all["phones"][1]["started"], json!(true));
}

#[tokio::test]
async fn news_of_either_world_reach_the_page() {
    let opened = Opened::new().await;
    opened.does("owner", "start", json!({"code": "Abc"})).await;
    let all = opened.state("").await;
    let (world, telegram, wecom) = (all["world"].as_str().unwrap(), &all["revision"], &all["wecom_revision"]);
    let query = format!("since={telegram}&wecom_since={wecom}&world={world}");
    let (news, _) = tokio::join!(opened.state(&query), opened.does("owner", "say", json!({"text": "漏水"})));
    assert_eq!(news["phones"][0]["messages"][0]["text"], "漏水");
    let (news, _) = tokio::join!(opened.state(&query), opened.does("clerk", "start", json!({})));
    assert_eq!(news["phones"][2]["messages"][0]["text"], "/start");
}

#[tokio::test]
async fn wecom_and_wechat_do_what_they_can() {
    let opened = Opened::new().await;
    // "aGk=" is "hi".
    let photos = json!({"photos": ["aGk=", "aGk="], "text": "两张"});
    assert_eq!(opened.does("leader", "photos", photos.clone()).await.1["message_ids"], json!([2, 3]));
    assert_eq!(opened.does("owner", "photos", photos).await.1["message_ids"], json!([2, 3]));
    let photo = opened.corp.customer("wm_owner").chat();
    let photo = opened.corp.messages(&photo).pop().unwrap().photos.remove(0);
    let file = opened.practice.client.get(format!("{}/api/files/{photo}", opened.url)).send().await.unwrap();
    assert_eq!(file.bytes().await.unwrap(), "hi");
    // What only Telegram can do.
    for (phone, deed) in [("owner", "edit"), ("leader", "contact"), ("owner", "menu"), ("owner", "block")] {
        let (code, refusal) = opened.does(phone, deed, json!({"message_id": 1, "text": "改"})).await;
        assert_eq!((code, &refusal["error"]), (409, &json!("this phone cannot do that")), "{phone} {deed}");
    }
    let (code, refusal) = opened.does("leader", "menu", json!({"data": "orders"})).await;
    assert_eq!((code, refusal["error"].as_str().unwrap()), (409, "no button \"orders\" there, only []"));
    opened.does("leader", "block", json!({})).await;
    assert_eq!(opened.state("").await["phones"][1]["blocked"], json!(true));
    assert_eq!(opened.does("leader", "say", json!({"text": "在"})).await.0, 409);
}
