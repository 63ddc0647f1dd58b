//! Who is who now: the seats and homes of one person, and everybody who has a
//! say in an estate or lives in a home. Rows as they are; what a seat may do is
//! decided in `domain`.

use super::db::Tx;
use super::error::{Field, Result};
use crate::domain::ids::{AccountId, EstateId, HomeId, PersonId};
use crate::on;
use crate::talk::inbound::{Channel, Lang};
use chrono::{DateTime, NaiveDate, Utc};
use std::cmp::Reverse;

/// What a person is and where he lives, as of one instant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub seats: Vec<Seat>,
    pub homes: Vec<Home>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    pub id: i64,
    pub role: String,
    /// `None`: all estates.
    pub estate: Option<EstateId>,
    pub unit: Option<String>,
    pub standing_deputy: bool,
    pub since: DateTime<Utc>,
    pub until: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    pub id: HomeId,
    pub estate: EstateId,
    pub estate_code: String,
    pub estate_name: String,
    pub number: String,
    pub accepted_on: Option<NaiveDate>,
    /// owner, family or tenant
    pub tie: String,
}

/// Somebody's chat account, as far as it can be written to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    pub account: AccountId,
    pub channel: Channel,
    pub lang: Lang,
    pub last_heard_at: Option<DateTime<Utc>>,
    pub unreachable_since: Option<DateTime<Utc>>,
}

/// A seat with its holder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Staff {
    pub seat: Seat,
    pub person: PersonId,
    pub name: String,
    pub phone: Option<String>,
    pub lang: Lang,
    pub on_leave: bool,
    /// Reachable ones first, among them the one last heard from.
    pub accounts: Vec<Reach>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resident {
    pub person: PersonId,
    pub name: String,
    pub phone: Option<String>,
    pub lang: Lang,
    pub tie: String,
    pub accounts: Vec<Reach>,
}

