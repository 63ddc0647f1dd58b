//! Blanking what is personal about somebody who must be forgotten. Numbers and
//! decisions stay, and so do rows that others refer to.

use super::db::Tx;
use super::dialect;
use super::error::{Result, one_row};
use crate::domain::ids::{AccountId, PersonId};
use crate::on;
use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;

#[derive(sqlx::FromRow)]
struct Account {
    id: AccountId,
    lane: String,
}

/// The text of a message that is forgotten, as `Outgoing` and as `Message`.
const NO_OUTGOING: &str = r#"{"message":{"body":""}}"#;
const NO_MESSAGE: &str = r#"{"body":""}"#;

/// Forgets a person: name, telephone number, chat accounts, whatever was said
/// and is kept word by word here. What the records of cases hold is theirs.
pub async fn person(
    tx: &mut Tx,
    person: PersonId,
    calendar_now: DateTime<Utc>,
    machine_now: DateTime<Utc>,
) -> Result<()> {
    let rows = on!(tx, db => sqlx::query(
        "update people set name = '', phone = null, forgotten_at = coalesce(forgotten_at, $2) where id = $1")
        .bind(person)
        .bind(calendar_now)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("people", person, rows)?;
    end_ties(tx, person, calendar_now).await?;
    let accounts: Vec<Account> = on!(tx, db => sqlx::query_as(
        "select id, 'chat:' || channel || ':' || address as lane from accounts where person_id = $1")
        .bind(person)
        .fetch_all(db)
        .await)?;
    for account in &accounts {
        empty_lane(tx, account, machine_now).await?;
    }
    let ids: Vec<AccountId> = accounts.iter().map(|account| account.id).collect();
    blank_mail(tx, &ids, machine_now).await?;
    blank_accounts(tx, &ids, calendar_now).await
}

/// Homes, seats and what he had begun.
async fn end_ties(tx: &mut Tx, person: PersonId, now: DateTime<Utc>) -> Result<()> {
    for sql in [
        "update residents set until = $2 where person_id = $1 and (until is null or until > $2)",
        "update staff_roles set until = $2 where person_id = $1 and (until is null or until > $2)",
        "update leaves set until = $2 where person_id = $1 and until > $2",
    ] {
        on!(tx, db => sqlx::query(sql).bind(person).bind(now).execute(db).await.map(drop))?;
    }
    for sql in ["delete from drafts where person_id = $1", "delete from invitations where person_id = $1"] {
        on!(tx, db => sqlx::query(sql).bind(person).execute(db).await.map(drop))?;
    }
    Ok(())
}

/// A lane's name holds the chat's id, and its rows the words.
async fn empty_lane(tx: &mut Tx, account: &Account, machine_now: DateTime<Utc>) -> Result<()> {
    let forgotten = format!("forgotten:{}", account.id);
    let sql = "insert into lanes (lane) values ($1) on conflict (lane) do nothing";
    on!(tx, db => sqlx::query(sql).bind(&forgotten).execute(db).await.map(drop))?;
    on!(tx, db => sqlx::query(
        "update inbox
            set lane = $2, raw = '', last_error = null,
                finished_at = coalesce(finished_at, $3), outcome = coalesce(outcome, 'forgotten')
          where lane = $1")
        .bind(&account.lane)
        .bind(&forgotten)
        .bind(machine_now)
        .execute(db)
        .await
        .map(drop))?;
    on!(tx, db => sqlx::query("delete from lanes where lane = $1").bind(&account.lane).execute(db).await.map(drop))
}

async fn blank_mail(tx: &mut Tx, accounts: &[AccountId], machine_now: DateTime<Utc>) -> Result<()> {
    let listed = dialect::listed(tx, "$1");
    let body = dialect::as_json(tx, "$2");
    let outbox = format!(
        "update outbox
            set body = {body}, card_id = null, last_error = null, failure = coalesce(failure, 'forgotten'),
                failed_at = case when sent_at is null then coalesce(failed_at, $3) end
          where account_id in {listed}",
    );
    on!(tx, db => sqlx::query(AssertSqlSafe(outbox))
        .bind(Json(accounts))
        .bind(NO_OUTGOING)
        .bind(machine_now)
        .execute(db)
        .await
        .map(drop))?;
    let cards = format!("update cards set wanted = {body}, person_id = null where account_id in {listed}");
    on!(tx, db => sqlx::query(AssertSqlSafe(cards)).bind(Json(accounts)).bind(NO_MESSAGE).execute(db).await.map(drop))
}

async fn blank_accounts(tx: &mut Tx, accounts: &[AccountId], calendar_now: DateTime<Utc>) -> Result<()> {
    let listed = dialect::listed(tx, "$1");
    for table in ["conversations", "invitation_attempts"] {
        let sql = format!("delete from {table} where account_id in {listed}");
        on!(tx, db => sqlx::query(AssertSqlSafe(sql)).bind(Json(accounts)).execute(db).await.map(drop))?;
    }
    let sql = format!(
        "update accounts
            set person_id = null, name = null, address = 'forgotten:' || cast(id as text),
                unreachable_since = coalesce(unreachable_since, $2), unreachable_why = 'forgotten'
          where id in {listed}",
    );
    on!(tx, db => sqlx::query(AssertSqlSafe(sql)).bind(Json(accounts)).bind(calendar_now).execute(db).await.map(drop))
}
