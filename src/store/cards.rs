//! Cards: messages kept up to date in somebody's chat. A turn says what a card
//! shall show; delivery brings the chat there, whatever it shows now.

use super::db::Tx;
use super::dialect;
use super::error::{Field, Result};
use super::text::{clean, json};
use crate::domain::ids::{AccountId, CardId, CaseId, PersonId, Seq};
use crate::on;
use crate::talk::message::Message;
use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, QueryBuilder};

/// What a card shall show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    pub account: AccountId,
    pub person: Option<PersonId>,
    pub case: CaseId,
    pub seq: Option<Seq>,
    /// What the card is about; an account has one card per subject.
    pub subject: String,
    pub message: Message,
    /// Nothing can be done on it any more.
    pub last: bool,
}

/// A card whose content has changed and that must be brought up to date.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Changed {
    pub id: CardId,
    #[sqlx(rename = "account_id")]
    pub account: AccountId,
    pub subject: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    pub id: CardId,
    pub account: AccountId,
    pub person: Option<PersonId>,
    pub case: CaseId,
    pub seq: Option<Seq>,
    pub subject: String,
    pub wanted: Message,
    pub wanted_rev: i64,
    /// Zero: nothing has been sent yet.
    pub sent_rev: i64,
    pub provider_ref: Option<String>,
    pub last: bool,
    pub updated_at: DateTime<Utc>,
}

#[derive(sqlx::FromRow)]
struct Stored {
    id: CardId,
    account_id: AccountId,
    person_id: Option<PersonId>,
    case_id: CaseId,
    seq: Option<Seq>,
    subject: String,
    wanted: Field<Json<Message>>,
    wanted_rev: i64,
    sent_rev: i64,
    provider_ref: Option<String>,
    #[sqlx(rename = "final")]
    last: bool,
    updated_at: DateTime<Utc>,
}

/// Creates cards or changes what they shall show; one that was at its end and
/// waits for somebody again is sent anew, at the end of the chat. Gives those that changed, in
/// the order of their accounts; a card that shows it already is left alone.
pub async fn put_many(tx: &mut Tx, cards: &[Wanted], calendar_now: DateTime<Utc>) -> Result<Vec<Changed>> {
    if cards.is_empty() {
        return Ok(Vec::new());
    }
    let messages = cards.iter().map(|card| json(&card.message)).collect::<Result<Vec<_>>>()?;
    let mut changed: Vec<Changed> = on!(tx, db => {
        let mut query = QueryBuilder::new(
            "insert into cards (account_id, person_id, case_id, seq, subject, wanted, wanted_rev, sent_rev, final, updated_at) ",
        );
        query.push_values(cards.iter().zip(&messages), |mut values, (card, message)| {
            values
                .push_bind(card.account)
                .push_bind(card.person)
                .push_bind(card.case)
                .push_bind(card.seq)
                .push_bind(clean(&card.subject))
                .push_bind(message)
                .push_bind(1_i64)
                .push_bind(0_i64)
                .push_bind(card.last)
                .push_bind(calendar_now);
        });
        query.push(
            " on conflict (account_id, subject) do update
                 set wanted = excluded.wanted, wanted_rev = cards.wanted_rev + 1, final = excluded.final,
                     person_id = excluded.person_id, seq = excluded.seq, updated_at = excluded.updated_at,
                     sent_rev = case when cards.final and not excluded.final then 0 else cards.sent_rev end,
                     provider_ref = case when cards.final and not excluded.final then null else cards.provider_ref end
               where cards.wanted <> excluded.wanted
           returning id, account_id, subject",
        );
        query.build_query_as().fetch_all(db).await
    })?;
    changed.sort_by(|a, b| (a.account, &a.subject).cmp(&(b.account, &b.subject)));
    Ok(changed)
}

