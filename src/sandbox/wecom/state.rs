//! The whole practice corp in memory: members, chats, cards, customers, what is
//! on its way. One value behind one lock.
//!
//! Nothing here waits or speaks HTTP.

use super::callbacks::Outbound;
use super::codes::Codes;
use super::crypto::{Broken, Seal};
use super::faults::Faults;
use super::kf::Kf;
use super::limits::{Pace, Repeats};
use super::media::{Media, Medium};
use super::menu::MenuItem;
use super::message::{Chat, Content, Message};
use super::refusal::Guesses;
use super::tokens::Tokens;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// What an administrator writes down for the bot.
#[derive(Debug, Clone)]
pub struct Settings {
    pub corpid: String,
    pub agentid: i64,
    pub secret: String,
    pub token: String,
    pub encoding_aes_key: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            corpid: "ww6a112864f8022910".into(),
            agentid: 1_000_002,
            secret: "practice-secret-of-the-app".into(),
            token: "kz7Yx62CH8SaLN".into(),
            encoding_aes_key: "cD0d7jx4tYvVtzqrmh3Dm3QFCXe6f8SlHoMtMh3qQEP".into(),
        }
    }
}

/// Somebody of the staff.
#[derive(Debug, Clone)]
pub struct Member {
    /// As the administrator spelled it.
    pub userid: String,
    pub name: String,
    /// Whether the app is in reach of this member.
    pub sees_app: bool,
    /// Without the licence nothing arrives, and the answer is still "ok".
    pub licensed: bool,
}

/// One call the bot made.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The path after `/cgi-bin/`.
    pub method: String,
    pub parameters: Value,
    /// `errcode`; `None` where no answer arrived or it was no JSON.
    pub code: Option<i64>,
    pub at: DateTime<Utc>,
}

pub struct State {
    pub settings: Settings,
    pub seal: Seal,
    /// Where callbacks go; without it no card may call back.
    pub callback_url: Option<String>,
    pub guesses: Guesses,
    pub tokens: Tokens,
    /// By userid in lower case: it is unique ignoring case.
    pub members: BTreeMap<String, Member>,
    pub chats: BTreeMap<Chat, Vec<Message>>,
    pub codes: Codes,
    pub pace: Pace,
    pub repeats: Repeats,
    pub media: Media,
    pub kf: Kf,
    pub menu: Vec<MenuItem>,
    pub outbound: Outbound,
    pub faults: Faults,
    pub calls: Vec<Call>,
    /// Rises with every change; whoever waits for one compares it.
    pub revision: u64,
    ids: u64,
}

impl State {
    pub fn new(settings: Settings) -> Result<Self, Broken> {
        let seal = Seal::new(&settings.token, &settings.encoding_aes_key, &settings.corpid)?;
        Ok(Self {
            settings,
            seal,
            callback_url: None,
            guesses: Guesses::default(),
            tokens: Tokens::default(),
            members: BTreeMap::new(),
            chats: BTreeMap::new(),
            codes: Codes::default(),
            pace: Pace::default(),
            repeats: Repeats::default(),
            media: Media::default(),
            kf: Kf::default(),
            menu: Vec::new(),
            outbound: Outbound::default(),
            faults: Faults::default(),
            calls: Vec::new(),
            revision: 0,
            ids: 0,
        })
    }

    /// A number never given out before; ids are made of it.
    pub fn next_id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    /// Thirty-two bytes nobody could have guessed, and never the same.
    pub fn chance(&mut self) -> [u8; 32] {
        let id = self.next_id();
        Sha256::new().chain_update(&self.settings.secret).chain_update(id.to_be_bytes()).finalize().into()
    }

    /// An opaque word as WeCom hands them out.
    pub fn opaque(&mut self, prefix: &str) -> String {
        format!("{prefix}{}", URL_SAFE_NO_PAD.encode(&self.chance()[..21]))
    }

    pub fn member(&self, userid: &str) -> Option<&Member> {
        self.members.get(&userid.to_lowercase())
    }

    pub fn keep_medium(&mut self, medium: Medium) -> String {
        let id = self.opaque("3");
        self.media.keep(id.clone(), medium);
        id
    }

    /// Writes a message into a chat and returns its place, counted from 1.
    pub fn post(&mut self, chat: &Chat, new: NewMessage, now: DateTime<Utc>) -> i64 {
        let changed = self.revision;
        let messages = self.chats.entry(chat.clone()).or_default();
        let id = messages.len() as i64 + 1;
        messages.push(Message {
            id,
            msgid: new.msgid,
            from_bot: new.from_bot,
            content: new.content,
            sent_at: now,
            edited_times: 0,
            recalled: false,
            changed,
        });
        id
    }
}

/// A message about to be written into a chat.
pub struct NewMessage {
    pub from_bot: bool,
    pub msgid: String,
    pub content: Content,
}
