//! Phones: what can be tapped, what is seen, and the shape the page knows.

use super::*;
use crate::sandbox::BotMessage;
use crate::sandbox::wecom::{Chat, Mishap};

#[tokio::test]
async fn a_grey_button_cannot_be_tapped_and_an_old_live_one_can() {
    let practice = Practice::new().await;
    let li = practice.corp.member("lisi");
    let mut codes = Vec::new();
    for task in ["t1", "t2"] {
        codes.push(practice.ok("message/send", practice.card("lisi", task)).await["response_code"].clone());
    }
    let grey = json!({"userids": ["lisi"], "agentid": 1_000_002, "response_code": codes[1],
        "button": {"replace_name": "已过期"}});
    practice.ok("message/update_template_card", grey).await;
    let newest = li.last().unwrap();
    assert!(matches!(li.taps_on(newest.message_id, "接单"), Err(Mishap::NoSuchButton { .. })));
    li.taps("接单").unwrap();
    assert_eq!(field(&practice.last_heard().await, "TaskId"), "t1");
    assert!(matches!(li.taps("没有"), Err(Mishap::NoSuchButton { .. })));
    assert_eq!(li.taps_on(99, "接单"), Err(Mishap::NoSuchMessage(99)));
    assert!(li.transcript().ends_with("业主：张先生\n(已过期)"));
    assert_eq!(li.showing("电梯").unwrap().message_id, 2);
}

#[tokio::test]
async fn a_button_that_opens_a_page_calls_nobody() {
    let practice = Practice::new().await;
    let mut body = practice.card("lisi", "t1");
    body["template_card"]["button_list"][1] = json!({"type": 1, "text": "查看", "url": "https://example.com/wo/42"});
    practice.ok("message/send", body).await;
    let outcome = practice.corp.member("lisi").taps("查看");
    assert_eq!(outcome, Err(Mishap::OpensLink("https://example.com/wo/42".into())));
    assert!(practice.heard().await.is_empty());
}

#[tokio::test]
async fn who_is_not_there_can_do_nothing() {
    let practice = Practice::new().await;
    assert_eq!(practice.corp.member("nobody").says("x"), Err(Mishap::NoSuchPerson("nobody".into())));
    assert_eq!(practice.corp.customer("wm0").says("x"), Err(Mishap::NoSuchPerson("wm0".into())));
    let stray = practice.corp.customer_of("wk0", OWNER);
    assert_eq!(stray.says("x"), Err(Mishap::NoSuchAccount("wk0".into())));
    practice.corp.member("lisi").leaves().unwrap();
    assert_eq!(practice.corp.member("LiSi").says("x"), Err(Mishap::AppNotVisible("LiSi".into())));
}

#[tokio::test]
async fn screens_are_those_of_all_phones_and_speak_json() {
    let practice = Practice::new().await;
    practice.corp.member("lisi").says("早").unwrap();
    let seen = practice.corp.revision();
    practice.corp.customer(OWNER).says("你好").unwrap();
    let screens = serde_json::to_value(practice.corp.screens(0)).unwrap();
    let users: Vec<&str> = screens.as_array().unwrap().iter().map(|screen| screen["user"].as_str().unwrap()).collect();
    assert_eq!(users, ["lisi", "wangwu", &format!("{KF}/{OWNER}")]);
    assert_eq!((&screens[0]["channel"], &screens[0]["name"]), (&json!("wecom_app"), &json!("李四")));
    assert_eq!(screens[2]["messages"][0]["text"], "你好");
    let news = practice.corp.screens(seen);
    assert_eq!(news.iter().map(|screen| screen.messages.len()).collect::<Vec<_>>(), [0, 0, 1]);
    assert!(practice.corp.wait_for_change(seen).await > seen);
}

#[tokio::test]
async fn a_message_takes_the_shape_of_the_telegram_phones() {
    let practice = Practice::new().await;
    let code = practice.ok("message/send", practice.card("lisi", "t1")).await["response_code"].clone();
    let live = BotMessage::from(practice.corp.messages(&Chat::app("LiSi")).remove(0));
    assert_eq!(live.labels(), ["接单", "转派"]);
    assert_eq!(live.buttons[0][0].data.as_deref(), Some("c:42:1:1:accept"));
    let grey = json!({"atall": 1, "agentid": 1_000_002, "response_code": code, "button": {"replace_name": "完"}});
    practice.ok("message/update_template_card", grey).await;
    let dead = BotMessage::from(practice.corp.member("lisi").last().unwrap());
    assert!(dead.text.ends_with("\n(完)") && dead.buttons.is_empty() && dead.from_bot);
}
