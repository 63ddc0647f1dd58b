//! The pump that works the inbox off: one row, one transaction. It begins,
//! claims, calls the turn, commits; and it knows what to do when a turn fails.

use super::backoff::Backoff;
use super::pump::{Nudge, Pump, Step, caught, later};
use crate::clock::Clock;
use crate::store::inbox::{self, InboxRow};
use crate::store::{Db, Error, Fate, Tx};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::sync::Arc;
use tracing::{error, warn};

/// How a turn ended: a word for the inbox row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome(pub String);

impl Outcome {
    #[must_use]
    pub fn new(word: impl Into<String>) -> Outcome {
        Outcome(word.into())
    }
}

/// Does everything that one inbox row causes, inside the transaction given. It
/// neither begins nor commits, and it never waits for the network.
#[async_trait]
pub trait TurnHandler: Send + Sync {
    async fn turn(&self, tx: &mut Tx, row: &InboxRow, now: DateTime<Utc>) -> anyhow::Result<Outcome>;
}

/// What is done for the people behind a row that is given up: an apology, a
/// task on the clerk's desk; inside the transaction that parks the row.
#[async_trait]
pub trait Parker: Send + Sync {
    async fn park(&self, tx: &mut Tx, row: &InboxRow, now: DateTime<Utc>, why: &str) -> anyhow::Result<()>;
}

/// Whom a finished turn may have given work.
#[derive(Clone, Default)]
pub struct Downstream {
    pub nudges: Vec<Nudge>,
}

pub struct TurnPump {
    pub db: Db,
    pub clock: Clock,
    pub handler: Arc<dyn TurnHandler>,
    pub parker: Arc<dyn Parker>,
    pub downstream: Downstream,
    /// A row that fails so often is parked.
    pub max_attempts: i64,
    /// How often in a row a turn was undone because somebody else was faster.
    conflicts: u32,
}

/// So many conflicts one after the other are no bad luck any more.
const MAX_CONFLICTS: u32 = 20;

impl TurnPump {
    #[must_use]
    pub fn new(
        db: Db,
        clock: Clock,
        handler: Arc<dyn TurnHandler>,
        parker: Arc<dyn Parker>,
        downstream: Downstream,
        max_attempts: i64,
    ) -> TurnPump {
        TurnPump { db, clock, handler, parker, downstream, max_attempts, conflicts: 0 }
    }

    /// Begins, claims, works, commits.
    async fn take_turn(&mut self) -> anyhow::Result<Step> {
        let mut tx = self.db.begin().await?;
        let claimed = self.claim(&mut tx).await;
        let row = match claimed {
            Ok(Ok(row)) => row,
            Ok(Err(idle)) => return tx.end(Ok(idle)).await,
            Err(why) => return tx.end(Err(why)).await,
        };
        let began = self.clock.machine_instant();
        let worked = caught(self.work(&mut tx, &row)).await.and_then(|result| result);
        let worked = tx.end(worked).await;
        metrics::histogram!("anju_turn_seconds").record(began.elapsed().as_secs_f64());
        match worked {
            Ok(()) => {
                self.conflicts = 0;
                metrics::counter!("anju_turns_total", "result" => "done").increment(1);
                self.downstream.nudges.iter().for_each(Nudge::nudge);
                Ok(Step::Worked)
            }
            Err(why) => self.failed(&row, why).await,
        }
    }

    /// A row to work on, or how long there is none.
    async fn claim(&self, tx: &mut Tx) -> anyhow::Result<Result<InboxRow, Step>> {
        let now = self.clock.machine_now();
        Ok(match inbox::claim(tx, now).await? {
            Some(row) => Ok(row),
            None => Err(Step::until(inbox::next_free(tx, now).await?)),
        })
    }

    async fn work(&self, tx: &mut Tx, row: &InboxRow) -> anyhow::Result<()> {
        let outcome = self.handler.turn(tx, row, self.clock.calendar_now()).await?;
        inbox::finish(tx, row.id, self.clock.machine_now(), &outcome.0).await?;
        Ok(())
    }

    async fn failed(&mut self, row: &InboxRow, why: anyhow::Error) -> anyhow::Result<Step> {
        match Error::fate_of(&why) {
            // Not the row's fault: the pump waits, and nothing is counted.
            Fate::Unavailable => return Err(why),
            Fate::Conflict if self.conflicts < MAX_CONFLICTS => {
                self.conflicts += 1;
                metrics::counter!("anju_turns_total", "result" => "conflict").increment(1);
                return Ok(Step::Worked);
            }
            Fate::Conflict | Fate::Failure => self.conflicts = 0,
        }
        metrics::counter!("anju_turns_total", "result" => "failed").increment(1);
        let attempts = row.attempts + 1;
        if attempts < self.max_attempts {
            warn!(inbox = row.id, lane = row.lane, attempts, "a turn failed: {why:#}");
            self.count(row, attempts, &why).await?;
        } else {
            error!(inbox = row.id, lane = row.lane, attempts, "a turn failed for good, the row is parked: {why:#}");
            self.park(row, &why).await?;
        }
        Ok(Step::Worked)
    }

    async fn count(&self, row: &InboxRow, attempts: i64, why: &anyhow::Error) -> anyhow::Result<()> {
        let mut tx = self.db.begin().await?;
        let now = self.clock.machine_now();
        let not_before = later(&self.clock, Backoff::TURN.after(attempts)).unwrap_or(now);
        let counted = inbox::fail(&mut tx, row.id, not_before, &format!("{why:#}")).await;
        tx.end(counted).await?;
        Ok(())
    }

    async fn park(&self, row: &InboxRow, why: &anyhow::Error) -> anyhow::Result<()> {
        let mut tx = self.db.begin().await?;
        let parked = self.park_in(&mut tx, row, &format!("{why:#}")).await;
        tx.end(parked).await?;
        metrics::counter!("anju_inbox_parked_total").increment(1);
        self.downstream.nudges.iter().for_each(Nudge::nudge);
        Ok(())
    }

    async fn park_in(&self, tx: &mut Tx, row: &InboxRow, why: &str) -> anyhow::Result<()> {
        let now = self.clock.machine_now();
        if inbox::fail(tx, row.id, now, why).await?.is_none() {
            return Ok(()); // Another worker has finished it meanwhile.
        }
        inbox::park(tx, row, now, why).await?;
        tx.savepoint("parker").await?;
        let told = caught(self.parker.park(tx, row, self.clock.calendar_now(), why)).await.and_then(|told| told);
        let Err(why) = told else { return Ok(()) };
        if Error::fate_of(&why) != Fate::Failure {
            return Err(why);
        }
        // The row must leave its lane all the same, or the chat stands still.
        error!(inbox = row.id, "nobody could be told of a parked row: {why:#}");
        tx.rollback_to("parker").await?;
        Ok(())
    }
}

#[async_trait]
impl Pump for TurnPump {
    fn name(&self) -> &'static str {
        "turns"
    }

    fn works_off(&self) -> bool {
        true
    }

    async fn step(&mut self) -> anyhow::Result<Step> {
        self.take_turn().await
    }
}
