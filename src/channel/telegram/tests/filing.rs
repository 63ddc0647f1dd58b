//! `door` and `split_batch`: everything is filed, whatever it looks like.

use super::samples;
use crate::channel::telegram::door::{Filed, NotABatch, door, hash, last_id, split_batch};
use chrono::DateTime;
use proptest::prelude::*;

#[test]
fn no_written_id_moves_the_offset_of_a_list_that_cannot_be_read() {
    let body = r#"{"ok":true,"result":[{"update_id":41,"message":{"text":""update_id":2000000000"}},{"update_id":43,"#;
    assert_eq!(last_id(body), Some(43));
    assert_eq!(last_id("<html>502</html>"), None);
}

#[test]
fn a_message_is_filed_in_its_private_chat() {
    let filed = door(&samples::text("厨房水管漏水"));
    assert_eq!(
        filed,
        Filed {
            event_id: "730912001".to_owned(),
            lane: Some("5021377".to_owned()),
            said_at: DateTime::from_timestamp(1_762_138_800, 0),
            elsewhere: false,
            unreadable: false,
        }
    );
}

#[test]
fn an_edit_is_said_when_it_was_edited() {
    let filed = door(&samples::edited(r#""text":"客厅水管漏水""#));
    assert_eq!(filed.said_at, DateTime::from_timestamp(1_762_138_900, 0));
    assert_eq!(filed.lane.as_deref(), Some("5021377"));
}

#[test]
fn a_press_is_filed_under_who_pressed_and_has_no_time() {
    for message in [
        r#""message":{"message_id":77,"from":{"id":7001,"is_bot":true,"first_name":"anju"},"chat":{"id":5021377,"type":"private"},"date":1762138000,"text":"派工单"},"#,
        r#""message":{"chat":{"id":5021377,"type":"private"},"message_id":77,"date":0},"#,
        "",
    ] {
        let filed = door(&samples::press(message));
        assert_eq!(filed.lane.as_deref(), Some("5021377"), "{message}");
        assert_eq!(filed.said_at, None);
        assert!(!filed.elsewhere && !filed.unreadable);
    }
}

#[test]
fn blocking_is_filed_in_the_private_chat() {
    assert_eq!(door(&samples::membership("kicked")).lane.as_deref(), Some("5021377"));
}

#[test]
fn groups_and_channels_are_elsewhere() {
    let pressed_in_group =
        samples::press(r#""message":{"message_id":7,"chat":{"id":-1001987654321,"type":"supergroup"},"date":0},"#);
    let inline = samples::press(r#""inline_message_id":"AAAA","#);
    let others =
        [samples::GROUP, samples::ANONYMOUS, samples::MIGRATED, samples::CHANNEL_POST, &pressed_in_group, &inline];
    for raw in others {
        let filed = door(raw);
        assert!(filed.elsewhere && !filed.unreadable, "{raw}");
        assert_eq!(filed.lane, None);
    }
}

#[test]
fn a_chat_without_a_type_is_told_by_its_sign() {
    let private = r#"{"update_id":1,"message":{"message_id":1,"chat":{"id":5},"text":"喂"}}"#;
    assert_eq!(door(private).lane.as_deref(), Some("5"));
    assert!(door(&private.replace("\"id\":5", "\"id\":-5")).elsewhere);
}

#[test]
fn a_message_without_from_still_has_its_chat() {
    let raw =
        r#"{"update_id":3,"message":{"message_id":1,"chat":{"id":5,"type":"private"},"date":1762138800,"text":"喂"}}"#;
    assert_eq!(door(raw).lane.as_deref(), Some("5"));
}

#[test]
fn what_is_no_update_is_filed_under_its_hash() {
    for raw in ["", "null", "[]", "42", "\"喂\"", "{", "{}", "{\"update_id\":", "<html>502</html>", "\0", "{\"a\":1,}"]
    {
        let filed = door(raw);
        assert!(filed.unreadable && !filed.elsewhere, "{raw:?}");
        assert_eq!(filed.event_id, hash(raw));
        assert_eq!(filed.event_id.len(), 64);
    }
}

#[test]
fn an_id_is_kept_even_if_nothing_else_can_be_read() {
    let filed = door(r#"{"update_id":730912099,"message":17}"#);
    assert!(filed.unreadable);
    assert_eq!(filed.event_id, "730912099");
}

#[test]
fn a_truncated_update_is_unreadable() {
    let raw = samples::text("厨房水管漏水");
    for end in raw.char_indices().map(|(at, _)| at) {
        assert!(door(&raw[..end]).unreadable);
    }
}

#[test]
fn depth_and_size_do_no_harm() {
    let deep = format!("{}1{}", "[".repeat(200_000), "]".repeat(200_000));
    assert!(door(&deep).unreadable);
    assert_eq!(door(&samples::message(&format!(r#""mystery":{deep}"#))).lane.as_deref(), Some("5021377"));
    let deeper = format!(r#"{{"update_id":8,"mystery":{}1{}}}"#, r#"{"message":"#.repeat(100_000), "}".repeat(100_000));
    assert!(door(&deeper).elsewhere);
    assert_eq!(door(&samples::text(&"漏".repeat(1_700_000))).lane.as_deref(), Some("5021377"));
}

#[test]
fn a_batch_keeps_every_byte_of_its_updates() {
    let odd = r#"{"update_id":11,  "message" : {"text":"\u6f0f\/水","x":1.0e2,"x":2}}"#;
    let body = format!(r#"{{"ok":true,"result":[{odd},{}]}}"#, samples::GROUP);
    let batch = split_batch(&body).unwrap();
    assert_eq!(batch, [(11, odd.to_owned()), (730_912_070, samples::GROUP.to_owned())]);
    assert_eq!(split_batch(r#"{"ok":true,"result":[]}"#), Ok(vec![]));
}

#[test]
fn an_update_without_an_id_does_not_hold_up_the_offset() {
    let batch =
        split_batch(r#"{"ok":true,"result":[{"x":1},{"update_id":5},7,{"update_id":"six"},{"update_id":9}]}"#).unwrap();
    let ids: Vec<i64> = batch.iter().map(|(id, _)| *id).collect();
    assert_eq!(ids, [5, 5, 5, 5, 9]);
}

#[test]
fn what_is_no_batch_is_said_so() {
    for body in ["", "{}", r#"{"ok":true,"result":{}}"#, "<html>", r#"{"ok":true,"result":[{]}"#] {
        assert_eq!(split_batch(body), Err(NotABatch), "{body}");
    }
}

proptest! {
    /// One of the three always holds, so that the inbox knows where to put it.
    #[test]
    fn everything_has_a_place(raw in any_update()) {
        let filed = door(&raw);
        prop_assert!(filed.lane.is_some() || filed.elsewhere || filed.unreadable);
        prop_assert!(!filed.event_id.is_empty());
        prop_assert!(!filed.elsewhere || filed.lane.is_none());
    }
}

/// Text with the words of an update in it, and updates with a piece replaced.
pub fn any_update() -> impl Strategy<Value = String> {
    let samples = prop_oneof![
        Just(samples::text("水管漏了")),
        Just(samples::message(samples::PHOTO)),
        Just(samples::edited(r#""text":"水""#)),
        Just(samples::press(r#""message":{"message_id":77,"chat":{"id":5021377,"type":"private"},"date":0},"#)),
        Just(samples::membership("kicked")),
        Just(samples::GROUP.to_owned()),
    ];
    let piece = prop_oneof![
        Just("null".to_owned()),
        Just("{}".to_owned()),
        Just("[]".to_owned()),
        Just("-1".to_owned()),
        Just("\"\"".to_owned()),
        Just("99999999999999999999".to_owned()),
        Just("\\ud800".to_owned()),
        ".{0,12}",
    ];
    let mutated = (samples, any::<proptest::sample::Index>(), 0_usize..40, piece).prop_map(|(raw, at, len, piece)| {
        let chars: Vec<char> = raw.chars().collect();
        let at = at.index(chars.len());
        let end = (at + len).min(chars.len());
        chars[..at].iter().chain(piece.chars().collect::<Vec<_>>().iter()).chain(&chars[end..]).collect::<String>()
    });
    prop_oneof![4 => mutated, 1 => ".{0,200}"]
}
