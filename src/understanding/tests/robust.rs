//! Any text is read or refused, quickly and without a panic.

use super::scene::WORDS;
use crate::understanding::amount::parse_amount;
use crate::understanding::numbers::choice;
use crate::understanding::times::when::{Frame, When, parse_when, read_when, says_more};
use chrono_tz::Asia::Shanghai;
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn frame() -> Frame {
    Frame { now: "2026-11-25T23:50:00Z".parse().unwrap(), zone: Shanghai, day_means: None, within_days: 60 }
}

fn read_all(text: &str) {
    let frame = frame();
    if let Ok(When::At(at) | When::Between(at, _)) = read_when(text, WORDS.time(), &frame) {
        assert!(at > frame.now, "{text}");
    }
    if let Ok(When::Between(from, to)) = read_when(text, WORDS.time(), &frame) {
        assert!(from < to, "{text}");
    }
    if let Ok(at) = parse_when(text, WORDS.time(), &frame) {
        assert!(at > frame.now, "{text}");
    }
    let _ = says_more(text, WORDS.time());
    if let Ok(fen) = parse_amount(text, WORDS.amount()) {
        assert!(fen >= 0, "{text}");
    }
    for most in [0, 1, 8] {
        assert!(choice(text, most, WORDS.numbers()).is_none_or(|number| (1..=most).contains(&number)), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn anything_is_read_or_refused(text in any::<String>()) {
        read_all(&text);
    }

    #[test]
    fn any_words_of_time_and_number(text in "([0-9]{1,12}|[零一二两三九十百千万亿]{1,4}|[年月日号点半刻差分,.、。:~/-]|上午|晚上|明天|后天|昨天|周|六|后|小时|天|pm| |in|oct|到|以后|前|最晚|不在|不是|别|是|吧|块|元|角|多|第|个|倒数|最后|选|周末|每天|随时|个半小时|half past|下个月|月底|①|٣|½){0,9}") {
        read_all(&text);
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is tested")]
fn long_texts_cost_nothing() {
    let begun = Instant::now();
    for piece in ["三", "9", "明天下午3点", "1,", "、", "第", "好 "] {
        read_all(&piece.repeat(5_000_000 / piece.len()));
    }
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn numbers_without_measure_are_refused() {
    for text in
        ["99999999999999999999", "9223372036854775807元", "九千万亿", "99999999999999万", "92233720368547758.07万"]
    {
        assert!(parse_amount(text, WORDS.amount()).is_err(), "{text}");
    }
    for text in ["99999999999999999999天后", "999999小时后", "9999个月后", "99999年1月1日 10点", "-99999年1月1日"]
    {
        assert!(read_when(text, WORDS.time(), &frame()).is_err(), "{text}");
    }
}
