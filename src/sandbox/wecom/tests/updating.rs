//! Cards change once per code, for 72 hours, for whom they were sent to.

use super::*;

fn grey(code: &Value, users: &[&str]) -> Value {
    json!({"userids": users, "agentid": 1_000_002, "response_code": code, "button": {"replace_name": "已接单"}})
}

async fn send(practice: &Practice, to: &str, task_id: &str) -> Value {
    practice.ok("message/send", practice.card(to, task_id)).await["response_code"].clone()
}

const UPDATE: &str = "message/update_template_card";

#[tokio::test]
async fn a_code_works_once_and_turns_the_button_grey() {
    let practice = Practice::new().await;
    let code = send(&practice, "lisi|wangwu", "t1").await;
    let answer = practice.ok(UPDATE, grey(&code, &["LiSi", "Stranger"])).await;
    assert_eq!(answer["invaliduser"], json!(["stranger"]), "an array here");
    let shown = practice.corp.member("lisi").last().unwrap();
    assert_eq!(shown.written(), "新工单 #42\n3号楼 电梯\n业主：张先生\n(已接单)");
    assert_eq!((shown.edited_times, shown.labels().len()), (1, 0));
    assert_eq!(practice.corp.member("wangwu").last().unwrap().labels(), ["接单", "转派"]);
    assert_eq!(practice.refused(UPDATE, grey(&code, &["LiSi"])).await, 42022);
    assert_eq!(practice.refused(UPDATE, grey(&json!("made up"), &["LiSi"])).await, 40058);
}

#[tokio::test]
async fn a_code_grows_old() {
    let practice = Practice::new().await;
    let (young, old) = (send(&practice, "lisi", "t1").await, send(&practice, "lisi", "t2").await);
    practice.advance(Duration::hours(72) - Duration::seconds(1));
    practice.fetch_token().await;
    practice.ok(UPDATE, grey(&young, &["lisi"])).await;
    practice.advance(Duration::seconds(1));
    assert_eq!(practice.refused(UPDATE, grey(&old, &["lisi"])).await, 42003);
    practice.corp.guess(|guesses| guesses.response_code_expired = 45000);
    assert_eq!(practice.refused(UPDATE, grey(&old, &["lisi"])).await, 45000);
}

#[tokio::test]
async fn the_code_of_a_tap_changes_the_card_for_all() {
    let practice = Practice::new().await;
    let first = send(&practice, "lisi|wangwu", "t1").await;
    practice.corp.member("lisi").taps("接单").unwrap();
    let heard = practice.last_heard().await;
    let second = json!(field(&heard, "ResponseCode"));
    assert_ne!(first, second);
    let all = json!({"atall": 1, "agentid": 1_000_002, "response_code": second, "template_card": {
        "card_type": "button_interaction", "main_title": {"title": "新工单 #42"}, "sub_title_text": "李四已接单",
        "button_list": [{"text": "接单", "key": "k"}], "replace_text": "已接单"}});
    practice.ok(UPDATE, all).await;
    for userid in ["lisi", "wangwu"] {
        assert_eq!(practice.corp.member(userid).last().unwrap().written(), "新工单 #42\n李四已接单\n(已接单)");
    }
    practice.ok(UPDATE, grey(&first, &["lisi"])).await;
}

#[tokio::test]
async fn a_replacement_may_bring_new_buttons_and_keeps_its_task_id() {
    let practice = Practice::new().await;
    let code = send(&practice, "lisi", "t1").await;
    let mut fresh = card("other-id");
    fresh["button_list"] = json!([{"text": "完工", "key": "done"}]);
    let body = json!({"userids": ["lisi"], "agentid": 1_000_002, "response_code": code, "template_card": fresh});
    practice.ok(UPDATE, body).await;
    assert!(practice.corp.member("lisi").taps("接单").is_err());
    practice.corp.member("lisi").taps("完工").unwrap();
    let heard = practice.last_heard().await;
    assert_eq!((field(&heard, "EventKey"), field(&heard, "TaskId")), ("done".into(), "t1".into()));
}

#[tokio::test]
async fn a_bad_update_does_not_use_up_the_code() {
    let practice = Practice::new().await;
    let code = send(&practice, "lisi", "t1").await;
    assert_eq!(practice.refused(UPDATE, grey(&code, &[])).await, 40058);
    let mut bad = grey(&code, &["lisi"]);
    bad["button"] = json!({});
    assert_eq!(practice.refused(UPDATE, bad).await, 40058);
    let mut bad = grey(&code, &["lisi"]);
    bad["template_card"] = json!({"card_type": "text_notice", "main_title": {"title": "x"}});
    assert_eq!(practice.refused(UPDATE, bad).await, 42045);
    let mut bad = grey(&code, &["lisi"]);
    bad["agentid"] = json!(1);
    assert_eq!(practice.refused(UPDATE, bad).await, 40056);
    practice.ok(UPDATE, grey(&code, &["lisi"])).await;
}
