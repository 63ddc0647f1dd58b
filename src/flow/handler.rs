//! Takes turns: makes one from an inbox row, lets it gather what it causes, and
//! has that written. A row that is given up gets a turn, too.

use crate::clock::Clock;
use crate::flow::apply;
use crate::flow::office::Office;
use crate::flow::turn::Turn;
use crate::flow::turns::{Outcome, Parker, TurnHandler};
use crate::store::Tx;
use crate::store::inbox::InboxRow;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Takes turns; one for all workers.
#[derive(Clone)]
pub struct Turns {
    pub office: Arc<Office>,
    pub clock: Clock,
}

impl Turns {
    #[must_use]
    pub fn new(office: Arc<Office>, clock: Clock) -> Turns {
        Turns { office, clock }
    }
}

impl Turns {
    fn begin<'a>(&'a self, tx: &'a mut Tx, row: &'a InboxRow, now: DateTime<Utc>) -> Turn<'a> {
        Turn {
            office: &self.office,
            tx,
            now,
            machine: self.clock.machine_now(),
            said_at: row.said_at.min(now),
            row,
            held: BTreeMap::new(),
            effects: Vec::new(),
            welcome: None,
        }
    }
}

#[async_trait]
impl TurnHandler for Turns {
    async fn turn(&self, tx: &mut Tx, row: &InboxRow, now: DateTime<Utc>) -> anyhow::Result<Outcome> {
        let mut turn = self.begin(tx, row, now);
        let outcome = turn.take().await?;
        apply::apply(&mut turn).await?;
        Ok(Outcome::new(outcome))
    }
}

#[async_trait]
impl Parker for Turns {
    async fn park(&self, tx: &mut Tx, row: &InboxRow, now: DateTime<Utc>, _why: &str) -> anyhow::Result<()> {
        let mut turn = self.begin(tx, row, now);
        turn.give_up().await?;
        apply::apply(&mut turn).await
    }
}
