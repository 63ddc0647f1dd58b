//! Cases, loaded and locked as a whole: the case's own row first, then all its
//! records in one statement. How they are written stands in `case_records`.

use super::case_records;
use super::db::Tx;
use super::dialect;
use super::error::{Error, Field, Result};
use super::text::json;
use crate::domain::case::{Case, Home, Photo};
use crate::domain::complaint::Complaint;
use crate::domain::ids::{CaseId, EstateId, HomeId, Seq};
use crate::on;
use chrono::{DateTime, NaiveDate, Utc};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::AssertSqlSafe;
use sqlx::types::Json;

#[derive(sqlx::FromRow)]
struct StoredCase {
    id: CaseId,
    number: Option<String>,
    estate_id: EstateId,
    version: i64,
    next_seq: i64,
    shown_rev: i64,
    photos: Field<Json<Vec<Photo>>>,
    home_id: Option<HomeId>,
    home_estate: Option<EstateId>,
    estate_code: Option<String>,
    estate_name: Option<String>,
    home_number: Option<String>,
    accepted_on: Option<NaiveDate>,
}

#[derive(sqlx::FromRow)]
struct StoredRecord {
    kind: String,
    seq: Seq,
    facts: Json<Value>,
}

/// A fresh case id; its row follows with `save`.
pub async fn reserve(tx: &mut Tx, estate: EstateId, at: DateTime<Utc>) -> Result<CaseId> {
    let no_photos = json(&Vec::<Photo>::new())?;
    on!(tx, db => sqlx::query_scalar(
        "insert into cases (estate_id, version, next_seq, shown_rev, photos, opened_at)
         values ($1, 0, 1, 0, $2, $3)
         returning id")
        .bind(estate)
        .bind(&no_photos)
        .bind(at)
        .fetch_one(db)
        .await)
}

/// Locks the case until commit and loads all of it.
pub async fn lock(tx: &mut Tx, id: CaseId) -> Result<Option<Case>> {
    let select = dialect::locked(tx, SELECT_CASE, "c");
    load_with(tx, id, select).await
}

/// The same to look at, not to decide on.
pub async fn load(tx: &mut Tx, id: CaseId) -> Result<Option<Case>> {
    load_with(tx, id, SELECT_CASE.to_owned()).await
}

const SELECT_CASE: &str = "select c.id, c.number, c.estate_id, c.version, c.next_seq, c.shown_rev, c.photos,
        h.id as home_id, h.estate_id as home_estate, e.code as estate_code, e.name as estate_name,
        h.number as home_number, h.accepted_on
   from cases c
   left join homes h on h.id = c.home_id
   left join estates e on e.id = h.estate_id
  where c.id = $1";

async fn load_with(tx: &mut Tx, id: CaseId, select: String) -> Result<Option<Case>> {
    let row: Option<StoredCase> =
        on!(tx, db => sqlx::query_as(AssertSqlSafe(select)).bind(id).fetch_optional(db).await)?;
    let Some(row) = row else {
        return Ok(None);
    };
    let records: Vec<StoredRecord> = on!(tx, db => sqlx::query_as(
        "select 'complaints' as kind, cast(0 as bigint) as seq, facts from complaints where case_id = $1
         union all select 'work_orders', seq, facts from work_orders where case_id = $1
         union all select 'approvals', seq, facts from approvals where case_id = $1
         union all select 'visit_slots', seq, facts from visit_slots where case_id = $1
         union all select 'extension_requests', seq, facts from extension_requests where case_id = $1
         union all select 'follow_ups', seq, facts from follow_ups where case_id = $1
         union all select 'call_tasks', seq, facts from call_tasks where case_id = $1
         union all select 'clocks', seq, facts from clocks where case_id = $1
         order by seq")
        .bind(id)
        .fetch_all(db)
        .await)?;
    row.with(records).map(Some)
}

impl StoredCase {
    fn with(self, records: Vec<StoredRecord>) -> Result<Case> {
        let id = self.id;
        let home = self.home();
        let mut complaint: Option<Complaint> = None;
        let mut case_without = Rest::default();
        for record in records {
            match record.kind.as_str() {
                "complaints" => complaint = Some(record.read("complaints", id)?),
                "work_orders" => case_without.orders.push(record.read("work_orders", id)?),
                "approvals" => case_without.approvals.push(record.read("approvals", id)?),
                "visit_slots" => case_without.visits.push(record.read("visit_slots", id)?),
                "extension_requests" => case_without.extensions.push(record.read("extension_requests", id)?),
                "follow_ups" => case_without.follow_ups.push(record.read("follow_ups", id)?),
                "call_tasks" => case_without.calls.push(record.read("call_tasks", id)?),
                _ => case_without.clocks.push(record.read("clocks", id)?),
            }
        }
        let complaint = complaint.ok_or_else(|| Error::bad_row("cases", "id", id, "it has no complaint"))?;
        let Rest { orders, approvals, visits, extensions, follow_ups, calls, clocks } = case_without;
        Ok(Case {
            id,
            number: self.number,
            estate: self.estate_id,
            home,
            version: self.version,
            next_seq: self.next_seq,
            shown_rev: self.shown_rev,
            complaint,
            orders,
            approvals,
            visits,
            extensions,
            follow_ups,
            calls,
            clocks,
            photos: self.photos.get("cases", "photos", id)?.0,
        })
    }

    fn home(&self) -> Option<Home> {
        Some(Home {
            id: self.home_id?,
            estate: self.home_estate?,
            estate_code: self.estate_code.clone()?,
            estate_name: self.estate_name.clone()?,
            number: self.home_number.clone()?,
            accepted_on: self.accepted_on,
        })
    }
}

#[derive(Default)]
struct Rest {
    orders: Vec<crate::domain::work_order::WorkOrder>,
    approvals: Vec<crate::domain::approval::Approval>,
    visits: Vec<crate::domain::beside::Visit>,
    extensions: Vec<crate::domain::beside::Extension>,
    follow_ups: Vec<crate::domain::follow_up::FollowUp>,
    calls: Vec<crate::domain::beside::CallTask>,
    clocks: Vec<crate::domain::clock::Clock>,
}

impl StoredRecord {
    fn read<T: DeserializeOwned>(self, table: &'static str, case: CaseId) -> Result<T> {
        let place = format!("case {case}, seq {}", self.seq);
        serde_json::from_value(self.facts.0).map_err(|why| Error::bad_row(table, "facts", place, why))
    }
}

/// Writes what has changed since `before`, which is what was loaded (`None`
/// for a case just reserved). The version says that nobody else wrote between.
pub async fn save(tx: &mut Tx, before: Option<&Case>, case: &mut Case, at: DateTime<Utc>) -> Result<()> {
    if before == Some(case) {
        return Ok(());
    }
    write_case(tx, case, at).await?;
    if before.map(|one| &one.complaint) != Some(&case.complaint) {
        case_records::put_complaint(tx, case).await?;
    }
    let orders = differing(before.map(|b| &b.orders[..]), &case.orders, |one| one.seq);
    case_records::put_orders(tx, case, &orders).await?;
    let approvals = differing(before.map(|b| &b.approvals[..]), &case.approvals, |one| one.seq);
    case_records::put_approvals(tx, case, &approvals).await?;
    let visits = differing(before.map(|b| &b.visits[..]), &case.visits, |one| one.seq);
    case_records::put_visits(tx, case, &visits).await?;
    let extensions = differing(before.map(|b| &b.extensions[..]), &case.extensions, |one| one.seq);
    case_records::put_extensions(tx, case, &extensions).await?;
    let follow_ups = differing(before.map(|b| &b.follow_ups[..]), &case.follow_ups, |one| one.seq);
    case_records::put_follow_ups(tx, case, &follow_ups).await?;
    let calls = differing(before.map(|b| &b.calls[..]), &case.calls, |one| one.seq);
    case_records::put_calls(tx, case, &calls).await?;
    let clocks = differing(before.map(|b| &b.clocks[..]), &case.clocks, |one| one.seq);
    case_records::put_clocks(tx, case, &clocks).await
}

async fn write_case(tx: &mut Tx, case: &mut Case, at: DateTime<Utc>) -> Result<()> {
    let photos = json(&case.photos)?;
    let closed = case.complaint.state.is_over().then_some(at);
    let rows = on!(tx, db => sqlx::query(
        "update cases
            set number = $3, estate_id = $4, home_id = $5, version = version + 1, next_seq = $6, shown_rev = $7,
                photos = $8, closed_at = case when $9 is null then null else coalesce(closed_at, $9) end
          where id = $1 and version = $2")
        .bind(case.id)
        .bind(case.version)
        .bind(&case.number)
        .bind(case.estate)
        .bind(case.complaint.home)
        .bind(case.next_seq)
        .bind(case.shown_rev)
        .bind(&photos)
        .bind(closed)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if rows != 1 {
        return Err(Error::Overtaken { table: "cases", id: case.id.to_string() });
    }
    case.version += 1;
    Ok(())
}

/// The numbers of the records that are new or have changed.
fn differing<T: PartialEq>(before: Option<&[T]>, now: &[T], seq: impl Fn(&T) -> Seq) -> Vec<Seq> {
    let same = |one: &T| before.is_some_and(|before| before.iter().any(|old| seq(old) == seq(one) && old == one));
    now.iter().filter(|one| !same(one)).map(&seq).collect()
}
