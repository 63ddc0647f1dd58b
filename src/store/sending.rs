//! How messages leave the outbox: leased here, sent by delivery with no
//! transaction open, their results written by `results`. One message of a chat
//! is on its way at a time; the urgent class goes first, then the older message.

use super::candidates::{self, Fate, Found};
use super::channel_state;
use super::days;
use super::db::Tx;
use super::dialect;
use super::error::{Error, Result};
pub use super::leased::{Ask, CLOSED, Dropped, Lease, Leased, LeasedCard, Rider, UNREACHABLE};
use super::merging;
use super::results::{Recorded, SendResult, settle};
use crate::domain::ids::AccountId;
use crate::on;
use crate::talk::inbound::Channel;
use crate::talk::message::{Class, Outgoing};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sqlx::types::Json;
use sqlx::{AssertSqlSafe, QueryBuilder};
use std::collections::BTreeMap;

/// What all chats of one bot have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct BotState {
    /// When the bot's allowance is whole again.
    whole_at: Option<DateTime<Utc>>,
    /// The provider has asked for silence until then.
    silent_until: Option<DateTime<Utc>>,
}

fn bot_key(channel: Channel) -> &'static str {
    match channel {
        Channel::Telegram => "pace:telegram",
        Channel::WecomApp => "pace:wecom_app",
        Channel::WecomKf => "pace:wecom_kf",
    }
}

/// Takes the messages that may be sent now.
pub async fn lease(tx: &mut Tx, ask: &Ask) -> Result<Lease> {
    let mut bot: BotState = channel_state::get(tx, bot_key(ask.channel)).await?.unwrap_or_default();
    if let Some(until) = bot.silent_until.filter(|until| *until > ask.now) {
        return Ok(Lease { next_at: Some(until), ..Lease::default() });
    }
    let mut lease = Lease { sent_today: sent_today(tx, ask).await?, ..Lease::default() };
    let most = ask.daily.and_then(|daily| daily.most);
    let mut left = most.map(|most| most.saturating_sub(lease.sent_today.unwrap_or_default()));
    let mut chats = BTreeMap::new();
    let mut settled = Vec::new();
    for Found { account, class, fate } in candidates::find(tx, ask).await? {
        let free = class == Class::AnswerTap;
        if !free && chats.contains_key(&account) {
            continue;
        }
        match fate {
            Fate::Wait { id, at } => {
                let why = "the window is kept for cards".to_owned();
                settled.push(Recorded { id, result: SendResult::Later { at, why } });
            }
            Fate::Drop(dropped) => {
                settled.push(Recorded { id: dropped.id, result: SendResult::Failed { why: dropped.why.to_owned() } });
                lease.dropped.push(dropped);
            }
            Fate::Nothing { id } => {
                settled.push(Recorded { id, result: SendResult::Sent { provider_ref: None, card: None, code: None } });
                lease.skipped += 1;
            }
            Fate::Send { row, chat_whole_at } => {
                if left == Some(0) {
                    lease.next_at = ask.daily.map(|daily| daily.ends(ask.now));
                    break;
                }
                left = left.map(|left| left.saturating_sub(u64::from(weight(&row))));
                if !free {
                    if !ask.bot_pace.allows(bot.whole_at, ask.now) {
                        lease.next_at = bot.whole_at.map(|whole_at| whole_at - ask.bot_pace.slack());
                        break;
                    }
                    let messages = weight(&row);
                    bot.whole_at = Some(ask.bot_pace.charge(bot.whole_at, ask.now, messages));
                    chats.insert(row.account, ask.chat_pace.charge(chat_whole_at, ask.now, messages));
                }
                lease.rows.push(*row);
            }
        }
    }
    merging::merge(tx, ask, &mut lease.rows).await?;
    hold(tx, ask, &lease.rows).await?;
    if !chats.is_empty() {
        occupy(tx, &chats, ask).await?;
        channel_state::put(tx, bot_key(ask.channel), &bot).await?;
    }
    settle(tx, None, ask.now, &settled).await?;
    if lease.rows.is_empty() && settled.is_empty() && lease.next_at.is_none() {
        lease.next_at = next_at(tx, ask).await?;
    }
    Ok(lease)
}

