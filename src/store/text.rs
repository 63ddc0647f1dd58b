//! What must be done to text before it is stored. PostgreSQL takes no U+0000,
//! SQLite does; so nobody may store one.

use super::error::{Error, Result};
use serde::Serialize;
use serde_json::Value;
use sqlx::types::Json;
use std::borrow::Cow;

/// The text without U+0000.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "")) } else { Cow::Borrowed(text) }
}

/// The same for a text that may be missing.
#[must_use]
pub fn clean_opt(text: Option<&str>) -> Option<Cow<'_, str>> {
    text.map(clean)
}

/// A value as a JSON column takes it.
pub fn json<T: Serialize + ?Sized>(value: &T) -> Result<Json<Value>> {
    let mut value = serde_json::to_value(value).map_err(|why| Error::Unusable(format!("no JSON: {why}")))?;
    clean_json(&mut value);
    Ok(Json(value))
}

fn clean_json(value: &mut Value) {
    match value {
        Value::String(text) => {
            if text.contains('\0') {
                text.retain(|letter| letter != '\0');
            }
        }
        Value::Array(items) => items.iter_mut().for_each(clean_json),
        Value::Object(fields) => {
            if fields.keys().any(|key| key.contains('\0')) {
                *fields =
                    std::mem::take(fields).into_iter().map(|(key, value)| (key.replace('\0', ""), value)).collect();
            }
            fields.values_mut().for_each(clean_json);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
