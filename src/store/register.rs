//! The register as lists of the company fill it: people by the key of those
//! lists, their homes, seats and leaves with their terms. Whether something
//! must be written is decided by whoever compares; here is only the SQL.

use super::db::Tx;
use super::dialect;
use super::error::{Field, Result, one_row};
use super::estates::Home;
use super::text::{clean, clean_opt};
use crate::domain::ids::{EstateId, HomeId, PersonId};
use crate::on;
use crate::talk::inbound::Lang;
use chrono::{DateTime, Utc};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;

/// Somebody whom the register knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub id: PersonId,
    pub key: Option<String>,
    pub name: String,
    pub phone: Option<String>,
    pub lang: Lang,
}

#[derive(sqlx::FromRow)]
struct StoredKnown {
    id: PersonId,
    key: Option<String>,
    name: String,
    phone: Option<String>,
    lang: Field<Lang>,
}

/// Who lives where, or did.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Residence {
    pub id: i64,
    #[sqlx(rename = "person_id")]
    pub person: PersonId,
    #[sqlx(rename = "home_id")]
    pub home: HomeId,
    pub tie: String,
    pub since: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
}

/// A seat, held now, before or later.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SeatTerm {
    pub id: i64,
    #[sqlx(rename = "person_id")]
    pub person: PersonId,
    pub role: String,
    #[sqlx(rename = "estate_id")]
    pub estate: Option<EstateId>,
    pub unit: Option<String>,
    pub standing_deputy: bool,
    pub since: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
}

/// A time in which somebody is away.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Leave {
    pub id: i64,
    #[sqlx(rename = "person_id")]
    pub person: PersonId,
    pub since: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// The people with these keys.
pub async fn by_keys(tx: &mut Tx, keys: &[String]) -> Result<Vec<Known>> {
    let sql = format!(
        "select id, key, name, phone, lang from people where key in {} order by id",
        dialect::listed_text(tx, "$1"),
    );
    let rows: Vec<StoredKnown> =
        on!(tx, db => sqlx::query_as(AssertSqlSafe(sql)).bind(Json(keys)).fetch_all(db).await)?;
    rows.into_iter().map(StoredKnown::read).collect()
}

/// The people with these telephone numbers.
pub async fn by_phones(tx: &mut Tx, phones: &[String]) -> Result<Vec<Known>> {
    let sql = format!(
        "select id, key, name, phone, lang
           from people
          where forgotten_at is null and phone in {}
          order by id",
        dialect::listed_text(tx, "$1"),
    );
    let rows: Vec<StoredKnown> =
        on!(tx, db => sqlx::query_as(AssertSqlSafe(sql)).bind(Json(phones)).fetch_all(db).await)?;
    rows.into_iter().map(StoredKnown::read).collect()
}

/// One person, unless forgotten.
pub async fn person(tx: &mut Tx, person: PersonId) -> Result<Option<Known>> {
    let row: Option<StoredKnown> = on!(tx, db => sqlx::query_as(
        "select id, key, name, phone, lang from people where id = $1 and forgotten_at is null")
        .bind(person)
        .fetch_optional(db)
        .await)?;
    row.map(StoredKnown::read).transpose()
}

/// Everybody who is not forgotten, by id.
pub async fn everybody(tx: &mut Tx) -> Result<Vec<Known>> {
    let rows: Vec<StoredKnown> = on!(tx, db => sqlx::query_as(
        "select id, key, name, phone, lang from people where forgotten_at is null order by id")
        .fetch_all(db)
        .await)?;
    rows.into_iter().map(StoredKnown::read).collect()
}

/// Those of the people who have a chat account.
pub async fn bound(tx: &mut Tx) -> Result<Vec<PersonId>> {
    on!(tx, db => sqlx::query_scalar(
        "select distinct person_id from accounts where person_id is not null")
        .fetch_all(db)
        .await)
}

