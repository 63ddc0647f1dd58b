//! The messenger's things as the Bot API writes them in JSON. Absent fields
//! are left out, never null.
//!
//! Reads the state, changes nothing.

use super::entities::Formatted;
use super::message::{Author, Content, Message};
use super::state::{Bot, Chat, ChatKind, PressRecord, State, User};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub fn user(user: &User) -> Value {
    let mut json = json!({"id": user.id, "is_bot": false, "first_name": user.first_name});
    if let Some(language) = &user.language_code {
        json["language_code"] = json!(language);
    }
    json
}

fn user_by_id(state: &State, user_id: i64) -> Value {
    match state.users.get(&user_id) {
        Some(found) => user(found),
        None => json!({"id": user_id, "is_bot": false, "first_name": ""}),
    }
}

pub fn bot(bot: &Bot) -> Value {
    json!({
        "id": bot.id,
        "is_bot": true,
        "first_name": bot.first_name,
        "username": bot.username,
    })
}

pub fn chat(state: &State, chat: &Chat) -> Value {
    match &chat.kind {
        ChatKind::Private => json!({
            "id": chat.id,
            "type": "private",
            "first_name": state.users.get(&chat.id).map_or("", |user| &user.first_name),
        }),
        // Supergroups are told from groups by the shape of their ids.
        ChatKind::Group { title, .. } => json!({
            "id": chat.id,
            "type": if chat.id <= -1_000_000_000_000 { "supergroup" } else { "group" },
            "title": title,
        }),
    }
}

fn chat_by_id(state: &State, chat_id: i64) -> Value {
    match state.chats.get(&chat_id) {
        Some(found) => chat(state, found),
        None => json!({"id": chat_id, "type": "private", "first_name": ""}),
    }
}

pub fn message(state: &State, message: &Message) -> Value {
    let mut json = bare_message(state, message);
    let target = message.reply_to.and_then(|id| state.message(message.chat_id, id));
    if let Some(target) = target {
        json["reply_to_message"] = bare_message(state, target);
    }
    json
}

// A quoted message never quotes another.
fn bare_message(state: &State, message: &Message) -> Value {
    let mut json = json!({
        "message_id": message.id,
        "from": match message.author {
            Author::Bot => bot(&state.bot),
            Author::User(id) => user_by_id(state, id),
        },
        "chat": chat_by_id(state, message.chat_id),
        "date": message.sent_at.timestamp(),
    });
    if let Some(edited_at) = message.edited_at {
        json["edit_date"] = json!(edited_at.timestamp());
    }
    if let Some(album) = &message.album {
        json["media_group_id"] = json!(album);
    }
    if let Some(markup) = message.markup.json() {
        json["reply_markup"] = markup;
    }
    put_content(state, &message.content, &mut json);
    json
}

fn put_content(state: &State, content: &Content, json: &mut Value) {
    match content {
        Content::Text(text) => {
            json["text"] = json!(text.text);
            put_entities(text, "entities", json);
        }
        Content::Photo { sizes, caption } => {
            json["photo"] = sizes.iter().filter_map(|id| photo_size(state, id)).collect();
            put_caption(caption, json);
        }
        Content::Document { file_id, caption } => {
            json["document"] = named_file(state, file_id);
            put_caption(caption, json);
        }
        Content::Voice { file_id, seconds, caption } => {
            json["voice"] = named_file(state, file_id);
            json["voice"]["duration"] = json!(seconds);
            put_caption(caption, json);
        }
        Content::Location { latitude, longitude } => {
            json["location"] = json!({"latitude": latitude, "longitude": longitude});
        }
        Content::Contact { phone, first_name, user_id } => {
            json["contact"] = json!({"phone_number": phone, "first_name": first_name});
            if let Some(user_id) = user_id {
                json["contact"]["user_id"] = json!(user_id);
            }
        }
        Content::Other(fields) => {
            for (name, value) in fields {
                json[name] = value.clone();
            }
        }
    }
}

fn put_caption(caption: &Formatted, json: &mut Value) {
    if !caption.text.is_empty() {
        json["caption"] = json!(caption.text);
        put_entities(caption, "caption_entities", json);
    }
}

fn put_entities(text: &Formatted, name: &str, json: &mut Value) {
    if !text.entities.is_empty() {
        json[name] = text.entities_json();
    }
}

fn photo_size(state: &State, file_id: &str) -> Option<Value> {
    let file = state.files.get(file_id)?;
    let mut json = file.json();
    json["width"] = json!(file.width);
    json["height"] = json!(file.height);
    Some(json)
}

fn named_file(state: &State, file_id: &str) -> Value {
    let Some(file) = state.files.get(file_id) else {
        return json!({});
    };
    let mut json = file.json();
    json["mime_type"] = json!(file.mime);
    if let Some(name) = &file.name {
        json["file_name"] = json!(name);
    }
    json
}

/// A press. Of a message that is gone only its place is told.
pub fn press(state: &State, query_id: &str, press: &PressRecord) -> Value {
    let message = match state.message(press.chat_id, press.message_id) {
        Some(found) => message(state, found),
        None => json!({
            "chat": chat_by_id(state, press.chat_id),
            "message_id": press.message_id,
            "date": 0,
        }),
    };
    json!({
        "id": query_id,
        "from": user_by_id(state, press.user_id),
        "message": message,
        "chat_instance": (3_100_000_000_000_000_000 + press.chat_id).to_string(),
        "data": press.data,
    })
}

pub fn membership(state: &State, chat_id: i64, by: i64, from_to: (&str, &str), now: DateTime<Utc>) -> Value {
    let member = |status: &str| {
        let mut json = json!({"user": bot(&state.bot), "status": status});
        if status == "kicked" {
            json["until_date"] = json!(0);
        }
        json
    };
    json!({
        "chat": chat_by_id(state, chat_id),
        "from": user_by_id(state, by),
        "date": now.timestamp(),
        "old_chat_member": member(from_to.0),
        "new_chat_member": member(from_to.1),
    })
}
