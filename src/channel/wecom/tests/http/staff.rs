//! `WecomApp`: which calls a dispatch becomes, and what their failures mean.

use super::stub::{KEY, Stub, app_settings, staff};
use crate::channel::port::{Dispatch, Messenger, SendError, Sent};
use crate::channel::wecom::app::{AppSettings, TopButton, WecomApp};
use crate::talk::inbound::{Address, Channel, UpdateCode};
use crate::talk::message::{Button, Menu, Message};
use serde_json::{Value, json};
use std::time::Duration;

fn card() -> Message {
    let accept = Button { label: "接单".to_owned(), data: "c:1:2:3:accept".to_owned() };
    Message { title: Some("派工单".to_owned()), ..Message::text("3号楼电梯") }.row(vec![accept])
}

fn fresh(message: Message) -> Dispatch {
    Dispatch::Message { message, photos: vec![] }
}

fn edit(code: Option<&str>, message: Message) -> Dispatch {
    Dispatch::Edit { sent: "o-1-0".to_owned(), code: code.map(str::to_owned), message }
}

fn sent(ids: &[&str], code: Option<&str>) -> Result<Sent, SendError> {
    let lasts = Duration::from_secs(72 * 3600);
    let code = code.map(|code| UpdateCode { code: code.to_owned(), lasts });
    Ok(Sent { messages: ids.iter().map(ToString::to_string).collect(), code })
}

fn kinds(stub: &Stub) -> Vec<Value> {
    stub.asked("message/send").iter().map(|asked| asked.json()["msgtype"].clone()).collect()
}

#[tokio::test]
async fn a_text() {
    let stub = Stub::start().await;
    assert_eq!(stub.tell(fresh(Message::text("好的"))).await, sent(&["m1"], None));
    let mut asked = stub.asked("message/send")[0].json();
    let window = asked["duplicate_check_interval"].take().as_u64().unwrap();
    assert!((300..900).contains(&window));
    assert_eq!(
        asked,
        json!({"touser": "lisi", "agentid": 1_000_002, "msgtype": "text", "text": {"content": "好的"},
            "enable_duplicate_check": 1, "duplicate_check_interval": null})
    );
}

#[tokio::test]
async fn the_same_words_said_twice_are_two_requests_and_a_repeat_is_one() {
    let stub = Stub::start().await;
    let what = fresh(Message::text("好的"));
    for key in ["o-1", "o-1", "o-2"] {
        stub.app().send(&staff("lisi"), &what, key).await.unwrap();
    }
    let bodies: Vec<String> = stub.asked("message/send").into_iter().map(|asked| asked.body).collect();
    assert_eq!(bodies[0], bodies[1]);
    assert_ne!(bodies[0], bodies[2]);
}

#[tokio::test]
async fn a_card_and_its_code() {
    let stub = Stub::start().await;
    assert_eq!(stub.tell(fresh(card())).await, sent(&["o-4711-0"], Some("rc1")));
    let asked = stub.asked("message/send")[0].json();
    assert_eq!(asked["duplicate_check_interval"], 14_400);
    let card = &asked["template_card"];
    assert_eq!((&card["card_type"], &card["task_id"]), (&json!("button_interaction"), &json!("o-4711-0")));
    let button = &card["button_list"][0];
    assert_eq!((&button["text"], &button["key"]), (&json!("接单"), &json!("c:1:2:3:accept")));
}

#[tokio::test]
async fn a_long_body_goes_before_its_card() {
    let stub = Stub::start().await;
    let long = Message { body: "漏水。\n".repeat(400), ..card() };
    assert_eq!(stub.tell(fresh(long)).await, sent(&["m1", "m2", "o-4711-2"], Some("rc3")));
    assert_eq!(kinds(&stub), ["text", "text", "template_card"]);
    for asked in &stub.asked("message/send")[..2] {
        assert!(asked.json()["text"]["content"].as_str().unwrap().len() <= 2048);
    }
}

