//! Both readers, of callbacks and of items, on what nobody promised would not
//! come; and the cuts that both messengers' texts are made with.

use super::samples;
use super::vectors::{E, F};
use crate::channel::text::{cut_bytes, shorten_bytes, split_bytes};
use crate::channel::wecom::door::{Callback, door, kf_door, split_page};
use crate::channel::wecom::receive::{parse_app, parse_kf, without_code};
use crate::talk::inbound::Said;
use proptest::prelude::*;

#[test]
fn five_megabytes_of_words() {
    let long = "漏水。".repeat(600_000);
    let Ok(heard) = parse_app(&samples::text(&long)) else { panic!() };
    assert_eq!(heard.said, Said::Text(long.clone()));
    let Ok(heard) = parse_kf(&samples::words(&long)) else { panic!() };
    assert_eq!(heard.said, Said::Text(long));
}

#[test]
fn depth_costs_only_the_deep_field() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let xml = samples::message("text", &format!("<Deep>{deep}</Deep><Content>漏</Content>"));
    assert!(matches!(parse_app(&xml), Ok(heard) if heard.said == Said::Text("漏".to_owned())));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let json = samples::words("漏").replacen('{', &format!(r#"{{"deep":{deep},"#), 1);
    assert!(matches!(parse_kf(&json), Ok(heard) if heard.said == Said::Text("漏".to_owned())));
    assert_eq!(split_page(&samples::page(&[json, deep])).unwrap().items.len(), 2);
}

#[test]
fn half_a_surrogate_pair_costs_one_character() {
    let Ok(heard) = parse_kf(&samples::words(r"漏水\ud83d了")) else { panic!() };
    assert!(matches!(heard.said, Said::Text(text) if text.starts_with("漏水") && text.ends_with('了')));
}

#[test]
fn cuts_in_bytes_fall_between_characters() {
    assert_eq!(split_bytes("漏水了", 4), ["漏", "水", "了"]);
    assert_eq!(split_bytes("漏水了", 1), ["漏", "水", "了"], "no limit is below one character");
    assert_eq!(split_bytes("aaaa\nbbbb cc", 9), ["aaaa\n", "bbbb cc"]);
    assert_eq!(split_bytes("一二三四五。六七八九", 24), ["一二三四五。", "六七八九"]);
    assert_eq!(split_bytes("abcdef👨‍👩‍👧x", 25), ["abcdef👨‍👩‍👧x"]);
    assert_eq!(split_bytes("abcdefabcdef👨‍👩‍👧x", 24), ["abcdefabcdef", "👨‍👩‍👧x"]);
    assert_eq!(split_bytes("", 8), Vec::<&str>::new());
    assert_eq!(cut_bytes("一行\n二行\n三行", 16), "一行\n…");
    assert_eq!(shorten_bytes(" 一行\n二行 ", 13), "一行 二行");
    assert_eq!(shorten_bytes("一行\n二行", 12), "一行…");
}

/// A sample with a piece of it replaced, or nothing like one.
fn mutated(samples: Vec<String>) -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just(String::new()),
        Just("<".to_owned()),
        Just("]]>".to_owned()),
        Just("<![CDATA[".to_owned()),
        Just("&x;".to_owned()),
        Just("null".to_owned()),
        Just("{}".to_owned()),
        Just("-1".to_owned()),
        Just("\"".to_owned()),
        Just("99999999999999999999".to_owned()),
        Just("\\ud800".to_owned()),
        Just("\0".to_owned()),
        ".{0,12}",
    ];
    let sample = proptest::sample::select(samples);
    let mutated = (sample, any::<proptest::sample::Index>(), 0_usize..40, piece).prop_map(|(raw, at, len, piece)| {
        let chars: Vec<char> = raw.chars().collect();
        let at = at.index(chars.len());
        let end = (at + len).min(chars.len());
        let piece: Vec<char> = piece.chars().collect();
        chars[..at].iter().chain(&piece).chain(&chars[end..]).collect::<String>()
    });
    prop_oneof![6 => mutated, 1 => ".{0,200}"]
}

