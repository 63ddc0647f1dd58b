//! The messenger port over customer service (KF), where owners write from
//! WeChat; and what else its pump needs: pages of messages, accounts, links.
//! Every message counts here, five until the person writes again, so that a
//! dispatch is one message wherever that can be.

use super::api::Api;
use super::errors::{Verdict, judge, never, plain_error};
use super::media::{Uploads, Way, fetch};
use super::render::{KfRendered, kf as render};
use super::wire::{Failure, LONGEST_SEND};
use crate::channel::filing::Unread;
use crate::channel::port::{Dispatch, Messenger, Picture, SendError, Sent};
use crate::talk::inbound::{Address, Channel, FileRef};
use crate::talk::message::Message;
use async_trait::async_trait;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;

/// WeCom: the largest page.
pub const LARGEST_PAGE: u32 = 1000;
/// WeCom: accounts in one answer.
const ACCOUNTS_PAGE: usize = 100;
const MOST_ACCOUNTS: usize = 5000;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KfSettings {
    /// Stands below choices that are a list of numbers; without words nothing does.
    pub numbers_hint: String,
    /// Codes that say "this msgid has been sent"; none is confirmed.
    pub duplicate_codes: Vec<i64>,
}

/// Customer service as the flow sees it.
#[derive(Debug)]
pub struct WecomKf {
    api: Api,
    settings: KfSettings,
    uploads: Uploads,
}

/// One account of customer service.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct KfAccount {
    pub open_kfid: String,
    #[serde(default)]
    pub name: String,
    /// Whether this application may speak for it; old answers do not say.
    #[serde(default)]
    pub manage_privilege: Option<bool>,
}

/// Why no page of messages came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PullError {
    /// The token of the notice is over (ten minutes): pull without one, slowly.
    #[error("the pull token is spent: {why}")]
    TokenSpent { why: String },
    #[error("later: {why}")]
    Later { after: Option<Duration>, why: String },
    #[error("refused: {why}")]
    Refused { why: String },
    #[error("never: {why}")]
    Never { why: String },
    /// What came is no page, and cannot be made one.
    #[error("a page that cannot be read")]
    Garbled(Unread),
}

/// One person at one account.
#[derive(Clone, Copy)]
struct Customer<'a> {
    open_kfid: &'a str,
    external_userid: &'a str,
}

impl<'a> Customer<'a> {
    /// `{open_kfid}/{external_userid}`
    fn of(to: &'a Address) -> Option<Customer<'a>> {
        let (open_kfid, external_userid) = to.user.split_once('/')?;
        let sound = |id: &str| (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic() && b != b'/');
        let right = to.channel == Channel::WecomKf && sound(open_kfid) && sound(external_userid);
        right.then_some(Customer { open_kfid, external_userid })
    }
}

impl WecomKf {
    #[must_use]
    pub fn new(api: Api, settings: KfSettings) -> WecomKf {
        WecomKf { api, settings, uploads: Uploads::default() }
    }

    #[must_use]
    pub fn api(&self) -> &Api {
        &self.api
    }

    async fn dispatch(&self, to: Customer<'_>, what: &Dispatch, key: &str) -> Result<Sent, SendError> {
        match what {
            Dispatch::Message { message, photos } => self.message(to, message, photos, key).await,
            // Nothing that was sent can be changed.
            Dispatch::Edit { message, .. } => self.message(to, message, &[], key).await,
            Dispatch::AnswerTap { text: Some(text), .. } => self.message(to, &Message::text(text), &[], key).await,
            Dispatch::Welcome { code, message } => self.welcome(code, message, key).await,
            Dispatch::Settle { .. } | Dispatch::AnswerTap { text: None, .. } | Dispatch::Menu(_) => Ok(Sent::default()),
        }
    }

    /// The words first: if there is one message left of the five, it is theirs.
    /// A picture beside a question would cost a second one and is left out.
    async fn message(
        &self,
        to: Customer<'_>,
        message: &Message,
        photos: &[Picture],
        key: &str,
    ) -> Result<Sent, SendError> {
        let rendered = render(message, &self.settings.numbers_hint);
        let asks =
            matches!(rendered, Some(KfRendered::Menu { .. })) || message.buttons.iter().any(|row| !row.is_empty());
        let mut sent = Sent::default();
        if let Some(body) = rendered.as_ref().map(KfRendered::body) {
            sent.messages.push(self.post(to, body, format!("{key}-0")).await.map_err(|failure| plain_error(&failure))?);
        }
        if let Some(picture) = photos.first().filter(|_| !asks) {
            let shown = self.picture(to, picture, format!("{key}-1")).await;
            match shown {
                Ok(id) => sent.messages.splice(0..0, id).for_each(drop),
                // The words are there. Repeated, they are known by their msgid.
                Err(SendError::Closed { why }) if !sent.messages.is_empty() => left_out(&why),
                Err(error) => return Err(error),
            }
        }
        if sent.messages.is_empty() {
            return Err(never("nothing in it that can be sent"));
        }
        Ok(sent)
    }

