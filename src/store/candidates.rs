//! What may leave the outbox now: the head of each class in each chat, and
//! whether it still has a point.

use super::db::Tx;
use super::dialect;
use super::error::{Field, Result};
use super::leased::{Ask, CLOSED, Dropped, Leased, LeasedCard, UNREACHABLE};
use super::windows::{self, Admission, Window};
use crate::domain::ids::{AccountId, CardId, CaseId, Seq};
use crate::on;
use crate::talk::inbound::{Address, Lang};
use crate::talk::message::{Class, Message, Outgoing};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;
use std::collections::BTreeMap;

/// News wait so long for a word of the person, which wakes them at once; what
/// is older nobody wants to read any more.
const NEWS_KEEP: TimeDelta = TimeDelta::days(7);

#[derive(sqlx::FromRow)]
struct Candidate {
    id: i64,
    account_id: AccountId,
    class: Field<Class>,
    body: Field<Json<Outgoing>>,
    case_id: Option<CaseId>,
    seq: Option<Seq>,
    attempts: i64,
    created_at: DateTime<Utc>,
    expires_at: Option<DateTime<Utc>>,
    address: String,
    pace: Option<DateTime<Utc>>,
    unreachable_since: Option<DateTime<Utc>>,
    card_id: Option<CardId>,
    wanted: Option<Field<Json<Message>>>,
    wanted_rev: Option<i64>,
    sent_rev: Option<i64>,
    card_ref: Option<String>,
    card_code: Option<String>,
    code_until: Option<DateTime<Utc>>,
    card_is_final: Option<bool>,
    lang: Lang,
}

/// What is due, most urgent first.
pub(super) async fn find(tx: &mut Tx, ask: &Ask) -> Result<Vec<Found>> {
    let due = candidates(tx, ask).await?;
    let windows = windows_of(tx, ask, &due).await?;
    due.into_iter()
        .map(|one| {
            let (account, class) = (one.account_id, one.class.clone().get("outbox", "class", one.id)?);
            let admission = admission(&one, class, ask, &windows);
            Ok(Found { account, class, fate: fate(one, class, ask, admission)? })
        })
        .collect()
}

/// The head of each class in each chat.
async fn candidates(tx: &mut Tx, ask: &Ask) -> Result<Vec<Candidate>> {
    let sql = dialect::skip_locked(
        tx,
        "select o.id, o.account_id, o.class, o.body, o.case_id, o.seq, o.attempts, o.created_at, o.expires_at,
                a.address, a.lang, a.pace, a.unreachable_since,
                c.id as card_id, c.wanted, c.wanted_rev, c.sent_rev, c.provider_ref as card_ref,
                c.code as card_code, c.code_until, c.final as card_is_final
           from outbox o
          -- cross: SQLite takes this order then; else it begins with all accounts of the channel
          cross join accounts a
           left join cards c on c.id = o.card_id
          where a.id = o.account_id
            and o.sent_at is null and o.failed_at is null and a.channel = $1
            and o.due_at <= $2 and (o.lease_until is null or o.lease_until <= $2)
            and (o.rank = 0
                 or ((a.busy_until is null or a.busy_until <= $2)
                     and (a.pace is null or a.pace <= $3)
                     and not exists (select 1 from outbox b
                                      where b.account_id = o.account_id and b.rank = o.rank and b.id < o.id
                                        and b.sent_at is null and b.failed_at is null
                                        -- what waits for a word of the person holds nothing up
                                        and (b.attempts > 0 or b.due_at <= $2))))
          order by o.rank, o.id
          limit $4",
        "o, a",
    );
    on!(tx, db => sqlx::query_as(AssertSqlSafe(sql))
        .bind(ask.channel)
        .bind(ask.now)
        .bind(ask.now + ask.chat_pace.slack())
        .bind(i64::from(ask.limit))
        .fetch_all(db)
        .await)
}

