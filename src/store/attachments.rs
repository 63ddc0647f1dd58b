//! Pictures and documents: first wanted, then stored or lost. The table is the
//! queue of the pump that fetches them.

use super::db::Tx;
use super::dialect;
use super::error::{Field, Result, one_row};
use super::text::{clean, json};
use crate::domain::ids::{AccountId, AttachmentId, CaseId, PersonId, Seq};
use crate::on;
use crate::talk::inbound::{Channel, FileRef};
use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, QueryBuilder};

#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum State {
    Wanted,
    Stored,
    Lost,
}

/// Something that somebody has sent and that must be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAttachment {
    pub account: AccountId,
    pub person: Option<PersonId>,
    pub case: Option<CaseId>,
    pub seq: Option<Seq>,
    /// complaint, before, after …
    pub purpose: String,
    pub channel: Channel,
    pub file: FileRef,
    /// Calendar time.
    pub created_at: DateTime<Utc>,
    /// Machine time.
    pub due_at: DateTime<Utc>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    pub id: AttachmentId,
    pub account: AccountId,
    pub person: Option<PersonId>,
    pub case: Option<CaseId>,
    pub seq: Option<Seq>,
    pub purpose: String,
    pub channel: Channel,
    pub file: FileRef,
    pub state: State,
    pub checksum: Option<String>,
    /// Inside the folder of the file store.
    pub path: Option<String>,
    pub bytes: Option<i64>,
    pub attempts: i64,
    pub created_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Stored {
    id: AttachmentId,
    account_id: AccountId,
    person_id: Option<PersonId>,
    case_id: Option<CaseId>,
    seq: Option<Seq>,
    purpose: String,
    channel: Field<Channel>,
    file: Field<Json<FileRef>>,
    state: Field<State>,
    checksum: Option<String>,
    path: Option<String>,
    bytes: Option<i64>,
    attempts: i64,
    created_at: DateTime<Utc>,
}

const ROWS_AT_ONCE: usize = 500;

/// Puts attachments; gives their ids in the same order.
pub async fn put_many(tx: &mut Tx, new: &[NewAttachment]) -> Result<Vec<AttachmentId>> {
    let mut ids = Vec::with_capacity(new.len());
    for new in new.chunks(ROWS_AT_ONCE) {
        let files = new.iter().map(|one| json(&one.file)).collect::<Result<Vec<_>>>()?;
        let mut rows: Vec<AttachmentId> = on!(tx, db => {
            let mut query = QueryBuilder::new(
                "insert into attachments
                     (account_id, person_id, case_id, seq, purpose, channel, file, state, due_at, created_at) ",
            );
            query.push_values(new.iter().zip(&files), |mut values, (one, file)| {
                values
                    .push_bind(one.account)
                    .push_bind(one.person)
                    .push_bind(one.case)
                    .push_bind(one.seq)
                    .push_bind(clean(&one.purpose))
                    .push_bind(one.channel)
                    .push_bind(file)
                    .push_bind(State::Wanted)
                    .push_bind(one.due_at)
                    .push_bind(one.created_at);
            });
            query.push(" returning id");
            query.build_query_scalar().fetch_all(db).await
        })?;
        // Ids rise in the order of the values; the rows come back in any order.
        rows.sort_unstable();
        ids.extend(rows);
    }
    Ok(ids)
}

/// Says which record attachments belong to, and as what.
pub async fn assign(tx: &mut Tx, ids: &[AttachmentId], case: CaseId, seq: Option<Seq>, purpose: &str) -> Result<u64> {
    if ids.is_empty() {
        return Ok(0);
    }
    let sql = format!(
        "update attachments set case_id = $2, seq = $3, purpose = $4 where id in {}",
        dialect::listed(tx, "$1"),
    );
    on!(tx, db => sqlx::query(AssertSqlSafe(sql))
        .bind(Json(ids))
        .bind(case)
        .bind(seq)
        .bind(clean(purpose))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))
}

/// Attachments by id, in the order of their ids.
pub async fn get_many(tx: &mut Tx, ids: &[AttachmentId]) -> Result<Vec<Attachment>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "select id, account_id, person_id, case_id, seq, purpose, channel, file, state, checksum, path, bytes,
                attempts, created_at
           from attachments
          where id in {}
          order by id",
        dialect::listed(tx, "$1"),
    );
    let rows: Vec<Stored> = on!(tx, db => sqlx::query_as(AssertSqlSafe(sql)).bind(Json(ids)).fetch_all(db).await)?;
    rows.into_iter().map(Stored::read).collect()
}

/// All attachments of a case, oldest first, lost ones too.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<Attachment>> {
    let rows: Vec<Stored> = on!(tx, db => sqlx::query_as(
        "select id, account_id, person_id, case_id, seq, purpose, channel, file, state, checksum, path, bytes,
                attempts, created_at
           from attachments
          where case_id = $1
          order by id")
        .bind(case)
        .fetch_all(db)
        .await)?;
    rows.into_iter().map(Stored::read).collect()
}

