//! Whether a sentence tells of a danger that cannot wait.

use crate::domain::danger::Danger;
use crate::understanding::learned::Learned;
use crate::understanding::learning::features::Sentence;
use crate::understanding::learning::tasks::NONE;

/// What a sentence says about danger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Alarm {
    Quiet,
    /// It may be one: its owner is asked, before anything else.
    Doubt(Cause),
    /// Somebody has to move within minutes.
    Rings(Cause),
}

/// What spoke for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    pub danger: Danger,
    /// The parts of the sentence that spoke for it most.
    pub because: String,
}

/// How likely a danger has to be for the bell to ring by itself, and for its
/// owner to be asked. A danger missed weighs far more than a question too many;
/// found by `anju understand --measure`.
pub const RINGS_FROM: f32 = 0.60;
pub const ASKED_FROM: f32 = 0.12;

/// So many parts of the sentence are shown as the reason.
const PARTS_SHOWN: usize = 3;

/// How likely it is that the sentence tells of a danger, and of which.
#[must_use]
pub fn likely(learned: &Learned, sentence: &Sentence) -> (f32, Danger) {
    let verdict = learned.emergency.judge(sentence);
    let none = verdict.iter().find(|(label, _)| *label == NONE).map_or(0.0, |(_, likely)| *likely);
    let kind = verdict.iter().find_map(|(label, _)| Danger::from_word(label));
    (1.0 - none, kind.unwrap_or(Danger::Other))
}

/// Reads one sentence.
#[must_use]
pub fn alarm(learned: &Learned, sentence: &Sentence) -> Alarm {
    let (likely, danger) = likely(learned, sentence);
    if likely < ASKED_FROM {
        return Alarm::Quiet;
    }
    let because = learned.emergency.because(sentence, danger.word(), NONE, PARTS_SHOWN);
    let cause = Cause { danger, because: because.join("…") };
    if likely < RINGS_FROM { Alarm::Doubt(cause) } else { Alarm::Rings(cause) }
}
