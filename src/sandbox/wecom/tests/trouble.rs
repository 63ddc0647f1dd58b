//! Trouble comes as ordered and then stops.

use super::*;
use crate::sandbox::wecom::{CallFilter, Fault};

fn count(practice: &Practice) -> usize {
    practice.corp.member("lisi").bot_messages().len()
}

#[tokio::test]
async fn a_call_is_refused_with_the_ordered_number() {
    let practice = Practice::without_door().await;
    let busy = Fault::Refuse { code: -1, words: "system busy" };
    practice.corp.trouble(2, CallFilter::method("message/send"), busy);
    for _ in 0..2 {
        assert_eq!(practice.refused("message/send", practice.text("lisi", "x")).await, -1);
    }
    practice.ok("message/send", practice.text("lisi", "x")).await;
    let codes: Vec<_> = practice.corp.calls_of("message/send").iter().map(|call| call.code).collect();
    assert_eq!(codes, [Some(-1), Some(-1), Some(0)]);
}

#[tokio::test]
async fn trouble_strikes_only_what_it_was_meant_for() {
    let practice = Practice::without_door().await;
    let frequency = Fault::Refuse { code: 45009, words: "api freq out of limit" };
    practice.corp.trouble(1, CallFilter::any().to("WangWu"), frequency.clone());
    practice.ok("message/send", practice.text("lisi", "x")).await;
    assert_eq!(practice.refused("message/send", practice.text("lisi|wangwu", "x")).await, 45009);
    practice.corp.trouble(9, CallFilter::any(), frequency);
    practice.fetch_token().await;
    practice.corp.end_trouble();
    practice.ok("message/send", practice.text("lisi", "x")).await;
}

#[tokio::test]
async fn a_server_in_trouble_answers_with_a_page() {
    let practice = Practice::without_door().await;
    practice.corp.trouble(1, CallFilter::any(), Fault::ServerError);
    let response = practice.request("message/send", &practice.text("lisi", "x")).send().await.unwrap();
    assert_eq!(response.status(), 500);
    assert!(response.text().await.unwrap().starts_with("<html>"));
    assert_eq!(count(&practice), 0);
}

#[tokio::test]
async fn a_lost_answer_looks_the_same_whether_it_happened_or_not() {
    let practice = Practice::without_door().await;
    for (fault, messages) in [(Fault::DropBefore, 0), (Fault::DropAfter, 1)] {
        practice.corp.trouble(1, CallFilter::any(), fault);
        assert!(practice.request("message/send", &practice.text("lisi", "x")).send().await.is_err());
        assert_eq!(count(&practice), messages);
    }
    assert_eq!(practice.corp.calls_of("message/send").iter().filter(|call| call.code.is_none()).count(), 2);
}

#[tokio::test]
async fn every_answer_may_be_lost_once() {
    let practice = Practice::without_door().await;
    practice.corp.loses_answers(&["message/send"]);
    for words in ["x", "y"] {
        assert!(practice.request("message/send", &practice.text("lisi", words)).send().await.is_err());
        practice.ok("message/send", practice.text("lisi", words)).await;
    }
    assert_eq!((count(&practice), practice.corp.answers_lost()), (4, 2));
    practice.corp.end_trouble();
    practice.ok("message/send", practice.text("lisi", "z")).await;
}

#[tokio::test]
async fn a_call_may_hang_or_come_late() {
    let practice = Practice::without_door().await;
    practice.corp.trouble(1, CallFilter::any(), Fault::Hang);
    let hanging = practice.request("message/send", &practice.text("lisi", "x")).timeout(Pause::from_millis(100));
    assert!(hanging.send().await.unwrap_err().is_timeout());
    assert_eq!(count(&practice), 0);
    practice.corp.trouble(1, CallFilter::any(), Fault::Delay(Pause::from_millis(30)));
    let before = std::time::Instant::now();
    practice.ok("message/send", practice.text("lisi", "x")).await;
    assert!(before.elapsed() >= Pause::from_millis(30));
}

#[tokio::test]
async fn a_token_may_die_between_two_calls() {
    let practice = Practice::without_door().await;
    practice.corp.trouble(1, CallFilter::method("message/send"), Fault::RevokeToken);
    assert_eq!(practice.refused("message/send", practice.text("lisi", "x")).await, 40014);
    practice.fetch_token().await;
    practice.ok("message/send", practice.text("lisi", "x")).await;
}

#[tokio::test]
async fn a_web_page_gets_nothing() {
    let practice = Practice::without_door().await;
    let request = practice.request("message/send", &practice.text("lisi", "x")).header("Origin", "https://evil");
    assert_eq!(request.send().await.unwrap().status(), 403);
}