/// A message that is due, and what becomes of it.
pub(super) struct Found {
    pub(super) account: AccountId,
    pub(super) class: Class,
    pub(super) fate: Fate,
}

pub(super) enum Fate {
    Send { row: Box<Leased>, chat_whole_at: Option<DateTime<Utc>> },
    Nothing { id: i64 },
    Wait { id: i64, at: DateTime<Utc> },
    Drop(Dropped),
}

async fn windows_of(tx: &mut Tx, ask: &Ask, found: &[Candidate]) -> Result<BTreeMap<AccountId, Window>> {
    let Some(budget) = &ask.budget else { return Ok(BTreeMap::new()) };
    let accounts: Vec<AccountId> = found.iter().map(|one| one.account_id).collect();
    windows::of(tx, &accounts, budget).await
}

/// What the messenger's own counting lets through.
fn admission(found: &Candidate, class: Class, ask: &Ask, windows: &BTreeMap<AccountId, Window>) -> Admission {
    match &ask.budget {
        Some(budget) if class != Class::AnswerTap => windows
            .get(&found.account_id)
            .map_or(Admission::Closed, |window| window.admits(ask.calendar, budget, class <= Class::Card)),
        _ => Admission::Now { last: false },
    }
}

/// How long it waits for the person's next word, if it does.
fn waits(found: &Candidate, class: Class, ask: &Ask, admission: Admission) -> Option<TimeDelta> {
    let reached = found.unreachable_since.is_none() && found.expires_at.is_none_or(|at| at > ask.now);
    let left = match admission {
        Admission::Waits { until } => until - ask.calendar,
        Admission::Closed if class == Class::News => found.created_at + NEWS_KEEP - ask.calendar,
        _ => return None,
    };
    (reached && left > TimeDelta::zero()).then_some(left)
}

/// A message may have lost its point while it waited.
fn fate(found: Candidate, class: Class, ask: &Ask, admission: Admission) -> Result<Fate> {
    if let Some(wait) = waits(&found, class, ask, admission) {
        return Ok(Fate::Wait { id: found.id, at: ask.now + wait });
    }
    let body = found.body.get("outbox", "body", found.id)?.0;
    let why = if found.expires_at.is_some_and(|at| at <= ask.now) {
        Some("expired")
    } else if body.is_fleeting() && found.attempts > 0 {
        Some("tried once")
    } else if found.unreachable_since.is_some() {
        Some(UNREACHABLE)
    } else if admission == Admission::Closed {
        Some(CLOSED)
    } else {
        None
    };
    if let Some(why) = why {
        let Candidate { id, account_id: account, case_id: case, seq, .. } = found;
        return Ok(Fate::Drop(Dropped { id, account, case, seq, class, body, why }));
    }
    let card = match (found.card_id, found.wanted, found.wanted_rev) {
        (Some(id), Some(wanted), Some(rev)) => {
            if found.sent_rev.is_some_and(|sent| sent >= rev) {
                return Ok(Fate::Nothing { id: found.id });
            }
            // Nothing can be changed there, and a card that asks no more is not
            // worth one of the few messages: what it says was answered at once.
            if ask.budget.is_some() && found.card_ref.is_some() && found.card_is_final == Some(true) {
                return Ok(Fate::Nothing { id: found.id });
            }
            let wanted = wanted.get("cards", "wanted", id)?.0;
            let code = found.card_code.filter(|_| found.code_until.is_some_and(|until| until > ask.now));
            Some(LeasedCard { id, wanted, rev, provider_ref: found.card_ref, code })
        }
        _ => None,
    };
    Ok(Fate::Send {
        chat_whole_at: found.pace,
        row: Box::new(Leased {
            id: found.id,
            account: found.account_id,
            to: Address { channel: ask.channel, user: found.address },
            class,
            body,
            card,
            case: found.case_id,
            seq: found.seq,
            attempts: found.attempts,
            with: Vec::new(),
            merged: None,
            lang: found.lang,
            last_of_window: admission == (Admission::Now { last: true }),
        }),
    })
}
