//! The last look before a dialogue ends: every answer with its name, one button
//! to submit, one to change each answer.

use crate::dialogue::ask::{heading, move_button};
use crate::dialogue::facts::{Facts, Voice};
use crate::dialogue::read::fingerprint;
use crate::dialogue::shown::line;
use crate::dialogue::standing::{applicable, effective};
use crate::dialogue::state::Draft;
use crate::script::args::Args;
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
    let mut message = answers(script, draft, facts, voice);
    lines.push(message.body);
    message.body = lines.join("\n");
    let submit = format!("{CONFIRM}.{}", mark(script, draft, facts));
    message = message.row(vec![move_button(draft, SUMMARY, &submit, &voice.plain("dialogue.submit"))]);
    let changes: Vec<Button> = steps.iter().map(|step| change_button(draft, step, facts, voice)).collect();
    for row in changes.chunks(CHANGES_IN_ROW) {
        message = message.row(row.to_vec());
    }
    let last = |to: &str| move_button(draft, SUMMARY, to, &voice.plain(&format!("dialogue.{to}")));
    message.row(vec![last("help"), last("cancel")])
}

/// Every answer with its name, and nothing to press.
pub(crate) fn answers(script: &Script, draft: &Draft, facts: &Facts, voice: &Voice<'_>) -> Message {
    let steps = applicable(script, &draft.answers, facts);
    let shown = |step: &&&Step| !only_offered(draft, step);
    let lines =
        steps.iter().filter(shown).filter_map(|step| Some(line(step, draft.answers.get(&step.field)?, facts, voice)));
    let mut message = Message::text(lines.collect::<Vec<_>>().join("\n"));
    message.title = Some(heading(script, facts, voice));
    message
}

/// A mark of what the summary shows: a submit button pressed on an older one
/// carries another mark and submits nothing.
pub(crate) fn mark(script: &Script, draft: &Draft, facts: &Facts) -> String {
    let answers = effective(script, draft, facts);
    let written: Vec<String> = answers.iter().map(|(field, answer)| format!("{field}={answer:?}")).collect();
    format!("{:08x}", fingerprint(&written.join("\n")))
}

fn change_button(draft: &Draft, step: &Step, facts: &Facts, voice: &Voice<'_>) -> Button {
    let label = voice.say(&step.label, &facts.args);
    let key = if only_offered(draft, step) { "dialogue.add" } else { "dialogue.change" };
    let label = voice.say(key, &Args::new().text("label", label));
    move_button(draft, &step.field, "change", &label)
}

/// Nobody has asked for it, and nothing was said.
fn only_offered(draft: &Draft, step: &Step) -> bool {
    let skipped = draft.answers.get(&step.field).is_none_or(|answer| *answer == Answer::Skipped);
    (step.offered || !step.asked) && skipped && !draft.trail.contains(&step.field)
}
