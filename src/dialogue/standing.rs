//! Where a draft stands in its script: which steps apply, which answers still
//! fit, what comes next. Nothing is said here and nothing decided.

use crate::dialogue::facts::{Choice, Facts, Voice};
use crate::dialogue::state::Draft;
use crate::script::model::{Condition, Options, Script, Step, Take};
use crate::script::names::OptionSource;
use crate::script::words::Words;
use crate::talk::answer::Answer;
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// A draft whose answers all fit, and those that no longer did.
#[derive(Clone, Debug, PartialEq)]
pub struct Revalidated {
    pub draft: Draft,
    /// Words in them are worth keeping with the case.
    pub dropped: BTreeMap<String, Answer>,
}

/// Drops the answers that the script, as it is today, would not take.
#[must_use]
pub fn revalidate(script: &Script, mut draft: Draft, facts: &Facts, words: &Words) -> Revalidated {
    let mut dropped = BTreeMap::new();
    for (field, answer) in std::mem::take(&mut draft.answers) {
        match script.step(&field) {
            Some(step) if fits(step, &answer, facts, words) => draft.answers.insert(field, answer),
            _ => dropped.insert(field, answer),
        };
    }
    if draft.step.as_ref().is_some_and(|field| script.step(field).is_none()) {
        draft.step = None;
    }
    draft.trail.retain(|field| script.step(field).is_some());
    Revalidated { draft, dropped }
}

/// The steps that are asked, in order, given the answers so far. What the
/// caller knows decides whether a question is put; once it has been answered,
/// only other answers can make it pointless.
#[must_use]
pub fn applicable<'a>(script: &'a Script, answers: &BTreeMap<String, Answer>, facts: &Facts) -> Vec<&'a Step> {
    let mut effective: BTreeMap<&str, &Answer> = BTreeMap::new();
    let mut steps = Vec::new();
    for step in &script.steps {
        let answer = answers.get(&step.field);
        let settled =
            |condition: &Condition| answer.is_some() && matches!(condition, Condition::Fact(_) | Condition::NotFact(_));
        if !step.when.iter().all(|condition| settled(condition) || holds(condition, &effective, facts)) {
            continue;
        }
        steps.push(step);
        if let Some(answer) = answer {
            effective.insert(&step.field, answer);
        }
    }
    steps
}

/// The answers that count: those of steps that apply.
#[must_use]
pub fn effective(script: &Script, draft: &Draft, facts: &Facts) -> BTreeMap<String, Answer> {
    let steps = applicable(script, &draft.answers, facts);
    let answered = steps.into_iter().filter_map(|step| {
        let answer = draft.answers.get(&step.field)?;
        Some((step.field.clone(), answer.clone()))
    });
    answered.collect()
}

/// The first step that applies, is asked, and has no answer.
#[must_use]
pub fn next<'a>(script: &'a Script, draft: &Draft, facts: &Facts) -> Option<&'a Step> {
    let steps = applicable(script, &draft.answers, facts);
    steps.into_iter().find(|step| step.asked && !draft.answers.contains_key(&step.field))
}

/// What is not asked, but said all the same at the summary: the first text that
/// nothing was written for.
#[must_use]
pub fn left_to_words<'a>(script: &'a Script, draft: &Draft, facts: &Facts) -> Option<&'a Step> {
    let open = |step: &&Step| !step.asked && !draft.answers.contains_key(&step.field);
    let text = |step: &&Step| matches!(step.take, Take::Text { .. });
    let complete = next(script, draft, facts).is_none();
    applicable(script, &draft.answers, facts).into_iter().find(|step| open(step) && text(step)).filter(|_| complete)
}

/// The step that waits for an answer, if it still applies.
#[must_use]
pub fn current<'a>(script: &'a Script, draft: &Draft, facts: &Facts) -> Option<&'a Step> {
    let field = draft.step.as_ref()?;
    applicable(script, &draft.answers, facts).into_iter().find(|step| step.field == *field)
}

/// The step of that field, if it applies.
#[must_use]
pub(crate) fn asked<'a>(script: &'a Script, draft: &Draft, facts: &Facts, field: &str) -> Option<&'a Step> {
    applicable(script, &draft.answers, facts).into_iter().find(|step| step.field == field)
}

