//! What the page reads: everything that changed since it last asked, files,
//! and the rows of tables.

use super::backstage::Phone;
use super::stage::{Stage, failed};
use crate::sandbox::keyboard::Key;
use crate::sandbox::screen::{BotMessage, Standing};
use crate::sandbox::state::Command;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::time::Duration;

// Below the minute after which browsers and proxies lose patience.
const LONGEST_WAIT: Duration = Duration::from_secs(20);
const MOST_ROWS: i64 = 200;

#[derive(Deserialize)]
pub struct Since {
    #[serde(default)]
    since: u64,
    #[serde(default)]
    world: String,
}

#[derive(Serialize)]
struct World {
    world: String,
    revision: u64,
    bot: String,
    now: DateTime<Utc>,
    working_day: bool,
    phones: Vec<PhoneView>,
}

#[derive(Serialize)]
struct PhoneView {
    #[serde(flatten)]
    phone: Phone,
    #[serde(flatten)]
    standing: Option<Standing>,
    commands: Vec<Command>,
    keys: Vec<Vec<Key>>,
    /// Only what changed.
    messages: Vec<BotMessage>,
}

/// Answers at once if there is news, else when there is, else after a while.
pub async fn state(State(stage): State<Stage>, Query(known): Query<Since>) -> Response {
    // A page that knows another world starts from nothing.
    let since = if known.world == stage.world { known.since } else { 0 };
    if since > 0 {
        let news = stage.messenger.wait_for_change(since);
        let _ = tokio::time::timeout(LONGEST_WAIT, news).await;
    }
    // Read before the messages: what changes meanwhile is sent again, not lost.
    let revision = stage.messenger.revision();
    let phones = stage.backstage.people();
    Json(World {
        world: stage.world.clone(),
        revision,
        bot: stage.messenger.bot_name(),
        now: stage.backstage.now(),
        working_day: stage.backstage.is_working_day(),
        phones: phones.into_iter().map(|phone| phone_view(&stage, phone, since)).collect(),
    })
    .into_response()
}

fn phone_view(stage: &Stage, phone: Phone, since: u64) -> PhoneView {
    let chat = phone.user_id;
    PhoneView {
        standing: stage.messenger.standing(chat),
        commands: stage.messenger.commands(chat),
        keys: stage.messenger.keys(chat),
        messages: stage.messenger.messages_changed_since(chat, since),
        phone,
    }
}

/// Pictures are shown, everything else is only ever saved: a file from a chat
/// must not become a page of this origin.
pub async fn file(State(stage): State<Stage>, Path(id): Path<String>) -> Response {
    let Some((mime, bytes)) = stage.messenger.file(&id) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let is_picture = ["image/png", "image/jpeg", "image/webp", "image/gif"].contains(&mime.as_str());
    let kind = if is_picture { mime } else { "application/octet-stream".into() };
    let shown = if is_picture { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, shown.into()),
        (header::CACHE_CONTROL, "private, max-age=3600".into()),
    ];
    (headers, bytes).into_response()
}

pub async fn tables(State(stage): State<Stage>) -> Response {
    match stage.backstage.tables().await {
        Ok(tables) => {
            let tables: Vec<_> = tables.into_iter().map(|(name, rows)| json!({"name": name, "rows": rows})).collect();
            Json(json!({"tables": tables})).into_response()
        }
        Err(error) => failed(&error),
    }
}

#[derive(Deserialize)]
pub struct Paging {
    #[serde(default)]
    offset: i64,
    limit: Option<i64>,
}

pub async fn rows(State(stage): State<Stage>, Path(name): Path<String>, Query(page): Query<Paging>) -> Response {
    let limit = page.limit.unwrap_or(50).clamp(1, MOST_ROWS);
    // Only names the list shows are asked for; a name is no place for SQL.
    let known = match stage.backstage.tables().await {
        Ok(tables) => tables.into_iter().any(|(table, _)| table == name),
        Err(error) => return failed(&error),
    };
    if !known {
        return StatusCode::NOT_FOUND.into_response();
    }
    match stage.backstage.rows(&name, page.offset.max(0), limit).await {
        Ok(rows) => Json(rows).into_response(),
        Err(error) => failed(&error),
    }
}
