//! The messenger port over Telegram: one dispatch becomes one or more calls.
//! Whom to send what, pacing and repeating are decided above.
//!
//! A dispatch of several messages (pictures, then text in parts) is not one
//! step for Telegram, and the Bot API knows no idempotency key. When a later
//! message fails, the error says how many went out before; the row is repeated
//! whole, and the person sees the first ones twice rather than the last never.

use super::call::{Api, BadSettings, Failure, LONGEST_SEND, SentMessage, Token};
use super::errors::{Verdict, judge, plain_error};
use super::files;
use super::render::{LONGEST_ANSWER, Part, Rendered, commands, render};
use crate::channel::port::{Dispatch, Messenger, Picture, SendError, Sent};
use crate::channel::text::shorten;
use crate::talk::inbound::{Address, Channel, FileRef};
use crate::talk::message::{Menu, Message};
use async_trait::async_trait;
use reqwest::Client;
use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use teloxide::payloads::{
    AnswerCallbackQuery, AnswerCallbackQuerySetters, DeleteMyCommands, DeleteMyCommandsSetters, EditMessageText,
    EditMessageTextSetters, SendMessage, SendMessageSetters, SetMyCommands, SetMyCommandsSetters,
};
use teloxide::types::{
    BotCommandScope, CallbackQueryId, ChatId, InlineKeyboardMarkup, LinkPreviewOptions, MessageId, ParseMode,
    ReplyParameters,
};

/// One bot account as the flow sees it.
#[derive(Debug)]
pub struct TelegramMessenger {
    api: Api,
    floods: Floods,
}

impl TelegramMessenger {
    /// `http` should come from `http_client`: redirects off.
    pub fn new(api_url: &str, token: Token, http: Client) -> Result<TelegramMessenger, BadSettings> {
        Ok(TelegramMessenger::over(Api::new(api_url, token, http)?))
    }

    #[must_use]
    pub fn over(api: Api) -> TelegramMessenger {
        TelegramMessenger { api, floods: Floods::default() }
    }

    #[must_use]
    pub fn api(&self) -> &Api {
        &self.api
    }

    async fn dispatch(&self, chat: ChatId, what: &Dispatch) -> Result<Sent, SendError> {
        match what {
            Dispatch::Message { message, photos } => {
                let outcome = self.message(chat, message, photos).await;
                self.floods.watch(chat, outcome)
            }
            Dispatch::Edit { sent, message, .. } => {
                let outcome = self.edit(chat, sent, message).await;
                self.floods.watch(chat, outcome)
            }
            Dispatch::Welcome { message, .. } => self.message(chat, message, &[]).await,
            Dispatch::Settle { sent, message, .. } => self.settle(chat, sent, message).await,
            Dispatch::AnswerTap { query, text, alert } => self.answer_tap(query, text.as_deref(), *alert).await,
            Dispatch::Menu(menu) => self.menu(chat, menu).await,
        }
    }

    async fn message(&self, chat: ChatId, message: &Message, photos: &[Picture]) -> Result<Sent, SendError> {
        let rendered = render(message);
        let mut sent = Vec::new();
        let outcome = match files::send(&self.api, chat, photos, &mut sent).await {
            Ok(()) => self.text(chat, &rendered, &mut sent).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(()) if sent.is_empty() => Err(SendError::Never { why: "nothing in it that can be sent".to_owned() }),
            Ok(()) => Ok(Sent { messages: sent.iter().map(ToString::to_string).collect(), code: None }),
            Err(error) => Err(error.after(sent.len())),
        }
    }

    /// Bot API: an album cannot carry buttons, and a caption ends at 1024
    /// characters; so the words are always a message of their own, which can
    /// be edited for ever. It answers the first picture, to belong to it.
    async fn text(&self, chat: ChatId, rendered: &Rendered, sent: &mut Vec<i32>) -> Result<(), SendError> {
        let mut reply_to = sent.first().copied();
        for (number, part) in rendered.parts.iter().enumerate() {
            let last = number + 1 == rendered.parts.len();
            let keyboard = rendered.keyboard.as_ref().filter(|_| last);
            let id = self.part(chat, part, keyboard, reply_to.take()).await?;
            sent.extend(id);
        }
        Ok(())
    }

    async fn part(
        &self,
        chat: ChatId,
        part: &Part,
        keyboard: Option<&InlineKeyboardMarkup>,
        reply_to: Option<i32>,
    ) -> Result<Option<i32>, SendError> {
        for html in [true, false] {
            let text = if html { &part.html } else { &part.plain };
            let mut payload = SendMessage::new(chat, text).link_preview_options(no_preview());
            payload.parse_mode = html.then_some(ParseMode::Html);
            payload.reply_markup = keyboard.cloned().map(Into::into);
            payload.reply_parameters =
                reply_to.map(|id| ReplyParameters::new(MessageId(id)).allow_sending_without_reply());
            match self.api.call::<_, SentMessage>(&payload, &[]).await {
                Ok(message) => return Ok(message.map(|message| message.message_id)),
                Err(failure) if html && judge(&failure) == Verdict::PlainText => complain(),
                Err(failure) => return Err(plain_error(&failure)),
            }
        }
        Ok(None)
    }

