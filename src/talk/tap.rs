//! What a button carries: typed, at most 64 bytes, and never an authority. Who
//! may do it is decided in `domain`, whatever the button says.

use crate::domain::ids::{CaseId, DraftId, Seq};
use std::fmt;

/// A button of the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tap {
    /// A button of a card: an action on one record of one case, as that record
    /// looked in revision `rev`.
    Card { case: CaseId, seq: Seq, rev: i64, act: String },
    /// An answer in a dialogue: the draft, the step that asked, the choice.
    Answer { draft: DraftId, step: String, value: String },
    /// A move inside a dialogue: back, skip, cancel, done, change …
    Move { draft: DraftId, step: String, to: String },
    /// A command without typing it: `/cases`, `/help`, with its argument.
    Menu { command: String, arg: String },
}

/// Longer button data is refused by Telegram (1–64 bytes, BUTTON_DATA_INVALID).
pub const LONGEST: usize = 64;

impl fmt::Display for Tap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tap::Card { case, seq, rev, act } => write!(f, "c:{case}:{seq}:{rev}:{act}"),
            Tap::Answer { draft, step, value } => write!(f, "a:{draft}:{step}:{value}"),
            Tap::Move { draft, step, to } => write!(f, "m:{draft}:{step}:{to}"),
            Tap::Menu { command, arg } => write!(f, "g:{command}:{arg}"),
        }
    }
}

impl Tap {
    /// Reads button data; `None` for anything that is not ours.
    #[must_use]
    pub fn parse(data: &str) -> Option<Tap> {
        if data.len() > LONGEST {
            return None;
        }
        let (kind, rest) = data.split_once(':')?;
        match kind {
            "c" => {
                let mut parts = rest.splitn(4, ':');
                Some(Tap::Card {
                    case: CaseId(parts.next()?.parse().ok()?),
                    seq: Seq(parts.next()?.parse().ok()?),
                    rev: parts.next()?.parse().ok()?,
                    act: parts.next()?.to_owned(),
                })
            }
            "a" | "m" => {
                let mut parts = rest.splitn(3, ':');
                let draft = DraftId(parts.next()?.parse().ok()?);
                let step = parts.next()?.to_owned();
                let last = parts.next()?.to_owned();
                Some(if kind == "a" {
                    Tap::Answer { draft, step, value: last }
                } else {
                    Tap::Move { draft, step, to: last }
                })
            }
            "g" => {
                let (command, arg) = rest.split_once(':')?;
                Some(Tap::Menu { command: command.to_owned(), arg: arg.to_owned() })
            }
            _ => None,
        }
    }
}
