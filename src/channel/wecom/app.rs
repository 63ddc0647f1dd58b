//! The messenger port over the application that the staff use: texts, cards
//! with buttons, pictures, and changing a card by the code that came with it.
//! Whom to send what, pacing and repeating are decided above; how a message
//! looks, in `render`.
//!
//! The API has no idempotency key for these messages. WeCom drops a request
//! whose JSON it has had shortly before: see `Window`.

use super::advice::with_advice;
use super::api::Api;
use super::errors::{Verdict, judge, never, plain_error};
use super::media::{Uploads, Way, fetch};
use super::receive::CODE_LASTS;
use super::render;
use super::wire::{Failure, LONGEST_SEND};
use crate::channel::port::{Dispatch, Messenger, Picture, SendError, Sent};
use crate::talk::inbound::{Address, Channel, FileRef, UpdateCode};
use crate::talk::message::Message;
use async_trait::async_trait;
use serde_json::{Value, json};

/// What is the application's own besides its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppSettings {
    pub agent: i64,
    /// Stands grey where the buttons of a settled card were.
    pub settled_caption: String,
    /// The same on a card that a newer one has replaced: nobody decided.
    pub replaced_caption: String,
    /// Stands below choices that are a list of numbers.
    pub numbers_hint: String,
    /// Codes that say "this task_id has been sent"; none is confirmed.
    pub duplicate_codes: Vec<i64>,
}

/// The application as the flow sees it.
#[derive(Debug)]
pub struct WecomApp {
    api: Api,
    settings: AppSettings,
    uploads: Uploads,
}

/// How long WeCom remembers a request in order to drop its repeat. A card has
/// an id of its own, so that two that are equal are one. Texts and pictures
/// have not: the same answer to the same command twice is wanted, so for them
/// it is short, and different for each key, lest two be equal to the last byte.
#[derive(Clone, Copy)]
enum Window {
    Card,
    Words,
}

impl WecomApp {
    #[must_use]
    pub fn new(api: Api, settings: AppSettings) -> WecomApp {
        WecomApp { api, settings, uploads: Uploads::default() }
    }

    #[must_use]
    pub fn api(&self) -> &Api {
        &self.api
    }

    #[must_use]
    pub fn agent(&self) -> i64 {
        self.settings.agent
    }

    async fn dispatch(&self, user: &str, what: &Dispatch, key: &str) -> Result<Sent, SendError> {
        match what {
            Dispatch::Message { message, photos } => self.message(user, message, photos, key).await,
            Dispatch::Edit { sent, code, message } => self.edit(user, sent, code.as_deref(), message, key).await,
            Dispatch::AnswerTap { text: Some(text), .. } => self.message(user, &Message::text(text), &[], key).await,
            // There is no spinner to stop; and the menu is one for everybody.
            Dispatch::Welcome { message, .. } => self.message(user, message, &[], key).await,
            Dispatch::Settle { code: Some(code), message, .. } => self.settle(user, code, message).await,
            Dispatch::Settle { code: None, .. } | Dispatch::AnswerTap { text: None, .. } | Dispatch::Menu(_) => {
                Ok(Sent::default())
            }
        }
    }

    async fn message(&self, user: &str, message: &Message, photos: &[Picture], key: &str) -> Result<Sent, SendError> {
        let mut sent = Sent::default();
        match self.parts(user, message, photos, key, &mut sent).await {
            Ok(()) if sent.messages.is_empty() => Err(never("nothing in it that can be sent")),
            Ok(()) => Ok(sent),
            Err(error) => Err(error.after(sent.messages.len())),
        }
    }

    async fn parts(
        &self,
        user: &str,
        message: &Message,
        photos: &[Picture],
        key: &str,
        sent: &mut Sent,
    ) -> Result<(), SendError> {
        let rendered = render::app(message, &self.settings.numbers_hint);
        for picture in photos {
            sent.messages.extend(self.picture(user, picture, key).await?);
        }
        for text in &rendered.texts {
            let body = json!({"msgtype": "text", "text": {"content": text}});
            let answer = self.post(user, body, Window::Words, key).await;
            sent.messages.push(answer.map_err(|failure| plain_error(&failure))?.message_id());
        }
        if let Some(card) = rendered.card {
            // The same in every try, also when a picture was left out of one.
            let task = format!("{key}-{}", photos.len() + rendered.texts.len());
            self.card(user, card, task, key, sent).await?;
        }
        Ok(())
    }