/// The options of a step in the reader's language; `None` where it has none or
/// its source was not loaded.
#[must_use]
pub(crate) fn options(step: &Step, facts: &Facts, voice: &Voice<'_>) -> Option<Vec<Choice>> {
    let labelled = |value: &str, label: &str| Choice::new(value, voice.say(label, &facts.args));
    match &step.take {
        Take::Choice(Options::Literal(literals)) | Take::Text { ready: literals, .. } => {
            Some(literals.iter().map(|literal| labelled(&literal.value, &literal.label)).collect())
        }
        Take::Choice(Options::From(OptionSource::Categories)) => {
            let mut categories: Vec<_> = voice.words().categories().iter().collect();
            // What is half known is offered first.
            let place = |id: &String| facts.likely.iter().position(|likely| likely == id);
            categories.sort_by_key(|category| place(&category.id).unwrap_or(usize::MAX));
            Some(categories.into_iter().map(|category| labelled(&category.id, &category.label)).collect())
        }
        Take::Choice(Options::From(source) | Options::Found(source)) | Take::When { slots: Some(source), .. } => {
            facts.options.get(source).cloned()
        }
        Take::YesNo => Some(vec![labelled("yes", "dialogue.yes"), labelled("no", "dialogue.no")]),
        Take::Scale5 => Some((1..=5).rev().map(|n| labelled(&n.to_string(), &format!("scale.{n}"))).collect()),
        Take::When { slots: None, .. } | Take::Photos { .. } | Take::Amount { .. } => None,
    }
}

fn holds(condition: &Condition, answers: &BTreeMap<&str, &Answer>, facts: &Facts) -> bool {
    let word = |field: &str| answers.get(field).and_then(|answer| word(answer));
    let given = |field: &str| answers.get(field).is_some_and(|answer| **answer != Answer::Skipped);
    match condition {
        Condition::Is { field, value } => word(field).is_some_and(|word| word == *value),
        Condition::IsNot { field, value } => word(field).is_none_or(|word| word != *value),
        Condition::In { field, values } => word(field).is_some_and(|word| values.contains(&word)),
        Condition::Missing { field } => !given(field),
        Condition::Present { field } => given(field),
        Condition::Fact(fact) => facts.named.contains(fact),
        Condition::NotFact(fact) => !facts.named.contains(fact),
        Condition::FewerPhotos { fields, than } => {
            let held: usize =
                fields.iter().filter_map(|field| answers.get(field.as_str())).map(|answer| photos(answer)).sum();
            facts.limits.get(than).is_some_and(|limit| i64::try_from(held).is_ok_and(|held| held < *limit))
        }
    }
}

/// An answer as conditions compare it.
fn word(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Choice(value) => Some(value.clone()),
        Answer::YesNo(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
        Answer::Number(number) => Some(number.to_string()),
        Answer::Text(_) | Answer::Photos(_) | Answer::When(_) | Answer::Amount(_) | Answer::Skipped => None,
    }
}

pub(crate) fn photos(answer: &Answer) -> usize {
    match answer {
        Answer::Photos(photos) => photos.len(),
        Answer::Text(_)
        | Answer::Choice(_)
        | Answer::When(_)
        | Answer::Amount(_)
        | Answer::Number(_)
        | Answer::YesNo(_)
        | Answer::Skipped => 0,
    }
}

/// Whether a step would take that answer now.
fn fits(step: &Step, answer: &Answer, facts: &Facts, words: &Words) -> bool {
    match (&step.take, answer) {
        (_, Answer::Skipped) => step.optional,
        (Take::Text { min, max, .. }, Answer::Text(text)) => (*min..=*max).contains(&text.chars().count()),
        (Take::Choice(options), Answer::Choice(value)) => offers(options, value, facts, words),
        (Take::Photos { max, .. }, Answer::Photos(photos)) => photos.len() <= *max,
        (Take::When { within_days, .. }, Answer::When(at)) => {
            *at > facts.now && *at <= facts.now + TimeDelta::days(*within_days + 1)
        }
        (Take::Amount { min, max }, Answer::Amount(fen)) => (min..=max).contains(&fen),
        (Take::YesNo, Answer::YesNo(_)) => true,
        (Take::Scale5, Answer::Number(level)) => (1..=5).contains(level),
        _ => false,
    }
}

fn offers(options: &Options, value: &str, facts: &Facts, words: &Words) -> bool {
    match options {
        Options::Literal(literals) => literals.iter().any(|literal| literal.value == value),
        Options::From(OptionSource::Categories) => words.category_by_id(value).is_some(),
        Options::From(source) | Options::Found(source) => {
            facts.options.get(source).is_none_or(|choices| choices.iter().any(|choice| choice.value == value))
        }
    }
}
