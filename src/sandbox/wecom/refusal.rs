//! Refusals of the API: the number in `errcode` and some words. HTTP says 200
//! all the same.

use serde_json::{Value, json};

#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    pub code: i64,
    pub words: String,
}

/// What a method gives back, besides `errcode` and `errmsg`.
pub type Answer = Result<Value, Refusal>;

impl Refusal {
    pub fn new(code: i64, words: impl Into<String>) -> Self {
        Self { code, words: words.into() }
    }

    /// 40058: a parameter that is missing, too long or of the wrong kind.
    pub fn parameter(what: &str) -> Self {
        Self::new(40058, format!("invalid Request Parameter: {what}"))
    }

    pub fn json(&self) -> Value {
        json!({"errcode": self.code, "errmsg": format!("{}, hint: [practice], from ip: 127.0.0.1", self.words)})
    }
}

/// Numbers WeCom has never published. The bot must stand whatever they are, so
/// tests may change them.
#[derive(Debug, Clone)]
pub struct Guesses {
    /// A card's update code that was used already.
    pub response_code_used: i64,
    /// One older than 72 hours.
    pub response_code_expired: i64,
    pub duplicate_task_id: i64,
    pub duplicate_msgid: i64,
    /// A welcome code used twice or after its 20 seconds.
    pub event_code_spent: i64,
    /// Whether a tap on a menu counts as a word of the customer.
    pub click_reopens: bool,
    /// `sync_msg` without a token, per minute and account.
    pub pulls_without_token: usize,
    /// How often a callback is sent in all.
    pub callback_sends: u32,
    /// Whether an answer other than 200 is met with a repeat, as older texts say.
    pub repeats_refused_callbacks: bool,
}

impl Default for Guesses {
    fn default() -> Self {
        Self {
            response_code_used: 42022,
            response_code_expired: 42003,
            duplicate_task_id: 42014,
            duplicate_msgid: 40058,
            event_code_spent: 42003,
            click_reopens: true,
            pulls_without_token: 10,
            callback_sends: 3,
            repeats_refused_callbacks: false,
        }
    }
}
