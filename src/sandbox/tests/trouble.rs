//! Trouble comes as ordered and then stops.

use super::*;
use crate::sandbox::{CallFilter, Fault};

fn send() -> Value {
    json!({"chat_id": LI, "text": "x"})
}

fn messages_of_bot(practice: &Practice) -> usize {
    practice.messenger.messages(LI).iter().filter(|message| message.from_bot).count()
}

#[tokio::test]
async fn too_many_requests_tell_how_long_to_wait() {
    let practice = Practice::started().await;
    practice.messenger.trouble(2, CallFilter::method("sendMessage"), Fault::TooMany { retry_after: 7 });
    for _ in 0..2 {
        let (code, answer) = practice.call("sendMessage", send()).await;
        assert_eq!(code, 429);
        assert_eq!(answer["parameters"]["retry_after"], json!(7));
        assert_eq!(answer["description"], "Too Many Requests: retry after 7");
    }
    practice.ok("sendMessage", send()).await;
}

#[tokio::test]
async fn trouble_strikes_only_what_it_was_meant_for() {
    let practice = Practice::started().await;
    let of_wang = CallFilter::chat(WANG);
    practice.messenger.trouble(1, of_wang, Fault::Refuse { code: 403, description: "Forbidden: no" });
    practice.ok("sendMessage", send()).await;
    practice.ok("getUpdates", json!({})).await;
    practice.refused("sendMessage", json!({"chat_id": WANG, "text": "x"})).await;
    practice.messenger.trouble(5, CallFilter::any(), Fault::BadGateway);
    practice.messenger.end_trouble();
    practice.ok("sendMessage", send()).await;
}

#[tokio::test]
async fn a_server_in_trouble_answers_with_a_page() {
    let practice = Practice::started().await;
    practice.messenger.trouble(1, CallFilter::any(), Fault::ServerError);
    let url = format!("{}/bot{TOKEN}/sendMessage", practice.messenger.url());
    let response = practice.client.post(url).json(&send()).send().await.unwrap();
    assert_eq!(response.status(), 500);
    assert!(response.text().await.unwrap().starts_with("<html>"));
    assert_eq!(messages_of_bot(&practice), 0);
}

#[tokio::test]
async fn a_connection_lost_before_or_after_looks_the_same() {
    let practice = Practice::started().await;
    let url = format!("{}/bot{TOKEN}/sendMessage", practice.messenger.url());
    for (fault, messages) in [(Fault::DropBefore, 0), (Fault::DropAfter, 1)] {
        practice.messenger.trouble(1, CallFilter::any(), fault);
        assert!(practice.client.post(&url).json(&send()).send().await.is_err());
        assert_eq!(messages_of_bot(&practice), messages);
    }
    let codes: Vec<u16> = practice.messenger.calls_of("sendmessage").iter().map(|call| call.code).collect();
    assert_eq!(codes, [0, 0]);
    practice.ok("sendMessage", send()).await;
}

#[tokio::test]
async fn a_slow_answer_still_comes() {
    let practice = Practice::started().await;
    let pause = std::time::Duration::from_millis(30);
    practice.messenger.trouble(1, CallFilter::any(), Fault::Delay(pause));
    let before = std::time::Instant::now();
    practice.ok("sendMessage", send()).await;
    assert!(before.elapsed() >= pause);
}