#[tokio::test]
async fn more_buttons_than_a_card_has() {
    let stub = Stub::start().await;
    let rows = (0..7).fold(Message::text("?"), |message, n| {
        message.row(vec![Button { label: format!("第{n}"), data: n.to_string() }])
    });
    assert_eq!(stub.tell(fresh(rows)).await, sent(&["m1"], None));
    assert!(stub.asked("message/send")[0].json()["text"]["content"].as_str().unwrap().ends_with("\n7. 第6\n#"));
}

#[tokio::test]
async fn the_error_says_what_went_out_before() {
    let stub = Stub::start().await;
    stub.then("message/send", &json!({"errcode": 0, "msgid": "m"})).refuse("message/send", -1, "system busy");
    let Err(SendError::Later { why, after: None, everyone: false }) =
        stub.tell(fresh(Message::text("水".repeat(1000)))).await
    else {
        panic!()
    };
    assert_eq!(why, "-1 system busy (after 1 messages of it had gone out)");
}

#[tokio::test]
async fn over_its_frequency_everyone_waits() {
    let stub = Stub::start().await;
    stub.refuse("message/send", 45009, "reach max api daily quota limit");
    let outcome = stub.tell(fresh(card())).await;
    let minute = Some(Duration::from_secs(60));
    assert!(matches!(outcome, Err(SendError::Later { after, everyone: true, .. }) if after == minute));
    assert_eq!(stub.asked("message/send").len(), 1);
}

#[tokio::test]
async fn a_member_who_was_left_out_is_unreachable() {
    for (list, name) in
        [("invaliduser", json!("zhang|lisi")), ("invaliduser", json!(["lisi"])), ("unlicenseduser", json!("LiSi"))]
    {
        let stub = Stub::start().await;
        stub.then("message/send", &json!({"errcode": 0, "errmsg": "ok", list: name, "msgid": "m"}));
        let Err(SendError::Unreachable { why }) = stub.tell(fresh(card())).await else { panic!("{list}") };
        assert!(why.starts_with(list) && why.contains("admin console"), "{why}");
    }
    let stub = Stub::start().await;
    stub.then("message/send", &json!({"errcode": 0, "invaliduser": "lisi2|zhang", "unlicenseduser": "", "msgid": "m"}));
    assert!(stub.tell(fresh(Message::text("?"))).await.is_ok());
}

#[tokio::test]
async fn a_code_that_says_sent_before_is_a_success() {
    let stub = Stub::start().await;
    stub.refuse("message/send", 42099, "task_id used");
    assert!(matches!(stub.tell(fresh(card())).await, Err(SendError::Never { .. })));
    stub.refuse("message/send", 42099, "task_id used");
    let app = WecomApp::new(stub.process("one"), AppSettings { duplicate_codes: vec![42099], ..app_settings() });
    assert_eq!(app.send(&staff("lisi"), &fresh(card()), KEY).await, sent(&["o-4711-0"], None));
}

#[tokio::test]
async fn a_settled_card_turns_grey_in_its_place() {
    let stub = Stub::start().await;
    let settled = Message { buttons: vec![], ..card() };
    assert_eq!(stub.tell(edit(Some("rc"), settled)).await, sent(&["o-1-0"], None));
    assert!(stub.asked("message/send").is_empty());
    let asked = stub.asked("message/update_template_card")[0].json();
    assert_eq!((&asked["userids"], &asked["agentid"]), (&json!(["lisi"]), &json!(1_000_002)));
    assert_eq!(asked["response_code"], "rc");
    let card = &asked["template_card"];
    assert_eq!((&card["replace_text"], &card["main_title"]["title"]), (&json!("✓"), &json!("派工单")));
}

#[tokio::test]
async fn without_a_code_it_is_a_text() {
    let stub = Stub::start().await;
    assert_eq!(stub.tell(edit(None, Message::text("已派"))).await, sent(&["m1"], None));
    assert_eq!(stub.paths(), ["gettoken", "message/send"]);
}

