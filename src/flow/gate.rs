//! When timers may fall: not while something that people said is still on its
//! way in. Nobody shall be called late whose "finished" waits in the queue.

use super::pump::Nudge;
use crate::clock::Clock;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Shared by the intake, which knows whether it hears anything, and the timers.
#[derive(Clone)]
pub struct Gate {
    clock: Clock,
    longest: TimeDelta,
    state: Arc<Mutex<State>>,
    timers: Nudge,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open {
        /// The intake hears nothing; what it hears next may be old.
        deaf: bool,
    },
    /// Closed since a start or a gap. `drained`: nothing more waits outside,
    /// only what is in the inbox already.
    Closed { since: DateTime<Utc>, drained: bool },
}

/// What the timers may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passage {
    Free,
    /// As soon as the inbox is empty of what people said, at the latest then.
    OnceWorkedOff(DateTime<Utc>),
    /// Not before the intake has heard that nothing waits, at the latest then.
    Shut(DateTime<Utc>),
}

impl Gate {
    /// Closed, as after a start, for at most `longest`.
    #[must_use]
    pub fn closed(clock: Clock, longest: TimeDelta, timers: Nudge) -> Gate {
        let since = clock.machine_now();
        let state = State::Closed { since, drained: false };
        Gate { clock, longest, state: Arc::new(Mutex::new(state)), timers }
    }

    /// The provider has nothing more for us.
    pub fn drained(&self) {
        let mut state = self.lock();
        match *state {
            State::Closed { since, .. } => *state = State::Closed { since, drained: true },
            State::Open { .. } => *state = State::Open { deaf: false },
        }
        drop(state);
        self.timers.nudge();
    }

    /// The provider gave something, and may have more.
    pub fn heard(&self) {
        let mut state = self.lock();
        if *state == (State::Open { deaf: true }) {
            *state = State::Closed { since: self.clock.machine_now(), drained: false };
        }
    }

    /// The provider cannot be heard.
    pub fn deaf(&self) {
        let mut state = self.lock();
        if *state == (State::Open { deaf: false }) {
            *state = State::Closed { since: self.clock.machine_now(), drained: false };
        }
    }

    /// Lets the timers through from now on.
    pub fn open(&self) {
        *self.lock() = State::Open { deaf: false };
        self.timers.nudge();
    }

    #[must_use]
    pub fn passage(&self) -> Passage {
        let mut state = self.lock();
        let State::Closed { since, drained } = *state else { return Passage::Free };
        let latest = since + self.longest;
        if latest <= self.clock.machine_now() {
            *state = State::Open { deaf: !drained };
            return Passage::Free;
        }
        if drained { Passage::OnceWorkedOff(latest) } else { Passage::Shut(latest) }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
