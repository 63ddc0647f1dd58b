//! What the page does for the people: their deeds on their phones, and moving
//! the clock.

use super::backstage::{Advance, Phone};
use super::deed::{Deed, Outcome, done, message};
use super::servers::{Line, Mishap};
use super::stage::{Stage, failed};
use super::wecom_hands;
use crate::sandbox::messenger::Messenger;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use std::time::Duration;

// A phone's wheel stops turning by itself after about this long.
const TAP_PATIENCE: Duration = Duration::from_secs(10);

pub async fn does(
    State(stage): State<Stage>,
    Path((key, deed)): Path<(String, String)>,
    Json(with): Json<Deed>,
) -> Response {
    let Some(phone) = stage.backstage.people().into_iter().find(|phone| phone.key == key) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let decoded: Result<Vec<Vec<u8>>, _> = with.photos.iter().map(|photo| STANDARD.decode(photo)).collect();
    let Ok(files) = decoded else {
        return (StatusCode::BAD_REQUEST, Json(json!({"error": "the file could not be read"}))).into_response();
    };
    let outcome = if deed == "start" {
        stage.servers.starts(&phone, with.code.as_deref()).map(done)
    } else {
        match stage.servers.line(&phone) {
            Ok(Line::Telegram(messenger)) => telegram(&messenger, &phone, &deed, &with, files).await,
            Ok(Line::Member(member)) => wecom_hands::member(&member, &deed, &with, files),
            Ok(Line::Customer(customer)) => wecom_hands::customer(&customer, &deed, &with, files),
            Err(mishap) => Err(mishap),
        }
    };
    match outcome {
        Ok(answer) => Json(answer).into_response(),
        Err(mishap) => (StatusCode::CONFLICT, Json(json!({"error": mishap.to_string()}))).into_response(),
    }
}

async fn telegram(messenger: &Messenger, phone: &Phone, deed: &str, with: &Deed, mut files: Vec<Vec<u8>>) -> Outcome {
    let user = phone.user_id;
    let outcome = match deed {
        // Waits for the bot's answer, as the phone does.
        "tap" => {
            let press = messenger.taps_data(user, with.message_id, &with.data)?;
            return Ok(json!({"answer": press.answered(TAP_PATIENCE).await}));
        }
        "say" => match with.reply_to {
            Some(to) => messenger.replies(user, to, &with.text).map(message),
            None => messenger.says(user, &with.text).map(message),
        },
        "edit" => messenger.edits_message(user, with.message_id, &with.text).map(done),
        "photos" if files.len() == 1 => messenger.sends_photo(user, files.remove(0), &with.text).map(message),
        "photos" => messenger.sends_album(user, files, &with.text).map(|ids| json!({"message_ids": ids})),
        "file" => {
            let mime = if with.mime.is_empty() { "application/octet-stream" } else { &with.mime };
            let file = files.pop().ok_or(Mishap::NotHere)?;
            messenger.sends_document(user, file, &with.name, mime, &with.text).map(message)
        }
        "location" => messenger.sends_location(user, with.latitude, with.longitude).map(message),
        "contact" => messenger.sends_contact(user, &with.phone, &phone.name, Some(user)).map(message),
        "block" => messenger.blocks(user).map(done),
        "unblock" => messenger.unblocks(user).map(done),
        _ => return Err(Mishap::NotHere),
    };
    Ok(outcome?)
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
