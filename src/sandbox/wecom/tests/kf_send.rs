//! Writing to customers: five messages in 48 hours, menus, welcome codes, and
//! messages that are taken and never arrive.

use super::*;

fn text(text: &str) -> Value {
    json!({"touser": OWNER, "open_kfid": KF, "msgtype": "text", "text": {"content": text}})
}

fn with_id(id: &str) -> Value {
    let mut body = text("x");
    body["msgid"] = json!(id);
    body
}

fn menu(items: usize) -> Value {
    let items: Value = (0..items)
        .map(|n| json!({"type": "click", "click": {"id": format!("a:7:kind:{n}"), "content": format!("选项{n}")}}))
        .collect();
    json!({"touser": OWNER, "open_kfid": KF, "msgtype": "msgmenu",
        "msgmenu": {"head_content": "请选择", "list": items, "tail_content": "或回复文字"}})
}

const SEND: &str = "kf/send_msg";

#[tokio::test]
async fn five_messages_after_each_word_of_the_customer() {
    let practice = Practice::new().await;
    let owner = practice.corp.customer(OWNER);
    owner.enters("", "").unwrap();
    assert_eq!(practice.refused(SEND, text("x")).await, 95018, "entering opens nothing");
    owner.says("你好").unwrap();
    for n in 0..5 {
        assert_eq!(owner.messages_left(), 5 - n);
        practice.ok(SEND, text("x")).await;
    }
    assert_eq!(practice.refused(SEND, text("x")).await, 95001);
    owner.says("在吗").unwrap();
    practice.ok(SEND, text("在")).await;
    assert_eq!(owner.last().unwrap().text, "在");
}

#[tokio::test]
async fn after_48_hours_the_window_is_closed() {
    let practice = Practice::new().await;
    practice.corp.customer(OWNER).says("你好").unwrap();
    practice.advance(Duration::hours(48) - Duration::seconds(1));
    practice.fetch_token().await;
    practice.ok(SEND, text("x")).await;
    practice.advance(Duration::seconds(1));
    assert_eq!(practice.refused(SEND, text("x")).await, 95002);
}

#[tokio::test]
async fn no_writing_while_a_human_serves_or_after_the_end() {
    let practice = Practice::new().await;
    let owner = practice.corp.customer(OWNER);
    owner.says("人工").unwrap();
    for state in [3, 4, 2] {
        practice.corp.move_session(KF, OWNER, state, None);
        assert_eq!(practice.refused(SEND, text("x")).await, 95018);
        let asked = json!({"open_kfid": KF, "external_userid": OWNER});
        assert_eq!(practice.ok("kf/service_state/get", asked).await["service_state"], state);
    }
    practice.corp.move_session(KF, OWNER, 4, None);
    owner.says("还在吗").unwrap();
    practice.ok(SEND, text("x")).await;
}

#[tokio::test]
async fn a_msgid_is_used_once() {
    let practice = Practice::new().await;
    practice.corp.customer(OWNER).says("你好").unwrap();
    let answer = practice.ok(SEND, with_id("key_1-0")).await;
    assert_eq!(answer["msgid"], "key_1-0");
    let again = practice.post(SEND, with_id("key_1-0")).await;
    assert_eq!(again["errcode"], 40058);
    assert!(again["errmsg"].as_str().unwrap().contains("msgid"));
    practice.corp.guess(|guesses| guesses.duplicate_msgid = 95099);
    assert_eq!(practice.refused(SEND, with_id("key_1-0")).await, 95099);
    for bad in ["", "a b", &"m".repeat(33)] {
        assert_eq!(practice.refused(SEND, with_id(bad)).await, 40058);
    }
    assert_eq!(practice.corp.customer(OWNER).messages_left(), 4, "refusals cost nothing");
}

#[tokio::test]
async fn whom_and_what_must_be_right() {
    let practice = Practice::new().await;
    practice.corp.customer(OWNER).says("你好").unwrap();
    let but = |name: &str, value: Value| {
        let mut body = text("x");
        body[name] = value;
        body
    };
    for (body, code) in [
        (but("touser", json!("wm0")), 40096),
        (but("open_kfid", json!("")), 95000),
        (but("open_kfid", json!("wk0")), 95004),
        (but("msgtype", json!("song")), 40008),
        (text(""), 44004),
        (text(&"x".repeat(2049)), 45002),
    ] {
        assert_eq!(practice.refused(SEND, body.clone()).await, code, "{body}");
    }
    let image = practice.upload("image", picture()).await["media_id"].clone();
    let mut body = json!({"touser": OWNER, "open_kfid": KF, "msgtype": "image", "image": {"media_id": image}});
    practice.ok(SEND, body.clone()).await;
    body["image"]["media_id"] = json!("made up");
    assert_eq!(practice.refused(SEND, body).await, 40007);
}

