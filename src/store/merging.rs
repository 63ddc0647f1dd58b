//! Notices of one chat that wait at the same time go out as one message: what
//! fell due at nine in the morning is read once, not twelve times. Where the
//! messenger counts messages, so do the several answers of one turn.

use super::db::Tx;
use super::dialect;
use super::error::{Field, Result};
use super::leased::{Ask, Leased, Rider};
use super::outbox::rank;
use crate::domain::ids::{AccountId, CaseId, Seq};
use crate::on;
use crate::talk::message::{Class, Message, Outgoing};
use sqlx::AssertSqlSafe;
use sqlx::types::Json;
use std::collections::BTreeMap;

/// More would not be read, and its buttons not be found.
const MOST: usize = 5;

/// Where a messenger knows no bound of its own.
const MOST_BUTTONS: usize = 10;

/// Characters of the merged text; one message of any messenger holds as many.
const LONGEST: usize = 600;

#[derive(sqlx::FromRow)]
struct Waiting {
    id: i64,
    account_id: AccountId,
    rank: i64,
    body: Field<Json<Outgoing>>,
    case_id: Option<CaseId>,
    seq: Option<Seq>,
}

/// Lets each leased notice take along those that wait behind it.
pub(super) async fn merge(tx: &mut Tx, ask: &Ask, rows: &mut [Leased]) -> Result<()> {
    let heads: BTreeMap<AccountId, usize> =
        rows.iter().enumerate().filter(|(_, row)| leads(row, ask)).map(|(place, row)| (row.account, place)).collect();
    if heads.is_empty() {
        return Ok(());
    }
    let accounts: Vec<AccountId> = heads.keys().copied().collect();
    let mut behind: BTreeMap<(AccountId, i64), Vec<Rider>> = BTreeMap::new();
    for Waiting { id, account_id, rank, body, case_id: case, seq } in waiting(tx, ask, &accounts).await? {
        let body = body.get("outbox", "body", id)?.0;
        behind.entry((account_id, rank)).or_default().push(Rider { id, case, seq, body });
    }
    for (account, place) in heads {
        let Some(row) = rows.get_mut(place) else { continue };
        if let Some(riders) = behind.remove(&(account, rank(row.class))) {
            take_along(row, riders, ask.channel.lists_beyond().min(MOST_BUTTONS));
        }
    }
    Ok(())
}

/// What failed once goes alone: it may be the others that are refused with it.
fn leads(row: &Leased, ask: &Ask) -> bool {
    let merged = match row.class {
        Class::Notice | Class::News => true,
        Class::Reply => ask.budget.is_some(),
        _ => false,
    };
    merged && row.attempts == 0 && notice(&row.body).is_some()
}

fn notice(body: &Outgoing) -> Option<&Message> {
    match body {
        Outgoing::Message(message) if message.photos.is_empty() => Some(message),
        _ => None,
    }
}

/// As many as fit, without a gap: nothing overtakes what stands before it.
fn take_along(row: &mut Leased, riders: Vec<Rider>, most_buttons: usize) {
    let mut messages: Vec<Message> = notice(&row.body).into_iter().cloned().collect();
    let mut length: usize = messages.iter().map(size).sum();
    let mut buttons: usize = messages.iter().map(count).sum();
    for rider in riders.into_iter().filter(|rider| rider.id > row.id) {
        let Some(message) = notice(&rider.body).filter(|_| messages.len() < MOST) else { break };
        // A question is asked alone: its numbers mean its own choices.
        if row.class == Class::Reply && buttons > 0 {
            break;
        }
        (length, buttons) = (length + size(message), buttons + count(message));
        if length > LONGEST || buttons > most_buttons {
            break;
        }
        messages.push(message.clone());
        row.with.push(rider);
    }
    row.merged = (!row.with.is_empty()).then(|| Message::merged(messages));
}

fn count(message: &Message) -> usize {
    message.buttons.iter().map(Vec::len).sum()
}

fn size(message: &Message) -> usize {
    message.title.as_ref().map_or(0, |title| title.chars().count()) + message.body.chars().count()
}

async fn waiting(tx: &mut Tx, ask: &Ask, accounts: &[AccountId]) -> Result<Vec<Waiting>> {
    let sql = dialect::skip_locked(
        tx,
        &format!(
            "select o.id, o.account_id, o.rank, o.body, o.case_id, o.seq
               from outbox o
              where o.account_id in {} and o.rank in ($2, $4) and o.attempts = 0 and o.expires_at is null
                and o.sent_at is null and o.failed_at is null and o.due_at <= $3
                and (o.lease_until is null or o.lease_until <= $3)
              order by o.id",
            dialect::listed(tx, "$1"),
        ),
        "o",
    );
    on!(tx, db => sqlx::query_as(AssertSqlSafe(sql))
        .bind(Json(accounts))
        .bind(rank(Class::Notice))
        .bind(ask.now)
        .bind(rank(Class::Reply))
        .fetch_all(db)
        .await)
}
