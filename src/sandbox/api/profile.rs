//! The bot itself, its menus, its files, and its answers to presses.

use super::params::Params;
use super::sending;
use crate::sandbox::error::{Answer, ApiError};
use crate::sandbox::state::{Command, PressAnswer, State};
use crate::sandbox::wire;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

const DOWNLOAD_BYTES: u64 = 20 * 1024 * 1024;
const ANSWER_LIMIT: usize = 200;

/// All the flags are there: strict clients refuse an answer without them.
pub fn get_me(state: &State) -> Value {
    let mut me = wire::bot(&state.bot);
    let flags = [
        ("can_join_groups", true),
        ("can_read_all_group_messages", false),
        ("supports_inline_queries", false),
        ("can_connect_to_business", false),
        ("has_main_web_app", false),
    ];
    for (name, value) in flags {
        me[name] = json!(value);
    }
    me
}

pub fn get_chat(state: &State, params: &Params) -> Answer {
    let chat_id = sending::chat_id(params)?;
    let mut chat = wire::chat(state, state.known_chat(chat_id)?);
    chat["accent_color_id"] = json!(0);
    chat["max_reaction_count"] = json!(11);
    chat["accepted_gift_types"] = json!({
        "unlimited_gifts": false,
        "limited_gifts": false,
        "unique_gifts": false,
        "premium_subscription": false,
    });
    Ok(chat)
}

pub fn get_file(state: &State, params: &Params) -> Answer {
    let file_id = params.text("file_id").unwrap_or_default();
    let unavailable = || ApiError::bad("wrong file_id or the file is temporarily unavailable");
    let file = state.files.get(&file_id).filter(|file| !file.lost).ok_or_else(unavailable)?;
    if file.size > DOWNLOAD_BYTES {
        return Err(ApiError::bad("file is too big"));
    }
    let mut json = file.json();
    json["file_path"] = json!(file.path);
    Ok(json)
}

pub fn answer_callback_query(state: &mut State, params: &Params, now: DateTime<Utc>) -> Answer {
    let text = params.text("text").unwrap_or_default();
    if text.chars().count() > ANSWER_LIMIT {
        return Err(ApiError::bad("MESSAGE_TOO_LONG"));
    }
    let answer =
        PressAnswer { text, alert: params.flag("show_alert"), url: params.text("url").filter(|url| !url.is_empty()) };
    let query_id = params.text("callback_query_id").unwrap_or_default();
    state.answer_press(&query_id, answer, now)?;
    Ok(json!(true))
}

pub fn set_my_commands(state: &mut State, params: &Params) -> Answer {
    let list = params.structure("commands")?.unwrap_or_default();
    let list = list.as_array().ok_or_else(|| ApiError::bad("can't parse commands: expected an Array"))?;
    if list.len() > 100 {
        return Err(ApiError::bad("BOT_COMMANDS_TOO_MUCH"));
    }
    let commands = list.iter().map(read_command).collect::<Result<Vec<_>, _>>()?;
    let key = menu_key(state, params)?;
    if commands.is_empty() {
        state.commands.remove(&key);
    } else {
        state.commands.insert(key, commands);
    }
    Ok(json!(true))
}

pub fn get_my_commands(state: &State, params: &Params) -> Answer {
    let key = menu_key(state, params)?;
    Ok(json!(state.commands.get(&key).map(Vec::as_slice).unwrap_or_default()))
}

pub fn delete_my_commands(state: &mut State, params: &Params) -> Answer {
    let key = menu_key(state, params)?;
    state.commands.remove(&key);
    Ok(json!(true))
}

fn read_command(json: &Value) -> Result<Command, ApiError> {
    let command = json["command"].as_str().unwrap_or_default().trim_start_matches('/').to_lowercase();
    let description = json["description"].as_str().unwrap_or_default().trim().to_owned();
    let letters = command.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !letters || !(1..=32).contains(&command.len()) {
        return Err(ApiError::bad("BOT_COMMAND_INVALID"));
    }
    if !(1..=256).contains(&description.chars().count()) {
        return Err(ApiError::bad("BOT_COMMAND_DESCRIPTION_INVALID"));
    }
    Ok(Command { command, description })
}

/// Scope and language under which a menu is kept.
fn menu_key(state: &State, params: &Params) -> Result<(String, String), ApiError> {
    let scope = params.structure("scope")?.unwrap_or_default();
    let kind = scope["type"].as_str().unwrap_or("default");
    let place = match kind {
        "default" | "all_private_chats" | "all_group_chats" | "all_chat_administrators" => kind.to_owned(),
        "chat" | "chat_administrators" | "chat_member" => {
            let chat_id = scope["chat_id"].as_i64().or(scope["chat_id"].as_str().and_then(|id| id.parse().ok()));
            let chat = state.known_chat(chat_id.ok_or_else(ApiError::chat_not_found)?)?;
            match kind {
                "chat_member" => format!("{kind}:{}:{}", chat.id, scope["user_id"]),
                _ => format!("{kind}:{}", chat.id),
            }
        }
        _ => {
            return Err(ApiError::bad("can't parse BotCommandScope: Unsupported type specified"));
        }
    };
    Ok((place, params.text("language_code").unwrap_or_default()))
}
