//! Reading and checking `words.toml`; the words of numbers and of times in
//! `number_files` and `time_files`.

use crate::script::clean::fold;
use crate::script::fault::Fault;
use crate::script::home_words::{HomeWords, RawHome};
use crate::script::number_files::{RawAmount, RawNumber};
use crate::script::reply_words::{ConsentWords, ScaleWords};
use crate::script::source::{Source, SourceFile};
use crate::script::texts::Texts;
use crate::script::time_files::RawTime;
use crate::script::time_words::TimeWords;
use crate::script::words::{Category, Place, WordCommand, Words, bare};
use crate::talk::inbound::Lang;
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
    small_talk: RawList,
    language: BTreeMap<String, Vec<String>>,
    place: Vec<RawPlace>,
    at_home: RawList,
    matter: RawMatter,
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
struct RawPlace {
    id: String,
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMatter {
    connector: Vec<String>,
    also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCategory {
    id: Spanned<String>,
    label: Spanned<String>,
    part: Option<Spanned<String>>,
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
    faults.extend(language_faults(&file, &raw.language));
    let time = raw.time.words(&file, &mut faults);
    let home = HomeWords::new(&raw.home).map_err(|why| faults.push(Fault::of_file(file.name(), why)));
    let Ok(home) = home else { return Err(faults) };
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(build(raw, time, home))
}

fn build(raw: RawWords, time: TimeWords, home: HomeWords) -> Words {
    let categories = raw.category.into_iter().map(|category| Category {
        id: category.id.into_inner(),
        label: category.label.into_inner(),
        part: category.part.map(Spanned::into_inner),
    });
    let mut small_talk: Vec<String> = folded(&raw.small_talk.words).collect();
    small_talk.sort_by_key(|word| Reverse(word.len()));
    Words {
        categories: categories.collect(),
        small_talk,
        languages: languages(&raw.language),
        places: raw.place.into_iter().map(|one| Place { words: folded(&one.words).collect(), id: one.id }).collect(),
        at_home: folded(&raw.at_home.words).collect(),
        connectors: folded(&raw.matter.connector).collect(),
        also: folded(&raw.matter.also).collect(),
        commands: commands(&raw.command),
        yes: bared(&raw.answer.yes),
        no: bared(&raw.answer.no),
        nothing: bared(&raw.answer.nothing),
        agree: bared(&raw.answer.agree),
        levels: levels(&raw.answer),
        scale: raw.scale.folded(),
        consent: raw.consent.folded(),
        numbers: raw.number.words(&raw.amount),
        amount: raw.amount.words(),
        time,
        home,
    }
}

/// Words that name a language, each by its code.
fn languages(raw: &BTreeMap<String, Vec<String>>) -> BTreeMap<String, Lang> {
    let of = |code: &str| Lang::ALL.into_iter().find(|lang| lang.code().eq_ignore_ascii_case(code));
    let known = raw.iter().filter_map(|(code, words)| Some((of(code)?, words)));
    known.flat_map(|(lang, words)| bared(words).into_iter().map(move |word| (word, lang))).collect()
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

fn language_faults(file: &SourceFile<'_>, languages: &BTreeMap<String, Vec<String>>) -> Vec<Fault> {
    let unknown = languages.keys().filter(|code| !Lang::ALL.iter().any(|lang| lang.code().eq_ignore_ascii_case(code)));
    unknown.map(|code| Fault::of_file(file.name(), format!("`{code}` is no language that the bot speaks"))).collect()
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
