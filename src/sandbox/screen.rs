//! What people see on their phones: the messages of a chat, its menu, its keys.

use super::entities::Formatted;
use super::files::StoredFile;
use super::keyboard::{Button, Key, Markup};
use super::message::{Author, Content, Message};
use super::messenger::Messenger;
use super::state::{Command, State};
use axum::body::Bytes;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// A message as it stands on the screen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BotMessage {
    pub message_id: i64,
    pub from_bot: bool,
    /// Who wrote it; the bot's id for the bot.
    pub from: i64,
    /// Text or caption without marks.
    pub text: String,
    /// The same with the messenger's tags, safe to show.
    pub html: String,
    pub buttons: Vec<Vec<Button>>,
    /// One file id per picture, the largest size.
    pub photos: Vec<String>,
    pub attachment: Option<Attachment>,
    pub reply_to: Option<i64>,
    pub album: Option<String>,
    pub sent_at: DateTime<Utc>,
    pub edited_times: u32,
    pub deleted: bool,
}

/// What a message carries that is no text and no picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Attachment {
    Document { file_id: String, name: String, mime: String },
    Voice { file_id: String, seconds: u32 },
    Location { latitude: f64, longitude: f64 },
    Contact { phone: String, first_name: String },
    Other { fields: Vec<String> },
}

impl BotMessage {
    /// All labels in reading order.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons.iter().flatten().map(|button| button.text.as_str()).collect()
    }
}

/// How a person stands with the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Standing {
    pub started: bool,
    pub blocked: bool,
}

impl Messenger {
    /// The chat of a person with the bot, deleted messages included and marked.
    pub fn messages(&self, user: i64) -> Vec<BotMessage> {
        self.messages_in(user)
    }

    /// The messages of any chat.
    pub fn messages_in(&self, chat: i64) -> Vec<BotMessage> {
        self.messages_changed_since(chat, 0)
    }

    /// Only those that changed after this revision.
    pub fn messages_changed_since(&self, chat: i64, revision: u64) -> Vec<BotMessage> {
        self.shared.with(|state, _| {
            let Some(chat) = state.chats.get(&chat) else {
                return Vec::new();
            };
            let changed = chat.messages.values().filter(|message| message.changed > revision);
            changed.map(|message| seen(state, message)).collect()
        })
    }

    pub fn message(&self, chat: i64, message_id: i64) -> Option<BotMessage> {
        self.messages_in(chat).into_iter().find(|message| message.message_id == message_id)
    }

    /// The newest message of the bot that still stands.
    pub fn last_from_bot(&self, chat: i64) -> Option<BotMessage> {
        self.messages_in(chat).into_iter().rev().find(|message| message.from_bot && !message.deleted)
    }

    /// The newest standing message of the bot with a button of this label.
    pub fn last_with_button(&self, chat: i64, label: &str) -> Option<BotMessage> {
        let newest_first = self.messages_in(chat).into_iter().rev();
        newest_first
            .filter(|message| message.from_bot && !message.deleted)
            .find(|message| message.labels().contains(&label))
    }

    /// The menu behind "/" in this chat.
    pub fn commands(&self, chat: i64) -> Vec<Command> {
        self.shared.with(|state, _| state.commands_for(chat).to_vec())
    }

    /// The keys that stand in place of the keyboard, none if there are none.
    pub fn keys(&self, chat: i64) -> Vec<Vec<Key>> {
        self.shared.with(|state, _| {
            let Some(chat) = state.chats.get(&chat) else {
                return Vec::new();
            };
            for message in chat.messages.values().rev().filter(|message| !message.deleted) {
                match &message.markup {
                    Markup::Keys(rows) => return rows.clone(),
                    Markup::RemoveKeys => return Vec::new(),
                    _ => {}
                }
            }
            Vec::new()
        })
    }

    pub fn standing(&self, user: i64) -> Option<Standing> {
        self.shared.with(|state, _| {
            let user = state.users.get(&user)?;
            Some(Standing { started: user.started, blocked: user.blocked })
        })
    }

    /// Type and bytes of a file that went through the messenger.
    pub fn file(&self, file_id: &str) -> Option<(String, Bytes)> {
        self.shared.with(|state, _| {
            let file = state.files.get(file_id)?;
            Some((file.mime.clone(), file.bytes.clone()))
        })
    }
}

fn seen(state: &State, message: &Message) -> BotMessage {
    let words = message.content.words().cloned().unwrap_or_default();
    let Formatted { text, .. } = &words;
    BotMessage {
        message_id: message.id,
        from_bot: message.author == Author::Bot,
        from: match message.author {
            Author::Bot => state.bot.id,
            Author::User(id) => id,
        },
        text: text.clone(),
        html: words.html(),
        buttons: message.markup.buttons(),
        photos: match &message.content {
            Content::Photo { sizes, .. } => sizes.last().cloned().into_iter().collect(),
            _ => Vec::new(),
        },
        attachment: attachment(state, &message.content),
        reply_to: message.reply_to,
        album: message.album.clone(),
        sent_at: message.sent_at,
        edited_times: message.edited_times,
        deleted: message.deleted,
    }
}

fn attachment(state: &State, content: &Content) -> Option<Attachment> {
    Some(match content {
        Content::Text(_) | Content::Photo { .. } => return None,
        Content::Document { file_id, .. } => {
            let file: Option<&StoredFile> = state.files.get(file_id);
            Attachment::Document {
                file_id: file_id.clone(),
                name: file.and_then(|file| file.name.clone()).unwrap_or_default(),
                mime: file.map(|file| file.mime.clone()).unwrap_or_default(),
            }
        }
        Content::Voice { file_id, seconds, .. } => Attachment::Voice { file_id: file_id.clone(), seconds: *seconds },
        Content::Location { latitude, longitude } => {
            Attachment::Location { latitude: *latitude, longitude: *longitude }
        }
        Content::Contact { phone, first_name, .. } => {
            Attachment::Contact { phone: phone.clone(), first_name: first_name.clone() }
        }
        Content::Other(fields) => Attachment::Other { fields: fields.keys().cloned().collect() },
    })
}
