//! `TelegramMessenger::send`: which calls a dispatch becomes, and what their
//! failures mean.

use super::stub::{Stub, TOKEN, address};
use crate::channel::port::{Dispatch, Messenger, SendError, Sent};
use crate::talk::inbound::{Address, Channel};
use crate::talk::message::{Button, Menu, Message};
use serde_json::json;
use std::time::Duration;

fn card() -> Message {
    let accept = Button { label: "接单".to_owned(), data: "c:1:2:3:accept".to_owned() };
    Message { title: Some("派工单".to_owned()), ..Message::text("A & B") }.row(vec![accept])
}

fn fresh(message: Message) -> Dispatch {
    Dispatch::Message { message, photos: vec![] }
}

fn edit(message: Message) -> Dispatch {
    Dispatch::Edit { sent: "77".to_owned(), code: None, message }
}

fn sent(ids: &[&str]) -> Result<Sent, SendError> {
    Ok(Sent { messages: ids.iter().map(ToString::to_string).collect(), code: None })
}

#[tokio::test]
async fn a_message_with_buttons() {
    let stub = Stub::start().await;
    assert_eq!(stub.send(fresh(card())).await, sent(&["100"]));
    let asked = &stub.asked()[0];
    assert_eq!(asked.path, format!("/bot{TOKEN}/SendMessage"));
    assert_eq!(
        asked.json(),
        json!({
            "chat_id": 5_021_377,
            "text": "<b>派工单</b>\nA &amp; B",
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": true},
            "reply_markup": {"inline_keyboard": [[{"text": "接单", "callback_data": "c:1:2:3:accept"}]]},
        })
    );
}

#[tokio::test]
async fn a_long_message_in_parts() {
    let stub = Stub::start().await;
    let long = Message { body: "漏水。".repeat(2000), ..card() };
    assert_eq!(stub.send(fresh(long)).await, sent(&["100", "101"]));
    let keyboards: Vec<bool> = stub.asked().iter().map(|asked| asked.json().get("reply_markup").is_some()).collect();
    assert_eq!(keyboards, [false, true]);
}

#[tokio::test]
async fn the_error_says_what_went_out_before() {
    let stub = Stub::start().await;
    stub.accept(&json!({"message_id": 5})).refuse(502, "Bad Gateway");
    let Err(SendError::Later { why, after: None, everyone: false }) =
        stub.send(fresh(Message::text("水".repeat(5000)))).await
    else {
        panic!()
    };
    assert_eq!(why, "502 Bad Gateway (after 1 messages of it had gone out)");
}

#[tokio::test]
async fn refused_markup_goes_as_plain_text() {
    let stub = Stub::start().await;
    stub.refuse(400, "Bad Request: can't parse entities: no idea");
    assert_eq!(stub.send(fresh(card())).await, sent(&["101"]));
    let second = stub.asked()[1].json();
    assert_eq!((second["text"].as_str(), second.get("parse_mode")), (Some("派工单\nA & B"), None));
    stub.refuse(400, "Bad Request: can't parse entities").refuse(400, "Bad Request: can't parse entities");
    assert!(matches!(stub.send(edit(card())).await, Err(SendError::Never { .. })));
}

#[tokio::test]
async fn nothing_to_say_is_never() {
    let stub = Stub::start().await;
    assert!(matches!(stub.send(fresh(Message::text(" \n\u{200b}"))).await, Err(SendError::Never { .. })));
    assert!(stub.asked().is_empty());
}

#[tokio::test]
async fn other_addresses_are_never() {
    let stub = Stub::start().await;
    for (channel, user) in [(Channel::WecomApp, "5"), (Channel::Telegram, "zhang"), (Channel::Telegram, "")] {
        let to = Address { channel, user: user.to_owned() };
        assert!(matches!(stub.messenger().send(&to, &fresh(card()), "k").await, Err(SendError::Never { .. })));
    }
    assert!(stub.asked().is_empty());
}

#[tokio::test]
async fn an_edit() {
    let stub = Stub::start().await;
    assert_eq!(stub.send(edit(card())).await, sent(&["77"]));
    let asked = stub.asked()[0].json();
    assert_eq!((asked["message_id"].as_i64(), asked["chat_id"].as_i64()), (Some(77), Some(5_021_377)));
    assert!(asked.get("reply_markup").is_some());
    stub.send(edit(Message::text("完"))).await.unwrap();
    assert!(stub.asked()[1].json().get("reply_markup").is_none());
}

#[tokio::test]
async fn the_same_edit_again_is_done() {
    let stub = Stub::start().await;
    stub.refuse(400, "Bad Request: message is not modified: specified new message content …");
    assert_eq!(stub.send(edit(card())).await, sent(&["77"]));
}

