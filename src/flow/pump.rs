//! The loop that every pump runs in: look, work, wait, until told to stop. A
//! pump does one piece of work per `step`, so that a test can run the same
//! pumps by hand, without waiting.

use super::backoff::Backoff;
use super::vitals::Vitals;
use crate::clock::{Clock, Until};
use anyhow::anyhow;
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;
use tokio::sync::watch;
use tracing::{error, info};

/// What a step found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Something was done; there may be more.
    Worked,
    /// Nothing to do before this, unless somebody nudges.
    Idle(Until),
}

impl Step {
    /// Idle until a machine instant, or until a nudge.
    #[must_use]
    pub fn until(machine: Option<DateTime<Utc>>) -> Step {
        Step::Idle(Until { calendar: None, machine })
    }
}

#[async_trait]
pub trait Pump: Send {
    fn name(&self) -> &'static str;

    /// One piece of work. An error is one of the machinery (no database, no
    /// network): it is logged here, and the pump waits before the next step.
    async fn step(&mut self) -> anyhow::Result<Step>;

    /// Whether what is due already is worked off before the pump ends.
    fn works_off(&self) -> bool {
        false
    }

    /// Ends what is under way; no new work.
    async fn close(&mut self) {}
}

/// Tells pumps that there is something to look at. It is kept until they look.
#[derive(Clone, Default)]
pub struct Nudge {
    count: watch::Sender<u64>,
}

/// One pump's ear for a nudge.
pub struct Listener {
    count: watch::Receiver<u64>,
}

impl Nudge {
    #[must_use]
    pub fn new() -> Nudge {
        Nudge::default()
    }

    pub fn nudge(&self) {
        self.count.send_modify(|count| *count = count.wrapping_add(1));
    }

    #[must_use]
    pub fn listen(&self) -> Listener {
        Listener { count: self.count.subscribe() }
    }
}

impl Listener {
    /// From here on: to be called before looking, so that a nudge during the
    /// look is not lost.
    pub fn mark(&mut self) {
        self.count.mark_unchanged();
    }

    /// Returns at once if there was a nudge since `mark`. Dropping it loses none.
    pub async fn nudged(&mut self) {
        if self.count.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

/// However long a pump would like to wait, it looks again after this: another
/// process may have written something that nobody here was nudged for.
const LONGEST_WAIT: std::time::Duration = std::time::Duration::from_secs(5);

/// Runs a pump until `stop` turns true, then lets it end what is under way, or
/// all that is due. Who stops it sees to it that this does not last for ever.
pub async fn run(pump: &mut dyn Pump, clock: &Clock, nudge: &Nudge, vitals: &Vitals, mut stop: watch::Receiver<bool>) {
    let name = pump.name();
    let mut listener = nudge.listen();
    let mut failures = 0;
    while !stopped(&stop) {
        listener.mark();
        let step = caught(pump.step()).await.and_then(|step| step);
        if failures > 0 && step.is_ok() {
            vitals.works(name);
        }
        let wait = match step {
            Ok(Step::Worked) => {
                failures = 0;
                // Sends and turns of other tasks get their turn as well.
                tokio::task::yield_now().await;
                continue;
            }
            Ok(Step::Idle(until)) => {
                failures = 0;
                until
            }
            Err(why) => {
                failures += 1;
                vitals.fails(name);
                metrics::counter!("anju_pump_failures_total", "pump" => name).increment(1);
                error!(pump = name, failures, "the pump cannot work: {why:#}");
                let machine = later(clock, Backoff::PUMP.after(failures));
                // A nudge does not mend a database.
                tokio::select! {
                    () = clock.wait_until(Until { calendar: None, machine }) => {}
                    _ = stop.wait_for(|stop| *stop) => {}
                }
                continue;
            }
        };
        let longest = later(clock, LONGEST_WAIT);
        let wait = Until { machine: [wait.machine, longest].into_iter().flatten().min(), ..wait };
        // Nothing here touches the database: whatever is dropped was only waiting.
        tokio::select! {
            () = clock.wait_until(wait) => {}
            () = listener.nudged() => {}
            _ = stop.wait_for(|stop| *stop) => {}
        }
    }
    if pump.works_off() {
        while let Ok(Ok(Step::Worked)) = caught(pump.step()).await {}
    }
    pump.close().await;
    info!(pump = name, "stopped");
}

/// Nobody left to say "stop" means stop as well.
fn stopped(stop: &watch::Receiver<bool>) -> bool {
    *stop.borrow() || stop.has_changed().is_err()
}

/// The machine instant after a while.
#[must_use]
pub fn later(clock: &Clock, by: std::time::Duration) -> Option<DateTime<Utc>> {
    chrono::TimeDelta::from_std(by).ok().and_then(|by| clock.machine_now().checked_add_signed(by))
}

/// Runs a future; a panic in it becomes an error. What it had borrowed must be
/// thrown away afterwards (a transaction: dropped).
pub async fn caught<T>(future: impl Future<Output = T>) -> anyhow::Result<T> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(value)) => Poll::Ready(Ok(value)),
        Err(panic) => Poll::Ready(Err(anyhow!("panic: {}", words_of(panic.as_ref())))),
    })
    .await
}

fn words_of(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without words")
}