    async fn card(
        &self,
        user: &str,
        mut card: Value,
        task: String,
        key: &str,
        sent: &mut Sent,
    ) -> Result<(), SendError> {
        card["task_id"] = task.as_str().into();
        let body = json!({"msgtype": "template_card", "template_card": card});
        match self.post(user, body, Window::Card, key).await {
            Ok(answer) => {
                sent.code = answer.text("response_code").map(|code| UpdateCode { code, lasts: CODE_LASTS });
            }
            Err(Failure::Told { code, .. }) if self.settings.duplicate_codes.contains(&code) => {}
            Err(failure) => return Err(plain_error(&failure)),
        }
        sent.messages.push(task);
        Ok(())
    }

    /// A picture that WeCom takes in no form is left out with a warning: the
    /// words after it matter more.
    async fn picture(&self, user: &str, picture: &Picture, key: &str) -> Result<Option<String>, SendError> {
        let mut why = "neither an id nor stored bytes".to_owned();
        for way in [Way::Id, Way::Stored, Way::Anew] {
            let outcome = match self.uploads.item(&self.api, picture, way).await {
                Ok(None) => continue,
                Ok(Some(item)) => self.post(user, item.body(), Window::Words, key).await,
                Err(failure) => Err(failure),
            };
            let failure = match outcome {
                Ok(answer) => return Ok(Some(answer.message_id())),
                Err(failure) => failure,
            };
            match judge(&failure) {
                Verdict::Reupload => why = plain_error(&failure).to_string(),
                Verdict::Fail(SendError::Never { why: reason }) => {
                    why = reason;
                    if way != Way::Id {
                        break;
                    }
                }
                _ => return Err(plain_error(&failure)),
            }
        }
        tracing::warn!(why, "a picture was left out of a message");
        Ok(None)
    }

    /// A settled card turns grey in its place. One that asks anew is a new
    /// card, because the old one's task id is used up; then the old is greyed.
    async fn edit(
        &self,
        user: &str,
        known: &str,
        code: Option<&str>,
        message: &Message,
        key: &str,
    ) -> Result<Sent, SendError> {
        let settled = message.buttons.iter().all(Vec::is_empty);
        match code {
            Some(code) if settled => {
                let card = json!({"template_card": render::greyed(message, &self.settings.settled_caption)});
                match self.update(user, code, card).await {
                    Ok(()) => return Ok(Sent { messages: vec![known.to_owned()], code: None }),
                    Err(failure) => match plain_error(&failure) {
                        error @ (SendError::Later { .. } | SendError::Refused { .. }) => return Err(error),
                        // Used already, over, or gone: no code says which.
                        error => tracing::debug!(%error, "a card could not be changed; a text follows"),
                    },
                }
                self.message(user, message, &[], key).await
            }
            Some(code) => {
                let sent = self.message(user, message, &[], key).await?;
                let button = json!({"button": {"replace_name": self.settings.replaced_caption}});
                if let Err(failure) = self.update(user, code, button).await {
                    tracing::debug!(error = %plain_error(&failure), "an old card keeps its buttons");
                }
                Ok(sent)
            }
            None => self.message(user, message, &[], key).await,
        }
    }

    /// An answered question turns grey; if it cannot, it stays as it is.
    async fn settle(&self, user: &str, code: &str, message: &Message) -> Result<Sent, SendError> {
        let card = json!({"template_card": render::greyed(message, &self.settings.settled_caption)});
        match self.update(user, code, card).await.map_err(|failure| plain_error(&failure)) {
            Err(error @ (SendError::Later { .. } | SendError::Refused { .. })) => Err(error),
            Ok(()) | Err(_) => Ok(Sent::default()),
        }
    }

    async fn update(&self, user: &str, code: &str, mut body: Value) -> Result<(), Failure> {
        body["userids"] = json!([user]);
        body["agentid"] = self.settings.agent.into();
        body["response_code"] = code.into();
        self.api.post("message/update_template_card", &body).await.map(drop)
    }

    async fn post(&self, user: &str, mut body: Value, window: Window, key: &str) -> Result<Answer, Failure> {
        body["touser"] = user.into();
        body["agentid"] = self.settings.agent.into();
        body["enable_duplicate_check"] = 1.into();
        body["duplicate_check_interval"] = window.seconds(key).into();
        let answer = Answer(self.api.post("message/send", &body).await?);
        // One of several may be left out without an error; ours is the only one.
        for list in ["invaliduser", "unlicenseduser"] {
            if answer.names(list, user) {
                let why = with_advice(list.to_owned());
                return Err(Failure::Decided(SendError::Unreachable { why }));
            }
        }
        Ok(answer)
    }

