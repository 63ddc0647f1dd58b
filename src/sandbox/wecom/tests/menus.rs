//! The directory, the app and its menu.

use super::*;

#[tokio::test]
async fn a_member_is_found_in_any_spelling_with_little_to_see() {
    let practice = Practice::without_door().await;
    let answer = practice.get("user/get?userid=LISI").await;
    assert_eq!((&answer["userid"], &answer["name"]), (&json!("LiSi"), &json!("李四")));
    assert!(answer.get("mobile").is_none() && answer.get("avatar").is_none());
    assert_eq!(practice.get("user/get?userid=nobody").await["errcode"], 60111);
    assert_eq!(practice.get("user/get").await["errcode"], 41009);
    practice.corp.member("lisi").leaves().unwrap();
    assert_eq!(practice.get("user/get?userid=LISI").await["errcode"], 60011);
}

#[tokio::test]
async fn the_agent_and_the_addresses_are_told() {
    let practice = Practice::without_door().await;
    let agent = practice.get("agent/get?agentid=1000002").await;
    assert_eq!(agent["allow_userinfos"]["user"][0]["userid"], "LiSi");
    assert_eq!(practice.get("agent/get?agentid=5").await["errcode"], 40056);
    assert_eq!(practice.get("getcallbackip").await["ip_list"], json!(["127.0.0.1"]));
    assert_eq!(practice.get("message/send").await["errcode"], 40058, "only by POST");
}

#[tokio::test]
async fn a_menu_is_judged_shown_and_tapped() {
    let practice = Practice::new().await;
    let click = |name: &str, key: &str| json!({"type": "click", "name": name, "key": key});
    let menu = |buttons: Value| practice.post("menu/create?agentid=1000002", json!({"button": buttons}));
    let four = json!([click("a", "a"), click("b", "b"), click("c", "c"), click("d", "d")]);
    assert_eq!(menu(four).await["errcode"], 40016);
    assert_eq!(menu(json!([])).await["errcode"], 40016);
    assert_eq!(menu(json!([click("六个汉字太长", "a")])).await["errcode"], 40018);
    assert_eq!(menu(json!([click("a", "")])).await["errcode"], 40019);
    assert_eq!(menu(json!([{"name": "a", "type": "dance"}])).await["errcode"], 40017);
    let below = json!([{"name": "更多", "sub_button": [click("帮助", "help"), {"type": "view", "name": "网页", "url": "https://x"}]}]);
    assert_eq!(menu(below).await["errcode"], 0);
    let member = practice.corp.member("LiSi");
    member.opens_menu("help").unwrap();
    let heard = practice.last_heard().await;
    assert_eq!((field(&heard, "Event"), field(&heard, "EventKey")), ("click".into(), "help".into()));
    member.opens_menu("网页").unwrap();
    assert_eq!(field(&practice.last_heard().await, "Event"), "view");
    assert!(member.opens_menu("cases").is_err());
    assert_eq!(practice.corp.screens(0)[0].menu[0].under.as_deref(), Some("更多"));
}
