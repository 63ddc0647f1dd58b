//! What the page asks of whoever shows it: who has a phone, what time it is,
//! what lies in the tables. The page never learns where that comes from.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

#[async_trait]
pub trait Backstage: Send + Sync {
    /// The people with phones, in the order they are shown.
    fn people(&self) -> Vec<Phone>;

    /// The time everybody lives in.
    fn now(&self) -> DateTime<Utc>;

    /// Whether people work today.
    fn is_working_day(&self) -> bool;

    /// Moves the time forward.
    async fn advance(&self, step: Advance) -> anyhow::Result<()>;

    /// Every table with the number of its rows.
    async fn tables(&self) -> anyhow::Result<Vec<(String, i64)>>;

    /// Rows of a table, newest first.
    async fn rows(&self, table: &str, offset: i64, limit: i64) -> anyhow::Result<TableRows>;
}

/// Where somebody talks to the bot.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Place {
    #[default]
    Telegram,
    /// As a member, with the application.
    Wecom,
    /// As a customer of customer service.
    Wechat,
}

/// One person and the phone in their hand.
#[derive(Debug, Clone, Serialize)]
pub struct Phone {
    /// A short word for addresses and tests: `owner`, `clerk`.
    pub key: String,
    pub messenger: Place,
    /// The number on Telegram; elsewhere the key is the account.
    pub user_id: i64,
    pub name: String,
    pub role_zh: String,
    pub role_en: String,
    /// The language their phone is set to.
    pub language: String,
    /// The code of the invitation they come by: to press Start with, to write, to enter with.
    pub code: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Advance {
    Minutes(i64),
    Hours(i64),
    Days(i64),
    NextWorkingDay,
    NextNine,
}

#[derive(Debug, Clone, Default, Serialize)]
pub struct TableRows {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Option<String>>>,
}
