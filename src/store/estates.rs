//! Estates, their homes and who lives there, as an import or a clerk writes
//! them. Writing the same again changes nothing.

use super::db::Tx;
use super::dialect;
use super::error::Result;
use super::text::{clean, json};
use crate::domain::ids::{EstateId, HomeId, PersonId};
use crate::on;
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Estate {
    pub id: EstateId,
    pub code: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Home {
    pub id: HomeId,
    #[sqlx(rename = "estate_id")]
    pub estate: EstateId,
    pub estate_code: String,
    pub estate_name: String,
    pub number: String,
    pub accepted_on: Option<NaiveDate>,
}

/// Creates an estate or renames it.
pub async fn put(tx: &mut Tx, code: &str, name: &str) -> Result<EstateId> {
    on!(tx, db => sqlx::query_scalar(
        "insert into estates (code, name) values ($1, $2)
             on conflict (code) do update set name = excluded.name
         returning id")
        .bind(clean(code))
        .bind(clean(name))
        .fetch_one(db)
        .await)
}

pub async fn all(tx: &mut Tx) -> Result<Vec<Estate>> {
    on!(tx, db => sqlx::query_as("select id, code, name from estates order by id").fetch_all(db).await)
}

/// Creates a home or sets its acceptance date; no date leaves the one it has.
pub async fn put_home(tx: &mut Tx, estate: EstateId, number: &str, accepted_on: Option<NaiveDate>) -> Result<HomeId> {
    on!(tx, db => sqlx::query_scalar(
        "insert into homes (estate_id, number, accepted_on) values ($1, $2, $3)
             on conflict (estate_id, number) do update
                 set accepted_on = coalesce(excluded.accepted_on, homes.accepted_on)
         returning id")
        .bind(estate)
        .bind(clean(number))
        .bind(accepted_on)
        .fetch_one(db)
        .await)
}

pub async fn home(tx: &mut Tx, home: HomeId) -> Result<Option<Home>> {
    on!(tx, db => sqlx::query_as(
        "select h.id, h.estate_id, e.code as estate_code, e.name as estate_name, h.number, h.accepted_on
           from homes h join estates e on e.id = h.estate_id
          where h.id = $1")
        .bind(home)
        .fetch_optional(db)
        .await)
}

/// A home by what people call it.
pub async fn find_home(tx: &mut Tx, estate: EstateId, number: &str) -> Result<Option<Home>> {
    on!(tx, db => sqlx::query_as(
        "select h.id, h.estate_id, e.code as estate_code, e.name as estate_name, h.number, h.accepted_on
           from homes h join estates e on e.id = h.estate_id
          where h.estate_id = $1 and h.number = $2")
        .bind(estate)
        .bind(clean(number))
        .fetch_optional(db)
        .await)
}

/// Somebody lives in a home or owns it (`tie`: owner, family, tenant); whoever
/// had moved out is back.
pub async fn put_resident(tx: &mut Tx, person: PersonId, home: HomeId, tie: &str, since: DateTime<Utc>) -> Result<i64> {
    on!(tx, db => sqlx::query_scalar(
        "insert into residents (person_id, home_id, tie, since) values ($1, $2, $3, $4)
             on conflict (person_id, home_id) do update set tie = excluded.tie, until = null
         returning id")
        .bind(person)
        .bind(home)
        .bind(clean(tie))
        .bind(since)
        .fetch_one(db)
        .await)
}

/// Somebody has left a home; `false` if he was not there.
pub async fn move_out(tx: &mut Tx, person: PersonId, home: HomeId, at: DateTime<Utc>) -> Result<bool> {
    on!(tx, db => sqlx::query(
        "update residents set until = $3 where person_id = $1 and home_id = $2 and until is null")
        .bind(person)
        .bind(home)
        .bind(at)
        .execute(db)
        .await
        .map(|done| done.rows_affected() == 1))
}

/// What a home is looked for by; in lower case, without spaces.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Its number holds one of these.
    pub numbers: Vec<String>,
    /// Its estate is one of these; none: any.
    pub estates: Vec<EstateId>,
    /// Name or telephone number of somebody there holds this.
    pub name: Option<String>,
    pub phone: Option<String>,
}

/// A home, and whether somebody there led to it.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Candidate {
    #[sqlx(flatten)]
    pub home: Home,
    pub by_person: bool,
}

/// Homes that may be meant, the shortest numbers first. Each table is read
/// once, whatever is looked for; whoever asks decides which home it is.
pub async fn search(tx: &mut Tx, wanted: &Wanted, most: i64) -> Result<Vec<Candidate>> {
    let holding = |text: &String| format!("%{}%", literally(text));
    let numbers: Vec<String> = wanted.numbers.iter().map(holding).collect();
    let sql = format!(
        "with held as (select distinct r.home_id
                         from people p join residents r on r.person_id = p.id
                        where r.until is null
                          and (cast($2 as text) is not null
                               and lower(replace(replace(p.name, ' ', ''), '·', '')) like $2 escape '!'
                               or cast($3 as text) is not null
                               and replace(replace(p.phone, ' ', ''), '-', '') like $3 escape '!'))
         select h.id, h.estate_id, e.code as estate_code, e.name as estate_name, h.number, h.accepted_on,
                held.home_id is not null as by_person
           from homes h join estates e on e.id = h.estate_id left join held on held.home_id = h.id
          where held.home_id is not null
             or (exists (select 1 from {numbers} as sought where lower(h.number) like sought.value escape '!')
                 and (cast($5 as bigint) = 0 or h.estate_id in {estates}))
          order by length(h.number), h.id
          limit $6",
        numbers = dialect::listed_text(tx, "$1"),
        estates = dialect::listed(tx, "$4"),
    );
    on!(tx, db => sqlx::query_as(AssertSqlSafe(sql))
        .bind(json(&numbers)?)
        .bind(wanted.name.as_ref().map(holding))
        .bind(wanted.phone.as_ref().map(holding))
        .bind(Json(&wanted.estates))
        .bind(i64::try_from(wanted.estates.len()).unwrap_or(i64::MAX))
        .bind(most)
        .fetch_all(db)
        .await)
}

/// A text in a pattern, where nothing of it stands for anything else.
fn literally(text: &str) -> String {
    clean(text).replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// The homes that a person owns or lives in.
pub async fn homes_of(tx: &mut Tx, person: PersonId, at: DateTime<Utc>) -> Result<Vec<Home>> {
    on!(tx, db => sqlx::query_as(
        "select h.id, h.estate_id, e.code as estate_code, e.name as estate_name, h.number, h.accepted_on
           from residents r join homes h on h.id = r.home_id join estates e on e.id = h.estate_id
          where r.person_id = $1 and r.since <= $2 and (r.until is null or r.until > $2)
          order by h.id")
        .bind(person)
        .bind(at)
        .fetch_all(db)
        .await)
}

/// Who has to be called for a home: its owner first, then whoever lives there.
pub async fn contact_of(tx: &mut Tx, home: HomeId, at: DateTime<Utc>) -> Result<Option<PersonId>> {
    on!(tx, db => sqlx::query_scalar(
        "select person_id from residents
          where home_id = $1 and since <= $2 and (until is null or until > $2)
          order by case tie when 'owner' then 0 when 'family' then 1 else 2 end, id
          limit 1")
        .bind(home)
        .bind(at)
        .fetch_optional(db)
        .await)
}
