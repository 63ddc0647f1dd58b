//! What reaches a dialogue and what comes out of it.

use crate::dialogue::state::Draft;
use crate::domain::ids::AttachmentId;
use crate::talk::message::Message;

/// One thing that a person did, as far as one draft is concerned. The caller
/// has parsed the button (`talk::tap`) and chosen the draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// The dialogue opens.
    Begin,
    /// The bot returns to it: the same question again, with a sentence before.
    Resume,
    /// Nobody answered for a while: the question again, with a nudge before.
    Nudge,
    Text(String),
    /// The text of an earlier message was edited; the caller knows which field
    /// that message had answered.
    Edited {
        field: String,
        text: String,
    },
    /// `Tap::Answer`.
    Tap {
        step: String,
        value: String,
    },
    /// `Tap::Move`.
    Move {
        step: String,
        to: String,
    },
    /// Pictures. While `closed` is false more may follow, and nothing is said;
    /// closing may bring none at all.
    Photos {
        attachments: Vec<AttachmentId>,
        closed: bool,
    },
    /// Speech, which nobody here can hear.
    Voice(AttachmentId),
    /// Somebody's visiting card: it answers nothing that is asked here.
    Contact,
    /// A place on the map, with the label that the messenger gave it.
    Location {
        label: Option<String>,
        latitude: String,
        longitude: String,
    },
}

/// What a step of a dialogue led to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    pub draft: Draft,
    pub say: Vec<Message>,
    /// The message whose button was pressed, as it should read from now on.
    pub settled: Option<Message>,
    /// Fields that this input answered or changed.
    pub changed: Vec<String>,
    pub end: End,
    pub beside: Beside,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Open,
    /// Everything is answered and, where the script wants it, confirmed.
    Finished,
    Cancelled,
}

/// What was said and fits no field: the caller keeps it with the case, because
/// nothing said to the bot is lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    pub words: Vec<String>,
    pub attachments: Vec<AttachmentId>,
}

impl Beside {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.attachments.is_empty()
    }
}
