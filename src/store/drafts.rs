//! Dialogues begun and not finished. A finished one is deleted: what it led to
//! stands in the records.

use super::db::Tx;
use super::error::{Error, Result, one_row};
use super::text::json;
use crate::dialogue::state::{Draft, Subject};
use crate::domain::ids::{CaseId, DraftId, PersonId, Seq};
use crate::on;
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;

#[derive(sqlx::FromRow)]
struct Stored {
    id: DraftId,
    person_id: PersonId,
    script: String,
    case_id: Option<CaseId>,
    seq: Option<Seq>,
    rev: i64,
    state: Json<Value>,
    touched_at: DateTime<Utc>,
}

/// Writes a new draft and gives it its id; the id in `draft` does not count.
pub async fn create(tx: &mut Tx, draft: &Draft) -> Result<DraftId> {
    let state = json(draft)?;
    on!(tx, db => sqlx::query_scalar(
        "insert into drafts (person_id, script, case_id, seq, rev, state, touched_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         returning id")
        .bind(draft.person)
        .bind(&draft.script)
        .bind(draft.subject.case)
        .bind(draft.subject.seq)
        .bind(draft.subject.rev)
        .bind(&state)
        .bind(draft.touched_at)
        .fetch_one(db)
        .await)
}

pub async fn save(tx: &mut Tx, draft: &Draft) -> Result<()> {
    let state = json(draft)?;
    let rows = on!(tx, db => sqlx::query(
        "update drafts
            set person_id = $2, script = $3, case_id = $4, seq = $5, rev = $6, state = $7, touched_at = $8
          where id = $1")
        .bind(draft.id)
        .bind(draft.person)
        .bind(&draft.script)
        .bind(draft.subject.case)
        .bind(draft.subject.seq)
        .bind(draft.subject.rev)
        .bind(&state)
        .bind(draft.touched_at)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("drafts", draft.id, rows)
}

/// Finished or cancelled; `false` if it was gone already.
pub async fn delete(tx: &mut Tx, draft: DraftId) -> Result<bool> {
    on!(tx, db => sqlx::query("delete from drafts where id = $1")
        .bind(draft)
        .execute(db)
        .await
        .map(|done| done.rows_affected() == 1))
}

pub async fn get(tx: &mut Tx, draft: DraftId) -> Result<Option<Draft>> {
    let row: Option<Stored> = on!(tx, db => sqlx::query_as(
        "select id, person_id, script, case_id, seq, rev, state, touched_at from drafts where id = $1")
        .bind(draft)
        .fetch_optional(db)
        .await)?;
    row.map(Stored::read).transpose()
}

/// All drafts of a person, oldest first.
pub async fn of_person(tx: &mut Tx, person: PersonId) -> Result<Vec<Draft>> {
    let rows: Vec<Stored> = on!(tx, db => sqlx::query_as(
        "select id, person_id, script, case_id, seq, rev, state, touched_at
           from drafts
          where person_id = $1
          order by id")
        .bind(person)
        .fetch_all(db)
        .await)?;
    rows.into_iter().map(Stored::read).collect()
}

/// How many drafts are open.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    on!(tx, db => sqlx::query_scalar("select count(*) from drafts").fetch_one(db).await)
}

impl Stored {
    /// The columns count where the document repeats them.
    fn read(self) -> Result<Draft> {
        let draft: Draft =
            serde_json::from_value(self.state.0).map_err(|why| Error::bad_row("drafts", "state", self.id, why))?;
        Ok(Draft {
            id: self.id,
            person: self.person_id,
            script: self.script,
            subject: Subject { case: self.case_id, seq: self.seq, rev: self.rev },
            touched_at: self.touched_at,
            ..draft
        })
    }
}
