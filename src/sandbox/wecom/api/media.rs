//! `media/upload` and `media/get`, with the ranges the real one knows.

use super::request::{Asked, Upload};
use crate::sandbox::wecom::card::word;
use crate::sandbox::wecom::media::{MediaKind, Medium, judge};
use crate::sandbox::wecom::refusal::{Answer, Refusal};
use crate::sandbox::wecom::state::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub fn upload(state: &mut State, asked: &Asked, file: &Upload, now: DateTime<Utc>) -> Answer {
    let kind = asked.query("type").and_then(MediaKind::named);
    let kind = kind.ok_or_else(|| Refusal::new(40005, "invalid type"))?;
    judge(kind, &file.bytes)?;
    let media_id = state.keep_medium(Medium {
        kind,
        bytes: file.bytes.clone(),
        name: file.name.clone(),
        mime: file.mime.clone(),
        born: now,
    });
    // The one place where WeCom writes a time as text.
    Ok(json!({"type": kind.name(), "media_id": media_id, "created_at": now.timestamp().to_string()}))
}

pub fn get(state: &State, asked: &Asked, now: DateTime<Utc>) -> Result<Medium, Refusal> {
    match asked.query("media_id").unwrap_or_default() {
        "" => Err(Refusal::new(41006, "media_id missing")),
        id => state.media.get(id, now).cloned(),
    }
}

/// The `media_id` of a message's part, checked.
pub fn media_id(state: &State, part: &Value, kind: MediaKind, now: DateTime<Utc>) -> Result<String, Refusal> {
    let id = word(part, "media_id");
    state.media.of_kind(id, kind, now)?;
    Ok(id.to_owned())
}

pub fn response(medium: &Medium, headers: &HeaderMap) -> Response {
    let name = medium.name.replace(['"', '\r', '\n'], "_");
    let mut response = match range(headers, medium.bytes.len()) {
        Some((from, to)) => {
            let told = format!("bytes {from}-{}/{}", to - 1, medium.bytes.len());
            (StatusCode::PARTIAL_CONTENT, [(header::CONTENT_RANGE, told)], medium.bytes.slice(from..to)).into_response()
        }
        None => medium.bytes.clone().into_response(),
    };
    let lines = [
        (header::CONTENT_TYPE, medium.mime.clone()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    for (header, value) in lines {
        if let Ok(value) = value.parse() {
            response.headers_mut().insert(header, value);
        }
    }
    response
}

/// `bytes=0-1023` as a range without its end.
fn range(headers: &HeaderMap, length: usize) -> Option<(usize, usize)> {
    let asked = headers.get(header::RANGE)?.to_str().ok()?.strip_prefix("bytes=")?;
    let (from, to) = asked.split_once('-')?;
    let from: usize = from.parse().ok()?;
    let to = to.parse().map_or(length, |to: usize| (to + 1).min(length));
    (from < to).then_some((from, to))
}
