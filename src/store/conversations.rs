//! Where each account's conversation stands: the focus, the suspended drafts,
//! the last offer. `people::find_caller` reads it together with the account.

use super::db::Tx;
use super::error::{Error, Result};
use super::text::json;
use crate::dialogue::state::Conversation;
use crate::domain::ids::AccountId;
use crate::on;
use serde_json::Value;
use sqlx::types::Json;

pub async fn load(tx: &mut Tx, account: AccountId) -> Result<Option<Conversation>> {
    let state: Option<Json<Value>> = on!(tx, db => sqlx::query_scalar(
        "select state from conversations where account_id = $1")
        .bind(account)
        .fetch_optional(db)
        .await)?;
    state.map(|Json(state)| read(account, state)).transpose()
}

pub async fn save(tx: &mut Tx, conversation: &Conversation) -> Result<()> {
    let state = json(conversation)?;
    on!(tx, db => sqlx::query(
        "insert into conversations (account_id, state) values ($1, $2)
             on conflict (account_id) do update set state = excluded.state")
        .bind(conversation.account)
        .bind(&state)
        .execute(db)
        .await
        .map(drop))
}

pub async fn delete(tx: &mut Tx, account: AccountId) -> Result<()> {
    on!(tx, db => sqlx::query("delete from conversations where account_id = $1")
        .bind(account)
        .execute(db)
        .await
        .map(drop))
}

pub(super) fn read(account: AccountId, state: Value) -> Result<Conversation> {
    serde_json::from_value(state).map_err(|why| Error::bad_row("conversations", "state", account, why))
}
