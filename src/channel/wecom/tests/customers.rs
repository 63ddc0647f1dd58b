//! `parse_kf`: items of customer service in the words of `talk`.

use super::samples;
use crate::channel::wecom::door::kf_door;
use crate::channel::wecom::receive::{ParseFault, parse_kf, without_code};
use crate::talk::inbound::{Address, Channel, FileKind, Inbound, Press, Said};
use chrono::DateTime;

fn heard(json: &str) -> Inbound {
    parse_kf(json).unwrap()
}

fn said(json: &str) -> Said {
    heard(json).said
}

fn customer() -> Address {
    Address { channel: Channel::WecomKf, user: format!("{}/{}", samples::OPEN_KFID, samples::CUSTOMER) }
}

#[test]
fn a_sentence() {
    let heard = heard(&samples::words(r"厨房\u6f0f水\u0000"));
    assert_eq!(heard.from, customer());
    assert_eq!(heard.said_at, DateTime::from_timestamp(1_700_000_003, 0));
    assert_eq!(heard.message.as_deref(), Some("4f6fNDHQM6ZV"));
    assert_eq!((heard.reply_to, heard.lang, heard.name, heard.welcome), (None, None, None, None));
    assert_eq!(heard.said, Said::Text("厨房漏水".to_owned()));
}

#[test]
fn commands() {
    let command = Said::Command { name: "cases".to_owned(), args: String::new() };
    assert_eq!(said(&samples::words("／cases")), command);
    assert_eq!(said(&samples::words("/start Qx7")), Said::Start { code: Some("Qx7".to_owned()) });
    assert_eq!(said(&samples::words(" ")), Said::Unsupported("empty".to_owned()));
}