pub async fn put_person(tx: &mut Tx, new: &Known, at: DateTime<Utc>) -> Result<PersonId> {
    on!(tx, db => sqlx::query_scalar(
        "insert into people (key, name, phone, lang, created_at) values ($1, $2, $3, $4, $5) returning id")
        .bind(clean_opt(new.key.as_deref()))
        .bind(clean(&new.name))
        .bind(clean_opt(new.phone.as_deref()))
        .bind(new.lang)
        .bind(at)
        .fetch_one(db)
        .await)
}

pub async fn set_person(tx: &mut Tx, person: &Known) -> Result<()> {
    let rows = on!(tx, db => sqlx::query(
        "update people set key = $2, name = $3, phone = $4, lang = $5 where id = $1 and forgotten_at is null")
        .bind(person.id)
        .bind(clean_opt(person.key.as_deref()))
        .bind(clean(&person.name))
        .bind(clean_opt(person.phone.as_deref()))
        .bind(person.lang)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("people", person.id, rows)
}

pub async fn homes(tx: &mut Tx) -> Result<Vec<Home>> {
    on!(tx, db => sqlx::query_as(
        "select h.id, h.estate_id, e.code as estate_code, e.name as estate_name, h.number, h.accepted_on
           from homes h join estates e on e.id = h.estate_id
          order by h.id")
        .fetch_all(db)
        .await)
}

pub async fn residences(tx: &mut Tx) -> Result<Vec<Residence>> {
    on!(tx, db => sqlx::query_as("select id, person_id, home_id, tie, since, until from residents order by id")
        .fetch_all(db)
        .await)
}

/// `residence.id` is not looked at.
pub async fn put_residence(tx: &mut Tx, residence: &Residence) -> Result<i64> {
    on!(tx, db => sqlx::query_scalar(
        "insert into residents (person_id, home_id, tie, since, until) values ($1, $2, $3, $4, $5) returning id")
        .bind(residence.person)
        .bind(residence.home)
        .bind(&residence.tie)
        .bind(residence.since)
        .bind(residence.until)
        .fetch_one(db)
        .await)
}

pub async fn set_residence(tx: &mut Tx, residence: &Residence) -> Result<()> {
    let rows = on!(tx, db => sqlx::query("update residents set tie = $2, since = $3, until = $4 where id = $1")
        .bind(residence.id)
        .bind(&residence.tie)
        .bind(residence.since)
        .bind(residence.until)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("residents", residence.id, rows)
}

pub async fn seats(tx: &mut Tx) -> Result<Vec<SeatTerm>> {
    on!(tx, db => sqlx::query_as(
        "select id, person_id, role, estate_id, unit, standing_deputy, since, until from staff_roles order by id")
        .fetch_all(db)
        .await)
}

/// `seat.id` is not looked at.
pub async fn put_seat(tx: &mut Tx, seat: &SeatTerm) -> Result<i64> {
    on!(tx, db => sqlx::query_scalar(
        "insert into staff_roles (person_id, role, estate_id, unit, standing_deputy, since, until)
         values ($1, $2, $3, $4, $5, $6, $7)
         returning id")
        .bind(seat.person)
        .bind(&seat.role)
        .bind(seat.estate)
        .bind(clean_opt(seat.unit.as_deref()))
        .bind(seat.standing_deputy)
        .bind(seat.since)
        .bind(seat.until)
        .fetch_one(db)
        .await)
}

/// The term of a seat; what the seat is does not change.
pub async fn set_term(tx: &mut Tx, seat: i64, since: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Result<()> {
    let rows = on!(tx, db => sqlx::query("update staff_roles set since = $2, until = $3 where id = $1")
        .bind(seat)
        .bind(since)
        .bind(until)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("staff_roles", seat, rows)
}

pub async fn leaves(tx: &mut Tx) -> Result<Vec<Leave>> {
    on!(tx, db => sqlx::query_as("select id, person_id, since, until from leaves order by id").fetch_all(db).await)
}

impl StoredKnown {
    fn read(self) -> Result<Known> {
        Ok(Known {
            lang: self.lang.get("people", "lang", self.id)?,
            id: self.id,
            key: self.key,
            name: self.name,
            phone: self.phone,
        })
    }
}
