//! The last look before a dialogue ends: every answer with its name, one button
//! to submit, one to change each answer.

use crate::dialogue::ask::{heading, move_button};
use crate::dialogue::facts::{Choice, Facts, Voice};
use crate::dialogue::read::fingerprint;
use crate::dialogue::standing::{applicable, effective, options};
use crate::dialogue::state::Draft;
use crate::script::args::{Args, Value};
use crate::script::model::{Script, Step};
use crate::talk::answer::Answer;
use crate::talk::message::{Button, Message};

/// What stands for the summary where a button names its step.
pub(crate) const SUMMARY: &str = "-";
/// What the submit button moves to, before the mark of what it submits.
pub(crate) const CONFIRM: &str = "confirm";
const CHANGES_IN_ROW: usize = 2;

pub(crate) fn summary(script: &Script, draft: &Draft, lead: Vec<String>, facts: &Facts, voice: &Voice<'_>) -> Message {
    let steps = applicable(script, &draft.answers, facts);
    let mut lines = lead;
    let intro = script.summary.as_deref().unwrap_or("dialogue.summary");
    lines.push(voice.say(intro, &facts.args));
    lines.extend(steps.iter().filter_map(|step| Some(line(step, draft.answers.get(&step.field)?, facts, voice))));
    let mut message = Message::text(lines.join("\n"));
    message.title = Some(heading(script, facts, voice));
    let submit = format!("{CONFIRM}.{}", mark(script, draft, facts));
    message = message.row(vec![move_button(draft, SUMMARY, &submit, &voice.plain("dialogue.submit"))]);
    let changes: Vec<Button> = steps.iter().map(|step| change_button(draft, step, facts, voice)).collect();
    for row in changes.chunks(CHANGES_IN_ROW) {
        message = message.row(row.to_vec());
    }
    let last = |to: &str| move_button(draft, SUMMARY, to, &voice.plain(&format!("dialogue.{to}")));
    message.row(vec![last("help"), last("cancel")])
}

/// A mark of what the summary shows: a submit button pressed on an older one
/// carries another mark and submits nothing.
pub(crate) fn mark(script: &Script, draft: &Draft, facts: &Facts) -> String {
    let answers = effective(script, draft, facts);
    let written: Vec<String> = answers.iter().map(|(field, answer)| format!("{field}={answer:?}")).collect();
    format!("{:08x}", fingerprint(&written.join("\n")))
}

fn line(step: &Step, answer: &Answer, facts: &Facts, voice: &Voice<'_>) -> String {
    let label = voice.say(&step.label, &facts.args);
    let args = Args::new().text("label", label).text("value", shown(step, answer, facts, voice));
    voice.say("dialogue.summary_line", &args)
}

fn change_button(draft: &Draft, step: &Step, facts: &Facts, voice: &Voice<'_>) -> Button {
    let label = voice.say(&step.label, &facts.args);
    let label = voice.say("dialogue.change", &Args::new().text("label", label));
    move_button(draft, &step.field, "change", &label)
}

/// An answer as its giver reads it.
#[must_use]
pub(crate) fn shown(step: &Step, answer: &Answer, facts: &Facts, voice: &Voice<'_>) -> String {
    let labelled = |value: &str| {
        let choices = options(step, facts, voice).unwrap_or_default();
        choices.into_iter().find(|choice| choice.value == value).map_or_else(|| value.to_owned(), |choice| choice.label)
    };
    match answer {
        Answer::Text(text) => text.clone(),
        Answer::Choice(value) => labelled(value),
        Answer::Photos(photos) => voice.say("dialogue.photo_count", &Args::new().count("n", photos.len())),
        Answer::When(at) => slot_label(step, *at, facts, voice)
            .unwrap_or_else(|| voice.texts.write(voice.lang, &Value::When(*at), Some(facts.now))),
        Answer::Amount(fen) => voice.texts.write(voice.lang, &Value::Money(*fen), None),
        Answer::Number(number) => labelled(&number.to_string()),
        Answer::YesNo(yes) => voice.plain(if *yes { "dialogue.yes" } else { "dialogue.no" }),
        Answer::Skipped => voice.plain("dialogue.not_given"),
    }
}

fn slot_label(step: &Step, at: chrono::DateTime<chrono::Utc>, facts: &Facts, voice: &Voice<'_>) -> Option<String> {
    let slots = options(step, facts, voice)?;
    slots.into_iter().find(|slot| Choice::moment(&slot.value) == Some(at)).map(|slot| slot.label)
}
