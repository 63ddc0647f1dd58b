//! One step of a script under check: its field, texts, kind of answer, options,
//! limits and conditions.

use crate::script::check::Check;
use crate::script::model::{Condition, Literal, Options, Step, Take};
use crate::script::names::{NamedFact, NamedLimit, OptionSource};
use crate::script::raw::{RawCondition, RawOption, RawStep};
use chrono::NaiveTime;
use std::ops::Range;
use toml::Spanned;

/// What fits on the buttons of one question.
pub const MOST_OPTIONS: usize = 24;
/// So that a button's data stays within its 64 bytes.
const LONGEST_NAME: usize = 24;
const TAKES: &str = "text, choice, photos, when, amount, yes_no, scale5";
/// One hundred million yuan.
const LARGEST_AMOUNT: i64 = 10_000_000_000;
/// A message of Telegram has at most so many characters: whatever somebody can
/// send in one can be an answer.
const LONGEST_TEXT: i64 = 4096;

/// `before` are the steps above this one, to which its conditions may refer.
pub(crate) fn step(check: &mut Check<'_>, raw: &Spanned<RawStep>, before: &[Step], in_form: bool) -> Option<Step> {
    let place = raw.span();
    let raw = raw.get_ref();
    let field = field(check, raw, &place, before, in_form)?;
    let (label, label_place) = match &raw.label {
        Some(label) => (label.get_ref().clone(), label.span()),
        None => (format!("field.{field}"), place.clone()),
    };
    check.text_at(&label, label_place);
    let ask = check.text_key(&raw.ask);
    let help = raw.help.as_ref().map(|key| check.text_key(key));
    let when = raw.when.iter().filter_map(|condition| self::condition(check, condition, before)).collect();
    let take = take(check, raw, &place, in_form)?;
    let asked = asked(check, raw);
    Some(Step { field, ask, label, help, take, optional: raw.optional, offered: raw.offered, asked, when })
}

/// What is never asked can be left out, and waits where there is a summary.
fn asked(check: &mut Check<'_>, raw: &RawStep) -> bool {
    let Some(asked) = &raw.asked else { return true };
    if !*asked.get_ref() && !raw.optional {
        check.at(asked.span(), "what is not asked has to be `optional = true`".to_owned());
    }
    *asked.get_ref()
}

fn field(check: &mut Check<'_>, raw: &RawStep, place: &Range<usize>, before: &[Step], in_form: bool) -> Option<String> {
    let (right, wrong, name) = if in_form { (&raw.field, &raw.key, "field") } else { (&raw.key, &raw.field, "key") };
    if let Some(wrong) = wrong {
        check.at(wrong.span(), format!("this is called `{name}` here"));
    }
    let Some(field) = right else {
        check.at(place.clone(), format!("`{name}` is missing"));
        return None;
    };
    if !is_name(field.get_ref()) {
        let reason = format!("`{}` is no {name}: small letters, digits and _, at most {LONGEST_NAME}", field.get_ref());
        check.at(field.span(), reason);
    }
    if before.iter().any(|step| step.field == *field.get_ref()) {
        check.at(field.span(), format!("`{}` is asked twice", field.get_ref()));
    }
    Some(field.get_ref().clone())
}

/// A name that can stand in a button's data.
fn is_name(name: &str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_lowercase());
    starts
        && name.len() <= LONGEST_NAME
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

fn is_value(value: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    !value.is_empty() && value.len() <= LONGEST_NAME && value.chars().all(plain)
}

fn take(check: &mut Check<'_>, raw: &RawStep, place: &Range<usize>, in_form: bool) -> Option<Take> {
    only_where_used(check, raw);
    let word = raw.take.get_ref().as_str();
    let fits = if in_form { word != "scale5" } else { !matches!(word, "photos" | "when" | "amount") };
    if !fits {
        let whole = if in_form { "form" } else { "questionnaire" };
        check.at(raw.take.span(), format!("a {whole} cannot take {word}"));
    }
    match word {
        "text" => {
            let (min, max) = limits(check, raw, (1, 500), (1, LONGEST_TEXT));
            Some(Take::Text { min: count(min), max: count(max), ready: literals(check, raw.options.as_deref(), 1) })
        }
        "choice" => choice(check, raw, place).map(Take::Choice),
        "photos" => {
            let (min, max) = limits(check, raw, (1, 10), (1, 50));
            Some(Take::Photos { min: count(min), max: count(max) })
        }
        "when" => Some(moment(check, raw)),
        "amount" => {
            let (min, max) = limits(check, raw, (1, LARGEST_AMOUNT), (0, LARGEST_AMOUNT));
            Some(Take::Amount { min, max })
        }
        "yes_no" => Some(Take::YesNo),
        "scale5" => Some(Take::Scale5),
        _ => {
            check.at(raw.take.span(), format!("`{word}` cannot be taken; there are {TAKES}"));
            None
        }
    }
}