    /// Sets the menu under the application's chat, for everybody.
    pub async fn set_menu(&self, menu: &[TopButton]) -> Result<(), SendError> {
        let body = menu_body(menu).ok_or_else(|| never("a menu has 1 to 3 buttons with at most 5 each"))?;
        let agent = self.settings.agent.to_string();
        let outcome = self.api.post_with("menu/create", &[("agentid", &agent)], &body).await;
        outcome.map(drop).map_err(|failure| plain_error(&failure))
    }
}

#[async_trait]
impl Messenger for WecomApp {
    fn channel(&self) -> Channel {
        Channel::WecomApp
    }

    async fn send(&self, to: &Address, what: &Dispatch, key: &str) -> Result<Sent, SendError> {
        if to.channel != Channel::WecomApp || !is_userid(&to.user) {
            return Err(never("not an address of this messenger"));
        }
        let outcome = tokio::time::timeout(LONGEST_SEND, self.dispatch(&to.user, what, key)).await;
        outcome.unwrap_or_else(|_| Err(SendError::overlong()))
    }

    async fn fetch(&self, file: &FileRef, limit: u64) -> Result<Vec<u8>, SendError> {
        let outcome = tokio::time::timeout(LONGEST_SEND, fetch(&self.api, file, limit)).await;
        outcome.unwrap_or_else(|_| Err(SendError::overlong()))
    }
}

/// WeCom: 1–64 of `0-9A-Za-z_-@.`, the first a letter or digit. So `@all` and
/// a list with `|` are no userid.
fn is_userid(user: &str) -> bool {
    let sound = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'@' | b'.');
    (1..=64).contains(&user.len()) && user.bytes().all(sound) && user.as_bytes()[0].is_ascii_alphanumeric()
}

impl Window {
    fn seconds(self, key: &str) -> u32 {
        match self {
            Window::Card => 14_400,
            Window::Words => 300 + key.bytes().fold(0_u32, |sum, b| (sum * 31 + u32::from(b)) % 600),
        }
    }
}

/// The answer of message/send.
struct Answer(Value);

impl Answer {
    fn text(&self, field: &str) -> Option<String> {
        self.0[field].as_str().filter(|text| !text.is_empty()).map(str::to_owned)
    }

    fn message_id(&self) -> String {
        self.text("msgid").unwrap_or_default()
    }

    /// A string with `|` as a rule; userids come back in lower case.
    fn names(&self, list: &str, user: &str) -> bool {
        let is_he = |name: &str| name.eq_ignore_ascii_case(user);
        match &self.0[list] {
            Value::String(names) => names.split('|').any(is_he),
            Value::Array(names) => names.iter().filter_map(Value::as_str).any(is_he),
            _ => false,
        }
    }
}

/// A button of the application's menu. `key` comes back as an `EventKey`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TopButton {
    Click {
        label: String,
        key: String,
    },
    /// Label and key of each.
    Group {
        label: String,
        entries: Vec<(String, String)>,
    },
}

/// WeCom: at most 3 with at most 5 each; labels of 16 and 40 bytes, keys of 128.
fn menu_body(menu: &[TopButton]) -> Option<Value> {
    let label = |text: &str, limit: usize| text[..text.floor_char_boundary(limit)].to_owned();
    let click = |text: &str, limit: usize, key: &str| {
        let sound = !text.is_empty() && (1..=128).contains(&key.len());
        sound.then(|| json!({"type": "click", "name": label(text, limit), "key": key}))
    };
    let buttons: Option<Vec<Value>> = menu
        .iter()
        .map(|button| match button {
            TopButton::Click { label, key } => click(label, 16, key),
            TopButton::Group { label: name, entries } => {
                let entries: Option<Vec<Value>> = entries.iter().map(|(text, key)| click(text, 40, key)).collect();
                let entries = entries.filter(|entries| (1..=5).contains(&entries.len()))?;
                Some(json!({"name": label(name, 16), "sub_button": entries}))
            }
        })
        .collect();
    buttons.filter(|buttons| (1..=3).contains(&buttons.len())).map(|buttons| json!({"button": buttons}))
}
