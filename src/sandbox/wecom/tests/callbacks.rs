//! Calling the bot: sealed and signed, again if it is slow, spoilt on purpose.

use super::*;
use crate::sandbox::wecom::Spoil;

#[tokio::test]
async fn what_a_member_does_arrives_sealed() {
    let practice = Practice::new().await;
    let li = practice.corp.member("lisi");
    li.says("3号楼 & <急> ]]>").unwrap();
    let heard = practice.last_heard().await;
    assert_eq!((field(&heard, "FromUserName"), field(&heard, "MsgType")), ("LiSi".into(), "text".into()));
    assert!(heard.contains("<Content><![CDATA[3号楼 & <急> ]]]]><![CDATA[>]]></Content>"));
    assert!(!field(&heard, "MsgId").is_empty() && field(&heard, "AgentID") == "1000002");
    li.sends_photo(picture()).unwrap();
    let heard = practice.last_heard().await;
    let media_id = field(&heard, "MediaId");
    assert_eq!(practice.corp.medium(&media_id).unwrap().1, picture());
    assert!(field(&heard, "PicUrl").starts_with("https://"));
    li.sends_voice(b"#!AMR\nabc".to_vec()).unwrap();
    assert_eq!(field(&practice.last_heard().await, "Format"), "amr");
    li.sends_location(31.2, 121.4, "3号楼").unwrap();
    assert_eq!(field(&practice.last_heard().await, "Location_X"), "31.2");
    for (does, event) in [("opens", "enter_agent"), ("leaves", "unsubscribe"), ("joins", "subscribe")] {
        match does {
            "opens" => li.opens_app().unwrap(),
            "leaves" => li.leaves().unwrap(),
            _ => li.joins().unwrap(),
        }
        let heard = practice.last_heard().await;
        assert_eq!((field(&heard, "MsgType"), field(&heard, "Event")), ("event".into(), event.into()));
        assert!(!heard.contains("MsgId"));
    }
}

#[tokio::test]
async fn a_tap_tells_the_key_the_task_and_a_code() {
    let practice = Practice::new().await;
    practice.ok("message/send", practice.card("lisi", "wo-42@1")).await;
    practice.corp.member("LiSi").taps("接单").unwrap();
    let heard = practice.last_heard().await;
    let told = ["Event", "EventKey", "TaskId", "CardType"].map(|name| field(&heard, name));
    assert_eq!(told, ["template_card_event", "c:42:1:1:accept", "wo-42@1", "button_interaction"]);
    assert!(field(&heard, "ResponseCode").starts_with("RC"));
}

#[tokio::test]
async fn a_slow_bot_is_called_three_times_and_then_no_more() {
    let practice = Practice::new().await;
    practice.corp.callback_patience(Pause::from_millis(50), Pause::from_millis(1));
    *practice.door.slow.lock().unwrap() = 2;
    practice.corp.member("lisi").says("一").unwrap();
    assert_eq!(practice.heard().await.len(), 1);
    *practice.door.slow.lock().unwrap() = 3;
    practice.corp.member("lisi").says("二").unwrap();
    assert_eq!(practice.heard().await.len(), 1, "lost for ever");
    let ends: Vec<_> = practice.corp.deliveries().iter().map(|d| (d.sends, d.answer.is_some())).collect();
    assert_eq!(ends, [(3, true), (3, false)]);
}

#[tokio::test]
async fn an_answer_of_any_kind_is_an_answer_unless_older_texts_are_right() {
    let practice = Practice::new().await;
    *practice.door.refuses.lock().unwrap() = 1;
    practice.corp.member("lisi").says("一").unwrap();
    assert_eq!(practice.heard().await.len(), 1);
    assert_eq!(practice.corp.deliveries()[0].answer.as_ref().unwrap().0, 500);
    practice.corp.guess(|guesses| {
        guesses.repeats_refused_callbacks = true;
        guesses.callback_sends = 4;
    });
    *practice.door.refuses.lock().unwrap() = 3;
    practice.corp.member("lisi").says("二").unwrap();
    assert_eq!(practice.heard().await.len(), 5);
}

