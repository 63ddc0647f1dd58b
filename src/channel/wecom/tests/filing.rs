//! `door` and `split_page`: everything is filed, whatever it looks like.

use super::samples;
use super::vectors::{A2, B2, E, F};
use crate::channel::wecom::door::{Callback, Filed, NotAPage, Notice, door, hash, kf_door, passed_by, split_page};
use chrono::DateTime;

fn filed(xml: &str) -> Filed {
    match door(xml) {
        Callback::Update(filed) => filed,
        Callback::Notice(notice) => panic!("{notice:?}"),
    }
}

fn is_elsewhere(filed: &Filed) -> bool {
    filed.elsewhere && !filed.unreadable && filed.lane.is_none()
}

#[test]
fn no_written_cursor_moves_a_page_that_cannot_be_read() {
    let body = r#"{"errcode":0,"next_cursor":"c2","has_more":0,"msg_list":[{"text":""next_cursor":"zz""#;
    assert_eq!(passed_by(body).map(|page| page.next_cursor), Some("c2".to_owned()));
}

#[test]
fn a_message_is_filed_under_its_member() {
    assert_eq!(
        filed(&samples::text("3号楼电梯坏了")),
        Filed {
            event_id: "7319283746501".to_owned(),
            lane: Some("lisi".to_owned()),
            said_at: DateTime::from_timestamp(1_700_000_000, 0),
            elsewhere: false,
            unreadable: false,
        }
    );
    assert_eq!(filed(A2.plain).event_id, "4561255354251345929");
    assert_eq!(filed(B2.plain).lane.as_deref(), Some("foobar"));
}

#[test]
fn a_press_is_filed_under_everything_that_tells_it_apart() {
    let press = filed(E.plain);
    assert_eq!(press.lane.as_deref(), Some("lisi"));
    assert!(press.event_id.starts_with("event:") && press.event_id.len() == "event:".len() + 64);
    assert_eq!(filed(&E.plain.replace("</xml>", "\n<New>1</New></xml>")).event_id, press.event_id, "sent again");
    for (what, other) in [
        ("LiSi", "WangWu"),
        ("1700000001", "1700000002"),
        ("template_card_event", "template_card_menu_event"),
        ("accept:42", "accept:43"),
        ("wo-42@1", "wo-42@2"),
        ("RC1", "RC2"),
        ("<AgentID>1000002", "<AgentID>1000003"),
        ("</xml>", "<ChangeType>create_user</ChangeType></xml>"),
    ] {
        let xml = E.plain.replace(what, other);
        assert_ne!(xml, E.plain);
        assert_ne!(filed(&xml).event_id, press.event_id, "{what}");
    }
    // What stands where matters too.
    let (a, b) = (samples::event("click", "<EventKey>ab</EventKey>"), samples::event("click", "<TaskId>ab</TaskId>"));
    assert_ne!(filed(&a).event_id, filed(&b).event_id);
}

#[test]
fn a_message_without_an_id_is_filed_under_its_hash() {
    for id in ["", "0", "   ", &"9".repeat(200), "漏"] {
        let xml = samples::text("喂").replace("7319283746501", id);
        let filed = filed(&xml);
        assert_eq!(filed.event_id, hash(&xml), "{id}");
        assert_eq!(filed.lane.as_deref(), Some("lisi"));
    }
}

#[test]
fn the_notice_of_customer_service_is_not_filed() {
    let notice = Notice {
        open_kfid: "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q".to_owned(),
        token: Some("ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR".to_owned()),
    };
    assert_eq!(door(F.plain), Callback::Notice(notice.clone()));
    let bare = F.plain.replace("<Token>", "<NoToken>").replace("</Token>", "</NoToken>");
    assert_eq!(door(&bare), Callback::Notice(Notice { token: None, ..notice }));
    assert!(filed(&F.plain.replace("OpenKfId", "SomeId")).unreadable);
}

#[test]
fn what_nobody_said_is_elsewhere() {
    let events = [
        "enter_agent",
        "LOCATION",
        "view",
        "scancode_push",
        "scancode_waitmsg",
        "pic_sysphoto",
        "pic_photo_or_album",
        "pic_weixin",
        "location_select",
        "batch_job_result",
        "change_contact",
        "kf_account_auth_change",
        "telepathy",
    ];
    for event in events {
        assert!(is_elsewhere(&filed(&samples::event(event, "<EventKey></EventKey>"))), "{event}");
    }
    assert!(is_elsewhere(&filed(&samples::event("subscribe", "").replace("LiSi", "sys"))));
    assert!(is_elsewhere(&filed(&samples::text("喂").replace("LiSi", " "))));
    assert!(is_elsewhere(&filed("<xml><MsgType>event</MsgType></xml>")));
    // A member may have that name; WeCom itself writes no messages.
    assert_eq!(filed(&samples::text("喂").replace("LiSi", "sys")).lane.as_deref(), Some("sys"));
}

