//! Updates come again until confirmed, in order, to one poller only, and not
//! when they are too old.

use super::*;

fn ids(updates: &[Value]) -> Vec<i64> {
    updates.iter().map(|update| update["update_id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn an_update_comes_again_until_a_higher_offset_confirms_it() {
    let practice = Practice::started().await;
    practice.messenger.says(LI, "厨房漏水").unwrap();
    practice.messenger.says(LI, "在三楼").unwrap();
    let first = practice.updates(json!({})).await;
    assert_eq!(practice.updates(json!({})).await, first);
    let ids = ids(&first);
    let rest = practice.updates(json!({"offset": ids[1]})).await;
    assert_eq!(rest, first[1..]);
    assert!(practice.updates(json!({"offset": ids[1] + 1})).await.is_empty());
    assert!(practice.updates(json!({})).await.is_empty());
}

#[tokio::test]
async fn a_poll_waits_for_the_next_update() {
    let practice = Practice::started().await;
    let poll = practice.updates(json!({"timeout": 30}));
    let talk = async { practice.messenger.says(LI, "你好").unwrap() };
    let (updates, _) = tokio::join!(poll, talk);
    assert_eq!(updates[0]["message"]["text"], "你好");
}

#[tokio::test]
async fn a_limit_and_a_negative_offset_are_obeyed() {
    let practice = Practice::started().await;
    for text in ["一", "二", "三"] {
        practice.messenger.says(LI, text).unwrap();
    }
    assert_eq!(practice.updates(json!({"limit": 2})).await.len(), 2);
    let last = practice.updates(json!({"offset": -1})).await;
    assert_eq!(last[0]["message"]["text"], "三");
    assert_eq!(practice.updates(json!({})).await, last);
}

#[tokio::test]
async fn an_offset_of_another_age_confirms_nothing() {
    let practice = Practice::started().await;
    practice.messenger.says(LI, "还在").unwrap();
    assert_eq!(practice.updates(json!({"offset": 900_000_000})).await.len(), 1);
}

#[tokio::test]
async fn a_second_poller_ends_the_first() {
    let practice = Practice::started().await;
    let first = practice.refused("getUpdates", json!({"timeout": 50}));
    let second = async {
        practice.poll_begun().await;
        practice.ok("getUpdates", json!({"timeout": 0})).await
    };
    let ((code, why), _) = tokio::join!(first, second);
    assert_eq!(code, 409);
    assert_eq!(
        why,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    );
}

#[tokio::test]
async fn presses_are_kept_150_seconds_and_messages_a_day() {
    let practice = Practice::started().await;
    let card = practice.card("a").await;
    practice.messenger.taps(LI, card, "批准").unwrap();
    practice.messenger.says(LI, "在吗").unwrap();
    practice.advance(Duration::seconds(149));
    assert_eq!(practice.updates(json!({})).await.len(), 2);
    practice.advance(Duration::seconds(1));
    assert_eq!(practice.updates(json!({})).await.len(), 1);
    practice.advance(Duration::hours(24));
    assert!(practice.updates(json!({})).await.is_empty());
}

#[tokio::test]
async fn the_list_of_wanted_kinds_sticks() {
    let practice = Practice::started().await;
    practice.updates(json!({"allowed_updates": ["message"]})).await;
    practice.messenger.blocks(LI).unwrap();
    assert!(practice.updates(json!({})).await.is_empty());
    practice.updates(json!({"allowed_updates": []})).await;
    practice.messenger.unblocks(LI).unwrap();
    assert_eq!(practice.updates(json!({})).await.len(), 1);
}

#[tokio::test]
async fn every_update_can_come_twice() {
    let practice = Practice::started().await;
    practice.messenger.deliver_twice(true);
    practice.messenger.says(LI, "漏水").unwrap();
    let first = practice.take_all().await;
    assert_eq!(practice.take_all().await, first);
    assert!(practice.take_all().await.is_empty());
}

#[tokio::test]
async fn a_press_can_come_again_as_a_new_update() {
    let practice = Practice::started().await;
    let card = practice.card("a").await;
    let press = practice.messenger.taps(LI, card, "批准").unwrap();
    practice.messenger.repeats(&press);
    let updates = practice.take_all().await;
    assert_eq!(updates[0]["callback_query"], updates[1]["callback_query"]);
    assert_ne!(updates[0]["update_id"], updates[1]["update_id"]);
}

#[tokio::test]
async fn an_album_can_be_split_over_two_batches() {
    let practice = Practice::started().await;
    practice.messenger.split_albums(true);
    practice.messenger.sends_album(LI, vec![picture(800, 600); 3], "现场").unwrap();
    let first = practice.take_all().await;
    let rest = practice.take_all().await;
    assert_eq!((first.len(), rest.len()), (1, 2));
    assert_eq!(first[0]["message"]["caption"], "现场");
    assert_eq!(first[0]["message"]["media_group_id"], rest[1]["message"]["media_group_id"]);
    assert!(rest[0]["message"].get("caption").is_none());
}