    async fn edit(&self, chat: ChatId, known: &str, message: &Message) -> Result<Sent, SendError> {
        if self.show(chat, known, &render(message)).await? {
            return Ok(Sent { messages: vec![known.to_owned()], code: None });
        }
        self.message(chat, message, &[]).await
    }

    async fn settle(&self, chat: ChatId, known: &str, message: &Message) -> Result<Sent, SendError> {
        self.show(chat, known, &render(message)).await?;
        Ok(Sent::default())
    }

    /// The message shows this from now on. False: it is gone, or what it should
    /// show has grown beyond one message.
    async fn show(&self, chat: ChatId, known: &str, rendered: &Rendered) -> Result<bool, SendError> {
        let (Ok(id), [part]) = (known.parse::<i32>(), rendered.parts.as_slice()) else { return Ok(false) };
        for html in [true, false] {
            let text = if html { &part.html } else { &part.plain };
            let mut payload = EditMessageText::new(chat, MessageId(id), text).link_preview_options(no_preview());
            payload.parse_mode = html.then_some(ParseMode::Html);
            // Left out, the buttons disappear: that is how a final card loses them.
            payload.reply_markup = rendered.keyboard.clone();
            match self.api.call::<_, SentMessage>(&payload, &[]).await {
                Ok(_) => break,
                Err(failure) => match judge(&failure) {
                    Verdict::Done => break,
                    Verdict::PlainText if html => complain(),
                    Verdict::SendFresh => return Ok(false),
                    _ => return Err(plain_error(&failure)),
                },
            }
        }
        Ok(true)
    }

    async fn answer_tap(&self, query: &str, text: Option<&str>, alert: bool) -> Result<Sent, SendError> {
        let mut payload = AnswerCallbackQuery::new(CallbackQueryId(query.to_owned()));
        if let Some(text) = text.map(|text| shorten(text, LONGEST_ANSWER)).filter(|text| !text.is_empty()) {
            payload = payload.text(text).show_alert(alert);
        }
        done(self.api.call::<_, bool>(&payload, &[]).await.map(drop))
    }

    async fn menu(&self, chat: ChatId, menu: &Menu) -> Result<Sent, SendError> {
        let scope = BotCommandScope::Chat { chat_id: chat.into() };
        let commands = commands(menu);
        let outcome = if commands.is_empty() {
            self.api.call::<_, bool>(&DeleteMyCommands::new().scope(scope), &[]).await
        } else {
            self.api.call::<_, bool>(&SetMyCommands::new(commands).scope(scope), &[]).await
        };
        done(outcome.map(drop))
    }
}

#[async_trait]
impl Messenger for TelegramMessenger {
    fn channel(&self) -> Channel {
        Channel::Telegram
    }

    async fn send(&self, to: &Address, what: &Dispatch, _key: &str) -> Result<Sent, SendError> {
        let id = to.user.parse().ok().filter(|_| to.channel == Channel::Telegram);
        let Some(chat) = id.map(ChatId) else {
            return Err(SendError::Never { why: "not an address of this messenger".to_owned() });
        };
        let outcome = tokio::time::timeout(LONGEST_SEND, self.dispatch(chat, what)).await;
        outcome.unwrap_or_else(|_| Err(SendError::overlong()))
    }

    async fn fetch(&self, file: &FileRef, limit: u64) -> Result<Vec<u8>, SendError> {
        let outcome = tokio::time::timeout(LONGEST_SEND, files::fetch(&self.api, file, limit)).await;
        outcome.unwrap_or_else(|_| Err(SendError::overlong()))
    }
}

/// User text may hold addresses; a card is not the place to show them.
fn no_preview() -> LinkPreviewOptions {
    LinkPreviewOptions {
        is_disabled: true,
        url: None,
        prefer_small_media: false,
        prefer_large_media: false,
        show_above_text: false,
    }
}

fn complain() {
    tracing::error!("Telegram refused our markup; the same went out as plain text");
}

/// The outcome of a call that leaves no message behind.
fn done(outcome: Result<(), Failure>) -> Result<Sent, SendError> {
    match outcome {
        Ok(()) => Ok(Sent::default()),
        Err(failure) if judge(&failure) == Verdict::Done => Ok(Sent::default()),
        Err(failure) => Err(plain_error(&failure)),
    }
}

/// Telegram does not say whether a 429 is for the chat or for the bot. Several
/// chats refused with no success between them: then it is for the bot.
#[derive(Debug, Default)]
struct Floods(Mutex<HashSet<ChatId>>);

impl Floods {
    const SEVERAL: usize = 3;

    fn watch(&self, chat: ChatId, outcome: Result<Sent, SendError>) -> Result<Sent, SendError> {
        let mut refused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match outcome {
            Ok(sent) => {
                refused.clear();
                Ok(sent)
            }
            Err(SendError::Later { after: Some(after), everyone, why }) => {
                refused.insert(chat);
                let everyone = everyone || refused.len() >= Self::SEVERAL;
                Err(SendError::Later { after: Some(after), everyone, why })
            }
            Err(error) => Err(error),
        }
    }
}