/// Takes up to `limit` wanted attachments to be fetched.
pub async fn lease(
    tx: &mut Tx,
    holder: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Attachment>> {
    let select = "select id from attachments
                   where state = 'wanted' and due_at <= $1 and (lease_until is null or lease_until <= $1)
                   order by due_at, id
                   limit $4";
    let sql = format!(
        "update attachments set lease_until = $2, lease_holder = $3, attempts = attempts + 1
          where id in ({})
      returning id, account_id, person_id, case_id, seq, purpose, channel, file, state, checksum, path, bytes,
                attempts, created_at",
        dialect::skip_locked(tx, select, "attachments"),
    );
    let mut rows: Vec<Stored> = on!(tx, db => sqlx::query_as(AssertSqlSafe(sql))
        .bind(now)
        .bind(until)
        .bind(holder)
        .bind(limit)
        .fetch_all(db)
        .await)?;
    rows.sort_by_key(|row| row.id);
    rows.into_iter().map(Stored::read).collect()
}

/// The file is in the file store. Gives the attachment as it is now (it may
/// belong to a case meanwhile); `None` if the lease is no longer ours.
pub async fn stored(
    tx: &mut Tx,
    id: AttachmentId,
    holder: &str,
    checksum: &str,
    path: &str,
    bytes: i64,
) -> Result<Option<Attachment>> {
    let row: Option<Stored> = on!(tx, db => sqlx::query_as(
        "update attachments
            set state = 'stored', checksum = $3, path = $4, bytes = $5, lease_until = null, lease_holder = null,
                last_error = null
          where id = $1 and lease_holder = $2 and state = 'wanted'
      returning id, account_id, person_id, case_id, seq, purpose, channel, file, state, checksum, path, bytes,
                attempts, created_at")
        .bind(id)
        .bind(holder)
        .bind(checksum)
        .bind(clean(path))
        .bind(bytes)
        .fetch_optional(db)
        .await)?;
    row.map(Stored::read).transpose()
}

/// It did not work; the same again at `due_at`. A try that proves nothing
/// against the file (the bot was not let in) does not count. `false` if the
/// lease is no longer ours.
pub async fn later(
    tx: &mut Tx,
    id: AttachmentId,
    holder: &str,
    due_at: DateTime<Utc>,
    why: &str,
    counts: bool,
) -> Result<bool> {
    on!(tx, db => sqlx::query(
        "update attachments
            set due_at = $3, last_error = $4, attempts = attempts - $5, lease_until = null, lease_holder = null
          where id = $1 and lease_holder = $2 and state = 'wanted'")
        .bind(id)
        .bind(holder)
        .bind(due_at)
        .bind(clean(why))
        .bind(i64::from(!counts))
        .execute(db)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// It will never work. Like `stored`, gives the attachment as it is now.
pub async fn lost(tx: &mut Tx, id: AttachmentId, holder: &str, why: &str) -> Result<Option<Attachment>> {
    let row: Option<Stored> = on!(tx, db => sqlx::query_as(
        "update attachments set state = 'lost', last_error = $3, lease_until = null, lease_holder = null
          where id = $1 and lease_holder = $2 and state = 'wanted'
      returning id, account_id, person_id, case_id, seq, purpose, channel, file, state, checksum, path, bytes,
                attempts, created_at")
        .bind(id)
        .bind(holder)
        .bind(clean(why))
        .fetch_optional(db)
        .await)?;
    row.map(Stored::read).transpose()
}

/// Takes a lost attachment up again.
pub async fn retry(tx: &mut Tx, id: AttachmentId, due_at: DateTime<Utc>) -> Result<()> {
    let rows = on!(tx, db => sqlx::query(
        "update attachments set state = 'wanted', attempts = 0, due_at = $2 where id = $1 and state = 'lost'")
        .bind(id)
        .bind(due_at)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("attachments", id, rows)
}

/// When the next attachment may be fetched.
pub async fn next_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    on!(tx, db => sqlx::query_scalar(
        "select min(case when lease_until > $1 and lease_until > due_at then lease_until else due_at end)
           from attachments
          where state = 'wanted'")
        .bind(now)
        .fetch_one(db)
        .await)
}

/// How many are wanted.
pub async fn count_wanted(tx: &mut Tx) -> Result<i64> {
    on!(tx, db => sqlx::query_scalar("select count(*) from attachments where state = 'wanted'").fetch_one(db).await)
}

impl Stored {
    fn read(self) -> Result<Attachment> {
        Ok(Attachment {
            channel: self.channel.get("attachments", "channel", self.id)?,
            file: self.file.get("attachments", "file", self.id)?.0,
            state: self.state.get("attachments", "state", self.id)?,
            id: self.id,
            account: self.account_id,
            person: self.person_id,
            case: self.case_id,
            seq: self.seq,
            purpose: self.purpose,
            checksum: self.checksum,
            path: self.path,
            bytes: self.bytes,
            attempts: self.attempts,
            created_at: self.created_at,
        })
    }
}