#[tokio::test]
async fn an_edit_that_cannot_be_is_a_new_message() {
    for why in ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"] {
        let stub = Stub::start().await;
        stub.refuse(400, &format!("Bad Request: {why}"));
        assert_eq!(stub.send(edit(card())).await, sent(&["101"]), "{why}");
        assert_eq!(stub.methods(), ["EditMessageText", "SendMessage"]);
    }
    let stub = Stub::start().await;
    assert_eq!(stub.send(edit(Message::text("水".repeat(5000)))).await, sent(&["100", "101"]));
    let unknown = Dispatch::Edit { sent: "kf-abc".to_owned(), code: None, message: card() };
    assert_eq!(stub.send(unknown).await, sent(&["102"]));
}

#[tokio::test]
async fn a_press_is_answered() {
    let stub = Stub::start().await;
    let answer =
        |text: Option<&str>| Dispatch::AnswerTap { query: "9".to_owned(), text: text.map(str::to_owned), alert: true };
    assert_eq!(stub.send(answer(None)).await, sent(&[]));
    assert_eq!(stub.asked()[0].json(), json!({"callback_query_id": "9"}));
    stub.send(answer(Some(&"字".repeat(300)))).await.unwrap();
    let asked = stub.asked()[1].json();
    assert_eq!(asked["show_alert"], json!(true));
    assert_eq!(asked["text"].as_str().unwrap().chars().count(), 200);
    stub.refuse(400, "Bad Request: query is too old and response timeout expired or query ID is invalid");
    assert_eq!(stub.send(answer(None)).await, sent(&[]));
}

#[tokio::test]
async fn a_menu_is_set_and_taken_away() {
    let stub = Stub::start().await;
    let menu = Menu { commands: vec![("cases".to_owned(), "我的报修".to_owned())] };
    stub.send(Dispatch::Menu(menu)).await.unwrap();
    stub.send(Dispatch::Menu(Menu::default())).await.unwrap();
    assert_eq!(stub.methods(), ["SetMyCommands", "DeleteMyCommands"]);
    let scope = json!({"type": "chat", "chat_id": 5_021_377});
    assert_eq!(
        stub.asked()[0].json(),
        json!({"commands": [{"command": "cases", "description": "我的报修"}], "scope": scope})
    );
    assert_eq!(stub.asked()[1].json(), json!({"scope": scope}));
}

#[tokio::test]
async fn failures_by_kind() {
    let stub = Stub::start().await;
    stub.then(429, r#"{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 3","parameters":{"retry_after":3}}"#);
    let later = stub.send(fresh(card())).await;
    assert!(
        matches!(later, Err(SendError::Later { after: Some(after), everyone: false, .. }) if after == Duration::from_secs(3))
    );
    stub.refuse(403, "Forbidden: bot was blocked by the user");
    assert!(matches!(stub.send(edit(card())).await, Err(SendError::Unreachable { .. })));
    stub.refuse(401, "Unauthorized");
    assert!(matches!(stub.send(fresh(card())).await, Err(SendError::Refused { .. })));
    stub.then(502, "<html><h1>Bad Gateway</h1></html>");
    assert!(matches!(stub.send(fresh(card())).await, Err(SendError::Later { after: None, .. })));
    stub.then(200, "<html>Welcome to the hotel</html>");
    assert!(matches!(stub.send(fresh(card())).await, Err(SendError::Later { after: None, .. })));
}

/// Sending again could only repeat it.
#[tokio::test]
async fn a_success_that_cannot_be_read_is_a_success() {
    let stub = Stub::start().await;
    stub.then(200, r#"{"ok":true,"result":{"odd":1}}"#);
    assert_eq!(stub.send(edit(card())).await, sent(&["77"]));
}

#[tokio::test]
async fn several_chats_refused_in_a_row_are_everyone() {
    let stub = Stub::start().await;
    let messenger = stub.messenger();
    let mut everyone = Vec::new();
    for chat in [1, 1, 1, 2, 3, 4, 5] {
        if chat != 4 {
            stub.then(
                429,
                r#"{"ok":false,"error_code":429,"description":"Too Many Requests","parameters":{"retry_after":3}}"#,
            );
        }
        match messenger.send(&address(chat), &fresh(card()), "k").await {
            Err(SendError::Later { everyone: all, .. }) => everyone.push(all),
            other => assert!(chat == 4 && other.is_ok()),
        }
    }
    assert_eq!(everyone, [false, false, false, false, true, false]);
}
