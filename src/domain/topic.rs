//! What can wait for somebody, each with the record that it is about.

use crate::domain::case::COMPLAINT;
use crate::domain::ids::Seq;
use std::fmt;

/// What waits. Its written form is the card's identity in one chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Its owner is still saying it; a dialogue asks him.
    Intake,
    /// Whoever may have spoken of a danger is asked; a message asks him.
    Doubt {
        round: u32,
    },
    /// Somebody has to move at once, and nobody has it in hand.
    Alarm {
        round: u32,
    },
    /// Route the case; also an unfinished complaint, an order that came back.
    Desk {
        round: i64,
    },
    /// A case forwarded to a department.
    Forwarded {
        round: i64,
    },
    Approval {
        approval: Seq,
    },
    Order {
        order: Seq,
        round: u32,
    },
    Visit {
        visit: Seq,
    },
    Extension {
        extension: Seq,
    },
    Check {
        order: Seq,
        round: u32,
    },
    Sign {
        order: Seq,
        round: u32,
    },
    /// The owner's word on an answer given with words.
    Answer {
        round: i64,
    },
    Rate {
        follow_up: Seq,
    },
    /// The call-back itself, until the owner has answered: whoever calls.
    CallBack {
        follow_up: Seq,
    },
    Call {
        task: Seq,
    },
    Correct {
        follow_up: Seq,
    },
    Close {
        follow_up: Seq,
    },
}

impl Topic {
    /// A card asks it; the others wait for something else than a press.
    #[must_use]
    pub fn has_card(self) -> bool {
        !matches!(self, Topic::Intake | Topic::Doubt { .. } | Topic::CallBack { .. })
    }

    /// The owner is asked something; a leader, too, whom the owner proposed a visit.
    #[must_use]
    pub fn asks(self) -> bool {
        matches!(
            self,
            Topic::Visit { .. }
                | Topic::Extension { .. }
                | Topic::Sign { .. }
                | Topic::Answer { .. }
                | Topic::Rate { .. }
        )
    }

    /// The word of the kind: how its written form begins.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Topic::Intake => "intake",
            Topic::Doubt { .. } => "doubt",
            Topic::Alarm { .. } => "alarm",
            Topic::Desk { .. } => "desk",
            Topic::Forwarded { .. } => "forwarded",
            Topic::Approval { .. } => "approval",
            Topic::Order { .. } => "order",
            Topic::Visit { .. } => "visit",
            Topic::Extension { .. } => "extension",
            Topic::Check { .. } => "check",
            Topic::Sign { .. } => "sign",
            Topic::Answer { .. } => "answer",
            Topic::Rate { .. } => "rate",
            Topic::CallBack { .. } => "call_back",
            Topic::Call { .. } => "call",
            Topic::Correct { .. } => "correct",
            Topic::Close { .. } => "close",
        }
    }

    /// The record whose revision the card's buttons carry.
    #[must_use]
    pub fn record(self) -> Seq {
        match self {
            Topic::Intake
            | Topic::Doubt { .. }
            | Topic::Alarm { .. }
            | Topic::Desk { .. }
            | Topic::Forwarded { .. }
            | Topic::Answer { .. } => COMPLAINT,
            Topic::Approval { approval } => approval,
            Topic::Order { order, .. } | Topic::Check { order, .. } | Topic::Sign { order, .. } => order,
            Topic::Visit { visit } => visit,
            Topic::Extension { extension } => extension,
            Topic::Rate { follow_up }
            | Topic::CallBack { follow_up }
            | Topic::Correct { follow_up }
            | Topic::Close { follow_up } => follow_up,
            Topic::Call { task } => task,
        }
    }

    /// Reads the identity of a card that `Display` wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Topic> {
        let mut parts = text.split('/');
        let kind = parts.next()?;
        let first: i64 = parts.next()?.parse().ok()?;
        let seq = Seq(first);
        let mut round = || parts.next()?.parse::<u32>().ok();
        Some(match kind {
            "alarm" => Topic::Alarm { round: u32::try_from(first).ok()? },
            "desk" => Topic::Desk { round: first },
            "forwarded" => Topic::Forwarded { round: first },
            "approval" => Topic::Approval { approval: seq },
            "order" => Topic::Order { order: seq, round: round()? },
            "visit" => Topic::Visit { visit: seq },
            "extension" => Topic::Extension { extension: seq },
            "check" => Topic::Check { order: seq, round: round()? },
            "sign" => Topic::Sign { order: seq, round: round()? },
            "answer" => Topic::Answer { round: first },
            "rate" => Topic::Rate { follow_up: seq },
            "call" => Topic::Call { task: seq },
            "correct" => Topic::Correct { follow_up: seq },
            "close" => Topic::Close { follow_up: seq },
            _ => return None,
        })
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, record) = (self.word(), self.record());
        match self {
            Topic::Doubt { round } | Topic::Alarm { round } => write!(f, "{word}/{round}"),
            Topic::Desk { round } | Topic::Forwarded { round } | Topic::Answer { round } => write!(f, "{word}/{round}"),
            Topic::Order { round, .. } | Topic::Check { round, .. } | Topic::Sign { round, .. } => {
                write!(f, "{word}/{record}/{round}")
            }
            _ => write!(f, "{word}/{record}"),
        }
    }
}
