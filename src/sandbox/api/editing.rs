//! The methods that change or remove what the bot has sent.
//!
//! Editing without a `reply_markup` takes the buttons away, as it really does.

use super::params::Params;
use super::sending;
use crate::sandbox::error::{Answer, ApiError};
use crate::sandbox::keyboard::Markup;
use crate::sandbox::message::{Author, Content, Message};
use crate::sandbox::state::State;
use crate::sandbox::wire;
use chrono::{DateTime, Duration, Utc};
use serde_json::json;

const NOT_MODIFIED: &str = "message is not modified: specified new message content and reply markup \
    are exactly the same as a current content and reply markup of the message";
// A bot may take a message back only while it is this young.
const DELETE_HOURS: i64 = 48;

pub fn text(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    let words = sending::text(params)?;
    edit(state, params, now, |message, _| match &message.content {
        Content::Text(_) => Ok(Some(Content::Text(words))),
        _ => Err(ApiError::bad("there is no text in the message to edit")),
    })
}

pub fn caption(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    let words = sending::caption(params)?;
    edit(state, params, now, |message, _| {
        let mut content = message.content.clone();
        match (&message.content, content.words_mut()) {
            (Content::Text(_), _) | (_, None) => Err(ApiError::bad("there is no caption in the message to edit")),
            (_, Some(caption)) => {
                *caption = words;
                Ok(Some(content))
            }
        }
    })
}

pub fn reply_markup(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    edit(state, params, now, |_, _| Ok(None))
}

/// Only pictures are exchanged here.
pub fn media(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    let media = params.structure("media")?.unwrap_or_default();
    edit(state, params, now, |message, state| {
        if !matches!(message.content, Content::Photo { .. }) || media["type"] != json!("photo") {
            return Err(ApiError::bad("message content type can't be edited"));
        }
        let sizes = sending::photo_sizes(state, params, "", media["media"].as_str())?;
        let caption = sending::item_caption(&media)?;
        Ok(Some(Content::Photo { sizes, caption }))
    })
}

/// The steps every edit shares. `None` from `content` leaves it as it is.
fn edit(
    state: &mut State,
    params: &Params,
    now: DateTime<Utc>,
    content: impl FnOnce(&Message, &mut State) -> Result<Option<Content>, ApiError>,
) -> Answer {
    let markup = Markup::read(params.structure("reply_markup")?.as_ref())?;
    let chat_id = sending::writable(state, params)?;
    let message_id = params.int("message_id")?.unwrap_or_default();
    let current =
        state.message(chat_id, message_id).cloned().ok_or_else(|| ApiError::bad("message to edit not found"))?;
    if current.author != Author::Bot || current.markup.forbids_editing() {
        return Err(ApiError::bad("message can't be edited"));
    }
    let content = content(&current, state)?.unwrap_or_else(|| current.content.clone());
    if content == current.content && markup == current.markup {
        return Err(ApiError::bad(NOT_MODIFIED));
    }
    if let Some(message) = state.message_mut(chat_id, message_id) {
        message.content = content;
        message.markup = markup;
        message.edited_at = Some(now);
        message.edited_times += 1;
    }
    let edited = state.message(chat_id, message_id);
    Ok(edited.map(|message| wire::message(state, message)).unwrap_or_default())
}

pub fn delete(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    let chat_id = sending::chat_id(params)?;
    state.known_chat(chat_id)?;
    let message_id = params.int("message_id")?.unwrap_or_default();
    let message = state.message_mut(chat_id, message_id).ok_or_else(|| ApiError::bad("message to delete not found"))?;
    if now - message.sent_at >= Duration::hours(DELETE_HOURS) {
        return Err(ApiError::bad("message can't be deleted for everyone"));
    }
    message.deleted = true;
    Ok(json!(true))
}
