//! The page's doors: what they show, what they do, and whom they turn away.

use super::*;
use crate::sandbox::{Advance, Backstage, Phone, Place, Servers, TableRows, page_port, serve_page};
use reqwest::RequestBuilder;

struct Stage(Arc<Mutex<DateTime<Utc>>>);

#[async_trait::async_trait]
impl Backstage for Stage {
    fn people(&self) -> Vec<Phone> {
        vec![Phone {
            key: "owner".into(),
            messenger: Place::Telegram,
            user_id: LI,
            name: "李".into(),
            role_zh: "业主".into(),
            role_en: "Owner".into(),
            language: "zh-hans".into(),
            code: Some("abc".into()),
        }]
    }

    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap()
    }

    fn is_working_day(&self) -> bool {
        true
    }

    async fn advance(&self, step: Advance) -> anyhow::Result<()> {
        let by = match step {
            Advance::Minutes(minutes) => Duration::minutes(minutes),
            _ => anyhow::bail!("no such step here"),
        };
        *self.0.lock().unwrap() += by;
        Ok(())
    }

    async fn tables(&self) -> anyhow::Result<Vec<(String, i64)>> {
        Ok(vec![("cases".into(), 1)])
    }

    async fn rows(&self, table: &str, offset: i64, limit: i64) -> anyhow::Result<TableRows> {
        let row = vec![Some(table.into()), Some(format!("{offset}+{limit}")), None];
        Ok(TableRows { columns: vec!["id".into()], rows: vec![row] })
    }
}

/// A practice world with the page open; the page's address.
async fn opened() -> (Practice, String) {
    let practice = Practice::new().await;
    let listener = page_port(0).await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let stage = Arc::new(Stage(practice.clock.clone()));
    tokio::spawn(serve_page(Servers { telegram: practice.messenger.clone(), wecom: None }, stage, listener));
    (practice, url)
}

async fn answer(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap_or_default())
}

async fn deed(practice: &Practice, url: &str, deed: &str, with: Value) -> (u16, Value) {
    let path = format!("{url}/api/phones/owner/{deed}");
    answer(practice.client.post(path).json(&with)).await
}

#[tokio::test]
async fn every_file_of_the_page_is_there() {
    let (practice, url) = opened().await;
    let index = practice.client.get(&url).send().await.unwrap().text().await.unwrap();
    let mut wanted: Vec<String> = between(&index, "\"/assets/", "\"");
    let mut seen = std::collections::BTreeSet::new();
    while let Some(name) = wanted.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let response = practice.client.get(format!("{url}/assets/{name}")).send().await.unwrap();
        assert_eq!(response.status(), 200, "{name}");
        let text = response.text().await.unwrap();
        assert!(!text.contains("http://") || name.ends_with(".svg") || name == "tools.js", "{name} leaves the house");
        wanted.extend(between(&text, "from './", "'"));
    }
    assert!(seen.len() > 8, "{seen:?}");
}

fn between(text: &str, open: &str, close: &str) -> Vec<String> {
    text.split(open).skip(1).filter_map(|rest| Some(rest.split(close).next()?.to_owned())).collect()
}

