//! What people do reaches the bot, and what the bot does reaches them.

use super::*;
use crate::sandbox::Mishap;

#[tokio::test]
async fn start_carries_the_code_of_the_link() {
    let practice = Practice::new().await;
    assert_eq!(practice.messenger.says(LI, "早"), Err(Mishap::NotStarted(LI)));
    practice.messenger.starts(LI, Some("abc_1")).unwrap();
    let update = practice.take_all().await.remove(0);
    let message = &update["message"];
    assert_eq!(message["text"], "/start abc_1");
    assert_eq!(message["entities"], json!([{"type": "bot_command", "offset": 0, "length": 6}]));
    assert_eq!((&message["chat"]["id"], &message["from"]["id"]), (&json!(LI), &json!(LI)));
    assert_eq!(message["from"]["language_code"], "zh-hans");
}

#[tokio::test]
async fn a_tap_is_answered_once() {
    let practice = Practice::started().await;
    let card = practice.card("approve:7").await;
    let press = practice.messenger.taps(LI, card, "批准").unwrap();
    assert_eq!(press.answer(), None);
    let query = practice.take_all().await.remove(0)["callback_query"].take();
    assert_eq!(query["data"], "approve:7");
    assert_eq!(query["message"]["message_id"], json!(card));
    assert!(query["chat_instance"].is_string());
    let answer = json!({"callback_query_id": query["id"], "text": "已批准", "show_alert": true});
    practice.ok("answerCallbackQuery", answer.clone()).await;
    let shown = press.answered(std::time::Duration::from_secs(5)).await.unwrap();
    assert_eq!((shown.text.as_str(), shown.alert), ("已批准", true));
    let (_, why) = practice.refused("answerCallbackQuery", answer).await;
    assert_eq!(why, "Bad Request: query is too old and response timeout expired or query ID is invalid");
}

#[tokio::test]
async fn an_answer_may_not_be_late_or_long() {
    let practice = Practice::started().await;
    let card = practice.card("a").await;
    let [first, second] = practice.messenger.taps_twice(LI, card, "a").unwrap();
    let answer = |id: &str, text: String| json!({"callback_query_id": id, "text": text});
    practice.refused("answerCallbackQuery", answer(&first.id, "长".repeat(201))).await;
    practice.ok("answerCallbackQuery", answer(&first.id, "长".repeat(200))).await;
    practice.advance(Duration::seconds(150));
    let (_, why) = practice.refused("answerCallbackQuery", answer(&second.id, String::new())).await;
    assert!(why.contains("query is too old"));
}

#[tokio::test]
async fn old_buttons_and_other_hands_can_press() {
    let practice = Practice::started().await;
    let card = practice.card("a").await;
    practice.ok("editMessageReplyMarkup", json!({"chat_id": LI, "message_id": card})).await;
    assert!(matches!(practice.messenger.taps(LI, card, "批准"), Err(Mishap::NoSuchButton { .. })));
    practice.messenger.taps_data(LI, card, "a").unwrap();
    let other = practice.card("b").await;
    practice.messenger.stranger_taps(WANG, LI, other, "批准").unwrap();
    practice.messenger.deletes_message(LI, other).unwrap();
    practice.messenger.taps_data(LI, other, "b").unwrap();
    let updates = practice.take_all().await;
    let senders: Vec<_> = updates.iter().map(|u| u["callback_query"]["from"]["id"].as_i64().unwrap()).collect();
    assert_eq!(senders, [LI, WANG, LI]);
    // Of a message that is gone only its place is told.
    let gone = &updates[2]["callback_query"]["message"];
    assert_eq!((&gone["date"], gone.get("text")), (&json!(0), None));
}

#[tokio::test]
async fn who_blocks_is_out_of_reach_until_coming_back() {
    let practice = Practice::started().await;
    practice.messenger.blocks(LI).unwrap();
    let send = json!({"chat_id": LI, "text": "x"});
    let (code, why) = practice.refused("sendMessage", send.clone()).await;
    assert_eq!((code, why.as_str()), (403, "Forbidden: bot was blocked by the user"));
    assert_eq!(practice.messenger.says(LI, "喂"), Err(Mishap::Blocked(LI)));
    practice.messenger.starts(LI, None).unwrap();
    let updates = practice.take_all().await;
    let status = |position: usize| updates[position]["my_chat_member"]["new_chat_member"]["status"].clone();
    assert_eq!((status(0), status(1)), (json!("kicked"), json!("member")));
    assert_eq!(updates[2]["message"]["text"], "/start");
    practice.ok("sendMessage", send.clone()).await;
    practice.messenger.deactivates(LI).unwrap();
    assert_eq!(practice.refused("sendMessage", send).await.1, "Forbidden: user is deactivated");
}

#[tokio::test]
async fn edits_replies_and_other_content_arrive() {
    let practice = Practice::started().await;
    let messenger = &practice.messenger;
    let card = practice.card("a").await;
    let said = messenger.says(LI, "三楼").unwrap();
    messenger.edits_message(LI, said, "四楼").unwrap();
    messenger.replies(LI, card, "同意").unwrap();
    messenger.sends_voice(LI, b"ogg".to_vec(), 3).unwrap();
    messenger.sends_location(LI, 31.2, 121.5).unwrap();
    messenger.sends_contact(LI, "+8613800000000", "李", Some(LI)).unwrap();
    let updates = practice.take_all().await;
    let edited = &updates[1]["edited_message"];
    assert_eq!((&edited["text"], &edited["message_id"]), (&json!("四楼"), &json!(said)));
    assert_eq!(updates[2]["message"]["reply_to_message"]["message_id"], json!(card));
    assert_eq!(updates[3]["message"]["voice"]["duration"], json!(3));
    assert_eq!(updates[4]["message"]["location"]["longitude"], json!(121.5));
    assert_eq!(updates[5]["message"]["contact"]["user_id"], json!(LI));
    assert!(messenger.edits_message(LI, card, "别人的").is_err());
}

#[tokio::test]
async fn message_ids_count_per_chat() {
    let practice = Practice::started().await;
    let of_li = practice.messenger.says(LI, "一").unwrap();
    let of_wang = practice.messenger.says(WANG, "一").unwrap();
    assert_eq!(of_li, of_wang);
}

#[tokio::test]
async fn a_group_that_moves_tells_its_new_id() {
    let practice = Practice::started().await;
    practice.messenger.add_group(-50, "维修群", LI);
    practice.messenger.says_in(WANG, -50, "收到").unwrap();
    practice.messenger.migrates(LI, -50, -1_001_234_567_890).unwrap();
    let (code, answer) = practice.call("sendMessage", json!({"chat_id": -50, "text": "x"})).await;
    assert_eq!(code, 400);
    assert_eq!(answer["parameters"], json!({"migrate_to_chat_id": -1_001_234_567_890_i64}));
    practice.ok("sendMessage", json!({"chat_id": -1_001_234_567_890_i64, "text": "x"})).await;
    let updates = practice.take_all().await;
    assert_eq!(updates[1]["message"]["chat"]["type"], "group");
    assert_eq!(updates[2]["message"]["migrate_to_chat_id"], json!(-1_001_234_567_890_i64));
    assert_eq!(updates[3]["message"]["chat"]["type"], "supergroup");
}