#[derive(sqlx::FromRow)]
struct StoredStanding {
    id: i64,
    word: String,
    estate_id: Option<EstateId>,
    unit: Option<String>,
    standing_deputy: Option<bool>,
    since: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    estate_code: Option<String>,
    estate_name: Option<String>,
    number: Option<String>,
    accepted_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct StoredStaff {
    id: i64,
    person_id: PersonId,
    name: String,
    phone: Option<String>,
    lang: Field<Lang>,
    role: String,
    estate_id: Option<EstateId>,
    unit: Option<String>,
    standing_deputy: bool,
    since: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    on_leave: bool,
    #[sqlx(flatten)]
    reach: StoredReach,
}

#[derive(sqlx::FromRow)]
struct StoredResident {
    person_id: PersonId,
    name: String,
    phone: Option<String>,
    lang: Field<Lang>,
    tie: String,
    #[sqlx(flatten)]
    reach: StoredReach,
}

#[derive(sqlx::FromRow)]
struct StoredReach {
    account_id: Option<AccountId>,
    channel: Option<Field<Channel>>,
    account_lang: Option<Field<Lang>>,
    last_heard_at: Option<DateTime<Utc>>,
    unreachable_since: Option<DateTime<Utc>>,
}

/// The seats and homes that a person has at an instant, in one query.
pub async fn standing(tx: &mut Tx, person: PersonId, at: DateTime<Utc>) -> Result<Standing> {
    let rows: Vec<StoredStanding> = on!(tx, db => sqlx::query_as(
        "select s.id as id, s.role as word, s.estate_id as estate_id, s.unit as unit,
                s.standing_deputy as standing_deputy, s.since as since, s.until as until,
                null as estate_code, null as estate_name, null as number, null as accepted_on
           from staff_roles s
          where s.person_id = $1 and s.since <= $2 and (s.until is null or s.until > $2)
          union all
         select h.id, r.tie, h.estate_id, null, null, r.since, r.until, e.code, e.name, h.number, h.accepted_on
           from residents r join homes h on h.id = r.home_id join estates e on e.id = h.estate_id
          where r.person_id = $1 and r.since <= $2 and (r.until is null or r.until > $2)")
        .bind(person)
        .bind(at)
        .fetch_all(db)
        .await)?;
    let mut standing = Standing::default();
    for row in rows {
        match (row.standing_deputy, row.since, row.estate_id, row.estate_code, row.estate_name, row.number) {
            (Some(standing_deputy), Some(since), estate, ..) => standing.seats.push(Seat {
                id: row.id,
                role: row.word,
                estate,
                unit: row.unit,
                standing_deputy,
                since,
                until: row.until,
            }),
            (None, _, Some(estate), Some(estate_code), Some(estate_name), Some(number)) => standing.homes.push(Home {
                id: HomeId(row.id),
                estate,
                estate_code,
                estate_name,
                number,
                accepted_on: row.accepted_on,
                tie: row.word,
            }),
            _ => {}
        }
    }
    standing.seats.sort_by_key(|seat| seat.id);
    standing.homes.sort_by_key(|home| home.id);
    Ok(standing)
}

/// Every seat in force that has a say in an estate, or in any (`None`), with
/// its holder and his accounts; in one query, by seat.
pub async fn staff(tx: &mut Tx, estate: Option<EstateId>, at: DateTime<Utc>) -> Result<Vec<Staff>> {
    let rows: Vec<StoredStaff> = on!(tx, db => sqlx::query_as(
        "select s.id, s.person_id, p.name, p.phone, p.lang, s.role, s.estate_id, s.unit, s.standing_deputy, s.since, s.until,
                exists (select 1 from leaves l
                         where l.person_id = s.person_id and l.since <= $2 and l.until > $2) as on_leave,
                a.id as account_id, a.channel, a.lang as account_lang, a.last_heard_at, a.unreachable_since
           from staff_roles s
           join people p on p.id = s.person_id
           left join accounts a on a.person_id = s.person_id
          where s.since <= $2 and (s.until is null or s.until > $2)
            and ($1 is null or s.estate_id is null or s.estate_id = $1)
          order by s.id, a.id")
        .bind(estate)
        .bind(at)
        .fetch_all(db)
        .await)?;
    let mut staff: Vec<Staff> = Vec::new();
    for row in rows {
        let reach = row.reach.read()?;
        if staff.last().is_none_or(|last| last.seat.id != row.id) {
            staff.push(Staff {
                lang: row.lang.get("people", "lang", row.person_id)?,
                person: row.person_id,
                name: row.name,
                phone: row.phone,
                on_leave: row.on_leave,
                accounts: Vec::new(),
                seat: Seat {
                    id: row.id,
                    role: row.role,
                    estate: row.estate_id,
                    unit: row.unit,
                    standing_deputy: row.standing_deputy,
                    since: row.since,
                    until: row.until,
                },
            });
        }
        if let Some(last) = staff.last_mut() {
            last.accounts.extend(reach);
        }
    }
    staff.iter_mut().for_each(|one| best_first(&mut one.accounts));
    Ok(staff)
}

/// Everybody who lives in a home or owns it, with their accounts; in one query.
pub async fn residents(tx: &mut Tx, home: HomeId, at: DateTime<Utc>) -> Result<Vec<Resident>> {
    let rows: Vec<StoredResident> = on!(tx, db => sqlx::query_as(
        "select r.person_id, p.name, p.phone, p.lang, r.tie,
                a.id as account_id, a.channel, a.lang as account_lang, a.last_heard_at, a.unreachable_since
           from residents r
           join people p on p.id = r.person_id
           left join accounts a on a.person_id = r.person_id
          where r.home_id = $1 and r.since <= $2 and (r.until is null or r.until > $2)
          order by r.id, a.id")
        .bind(home)
        .bind(at)
        .fetch_all(db)
        .await)?;
    let mut residents: Vec<Resident> = Vec::new();
    for row in rows {
        let reach = row.reach.read()?;
        if residents.last().is_none_or(|last| last.person != row.person_id) {
            residents.push(Resident {
                lang: row.lang.get("people", "lang", row.person_id)?,
                person: row.person_id,
                name: row.name,
                phone: row.phone,
                tie: row.tie,
                accounts: Vec::new(),
            });
        }
        if let Some(last) = residents.last_mut() {
            last.accounts.extend(reach);
        }
    }
    residents.iter_mut().for_each(|one| best_first(&mut one.accounts));
    Ok(residents)
}

fn best_first(accounts: &mut [Reach]) {
    accounts.sort_by_key(|reach| (reach.unreachable_since.is_some(), Reverse(reach.last_heard_at), reach.account));
}

impl StoredReach {
    fn read(self) -> Result<Option<Reach>> {
        let (Some(account), Some(channel), Some(lang)) = (self.account_id, self.channel, self.account_lang) else {
            return Ok(None);
        };
        Ok(Some(Reach {
            channel: channel.get("accounts", "channel", account)?,
            lang: lang.get("accounts", "lang", account)?,
            account,
            last_heard_at: self.last_heard_at,
            unreachable_since: self.unreachable_since,
        }))
    }
}
