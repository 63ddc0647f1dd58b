//! The methods that put something new into a chat.

use super::params::{Params, Upload};
use crate::sandbox::entities::{Formatted, parse_html};
use crate::sandbox::error::{Answer, ApiError};
use crate::sandbox::files::{FileKind, image_type};
use crate::sandbox::keyboard::Markup;
use crate::sandbox::message::{Author, Content};
use crate::sandbox::state::State;
use crate::sandbox::wire;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

const TEXT_LIMIT: usize = 4096;
const CAPTION_LIMIT: usize = 1024;
const PHOTO_BYTES: usize = 10 * 1024 * 1024;

pub fn message(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    let text = text(params)?;
    send(state, params, now, |_| Ok(Content::Text(text)))
}

pub fn photo(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    let caption = caption(params)?;
    send(state, params, now, |state| {
        let value = params.text("photo");
        let sizes = photo_sizes(state, params, "photo", value.as_deref())?;
        Ok(Content::Photo { sizes, caption })
    })
}

pub fn document(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    let caption = caption(params)?;
    send(state, params, now, |state| {
        let value = params.text("document");
        let file_id = file(state, params, FileKind::Document, "document", value.as_deref())?;
        Ok(Content::Document { file_id, caption })
    })
}

pub fn voice(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    let caption = caption(params)?;
    let seconds = params.int("duration")?.and_then(|s| s.try_into().ok()).unwrap_or(1);
    send(state, params, now, |state| {
        let value = params.text("voice");
        let file_id = file(state, params, FileKind::Voice, "voice", value.as_deref())?;
        Ok(Content::Voice { file_id, seconds, caption })
    })
}

pub fn location(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    let coordinate = |name: &str, most: f64| {
        let value = params.float(name).filter(|value| value.abs() <= most);
        value.ok_or_else(|| ApiError::bad(format!("{name} is empty")))
    };
    let (latitude, longitude) = (coordinate("latitude", 90.0)?, coordinate("longitude", 180.0)?);
    send(state, params, now, |_| Ok(Content::Location { latitude, longitude }))
}

/// An album: one message per item, no buttons.
pub fn media_group(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    let items = params.structure("media")?.unwrap_or_default();
    let items = items.as_array().cloned().unwrap_or_default();
    if !(2..=10).contains(&items.len()) {
        return Err(ApiError::bad(if items.len() > 10 {
            "too many messages to send as an album"
        } else {
            "message must contain 2-10 media items"
        }));
    }
    let chat_id = writable(state, params)?;
    let reply_to = reply_target(state, params, chat_id)?;
    let contents = items.iter().map(|item| album_item(state, params, item)).collect::<Result<Vec<Content>, _>>()?;
    let documents = contents.iter().filter(|item| matches!(item, Content::Document { .. })).count();
    if documents != 0 && documents != contents.len() {
        return Err(ApiError::bad("document can't be mixed with other media types"));
    }
    let album = (13_900_000_000_000_000 + state.next_id()).to_string();
    let mut sent = Vec::new();
    for content in contents {
        let message = state.post(chat_id, Author::Bot, content, now).ok_or_else(ApiError::chat_not_found)?;
        message.album = Some(album.clone());
        message.reply_to = reply_to;
        sent.push(message.id);
    }
    let sent = sent.into_iter().filter_map(|id| state.message(chat_id, id));
    Ok(sent.map(|message| wire::message(state, message)).collect())
}

fn album_item(state: &mut State, params: &Params, item: &Value) -> Result<Content, ApiError> {
    let caption = item_caption(item)?;
    let media = item["media"].as_str();
    match item["type"].as_str().unwrap_or_default() {
        "photo" => {
            let sizes = photo_sizes(state, params, "", media)?;
            Ok(Content::Photo { sizes, caption })
        }
        "document" => {
            let file_id = file(state, params, FileKind::Document, "", media)?;
            Ok(Content::Document { file_id, caption })
        }
        other => Err(ApiError::bad(format!("can't parse InputMedia: type \"{other}\" is invalid"))),
    }
}

pub fn chat_action(state: &State, params: &Params) -> Answer {
    writable(state, params)?;
    match params.text("action") {
        Some(action) if !action.is_empty() => Ok(json!(true)),
        _ => Err(ApiError::bad("wrong parameter action in request")),
    }
}

/// The steps every single message shares.
fn send(
    state: &mut State,
    params: &Params,
    now: DateTime<Utc>,
    content: impl FnOnce(&mut State) -> Result<Content, ApiError>,
) -> Answer {
    let markup = Markup::read(params.structure("reply_markup")?.as_ref())?;
    let chat_id = writable(state, params)?;
    let reply_to = reply_target(state, params, chat_id)?;
    let content = content(state)?;
    let message = state.post(chat_id, Author::Bot, content, now).ok_or_else(ApiError::chat_not_found)?;
    message.markup = markup;
    message.reply_to = reply_to;
    let id = message.id;
    Ok(state.message(chat_id, id).map(|message| wire::message(state, message)).unwrap_or_default())
}

/// The chat a call is about, if the bot may write there.
pub fn writable(state: &State, params: &Params) -> Result<i64, ApiError> {
    let chat_id = chat_id(params)?;
    state.writable_chat(chat_id).map(|chat| chat.id)
}

