//! One step of a dialogue: an input and a draft give a new draft and what to
//! say. Questions come one at a time; every input gets an answer or, for photos
//! in quick succession, silence on purpose.

use crate::dialogue::facts::{Facts, Voice};
use crate::dialogue::input::{Beside, End, Input, Outcome};
use crate::dialogue::settled::settled;
use crate::dialogue::standing::revalidate;
use crate::dialogue::state::Draft;
use crate::dialogue::turn::Turn;
use crate::script::model::{Options, Script, Step, Take};
use crate::script::names::OptionSource;
use crate::talk::answer::Answer;
use std::collections::{BTreeMap, BTreeSet};

/// What the caller loads before it advances a dialogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    pub sources: BTreeSet<OptionSource>,
    /// What somebody wrote to find an option with; a large source may be
    /// loaded by it.
    pub search: Option<String>,
    /// Values that must be among the options, because answers or this input
    /// hold them.
    pub values: BTreeSet<(OptionSource, String)>,
}

/// A draft with what is known already filled in, so that it is not asked.
#[must_use]
pub fn open(script: &Script, mut draft: Draft, presets: BTreeMap<String, Answer>) -> Draft {
    draft.answers.extend(presets.into_iter().filter(|(field, _)| script.step(field).is_some()));
    draft
}

/// Which options this script may show or judge when that input comes.
#[must_use]
pub fn needs(script: &Script, draft: &Draft, input: &Input) -> Needs {
    let mut needs = Needs::default();
    for step in &script.steps {
        let source = match &step.take {
            Take::Choice(Options::From(OptionSource::Categories)) => continue,
            Take::Choice(Options::From(source) | Options::Found(source)) | Take::When { slots: Some(source), .. } => {
                *source
            }
            _ => continue,
        };
        needs.sources.insert(source);
        if let Some(Answer::Choice(value)) = draft.answers.get(&step.field) {
            needs.values.insert((source, value.clone()));
        }
        match input {
            Input::Tap { step: tapped, value } if *tapped == step.field => {
                needs.values.insert((source, value.clone()));
            }
            Input::Text(text) if searched(step) && draft.step.as_ref() == Some(&step.field) => {
                needs.search = Some(text.clone());
            }
            _ => {}
        }
    }
    needs
}

fn searched(step: &Step) -> bool {
    matches!(step.take, Take::Choice(Options::Found(_)))
}

/// Takes one input. The draft may have been begun with an older version of the
/// script: what no longer fits is asked again.
#[must_use]
pub fn advance(script: &Script, draft: Draft, input: Input, facts: &Facts, voice: &Voice<'_>) -> Outcome {
    let checked = revalidate(script, draft, facts, voice.words());
    let mut draft = checked.draft;
    draft.touched_at = facts.now;
    draft.nudged_at = None;
    let mut turn = Turn::new(script, draft, facts, voice);
    turn.lost(checked.dropped);
    turn.take(input.clone());
    let Turn { draft, say, changed, end, beside, .. } = turn;
    let settled = settled(script, &input, (&draft, end), facts, voice);
    Outcome { draft, say, settled, changed, end, beside }
}

/// What somebody is told whose dialogue cannot go on because its script is
/// gone; the words in it are for the caller to keep.
#[must_use]
pub fn leftovers(draft: &Draft) -> Beside {
    let mut beside = Beside::default();
    for answer in draft.answers.values() {
        match answer {
            Answer::Text(text) => beside.words.push(text.clone()),
            Answer::Photos(photos) => beside.attachments.extend(photos),
            Answer::Choice(_)
            | Answer::When(_)
            | Answer::Amount(_)
            | Answer::Number(_)
            | Answer::YesNo(_)
            | Answer::Skipped => {}
        }
    }
    beside
}

impl End {
    #[must_use]
    pub fn is_open(self) -> bool {
        self == End::Open
    }
}
