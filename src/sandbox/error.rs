//! Refusals of the API in the real server's words: number, sentence and the
//! parameters some of them carry.

use serde_json::{Value, json};

/// One refusal.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError {
    pub code: u16,
    pub description: String,
    pub parameters: Option<Value>,
}

impl ApiError {
    pub fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), parameters: None }
    }

    pub fn bad(what: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", what.as_ref()))
    }

    pub fn forbidden(what: &str) -> Self {
        Self::new(403, format!("Forbidden: {what}"))
    }

    pub fn conflict(what: &str) -> Self {
        Self::new(409, format!("Conflict: {what}"))
    }

    pub fn chat_not_found() -> Self {
        Self::bad("chat not found")
    }

    pub fn too_many(retry_after: u32) -> Self {
        Self {
            parameters: Some(json!({"retry_after": retry_after})),
            ..Self::new(429, format!("Too Many Requests: retry after {retry_after}"))
        }
    }

    pub fn migrated(new_id: i64) -> Self {
        Self {
            parameters: Some(json!({"migrate_to_chat_id": new_id})),
            ..Self::bad("group chat was upgraded to a supergroup chat")
        }
    }

    /// The answer's body.
    pub fn json(&self) -> Value {
        let mut json = json!({
            "ok": false,
            "error_code": self.code,
            "description": self.description,
        });
        if let Some(parameters) = &self.parameters {
            json["parameters"] = parameters.clone();
        }
        json
    }
}

/// What a method gives back.
pub type Answer = Result<Value, ApiError>;
