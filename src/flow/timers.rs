//! The pump that turns timers that are due into inbox rows. It costs what is
//! due, not what is set.

use super::gate::{Gate, Passage};
use super::pump::{Nudge, Pump, Step};
use crate::clock::{Clock, Until};
use crate::store::{Db, inbox, timers};
use async_trait::async_trait;

pub struct TimerPump {
    pub db: Db,
    pub clock: Clock,
    pub gate: Gate,
    pub turns: Nudge,
}

/// So many at once: a transaction stays short.
const BATCH: i64 = 100;

impl TimerPump {
    /// `Some`: not yet.
    async fn held_back(&self) -> anyhow::Result<Option<Step>> {
        match self.gate.passage() {
            Passage::Free => Ok(None),
            Passage::Shut(latest) => Ok(Some(Step::until(Some(latest)))),
            Passage::OnceWorkedOff(latest) => {
                let mut tx = self.db.read().await?;
                if inbox::backlog(&mut tx).await?.updates > 0 {
                    return Ok(Some(Step::until(Some(latest))));
                }
                self.gate.open();
                Ok(None)
            }
        }
    }
}

#[async_trait]
impl Pump for TimerPump {
    fn name(&self) -> &'static str {
        "timers"
    }

    async fn step(&mut self) -> anyhow::Result<Step> {
        if let Some(wait) = self.held_back().await? {
            return Ok(wait);
        }
        let now = self.clock.calendar_now();
        let mut tx = self.db.read().await?;
        let next = timers::next_due(&mut tx).await?;
        drop(tx);
        if next.is_none_or(|next| next > now) {
            return Ok(Step::Idle(Until { calendar: next, machine: None }));
        }
        let mut tx = self.db.begin().await?;
        let fell = timers::fall_due(&mut tx, now, self.clock.machine_now(), BATCH).await;
        let fell = tx.end(fell).await?;
        metrics::counter!("anju_timers_fallen_total").increment(u64::try_from(fell).unwrap_or(0));
        self.turns.nudge();
        // None, though one was due: another process has them.
        Ok(if fell > 0 { Step::Worked } else { Step::until(None) })
    }
}