    async fn picture(&self, to: Customer<'_>, picture: &Picture, msgid: String) -> Result<Option<String>, SendError> {
        let mut why = "neither an id nor stored bytes".to_owned();
        for way in [Way::Id, Way::Stored, Way::Anew] {
            let outcome = match self.uploads.item(&self.api, picture, way).await {
                Ok(None) => continue,
                Ok(Some(item)) => self.post(to, item.body(), msgid.clone()).await,
                Err(failure) => Err(failure),
            };
            let failure = match outcome {
                Ok(msgid) => return Ok(Some(msgid)),
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
        left_out(&why);
        Ok(None)
    }

    async fn post(&self, to: Customer<'_>, mut body: Value, msgid: String) -> Result<String, Failure> {
        body["touser"] = to.external_userid.into();
        body["open_kfid"] = to.open_kfid.into();
        self.once("kf/send_msg", body, msgid).await
    }

    /// A msgid that has been used is the message that we sent before.
    async fn once(&self, path: &'static str, mut body: Value, msgid: String) -> Result<String, Failure> {
        body["msgid"] = msgid.as_str().into();
        match self.api.post(path, &body).await {
            Ok(_) => Ok(msgid),
            Err(Failure::Told { code, message }) if self.is_duplicate(code, &message) => Ok(msgid),
            Err(failure) => Err(failure),
        }
    }

    fn is_duplicate(&self, code: i64, message: &str) -> bool {
        // The code is not confirmed. Ours are always well formed, so whatever is
        // said against a msgid is that it came before.
        self.settings.duplicate_codes.contains(&code) || message.to_lowercase().contains("msgid")
    }

    /// Greets somebody who opened the chat, by the code of that event: once,
    /// within 20 seconds, text or menu.
    pub async fn welcome(&self, code: &str, message: &Message, key: &str) -> Result<Sent, SendError> {
        let mut body = render(message, &self.settings.numbers_hint)
            .as_ref()
            .map(KfRendered::body)
            .ok_or_else(|| never("nothing in it that can be sent"))?;
        body["code"] = code.into();
        let sent = self.once("kf/send_msg_on_event", body, format!("{key}-0")).await;
        sent.map(|msgid| Sent { messages: vec![msgid], code: None }).map_err(|failure| plain_error(&failure))
    }

    /// One page of what happened at an account since `cursor` (empty: for three
    /// days), as it came. `token` is the notice's; empty pulls without, which
    /// WeCom allows only seldom.
    pub async fn sync_msg(&self, open_kfid: &str, cursor: &str, token: &str, limit: u32) -> Result<String, PullError> {
        let limit = limit.clamp(1, LARGEST_PAGE);
        let mut body = json!({"open_kfid": open_kfid, "limit": limit, "voice_format": 0});
        for (field, value) in [("cursor", cursor), ("token", token)].into_iter().filter(|(_, it)| !it.is_empty()) {
            body[field] = value.into();
        }
        self.api.post_raw("kf/sync_msg", &body).await.map_err(|failure| pull_error(&failure))
    }

    /// All accounts that this application can see.
    pub(super) async fn list_accounts(&self) -> Result<Vec<KfAccount>, Failure> {
        let mut all = Vec::new();
        while all.len() < MOST_ACCOUNTS {
            let body = json!({"offset": all.len(), "limit": ACCOUNTS_PAGE});
            let mut answer = self.api.post("kf/account/list", &body).await?;
            let page = serde_json::from_value::<Option<Vec<KfAccount>>>(answer["account_list"].take());
            let page = page.map_err(|_| unreadable("kf/account/list"))?.unwrap_or_default();
            let last = page.len() < ACCOUNTS_PAGE;
            all.extend(page);
            if last {
                break;
            }
        }
        Ok(all)
    }

    /// The link that opens an account in WeChat (`kf/add_contact_way`); `scene`
    /// comes back with the event of whoever enters by it. What may be written
    /// behind it is known in `links`.
    pub async fn contact_way(&self, open_kfid: &str, scene: &str) -> Result<String, SendError> {
        if scene.len() > 32 || !scene.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')) {
            return Err(never("a scene has at most 32 characters of 0-9 a-z A-Z _ -"));
        }
        let body = json!({"open_kfid": open_kfid, "scene": scene});
        let answer = self.api.post("kf/add_contact_way", &body).await.map_err(|failure| plain_error(&failure))?;
        let url = answer["url"].as_str().filter(|url| !url.is_empty()).map(str::to_owned);
        url.ok_or_else(|| plain_error(&unreadable("kf/add_contact_way")))
    }
}

#[async_trait]
impl Messenger for WecomKf {
    fn channel(&self) -> Channel {
        Channel::WecomKf
    }

    async fn send(&self, to: &Address, what: &Dispatch, key: &str) -> Result<Sent, SendError> {
        let Some(customer) = Customer::of(to) else {
            return Err(never("not an address of this messenger"));
        };
        let outcome = tokio::time::timeout(LONGEST_SEND, self.dispatch(customer, what, key)).await;
        outcome.unwrap_or_else(|_| Err(SendError::overlong()))
    }

    async fn fetch(&self, file: &FileRef, limit: u64) -> Result<Vec<u8>, SendError> {
        let outcome = tokio::time::timeout(LONGEST_SEND, fetch(&self.api, file, limit)).await;
        outcome.unwrap_or_else(|_| Err(SendError::overlong()))
    }
}

fn left_out(why: &str) {
    tracing::warn!(why, "a picture was left out of a message");
}

fn unreadable(path: &str) -> Failure {
    Failure::Network { why: format!("{path} gave an answer that cannot be read"), connecting: false }
}

fn pull_error(failure: &Failure) -> PullError {
    if let Failure::Garbled(body) = failure {
        return PullError::Garbled(body.clone());
    }
    let spent = judge(failure) == Verdict::PullTokenSpent;
    match plain_error(failure) {
        SendError::Never { why } if spent => PullError::TokenSpent { why },
        SendError::Later { after, why, .. } => PullError::Later { after, why },
        SendError::Refused { why } => PullError::Refused { why },
        SendError::Never { why } | SendError::Closed { why } | SendError::Unreachable { why } => {
            PullError::Never { why }
        }
    }
}
