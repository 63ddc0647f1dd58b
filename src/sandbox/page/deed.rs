//! What somebody does on his phone, as the page tells of it.

use super::servers::Mishap;
use serde::Deserialize;
use serde_json::{Value, json};

/// One deed; each uses the fields it needs.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Deed {
    pub text: String,
    pub code: Option<String>,
    pub message_id: i64,
    pub reply_to: Option<i64>,
    pub data: String,
    /// Pictures in base64.
    pub photos: Vec<String>,
    pub name: String,
    pub mime: String,
    pub phone: String,
    pub latitude: f64,
    pub longitude: f64,
}

/// What a deed brought, or why it was not done.
pub type Outcome = Result<Value, Mishap>;

pub fn message(id: i64) -> Value {
    json!({"message_id": id})
}

pub fn done(_: ()) -> Value {
    json!({})
}
