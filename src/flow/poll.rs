//! The pump that asks Telegram for updates. Asking for the next ones is what
//! tells Telegram that it may forget the last ones; so that comes after the
//! commit, never before.

use super::backoff::Backoff;
use super::gate::Gate;
use super::intake::{Intake, Letter};
use super::pump::{Pump, Step, later};
use crate::channel::filing::Unread;
use crate::channel::telegram::call::Api;
use crate::channel::telegram::door::last_id;
use crate::channel::telegram::poll::PollError;
use crate::clock::Clock;
use async_trait::async_trait;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tracing::{error, warn};

/// Whoever gives updates: Telegram, or a test.
#[async_trait]
pub trait UpdateSource: Send + Sync {
    /// Waits up to `timeout_s` seconds for updates from `offset` on.
    async fn get_updates(&self, offset: i64, timeout_s: u32) -> Result<Vec<(i64, String)>, PollError>;

    /// Takes away whatever keeps us from polling (a webhook).
    async fn prepare(&self) -> Result<(), PollError>;
}

#[async_trait]
impl UpdateSource for Api {
    async fn get_updates(&self, offset: i64, timeout_s: u32) -> Result<Vec<(i64, String)>, PollError> {
        Api::get_updates(self, offset, timeout_s).await
    }

    async fn prepare(&self) -> Result<(), PollError> {
        self.prepare_polling().await
    }
}

/// A list that cannot be read so often is passed by, its text kept, as far as
/// its ids can be found in it.
const GARBLED_MOST: u32 = 5;

pub struct PollPump {
    source: Arc<dyn UpdateSource>,
    intake: Arc<Intake>,
    clock: Clock,
    gate: Gate,
    timeout_s: u32,
    stop: watch::Receiver<bool>,
    /// Known once it has been read or written.
    offset: Option<i64>,
    failures: i64,
    /// So often in a row the answer could not be read.
    garbled: u32,
    /// Nothing waits at the provider any more, as far as we know. Until then a
    /// question does not wait for news: the timers wait for its answer.
    caught_up: bool,
}

impl PollPump {
    /// `stop` interrupts a poll that waits.
    #[must_use]
    pub fn new(
        source: Arc<dyn UpdateSource>,
        intake: Arc<Intake>,
        clock: Clock,
        gate: Gate,
        timeout_s: u32,
        stop: watch::Receiver<bool>,
    ) -> PollPump {
        PollPump {
            source,
            intake,
            clock,
            gate,
            timeout_s,
            stop,
            offset: None,
            failures: 0,
            garbled: 0,
            caught_up: false,
        }
    }

    async fn take(&mut self, updates: Vec<(i64, String)>) -> anyhow::Result<Step> {
        // Of this batch, not the highest ever: after a quiet week ids begin anew.
        let Some(last) = updates.iter().map(|(id, _)| *id).max() else {
            self.gate.drained();
            self.caught_up = true;
            return Ok(Step::until(Some(self.clock.machine_now())));
        };
        let next = last + 1;
        let letters = updates.into_iter().map(|(_, raw)| Letter::telegram(raw)).collect();
        // Unknown until the commit is certain: then it is read again.
        self.offset = None;
        self.intake.file_polled(letters, next).await?;
        self.offset = Some(next);
        self.gate.heard();
        Ok(Step::Worked)
    }

    /// When to ask again after a refusal.
    async fn refused(&mut self, why: PollError) -> Step {
        self.failures += 1;
        self.caught_up = false;
        self.gate.deaf();
        metrics::counter!("anju_poll_failures_total").increment(1);
        let delay = Backoff::POLL.after(self.failures);
        let delay = match &why {
            PollError::Later { after, .. } => delay.max(after.unwrap_or_default()),
            PollError::Webhook { .. } => match self.source.prepare().await {
                Ok(()) => Duration::from_secs(1),
                Err(_) => delay,
            },
            PollError::Conflict { .. }
            | PollError::Refused { .. }
            | PollError::Never { .. }
            | PollError::Garbled(_) => delay,
        };
        let failures = self.failures;
        match why {
            PollError::Later { .. } | PollError::Webhook { .. } => warn!(failures, "no updates: {why}"),
            // What a restart looks like; that it is a twin says whoever counts them.
            PollError::Conflict { .. } => warn!(failures, "no updates: {why}"),
            PollError::Refused { .. } | PollError::Never { .. } | PollError::Garbled(_) => {
                error!(failures, "no updates: {why}");
            }
        }
        Step::until(later(&self.clock, delay))
    }
}

#[async_trait]
impl Pump for PollPump {
    fn name(&self) -> &'static str {
        "poll"
    }

    async fn step(&mut self) -> anyhow::Result<Step> {
        let offset = match self.offset {
            Some(offset) => offset,
            None => self.intake.offset().await?,
        };
        self.offset = Some(offset);
        let timeout_s = if self.caught_up { self.timeout_s } else { 0 };
        let answer = tokio::select! {
            answer = self.source.get_updates(offset, timeout_s) => answer,
            // What the messenger has not been told to forget, it sends again.
            Ok(_) = self.stop.wait_for(|stop| *stop) => return Ok(Step::until(None)),
        };
        match answer {
            Ok(updates) => {
                (self.failures, self.garbled) = (0, 0);
                self.take(updates).await
            }
            Err(PollError::Garbled(Unread(body))) => {
                metrics::counter!("anju_pages_garbled_total").increment(1);
                self.garbled += 1;
                match last_id(&body).filter(|_| self.garbled >= GARBLED_MOST) {
                    Some(last) => self.take(vec![(last, body)]).await,
                    None => Ok(self.refused(PollError::Garbled(Unread(body))).await),
                }
            }
            Err(why) => Ok(self.refused(why).await),
        }
    }
}
