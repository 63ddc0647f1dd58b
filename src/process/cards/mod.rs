//! What each card shows. A card that waits for its reader has buttons; every
//! other copy says how it ended, who decided and when.

mod alarm;
mod approval;
mod call_back;
mod desk;
mod heard;
mod order;
mod owner;

pub use alarm::{again, taker};
pub use desk::{suggest, suggestion};
pub use heard::{climbed, heard, read_out};

use crate::domain::case::Case;
use crate::domain::frame::Frame;
use crate::domain::people::By;
use crate::domain::topic::Topic;
use crate::process::say::{Say, Sketch, about, who};
use crate::script::args::Args;
use crate::talk::tap::Tap;
use chrono::{DateTime, Utc};

/// Draws one card. `open`: it waits for this reader.
#[must_use]
pub fn draw(case: &Case, topic: Topic, open: bool, frame: &Frame) -> Sketch {
    let card = Card { case, topic, open, frame };
    let sketch = match topic {
        Topic::Intake | Topic::Doubt { .. } | Topic::CallBack { .. } => Sketch::default(),
        Topic::Alarm { round } => alarm::alarm(&card, round),
        Topic::Desk { .. } => desk::desk(&card),
        Topic::Forwarded { .. } => desk::forwarded(&card),
        Topic::Approval { approval } => approval::approval(&card, approval),
        Topic::Order { order, round } => order::order(&card, order, round),
        Topic::Check { order, round } => order::check(&card, order, round),
        Topic::Visit { visit } => owner::visit(&card, visit),
        Topic::Extension { extension } => owner::extension(&card, extension),
        Topic::Sign { order, round } => owner::sign(&card, order, round),
        Topic::Answer { .. } => owner::answer(&card),
        Topic::Rate { follow_up } => owner::rate(&card, follow_up),
        Topic::Call { task } => call_back::call(&card, task),
        Topic::Correct { follow_up } => call_back::correct(&card, follow_up),
        Topic::Close { .. } => call_back::close(&card),
    };
    // An alarm says it in its own words.
    sketch.urgent(case.is_urgent() && !matches!(topic, Topic::Alarm { .. }) && !case.asks_owner(topic))
}

/// What every drawing needs.
pub(crate) struct Card<'a> {
    pub case: &'a Case,
    pub topic: Topic,
    pub open: bool,
    pub frame: &'a Frame<'a>,
}

impl Card<'_> {
    pub fn args(&self) -> Args {
        about(self.case, self.frame)
    }

    /// A sentence of this card, with what every sentence may use.
    pub fn say(&self, key: &str) -> Say {
        Say::new(key, self.args())
    }

    /// A button, which carries the record and the revision that the card shows.
    pub fn button(&self, act: &str) -> (Say, Tap) {
        self.labelled(&format!("act.{}", act.split('.').next().unwrap_or(act)), act)
    }

    pub fn labelled(&self, key: &str, act: &str) -> (Say, Tap) {
        let seq = self.topic.record();
        // An answer is the same answer whatever is noted meanwhile.
        let rev = match self.topic {
            Topic::Answer { round } => round,
            _ => self.case.rev_of(seq).unwrap_or_default(),
        };
        (Say::plain(key), Tap::Card { case: self.case.id, seq, rev, act: act.to_owned() })
    }

    /// The case's story, one tap away.
    pub fn story(&self) -> (Say, Tap) {
        (Say::plain("act.story"), Tap::Menu { command: "case".into(), arg: self.case.id.to_string() })
    }

    /// "✔ … — who (seat), when".
    pub fn stamp(&self, key: &str, by: By, at: DateTime<Utc>) -> Say {
        Say::new(key, who(self.args(), by, self.frame).when("at", at))
    }
}