#[tokio::test]
async fn the_page_sees_only_what_changed() {
    let (practice, url) = opened().await;
    assert_eq!(deed(&practice, &url, "start", json!({"code": "abc"})).await.0, 200);
    let (_, all) = answer(practice.client.get(format!("{url}/api/state"))).await;
    let owner = &all["phones"][0];
    assert_eq!(owner["messages"][0]["text"], "/start abc");
    assert_eq!((&owner["started"], &owner["role_en"]), (&json!(true), &json!("Owner")));
    let since = format!("{url}/api/state?since={}&world={}", all["revision"], all["world"].as_str().unwrap());
    let waiting = answer(practice.client.get(&since));
    let (news, _) = tokio::join!(waiting, deed(&practice, &url, "say", json!({"text": "漏水"})));
    let texts = &news.1["phones"][0]["messages"];
    assert_eq!((texts.as_array().unwrap().len(), &texts[0]["text"]), (1, &json!("漏水")));
    // Who comes from another world gets everything.
    let strange = format!("{url}/api/state?since=9999&world=other");
    let (_, all) = answer(practice.client.get(strange)).await;
    assert_eq!(all["phones"][0]["messages"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_tap_brings_the_answer_back() {
    let (practice, url) = opened().await;
    deed(&practice, &url, "start", json!({})).await;
    practice.take_all().await;
    let card = practice.card("yes").await;
    let tap = deed(&practice, &url, "tap", json!({"message_id": card, "data": "yes"}));
    let bot = async {
        let query = practice.updates(json!({"timeout": 10})).await.remove(0)["callback_query"].take();
        let shown = json!({"callback_query_id": query["id"], "text": "好", "show_alert": true});
        practice.ok("answerCallbackQuery", shown).await
    };
    let ((_, shown), _) = tokio::join!(tap, bot);
    assert_eq!(shown["answer"]["text"], "好");
    assert_eq!(shown["answer"]["alert"], json!(true));
}

#[tokio::test]
async fn photos_files_and_refusals_go_through() {
    let (practice, url) = opened().await;
    let (code, refusal) = deed(&practice, &url, "say", json!({"text": "早"})).await;
    assert_eq!((code, refusal["error"].as_str().unwrap()), (409, "person 1001 has not pressed Start"));
    deed(&practice, &url, "start", json!({})).await;
    // "aGk=" is "hi".
    deed(&practice, &url, "photos", json!({"photos": ["aGk="], "text": "一"})).await;
    let (_, album) = deed(&practice, &url, "photos", json!({"photos": ["aGk=", "aGk="]})).await;
    assert_eq!(album["message_ids"].as_array().unwrap().len(), 2);
    let page = json!({"photos": ["aGk="], "name": "a.html", "mime": "text/html"});
    deed(&practice, &url, "file", page).await;
    let file = practice.messenger.messages(LI).pop().unwrap();
    let Some(crate::sandbox::Attachment::Document { file_id, .. }) = file.attachment else { panic!() };
    let response = practice.client.get(format!("{url}/api/files/{file_id}")).send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "application/octet-stream");
    assert_eq!(response.headers()["content-disposition"], "attachment");
}

#[tokio::test]
async fn the_clock_moves_and_tables_open() {
    let (practice, url) = opened().await;
    let clock = format!("{url}/api/clock");
    let (_, told) = answer(practice.client.post(&clock).json(&json!({"minutes": 10}))).await;
    assert_eq!(told["now"], "2026-03-02T01:10:00Z");
    let (code, refusal) = answer(practice.client.post(&clock).json(&json!("next_nine"))).await;
    assert_eq!((code, refusal["error"].as_str().unwrap()), (500, "no such step here"));
    let (_, tables) = answer(practice.client.get(format!("{url}/api/tables"))).await;
    assert_eq!(tables["tables"], json!([{"name": "cases", "rows": 1}]));
    let (_, rows) = answer(practice.client.get(format!("{url}/api/tables/cases?offset=50"))).await;
    assert_eq!(rows["rows"][0], json!(["cases", "50+50", null]));
    assert_eq!(answer(practice.client.get(format!("{url}/api/tables/cases;drop"))).await.0, 404);
}

#[tokio::test]
async fn other_sites_are_kept_out() {
    let (practice, url) = opened().await;
    let say = || practice.client.post(format!("{url}/api/phones/owner/start"));
    let state = || practice.client.get(format!("{url}/api/state"));
    assert_eq!(answer(say().json(&json!({})).header("Origin", "https://example.org")).await.0, 403);
    assert_eq!(answer(say().header("Content-Type", "text/plain").body("{}")).await.0, 403);
    assert_eq!(answer(state().header("Host", "evil.example:80")).await.0, 403);
    assert_eq!(answer(say().json(&json!({})).header("Origin", &url)).await.0, 200);
    assert_eq!(answer(state()).await.0, 200);
}
