//! What somebody said, in no messenger's terms. A channel makes it from the raw
//! update; the turn works on nothing else.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The languages that the bot speaks. zh-CN is complete first, `en` has the same keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[sqlx(type_name = "text")]
pub enum Lang {
    #[default]
    #[serde(rename = "zh-CN")]
    #[sqlx(rename = "zh-CN")]
    Zh,
    #[serde(rename = "en")]
    #[sqlx(rename = "en")]
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// The file name in `dialogues/texts/` without its ending.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh-CN",
            Lang::En => "en",
        }
    }

    /// From an IETF tag as a messenger gives it ("zh-hans", "en-GB"); other
    /// languages and no tag at all are answered in Chinese.
    #[must_use]
    pub fn from_tag(tag: Option<&str>) -> Lang {
        match tag {
            Some(tag) if tag.to_ascii_lowercase().starts_with("en") => Lang::En,
            _ => Lang::Zh,
        }
    }
}

/// The messengers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Channel {
    Telegram,
    WecomApp,
    WecomKf,
}

impl Inbound {
    /// The person wrote or pressed something; it is not his messenger that
    /// tells of him.
    #[must_use]
    pub fn is_his_word(&self) -> bool {
        let told = matches!(self.said, Said::Reachable(_) | Said::NotDelivered { .. } | Said::Elsewhere);
        !told && (self.message.is_some() || matches!(self.said, Said::Tap(_)))
    }
}

impl Channel {
    pub const ALL: [Channel; 3] = [Channel::Telegram, Channel::WecomApp, Channel::WecomKf];

    /// As lanes, sources and tables write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Channel::Telegram => "telegram",
            Channel::WecomApp => "wecom_app",
            Channel::WecomKf => "wecom_kf",
        }
    }

    /// With more buttons than this a message lists them, to be answered by number.
    #[must_use]
    pub fn lists_beyond(self) -> usize {
        match self {
            Channel::Telegram => usize::MAX,
            Channel::WecomApp => 6,
            Channel::WecomKf => 10,
        }
    }

    /// The messenger lets us write only after the person wrote, and counts it.
    #[must_use]
    pub fn has_windows(self) -> bool {
        self == Channel::WecomKf
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Channel> {
        Channel::ALL.into_iter().find(|channel| channel.word() == word)
    }
}

/// Where somebody can be reached: the messenger and its id of him.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Address {
    pub channel: Channel,
    /// The messenger's own id of the person's private chat.
    pub user: String,
}

/// One thing that one person did in a private chat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Inbound {
    pub from: Address,
    /// The provider's time; `None` where it gives none (a Telegram press).
    pub said_at: Option<DateTime<Utc>>,
    /// The provider's id of the message, unique in its chat.
    pub message: Option<String>,
    /// The provider's id of the message that this one answers.
    pub reply_to: Option<String>,
    pub lang: Option<Lang>,
    /// The name that the account shows; never a key, only a greeting.
    pub name: Option<String>,
    /// A messenger's leave to greet somebody who has only looked in, once and
    /// within seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub welcome: Option<String>,
    pub said: Said,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    Text(String),
    /// `/name args`, the name in lower case without slash and bot name.
    Command {
        name: String,
        args: String,
    },
    /// The bot was opened, perhaps by an invitation link.
    Start {
        code: Option<String>,
    },
    Media(Media),
    Tap(Press),
    /// A telephone number; `own` when the messenger vouches that it is the sender's.
    Contact {
        phone: String,
        own: bool,
    },
    Location {
        latitude: f64,
        longitude: f64,
        label: Option<String>,
    },
    /// The new text of a message said earlier (`Inbound::message`).
    Edited {
        text: String,
    },
    /// The person blocked the bot, or let it in again.
    Reachable(bool),
    /// What we sent, and the messenger had taken, did not arrive after all.
    NotDelivered {
        /// The provider's id of our message.
        message: String,
        /// The messenger will take no more before the person writes.
        closed: bool,
        /// He does not want any.
        unwanted: bool,
        why: String,
    },
    /// Something the bot has no ears for: its kind, for a polite answer.
    Unsupported(String),
    /// Said where the bot does not listen (a group); finished as ignored.
    Elsewhere,
}

/// One picture, voice message or document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Media {
    pub file: FileRef,
    pub caption: Option<String>,
    /// What the items of one album have in common.
    pub group: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    pub kind: FileKind,
    /// The provider's id to fetch or resend it with.
    pub provider_id: String,
    /// The same over time; answers "the same picture again?".
    pub unique_id: Option<String>,
    pub name: Option<String>,
    pub mime: Option<String>,
    /// Bytes, where the provider says so.
    pub size: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum FileKind {
    Photo,
    Document,
    Voice,
    Video,
}

/// A button pressed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Press {
    /// What the button carries: hostile until `Tap::parse` and `domain` have seen it.
    pub data: String,
    /// What the messenger wants answered, so that the button stops spinning;
    /// empty where it wants nothing.
    pub query: String,
    /// For changing the message that was pressed, where the messenger gives such.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<UpdateCode>,
}

/// A messenger's leave to change one message, once, for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UpdateCode {
    pub code: String,
    pub lasts: Duration,
}
