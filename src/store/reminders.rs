//! Every reminder that was sent for a clock, so that it can be shown later who
//! was told what and when. `sending` notes when the message left.

use super::db::Tx;
use super::error::Result;
use super::text::clean;
use crate::domain::ids::{CaseId, PersonId, Seq};
use crate::on;
use chrono::{DateTime, Utc};
use sqlx::QueryBuilder;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReminder {
    pub case: CaseId,
    /// The clock's number inside its case.
    pub seq: Seq,
    pub rule: String,
    pub level: i64,
    pub person: PersonId,
    pub said_at: DateTime<Utc>,
    /// The message that carries it, if there is one.
    pub outbox: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Reminder {
    pub id: i64,
    #[sqlx(rename = "case_id")]
    pub case: CaseId,
    pub seq: Seq,
    pub rule: String,
    pub level: i64,
    #[sqlx(rename = "person_id")]
    pub person: PersonId,
    pub said_at: DateTime<Utc>,
    #[sqlx(rename = "outbox_id")]
    pub outbox: Option<i64>,
    pub sent_at: Option<DateTime<Utc>>,
}

pub async fn add_many(tx: &mut Tx, reminders: &[NewReminder]) -> Result<()> {
    if reminders.is_empty() {
        return Ok(());
    }
    on!(tx, db => {
        let mut query =
            QueryBuilder::new("insert into reminders (case_id, seq, rule, level, person_id, said_at, outbox_id) ");
        query.push_values(reminders, |mut values, reminder| {
            values
                .push_bind(reminder.case)
                .push_bind(reminder.seq)
                .push_bind(clean(&reminder.rule))
                .push_bind(reminder.level)
                .push_bind(reminder.person)
                .push_bind(reminder.said_at)
                .push_bind(reminder.outbox);
        });
        query.build().execute(db).await.map(drop)
    })
}

pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<Reminder>> {
    on!(tx, db => sqlx::query_as(
        "select id, case_id, seq, rule, level, person_id, said_at, outbox_id, sent_at
           from reminders
          where case_id = $1
          order by id")
        .bind(case)
        .fetch_all(db)
        .await)
}
