//! The whole practice messenger in memory: people, chats, messages, presses,
//! commands. One value behind one lock.
//!
//! Nothing here waits or speaks HTTP.

use super::error::ApiError;
use super::faults::Faults;
use super::files::Files;
use super::message::{Author, Content, Message};
use super::queue::{Queue, press_life};
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

pub struct State {
    pub bot: Bot,
    pub users: BTreeMap<i64, User>,
    pub chats: BTreeMap<i64, Chat>,
    pub queue: Queue,
    pub presses: BTreeMap<String, PressRecord>,
    pub files: Files,
    pub commands: BTreeMap<(String, String), Vec<Command>>,
    pub webhook: Option<Webhook>,
    pub webhook_backoff: Duration,
    pub faults: Faults,
    pub calls: Vec<Call>,
    /// Rises with every change; whoever waits for one compares it.
    pub revision: u64,
    ids: u64,
}

#[derive(Debug, Clone)]
pub struct Bot {
    pub id: i64,
    pub first_name: String,
    pub username: String,
}

#[derive(Debug, Clone)]
pub struct User {
    pub id: i64,
    pub first_name: String,
    pub language_code: Option<String>,
    pub started: bool,
    pub blocked: bool,
    pub deactivated: bool,
}

#[derive(Debug)]
pub struct Chat {
    pub id: i64,
    pub kind: ChatKind,
    pub messages: BTreeMap<i64, Message>,
}

#[derive(Debug, Clone)]
pub enum ChatKind {
    Private,
    Group { title: String, migrated_to: Option<i64>, bot_is_member: bool },
}

/// One tap on a button and what the bot said to it.
#[derive(Debug, Clone)]
pub struct PressRecord {
    pub user_id: i64,
    pub chat_id: i64,
    pub message_id: i64,
    pub data: String,
    pub pressed_at: DateTime<Utc>,
    pub answer: Option<PressAnswer>,
}

/// What appears on the phone after a tap. An empty text shows nothing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PressAnswer {
    pub text: String,
    pub alert: bool,
    pub url: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Command {
    pub command: String,
    pub description: String,
}

#[derive(Debug)]
pub struct Webhook {
    pub url: String,
    pub secret: Option<String>,
    pub max_connections: usize,
    pub generation: u64,
    pub busy: BTreeSet<String>,
    pub last_error: Option<(DateTime<Utc>, String)>,
}

/// One call the bot made.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// As the bot spelled it.
    pub method: String,
    pub chat: Option<i64>,
    pub parameters: Value,
    /// 200, or the number of the refusal; 0 where the answer was lost.
    pub code: u16,
    pub description: Option<String>,
    pub at: DateTime<Utc>,
}

impl Call {
    pub fn is_ok(&self) -> bool {
        self.code == 200
    }
}

impl State {
    pub fn new(bot_id: i64) -> Self {
        Self {
            bot: Bot { id: bot_id, first_name: "Practice bot".into(), username: "practice_bot".into() },
            users: BTreeMap::new(),
            chats: BTreeMap::new(),
            queue: Queue::new(700_000_001),
            presses: BTreeMap::new(),
            files: Files::default(),
            commands: BTreeMap::new(),
            webhook: None,
            webhook_backoff: Duration::from_secs(2),
            faults: Faults::default(),
            calls: Vec::new(),
            revision: 0,
            ids: 0,
        }
    }

    /// A number never given out before; ids are made of it.
    pub fn next_id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    /// The chat the bot may write to, or the refusal the real server gives.
    pub fn writable_chat(&self, chat_id: i64) -> Result<&Chat, ApiError> {
        let chat = self.known_chat(chat_id)?;
        match &chat.kind {
            ChatKind::Private => match &self.users[&chat_id] {
                user if user.deactivated => Err(ApiError::forbidden("user is deactivated")),
                user if user.blocked => Err(ApiError::forbidden("bot was blocked by the user")),
                _ => Ok(chat),
            },
            ChatKind::Group { bot_is_member: false, .. } => {
                Err(ApiError::forbidden("bot was kicked from the group chat"))
            }
            ChatKind::Group { migrated_to: Some(new_id), .. } => Err(ApiError::migrated(*new_id)),
            ChatKind::Group { .. } => Ok(chat),
        }
    }

    /// A chat the bot has met: a private one exists for it only once the
    /// person pressed Start.
    pub fn known_chat(&self, chat_id: i64) -> Result<&Chat, ApiError> {
        let chat = self.chats.get(&chat_id).ok_or_else(ApiError::chat_not_found)?;
        match chat.kind {
            ChatKind::Private if !self.users.get(&chat_id).is_some_and(|user| user.started) => {
                Err(ApiError::chat_not_found())
            }
            _ => Ok(chat),
        }
    }

    pub fn message(&self, chat_id: i64, message_id: i64) -> Option<&Message> {
        let message = self.chats.get(&chat_id)?.messages.get(&message_id)?;
        (!message.deleted).then_some(message)
    }

    pub fn message_mut(&mut self, chat_id: i64, message_id: i64) -> Option<&mut Message> {
        let changed = self.revision;
        let message = self.chats.get_mut(&chat_id)?.messages.get_mut(&message_id)?;
        if message.deleted {
            return None;
        }
        message.changed = changed;
        Some(message)
    }

    /// Writes a message into a chat, which must exist, and returns its id.
    pub fn post(&mut self, chat_id: i64, author: Author, content: Content, now: DateTime<Utc>) -> Option<&mut Message> {
        let changed = self.revision;
        let chat = self.chats.get_mut(&chat_id)?;
        let id = chat.messages.last_key_value().map_or(1, |(last, _)| last + 1);
        let message = Message {
            id,
            chat_id,
            author,
            sent_at: now,
            edited_at: None,
            edited_times: 0,
            deleted: false,
            content,
            markup: Default::default(),
            reply_to: None,
            album: None,
            changed,
        };
        Some(chat.messages.entry(id).or_insert(message))
    }

    /// The bot's answer to a press; too late or twice is refused.
    pub fn answer_press(&mut self, query_id: &str, answer: PressAnswer, now: DateTime<Utc>) -> Result<(), ApiError> {
        let live = self
            .presses
            .get_mut(query_id)
            .filter(|press| press.answer.is_none() && now - press.pressed_at < press_life());
        match live {
            Some(press) => {
                press.answer = Some(answer);
                Ok(())
            }
            None => Err(ApiError::bad("query is too old and response timeout expired or query ID is invalid")),
        }
    }

    /// The command menu a person sees: the narrowest scope wins, in it the
    /// person's language before the list without one.
    pub fn commands_for(&self, chat_id: i64) -> &[Command] {
        let language = self.users.get(&chat_id).and_then(|user| user.language_code.as_deref());
        // Lists are kept by the two-letter language.
        let language = language.unwrap_or_default().split('-').next().unwrap_or_default();
        let wide = if chat_id > 0 { "all_private_chats" } else { "all_group_chats" };
        for scope in [&format!("chat:{chat_id}"), wide, "default"] {
            for language in [language, ""] {
                if let Some(commands) = self.commands.get(&(scope.to_owned(), language.to_owned())) {
                    return commands;
                }
            }
        }
        &[]
    }
}

impl Chat {
    pub fn private(id: i64) -> Self {
        Self { id, kind: ChatKind::Private, messages: BTreeMap::new() }
    }

    pub fn group(id: i64, title: &str) -> Self {
        let kind = ChatKind::Group { title: title.to_owned(), migrated_to: None, bot_is_member: true };
        Self { id, kind, messages: BTreeMap::new() }
    }
}
