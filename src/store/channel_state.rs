//! What a channel must remember between two calls: an offset, a cursor, a
//! token, how much it may send. One JSON document per key.

use super::db::Tx;
use super::error::{Error, Result};
use super::text::json;
use crate::on;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::types::Json;

pub async fn get<T: DeserializeOwned>(tx: &mut Tx, key: &str) -> Result<Option<T>> {
    let value: Option<Json<Value>> = on!(tx, db => sqlx::query_scalar(
        "select value from channel_state where key = $1")
        .bind(key)
        .fetch_optional(db)
        .await)?;
    let Some(Json(value)) = value else { return Ok(None) };
    serde_json::from_value(value).map(Some).map_err(|why| Error::bad_row("channel_state", "value", key, why))
}

pub async fn put<T: Serialize>(tx: &mut Tx, key: &str, value: &T) -> Result<()> {
    let value = json(value)?;
    on!(tx, db => sqlx::query(
        "insert into channel_state (key, value) values ($1, $2)
             on conflict (key) do update set value = excluded.value")
        .bind(key)
        .bind(&value)
        .execute(db)
        .await
        .map(drop))
}
