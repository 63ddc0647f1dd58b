//! How values are written: dates in the company's time zone, money, limits.
//! The patterns themselves are texts under `format.`, so nothing here speaks a
//! language.

use crate::script::args::{Args, LimitUnit, Value};
use crate::script::clean::clean;
use crate::script::texts::Texts;
use crate::talk::inbound::Lang;
use chrono::{DateTime, Datelike, NaiveDate, Utc};

/// The pattern keys that this module says.
const PATTERNS: [&str; 7] = [
    "format.date",
    "format.date_with_year",
    "format.plain_date",
    "format.time",
    "format.when",
    "format.money",
    "format.separator",
];

/// Every text that formatting needs.
pub(crate) fn keys() -> Vec<String> {
    let weekdays = (1..=7).map(|n| format!("format.weekday.{n}"));
    let months = (1..=12).map(|n| format!("format.month.{n}"));
    let limits = LimitUnit::ALL.iter().map(|unit| unit.key().to_owned());
    PATTERNS.iter().map(|key| (*key).to_owned()).chain(weekdays).chain(months).chain(limits).collect()
}

/// A value as the reader of that language reads it.
pub(crate) fn written(texts: &Texts, lang: Lang, value: &Value, now: Option<DateTime<Utc>>) -> String {
    match value {
        Value::Text(text) => clean(text),
        Value::Int(number) => number.to_string(),
        Value::Money(fen) => texts.say(lang, "format.money", &Args::new().text("amount", grouped(*fen))),
        Value::When(at) => moment(texts, lang, *at, now),
        Value::Day(day) => date(texts, lang, *day, now),
        Value::Date(day) => plain_date(texts, lang, *day),
        Value::Limit(count, unit) => texts.say(lang, unit.key(), &Args::new().int("n", *count)),
        Value::List(items) => {
            let items: Vec<String> = items.iter().map(|item| written(texts, lang, item, now)).collect();
            items.join(&texts.plain(lang, "format.separator"))
        }
        Value::Key(key) => texts.plain(lang, key),
        Value::Flag(flag) => flag.to_string(),
    }
}

fn moment(texts: &Texts, lang: Lang, at: DateTime<Utc>, now: Option<DateTime<Utc>>) -> String {
    let local = at.with_timezone(&texts.zone());
    let day = date(texts, lang, local.date_naive(), now);
    let time = local.format("%H:%M").to_string();
    let time = texts.say(lang, "format.time", &Args::new().text("time", time));
    texts.say(lang, "format.when", &Args::new().text("date", day).text("time", time))
}

fn date(texts: &Texts, lang: Lang, day: NaiveDate, now: Option<DateTime<Utc>>) -> String {
    let other_year = now.is_some_and(|now| now.with_timezone(&texts.zone()).year() != day.year());
    let key = if other_year { "format.date_with_year" } else { "format.date" };
    let weekday = texts.plain(lang, &format!("format.weekday.{}", day.weekday().number_from_monday()));
    let month = texts.plain(lang, &format!("format.month.{}", day.month()));
    let args = Args::new().int("day", day.day().into()).text("month", month).text("weekday", weekday);
    let args = if other_year { args.int("year", day.year().into()) } else { args };
    texts.say(lang, key, &args)
}

fn plain_date(texts: &Texts, lang: Lang, day: NaiveDate) -> String {
    let month = texts.plain(lang, &format!("format.month.{}", day.month()));
    let args = Args::new().int("year", day.year().into()).text("month", month).int("day", day.day().into());
    texts.say(lang, "format.plain_date", &args)
}

/// Yuan with thousands set apart and two decimals.
fn grouped(fen: i64) -> String {
    let sign = if fen < 0 { "-" } else { "" };
    let fen = fen.unsigned_abs();
    let yuan = (fen / 100).to_string();
    let mut whole = String::new();
    for (index, digit) in yuan.chars().enumerate() {
        if index > 0 && (yuan.len() - index).is_multiple_of(3) {
            whole.push(',');
        }
        whole.push(digit);
    }
    format!("{sign}{whole}.{:02}", fen % 100)
}