#[test]
fn an_item_of_a_menu() {
    let pressed = samples::item("text", r#"{"content":"同意","menu_id":"c:12:3:1:agree"}"#);
    let press = Press { data: "c:12:3:1:agree".to_owned(), query: String::new(), code: None };
    assert_eq!(said(&pressed), Said::Tap(press));
    let typed = samples::item("text", r#"{"content":"同意","menu_id":""}"#);
    assert_eq!(said(&typed), Said::Text("同意".to_owned()));
}

#[test]
fn files() {
    let kinds = [
        ("image", FileKind::Photo),
        ("voice", FileKind::Voice),
        ("video", FileKind::Video),
        ("file", FileKind::Document),
    ];
    for (kind, expected) in kinds {
        let Said::Media(media) =
            said(&samples::item(kind, r#"{"media_id":"2iSLeVyqzk4eX0IB5kTi9Ljfa2rt9dwfq5WKRQ4Nvvgw"}"#))
        else {
            panic!("{kind}")
        };
        assert_eq!(media.file.kind, expected);
        assert_eq!(media.file.provider_id, "2iSLeVyqzk4eX0IB5kTi9Ljfa2rt9dwfq5WKRQ4Nvvgw");
        for empty in ["{}", r#"{"media_id":""}"#, "null", "[]", "7"] {
            assert_eq!(said(&samples::item(kind, empty)), Said::Unsupported(kind.to_owned()));
        }
    }
}

#[test]
fn places() {
    let place = |body: &str| said(&samples::item("location", body));
    let label = Some("售楼处 幸福路1号".to_owned());
    assert_eq!(
        place(r#"{"latitude":31.2,"longitude":121.4,"name":"售楼处","address":"幸福路1号"}"#),
        Said::Location { latitude: 31.2, longitude: 121.4, label }
    );
    assert_eq!(
        place(r#"{"latitude":31,"longitude":121.4,"name":""}"#),
        Said::Location { latitude: 31.0, longitude: 121.4, label: None }
    );
    assert_eq!(place(r#"{"latitude":31.2}"#), Said::Unsupported("location".to_owned()));
}

#[test]
fn entering_is_a_beginning() {
    let entered = heard(&samples::kf_event(
        "enter_session",
        r#","scene":"123","scene_param":"Qx7_-abc","welcome_code":"aaaaaa","wechat_channels":{"nickname":"进击的巨人","scene":1}"#,
    ));
    assert_eq!(entered.said, Said::Start { code: Some("Qx7_-abc".to_owned()) });
    assert_eq!(entered.from, customer());
    assert_eq!(entered.welcome.as_deref(), Some("aaaaaa"));
    assert_eq!(entered.message, None);
    for more in ["", r#","scene":"1","scene_param":"""#, r#","scene_param":"3号楼","welcome_code":"""#] {
        let entered = heard(&samples::kf_event("enter_session", more));
        assert_eq!((entered.said, entered.welcome), (Said::Start { code: None }, None), "{more}");
    }
}

#[test]
fn what_did_not_arrive() {
    for fail_type in -1..20 {
        let failed = samples::kf_event("msg_send_fail", &format!(r#","fail_msgid":"k7-1","fail_type":{fail_type}"#));
        let heard = heard(&failed);
        let Said::NotDelivered { message, closed, unwanted, why } = heard.said else { panic!() };
        assert_eq!((heard.from, message.as_str()), (customer(), "k7-1"));
        assert_eq!((closed, unwanted), ((4..=6).contains(&fail_type), fail_type == 10));
        assert_eq!(why == "unknown", !(1..=13).contains(&fail_type) || fail_type == 3, "{fail_type}");
        assert!(kf_door(&failed).lane.is_some());
    }
}

#[test]
fn what_no_customer_did() {
    for (event, more) in [
        ("user_recall_msg", r#","recall_msgid":"m1""#),
        ("servicer_recall_msg", r#","recall_msgid":"m1","servicer_userid":"lisi""#),
        ("servicer_status_change", r#","servicer_userid":"lisi","status":1,"stop_type":0"#),
        ("session_status_change", r#","change_type":1,"new_servicer_userid":"lisi","msg_code":"MSG""#),
        ("reject_customer_msg_switch_change", r#","servicer_userid":"lisi","reject_switch":1"#),
        ("unheard_of", ""),
    ] {
        assert_eq!(said(&samples::kf_event(event, more)), Said::Elsewhere, "{event}");
    }
    let by_a_servicer = samples::words("您好").replace(r#""origin":3"#, r#""origin":5,"servicer_userid":"lisi""#);
    assert_eq!(said(&by_a_servicer), Said::Elsewhere);
    let by_nobody = samples::kf_event("enter_session", r#","welcome_code":"a""#).replace("external_userid", "x");
    assert_eq!((said(&by_nobody), heard(&by_nobody).welcome), (Said::Elsewhere, None));
}

#[test]
fn what_the_bot_has_no_ears_for() {
    for kind in [
        "link",
        "business_card",
        "miniprogram",
        "msgmenu",
        "channels_shop_product",
        "channels_shop_order",
        "merged_msg",
        "channels",
        "meeting",
        "schedule",
        "note",
        "hologram",
    ] {
        assert_eq!(said(&samples::item(kind, r#"{"title":"t"}"#)), Said::Unsupported(kind.to_owned()));
    }
}

#[test]
fn what_is_no_item_is_a_fault() {
    for raw in ["", "{}", "null", "7", "[]", "<xml></xml>", r#"{"msgid":"a"}"#, r#"{"msgtype":7}"#] {
        assert_eq!(parse_kf(raw), Err(ParseFault::NotAnItem), "{raw}");
        assert!(kf_door(raw).unreadable);
    }
}

#[test]
fn a_used_code_is_cut_out() {
    let code = "Zx81kQ_-77abcdef";
    let entered = samples::kf_event("enter_session", &format!(r#","scene":"a","scene_param":"{code}""#));
    let cut = without_code(&entered, code);
    assert_eq!(cut, entered.replace(code, "…"));
    assert_eq!(said(&cut), Said::Start { code: None });
    let escaped = samples::words(r"/start \u005ax81kQ_-77abcdef");
    assert!(!without_code(&escaped, code).contains("81kQ"));
    let short = samples::words("/start 1");
    assert_eq!(without_code(&short, "1"), samples::words("/start …"));
    assert_eq!(without_code("neither", "secret-code"), "neither");
}
