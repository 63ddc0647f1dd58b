//! Getting updates: long polling, or registering a webhook; and who the bot is.
//! No offset is kept here: the inbox has it.

use super::call::{Api, BadSettings, CALL, Failure};
use super::door::split_batch;
use super::errors::plain_error;
use super::webhook::secret_is_sound;
use crate::channel::filing::Unread;
use crate::channel::port::SendError;
use serde::Deserialize;
use std::time::Duration;
use teloxide::payloads::{
    DeleteWebhook, DeleteWebhookSetters, GetMe, GetUpdates, GetUpdatesSetters, GetWebhookInfo, SetWebhook,
    SetWebhookSetters,
};
use teloxide::types::AllowedUpdate;

/// What we handle. The list is kept by Telegram from call to call, so that a
/// wrong one set once by any tool starves the bot: it goes with every call.
const ALLOWED: [AllowedUpdate; 4] =
    [AllowedUpdate::Message, AllowedUpdate::EditedMessage, AllowedUpdate::CallbackQuery, AllowedUpdate::MyChatMember];

/// The server cuts longer polls to this (seconds).
const LONGEST_POLL: u32 = 50;
/// What a poll may take beyond its own time before the line counts as dead.
const GRACE: Duration = Duration::from_secs(10);

/// Why no updates came.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PollError {
    /// Another process polls with this token. Heals by itself at a restart;
    /// lasting, it is a twin and the bot is deaf.
    #[error("conflict: {why}")]
    Conflict { why: String },
    /// A webhook is set: `prepare_polling` takes it away.
    #[error("a webhook is set: {why}")]
    Webhook { why: String },
    /// Network, 5xx, 429: the same again, after the named delay if there is one.
    #[error("later: {why}")]
    Later { after: Option<Duration>, why: String },
    /// The token is not accepted.
    #[error("refused: {why}")]
    Refused { why: String },
    /// Anything else that Telegram says no to.
    #[error("never: {why}")]
    Never { why: String },
    /// What came is no list of updates, and cannot be made one.
    #[error("a list of updates that cannot be read")]
    Garbled(Unread),
}

/// Who the bot is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BotName {
    pub id: i64,
    /// Without the `@`; for invitation links.
    pub username: String,
}

impl Api {
    /// Waits up to `timeout_s` for updates from `offset` on, each with its id
    /// and its exact text. Asking with an offset makes Telegram forget all
    /// below it: pass one only after those are stored. `offset` 0 asks for the
    /// oldest kept. Asking for the same offset in a tight loop is punished.
    pub async fn get_updates(&self, offset: i64, timeout_s: u32) -> Result<Vec<(i64, String)>, PollError> {
        let timeout = timeout_s.min(LONGEST_POLL);
        let mut payload = GetUpdates::new().timeout(timeout).limit(100).allowed_updates(ALLOWED);
        // A negative offset throws updates away; ids stay below 2^31.
        payload.offset = i32::try_from(offset).ok().filter(|offset| *offset > 0);
        let limit = Duration::from_secs(timeout.into()) + GRACE;
        let body = self.post(&payload, limit).await.map_err(|failure| fault(&failure))?;
        split_batch(&body).map_err(|_| PollError::Garbled(Unread(body)))
    }

    /// Takes away a webhook, so that polling is possible. What waits is kept.
    pub async fn prepare_polling(&self) -> Result<(), PollError> {
        let payload = DeleteWebhook::new().drop_pending_updates(false);
        self.post(&payload, CALL).await.map(drop).map_err(|failure| fault(&failure))
    }

    /// Has updates sent to `url` from now on, with `secret` in their header.
    pub async fn set_webhook(&self, url: &str, secret: &str) -> Result<(), PollError> {
        let never = |bad: BadSettings| PollError::Never { why: bad.to_string() };
        let address = reqwest::Url::parse(url).ok().filter(|url| url.scheme() == "https");
        let address = address.ok_or_else(|| never(BadSettings::Webhook))?;
        if !secret_is_sound(secret) {
            return Err(never(BadSettings::Secret));
        }
        let payload =
            SetWebhook::new(address).secret_token(secret).allowed_updates(ALLOWED).drop_pending_updates(false);
        self.post(&payload, CALL).await.map(drop).map_err(|failure| fault(&failure))
    }

    /// How many updates wait to be sent to the webhook.
    pub async fn pending_updates(&self) -> Result<u32, PollError> {
        #[derive(Deserialize)]
        struct Info {
            #[serde(default)]
            pending_update_count: u32,
        }
        let info: Option<Info> = self.call(&GetWebhookInfo::new(), &[]).await.map_err(|failure| fault(&failure))?;
        let info = info.ok_or_else(|| PollError::Later { after: None, why: "getWebhookInfo gave none".to_owned() })?;
        Ok(info.pending_update_count)
    }

    /// Asks for the bot's own id and name; also the test of a token.
    pub async fn get_me(&self) -> Result<BotName, PollError> {
        #[derive(Deserialize)]
        struct Me {
            id: i64,
            #[serde(default)]
            username: String,
        }
        let me: Option<Me> = self.call(&GetMe::new(), &[]).await.map_err(|failure| fault(&failure))?;
        let me = me.ok_or_else(|| PollError::Later { after: None, why: "getMe gave no bot".to_owned() })?;
        Ok(BotName { id: me.id, username: me.username })
    }
}

fn fault(failure: &Failure) -> PollError {
    if let Failure::Garbled(body) = failure {
        return PollError::Garbled(body.clone());
    }
    if let Failure::Told { status, description, .. } = failure {
        let text = description.to_lowercase();
        let why = format!("{status} {description}");
        if text.contains("webhook is active") {
            return PollError::Webhook { why };
        }
        if *status == 409 || text.starts_with("conflict") {
            return PollError::Conflict { why };
        }
    }
    match plain_error(failure) {
        SendError::Later { after, why, .. } => PollError::Later { after, why },
        SendError::Refused { why } => PollError::Refused { why },
        SendError::Never { why } | SendError::Closed { why } | SendError::Unreachable { why } => {
            PollError::Never { why }
        }
    }
}
