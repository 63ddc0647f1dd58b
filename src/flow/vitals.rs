//! Which parts of the running program cannot work, and since when: for the door
//! that says whether it is ready. A pump that fails is tried again for ever, and
//! from outside looks alive.

use crate::clock::Clock;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What heals by itself so soon is not worth an alarm.
const PATIENCE: TimeDelta = TimeDelta::seconds(10);

#[derive(Clone)]
pub struct Vitals {
    clock: Clock,
    failing: Arc<Mutex<BTreeMap<&'static str, DateTime<Utc>>>>,
}

impl Vitals {
    #[must_use]
    pub fn new(clock: Clock) -> Vitals {
        Vitals { clock, failing: Arc::default() }
    }

    pub fn fails(&self, part: &'static str) {
        let now = self.clock.machine_now();
        self.lock().entry(part).or_insert(now);
        metrics::gauge!("anju_pump_failing", "pump" => part).set(1.0);
    }

    pub fn works(&self, part: &'static str) {
        self.lock().remove(part);
        metrics::gauge!("anju_pump_failing", "pump" => part).set(0.0);
    }

    /// One sentence for each part that has failed for longer than a moment.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let now = self.clock.machine_now();
        let long = |since: &DateTime<Utc>| now - *since >= PATIENCE;
        let failing = self.lock();
        let told = failing.iter().filter(|(_, since)| long(since));
        told.map(|(part, since)| format!("`{part}` has not worked for {} s", (now - *since).num_seconds())).collect()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<&'static str, DateTime<Utc>>> {
        self.failing.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
