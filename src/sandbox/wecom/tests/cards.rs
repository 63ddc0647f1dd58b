//! What passes as a template card, and the number of each refusal.

use super::*;

async fn sent(practice: &Practice, card: Value) -> i64 {
    let body = json!({"touser": "lisi", "msgtype": "template_card", "agentid": 1_000_002, "template_card": card});
    practice.post("message/send", body).await["errcode"].as_i64().unwrap()
}

/// The card with one thing changed.
fn but(change: impl FnOnce(&mut Value)) -> Value {
    let mut card = card("fresh");
    change(&mut card);
    card
}

fn buttons(count: usize) -> Value {
    (0..count).map(|n| json!({"text": "b", "key": format!("k{n}")})).collect()
}

#[tokio::test]
async fn a_good_card_shows_its_words_and_buttons_and_gives_a_code() {
    let practice = Practice::new().await;
    let answer = practice.ok("message/send", practice.card("LiSi", "wo-42@1")).await;
    assert!(answer["response_code"].as_str().unwrap().starts_with("RC"));
    let shown = practice.corp.member("lisi").last().unwrap();
    assert_eq!(shown.written(), "新工单 #42\n3号楼 电梯\n业主：张先生\n[接单]\n[转派]");
    assert_eq!(shown.task_id.as_deref(), Some("wo-42@1"));
}

#[tokio::test]
async fn without_a_callback_address_no_card_may_call_back() {
    let practice = Practice::without_door().await;
    assert_eq!(sent(&practice, card("t")).await, 43012);
    let notice = json!({"card_type": "text_notice", "main_title": {"title": "x"},
        "card_action": {"type": 1, "url": "https://example.com"}});
    assert_eq!(sent(&practice, notice).await, 0);
}

#[tokio::test]
async fn buttons_and_keys_have_rules() {
    let practice = Practice::new().await;
    for (card, code) in [
        (but(|card| card["card_type"] = json!("poster")), 42031),
        (but(|card| card["main_title"] = json!({"desc": "x"})), 42033),
        (but(|card| card["button_list"] = buttons(7)), 40058),
        (but(|card| card["button_list"] = json!([])), 40058),
        (but(|card| card["button_list"][0]["text"] = json!("")), 42038),
        (but(|card| card["button_list"][0]["key"] = Value::Null), 42039),
        (but(|card| card["button_list"][0]["key"] = card["button_list"][1]["key"].clone()), 42039),
        (but(|card| card["button_list"][0]["key"] = json!("k".repeat(1025))), 42039),
        (but(|card| card["button_list"][0] = json!({"text": "x", "type": 1})), 42028),
        (but(|card| card["button_list"] = buttons(6)), 0),
    ] {
        assert_eq!(sent(&practice, card.clone()).await, code, "{card}");
    }
}

#[tokio::test]
async fn a_task_id_is_needed_clean_and_never_used_again() {
    let practice = Practice::new().await;
    for (id, code) in [
        (json!("a b"), 42014),
        (json!("号"), 42014),
        (json!("t".repeat(129)), 42014),
        (Value::Null, 42014),
        (json!("Az09_-@"), 0),
        (json!("Az09_-@"), 42014),
    ] {
        assert_eq!(sent(&practice, but(|card| card["task_id"] = id.clone())).await, code, "{id}");
    }
    practice.corp.guess(|guesses| guesses.duplicate_task_id = 41000);
    assert_eq!(sent(&practice, but(|card| card["task_id"] = json!("Az09_-@"))).await, 41000);
}

#[tokio::test]
async fn rows_and_links_have_rules() {
    let practice = Practice::new().await;
    let rows = |count: usize| -> Value { (0..count).map(|_| json!({"keyname": "k", "value": "v"})).collect() };
    let with = |name: &str, list: Value| but(|card| card[name] = list);
    let jump = json!({"type": 1, "title": "详情", "url": "https://example.com"});
    for (card, code) in [
        (with("horizontal_content_list", rows(7)), 42035),
        (with("horizontal_content_list", json!([{"value": "v"}])), 42027),
        (with("horizontal_content_list", json!([{"keyname": "k", "type": 1}])), 42028),
        (with("horizontal_content_list", json!([{"keyname": "k", "type": 2}])), 42029),
        (with("horizontal_content_list", json!([{"keyname": "k", "type": 3}])), 42050),
        (
            with("vertical_content_list", json!([{"title": "1"}, {"title": "2"}, {"title": "3"}, {"title": "4"}, {}])),
            42036,
        ),
        (with("vertical_content_list", json!([{}])), 42033),
        (with("jump_list", json!([jump, jump, jump, jump])), 42042),
        (with("jump_list", json!([{"type": 2, "title": "x"}])), 42030),
        (with("card_action", json!({"type": 1})), 42028),
        (with("card_image", json!({})), 42044),
        (with("action_menu", json!({"action_list": [{"text": "a", "key": "c:42:1:1:pass"}]})), 42051),
        (with("horizontal_content_list", rows(6)), 0),
    ] {
        assert_eq!(sent(&practice, card.clone()).await, code, "{card}");
    }
}

#[tokio::test]
async fn the_other_kinds_have_rules_of_their_own() {
    let practice = Practice::new().await;
    let title = json!({"title": "x"});
    let options = json!([{"id": "1", "text": "a"}, {"id": "2", "text": "b"}]);
    let twins = json!([{"id": "1", "text": "a"}, {"id": "1", "text": "b"}]);
    let vote = |options: &Value| {
        json!({"card_type": "vote_interaction", "main_title": title, "task_id": "v1",
            "checkbox": {"question_key": "q", "option_list": options}, "submit_button": {"key": "s"}})
    };
    let select = |key: &str| json!({"question_key": key, "option_list": options});
    let choice = |selects: Value| {
        json!({"card_type": "multiple_interaction", "main_title": title, "task_id": "m1",
            "select_list": selects, "submit_button": {"key": "s"}})
    };
    for (card, code) in [
        (json!({"card_type": "text_notice", "main_title": title}), 42045),
        (json!({"card_type": "text_notice", "card_action": {"type": 1, "url": "u"}}), 42033),
        (json!({"card_type": "news_notice", "main_title": title, "card_action": {"type": 1, "url": "u"}}), 42044),
        (vote(&json!([])), 42037),
        (vote(&twins), 42040),
        (vote(&json!([{"id": "1"}])), 42041),
        (json!({"card_type": "vote_interaction", "main_title": title, "task_id": "v", "checkbox": {}}), 42043),
        (choice(json!([])), 42047),
        (choice(json!([select("a"), select("a")])), 42043),
        (vote(&options), 0),
        (choice(json!([select("a"), select("b")])), 0),
    ] {
        assert_eq!(sent(&practice, card.clone()).await, code, "{card}");
    }
    let mut no_submit = vote(&options);
    no_submit["submit_button"] = Value::Null;
    no_submit["task_id"] = json!("v2");
    assert_eq!(sent(&practice, no_submit).await, 42046);
}
