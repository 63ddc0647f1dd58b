//! What a finished questionnaire becomes: every answer with the question as it
//! was put. What the scores mean is decided in `domain::follow_up`.

use crate::dialogue::facts::{Facts, Voice};
use crate::dialogue::shown::shown;
use crate::dialogue::standing::effective;
use crate::dialogue::state::Draft;
use crate::domain::follow_up::Answered;
use crate::script::model::{Kind, Script};
use crate::script::scripts::SCORED;
use crate::talk::answer::Answer;

/// The answers in the order of the questions; a declined one has neither score
/// nor text. Empty for a form.
#[must_use]
pub fn answered(script: &Script, draft: &Draft, facts: &Facts, voice: &Voice<'_>) -> Vec<Answered> {
    let Kind::Questionnaire { version } = script.kind else { return Vec::new() };
    let mut answers = effective(script, draft, facts);
    let given = script.steps.iter().filter_map(|step| answers.remove(&step.field).map(|answer| (step, answer)));
    let stored = given.map(|(step, answer)| Answered {
        key: step.field.clone(),
        question: voice.say(&step.ask, &facts.args),
        score: score(&step.field, &answer),
        text: (answer != Answer::Skipped).then(|| shown(step, &answer, facts, voice)),
        lang: voice.lang.code().to_owned(),
        questionnaire: script.name.to_string(),
        version: i64::from(version),
    });
    stored.collect()
}

/// A plain no counts as level 2 and a plain yes as level 4 of the five levels.
fn score(key: &str, answer: &Answer) -> Option<u8> {
    if !SCORED.contains(&key) {
        return None;
    }
    match answer {
        Answer::Number(level) => u8::try_from(*level).ok(),
        Answer::YesNo(yes) => Some(if *yes { 4 } else { 2 }),
        Answer::Text(_)
        | Answer::Choice(_)
        | Answer::Photos(_)
        | Answer::When(_)
        | Answer::Amount(_)
        | Answer::Skipped => None,
    }
}
