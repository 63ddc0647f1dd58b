//! The section of `words.toml` about dates and hours.

use crate::script::fault::Fault;
use crate::script::source::SourceFile;
use crate::script::time_words::{Mark, PartOfDay, TimeWord, TimeWords};
use crate::script::word_files::folded;
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTime {
    day: Vec<RawDay>,
    weekday: Vec<RawNumbered>,
    week: Vec<RawWeek>,
    weekend: Vec<RawWeek>,
    month: Vec<RawNumbered>,
    month_ahead: Vec<RawMonths>,
    month_end: Vec<RawMonths>,
    part: Vec<RawPart>,
    count: Vec<RawNumbered>,
    mark: BTreeMap<String, Spanned<Vec<String>>>,
    plain: Vec<String>,
    digit: Vec<RawDigit>,
    ten: Vec<char>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDay {
    words: Vec<String>,
    days: i64,
    part: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWeek {
    words: Vec<String>,
    weeks: Option<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMonths {
    words: Vec<String>,
    months: i64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNumbered {
    words: Vec<String>,
    number: u32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPart {
    name: String,
    words: Vec<String>,
    means: Option<u32>,
    ends: Option<u32>,
    #[serde(default)]
    noon_below: u32,
    #[serde(default = "noon")]
    twelve: u32,
}

fn noon() -> u32 {
    12
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDigit {
    number: i64,
    characters: Vec<char>,
}

impl RawTime {
    pub(crate) fn words(&self, file: &SourceFile<'_>, faults: &mut Vec<Fault>) -> TimeWords {
        let mut words: Vec<(String, Vec<TimeWord>)> = Vec::new();
        let mut put =
            |list: &[String], means: Vec<TimeWord>| words.extend(folded(list).map(|word| (word, means.clone())));
        self.part.iter().for_each(|part| put(&part.words, vec![TimeWord::Part(part.of_day())]));
        for day in &self.day {
            let part = day.part.as_ref().and_then(|name| self.part_named(name, file, faults));
            put(&day.words, [TimeWord::Day(day.days)].into_iter().chain(part.map(TimeWord::Part)).collect());
        }
        self.weekday.iter().for_each(|day| put(&day.words, vec![TimeWord::Weekday(day.number)]));
        self.week.iter().for_each(|week| put(&week.words, vec![TimeWord::Week(week.weeks)]));
        self.weekend.iter().for_each(|week| put(&week.words, vec![TimeWord::Weekend(week.weeks)]));
        self.month.iter().for_each(|month| put(&month.words, vec![TimeWord::Month(month.number)]));
        self.month_ahead.iter().for_each(|month| put(&month.words, vec![TimeWord::MonthAhead(month.months)]));
        self.month_end.iter().for_each(|month| put(&month.words, vec![TimeWord::MonthEnd(month.months)]));
        self.count.iter().for_each(|count| put(&count.words, vec![TimeWord::Count(i64::from(count.number))]));
        put(&self.plain, vec![TimeWord::Mark(Mark::Plain)]);
        for (name, list) in &self.mark {
            let Some(word) = mark(name) else {
                let reason = format!("`{name}` is no mark of time");
                faults.push(Fault::at(file.name(), file.text, Some(list.span()), reason));
                continue;
            };
            put(list.get_ref(), vec![TimeWord::Mark(word)]);
        }
        words.sort_by_key(|(word, _)| Reverse(word.len()));
        let digits = self.digit.iter().flat_map(|digit| digit.characters.iter().map(|c| (*c, digit.number))).collect();
        TimeWords { words, digits, ten: self.ten.clone() }
    }

    fn part_named(&self, name: &Spanned<String>, file: &SourceFile<'_>, faults: &mut Vec<Fault>) -> Option<PartOfDay> {
        let part = self.part.iter().find(|part| part.name == *name.get_ref());
        if part.is_none() {
            let reason = format!("`{}` is no part of the day", name.get_ref());
            faults.push(Fault::at(file.name(), file.text, Some(name.span()), reason));
        }
        part.map(RawPart::of_day)
    }
}

impl RawPart {
    fn of_day(&self) -> PartOfDay {
        PartOfDay { means: self.means, ends: self.ends, noon_below: self.noon_below, twelve: self.twelve }
    }
}

fn mark(name: &str) -> Option<Mark> {
    let marks = [
        ("year", Mark::Year),
        ("month", Mark::Month),
        ("day", Mark::Day),
        ("hour", Mark::Hour),
        ("minute", Mark::Minute),
        ("half", Mark::Half),
        ("quarter", Mark::Quarter),
        ("half_past", Mark::HalfPast),
        ("quarter_past", Mark::QuarterPast),
        ("quarter_to", Mark::QuarterTo),
        ("short_of", Mark::ShortOf),
        ("day_unit", Mark::DayUnit),
        ("hour_unit", Mark::HourUnit),
        ("half_unit", Mark::HalfUnit),
        ("minute_unit", Mark::MinuteUnit),
        ("week_unit", Mark::WeekUnit),
        ("later", Mark::Later),
        ("ahead", Mark::Ahead),
        ("and", Mark::And),
        ("until", Mark::Until),
        ("after", Mark::After),
        ("before", Mark::Before),
        ("latest", Mark::Latest),
        ("at", Mark::At),
        ("weekday_all", Mark::Workdays),
        ("every", Mark::Every),
        ("any", Mark::Any),
        ("deny_before", Mark::DenyBefore),
        ("deny_after", Mark::DenyAfter),
        ("deny_near", Mark::DenyNear),
        ("busy", Mark::Busy),
        ("unsure", Mark::Unsure),
        ("break", Mark::Break),
        ("filler", Mark::Filler),
    ];
    marks.into_iter().find(|(known, _)| *known == name).map(|(_, mark)| mark)
}