/// The cards of a case, final ones too, oldest first.
pub async fn of_case(tx: &mut Tx, case: CaseId) -> Result<Vec<Card>> {
    let rows: Vec<Stored> = on!(tx, db => sqlx::query_as(
        "select id, account_id, person_id, case_id, seq, subject, wanted, wanted_rev, sent_rev, provider_ref, final,
                updated_at
           from cards
          where case_id = $1
          order by id")
        .bind(case)
        .fetch_all(db)
        .await)?;
    rows.into_iter().map(Stored::read).collect()
}

/// The cards in one chat that can still change, oldest first.
pub async fn open_of(tx: &mut Tx, account: AccountId, limit: i64) -> Result<Vec<Card>> {
    let rows: Vec<Stored> = on!(tx, db => sqlx::query_as(
        "select id, account_id, person_id, case_id, seq, subject, wanted, wanted_rev, sent_rev, provider_ref, final,
                updated_at
           from cards
          where account_id = $1 and not final
          order by id
          limit $2")
        .bind(account)
        .bind(limit)
        .fetch_all(db)
        .await)?;
    rows.into_iter().map(Stored::read).collect()
}

/// A press on a card gives the leave to change it once more.
pub async fn give_code(
    tx: &mut Tx,
    account: AccountId,
    provider_ref: &str,
    code: &str,
    until: DateTime<Utc>,
) -> Result<()> {
    on!(tx, db => sqlx::query("update cards set code = $3, code_until = $4 where account_id = $1 and provider_ref = $2")
        .bind(account)
        .bind(clean(provider_ref))
        .bind(clean(code))
        .bind(until)
        .execute(db)
        .await
        .map(drop))
}

/// Open cards whose leave to be changed ends before an instant: they are to be
/// sent anew, so that they can be changed when they are decided.
pub async fn fading(tx: &mut Tx, before: DateTime<Utc>, limit: i64) -> Result<Vec<Card>> {
    let rows: Vec<Stored> = on!(tx, db => sqlx::query_as(
        "select id, account_id, person_id, case_id, seq, subject, wanted, wanted_rev, sent_rev, provider_ref, final,
                updated_at
           from cards
          where code_until < $1 and not final and sent_rev >= wanted_rev
          order by id
          limit $2")
        .bind(before)
        .bind(limit)
        .fetch_all(db)
        .await)?;
    rows.into_iter().map(Stored::read).collect()
}

/// These cards are sent again; the copies that are there are known still.
pub async fn renew(tx: &mut Tx, cards: &[CardId]) -> Result<()> {
    let sql = format!("update cards set sent_rev = 0 where id in {}", dialect::listed(tx, "$1"));
    on!(tx, db => sqlx::query(AssertSqlSafe(sql)).bind(Json(cards)).execute(db).await.map(drop))
}

pub async fn get(tx: &mut Tx, id: CardId) -> Result<Option<Card>> {
    let row: Option<Stored> = on!(tx, db => sqlx::query_as(
        "select id, account_id, person_id, case_id, seq, subject, wanted, wanted_rev, sent_rev, provider_ref, final,
                updated_at
           from cards
          where id = $1")
        .bind(id)
        .fetch_optional(db)
        .await)?;
    row.map(Stored::read).transpose()
}

/// Forgets where cards stand in their chats, so that they are sent anew.
pub async fn unsend(tx: &mut Tx, cards: &[CardId]) -> Result<u64> {
    if cards.is_empty() {
        return Ok(0);
    }
    let sql = format!("update cards set provider_ref = null, sent_rev = 0 where id in {}", dialect::listed(tx, "$1"),);
    on!(tx, db => sqlx::query(AssertSqlSafe(sql))
        .bind(Json(cards))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))
}

impl Stored {
    fn read(self) -> Result<Card> {
        Ok(Card {
            wanted: self.wanted.get("cards", "wanted", self.id)?.0,
            id: self.id,
            account: self.account_id,
            person: self.person_id,
            case: self.case_id,
            seq: self.seq,
            subject: self.subject,
            wanted_rev: self.wanted_rev,
            sent_rev: self.sent_rev,
            provider_ref: self.provider_ref,
            last: self.last,
            updated_at: self.updated_at,
        })
    }
}
