//! `sync_msg`: cursors, pages, tokens; and the small calls about customers.

use super::*;

fn contents(page: &Value) -> Vec<&str> {
    page["msg_list"].as_array().unwrap().iter().filter_map(|item| item["text"]["content"].as_str()).collect()
}

#[tokio::test]
async fn a_notice_carries_only_a_token_and_the_pull_the_message() {
    let practice = Practice::new().await;
    practice.corp.customer(OWNER).says("电梯坏了").unwrap();
    let heard = practice.last_heard().await;
    assert_eq!((field(&heard, "Event"), field(&heard, "OpenKfId")), ("kf_msg_or_event".into(), KF.into()));
    assert!(!heard.contains("FromUserName") && !heard.contains("电梯"));
    let page = practice.sync(json!({"token": field(&heard, "Token")})).await;
    let item = &page["msg_list"][0];
    assert_eq!((&item["origin"], &item["external_userid"]), (&json!(3), &json!(OWNER)));
    assert_eq!((contents(&page), &page["has_more"]), (vec!["电梯坏了"], &json!(0)));
    practice.advance(Duration::minutes(10));
    let old = json!({"open_kfid": KF, "token": field(&heard, "Token")});
    assert_eq!(practice.refused("kf/sync_msg", old).await, 95007);
}

#[tokio::test]
async fn pages_follow_each_other_and_may_be_empty() {
    let practice = Practice::new().await;
    practice.corp.page_size(2);
    for text in ["一", "二", "三"] {
        practice.corp.customer(OWNER).says(text).unwrap();
    }
    practice.corp.empty_pages(1);
    let empty = practice.sync(json!({})).await;
    assert_eq!((contents(&empty).len(), &empty["has_more"]), (0, &json!(1)));
    let first = practice.sync(json!({"cursor": empty["next_cursor"]})).await;
    assert_eq!((contents(&first), &first["has_more"]), (vec!["一", "二"], &json!(1)));
    let second = practice.sync(json!({"cursor": first["next_cursor"], "limit": 1})).await;
    assert_eq!((contents(&second), &second["has_more"]), (vec!["三"], &json!(0)));
    let end = practice.sync(json!({"cursor": second["next_cursor"]})).await;
    assert_eq!((contents(&end).len(), &end["has_more"]), (0, &json!(0)));
    practice.corp.customer(OWNER).says("四").unwrap();
    assert_eq!(contents(&practice.sync(json!({"cursor": end["next_cursor"]})).await), ["四"]);
}

#[tokio::test]
async fn bad_pulls_are_refused() {
    let practice = Practice::new().await;
    for (body, code) in [
        (json!({}), 95000),
        (json!({"open_kfid": "wk0"}), 95004),
        (json!({"open_kfid": KF, "token": "made up"}), 95007),
        (json!({"open_kfid": KF, "cursor": "made up"}), 40058),
        (json!({"open_kfid": KF, "cursor": "c".repeat(65)}), 40058),
        (json!({"open_kfid": KF, "limit": 1001}), 40058),
    ] {
        assert_eq!(practice.refused("kf/sync_msg", body.clone()).await, code, "{body}");
    }
    let bare = json!({"open_kfid": KF});
    practice.corp.guess(|guesses| guesses.pulls_without_token = 3);
    practice.advance(Duration::minutes(1));
    for _ in 0..3 {
        practice.ok("kf/sync_msg", bare.clone()).await;
    }
    assert_eq!(practice.refused("kf/sync_msg", bare.clone()).await, 45009);
    practice.advance(Duration::minutes(1));
    practice.ok("kf/sync_msg", bare).await;
}

#[tokio::test]
async fn only_three_days_are_kept() {
    let practice = Practice::new().await;
    practice.corp.customer(OWNER).says("旧").unwrap();
    practice.advance(Duration::days(3));
    practice.fetch_token().await;
    practice.corp.customer(OWNER).says("新").unwrap();
    assert_eq!(contents(&practice.sync(json!({})).await), ["新"]);
}

