//! Saying: dates, money, limits, lists, stray characters, missing keys, layers.

use super::shipped::shipped;
use crate::script::args::{Args, LimitUnit, Value};
use crate::script::clean::{clean, fold};
use crate::script::source::Source;
use crate::script::texts::Texts;
use crate::talk::inbound::Lang;
use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use std::collections::BTreeMap;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[test]
fn values_are_written_as_their_language_writes_them() {
    let (texts, _) = shipped();
    let now = Some(at("2025-10-10T06:10:00Z"));
    let both = |value: Value| (texts.write(Lang::Zh, &value, now), texts.write(Lang::En, &value, now));
    let pair = |zh: &str, en: &str| (zh.to_owned(), en.to_owned());

    assert_eq!(both(Value::When(at("2025-10-10T06:10:00Z"))), pair("10月10日 周五 14:10", "Fri 10 Oct 14:10"));
    let next_year = Value::Day(NaiveDate::from_ymd_opt(2026, 1, 4).unwrap());
    assert_eq!(both(next_year), pair("2026年1月4日 周日", "Sun 4 Jan 2026"));
    assert_eq!(both(Value::Money(100_000)), pair("1,000.00 元", "CNY 1,000.00"));
    assert_eq!(both(Value::Money(-1_234_567_890)), pair("-12,345,678.90 元", "CNY -12,345,678.90"));
    assert_eq!(both(Value::Money(5)), pair("0.05 元", "CNY 0.05"));
    assert_eq!(both(Value::Limit(3, LimitUnit::WorkingDays)), pair("3 个工作日", "3 working days"));
    assert_eq!(both(Value::Limit(1, LimitUnit::Hours)), pair("1 小时", "1 hour"));
    assert_eq!(both(Value::List(vec![Value::Text("甲".into()), Value::Int(2)])), pair("甲、2", "甲, 2"));
    assert_eq!(both(Value::Key("category.other".into())), pair("其他", "Something else"));
}

/// 23:30 in Shanghai on New Year's Eve is still the old year there.
#[test]
fn days_are_those_of_the_company() {
    let (texts, _) = shipped();
    let eve = Utc.with_ymd_and_hms(2025, 12, 31, 15, 30, 0).unwrap();
    assert_eq!(texts.write(Lang::Zh, &Value::When(eve), Some(eve)), "12月31日 周三 23:30");
    let utc = texts.clone().in_zone(chrono_tz::UTC);
    assert_eq!(utc.write(Lang::Zh, &Value::When(eve), None), "12月31日 周三 15:30");
}

#[test]
fn what_people_wrote_cannot_bend_what_others_read() {
    assert_eq!(clean("a\u{202E}b\u{200B}c\u{FEFF}\u{0007}\r\nd"), "abc\nd");
    assert_eq!(fold(" ABC,12:30\u{3000}好。"), "abc,12:30 好.");
    let (texts, _) = shipped();
    let args = Args::new().text("label", "{{ x }}\u{202E}<b>&").text("value", "1");
    assert_eq!(texts.say(Lang::Zh, "dialogue.summary_line", &args), "{{ x }}<b>&：1");
}

#[test]
fn saying_never_panics() {
    let (texts, _) = shipped();
    assert_eq!(texts.plain(Lang::En, "no.such.key"), "⟦no.such.key⟧");
    assert_eq!(texts.plain(Lang::En, "dialogue.summary_line"), "⟦dialogue.summary_line⟧");
    assert!(texts.has("dialogue.back") && !texts.has("dialogue"));
    assert_eq!(texts.placeholders("dialogue.summary_line").collect::<Vec<_>>(), ["label", "value"]);
    assert_eq!(texts.lacking(["dialogue.back", "no.such.key"]).len(), 1);
}

/// A company changes two sentences in a file of its own and keeps the rest.
#[test]
fn upper_text_files_hold_only_what_they_change() {
    let change = |text: &str| BTreeMap::from([("texts/zh-CN.toml".to_owned(), text.to_owned())]);
    let source = Source::embedded().overlay(Source::from_folder("/etc/anju/", change("[dialogue]\nback = '回去'\n")));
    let texts = Texts::load(&source).unwrap();
    assert_eq!(texts.plain(Lang::Zh, "dialogue.back"), "回去");
    assert_eq!(texts.plain(Lang::Zh, "dialogue.skip"), "跳过");

    let wrong = Source::embedded().overlay(Source::from_folder("/etc/anju", change("[dialogue]\n\nown = '自己的'\n")));
    let faults = Texts::load(&wrong).unwrap_err();
    assert_eq!(faults[0].to_string(), "/etc/anju/texts/zh-CN.toml:3: `dialogue.own` has no text in texts/en.toml");
}