#[tokio::test]
async fn nobody_at_the_address_loses_the_callback() {
    let practice = Practice::without_door().await;
    practice.corp.member("lisi").says("等").unwrap();
    assert_eq!(practice.corp.pending_callbacks().len(), 1, "without an address it waits");
    practice.corp.set_callback_url(Some("http://127.0.0.1:9/wecom"));
    assert!(practice.corp.delivered(PATIENCE).await);
    let delivery = &practice.corp.deliveries()[0];
    assert_eq!((delivery.sends, &delivery.answer), (3, &None));
    practice.corp.set_callback_url(None);
    practice.corp.member("lisi").says("x").unwrap();
    let taken = practice.corp.take_callbacks();
    assert_eq!(practice.door.seal.decrypt(&field(&taken[0].body, "Encrypt")).unwrap(), taken[0].words);
    assert_eq!(taken[0].query()[0].0, "msg_signature");
    assert!(!practice.corp.verify_url().await);
}

#[tokio::test]
async fn callbacks_come_twice_late_forged_or_for_another() {
    let practice = Practice::new().await;
    let li = practice.corp.member("lisi");
    practice.corp.spoil(1, Spoil::Twice);
    li.says("一").unwrap();
    practice.corp.spoil(1, Spoil::HeldBack);
    li.says("二").unwrap();
    li.says("三").unwrap();
    practice.corp.spoil(1, Spoil::HeldBack);
    li.says("四").unwrap();
    practice.corp.release_callbacks();
    let texts: Vec<String> = practice.heard().await.iter().map(|heard| field(heard, "Content")).collect();
    assert_eq!(texts, ["一", "一", "三", "二", "四"]);
    practice.corp.spoil(1, Spoil::BadSignature);
    practice.corp.spoil(1, Spoil::WrongReceiver);
    li.says("五").unwrap();
    li.says("六").unwrap();
    practice.heard().await;
    let heard = practice.door.heard.lock().unwrap();
    assert_eq!(heard[5..], [Err("Signature".to_owned()), Err("Receiver".to_owned())]);
}

#[tokio::test]
async fn every_callback_may_come_again_and_again() {
    let practice = Practice::new().await;
    practice.corp.repeats_callbacks(true);
    let li = practice.corp.member("lisi");
    for words in ["一", "二"] {
        li.says(words).unwrap();
    }
    let texts: Vec<String> = practice.heard().await.iter().map(|heard| field(heard, "Content")).collect();
    assert_eq!(texts, ["一", "一", "二", "二", "一"]);
}

#[tokio::test]
async fn a_press_may_arrive_when_the_card_is_grey() {
    let practice = Practice::new().await;
    let code = practice.ok("message/send", practice.card("lisi", "wo-42@1")).await["response_code"].clone();
    let li = practice.corp.member("lisi");
    let card = li.last().unwrap().message_id;
    let grey =
        json!({"userids": ["lisi"], "agentid": 1_000_002, "response_code": code, "button": {"replace_name": "好"}});
    practice.ok("message/update_template_card", grey).await;
    assert!(li.taps_on(card, "接单").is_err());
    li.taps_late(card, "c:42:1:1:accept").unwrap();
    let heard = practice.last_heard().await;
    assert_eq!((field(&heard, "EventKey"), field(&heard, "TaskId")), ("c:42:1:1:accept".into(), "wo-42@1".into()));
    assert!(li.taps_late(card + 1, "c:42:1:1:accept").is_err());
}

#[tokio::test]
async fn the_address_is_proved_by_the_plain_word_and_nothing_else() {
    let practice = Practice::new().await;
    assert!(practice.corp.verify_url().await);
    for wrong in ["\"1616140317555161062\"", "success", ""] {
        *practice.door.echo.lock().unwrap() = Some(wrong.to_owned());
        assert!(!practice.corp.verify_url().await, "{wrong}");
    }
}