/// Keys that mean nothing for this kind of answer are mistakes.
fn only_where_used(check: &mut Check<'_>, raw: &RawStep) {
    let word = raw.take.get_ref().clone();
    let mut refuse = |name: &str, place: Option<Range<usize>>, takes: &[&str]| {
        if let Some(place) = place.filter(|_| !takes.contains(&word.as_str())) {
            check.at(place, format!("`{name}` means nothing where {word} is taken"));
        }
    };
    let options = raw.options.as_ref().and_then(|options| options.first()).map(Spanned::span);
    refuse("options", options, &["text", "choice"]);
    refuse("options_from", raw.options_from.as_ref().map(Spanned::span), &["choice", "when"]);
    refuse("search", raw.search.as_ref().map(Spanned::span), &["choice"]);
    refuse("min", raw.min.as_ref().map(Spanned::span), &["text", "photos", "amount"]);
    refuse("max", raw.max.as_ref().map(Spanned::span), &["text", "photos", "amount"]);
    refuse("day_means", raw.day_means.as_ref().map(Spanned::span), &["when"]);
    refuse("within_days", raw.within_days.as_ref().map(Spanned::span), &["when"]);
}

fn limits(check: &mut Check<'_>, raw: &RawStep, default: (i64, i64), bounds: (i64, i64)) -> (i64, i64) {
    let min = raw.min.as_ref().map_or(default.0, |min| *min.get_ref());
    let max = raw.max.as_ref().map_or(default.1, |max| *max.get_ref());
    let Some(place) = raw.max.as_ref().or(raw.min.as_ref()).map(Spanned::span) else { return default };
    if min > max {
        check.at(place, format!("min {min} is more than max {max}"));
        return default;
    }
    if min < bounds.0 || max > bounds.1 {
        check.at(place, format!("limits must lie between {} and {}", bounds.0, bounds.1));
        return default;
    }
    (min, max)
}

fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or_default()
}

fn choice(check: &mut Check<'_>, raw: &RawStep, place: &Range<usize>) -> Option<Options> {
    let categories = raw.options_from.as_ref().is_some_and(|word| word.get_ref() == OptionSource::Categories.word());
    if let Some(search) = raw.search.as_ref().filter(|_| raw.options_from.is_none() || categories) {
        check.at(search.span(), "only a source that the program looks up can be searched");
    }
    match (&raw.options, &raw.options_from) {
        (Some(options), None) => Some(Options::Literal(literals(check, Some(options), 2))),
        (None, Some(word)) => source(check, word).map(if searches(raw) { Options::Found } else { Options::From }),
        (Some(_), Some(word)) => {
            check.at(word.span(), "a choice has `options` or `options_from`, not both");
            None
        }
        (None, None) => {
            check.at(place.clone(), "a choice needs `options` or `options_from`");
            None
        }
    }
}

fn searches(raw: &RawStep) -> bool {
    raw.search.as_ref().is_some_and(|search| *search.get_ref())
}

fn source(check: &mut Check<'_>, word: &Spanned<String>) -> Option<OptionSource> {
    let source = OptionSource::from_word(word.get_ref());
    if source.is_none() {
        let reason = format!("options cannot come from `{}`; there are {}", word.get_ref(), OptionSource::words());
        check.at(word.span(), reason);
    }
    source
}

fn literals(check: &mut Check<'_>, options: Option<&[Spanned<RawOption>]>, least: usize) -> Vec<Literal> {
    let Some(options) = options else { return Vec::new() };
    let mut made: Vec<Literal> = Vec::new();
    for option in options {
        let value = &option.get_ref().value;
        if !is_value(value.get_ref()) {
            let reason =
                format!("`{}` is no value: letters, digits, _ - . and at most {LONGEST_NAME}", value.get_ref());
            check.at(value.span(), reason);
        }
        if made.iter().any(|other| other.value == *value.get_ref()) {
            check.at(value.span(), format!("the option `{}` stands there twice", value.get_ref()));
        }
        let label = check.text_key(&option.get_ref().label);
        made.push(Literal { value: value.get_ref().clone(), label });
    }
    if let Some(last) = options.last().filter(|_| made.len() < least || made.len() > MOST_OPTIONS) {
        check.at(last.span(), format!("there must be {least} to {MOST_OPTIONS} options"));
    }
    made
}

