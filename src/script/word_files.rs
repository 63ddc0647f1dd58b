//! Reading and checking `words.toml`; the words of numbers and of times in
//! `number_files` and `time_files`.

use crate::domain::danger::Danger;
use crate::script::clean::fold;
use crate::script::fault::Fault;
use crate::script::home_words::{HomeWords, RawHome};
use crate::script::matcher::Matcher;
use crate::script::number_files::{RawAmount, RawNumber};
use crate::script::reply_words::{ConsentWords, ScaleWords};
use crate::script::source::{Source, SourceFile};
use crate::script::texts::Texts;
use crate::script::time_files::RawTime;
use crate::script::time_words::TimeWords;
use crate::script::words::{Category, WordCommand, Words, bare};
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
    scale: ScaleWords,
    consent: ConsentWords,
    amount: RawAmount,
    number: RawNumber,
    time: RawTime,
    home: RawHome,
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

pub(crate) fn load(source: &Source, texts: &Texts) -> Result<Words, Vec<Fault>> {
    let Some(file) = source.get(PATH) else {
        return Err(vec![Fault::of_file(PATH, "the file is missing")]);
    };
    let raw: RawWords =
        toml::from_str(file.text).map_err(|error| vec![Fault::of_toml(file.name(), file.text, &error)])?;
    let mut faults = category_faults(&file, texts, &raw.category);
    let time = raw.time.words(&file, &mut faults);
    let home = HomeWords::new(&raw.home).map_err(|why| faults.push(Fault::of_file(file.name(), why)));
    let Ok(home) = home else { return Err(faults) };
    if !faults.is_empty() {
        return Err(faults);
    }
    build(raw, time, home).map_err(|error| vec![Fault::of_file(file.name(), error.to_string())])
}

fn build(raw: RawWords, time: TimeWords, home: HomeWords) -> Result<Words, aho_corasick::BuildError> {
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
        scale: raw.scale.folded(),
        consent: raw.consent.folded(),
        numbers: raw.number.words(&raw.amount),
        amount: raw.amount.words(),
        time,
        home,
    })
}

pub(crate) fn folded(words: &[String]) -> impl Iterator<Item = String> + '_ {
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
