//! One message in one chat, whoever wrote it.

use super::card::Card;
use crate::sandbox::keyboard::Button;
use chrono::{DateTime, Utc};
use std::fmt;

/// A conversation with the bot.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chat {
    /// A member and the app; the userid in lower case.
    App(String),
    /// A customer and a KF account.
    Kf { open_kfid: String, external_userid: String },
}

impl Chat {
    pub fn app(userid: &str) -> Self {
        Self::App(userid.to_lowercase())
    }

    pub fn kf(open_kfid: &str, external_userid: &str) -> Self {
        Self::Kf { open_kfid: open_kfid.to_owned(), external_userid: external_userid.to_owned() }
    }
}

impl fmt::Display for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::App(userid) => write!(f, "{userid}"),
            Self::Kf { open_kfid, external_userid } => write!(f, "{open_kfid}/{external_userid}"),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Message {
    /// Its place in the chat, from 1.
    pub id: i64,
    /// What the API or the callback calls it.
    pub msgid: String,
    pub from_bot: bool,
    pub content: Content,
    pub sent_at: DateTime<Utc>,
    pub edited_times: u32,
    pub recalled: bool,
    /// The world's revision when it last changed.
    pub changed: u64,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    Text(String),
    Image {
        media_id: String,
    },
    Voice {
        media_id: String,
    },
    File {
        media_id: String,
    },
    Location {
        latitude: f64,
        longitude: f64,
        label: String,
    },
    Card(Card),
    /// A KF menu: words and items that stay live for ever.
    Menu {
        text: String,
        items: Vec<Button>,
    },
}
