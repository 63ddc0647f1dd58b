//! `parse` and `without_code` on what nobody promised would not come.

use super::filing::any_update;
use super::samples;
use crate::channel::telegram::door::door;
use crate::channel::telegram::receive::{ParseFault, parse, without_code};
use crate::talk::inbound::{Press, Said};
use proptest::prelude::*;

fn said(raw: &str) -> Said {
    parse(raw).unwrap().said
}

#[test]
fn nul_is_taken_out_everywhere() {
    let raw = samples::message(r#""text":"水\u0000管""#).replace("秀英", "秀\\u0000英");
    assert_eq!(said(&raw), Said::Text("水管".to_owned()));
    assert_eq!(parse(&raw).unwrap().name.as_deref(), Some("李 秀英"));
    let press = samples::press("").replace("accept", "\\u0000accept");
    let expected = Press { data: "c:12:3:1:accept".to_owned(), query: "21566649125".to_owned(), code: None };
    assert_eq!(said(&press), Said::Tap(expected));
    assert_eq!(said(&samples::message(r#""text":"\u0000""#)), Said::Unsupported("empty".to_owned()));
}

#[test]
fn all_scripts_pass_unchanged() {
    for text in ["👨‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇨🇳", "السلام عليكم \u{202e}abc", "é\u{301}\u{200b}", "\u{10ffff}", "第一行\n第二行\r\n"]
    {
        assert_eq!(said(&samples::text(text)), Said::Text(text.to_owned()));
    }
    let escaped = samples::message(r#""text":"\ud83d\ude00\/\u6f0f""#);
    assert_eq!(said(&escaped), Said::Text("😀/漏".to_owned()));
}

#[test]
fn half_a_surrogate_pair_costs_one_character() {
    let Said::Text(text) = said(&samples::message(r#""text":"漏水\ud83d了""#)) else { panic!() };
    assert!(text.starts_with("漏水") && text.ends_with('了'));
}

#[test]
fn five_megabytes_of_words() {
    let long = "漏水。".repeat(600_000);
    assert_eq!(said(&samples::text(&long)), Said::Text(long));
}

#[test]
fn depth_costs_only_the_deep_field() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    assert_eq!(said(&samples::message(&format!(r#""text":"漏水","mystery":{deep}"#))), Said::Text("漏水".to_owned()));
    assert_eq!(said(&samples::message(&format!(r#""photo":{deep}"#))), Said::Unsupported("photo".to_owned()));
}

#[test]
fn odd_fields_cost_only_themselves() {
    let raw = samples::text("漏水")
        .replace(r#""language_code":"zh-hans""#, r#""language_code":7"#)
        .replace(r#""date":1762138800"#, r#""date":99999999999999999"#)
        .replace(r#""first_name":"李","last_name":"秀英""#, r#""first_name":null,"last_name":[]"#)
        .replace(r#""message_id":1365"#, r#""message_id":{}"#);
    let heard = parse(&raw).unwrap();
    assert_eq!(heard.said, Said::Text("漏水".to_owned()));
    assert_eq!((heard.lang, heard.said_at, heard.name, heard.message), (None, None, None, None));
}

#[test]
fn a_field_added_to_the_update_hides_nothing() {
    let raw = samples::text("漏水").replacen('{', r#"{"a_new_thing":{"chat":{"id":1}},"#, 1);
    assert_eq!(said(&raw), Said::Text("漏水".to_owned()));
}

#[test]
fn what_is_no_update_is_a_fault() {
    for raw in ["", "{}", "null", "<html>", r#"{"update_id":1}"#, r#"{"update_id":1,"message":"x"}"#] {
        assert_eq!(parse(raw), Err(ParseFault::NotAnUpdate), "{raw}");
    }
    let unanswerable = samples::press("").replace(r#""id":"21566649125","#, "");
    assert_eq!(parse(&unanswerable), Err(ParseFault::PressWithoutId));
}

#[test]
fn a_used_code_is_cut_out() {
    let code = "Zx81kQ_-77abcdef";
    let raw = samples::message(&format!(
        r#""text":"/start {code}","entities":[{{"offset":0,"length":6,"type":"bot_command"}}],"reply_to_message":{{"message_id":1,"text":"/start {code}"}}"#
    ));
    let cut = without_code(&raw, code);
    assert!(!cut.contains(code));
    assert_eq!(cut.len(), raw.len() - 2 * code.len() + 2 * "…".len());
    assert_eq!(said(&cut), Said::Start { code: None });
    assert_eq!(door(&cut), door(&raw));
}

#[test]
fn a_code_in_escapes_is_cut_out_too() {
    let raw = samples::message(r#""text":"\/start \u005ax81kQ_-77abcdef""#);
    let cut = without_code(&raw, "Zx81kQ_-77abcdef");
    assert!(!cut.contains("81kQ_-77abcdef"), "{cut}");
    assert_eq!(said(&cut), Said::Start { code: None });
}

#[test]
fn a_short_code_does_not_eat_ids() {
    let raw = samples::text("/start 1");
    let cut = without_code(&raw, "1");
    assert_eq!(said(&cut), Said::Start { code: None });
    assert_eq!(door(&cut), door(&raw));
    assert_eq!(without_code(&raw, ""), raw);
    assert_eq!(without_code("no json", "secret-code"), "no json");
}

proptest! {
    /// The two readers never disagree about whether and whose it is.
    #[test]
    fn both_readers_agree(raw in any_update()) {
        let filed = door(&raw);
        match parse(&raw) {
            Ok(heard) => {
                prop_assert!(!filed.unreadable);
                prop_assert!(!filed.elsewhere || heard.said == Said::Elsewhere);
                prop_assert!(filed.lane.is_none() || filed.lane == Some(heard.from.user));
                prop_assert_eq!(filed.said_at, heard.said_at);
            }
            Err(ParseFault::NotAnUpdate) => prop_assert!(filed.unreadable),
            Err(ParseFault::PressWithoutId) => prop_assert!(!filed.unreadable),
        }
    }

    #[test]
    fn words_come_through(text in "\\PC{1,300}") {
        prop_assume!(!text.trim().is_empty() && !text.trim_start().starts_with('/'));
        prop_assert_eq!(said(&samples::text(&text)), Said::Text(text));
    }

    #[test]
    fn no_code_survives(code in "[A-Za-z0-9_-]{8,64}") {
        let raw = samples::text(&format!("/start {code}"));
        prop_assume!(!raw.replacen(&code, "", 1).contains(&code));
        prop_assert!(!without_code(&raw, &code).contains(&code));
    }
}