pub fn chat_id(params: &Params) -> Result<i64, ApiError> {
    if params.text("chat_id").is_none_or(|id| id.is_empty()) {
        return Err(ApiError::bad("chat_id is empty"));
    }
    // A name instead of a number is a public chat, and there are none here.
    params.int("chat_id").ok().flatten().ok_or_else(ApiError::chat_not_found)
}

fn reply_target(state: &State, params: &Params, chat_id: i64) -> Result<Option<i64>, ApiError> {
    let reply = params.structure("reply_parameters")?.unwrap_or_default();
    let wanted = reply["message_id"].as_i64().or(params.int("reply_to_message_id")?);
    let Some(wanted) = wanted else {
        return Ok(None);
    };
    let lenient = reply["allow_sending_without_reply"] == json!(true) || params.flag("allow_sending_without_reply");
    match state.message(chat_id, wanted) {
        Some(_) => Ok(Some(wanted)),
        None if lenient => Ok(None),
        None => Err(ApiError::bad("message to be replied not found")),
    }
}

/// A message's text: there must be some, and not too much.
pub fn text(params: &Params) -> Result<Formatted, ApiError> {
    let source = params.text("text").unwrap_or_default();
    let text = formatted(&source, params.text("parse_mode").as_deref(), TEXT_LIMIT)?;
    match text.text.is_empty() {
        true => Err(ApiError::bad("message text is empty")),
        false => Ok(text),
    }
}

pub fn caption(params: &Params) -> Result<Formatted, ApiError> {
    let source = params.text("caption").unwrap_or_default();
    formatted(&source, params.text("parse_mode").as_deref(), CAPTION_LIMIT).map_err(caption_too_long)
}

/// The caption of one item of an album.
pub fn item_caption(item: &Value) -> Result<Formatted, ApiError> {
    let source = item["caption"].as_str().unwrap_or_default();
    formatted(source, item["parse_mode"].as_str(), CAPTION_LIMIT).map_err(caption_too_long)
}

fn caption_too_long(refusal: ApiError) -> ApiError {
    match refusal.description.ends_with("message is too long") {
        true => ApiError::bad("message caption is too long"),
        false => refusal,
    }
}

// Markdown is refused: what nobody here sends need not be understood.
fn formatted(source: &str, parse_mode: Option<&str>, limit: usize) -> Result<Formatted, ApiError> {
    let text = match parse_mode.map(str::to_lowercase).as_deref() {
        None | Some("") => Formatted::plain(source),
        Some("html") => parse_html(source).map_err(|why| ApiError::bad(format!("can't parse entities: {why}")))?,
        Some(_) => return Err(ApiError::bad("unsupported parse_mode")),
    };
    match text.chars() > limit {
        true => Err(ApiError::bad("message is too long")),
        false => Ok(text),
    }
}

/// The sizes of a picture given by id or sent along.
pub fn photo_sizes(
    state: &mut State,
    params: &Params,
    name: &str,
    value: Option<&str>,
) -> Result<Vec<String>, ApiError> {
    if let Some(upload) = params.upload(name, value) {
        check_upload(upload)?;
        if upload.bytes.len() > PHOTO_BYTES {
            return Err(ApiError::bad("too big for a photo"));
        }
        if image_type(&upload.bytes).is_none() {
            return Err(ApiError::bad("IMAGE_PROCESS_FAILED"));
        }
        return Ok(state.files.add_photo(upload.bytes.clone()));
    }
    let file_id = known_file(state, value, FileKind::Photo, "photo")?;
    Ok(state.files.sizes_with(&file_id))
}

fn file(
    state: &mut State,
    params: &Params,
    kind: FileKind,
    name: &str,
    value: Option<&str>,
) -> Result<String, ApiError> {
    if let Some(upload) = params.upload(name, value) {
        check_upload(upload)?;
        let mime = upload.mime.as_deref().unwrap_or("application/octet-stream");
        return Ok(state.files.add(kind, upload.bytes.clone(), upload.name.as_deref(), mime));
    }
    let what = if kind == FileKind::Voice { "voice" } else { "document" };
    known_file(state, value, kind, what)
}

fn check_upload(upload: &Upload) -> Result<(), ApiError> {
    match upload.bytes.is_empty() {
        true => Err(ApiError::bad("file must be non-empty")),
        false => Ok(()),
    }
}

fn known_file(state: &State, value: Option<&str>, kind: FileKind, what: &str) -> Result<String, ApiError> {
    let Some(file_id) = value.filter(|id| !id.is_empty()) else {
        return Err(ApiError::bad(format!("there is no {what} in the request")));
    };
    match state.files.get(file_id) {
        None => Err(ApiError::bad("wrong file identifier/HTTP URL specified")),
        Some(file) if file.lost => Err(ApiError::bad("wrong file_id or the file is temporarily unavailable")),
        Some(file) if file.kind != kind => {
            Err(ApiError::bad(format!("can't use file of type {:?} as {kind:?}", file.kind)))
        }
        Some(_) => Ok(file_id.to_owned()),
    }
}