#[tokio::test]
async fn everything_a_customer_does_is_in_the_log() {
    let practice = Practice::new().await;
    let owner = practice.corp.customer(OWNER);
    owner.enters("building3", "code-7").unwrap();
    let said = owner.says("错了").unwrap();
    owner.recalls(said).unwrap();
    owner.sends_photo(picture()).unwrap();
    owner.sends_voice(b"#!AMR\nabc".to_vec()).unwrap();
    owner.sends_file(b"some file".to_vec(), "a.pdf").unwrap();
    owner.sends_location(31.2, 121.4, "3号楼").unwrap();
    practice.corp.move_session(KF, OWNER, 3, Some("LiSi"));
    let page = practice.sync(json!({})).await;
    let items = page["msg_list"].as_array().unwrap();
    let kinds: Vec<&str> = items.iter().map(|item| item["msgtype"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["event", "text", "event", "image", "voice", "file", "location", "event"]);
    let event = &items[0]["event"];
    assert_eq!((&event["event_type"], &event["scene_param"]), (&json!("enter_session"), &json!("code-7")));
    assert!(items[0].get("open_kfid").is_none() && items[0].get("external_userid").is_none());
    assert_eq!((&event["open_kfid"], &event["external_userid"]), (&json!(KF), &json!(OWNER)));
    assert_eq!(items[2]["event"]["recall_msgid"], items[1]["msgid"]);
    assert_eq!(items[7]["event"]["new_servicer_userid"], "LiSi");
    let media_id = items[3]["image"]["media_id"].as_str().unwrap();
    assert_eq!(practice.corp.medium(media_id).unwrap().1, picture());
    assert!(owner.messages()[0].deleted);
}

#[tokio::test]
async fn accounts_and_customers_are_told() {
    let practice = Practice::without_door().await;
    let accounts = practice.ok("kf/account/list", json!({"offset": 0, "limit": 100})).await;
    assert_eq!(accounts["account_list"][0]["open_kfid"], KF);
    assert_eq!(practice.refused("kf/account/list", json!({"limit": 101})).await, 40058);
    practice.corp.customer(OWNER).enters("s", "p").unwrap();
    let both = json!({"external_userid_list": [OWNER, "wm0"], "need_enter_session_context": 1});
    let answer = practice.ok("kf/customer/batchget", both).await;
    assert_eq!(answer["customer_list"][0]["nickname"], "张先生");
    assert_eq!(answer["customer_list"][0]["enter_session_context"]["scene_param"], "p");
    assert_eq!(answer["invalid_external_userid"], json!(["wm0"]));
    assert_eq!(practice.refused("kf/customer/batchget", json!({"external_userid_list": []})).await, 40058);
}

#[tokio::test]
async fn a_link_leads_to_its_account_unless_tampered_with() {
    let practice = Practice::new().await;
    let make = |scene: &str| json!({"open_kfid": KF, "scene": scene});
    let link = practice.ok("kf/add_contact_way", make("invite")).await["url"].as_str().unwrap().to_owned();
    assert_eq!(practice.refused("kf/add_contact_way", make("three words here")).await, 40058);
    assert_eq!(practice.refused("kf/add_contact_way", make(&"s".repeat(33))).await, 40058);
    assert_eq!(practice.refused("kf/add_contact_way", json!({"open_kfid": "wk0"})).await, 95004);
    let owner = practice.corp.customer(OWNER);
    owner.follows(&format!("{link}&scene_param=3-1%E5%8F%B7")).unwrap();
    let page = practice.sync(json!({})).await;
    let event = &page["msg_list"][0]["event"];
    assert_eq!((&event["scene"], &event["scene_param"]), (&json!("invite"), &json!("3-1号")));
    for bad in [format!("{link}x"), format!("{link}&other=1"), format!("{link}&scene_param={}", "p".repeat(129))] {
        assert!(owner.follows(&bad).is_err());
    }
}