#[tokio::test]
async fn a_code_that_is_used_up_is_a_text() {
    let stub = Stub::start().await;
    stub.refuse("message/update_template_card", 40_999, "response_code used");
    assert_eq!(stub.tell(edit(Some("rc"), Message::text("已派"))).await, sent(&["m1"], None));
    assert_eq!(kinds(&stub), ["text"]);
}

#[tokio::test]
async fn a_change_that_may_work_later_is_no_text() {
    let stub = Stub::start().await;
    for code in [-1, 45009, 60020] {
        stub.refuse("message/update_template_card", code, "no");
        let outcome = stub.tell(edit(Some("rc"), Message::text("已派"))).await;
        assert!(matches!(outcome, Err(SendError::Later { .. } | SendError::Refused { .. })), "{code}");
    }
    assert!(stub.asked("message/send").is_empty());
}

#[tokio::test]
async fn a_card_that_asks_anew_is_a_new_one_and_the_old_is_greyed() {
    let stub = Stub::start().await;
    assert_eq!(stub.tell(edit(Some("rc"), card())).await, sent(&["o-4711-0"], Some("rc1")));
    let asked = stub.asked("message/update_template_card")[0].json();
    assert_eq!((&asked["button"]["replace_name"], &asked["response_code"]), (&json!("↓"), &json!("rc")));
    stub.refuse("message/update_template_card", 40_999, "response_code used");
    assert!(stub.tell(edit(Some("rc"), card())).await.is_ok());
    assert!(stub.tell(edit(None, card())).await.is_ok());
    assert_eq!(stub.asked("message/update_template_card").len(), 2);
}

#[tokio::test]
async fn answering_a_press() {
    let stub = Stub::start().await;
    let answer =
        |text: Option<&str>| Dispatch::AnswerTap { query: String::new(), text: text.map(str::to_owned), alert: true };
    assert_eq!(stub.tell(answer(None)).await, sent(&[], None));
    assert_eq!(stub.tell(Dispatch::Menu(Menu::default())).await, sent(&[], None));
    assert!(stub.paths().is_empty());
    assert_eq!(stub.tell(answer(Some("已接"))).await, sent(&["m1"], None));
}

#[tokio::test]
async fn nothing_to_say_and_nobody_to_say_it_to() {
    let stub = Stub::start().await;
    assert!(matches!(stub.tell(fresh(Message::text(" \n"))).await, Err(SendError::Never { .. })));
    for user in ["", "@all", "a|b", "张三", "a b", &"x".repeat(65)] {
        let outcome = stub.app().send(&staff(user), &fresh(card()), KEY).await;
        assert!(matches!(outcome, Err(SendError::Never { .. })), "{user}");
    }
    let telegram = Address { channel: Channel::Telegram, user: "5".to_owned() };
    assert!(matches!(stub.app().send(&telegram, &fresh(card()), KEY).await, Err(SendError::Never { .. })));
    assert!(stub.paths().is_empty());
}

#[tokio::test]
async fn the_menu() {
    let stub = Stub::start().await;
    let click = |label: &str, key: &str| TopButton::Click { label: label.to_owned(), key: key.to_owned() };
    let entry = |n: i32| (format!("第{n}"), format!("k{n}"));
    let group = |count| TopButton::Group {
        label: "更多的很长的名字".to_owned(),
        entries: (0..count).map(entry).collect(),
    };
    stub.app().set_menu(&[click("案件", "cases"), group(2)]).await.unwrap();
    let asked = &stub.asked("menu/create")[0];
    assert_eq!(asked.query["agentid"], "1000002");
    assert_eq!(
        asked.json(),
        json!({"button": [
            {"type": "click", "name": "案件", "key": "cases"},
            {"name": "更多的很长", "sub_button": [
                {"type": "click", "name": "第0", "key": "k0"}, {"type": "click", "name": "第1", "key": "k1"}]},
        ]})
    );
    for bad in [vec![], vec![group(6)], vec![group(0)], vec![click("", "x")], vec![click("x", "")], vec![group(1); 4]] {
        assert!(matches!(stub.app().set_menu(&bad).await, Err(SendError::Never { .. })), "{bad:?}");
    }
}