async fn sent_today(tx: &mut Tx, ask: &Ask) -> Result<Option<u64>> {
    match &ask.daily {
        Some(daily) => days::sent(tx, ask.channel, daily, ask.now).await.map(Some),
        None => Ok(None),
    }
}

/// An album of N pictures counts as N messages, and its text as one more.
fn weight(row: &Leased) -> u32 {
    let message = match (&row.body, &row.card) {
        (Outgoing::Message(message), _) => message,
        (Outgoing::Card { .. }, Some(card)) => &card.wanted,
        (
            Outgoing::Card { .. }
            | Outgoing::Welcome { .. }
            | Outgoing::Settle { .. }
            | Outgoing::AnswerTap { .. }
            | Outgoing::Menu(_),
            _,
        ) => {
            return 1;
        }
    };
    1 + u32::try_from(message.photos.len()).unwrap_or(u32::MAX - 1)
}

async fn hold(tx: &mut Tx, ask: &Ask, rows: &[Leased]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = rows.iter().flat_map(Leased::ids).collect();
    let sql = format!(
        "update outbox set lease_until = $2, lease_holder = $3, attempts = attempts + 1 where id in {}",
        dialect::listed(tx, "$1"),
    );
    let held = on!(tx, db => sqlx::query(AssertSqlSafe(sql))
        .bind(Json(&ids))
        .bind(ask.until)
        .bind(&ask.holder)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    if held == ids.len() as u64 {
        Ok(())
    } else {
        Err(Error::NotOne { table: "outbox", id: format!("{ids:?}"), rows: held })
    }
}

/// The chats have a message on its way, and so much less allowance.
async fn occupy(tx: &mut Tx, chats: &BTreeMap<AccountId, DateTime<Utc>>, ask: &Ask) -> Result<()> {
    on!(tx, db => {
        let mut query = QueryBuilder::new("update accounts set pace = v.column2, busy_by = ");
        query.push_bind(&ask.holder).push(", busy_until = ").push_bind(ask.until).push(" from (");
        query.push_values(chats, |mut values, (account, whole_at)| {
            values.push_bind(account).push_bind(whole_at);
        });
        query.push(") as v where accounts.id = v.column1");
        query.build().execute(db).await.map(drop)
    })
}

/// The provider wants no message of this bot before `until`.
pub async fn silence(tx: &mut Tx, channel: Channel, until: DateTime<Utc>) -> Result<()> {
    let mut bot: BotState = channel_state::get(tx, bot_key(channel)).await?.unwrap_or_default();
    bot.silent_until = bot.silent_until.max(Some(until));
    channel_state::put(tx, bot_key(channel), &bot).await
}

#[derive(sqlx::FromRow)]
struct Waiting {
    due_at: DateTime<Utc>,
    lease_until: Option<DateTime<Utc>>,
    busy_until: Option<DateTime<Utc>>,
    pace: Option<DateTime<Utc>>,
}

/// So many waiting messages are looked at for the earliest; a pump looks again
/// after a while in any case.
const LOOKED_AT: i64 = 200;

/// When the first of the waiting messages may go. Nothing may go now.
async fn next_at(tx: &mut Tx, ask: &Ask) -> Result<Option<DateTime<Utc>>> {
    let waiting: Vec<Waiting> = on!(tx, db => sqlx::query_as(
        "select o.due_at, o.lease_until, a.busy_until, a.pace
           from outbox o cross join accounts a
          where a.id = o.account_id and o.sent_at is null and o.failed_at is null and a.channel = $1
          order by o.rank, o.id
          limit $2")
        .bind(ask.channel)
        .bind(LOOKED_AT)
        .fetch_all(db)
        .await)?;
    let at = waiting.into_iter().map(|row| {
        let pace = row.pace.map(|whole_at| whole_at - ask.chat_pace.slack());
        [Some(row.due_at), row.lease_until, row.busy_until, pace].into_iter().flatten().max()
    });
    Ok(at.flatten().filter(|at| *at > ask.now).min())
}
