//! Reading and checking `words.toml`.

use crate::domain::danger::Danger;
use crate::script::clean::fold;
use crate::script::fault::Fault;
use crate::script::matcher::Matcher;
use crate::script::source::{Source, SourceFile};
use crate::script::texts::Texts;
use crate::script::time_words::{PartOfDay, TimeWord, TimeWords};
use crate::script::words::{AmountWords, Category, WordCommand, Words, bare};
use serde::Deserialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use toml::Spanned;

const PATH: &str = "words.toml";
/// The parts of the warranty table (rulebook S07).
const PARTS: [&str; 3] = ["w_structure", "w_waterproof", "w_mep_fitout"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawWords {
    category: Vec<RawCategory>,
    emergency: RawList,
    danger: Vec<RawDanger>,
    doubt: RawList,
    small_talk: RawList,
    command: RawCommands,
    answer: RawAnswers,
    amount: RawAmount,
    time: RawTime,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawList {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDanger {
    kind: Danger,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCategory {
    id: Spanned<String>,
    label: Spanned<String>,
    part: Option<Spanned<String>>,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCommands {
    cancel: Vec<String>,
    back: Vec<String>,
    skip: Vec<String>,
    help: Vec<String>,
    done: Vec<String>,
    confirm: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAnswers {
    yes: Vec<String>,
    no: Vec<String>,
    nothing: Vec<String>,
    agree: Vec<String>,
    not_done: Vec<String>,
    level_5: Vec<String>,
    level_4: Vec<String>,
    level_3: Vec<String>,
    level_2: Vec<String>,
    level_1: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawAmount {
    currency: Vec<String>,
    thousand: Vec<String>,
    ten_thousand: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTime {
    day: Vec<RawDay>,
    weekday: Vec<RawNumbered>,
    week: Vec<RawWeek>,
    month: Vec<RawNumbered>,
    part: Vec<RawPart>,
    mark: BTreeMap<String, Spanned<Vec<String>>>,
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

pub(crate) fn load(source: &Source, texts: &Texts) -> Result<Words, Vec<Fault>> {
    let Some(file) = source.get(PATH) else {
        return Err(vec![Fault::of_file(PATH, "the file is missing")]);
    };
    let raw: RawWords =
        toml::from_str(file.text).map_err(|error| vec![Fault::of_toml(file.name(), file.text, &error)])?;
    let mut faults = category_faults(&file, texts, &raw.category);
    let time = time_words(&file, &raw.time, &mut faults);
    if !faults.is_empty() {
        return Err(faults);
    }
    build(raw, time).map_err(|error| vec![Fault::of_file(file.name(), error.to_string())])
}

fn build(raw: RawWords, time: TimeWords) -> Result<Words, aho_corasick::BuildError> {
    let mut category_words = Vec::new();
    let mut categories = Vec::new();
    for (index, category) in raw.category.into_iter().enumerate() {
        category_words.extend(folded(&category.words).map(|word| (word, index)));
        categories.push(Category {
            id: category.id.into_inner(),
            label: category.label.into_inner(),
            part: category.part.map(Spanned::into_inner),
        });
    }
    let mut small_talk: Vec<String> = folded(&raw.small_talk.words).collect();
    small_talk.sort_by_key(|word| Reverse(word.len()));
    Ok(Words {
        categories,
        about: Matcher::new(category_words)?,
        urgent: Matcher::new(folded(&raw.emergency.words).map(|word| (word, 0)))?,
        dangers: raw.danger.iter().map(|one| (one.kind, folded(&one.words).collect())).collect(),
        doubtful: Matcher::new(folded(&raw.doubt.words).map(|word| (word, 0)))?,
        small_talk,
        commands: commands(&raw.command),
        yes: bared(&raw.answer.yes),
        no: bared(&raw.answer.no),
        nothing: bared(&raw.answer.nothing),
        agree: bared(&raw.answer.agree),
        not_done: folded(&raw.answer.not_done).collect(),
        levels: levels(&raw.answer),
        amount: AmountWords {
            currency: folded(&raw.amount.currency).collect(),
            thousand: folded(&raw.amount.thousand).collect(),
            ten_thousand: folded(&raw.amount.ten_thousand).collect(),
        },
        time,
    })
}

fn folded(words: &[String]) -> impl Iterator<Item = String> + '_ {
    words.iter().map(|word| fold(word)).filter(|word| !word.is_empty())
}

fn bared(words: &[String]) -> Vec<String> {
    words.iter().map(|word| bare(word)).collect()
}

fn commands(raw: &RawCommands) -> BTreeMap<String, WordCommand> {
    let lists = [
        (&raw.cancel, WordCommand::Cancel),
        (&raw.back, WordCommand::Back),
        (&raw.skip, WordCommand::Skip),
        (&raw.help, WordCommand::Help),
        (&raw.done, WordCommand::Done),
        (&raw.confirm, WordCommand::Confirm),
    ];
    lists.into_iter().flat_map(|(words, command)| bared(words).into_iter().map(move |word| (word, command))).collect()
}

fn levels(raw: &RawAnswers) -> BTreeMap<String, i64> {
    let lists = [(&raw.level_1, 1), (&raw.level_2, 2), (&raw.level_3, 3), (&raw.level_4, 4), (&raw.level_5, 5)];
    let words = lists.into_iter().flat_map(|(words, level)| bared(words).into_iter().map(move |word| (word, level)));
    words.chain((1..=5).map(|level| (level.to_string(), level))).collect()
}

fn category_faults(file: &SourceFile<'_>, texts: &Texts, categories: &[RawCategory]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut refuse = |place: &Spanned<String>, reason: String| {
        faults.push(Fault::at(file.name(), file.text, Some(place.span()), reason));
    };
    for (index, category) in categories.iter().enumerate() {
        let id = category.id.get_ref();
        if categories[..index].iter().any(|other| other.id.get_ref() == id) {
            refuse(&category.id, format!("the category `{id}` stands there twice"));
        }
        if id.is_empty()
            || id.len() > 24
            || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        {
            refuse(&category.id, format!("`{id}` is no id: small letters, digits and _, at most 24"));
        }
        if !texts.has(category.label.get_ref()) {
            refuse(&category.label, format!("the text `{}` does not exist", category.label.get_ref()));
        }
        if let Some(part) = category.part.as_ref().filter(|part| !PARTS.contains(&part.get_ref().as_str())) {
            refuse(part, format!("`{}` is no part of the warranty table: {}", part.get_ref(), PARTS.join(", ")));
        }
    }
    faults
}

fn time_words(file: &SourceFile<'_>, raw: &RawTime, faults: &mut Vec<Fault>) -> TimeWords {
    let mut words: Vec<(String, Vec<TimeWord>)> = Vec::new();
    let mut put = |list: &[String], means: Vec<TimeWord>| words.extend(folded(list).map(|word| (word, means.clone())));
    for part in &raw.part {
        put(&part.words, vec![TimeWord::Part(part_of_day(part))]);
    }
    for day in &raw.day {
        let part = day.part.as_ref().and_then(|name| {
            let part = raw.part.iter().find(|part| part.name == *name.get_ref());
            if part.is_none() {
                let reason = format!("`{}` is no part of the day", name.get_ref());
                faults.push(Fault::at(file.name(), file.text, Some(name.span()), reason));
            }
            part
        });
        put(
            &day.words,
            [TimeWord::Day(day.days)].into_iter().chain(part.map(|part| TimeWord::Part(part_of_day(part)))).collect(),
        );
    }
    raw.weekday.iter().for_each(|day| put(&day.words, vec![TimeWord::Weekday(day.number)]));
    raw.week.iter().for_each(|week| put(&week.words, vec![TimeWord::Week(week.weeks)]));
    raw.month.iter().for_each(|month| put(&month.words, vec![TimeWord::Month(month.number)]));
    for (name, list) in &raw.mark {
        let Some(word) = mark(name) else {
            let reason = format!("`{name}` is no mark of time");
            faults.push(Fault::at(file.name(), file.text, Some(list.span()), reason));
            continue;
        };
        put(list.get_ref(), vec![word]);
    }
    words.sort_by_key(|(word, _)| Reverse(word.len()));
    let digits = raw.digit.iter().flat_map(|digit| digit.characters.iter().map(|c| (*c, digit.number))).collect();
    TimeWords { words, digits, ten: raw.ten.clone() }
}

fn part_of_day(raw: &RawPart) -> PartOfDay {
    PartOfDay { means: raw.means, noon_below: raw.noon_below, twelve: raw.twelve }
}

fn mark(name: &str) -> Option<TimeWord> {
    Some(match name {
        "year" => TimeWord::YearMark,
        "month" => TimeWord::MonthMark,
        "day" => TimeWord::DayMark,
        "hour" => TimeWord::HourMark,
        "minute" => TimeWord::MinuteMark,
        "half" => TimeWord::Half,
        "quarter" => TimeWord::Quarter,
        "day_unit" => TimeWord::DayUnit,
        "hour_unit" => TimeWord::HourUnit,
        "minute_unit" => TimeWord::MinuteUnit,
        "week_unit" => TimeWord::WeekUnit,
        "later" => TimeWord::Later,
        "ahead" => TimeWord::Ahead,
        "until" => TimeWord::Until,
        "filler" => TimeWord::Filler,
        _ => return None,
    })
}