#[tokio::test]
async fn menus_have_limits() {
    let practice = Practice::new().await;
    practice.corp.customer(OWNER).says("你好").unwrap();
    let item = |item: Value| {
        let mut body = menu(1);
        body["msgmenu"]["list"][0] = item;
        body
    };
    let mut head = menu(1);
    head["msgmenu"]["head_content"] = json!("h".repeat(1025));
    let mut tail = menu(1);
    tail["msgmenu"]["tail_content"] = json!("t".repeat(1025));
    let long = "x".repeat(129);
    for (body, code) in [
        (menu(11), 95008),
        (head, 40058),
        (tail, 40058),
        (item(json!({"type": "dance"})), 95009),
        (item(json!({"type": "click", "id": "1", "content": "flat"})), 40058),
        (item(json!({"type": "click", "click": {"id": long, "content": "x"}})), 40058),
        (item(json!({"type": "click", "click": {"id": "x", "content": long}})), 40058),
        (item(json!({"type": "view", "view": {"content": "x"}})), 40058),
        (item(json!({"type": "text", "text": {"content": "n".repeat(257)}})), 40058),
    ] {
        assert_eq!(practice.refused(SEND, body.clone()).await, code, "{body}");
    }
    practice.ok(SEND, menu(10)).await;
    assert_eq!(practice.corp.customer(OWNER).last().unwrap().labels().len(), 10);
}

#[tokio::test]
async fn a_tap_on_a_menu_of_any_age_is_a_text_with_the_id() {
    let practice = Practice::new().await;
    let owner = practice.corp.customer(OWNER);
    owner.says("你好").unwrap();
    practice.ok(SEND, menu(2)).await;
    for _ in 0..4 {
        practice.ok(SEND, text("x")).await;
    }
    owner.taps("选项1").unwrap();
    let page = practice.sync(json!({})).await;
    let told = &page["msg_list"][1]["text"];
    assert_eq!(told, &json!({"content": "选项1", "menu_id": "a:7:kind:1"}));
    practice.ok(SEND, text("好")).await;
    practice.corp.guess(|guesses| guesses.click_reopens = false);
    for _ in 0..4 {
        practice.ok(SEND, text("x")).await;
    }
    owner.taps("选项0").unwrap();
    assert_eq!(practice.refused(SEND, text("x")).await, 95001);
    assert!(owner.taps("选项9").is_err());
}

#[tokio::test]
async fn a_welcome_code_greets_once_within_twenty_seconds() {
    let practice = Practice::new().await;
    let owner = practice.corp.customer(OWNER);
    let code_of = async |cursor: &Value| {
        let page = practice.sync(json!({"cursor": cursor})).await;
        let last = page["msg_list"].as_array().unwrap().last().unwrap().clone();
        (last["event"]["welcome_code"].clone(), page["next_cursor"].clone())
    };
    let greet = |code: &Value| json!({"code": code, "msgtype": "text", "text": {"content": "欢迎"}});
    owner.enters("s", "").unwrap();
    let (late, cursor) = code_of(&json!("")).await;
    practice.advance(Duration::seconds(20));
    assert_eq!(practice.refused("kf/send_msg_on_event", greet(&late)).await, 42003);
    owner.enters("s", "").unwrap();
    let (code, cursor) = code_of(&cursor).await;
    let image = json!({"code": code, "msgtype": "image", "image": {"media_id": "x"}});
    assert_eq!(practice.refused("kf/send_msg_on_event", image).await, 40008);
    practice.ok("kf/send_msg_on_event", greet(&code)).await;
    assert_eq!(owner.last().unwrap().text, "欢迎");
    assert_eq!(practice.refused("kf/send_msg_on_event", greet(&code)).await, 42003);
    assert_eq!(practice.refused("kf/send_msg_on_event", greet(&json!("made up"))).await, 40029);
    owner.enters("s", "").unwrap();
    let (none, _) = code_of(&cursor).await;
    assert_eq!(none, Value::Null, "greeted in the last 48 hours");
}

#[tokio::test]
async fn ok_is_no_delivery() {
    let practice = Practice::new().await;
    let owner = practice.corp.customer(OWNER);
    owner.says("你好").unwrap();
    owner.refuses(true).unwrap();
    practice.ok(SEND, with_id("m-1")).await;
    owner.refuses(false).unwrap();
    practice.corp.kf_fails(1, 11);
    practice.ok(SEND, with_id("m-2")).await;
    practice.ok(SEND, with_id("m-3")).await;
    assert_eq!(owner.bot_messages().len(), 1);
    let page = practice.sync(json!({})).await;
    let failed: Vec<_> = page["msg_list"].as_array().unwrap()[1..]
        .iter()
        .map(|item| (item["event"]["fail_msgid"].as_str().unwrap(), item["event"]["fail_type"].as_i64().unwrap()))
        .collect();
    assert_eq!(failed, [("m-1", 10), ("m-2", 11)]);
}
