//! What a finished questionnaire is stored as: every answer with the question as
//! it was put, and the verdict that the scored ones give.

use crate::dialogue::facts::{Facts, Voice};
use crate::dialogue::standing::effective;
use crate::dialogue::state::Draft;
use crate::dialogue::summary::shown;
use crate::script::model::{Kind, Script};
use crate::script::scripts::SCORED;
use crate::talk::answer::Answer;
use crate::talk::inbound::Lang;
use serde::{Deserialize, Serialize};

/// One question answered or declined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    pub key: String,
    /// The wording as asked.
    pub question: String,
    pub answer: Answer,
    /// The answer in words, as its giver chose it.
    pub said: String,
    /// 1 to 5 for a scored key, else `None`.
    pub score: Option<i64>,
    pub lang: Lang,
    pub script: String,
    pub version: u32,
}

/// What the scores say together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Satisfied,
    Dissatisfied,
    /// Seriously dissatisfied.
    Serious,
}

/// Where the five levels part (rulebook section 4); settings of the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// This level and those above are satisfied.
    pub satisfied_from: i64,
    /// This level and those below are serious.
    pub serious_to: i64,
}

impl Default for Scale {
    fn default() -> Scale {
        Scale { satisfied_from: 3, serious_to: 1 }
    }
}

/// The answers in the order of the questions; nothing for a form.
#[must_use]
pub fn answered(script: &Script, draft: &Draft, facts: &Facts, voice: &Voice<'_>) -> Vec<Answered> {
    let Kind::Questionnaire { version } = script.kind else { return Vec::new() };
    let mut answers = effective(script, draft, facts);
    let steps = script.steps.iter().filter_map(|step| answers.remove(&step.field).map(|answer| (step, answer)));
    let stored = steps.map(|(step, answer)| Answered {
        key: step.field.clone(),
        question: voice.say(&step.ask, &facts.args),
        said: shown(step, &answer, facts, voice),
        score: score(&step.field, &answer),
        answer,
        lang: voice.lang,
        script: script.name.to_string(),
        version,
    });
    stored.collect()
}

/// The worst score decides; `None` when nothing scored was answered.
#[must_use]
pub fn verdict(answers: &[Answered], scale: Scale) -> Option<Verdict> {
    let worst = answers.iter().filter_map(|answer| answer.score).min()?;
    Some(if worst <= scale.serious_to {
        Verdict::Serious
    } else if worst < scale.satisfied_from {
        Verdict::Dissatisfied
    } else {
        Verdict::Satisfied
    })
}

/// A plain no counts as level 2, a plain yes as level 4 (rulebook section 4 has
/// five levels; the call-back box of the complaint form has only two).
fn score(key: &str, answer: &Answer) -> Option<i64> {
    if !SCORED.contains(&key) {
        return None;
    }
    match answer {
        Answer::Number(level) => Some(*level),
        Answer::YesNo(yes) => Some(if *yes { 4 } else { 2 }),
        Answer::Text(_) | Answer::Choice(_) | Answer::Photos(_) | Answer::When(_) | Answer::Amount(_) | Answer::Skipped => None,
    }
}
