//! Which cases stand on whose list. Only ids: a list shows cases as they are
//! loaded, so that it can never say another thing than the card.

use super::db::Tx;
use super::error::Result;
use crate::domain::ids::{CaseId, EstateId, PersonId};
use crate::on;
use chrono::{DateTime, Utc};

/// A person's own cases and those of his homes, open ones first, newest first.
pub async fn cases_of(tx: &mut Tx, person: PersonId, at: DateTime<Utc>, most: i64) -> Result<Vec<CaseId>> {
    on!(tx, db => sqlx::query_scalar(
        "select c.id
           from cases c join complaints q on q.case_id = c.id
          where q.reporter_id = $1
             or c.home_id in (select home_id from residents
                               where person_id = $1 and since <= $2 and (until is null or until > $2))
          order by case when c.closed_at is null then 0 else 1 end, c.id desc
          limit $3")
        .bind(person)
        .bind(at)
        .bind(most)
        .fetch_all(db)
        .await)
}

/// Open cases of an estate (`None`: of all), oldest first.
pub async fn open_cases(tx: &mut Tx, estate: Option<EstateId>, most: i64) -> Result<Vec<CaseId>> {
    on!(tx, db => sqlx::query_scalar(
        "select id from cases where closed_at is null and ($1 is null or estate_id = $1) order by id limit $2")
        .bind(estate)
        .bind(most)
        .fetch_all(db)
        .await)
}

/// Open emergencies that somebody reported, newest first.
pub async fn urgent_of(tx: &mut Tx, person: PersonId, most: i64) -> Result<Vec<CaseId>> {
    on!(tx, db => sqlx::query_scalar(
        "select c.id
           from complaints q join cases c on c.id = q.case_id
          where q.reporter_id = $1 and q.source = 'bot' and q.emergency is not null and c.closed_at is null
          order by c.id desc
          limit $2")
        .bind(person)
        .bind(most)
        .fetch_all(db)
        .await)
}

/// Open emergencies of an estate (`None`: of all), newest first.
pub async fn urgent_in(tx: &mut Tx, estate: Option<EstateId>, most: i64) -> Result<Vec<CaseId>> {
    on!(tx, db => sqlx::query_scalar(
        "select c.id
           from complaints q join cases c on c.id = q.case_id
          where q.emergency is not null and c.closed_at is null and ($1 is null or c.estate_id = $1)
          order by c.id desc
          limit $2")
        .bind(estate)
        .bind(most)
        .fetch_all(db)
        .await)
}

/// The newest open case that somebody reported and that others have already.
pub async fn reported_by(tx: &mut Tx, person: PersonId) -> Result<Option<CaseId>> {
    on!(tx, db => sqlx::query_scalar(
        "select c.id
           from complaints q join cases c on c.id = q.case_id
          where q.reporter_id = $1 and c.closed_at is null
            and (c.number is not null or q.handed_over_at is not null)
          order by case when q.emergency is null then 1 else 0 end, c.id desc
          limit 1")
        .bind(person)
        .fetch_optional(db)
        .await)
}

/// Open cases with a running clock that is over, the latest first.
pub async fn late_cases(tx: &mut Tx, estate: Option<EstateId>, now: DateTime<Utc>, most: i64) -> Result<Vec<CaseId>> {
    on!(tx, db => sqlx::query_scalar(
        "select c.id
           from clocks k join cases c on c.id = k.case_id
          where k.stopped_at is null and k.due_at < $2 and c.closed_at is null and ($1 is null or c.estate_id = $1)
          group by c.id
          order by (select case when q.emergency is null then 1 else 0 end from complaints q where q.case_id = c.id),
                   min(k.due_at)
          limit $3")
        .bind(estate)
        .bind(now)
        .bind(most)
        .fetch_all(db)
        .await)
}

/// Open cases whose card of this kind waits for the person: what is urgent first,
/// then by the limit that is over next.
pub async fn waiting_for(tx: &mut Tx, person: PersonId, kinds: &str, most: i64) -> Result<Vec<CaseId>> {
    on!(tx, db => sqlx::query_scalar(
        "select k.case_id
           from cards k join cases c on c.id = k.case_id
          where k.person_id = $1 and k.subject like $2 and c.closed_at is null
            and k.final = $4
          group by k.case_id
          order by (select case when q.emergency is null then 1 else 0 end from complaints q where q.case_id = k.case_id),
                   (select case when min(w.due_at) is null then 1 else 0 end
                      from clocks w where w.case_id = k.case_id and w.stopped_at is null),
                   (select min(w.due_at) from clocks w where w.case_id = k.case_id and w.stopped_at is null),
                   k.case_id
          limit $3")
        .bind(person)
        .bind(kinds)
        .bind(most)
        .bind(false)
        .fetch_all(db)
        .await)
}

/// The complaint that a person has begun to describe and not finished: his next
/// words belong to it.
pub async fn being_said(tx: &mut Tx, person: PersonId) -> Result<Option<CaseId>> {
    on!(tx, db => sqlx::query_scalar(
        "select q.case_id
           from complaints q join cases c on c.id = q.case_id
          where q.reporter_id = $1 and q.state = 'received' and q.source = 'bot' and c.closed_at is null
            and q.handed_over_at is null
          order by q.case_id desc
          limit 1")
        .bind(person)
        .fetch_optional(db)
        .await)
}