fn moment(check: &mut Check<'_>, raw: &RawStep) -> Take {
    let slots = raw.options_from.as_ref().and_then(|word| source(check, word));
    if let (Some(word), true) = (&raw.options_from, slots.is_some_and(|slots| slots != OptionSource::Slots)) {
        check.at(word.span(), "a moment can only be chosen from slots");
    }
    let day_means = raw.day_means.as_ref().and_then(|time| {
        let read = NaiveTime::parse_from_str(time.get_ref(), "%H:%M");
        if read.is_err() {
            check.at(time.span(), format!("`{}` is no time of day like 18:00", time.get_ref()));
        }
        read.ok()
    });
    let within_days = raw.within_days.as_ref().map_or(366, |days| *days.get_ref());
    if let Some(days) = raw.within_days.as_ref().filter(|_| !(1..=1000).contains(&within_days)) {
        check.at(days.span(), "`within_days` must lie between 1 and 1000");
    }
    Take::When { slots, day_means, within_days }
}

fn condition(check: &mut Check<'_>, raw: &Spanned<RawCondition>, before: &[Step]) -> Option<Condition> {
    let place = raw.span();
    let condition = named(check, raw.get_ref().clone(), &place)?;
    for field in condition.fields() {
        if !before.iter().any(|step| step.field == field) {
            check.at(place.clone(), format!("no step above asks for `{field}`"));
        }
    }
    for (field, value) in values(&condition) {
        let step = before.iter().find(|step| step.field == field);
        if step.is_some_and(|step| !may_be(check, &step.take, value)) {
            check.at(place.clone(), format!("`{field}` can never be `{value}`"));
        }
    }
    Some(condition)
}

/// The condition with its names looked up.
fn named(check: &mut Check<'_>, raw: RawCondition, place: &Range<usize>) -> Option<Condition> {
    let mut fact = |word: &str| {
        let fact = NamedFact::from_word(word);
        if fact.is_none() {
            check.at(place.clone(), format!("`{word}` is no fact; there are {}", NamedFact::words()));
        }
        fact
    };
    match raw {
        RawCondition::Is { field, is } => Some(Condition::Is { field, value: is }),
        RawCondition::IsNot { field, is_not } => Some(Condition::IsNot { field, value: is_not }),
        RawCondition::In { field, r#in } => Some(Condition::In { field, values: r#in }),
        RawCondition::Missing { field, missing: true } | RawCondition::Present { field, present: false } => {
            Some(Condition::Missing { field })
        }
        RawCondition::Missing { field, missing: false } | RawCondition::Present { field, present: true } => {
            Some(Condition::Present { field })
        }
        RawCondition::Fact { fact: word } => fact(&word).map(Condition::Fact),
        RawCondition::NotFact { not_fact } => fact(&not_fact).map(Condition::NotFact),
        RawCondition::FewerPhotos { photos, fewer_than } => {
            let than = NamedLimit::from_word(&fewer_than);
            if than.is_none() {
                check.at(place.clone(), format!("`{fewer_than}` is no limit; there are {}", NamedLimit::words()));
            }
            than.map(|than| Condition::FewerPhotos { fields: photos, than })
        }
    }
}

/// The values that a condition compares a field with.
fn values(condition: &Condition) -> Vec<(&str, &str)> {
    match condition {
        Condition::Is { field, value } | Condition::IsNot { field, value } => vec![(field, value)],
        Condition::In { field, values } => values.iter().map(|value| (field.as_str(), value.as_str())).collect(),
        Condition::Missing { .. }
        | Condition::Present { .. }
        | Condition::Fact(_)
        | Condition::NotFact(_)
        | Condition::FewerPhotos { .. } => Vec::new(),
    }
}

/// Whether an answer of that kind can be that value, as far as files tell.
fn may_be(check: &Check<'_>, take: &Take, value: &str) -> bool {
    match take {
        Take::Choice(Options::Literal(options)) => options.iter().any(|option| option.value == value),
        Take::Choice(Options::From(OptionSource::Categories)) => check.words.category_by_id(value).is_some(),
        Take::Choice(Options::From(_) | Options::Found(_)) => true,
        Take::YesNo => matches!(value, "yes" | "no"),
        Take::Scale5 => matches!(value, "1" | "2" | "3" | "4" | "5"),
        Take::Text { .. } | Take::Photos { .. } | Take::When { .. } | Take::Amount { .. } => false,
    }
}
