//! What the server's doors and the people's hands hold in common: the state
//! behind its lock, the clock, and the signal that something changed.

use super::state::State;
use chrono::{DateTime, Utc};
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// The time of the practice world, which tests and the page move.
pub type NowFn = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

pub struct Shared {
    state: Mutex<State>,
    revision: watch::Sender<u64>,
    now: NowFn,
    pub token: String,
}

impl Shared {
    pub fn new(token: &str, now: NowFn) -> Self {
        let bot_id = token.split(':').next().and_then(|id| id.parse().ok()).unwrap_or(1);
        Self { state: Mutex::new(State::new(bot_id)), revision: watch::channel(0).0, now, token: token.to_owned() }
    }

    pub fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// Changes the world and wakes everybody who waits for a change.
    pub fn change<T>(&self, act: impl FnOnce(&mut State, DateTime<Utc>) -> T) -> T {
        let now = self.now();
        let mut state = self.state.lock().unwrap();
        state.revision += 1;
        let outcome = act(&mut state, now);
        self.revision.send_replace(state.revision);
        outcome
    }

    /// Wakes those who wait, though nothing people could see has changed.
    pub fn stir<T>(&self, act: impl FnOnce(&mut State, DateTime<Utc>) -> T) -> T {
        let outcome = self.with(act);
        self.revision.send_modify(|_| ());
        outcome
    }

    /// Housekeeping nobody need be woken for, and reading.
    pub fn with<T>(&self, act: impl FnOnce(&mut State, DateTime<Utc>) -> T) -> T {
        let now = self.now();
        act(&mut self.state.lock().unwrap(), now)
    }

    pub fn changes(&self) -> watch::Receiver<u64> {
        self.revision.subscribe()
    }
}