fn any_callback() -> impl Strategy<Value = String> {
    mutated(vec![
        samples::text("水管漏了"),
        samples::message("image", "<PicUrl>p</PicUrl><MediaId><![CDATA[M]]></MediaId>"),
        samples::message("location", "<Location_X>23.1</Location_X><Location_Y>113.3</Location_Y>"),
        samples::event("subscribe", ""),
        samples::event("click", "<EventKey>cases</EventKey>"),
        samples::press("template_card_event", "c:1:2:3:accept"),
        E.plain.to_owned(),
        F.plain.to_owned(),
    ])
}

fn any_item() -> impl Strategy<Value = String> {
    mutated(vec![
        samples::words("水管漏了"),
        samples::item("image", r#"{"media_id":"M"}"#),
        samples::item("text", r#"{"content":"同意","menu_id":"c:1:2:3:agree"}"#),
        samples::kf_event("enter_session", r#","scene_param":"Qx7","welcome_code":"W""#),
        samples::kf_event("msg_send_fail", r#","fail_msgid":"k","fail_type":6"#),
        samples::kf_event("session_status_change", r#","change_type":1"#),
    ])
}

proptest! {
    /// The two readers never disagree about whether and whose it is.
    #[test]
    fn both_readers_of_callbacks_agree(raw in any_callback()) {
        let Callback::Update(filed) = door(&raw) else { return Ok(()) };
        prop_assert!(filed.lane.is_some() || filed.elsewhere || filed.unreadable);
        prop_assert!(!filed.event_id.is_empty() && filed.event_id.len() <= 128);
        match parse_app(&raw) {
            Ok(heard) => {
                prop_assert_eq!(filed.elsewhere, heard.said == Said::Elsewhere && filed.lane.is_none());
                prop_assert!(filed.lane.is_none() || filed.lane == Some(heard.from.user));
                prop_assert_eq!(filed.said_at, heard.said_at);
            }
            Err(_) => prop_assert!(filed.unreadable),
        }
    }

    #[test]
    fn both_readers_of_items_agree(raw in any_item()) {
        let filed = kf_door(&raw);
        prop_assert!(filed.lane.is_some() || filed.elsewhere || filed.unreadable);
        prop_assert!(!filed.event_id.is_empty() && filed.event_id.len() <= 128);
        match parse_kf(&raw) {
            Ok(heard) => {
                prop_assert!(!filed.unreadable && (!filed.elsewhere || heard.said == Said::Elsewhere));
                prop_assert!(filed.lane.is_none() || filed.lane == Some(heard.from.user));
                prop_assert_eq!(filed.said_at, heard.said_at);
            }
            Err(_) => prop_assert!(filed.unreadable),
        }
    }

    #[test]
    fn no_page_does_harm(items in proptest::collection::vec(any_item(), 0..4), cut in 0_usize..40) {
        let page = samples::page(&items);
        let _ = split_page(&page);
        let end = page.floor_char_boundary(page.len().saturating_sub(cut));
        prop_assert!(cut == 0 || split_page(&page[..end]).is_err());
    }

    #[test]
    fn words_come_through(text in "\\PC{1,300}") {
        prop_assume!(!text.trim().is_empty() && !text.trim_start().starts_with(['/', '／']) && !text.contains("]]>"));
        let Ok(heard) = parse_app(&samples::text(&text)) else { panic!() };
        prop_assert_eq!(heard.said, Said::Text(text));
    }

    #[test]
    fn no_code_survives(code in "[A-Za-z0-9_-]{8,64}") {
        for raw in [samples::text(&format!("/start {code}")), samples::words(&format!("/start {code}"))] {
            prop_assume!(!raw.replacen(&code, "", 1).contains(&code));
            prop_assert!(!without_code(&raw, &code).contains(&code));
        }
    }

    #[test]
    fn split_bytes_loses_nothing(text in "\\PC{0,200}", limit in 4_usize..60) {
        let parts = split_bytes(&text, limit);
        prop_assert_eq!(parts.concat(), text.as_str());
        prop_assert!(parts.iter().all(|part| (1..=limit).contains(&part.len())));
    }

    #[test]
    fn cut_bytes_keeps_its_limit(text in "\\PC{0,200}", limit in 8_usize..250) {
        prop_assert!(cut_bytes(&text, limit).len() <= limit);
        prop_assert!(shorten_bytes(&text, limit).len() <= limit);
        prop_assert!(text.len() > limit || cut_bytes(&text, limit) == text);
    }
}
