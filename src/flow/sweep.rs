//! The pump that lets go of what need not be kept: raw updates and sent bodies
//! after their time. Records and history stay.

use super::pump::{Pump, Step, later};
use crate::clock::Clock;
use crate::store::{Db, Tx, inbox, outbox};
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
}

/// So many rows at once: a transaction stays short.
const BATCH: i64 = 500;
const PAUSE: Duration = Duration::from_secs(3600);
const SHORTEST: TimeDelta = TimeDelta::days(7);

impl SweepPump {
    async fn sweep(&self, tx: &mut Tx, now: DateTime<Utc>) -> anyhow::Result<u64> {
        let raw = inbox::sweep_old(tx, now - self.keep_raw.max(SHORTEST), BATCH).await?;
        let sent = outbox::sweep_old(tx, now - self.keep_sent, BATCH).await?;
        Ok(raw + sent)
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
        if tx.end(swept).await? > 0 {
            return Ok(Step::Worked);
        }
        Ok(Step::until(later(&self.clock, PAUSE)))
    }
}
