//! What the page reads: everything that changed since it last asked, files,
//! and the rows of tables.

use super::backstage::Phone;
use super::servers::{Line, Seen};
use super::stage::{Stage, failed};
use crate::sandbox::keyboard::Key;
use crate::sandbox::screen::{BotMessage, Standing};
use crate::sandbox::state::Command;
use crate::sandbox::wecom::{Chat, MenuItem, Phone as _, Shown};
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
    /// The same on WeCom, which counts by itself.
    #[serde(default)]
    wecom_since: u64,
    #[serde(default)]
    world: String,
}

#[derive(Serialize)]
struct World {
    world: String,
    revision: u64,
    wecom_revision: u64,
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
    screen: Screen,
}

#[derive(Default, Serialize)]
struct Screen {
    #[serde(flatten)]
    standing: Option<Standing>,
    /// Telegram's menu; WeCom's stands in `menu`.
    commands: Vec<Command>,
    menu: Vec<MenuItem>,
    keys: Vec<Vec<Key>>,
    /// Only what changed.
    messages: Vec<Drawn>,
}

#[derive(Serialize)]
struct Drawn {
    #[serde(flatten)]
    message: BotMessage,
    /// The dead caption in place of a card's buttons.
    grey: Option<String>,
}

impl From<BotMessage> for Drawn {
    fn from(message: BotMessage) -> Self {
        Self { message, grey: None }
    }
}

impl From<Shown> for Drawn {
    fn from(mut shown: Shown) -> Self {
        let grey = shown.grey.take();
        Self { grey, message: shown.into() }
    }
}

/// Answers at once if there is news, else when there is, else after a while.
pub async fn state(State(stage): State<Stage>, Query(known): Query<Since>) -> Response {
    // A page that knows another world starts from nothing.
    let is_ours = known.world == stage.world;
    let since = match is_ours {
        true => Seen { telegram: known.since, wecom: known.wecom_since },
        false => Seen { telegram: 0, wecom: 0 },
    };
    if is_ours {
        stage.servers.wait_for_change(since, LONGEST_WAIT).await;
    }
    // Read before the messages: what changes meanwhile is sent again, not lost.
    let seen = stage.servers.seen();
    let phones = stage.backstage.people();
    Json(World {
        world: stage.world.clone(),
        revision: seen.telegram,
        wecom_revision: seen.wecom,
        bot: stage.servers.telegram.bot_name(),
        now: stage.backstage.now(),
        working_day: stage.backstage.is_working_day(),
        phones: phones.into_iter().map(|phone| phone_view(&stage, phone, since)).collect(),
    })
    .into_response()
}

fn phone_view(stage: &Stage, phone: Phone, since: Seen) -> PhoneView {
    let screen = match stage.servers.line(&phone) {
        Ok(Line::Telegram(messenger)) => {
            let chat = phone.user_id;
            let messages = messenger.messages_changed_since(chat, since.telegram);
            Screen {
                standing: messenger.standing(chat),
                commands: messenger.commands(chat),
                keys: messenger.keys(chat),
                messages: messages.into_iter().map(Drawn::from).collect(),
                menu: Vec::new(),
            }
        }
        Ok(Line::Member(member)) => {
            let begun = phone.code.is_none() || !member.messages().is_empty();
            let standing = Standing { started: begun, blocked: !member.is_in_reach() };
            wecom_screen(stage, &member.chat(), standing, since)
        }
        Ok(Line::Customer(customer)) => {
            let begun = phone.code.is_none() || !customer.messages().is_empty();
            wecom_screen(stage, &customer.chat(), Standing { started: begun, blocked: false }, since)
        }
        Err(_) => Screen::default(),
    };
    PhoneView { phone, screen }
}

fn wecom_screen(stage: &Stage, chat: &Chat, standing: Standing, since: Seen) -> Screen {
    let screen = stage.servers.wecom.as_ref().map(|corp| corp.screen(chat, since.wecom));
    let (menu, messages) = screen.map(|screen| (screen.menu, screen.messages)).unwrap_or_default();
    let messages = messages.into_iter().map(Drawn::from).collect();
    Screen { standing: Some(standing), menu, messages, ..Screen::default() }
}

/// Pictures are shown, everything else is only ever saved: a file from a chat
/// must not become a page of this origin.
pub async fn file(State(stage): State<Stage>, Path(id): Path<String>) -> Response {
    let on_wecom = || stage.servers.wecom.as_ref().and_then(|corp| corp.medium(&id));
    let Some((mime, bytes)) = stage.servers.telegram.file(&id).or_else(on_wecom) else {
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
