//! What the page does for the people: their deeds on their phones, and moving
//! the clock.

use super::backstage::Advance;
use super::stage::{Stage, failed};
use crate::sandbox::people::Mishap;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;

// A phone's wheel stops turning by itself after about this long.
const TAP_PATIENCE: Duration = Duration::from_secs(10);

/// One deed; each uses the fields it needs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Deed {
    text: String,
    code: Option<String>,
    message_id: i64,
    reply_to: Option<i64>,
    data: String,
    /// Pictures in base64.
    photos: Vec<String>,
    name: String,
    mime: String,
    phone: String,
    latitude: f64,
    longitude: f64,
}

pub async fn does(
    State(stage): State<Stage>,
    Path((key, deed)): Path<(String, String)>,
    Json(with): Json<Deed>,
) -> Response {
    let Some(phone) = stage.backstage.people().into_iter().find(|phone| phone.key == key) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let user = phone.user_id;
    let outcome = match deed.as_str() {
        "tap" => tap(&stage, user, &with).await,
        "start" => stage.messenger.starts(user, with.code.as_deref()).map(message),
        "say" => say(&stage, user, &with).map(message),
        "edit" => stage.messenger.edits_message(user, with.message_id, &with.text).map(done),
        "photos" => return photos(&stage, user, with),
        "file" => return file(&stage, user, with),
        "location" => stage.messenger.sends_location(user, with.latitude, with.longitude).map(message),
        "contact" => stage.messenger.sends_contact(user, &with.phone, &phone.name, Some(user)).map(message),
        "block" => stage.messenger.blocks(user).map(done),
        "unblock" => stage.messenger.unblocks(user).map(done),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    respond(outcome)
}

fn say(stage: &Stage, user: i64, with: &Deed) -> Result<i64, Mishap> {
    match with.reply_to {
        Some(to) => stage.messenger.replies(user, to, &with.text),
        None => stage.messenger.says(user, &with.text),
    }
}

/// Waits for the bot's answer, as the phone does.
async fn tap(stage: &Stage, user: i64, with: &Deed) -> Result<Value, Mishap> {
    let press = stage.messenger.taps_data(user, with.message_id, &with.data)?;
    Ok(json!({"answer": press.answered(TAP_PATIENCE).await}))
}

fn photos(stage: &Stage, user: i64, with: Deed) -> Response {
    let decoded: Result<Vec<Vec<u8>>, _> = with.photos.iter().map(|photo| STANDARD.decode(photo)).collect();
    let Ok(mut photos) = decoded else {
        return unreadable();
    };
    respond(match photos.len() {
        1 => stage.messenger.sends_photo(user, photos.remove(0), &with.text).map(message),
        _ => stage.messenger.sends_album(user, photos, &with.text).map(|ids| json!({"message_ids": ids})),
    })
}

fn file(stage: &Stage, user: i64, with: Deed) -> Response {
    let Some(Ok(bytes)) = with.photos.first().map(|file| STANDARD.decode(file)) else {
        return unreadable();
    };
    let mime = if with.mime.is_empty() { "application/octet-stream" } else { &with.mime };
    respond(stage.messenger.sends_document(user, bytes, &with.name, mime, &with.text).map(message))
}

pub async fn advance(State(stage): State<Stage>, Json(step): Json<Advance>) -> Response {
    match stage.backstage.advance(step).await {
        Ok(()) => Json(json!({
            "now": stage.backstage.now(),
            "working_day": stage.backstage.is_working_day(),
        }))
        .into_response(),
        Err(error) => failed(&error),
    }
}

fn message(id: i64) -> Value {
    json!({"message_id": id})
}

fn done(_: ()) -> Value {
    json!({})
}

fn unreadable() -> Response {
    (StatusCode::BAD_REQUEST, Json(json!({"error": "the file could not be read"}))).into_response()
}

fn respond(outcome: Result<Value, Mishap>) -> Response {
    match outcome {
        Ok(answer) => Json(answer).into_response(),
        Err(mishap) => (StatusCode::CONFLICT, Json(json!({"error": mishap.to_string()}))).into_response(),
    }
}