#[test]
fn what_is_no_callback_is_filed_under_its_hash() {
    for raw in
        ["", "{}", "<xml></xml>", "<xml><MsgType></MsgType></xml>", "<!DOCTYPE x><xml><MsgType>text</MsgType></xml>"]
    {
        let filed = filed(raw);
        assert!(filed.unreadable && !filed.elsewhere && filed.lane.is_none(), "{raw}");
        assert_eq!(filed.event_id, hash(raw));
    }
    let whole = samples::text("喂");
    for end in whole.char_indices().map(|(at, _)| at) {
        assert!(filed(&whole[..end]).unreadable);
    }
}

#[test]
fn odd_times_are_no_times() {
    for time in ["", "0", "-5", "soon", "99999999999999999", "1.5"] {
        let filed = filed(&samples::text("喂").replace("1700000000", time));
        assert_eq!(filed.said_at, None, "{time}");
        assert_eq!(filed.lane.as_deref(), Some("lisi"));
    }
}

#[test]
fn a_page_keeps_every_byte_of_its_items() {
    let odd = samples::words(r"\u6f0f\/水").replace(r#","origin""#, r#",  "new" : 1.0e2, "origin""#);
    let page = split_page(&samples::page(&[odd.clone(), samples::kf_event("enter_session", "")])).unwrap();
    assert_eq!((page.next_cursor.as_str(), page.has_more), ("4gw7MepFLfgF2VC5npN", true));
    assert_eq!(page.items[0].raw, odd);
    assert_eq!(
        page.items[0].filed,
        Filed {
            event_id: "4f6fNDHQM6ZV".to_owned(),
            lane: Some(format!("{}/{}", samples::OPEN_KFID, samples::CUSTOMER)),
            said_at: DateTime::from_timestamp(1_700_000_003, 0),
            elsewhere: false,
            unreadable: false,
        }
    );
    assert_eq!(page.items[1].filed.lane, page.items[0].filed.lane);
}

#[test]
fn pages_with_nothing_on_them() {
    let more = split_page(r#"{"errcode":0,"errmsg":"ok","next_cursor":"c","has_more":1,"msg_list":[]}"#).unwrap();
    assert!(more.has_more && more.items.is_empty());
    let last = split_page(r#"{"errcode":0,"errmsg":"ok","next_cursor":"c","has_more":0}"#).unwrap();
    assert!(!last.has_more && last.next_cursor == "c" && last.items.is_empty());
    let listed = split_page(r#"{"msg_list":[]}"#).unwrap();
    assert!(!listed.has_more && listed.next_cursor.is_empty());
}

#[test]
fn one_odd_item_does_not_hold_up_the_page() {
    let items = ["7", "null", "{}", "[]", r#"{"msgid":"a"}"#, r#""x""#].map(str::to_owned);
    let page = split_page(&samples::page(&[&items[..], &[samples::words("喂")]].concat())).unwrap();
    assert_eq!(page.items.len(), 7);
    for item in &page.items[..6] {
        assert!(item.filed.unreadable, "{}", item.raw);
        assert_eq!(item.filed.event_id, hash(&item.raw));
    }
    assert!(!page.items[6].filed.unreadable);
}

#[test]
fn what_is_no_page_is_said_so() {
    let failed = r#"{"errcode":95007,"errmsg":"invalid msgtoken","next_cursor":"","msg_list":[]}"#;
    for body in [
        "",
        "{}",
        "[]",
        "<html>",
        failed,
        r#"{"errcode":0,"errmsg":"ok"}"#,
        r#"{"msg_list":{}}"#,
        r#"{"msg_list":[{]}"#,
    ] {
        assert_eq!(split_page(body), Err(NotAPage), "{body}");
    }
}

#[test]
fn what_no_customer_did_is_elsewhere() {
    for event in [
        "user_recall_msg",
        "servicer_recall_msg",
        "servicer_status_change",
        "session_status_change",
        "reject_customer_msg_switch_change",
        "telepathy",
    ] {
        assert!(is_elsewhere(&kf_door(&samples::kf_event(event, ""))), "{event}");
    }
    assert!(is_elsewhere(&kf_door(&samples::words("您好").replace(r#""origin":3"#, r#""origin":5"#))));
    assert!(is_elsewhere(&kf_door(&samples::words("您好").replace("external_userid", "somebody"))));
    assert!(is_elsewhere(&kf_door(&samples::kf_event("enter_session", "").replace("open_kfid", "account"))));
    let silent_about_origin = samples::words("喂").replace(r#""origin":3,"#, "");
    assert!(kf_door(&silent_about_origin).lane.is_some());
}

#[test]
fn an_item_without_an_id_is_filed_under_its_hash() {
    for id in [r#""""#, "7", "null", r#""漏""#] {
        let raw = samples::words("喂").replace(r#""4f6fNDHQM6ZV""#, id);
        assert_eq!(kf_door(&raw).event_id, hash(&raw), "{id}");
    }
}
