//! `message/send`: who gets it, who is named as lost, what is cut or swallowed.

use super::*;

#[tokio::test]
async fn members_get_it_and_strangers_are_named_in_lower_case() {
    let practice = Practice::without_door().await;
    let answer = practice.ok("message/send", practice.text("LISI|NoBody|wangwu", "水管漏了")).await;
    assert_eq!(answer["invaliduser"], "nobody");
    assert!(!answer["msgid"].as_str().unwrap().is_empty());
    assert!(answer.get("response_code").is_none());
    for userid in ["lisi", "WangWu"] {
        assert_eq!(practice.corp.member(userid).last().unwrap().text, "水管漏了");
    }
    assert_eq!(practice.refused("message/send", practice.text("nobody|none", "x")).await, 81013);
    assert_eq!(practice.refused("message/send", practice.text("", "x")).await, 82001);
    practice.ok("message/send", practice.text("@all", "大家好")).await;
    assert_eq!(practice.corp.member("wangwu").bot_messages().len(), 2);
    let many = (0..1001).map(|n| format!("u{n}")).collect::<Vec<_>>().join("|");
    assert_eq!(practice.refused("message/send", practice.text(&many, "x")).await, 40032);
}

#[tokio::test]
async fn who_left_or_has_no_licence_gets_nothing() {
    let practice = Practice::without_door().await;
    practice.corp.member("LiSi").leaves().unwrap();
    practice.corp.license("wangwu", false);
    let answer = practice.ok("message/send", practice.text("LiSi|wangwu", "x")).await;
    assert_eq!((&answer["invaliduser"], &answer["unlicenseduser"]), (&json!("lisi"), &json!("wangwu")));
    assert!(practice.corp.member("wangwu").last().is_none());
    assert_eq!(practice.refused("message/send", practice.text("LiSi", "x")).await, 81013);
}

#[tokio::test]
async fn text_is_cut_between_letters_and_must_not_be_empty() {
    let practice = Practice::without_door().await;
    practice.ok("message/send", practice.text("lisi", &"漏".repeat(700))).await;
    assert_eq!(practice.corp.member("lisi").last().unwrap().text.len(), 2046);
    assert_eq!(practice.refused("message/send", practice.text("lisi", "")).await, 44004);
}

#[tokio::test]
async fn the_agent_and_the_kind_must_be_right() {
    let practice = Practice::without_door().await;
    let mut body = practice.text("lisi", "x");
    body["agentid"] = json!("1000002");
    practice.ok("message/send", body.clone()).await;
    body["agentid"] = json!(7);
    assert_eq!(practice.refused("message/send", body.clone()).await, 40056);
    body["agentid"] = Value::Null;
    assert_eq!(practice.refused("message/send", body).await, 41011);
    let mut body = practice.text("lisi", "x");
    body["msgtype"] = json!("song");
    assert_eq!(practice.refused("message/send", body).await, 40008);
}

#[tokio::test]
async fn pictures_files_and_voices_go_by_media_id_of_their_kind() {
    let practice = Practice::without_door().await;
    let image = practice.upload("image", picture()).await["media_id"].clone();
    let file = practice.upload("file", b"report".to_vec()).await["media_id"].clone();
    let voice = practice.upload("voice", b"#!AMR\nabc".to_vec()).await["media_id"].clone();
    let body = |kind: &str, id: &Value| json!({"touser": "lisi", "msgtype": kind, "agentid": 1_000_002, kind: {"media_id": id}});
    for (kind, id) in [("image", &image), ("file", &file), ("voice", &voice)] {
        practice.ok("message/send", body(kind, id)).await;
    }
    let seen = practice.corp.member("lisi").bot_messages();
    assert_eq!(seen[0].photos, [image.as_str().unwrap()]);
    assert!(seen[1].attachment.is_some() && seen[2].attachment.is_some());
    assert_eq!(practice.refused("message/send", body("image", &file)).await, 40007);
    assert_eq!(practice.refused("message/send", body("image", &json!(""))).await, 41006);
    practice.advance(Duration::days(3));
    practice.fetch_token().await;
    assert_eq!(practice.refused("message/send", body("image", &image)).await, 40007);
}

#[tokio::test]
async fn the_same_request_is_carried_out_once_for_those_who_ask() {
    let practice = Practice::new().await;
    let count = || practice.corp.member("lisi").bot_messages().len();
    for _ in 0..2 {
        practice.ok("message/send", practice.text("lisi", "同")).await;
    }
    assert_eq!(count(), 2, "nobody asked for the check");
    let mut body = practice.card("lisi", "once-1");
    body["enable_duplicate_check"] = json!(1);
    body["duplicate_check_interval"] = json!(14400);
    let first = practice.ok("message/send", body.clone()).await;
    let second = practice.ok("message/send", body.clone()).await;
    assert!(first.get("response_code").is_some() && second.get("response_code").is_none());
    assert_eq!((count(), &first["msgid"]), (3, &second["msgid"]));
    practice.advance(Duration::seconds(14400));
    practice.fetch_token().await;
    assert_eq!(practice.refused("message/send", body).await, 42014, "the interval is over, the task id is not");
}

#[tokio::test]
async fn thirty_a_minute_reach_a_member_and_the_rest_is_dropped_in_silence() {
    let practice = Practice::without_door().await;
    for n in 0..32 {
        practice.ok("message/send", practice.text("lisi", &format!("{n}"))).await;
    }
    assert_eq!(practice.corp.member("lisi").last().unwrap().text, "29");
    assert_eq!((practice.corp.dropped("LiSi"), practice.corp.dropped("wangwu")), (2, 0));
    practice.advance(Duration::minutes(1));
    practice.ok("message/send", practice.text("lisi", "later")).await;
    assert_eq!(practice.corp.member("lisi").last().unwrap().text, "later");
}

#[test]
fn a_thousand_an_hour_reach_a_member() {
    let mut pace = crate::sandbox::wecom::limits::Pace::default();
    let start = Utc.with_ymd_and_hms(2026, 3, 2, 1, 0, 0).unwrap();
    let reached = (0..1200).filter(|n| pace.admits("lisi", start + Duration::milliseconds(2900 * n))).count();
    assert_eq!((reached, pace.dropped("lisi")), (1000, 200));
    assert!(pace.admits("lisi", start + Duration::hours(2)));
}
