//! A question as a message: what is said before it, the question itself, its
//! options as buttons, and the moves below them.

use crate::dialogue::facts::{Choice, Facts, Voice};
use crate::dialogue::read::shortened;
use crate::dialogue::shown::shown;
use crate::dialogue::standing::{applicable, options, photos};
use crate::dialogue::state::Draft;
use crate::script::args::Args;
use crate::script::clean::width;
use crate::script::model::{Options, Script, Step, Take};
use crate::talk::answer::Answer;
use crate::talk::message::{Button, Message};
use crate::talk::tap::{LONGEST, Tap};

/// The most rows of options on one question; each holds at most three.
const MOST_ROWS: usize = 8;
const MOST_IN_ROW: usize = 3;
/// From so many questions on it is worth saying how far one is.
const MANY_STEPS: usize = 3;

/// How a question is put this time.
#[derive(Clone, Debug, Default)]
pub(crate) struct Manner {
    /// Sentences before the question.
    pub lead: Vec<String>,
    /// Names the dialogue above: at its beginning and when it is taken up again.
    pub heading: bool,
    /// Only these options.
    pub narrowed: Option<Vec<Choice>>,
}

pub(crate) fn question(
    script: &Script,
    draft: &Draft,
    step: &Step,
    manner: Manner,
    facts: &Facts,
    voice: &Voice<'_>,
) -> Message {
    let mut lines = manner.lead;
    lines.push(counted(script, draft, step, facts, voice));
    let given = draft.answers.get(&step.field).filter(|answer| **answer != Answer::Skipped);
    if let Some(answer) = given.filter(|_| !matches!(step.take, Take::Photos { .. })) {
        let value = shown(step, answer, facts, voice);
        lines.push(voice.say("dialogue.present_answer", &Args::new().text("value", value)));
    }
    let choices = manner.narrowed.or_else(|| options(step, facts, voice)).unwrap_or_default();
    if choices.is_empty() && matches!(step.take, Take::Choice(Options::Literal(_) | Options::From(_))) {
        lines.push(voice.plain("dialogue.choice_none"));
    } else if choices.len() > MOST_ROWS * MOST_IN_ROW {
        lines.push(voice.plain("dialogue.choice_more"));
    }
    let mut message = Message::text(lines.join("\n"));
    message.title = manner.heading.then(|| heading(script, facts, voice));
    for row in option_rows(draft, step, choices, facts, voice) {
        message = message.row(row);
    }
    for row in move_rows(draft, step, given, voice) {
        message = message.row(row);
    }
    message
}

/// The script's title and what it is about.
pub(crate) fn heading(script: &Script, facts: &Facts, voice: &Voice<'_>) -> String {
    let title = voice.say(&script.title, &facts.args);
    match &facts.about {
        Some(about) => voice.say("dialogue.heading", &Args::new().text("title", title).text("about", about)),
        None => title,
    }
}

/// The question, with how far one is where there are many. Where photos have
/// come already, only whether there are more.
fn counted(script: &Script, draft: &Draft, step: &Step, facts: &Facts, voice: &Voice<'_>) -> String {
    if draft.answers.get(&step.field).is_some_and(|answer| photos(answer) > 0) {
        return voice.plain("dialogue.photos_more");
    }
    let question = voice.say(&step.ask, &facts.args);
    let open = |other: &&&Step| other.asked && other.field != step.field && !draft.answers.contains_key(&other.field);
    let left = applicable(script, &draft.answers, facts).iter().filter(open).count();
    let walked = draft.trail.len() + 1;
    if draft.changing || walked + left < MANY_STEPS {
        return question;
    }
    let args = Args::new().count("n", walked).count("total", walked + left).text("question", question);
    voice.say("dialogue.progress", &args)
}

fn option_rows(draft: &Draft, step: &Step, choices: Vec<Choice>, facts: &Facts, voice: &Voice<'_>) -> Vec<Vec<Button>> {
    let suggested = facts.suggested.get(&step.field).and_then(|answer| match answer {
        Answer::Choice(value) => Some(value.as_str()),
        _ => None,
    });
    let mut choices = choices;
    choices.truncate(MOST_ROWS * MOST_IN_ROW);
    choices.sort_by_key(|choice| suggested != Some(choice.value.as_str()));
    let labels: Vec<String> = choices
        .iter()
        .map(|choice| {
            let args = Args::new().text("label", &choice.label);
            if suggested == Some(choice.value.as_str()) {
                voice.say("dialogue.suggested", &args)
            } else {
                choice.label.clone()
            }
        })
        .collect();
    let columns = columns(&labels, &step.take);
    let buttons: Vec<Button> =
        choices.iter().zip(&labels).map(|(choice, label)| answer_button(draft, step, choice, label)).collect();
    buttons.chunks(columns).map(<[Button]>::to_vec).collect()
}

/// As few in a row as the words need, as many as the rows allow.
fn columns(labels: &[String], take: &Take) -> usize {
    let widest = labels.iter().map(|label| width(label)).max().unwrap_or(0);
    let comfortable = match (take, widest) {
        (Take::Scale5, _) => 1,
        (_, 0..=8) => 3,
        (_, 9..=14) => 2,
        _ => 1,
    };
    comfortable.max(labels.len().div_ceil(MOST_ROWS)).clamp(1, MOST_IN_ROW)
}

fn answer_button(draft: &Draft, step: &Step, choice: &Choice, label: &str) -> Button {
    let tap = |value: String| Tap::Answer { draft: draft.id, step: step.field.clone(), value };
    let whole = tap(choice.value.clone());
    let fits = whole.to_string().len() <= LONGEST;
    Button::new(label, &if fits { whole } else { tap(shortened(&choice.value)) })
}

/// Below the options: finishing photos on a row of its own, then back, keep or
/// skip, help, cancel.
fn move_rows(draft: &Draft, step: &Step, given: Option<&Answer>, voice: &Voice<'_>) -> Vec<Vec<Button>> {
    let button = |to: &str| move_button(draft, &step.field, to, &voice.plain(&format!("dialogue.{to}")));
    let takes_photos = matches!(step.take, Take::Photos { .. });
    let has_photos = takes_photos && given.is_some_and(|answer| photos(answer) > 0);
    let photo_row = if has_photos { vec![button("done"), button("clear")] } else { Vec::new() };
    let mut moves = Vec::new();
    if draft.changing || !draft.trail.is_empty() {
        moves.push(button("back"));
    }
    if given.is_some() && !takes_photos {
        moves.push(button("keep"));
    } else if step.optional && !has_photos {
        moves.push(button("skip"));
    }
    moves.push(button("help"));
    moves.push(button("cancel"));
    vec![photo_row, moves]
}

pub(crate) fn move_button(draft: &Draft, step: &str, to: &str, label: &str) -> Button {
    Button::new(label, &Tap::Move { draft: draft.id, step: step.to_owned(), to: to.to_owned() })
}
