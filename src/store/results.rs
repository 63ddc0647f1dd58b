//! What became of the messages that were leased: written in one batch, and only
//! by whoever holds the lease still.

use super::db::Tx;
use super::dialect;
use super::error::Result;
use super::text::clean_opt;
use crate::domain::ids::{AccountId, CardId};
use crate::on;
use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, QueryBuilder};
use std::collections::BTreeSet;

/// What became of a leased message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded {
    pub id: i64,
    pub result: SendResult,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendResult {
    Sent {
        /// The provider's id of the message that carries the buttons.
        provider_ref: Option<String>,
        /// The card that was sent, and in which revision.
        card: Option<(CardId, i64)>,
        /// For changing it later, and until when.
        code: Option<(String, DateTime<Utc>)>,
    },
    Later {
        at: DateTime<Utc>,
        why: String,
    },
    Failed {
        why: String,
    },
}

/// Writes the results of a lease. Gives the ids that were the holder's to
/// write: another may have taken a message whose lease ran out.
pub async fn record(tx: &mut Tx, holder: &str, now: DateTime<Utc>, results: &[Recorded]) -> Result<BTreeSet<i64>> {
    let taken = settle(tx, Some(holder), now, results).await?;
    let ours: BTreeSet<i64> = taken.iter().map(|(id, _)| *id).collect();
    let sent = results.iter().filter(|result| ours.contains(&result.id)).filter_map(|result| match &result.result {
        SendResult::Sent { provider_ref, card, code } => Some((result.id, provider_ref, card, code)),
        SendResult::Later { .. } | SendResult::Failed { .. } => None,
    });
    let sent: Vec<_> = sent.collect();
    let cards: Vec<_> = sent
        .iter()
        .filter_map(|(_, reference, card, code)| card.map(|(id, rev)| (id, rev, *reference, *code)))
        .collect();
    show(tx, &cards).await?;
    let ids: Vec<i64> = sent.iter().map(|(id, ..)| *id).collect();
    note_reminders(tx, &ids, now).await?;
    let chats: Vec<AccountId> = taken.iter().map(|(_, account)| *account).collect();
    vacate(tx, &chats, holder).await?;
    Ok(ours)
}

/// One statement for all results; without a holder the rows are locked by us.
pub(super) async fn settle(
    tx: &mut Tx,
    holder: Option<&str>,
    now: DateTime<Utc>,
    results: &[Recorded],
) -> Result<Vec<(i64, AccountId)>> {
    if results.is_empty() {
        return Ok(Vec::new());
    }
    on!(tx, db => {
        let mut query = QueryBuilder::new(
            "update outbox
                set lease_until = null, lease_holder = null, sent_at = v.column2, provider_ref = v.column3,
                    failed_at = v.column4, failure = v.column5, due_at = coalesce(v.column6, outbox.due_at),
                    last_error = v.column7
               from (",
        );
        query.push_values(results, |mut values, Recorded { id, result }| {
            let (sent_at, provider_ref, failed_at, failure, due_at, error) = match result {
                SendResult::Sent { provider_ref, .. } => (Some(now), provider_ref.as_deref(), None, None, None, None),
                SendResult::Later { at, why } => (None, None, None, None, Some(*at), Some(why.as_str())),
                SendResult::Failed { why } => (None, None, Some(now), Some(why.as_str()), None, None),
            };
            values
                .push_bind(id)
                .push_bind(sent_at)
                .push_bind(clean_opt(provider_ref))
                .push_bind(failed_at)
                .push_bind(clean_opt(failure))
                .push_bind(due_at)
                .push_bind(clean_opt(error));
        });
        query.push(") as v where outbox.id = v.column1 and outbox.sent_at is null and outbox.failed_at is null");
        if let Some(holder) = holder {
            query.push(" and outbox.lease_holder = ").push_bind(holder);
        }
        query.push(" returning outbox.id, outbox.account_id");
        query.build_query_as().fetch_all(db).await
    })
}

/// A card shown: its revision, the message that shows it, and what changes that.
type Shown<'a> = (CardId, i64, &'a Option<String>, &'a Option<(String, DateTime<Utc>)>);

async fn show(tx: &mut Tx, cards: &[Shown<'_>]) -> Result<()> {
    if cards.is_empty() {
        return Ok(());
    }
    on!(tx, db => {
        let mut query = QueryBuilder::new(
            "update cards
                set sent_rev = v.column2, provider_ref = coalesce(v.column3, cards.provider_ref),
                    code = v.column4, code_until = v.column5
               from (",
        );
        query.push_values(cards, |mut values, (id, rev, provider_ref, code)| {
            let code = code.as_ref();
            values
                .push_bind(id)
                .push_bind(rev)
                .push_bind(clean_opt(provider_ref.as_deref()))
                .push_bind(clean_opt(code.map(|(code, _)| code.as_str())))
                .push_bind(code.map(|(_, until)| *until));
        });
        query.push(") as v where cards.id = v.column1 and cards.sent_rev < v.column2");
        query.build().execute(db).await.map(drop)
    })
}

async fn note_reminders(tx: &mut Tx, sent: &[i64], now: DateTime<Utc>) -> Result<()> {
    if sent.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "update reminders set sent_at = $2 where outbox_id in {} and sent_at is null",
        dialect::listed(tx, "$1"),
    );
    on!(tx, db => sqlx::query(AssertSqlSafe(sql)).bind(Json(sent)).bind(now).execute(db).await.map(drop))
}

/// The chats are free again, unless a later lease occupies them.
async fn vacate(tx: &mut Tx, chats: &[AccountId], holder: &str) -> Result<()> {
    if chats.is_empty() {
        return Ok(());
    }
    let sql = format!(
        "update accounts set busy_by = null, busy_until = null where id in {} and busy_by = $2",
        dialect::listed(tx, "$1"),
    );
    on!(tx, db => sqlx::query(AssertSqlSafe(sql)).bind(Json(chats)).bind(holder).execute(db).await.map(drop))
}

/// Lets leases run on: their messages are still on their way. A lease is short
/// so that little waits after a crash, and a slow send may take longer.
pub async fn renew(tx: &mut Tx, holders: &[&str], until: DateTime<Utc>) -> Result<()> {
    let sql = format!(
        "update outbox set lease_until = $2
          where sent_at is null and failed_at is null and lease_holder in {}
      returning account_id",
        dialect::listed_text(tx, "$1"),
    );
    let chats: Vec<AccountId> =
        on!(tx, db => sqlx::query_scalar(AssertSqlSafe(sql)).bind(Json(holders)).bind(until).fetch_all(db).await)?;
    let sql = format!(
        "update accounts set busy_until = $2 where id in {} and busy_by in {}",
        dialect::listed(tx, "$1"),
        dialect::listed_text(tx, "$3"),
    );
    on!(tx, db => sqlx::query(AssertSqlSafe(sql))
        .bind(Json(&chats))
        .bind(until)
        .bind(Json(holders))
        .execute(db)
        .await
        .map(drop))
}
