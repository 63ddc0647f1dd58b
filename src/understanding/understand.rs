//! Everything that the bot understands, behind one door.

use crate::domain::danger::Danger;
use crate::script::fault::Fault;
use crate::script::source::Source;
use crate::script::words::Words;
use crate::understanding::alarm::{self, Alarm};
use crate::understanding::category::{self, Guess};
use crate::understanding::heard::Heard;
use crate::understanding::intent;
use crate::understanding::learned::Learned;
use crate::understanding::learning::features::Sentence;
use crate::understanding::learning::model::Model;
use crate::understanding::learning::tasks::NONE;
use crate::understanding::matters::{self, Matter};
use crate::understanding::place;
use crate::understanding::rating::{self, Rated};
use crate::understanding::signature::{self, Signed};
use crate::understanding::times::when::Frame;

/// What was learned, and the words that the rules look for.
#[derive(Clone, Debug)]
pub struct Understanding {
    learned: Learned,
    words: Words,
}

/// What is made of a message, with what spoke for it.
#[derive(Clone, Debug)]
pub struct Explained {
    pub heard: Heard,
    pub danger: (Danger, f32),
    pub danger_because: Vec<String>,
    pub intent_because: Vec<String>,
    pub category_because: Vec<String>,
    pub rated: Rated,
    pub signed: Signed,
}

/// So many parts of a sentence are named as reasons.
const PARTS_SHOWN: usize = 5;

impl Understanding {
    /// What a source teaches.
    ///
    /// # Errors
    /// Every line of its sentences that is none.
    pub fn load(source: &Source, words: &Words) -> Result<Understanding, Vec<Fault>> {
        Ok(Understanding::new(Learned::load(source)?, words.clone()))
    }

    pub(super) fn new(learned: Learned, words: Words) -> Understanding {
        Understanding { learned, words }
    }

    /// Everything that a message says by itself, whatever was asked.
    #[must_use]
    pub fn hear(&self, text: &str) -> Heard {
        let sentence = Sentence::read(text);
        Heard {
            alarm: alarm::alarm(&self.learned, &sentence),
            meant: intent::intent(&self.learned, &sentence),
            category: category::category(&self.learned, &sentence),
        }
    }

    /// Only whether it tells of a danger.
    #[must_use]
    pub fn alarm(&self, text: &str) -> Alarm {
        alarm::alarm(&self.learned, &Sentence::read(text))
    }

    /// What a complaint is about.
    #[must_use]
    pub fn category(&self, text: &str) -> Guess {
        category::category(&self.learned, &Sentence::read(text))
    }

    /// The matters that a message tells, where it plainly tells several.
    #[must_use]
    pub fn matters(&self, text: &str) -> Vec<Matter> {
        matters::matters(&self.learned, &self.words, text)
    }

    /// Where in the home the matter is, by the place's id.
    #[must_use]
    pub fn place(&self, text: &str) -> Option<&str> {
        place::place(&self.words, text)
    }

    /// When somebody is at home, in his own words.
    #[must_use]
    pub fn available<'t>(&self, text: &'t str, frame: &Frame) -> Option<&'t str> {
        place::available(&self.words, text, frame)
    }

    /// The reply to "how satisfied are you?".
    #[must_use]
    pub fn rating(&self, text: &str) -> Rated {
        rating::rating(&self.learned, &self.words, text, &Sentence::read(text))
    }

    /// The reply to "please sign".
    #[must_use]
    pub fn signature(&self, text: &str) -> Signed {
        signature::signature(&self.learned, &self.words, text, &Sentence::read(text))
    }

    /// What is made of a message, and which of its parts spoke for it.
    #[must_use]
    pub fn explain(&self, text: &str) -> Explained {
        let sentence = Sentence::read(text);
        let heard = self.hear(text);
        let (likely, danger) = alarm::likely(&self.learned, &sentence);
        let because = |model: &Model, label: &str, other: &str| -> Vec<String> {
            model.because(&sentence, label, other, PARTS_SHOWN)
        };
        let second = |model: &Model, best: &str| -> String {
            let verdict = model.judge(&sentence);
            verdict.iter().find(|(label, _)| *label != best).map_or(String::new(), |(label, _)| (*label).to_owned())
        };
        let (intent, category) = (heard.meant.intent.word(), heard.category.best().to_owned());
        Explained {
            danger: (danger, likely),
            danger_because: because(&self.learned.emergency, danger.word(), NONE),
            intent_because: because(&self.learned.intent, intent, &second(&self.learned.intent, intent)),
            category_because: because(&self.learned.category, &category, &second(&self.learned.category, &category)),
            rated: self.rating(text),
            signed: self.signature(text),
            heard,
        }
    }

    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }
}
