//! A webhook gets every update until it takes it, in order within a lane.

use super::*;
use axum::http::{HeaderMap, StatusCode};
use std::time::Duration as Pause;

type Taken = Arc<Mutex<Vec<Value>>>;

/// A receiver that refuses the first `refusals` deliveries.
async fn receiver(refusals: usize) -> (String, Taken) {
    let taken: Taken = Arc::default();
    let (kept, left) = (taken.clone(), Arc::new(Mutex::new(refusals)));
    let take = async move |headers: HeaderMap, axum::Json(update): axum::Json<Value>| {
        assert_eq!(headers["x-telegram-bot-api-secret-token"], "s3cret");
        let mut left = left.lock().unwrap();
        if *left > 0 {
            *left -= 1;
            return StatusCode::INTERNAL_SERVER_ERROR;
        }
        kept.lock().unwrap().push(update);
        StatusCode::OK
    };
    let listener = crate::sandbox::page_port(0).await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    let router = axum::Router::new().route("/hook", axum::routing::post(take));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, taken)
}

async fn all_delivered(practice: &Practice) {
    let done = |messenger: &Messenger| messenger.pending_updates().is_empty().then_some(());
    practice.messenger.until(Pause::from_secs(10), done).await.unwrap();
}

#[tokio::test]
async fn updates_are_delivered_in_order_and_repeated_until_taken() {
    let practice = Practice::started().await;
    practice.messenger.webhook_backoff(Pause::from_millis(1));
    let (url, taken) = receiver(3).await;
    for text in ["一", "二", "三"] {
        practice.messenger.says(LI, text).unwrap();
    }
    practice.ok("setWebhook", json!({"url": url, "secret_token": "s3cret"})).await;
    all_delivered(&practice).await;
    let texts: Vec<_> = taken.lock().unwrap().iter().map(|u| u["message"]["text"].clone()).collect();
    assert_eq!(texts, ["一", "二", "三"]);
    let info = practice.ok("getWebhookInfo", json!({})).await;
    assert_eq!((&info["url"], &info["pending_update_count"]), (&json!(url), &json!(0)));
    assert!(info["last_error_message"].as_str().unwrap().contains("500"));
}

#[tokio::test]
async fn polling_and_a_webhook_exclude_each_other() {
    let practice = Practice::started().await;
    let (url, _) = receiver(0).await;
    let poll = practice.refused("getUpdates", json!({"timeout": 50}));
    let set = async {
        practice.poll_begun().await;
        practice.ok("setWebhook", json!({"url": url, "secret_token": "s3cret"})).await
    };
    let ((code, why), _) = tokio::join!(poll, set);
    assert_eq!((code, why.as_str()), (409, "Conflict: terminated by setWebhook request"));
    let (code, why) = practice.refused("getUpdates", json!({})).await;
    assert_eq!(code, 409);
    assert!(why.starts_with("Conflict: can't use getUpdates method while webhook is active"));
    practice.ok("deleteWebhook", json!({})).await;
    practice.ok("getUpdates", json!({})).await;
}

#[tokio::test]
async fn a_webhook_abroad_needs_https() {
    let practice = Practice::started().await;
    let (_, why) = practice.refused("setWebhook", json!({"url": "http://example.org/"})).await;
    assert_eq!(why, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook");
    let (_, why) = practice.refused("setWebhook", json!({"url": "https://x.org", "secret_token": "空"})).await;
    assert!(why.contains("secret token"));
}
