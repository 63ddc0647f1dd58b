//! Buttons under a message and keys at the input: read from the wire, judged
//! as the real server judges them, written back.

use super::error::ApiError;
use serde::Serialize;
use serde_json::{Value, json};

/// What a message carries besides its content.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Markup {
    #[default]
    None,
    Inline(Vec<Vec<Button>>),
    /// Keys that replace the person's own keyboard.
    Keys(Vec<Vec<Key>>),
    RemoveKeys,
    ForceReply,
}

/// A button under a message: a press or a link.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Button {
    pub text: String,
    pub data: Option<String>,
    pub url: Option<String>,
}

/// A key at the input line. Some ask the person for their number or place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Key {
    pub text: String,
    pub request_contact: bool,
    pub request_location: bool,
}

// No figure is published; about a hundred buttons is what people report.
const MOST_BUTTONS: usize = 100;
const DATA_BYTES: usize = 64;

impl Markup {
    /// Reads a `reply_markup`.
    pub fn read(markup: Option<&Value>) -> Result<Self, ApiError> {
        let Some(markup) = markup.filter(|value| !value.is_null()) else {
            return Ok(Self::None);
        };
        if !markup.is_object() {
            return Err(ApiError::bad("object expected as reply markup"));
        }
        if let Some(rows) = markup.get("inline_keyboard") {
            return Self::inline(rows_of(rows, "inline keyboard", read_button)?);
        }
        if let Some(rows) = markup.get("keyboard") {
            return Ok(Self::Keys(rows_of(rows, "keyboard", read_key)?));
        }
        if markup["remove_keyboard"] == json!(true) {
            return Ok(Self::RemoveKeys);
        }
        if markup["force_reply"] == json!(true) {
            return Ok(Self::ForceReply);
        }
        Ok(Self::None)
    }

    fn inline(rows: Vec<Vec<Button>>) -> Result<Self, ApiError> {
        if rows.iter().map(Vec::len).sum::<usize>() > MOST_BUTTONS {
            return Err(ApiError::bad("reply markup is too long"));
        }
        Ok(if rows.is_empty() { Self::None } else { Self::Inline(rows) })
    }

    /// The buttons under the message, none if it has none.
    pub fn buttons(&self) -> Vec<Vec<Button>> {
        match self {
            Self::Inline(rows) => rows.clone(),
            _ => Vec::new(),
        }
    }

    /// Only buttons under a message travel back; a message with keys at the
    /// input can never be edited.
    pub fn json(&self) -> Option<Value> {
        let Self::Inline(rows) = self else {
            return None;
        };
        let rows: Vec<Vec<Value>> = rows.iter().map(|row| row.iter().map(Button::json).collect()).collect();
        Some(json!({"inline_keyboard": rows}))
    }

    pub fn forbids_editing(&self) -> bool {
        matches!(self, Self::Keys(_) | Self::RemoveKeys | Self::ForceReply)
    }
}

impl Button {
    fn json(&self) -> Value {
        let mut json = json!({"text": self.text});
        if let Some(data) = &self.data {
            json["callback_data"] = json!(data);
        }
        if let Some(url) = &self.url {
            json["url"] = json!(url);
        }
        json
    }
}

fn rows_of<T>(rows: &Value, what: &str, read: fn(&Value) -> Result<T, ApiError>) -> Result<Vec<Vec<T>>, ApiError> {
    let not_rows = || ApiError::bad(format!("can't parse {what}: Array of Arrays expected"));
    let mut read_rows = Vec::new();
    for row in rows.as_array().ok_or_else(not_rows)? {
        let row = row.as_array().ok_or_else(not_rows)?;
        let row = row.iter().map(read).collect::<Result<Vec<T>, _>>()?;
        if !row.is_empty() {
            read_rows.push(row);
        }
    }
    Ok(read_rows)
}

fn read_button(button: &Value) -> Result<Button, ApiError> {
    let wrong = |why: &str| ApiError::bad(format!("can't parse inline keyboard button: {why}"));
    let text = button["text"].as_str().ok_or_else(|| wrong("Can't find field \"text\""))?;
    if text.trim().is_empty() {
        return Err(wrong("Text must be non-empty"));
    }
    let data = button["callback_data"].as_str().map(str::to_owned);
    let url = button["url"].as_str().map(str::to_owned);
    if let Some(data) = &data
        && !(1..=DATA_BYTES).contains(&data.len())
    {
        return Err(ApiError::bad("BUTTON_DATA_INVALID"));
    }
    if let Some(url) = &url
        && !["http://", "https://", "tg://"].iter().any(|start| url.starts_with(start))
    {
        return Err(ApiError::bad(format!("inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")));
    }
    if data.is_none() && url.is_none() {
        return Err(wrong("Text buttons are unallowed in the inline keyboard"));
    }
    Ok(Button { text: text.to_owned(), data, url })
}

fn read_key(key: &Value) -> Result<Key, ApiError> {
    let text = key.as_str().or(key["text"].as_str()).unwrap_or_default();
    if text.is_empty() {
        return Err(ApiError::bad("can't parse keyboard button: Text must be non-empty"));
    }
    Ok(Key {
        text: text.to_owned(),
        request_contact: key["request_contact"] == json!(true),
        request_location: key["request_location"] == json!(true),
    })
}
