//! What people see on their phones, in the shape the page and the stories know
//! from the Telegram phones.

use super::corp::Corp;
use super::menu::MenuItem;
use super::message::{Chat, Content, Message};
use super::state::State;
use crate::sandbox::entities::Formatted;
use crate::sandbox::keyboard::Button;
use crate::sandbox::screen::{Attachment, BotMessage};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// One phone as the page may show it.
#[derive(Debug, Clone, Serialize)]
pub struct Screen {
    /// `wecom_app` or `wecom_kf`.
    pub channel: &'static str,
    /// The userid in lower case, or `open_kfid/external_userid`.
    pub user: String,
    pub name: String,
    /// The bar below the chat; customers have none.
    pub menu: Vec<MenuItem>,
    pub messages: Vec<Shown>,
}

/// A message as it stands on the screen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shown {
    /// Its place in the chat, from 1.
    pub message_id: i64,
    pub msgid: String,
    pub from_bot: bool,
    pub text: String,
    /// Only what can be tapped, one to a row.
    pub buttons: Vec<Vec<Button>>,
    /// The dead caption in place of the buttons.
    pub grey: Option<String>,
    /// A card's `task_id`.
    pub task_id: Option<String>,
    /// The `media_id` of a picture.
    pub photos: Vec<String>,
    pub attachment: Option<Attachment>,
    pub sent_at: DateTime<Utc>,
    pub edited_times: u32,
    pub deleted: bool,
}

impl Shown {
    /// All labels that can be tapped, in reading order.
    pub fn labels(&self) -> Vec<&str> {
        self.buttons.iter().flatten().map(|button| button.text.as_str()).collect()
    }

    /// As a transcript writes it: live buttons in brackets, a grey one in
    /// parentheses.
    pub fn written(&self) -> String {
        let mut lines = Vec::new();
        if !self.photos.is_empty() {
            lines.push(format!("<{} photo>", self.photos.len()));
        }
        if !self.text.is_empty() {
            lines.push(self.text.clone());
        }
        lines.extend(self.labels().iter().map(|label| format!("[{label}]")));
        lines.extend(self.grey.iter().map(|grey| format!("({grey})")));
        lines.join("\n")
    }
}

/// For whatever shows Telegram's messages; the grey caption becomes a line.
impl From<Shown> for BotMessage {
    fn from(shown: Shown) -> Self {
        let text = match &shown.grey {
            Some(grey) => format!("{}\n({grey})", shown.text).trim_start().to_owned(),
            None => shown.text,
        };
        Self {
            message_id: shown.message_id,
            from_bot: shown.from_bot,
            from: i64::from(!shown.from_bot),
            html: Formatted::plain(&text).html(),
            text,
            buttons: shown.buttons,
            photos: shown.photos,
            attachment: shown.attachment,
            reply_to: None,
            album: None,
            sent_at: shown.sent_at,
            edited_times: shown.edited_times,
            deleted: shown.deleted,
        }
    }
}

impl Corp {
    pub fn messages(&self, chat: &Chat) -> Vec<Shown> {
        self.messages_changed_since(chat, 0)
    }

    /// Only those that changed after this revision.
    pub fn messages_changed_since(&self, chat: &Chat, revision: u64) -> Vec<Shown> {
        self.world.with(|state, _| messages(state, chat, revision))
    }

    /// One phone, with what changed after this revision.
    pub fn screen(&self, chat: &Chat, revision: u64) -> Screen {
        self.world.with(|state, _| screen(state, chat, revision))
    }

    /// Every phone: members first, then every customer at every account, with
    /// what changed after this revision.
    pub fn screens(&self, revision: u64) -> Vec<Screen> {
        self.world.with(|state, _| {
            let members = state.members.values().map(|member| Chat::app(&member.userid));
            let accounts = state.kf.accounts.iter();
            let customers = accounts
                .flat_map(|account| state.kf.customers.keys().map(|customer| Chat::kf(&account.open_kfid, customer)));
            members.chain(customers).map(|chat| screen(state, &chat, revision)).collect()
        })
    }
}

fn screen(state: &State, chat: &Chat, revision: u64) -> Screen {
    let (channel, name, menu) = match chat {
        Chat::App(userid) => ("wecom_app", state.member(userid).map(|member| &member.name), state.menu.clone()),
        Chat::Kf { external_userid, .. } => {
            let customer = state.kf.customer(external_userid).ok();
            ("wecom_kf", customer.map(|customer| &customer.nickname), Vec::new())
        }
    };
    Screen {
        channel,
        user: chat.to_string(),
        name: name.cloned().unwrap_or_default(),
        menu,
        messages: messages(state, chat, revision),
    }
}

fn messages(state: &State, chat: &Chat, revision: u64) -> Vec<Shown> {
    let all = state.chats.get(chat).into_iter().flatten();
    all.filter(|message| message.changed > revision).map(|message| seen(state, message)).collect()
}

fn seen(state: &State, message: &Message) -> Shown {
    let mut shown = Shown {
        message_id: message.id,
        msgid: message.msgid.clone(),
        from_bot: message.from_bot,
        text: String::new(),
        buttons: Vec::new(),
        grey: None,
        task_id: None,
        photos: Vec::new(),
        attachment: None,
        sent_at: message.sent_at,
        edited_times: message.edited_times,
        deleted: message.recalled,
    };
    match &message.content {
        Content::Text(text) => shown.text.clone_from(text),
        Content::Image { media_id } => shown.photos.push(media_id.clone()),
        Content::Voice { media_id } => {
            shown.attachment = Some(Attachment::Voice { file_id: media_id.clone(), seconds: 0 });
        }
        Content::File { media_id } => shown.attachment = Some(document(state, media_id)),
        Content::Location { latitude, longitude, label } => {
            shown.text.clone_from(label);
            shown.attachment = Some(Attachment::Location { latitude: *latitude, longitude: *longitude });
        }
        Content::Card(card) => {
            shown.text = card.lines.join("\n");
            shown.buttons = rows(&card.buttons);
            shown.grey.clone_from(&card.grey);
            shown.task_id = Some(card.task_id.clone());
        }
        Content::Menu { text, items } => {
            shown.text.clone_from(text);
            shown.buttons = rows(items);
        }
    }
    shown
}

fn rows(buttons: &[Button]) -> Vec<Vec<Button>> {
    buttons.iter().map(|button| vec![button.clone()]).collect()
}

fn document(state: &State, media_id: &str) -> Attachment {
    let medium = state.media.shown(media_id);
    Attachment::Document {
        file_id: media_id.to_owned(),
        name: medium.map(|medium| medium.name.clone()).unwrap_or_default(),
        mime: medium.map(|medium| medium.mime.clone()).unwrap_or_default(),
    }
}
