//! One message in a chat: who wrote it, what it holds, what became of it.
//!
//! How it looks on the wire needs people and files and stands in `state.rs`.

use super::entities::Formatted;
use super::keyboard::Markup;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    Bot,
    User(i64),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Text(Formatted),
    /// File ids of the sizes, smallest first.
    Photo {
        sizes: Vec<String>,
        caption: Formatted,
    },
    Document {
        file_id: String,
        caption: Formatted,
    },
    Voice {
        file_id: String,
        seconds: u32,
        caption: Formatted,
    },
    Location {
        latitude: f64,
        longitude: f64,
    },
    Contact {
        phone: String,
        first_name: String,
        user_id: Option<i64>,
    },
    /// Whatever else a messenger may carry, in its own fields: stickers, dice,
    /// service messages.
    Other(Map<String, Value>),
}

impl Content {
    /// The words of the message, wherever they stand.
    pub fn words(&self) -> Option<&Formatted> {
        match self {
            Self::Text(words) => Some(words),
            Self::Photo { caption, .. } | Self::Document { caption, .. } | Self::Voice { caption, .. } => Some(caption),
            Self::Location { .. } | Self::Contact { .. } | Self::Other(_) => None,
        }
    }

    pub fn words_mut(&mut self) -> Option<&mut Formatted> {
        match self {
            Self::Text(words) => Some(words),
            Self::Photo { caption, .. } | Self::Document { caption, .. } | Self::Voice { caption, .. } => Some(caption),
            Self::Location { .. } | Self::Contact { .. } | Self::Other(_) => None,
        }
    }
}

#[derive(Debug, Clone)]
pub struct Message {
    pub id: i64,
    pub chat_id: i64,
    pub author: Author,
    pub sent_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    pub edited_times: u32,
    pub deleted: bool,
    pub content: Content,
    pub markup: Markup,
    pub reply_to: Option<i64>,
    pub album: Option<String>,
    /// The revision of the world in which this message last changed.
    pub changed: u64,
}
