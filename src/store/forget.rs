//! Forgetting a person: what tells who he was goes, what was done and decided
//! stays under a number without a name.

use super::db::Tx;
use super::dialect;
use super::error::{Result, one_row};
use crate::domain::ids::{AccountId, PersonId};
use crate::on;
use chrono::{DateTime, Utc};
use sqlx::{AssertSqlSafe, Row};

/// What is shown where the name was.
const NOBODY: &str = "—";

/// What is shorter is no number, and would be found in other words.
const SHORTEST_PHONE: i64 = 5;

/// What will be or was forgotten, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    pub accounts: i64,
    pub homes: i64,
    pub seats: i64,
    pub open_cases: i64,
}

/// What there is of a person.
pub async fn traces(tx: &mut Tx, person: PersonId, now: DateTime<Utc>) -> Result<Traces> {
    let row: (i64, i64, i64, i64) = on!(tx, db => sqlx::query_as(
        "select (select count(*) from accounts where person_id = $1),
                (select count(*) from residents where person_id = $1 and (until is null or until > $2)),
                (select count(*) from staff_roles where person_id = $1 and (until is null or until > $2)),
                (select count(*) from complaints q join cases c on c.id = q.case_id
                  where q.reporter_id = $1 and c.closed_at is null)")
        .bind(person)
        .bind(now)
        .fetch_one(db)
        .await)?;
    let (accounts, homes, seats, open_cases) = row;
    Ok(Traces { accounts, homes, seats, open_cases })
}

/// Forgets a person. Whoever writes from one of his accounts afterwards is a
/// stranger.
pub async fn forget(tx: &mut Tx, person: PersonId, now: DateTime<Utc>, machine_now: DateTime<Utc>) -> Result<()> {
    blank_phone(tx, person).await?;
    let rows = on!(tx, db => sqlx::query(
        "update people set key = null, name = $2, phone = null, forgotten_at = $3
          where id = $1 and forgotten_at is null")
        .bind(person)
        .bind(NOBODY)
        .bind(now)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("people", person, rows)?;
    end_ties(tx, person, now).await?;
    let accounts: Vec<(AccountId, String, String)> = on!(tx, db => sqlx::query(
        "select id, channel, address from accounts where person_id = $1 order by id")
        .bind(person)
        .fetch_all(db)
        .await
        .and_then(|rows| rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()))?;
    for (account, channel, address) in accounts {
        forget_account(tx, account, &format!("chat:{channel}:{address}"), now, machine_now).await?;
    }
    Ok(())
}

/// The number on the cards of those who had to call.
async fn blank_phone(tx: &mut Tx, person: PersonId) -> Result<()> {
    let blank = "replace(cast(wanted as text), (select trim(phone) from people where id = $1), '—')";
    let sql = format!(
        "update cards set wanted = {}
          where subject like '%/call/%'
            and (select length(trim(phone)) from people where id = $1) >= $2",
        dialect::as_json(tx, blank),
    );
    on!(tx, db => sqlx::query(AssertSqlSafe(sql)).bind(person).bind(SHORTEST_PHONE).execute(db).await.map(drop))
}

/// Homes, seats, codes and half-said things.
async fn end_ties(tx: &mut Tx, person: PersonId, now: DateTime<Utc>) -> Result<()> {
    for sql in [
        "update residents set until = $2 where person_id = $1 and (until is null or until > $2)",
        "update staff_roles set until = $2 where person_id = $1 and (until is null or until > $2)",
        "update invitations set expires_at = $2 where person_id = $1 and used_at is null and expires_at > $2",
    ] {
        on!(tx, db => sqlx::query(sql).bind(person).bind(now).execute(db).await.map(drop))?;
    }
    on!(tx, db => sqlx::query("delete from drafts where person_id = $1").bind(person).execute(db).await.map(drop))
}

/// An account without name, address, words and messages.
async fn forget_account(
    tx: &mut Tx,
    account: AccountId,
    lane: &str,
    now: DateTime<Utc>,
    machine_now: DateTime<Utc>,
) -> Result<()> {
    let address = format!("forgotten:{account}");
    on!(tx, db => sqlx::query("insert into lanes (lane) values ($1) on conflict (lane) do nothing")
        .bind(&address)
        .execute(db)
        .await
        .map(drop))?;
    // What he said as it came in. Keys stay, so that an update sent twice is still one.
    on!(tx, db => sqlx::query(
        "update inbox
            set raw = '', lane = $3, finished_at = coalesce(finished_at, $2),
                outcome = coalesce(outcome, 'forgotten')
          where lane = $1")
        .bind(lane)
        .bind(machine_now)
        .bind(&address)
        .execute(db)
        .await
        .map(drop))?;
    on!(tx, db => sqlx::query("delete from lanes where lane = $1").bind(lane).execute(db).await.map(drop))?;
    // A card that was sent is referred to by what was sent.
    for sql in [
        "delete from outbox where account_id = $1",
        "delete from cards where account_id = $1",
        "delete from conversations where account_id = $1",
    ] {
        on!(tx, db => sqlx::query(sql).bind(account).execute(db).await.map(drop))?;
    }
    let rows = on!(tx, db => sqlx::query(
        "update accounts
            set name = null, address = $2, unreachable_since = coalesce(unreachable_since, $3),
                unreachable_why = 'forgotten'
          where id = $1")
        .bind(account)
        .bind(&address)
        .bind(now)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("accounts", account, rows)
}
