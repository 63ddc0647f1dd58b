//! Seats and leaves, as an import or a manager writes them. Reading them is
//! `directory`'s.

use super::db::Tx;
use super::error::{Result, one_row};
use super::text::{clean, clean_opt};
use crate::domain::ids::{EstateId, PersonId};
use crate::on;
use chrono::{DateTime, Utc};

/// A seat to be given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSeat {
    pub person: PersonId,
    pub role: String,
    /// `None`: all estates.
    pub estate: Option<EstateId>,
    pub unit: Option<String>,
    pub standing_deputy: bool,
    pub since: DateTime<Utc>,
}

/// Gives a seat; one that the person holds already, deputy or not, is kept.
pub async fn put(tx: &mut Tx, seat: &NewSeat) -> Result<i64> {
    let held: Option<i64> = on!(tx, db => sqlx::query_scalar(
        "select id from staff_roles
          where person_id = $1 and role = $2 and until is null and standing_deputy = $5
            and coalesce(estate_id, 0) = coalesce($3, 0) and coalesce(unit, '') = coalesce($4, '')
          order by id
          limit 1")
        .bind(seat.person)
        .bind(clean(&seat.role))
        .bind(seat.estate)
        .bind(clean_opt(seat.unit.as_deref()))
        .bind(seat.standing_deputy)
        .fetch_optional(db)
        .await)?;
    if let Some(held) = held {
        return Ok(held);
    }
    on!(tx, db => sqlx::query_scalar(
        "insert into staff_roles (person_id, role, estate_id, unit, standing_deputy, since)
         values ($1, $2, $3, $4, $5, $6)
         returning id")
        .bind(seat.person)
        .bind(clean(&seat.role))
        .bind(seat.estate)
        .bind(clean_opt(seat.unit.as_deref()))
        .bind(seat.standing_deputy)
        .bind(seat.since)
        .fetch_one(db)
        .await)
}

/// Ends a seat.
pub async fn end(tx: &mut Tx, seat: i64, at: DateTime<Utc>) -> Result<()> {
    let rows = on!(tx, db => sqlx::query("update staff_roles set until = $2 where id = $1 and until is null")
        .bind(seat)
        .bind(at)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("staff_roles", seat, rows)
}

/// Somebody is away between two instants.
pub async fn put_leave(tx: &mut Tx, person: PersonId, since: DateTime<Utc>, until: DateTime<Utc>) -> Result<i64> {
    on!(tx, db => sqlx::query_scalar(
        "insert into leaves (person_id, since, until) values ($1, $2, $3) returning id")
        .bind(person)
        .bind(since)
        .bind(until)
        .fetch_one(db)
        .await)
}

/// Somebody is back earlier than he said.
pub async fn end_leaves(tx: &mut Tx, person: PersonId, at: DateTime<Utc>) -> Result<u64> {
    on!(tx, db => sqlx::query("update leaves set until = $2 where person_id = $1 and since <= $2 and until > $2")
        .bind(person)
        .bind(at)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))
}
