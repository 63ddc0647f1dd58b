//! `poll` and `webhook`.

use super::samples;
use super::stub::Stub;
use crate::channel::telegram::poll::{BotName, PollError};
use crate::channel::telegram::webhook::{secret_is_sound, secret_matches};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn updates_come_as_they_were_written() {
    let stub = Stub::start().await;
    let raw = samples::text("水管漏了");
    stub.then(200, format!(r#"{{"ok":true,"result":[{raw}]}}"#));
    assert_eq!(stub.api().get_updates(730_912_001, 25).await, Ok(vec![(730_912_001, raw)]));
    let allowed = ["message", "edited_message", "callback_query", "my_chat_member"];
    let expected = json!({"offset": 730_912_001, "timeout": 25, "limit": 100, "allowed_updates": allowed});
    assert_eq!(stub.asked()[0].json(), expected);
}

#[tokio::test]
async fn no_offset_ever_throws_updates_away() {
    let stub = Stub::start().await;
    for offset in [0, -1, i64::MIN, i64::MAX] {
        stub.accept(&json!([]));
        assert_eq!(stub.api().get_updates(offset, 3600).await, Ok(vec![]));
    }
    for asked in stub.asked() {
        assert!(asked.json().get("offset").is_none());
        assert_eq!(asked.json()["timeout"], json!(50));
    }
}

#[tokio::test]
async fn why_nothing_comes() {
    let stub = Stub::start().await;
    let api = stub.api();
    stub.refuse(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    );
    assert!(matches!(api.get_updates(1, 0).await, Err(PollError::Conflict { .. })));
    stub.refuse(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
    assert!(matches!(api.get_updates(1, 0).await, Err(PollError::Webhook { .. })));
    stub.refuse(401, "Unauthorized");
    assert!(matches!(api.get_updates(1, 0).await, Err(PollError::Refused { .. })));
    stub.refuse(429, "Too Many Requests: retry after 5");
    let after = Some(Duration::from_secs(5));
    assert!(matches!(api.get_updates(1, 0).await, Err(PollError::Later { after: told, .. }) if told == after));
    for body in ["<html>502</html>", r#"{"ok":true,"result":{}}"#, r#"{"ok":true,"result":[{]}"#] {
        stub.then(200, body);
        assert!(matches!(api.get_updates(1, 0).await, Err(PollError::Garbled(_))), "{body}");
    }
    stub.refuse(400, "Bad Request: something new");
    assert!(matches!(api.get_updates(1, 0).await, Err(PollError::Never { .. })));
}

#[tokio::test]
async fn one_broken_text_costs_no_list() {
    let stub = Stub::start().await;
    stub.then(200, "{\"ok\":true,\"result\":[{\"update_id\":4,\"x\":\"a\nb\"},{\"update_id\":5,\"x\":\"c\"}]}");
    let ids: Vec<i64> = stub.api().get_updates(1, 0).await.unwrap().into_iter().map(|(id, _)| id).collect();
    assert_eq!(ids, [4, 5]);
}

#[tokio::test]
async fn bytes_that_are_no_text_still_come() {
    let stub = Stub::start().await;
    stub.then(200, b"{\"ok\":true,\"result\":[{\"update_id\":4,\"x\":\"\xff\"}]}".to_vec());
    let batch = stub.api().get_updates(1, 0).await.unwrap();
    assert_eq!(batch, [(4, "{\"update_id\":4,\"x\":\"\u{fffd}\"}".to_owned())]);
}

#[tokio::test]
async fn a_webhook_is_set_and_taken_away_without_loss() {
    let stub = Stub::start().await;
    let api = stub.api();
    api.set_webhook("https://bot.example.cn/telegram", "s3cret_-").await.unwrap();
    api.prepare_polling().await.unwrap();
    assert_eq!(stub.methods(), ["SetWebhook", "DeleteWebhook"]);
    let set = stub.asked()[0].json();
    assert_eq!((&set["secret_token"], &set["drop_pending_updates"]), (&json!("s3cret_-"), &json!(false)));
    assert_eq!(set["allowed_updates"].as_array().map(Vec::len), Some(4));
    assert_eq!(stub.asked()[1].json(), json!({"drop_pending_updates": false}));
    assert!(matches!(api.set_webhook("http://bot.example.cn", "s").await, Err(PollError::Never { .. })));
    assert!(matches!(api.set_webhook("https://bot.example.cn", "").await, Err(PollError::Never { .. })));
}

#[tokio::test]
async fn the_bot_knows_its_name() {
    let stub = Stub::start().await;
    stub.accept(&json!({"id": 7001, "is_bot": true, "first_name": "anju", "username": "anju_bot"}));
    let name = BotName { id: 7001, username: "anju_bot".to_owned() };
    assert_eq!(stub.api().get_me().await, Ok(name));
    stub.accept(&json!("?"));
    assert!(matches!(stub.api().get_me().await, Err(PollError::Later { .. })));
}

#[test]
fn only_the_secret_opens() {
    assert!(secret_matches(Some("s3cret"), "s3cret"));
    for header in [None, Some(""), Some("s3cre"), Some("s3cret "), Some("S3CRET")] {
        assert!(!secret_matches(header, "s3cret"));
    }
    assert!(!secret_matches(Some(""), "") && !secret_matches(None, ""));
    assert!(secret_is_sound("A-z_9") && !secret_is_sound("a b") && !secret_is_sound(&"a".repeat(257)));
}
