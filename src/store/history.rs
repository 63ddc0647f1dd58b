//! What happened to a case, in order. Rows are added and never changed.

use super::db::Tx;
use super::error::{Error, Result};
use super::text::{clean, clean_opt, json};
use crate::domain::ids::{CaseId, PersonId};
use crate::on;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::QueryBuilder;
use sqlx::types::Json;

/// An event to be added. `facts` is whatever the event's name says it is.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEntry {
    pub case: CaseId,
    pub at: DateTime<Utc>,
    pub by: Option<PersonId>,
    /// The seat in which the person acted.
    pub seat: Option<String>,
    pub event: String,
    pub facts: Value,
}

impl NewEntry {
    pub fn new(case: CaseId, at: DateTime<Utc>, event: impl Into<String>, facts: &impl Serialize) -> Result<NewEntry> {
        Ok(NewEntry { case, at, by: None, seat: None, event: event.into(), facts: json(facts)?.0 })
    }

    #[must_use]
    pub fn by(mut self, person: PersonId, seat: Option<&str>) -> NewEntry {
        self.by = Some(person);
        self.seat = seat.map(str::to_owned);
        self
    }
}

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Entry {
    pub id: i64,
    #[sqlx(rename = "case_id")]
    pub case: CaseId,
    pub at: DateTime<Utc>,
    #[sqlx(rename = "by_person")]
    pub by: Option<PersonId>,
    pub seat: Option<String>,
    pub event: String,
    #[sqlx(json)]
    pub facts: Value,
}

impl Entry {
    /// The facts as the type that the event's name promises.
    pub fn facts<T: DeserializeOwned>(&self) -> Result<T> {
        T::deserialize(&self.facts).map_err(|why| Error::bad_row("history", "facts", self.id, why))
    }
}

pub async fn append_many(tx: &mut Tx, entries: &[NewEntry]) -> Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    let facts = entries.iter().map(|entry| json(&entry.facts)).collect::<Result<Vec<Json<Value>>>>()?;
    on!(tx, db => {
        let mut query = QueryBuilder::new("insert into history (case_id, at, by_person, seat, event, facts) ");
        query.push_values(entries.iter().zip(&facts), |mut values, (entry, facts)| {
            values
                .push_bind(entry.case)
                .push_bind(entry.at)
                .push_bind(entry.by)
                .push_bind(clean_opt(entry.seat.as_deref()))
                .push_bind(clean(&entry.event))
                .push_bind(facts);
        });
        query.build().execute(db).await.map(drop)
    })
}

/// The story of a case from its beginning.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<Entry>> {
    on!(tx, db => sqlx::query_as(
        "select id, case_id, at, by_person, seat, event, facts from history where case_id = $1 order by id")
        .bind(case)
        .fetch_all(db)
        .await)
}
