//! What every messenger can do for the flow: send one thing, fetch one file.

use crate::talk::inbound::{Address, Channel, FileKind, FileRef, UpdateCode};
use crate::talk::message::{Menu, Message};
use async_trait::async_trait;
use std::path::PathBuf;
use std::time::Duration;

/// One thing to be done in one chat.
#[derive(Clone, Debug, PartialEq)]
pub enum Dispatch {
    /// A new message, its pictures first.
    Message {
        message: Message,
        photos: Vec<Picture>,
    },
    /// A message sent earlier shows new content. If it is gone, a fresh one is
    /// sent. `code`: what the messenger gave for changing it, where it gives such.
    Edit {
        sent: String,
        code: Option<String>,
        message: Message,
    },
    /// Greets by the leave that opening the chat gave, once and for a while.
    Welcome {
        code: String,
        message: Message,
    },
    /// A message sent earlier has served: it shows this, with nothing to press.
    /// If it cannot be changed any more, it stays as it is.
    Settle {
        sent: String,
        code: Option<String>,
        message: Message,
    },
    AnswerTap {
        query: String,
        text: Option<String>,
        alert: bool,
    },
    Menu(Menu),
}

/// A picture to send: by the messenger's own id if it has one, else the bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Picture {
    pub kind: FileKind,
    pub provider_id: Option<String>,
    pub path: Option<PathBuf>,
    pub name: Option<String>,
    pub mime: Option<String>,
}

/// The provider's ids of what was sent; the last is the text with the buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    pub messages: Vec<String>,
    /// For changing the last of them later.
    pub code: Option<UpdateCode>,
}

/// Why something did not go out, and what that means for its row.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// 429, 5xx, network: the same again, after the provider's own delay if it
    /// named one. `everyone`: the whole bot is asked to wait, not this chat.
    #[error("later: {why}")]
    Later { after: Option<Duration>, everyone: bool, why: String },
    /// The person cannot be reached by this account any more (blocked, gone).
    #[error("unreachable: {why}")]
    Unreachable { why: String },
    /// The messenger lets us write only for a while after the person wrote, and
    /// only so much; that is used up. Any word from him opens it again.
    #[error("closed: {why}")]
    Closed { why: String },
    /// Repeating it unchanged can never work.
    #[error("never: {why}")]
    Never { why: String },
    /// The bot itself is not allowed in (token revoked): nothing can be sent.
    #[error("refused: {why}")]
    Refused { why: String },
}

impl SendError {
    /// The error of a dispatch of which so many messages are already in the chat.
    pub(super) fn after(self, sent: usize) -> SendError {
        if sent == 0 {
            return self;
        }
        let told = |why: String| format!("{why} (after {sent} messages of it had gone out)");
        match self {
            SendError::Later { after, everyone, why } => SendError::Later { after, everyone, why: told(why) },
            SendError::Unreachable { why } => SendError::Unreachable { why: told(why) },
            SendError::Closed { why } => SendError::Closed { why: told(why) },
            SendError::Never { why } => SendError::Never { why: told(why) },
            SendError::Refused { why } => SendError::Refused { why: told(why) },
        }
    }

    /// A file with more than what can be taken.
    #[must_use]
    pub fn too_large(why: &str) -> SendError {
        SendError::Never { why: format!("{TOO_LARGE}: {why}") }
    }

    pub(super) fn overlong() -> SendError {
        SendError::Later { after: None, everyone: false, why: "took longer than one dispatch may".to_owned() }
    }
}

/// How the reason begins where a file is lost for its size: it is not asked for
/// again, but for another.
pub const TOO_LARGE: &str = "too large";

/// A messenger as the flow sees it. Errors never carry a token or a URL.
#[async_trait]
pub trait Messenger: Send + Sync {
    fn channel(&self) -> Channel;

    /// `key`: the same for every try of one thing and never used for another;
    /// at most 24 characters of `0-9A-Za-z_-`. A messenger that can tells
    /// repeats by it.
    async fn send(&self, to: &Address, what: &Dispatch, key: &str) -> Result<Sent, SendError>;

    /// The file's bytes; at most `limit`, more is `Never`.
    async fn fetch(&self, file: &FileRef, limit: u64) -> Result<Vec<u8>, SendError>;
}
