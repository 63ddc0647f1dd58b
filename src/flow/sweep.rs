//! The pump that keeps house: lets go of raw updates and sent bodies after their
//! time, and sends cards anew that could soon not be changed any more. Records
//! and history stay.

use super::pump::{Nudge, Pump, Step, later};
use crate::clock::Clock;
use crate::store::outbox::{self, NewMessage};
use crate::store::{Db, Tx, cards, inbox};
use crate::talk::message::{Class, Outgoing};
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;

pub struct SweepPump {
    pub db: Db,
    pub clock: Clock,
    /// Finished inbox rows go after this; also their keys, so at least a week.
    pub keep_raw: TimeDelta,
    /// Sent or failed messages go after this.
    pub keep_sent: TimeDelta,
    pub delivery: Nudge,
}

/// So many rows at once: a transaction stays short.
const BATCH: i64 = 500;
const PAUSE: Duration = Duration::from_secs(3600);
const SHORTEST: TimeDelta = TimeDelta::days(7);

/// Longer than the pause between two sweeps.
const RENEWED_BEFORE: TimeDelta = TimeDelta::hours(3);

impl SweepPump {
    async fn sweep(&self, tx: &mut Tx, now: DateTime<Utc>) -> anyhow::Result<u64> {
        let raw = inbox::sweep_old(tx, now - self.keep_raw.max(SHORTEST), BATCH).await?;
        let sent = outbox::sweep_old(tx, now - self.keep_sent, BATCH).await?;
        Ok(raw + sent)
    }

    /// Cards that could soon not be changed any more are sent anew.
    async fn renew_cards(&self, tx: &mut Tx, now: DateTime<Utc>) -> anyhow::Result<usize> {
        let fading = cards::fading(tx, now + RENEWED_BEFORE, BATCH).await?;
        let ids: Vec<_> = fading.iter().map(|card| card.id).collect();
        cards::renew(tx, &ids).await?;
        let anew: Vec<NewMessage> = fading
            .into_iter()
            .map(|card| NewMessage {
                account: card.account,
                class: Class::Card,
                body: Outgoing::Card { card: card.id.0 },
                case: Some(card.case),
                seq: card.seq,
                created_at: self.clock.calendar_now(),
                due_at: now,
                expires_at: None,
            })
            .collect();
        outbox::put_many(tx, &anew).await?;
        Ok(ids.len())
    }
}

#[async_trait]
impl Pump for SweepPump {
    fn name(&self) -> &'static str {
        "sweep"
    }

    async fn step(&mut self) -> anyhow::Result<Step> {
        let now = self.clock.machine_now();
        let mut tx = self.db.begin().await?;
        let swept = self.sweep(&mut tx, now).await;
        let swept = tx.end(swept).await?;
        let mut tx = self.db.begin().await?;
        let renewed = self.renew_cards(&mut tx, now).await;
        if tx.end(renewed).await? > 0 {
            self.delivery.nudge();
        }
        if swept > 0 {
            return Ok(Step::Worked);
        }
        Ok(Step::until(later(&self.clock, PAUSE)))
    }
}
