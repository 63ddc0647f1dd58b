//! What a person answered to one step of a dialogue: the values that drafts
//! keep, forms turn into commands and questionnaires store as they were given.

use crate::domain::ids::AttachmentId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "value")]
pub enum Answer {
    Text(String),
    /// The value of a chosen option, never its label.
    Choice(String),
    Photos(Vec<AttachmentId>),
    /// An instant: the start of a visit, a new deadline.
    When(DateTime<Utc>),
    /// Amount in fen (1/100 CNY).
    Amount(i64),
    Number(i64),
    YesNo(bool),
    /// Asked and declined.
    Skipped,
}
