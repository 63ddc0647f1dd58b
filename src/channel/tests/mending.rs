//! Texts that were not escaped, in a page of others.

use super::*;
use serde_json::Value;

fn contents(body: &str) -> Vec<String> {
    let page: Value = serde_json::from_str(&mended(body.to_owned())).unwrap_or_else(|why| panic!("{body}: {why}"));
    let items = page["list"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["text"].as_str().unwrap_or("?").to_owned()).collect()
}

#[test]
fn one_text_costs_no_page() {
    for (written, read) in [
        ("a\u{14}b", "a\u{14}b"),
        ("a\nb", "a\nb"),
        ("a\tb\r\n", "a\tb\r\n"),
        ("他说\"急\"，快来", "他说\"急\"，快来"),
        ("\"", "\""),
        ("他说\"急\":快来", "他说\"急\":快来"),
        ("\"好\", \"行\"", "\"好\", \"行\""),
        ("{\"a\"} 和 [\"b\"]", "{\"a\"} 和 [\"b\"]"),
        (r"C:\windows", r"C:\windows"),
        ("完整的 \\\" 和 \\u4f60", "完整的 \" 和 你"),
    ] {
        let body = format!(
            r#"{{"next": "c2", "list": [{{"id": "1", "text": "{written}", "n": 1}}, {{"id": "2", "text": "漏水"}}]}}"#
        );
        assert_eq!(contents(&body), [read, "漏水"], "{written}");
    }
}

#[test]
fn what_is_sound_stays_as_it_came() {
    let sound = r#"{ "list" : [ { "text" : "a\"b\n" } ] }"#;
    assert_eq!(mended(sound.to_owned()), sound);
    for hopeless in ["", "<html>", r#"{"list": ["#, "\"", "{\"a\": }"] {
        assert_eq!(mended(hopeless.to_owned()), hopeless);
    }
}
