//! What the doors, the hands and the deliverer hold in common: the state behind
//! its lock, the clock, and the signal that something changed.

use super::state::State;
use crate::sandbox::shared::NowFn;
use chrono::{DateTime, Utc};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

pub struct World {
    state: Mutex<State>,
    revision: watch::Sender<u64>,
    now: NowFn,
}

impl World {
    pub fn new(state: State, now: NowFn) -> Self {
        Self { state: Mutex::new(state), revision: watch::channel(0).0, now }
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// Changes the world and wakes everybody who waits for a change.
    pub fn change<T>(&self, act: impl FnOnce(&mut State, DateTime<Utc>) -> T) -> T {
        let now = self.now();
        let mut state = self.lock();
        state.revision += 1;
        let outcome = act(&mut state, now);
        self.revision.send_replace(state.revision);
        outcome
    }

    /// Reading, and what nobody need be woken for.
    pub fn with<T>(&self, act: impl FnOnce(&mut State, DateTime<Utc>) -> T) -> T {
        let now = self.now();
        act(&mut self.lock(), now)
    }

    pub fn changes(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
