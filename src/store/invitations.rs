//! One-time codes that bind a chat account to a person. The code is known to
//! whoever got the link; here is only its hash.

use super::db::Tx;
use super::error::Result;
use crate::domain::ids::{AccountId, PersonId};
use crate::on;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

/// What a code was good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is used up now, by this account, for this person.
    Bound(PersonId),
    /// Used before; by the same account, if `same`: a link pressed twice.
    Used {
        person: PersonId,
        same: bool,
    },
    Expired,
    Unknown,
}

#[derive(sqlx::FromRow)]
struct Stored {
    id: i64,
    person_id: PersonId,
    expires_at: DateTime<Utc>,
    used_at: Option<DateTime<Utc>>,
    used_by_account: Option<AccountId>,
}

/// Letters of any case and surrounding blanks are the same code.
fn hash(code: &str) -> String {
    let digest = Sha256::digest(code.trim().to_ascii_uppercase().as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub async fn create(
    tx: &mut Tx,
    code: &str,
    person: PersonId,
    now: DateTime<Utc>,
    expires_at: DateTime<Utc>,
) -> Result<i64> {
    on!(tx, db => sqlx::query_scalar(
        "insert into invitations (code_hash, person_id, created_at, expires_at) values ($1, $2, $3, $4) returning id")
        .bind(hash(code))
        .bind(person)
        .bind(now)
        .bind(expires_at)
        .fetch_one(db)
        .await)
}

/// Uses a code. Of two accounts at once, one wins: the row is written only
/// while it is unused.
pub async fn redeem(tx: &mut Tx, code: &str, account: AccountId, now: DateTime<Utc>) -> Result<Use> {
    let found: Option<Stored> = on!(tx, db => sqlx::query_as(
        "select id, person_id, expires_at, used_at, used_by_account from invitations where code_hash = $1")
        .bind(hash(code))
        .fetch_optional(db)
        .await)?;
    let Some(found) = found else { return Ok(Use::Unknown) };
    if found.used_at.is_some() {
        return Ok(Use::Used { person: found.person_id, same: found.used_by_account == Some(account) });
    }
    if found.expires_at <= now {
        return Ok(Use::Expired);
    }
    let won = on!(tx, db => sqlx::query(
        "update invitations set used_at = $2, used_by_account = $3 where id = $1 and used_at is null")
        .bind(found.id)
        .bind(now)
        .bind(account)
        .execute(db)
        .await
        .map(|done| done.rows_affected() == 1))?;
    Ok(if won { Use::Bound(found.person_id) } else { Use::Used { person: found.person_id, same: false } })
}

/// Counts a wrong code; gives how many the account has tried since
/// `window_start`. Older tries are forgotten.
pub async fn count_wrong(
    tx: &mut Tx,
    account: AccountId,
    now: DateTime<Utc>,
    window_start: DateTime<Utc>,
) -> Result<i64> {
    on!(tx, db => sqlx::query_scalar(
        "insert into invitation_attempts (account_id, tries, since) values ($1, 1, $2)
             on conflict (account_id) do update
                 set tries = case when invitation_attempts.since < $3 then 1 else invitation_attempts.tries + 1 end,
                     since = case when invitation_attempts.since < $3 then $2 else invitation_attempts.since end
         returning tries")
        .bind(account)
        .bind(now)
        .bind(window_start)
        .fetch_one(db)
        .await)
}

/// How many wrong codes the account has tried since `window_start`.
pub async fn wrong_tries(tx: &mut Tx, account: AccountId, window_start: DateTime<Utc>) -> Result<i64> {
    let tries: Option<i64> = on!(tx, db => sqlx::query_scalar(
        "select tries from invitation_attempts where account_id = $1 and since >= $2")
        .bind(account)
        .bind(window_start)
        .fetch_optional(db)
        .await)?;
    Ok(tries.unwrap_or(0))
}

/// Takes back the codes that a person has not used.
pub async fn revoke_unused(tx: &mut Tx, person: PersonId) -> Result<u64> {
    on!(tx, db => sqlx::query("delete from invitations where person_id = $1 and used_at is null")
        .bind(person)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))
}
