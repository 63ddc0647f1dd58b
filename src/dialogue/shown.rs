//! An answer in the words of its giver: for the summary, for a question that is
//! asked again, for a question that has been answered.

use crate::dialogue::facts::{Choice, Facts, Voice};
use crate::dialogue::standing::options;
use crate::script::args::{Args, Value};
use crate::script::model::Step;
use crate::talk::answer::Answer;

/// An answer with its name: "Where: kitchen".
#[must_use]
pub(crate) fn line(step: &Step, answer: &Answer, facts: &Facts, voice: &Voice<'_>) -> String {
    let label = voice.say(&step.label, &facts.args);
    let args = Args::new().text("label", label).text("value", shown(step, answer, facts, voice));
    voice.say("dialogue.summary_line", &args)
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
