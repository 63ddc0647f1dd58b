//! Time and chance, the two things that a test must be able to hold still.
//!
//! There are two times. *Calendar* time is the business's: deadlines, "since
//! Friday 14:10", history. *Machine* time is the program's: leases, back-off,
//! pacing. Nothing else in the house may ask the operating system for either.

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// A handle on both times; clones are the same clock.
#[derive(Clone)]
pub struct Clock {
    hands: Arc<Mutex<Hands>>,
    /// Counts moves, so that whoever waits looks again.
    moved: watch::Sender<u64>,
}

#[derive(Clone, Copy)]
enum Hands {
    /// Runs with the operating system; the calendar is ahead by `ahead`.
    Running { ahead: TimeDelta },
    /// Moves only when told to.
    Frozen { calendar: DateTime<Utc>, machine: DateTime<Utc> },
}

/// What a wait ends at: the first of the instants given. None of them: only a move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Until {
    pub calendar: Option<DateTime<Utc>>,
    pub machine: Option<DateTime<Utc>>,
}

/// A running wait looks at the clock again at least this often: the operating
/// system's time may be set, and a laptop may sleep.
const LONGEST_NAP: Duration = Duration::from_secs(60);

impl Clock {
    /// The clock of a real service: both times are the operating system's.
    #[must_use]
    pub fn real() -> Clock {
        Clock::of(Hands::Running { ahead: TimeDelta::zero() })
    }

    /// Both times stand still at `now` until they are advanced.
    #[must_use]
    pub fn frozen(now: DateTime<Utc>) -> Clock {
        let now = to_micros(now);
        Clock::of(Hands::Frozen { calendar: now, machine: now })
    }

    fn of(hands: Hands) -> Clock {
        Clock { hands: Arc::new(Mutex::new(hands)), moved: watch::Sender::new(0) }
    }

    #[must_use]
    pub fn calendar_now(&self) -> DateTime<Utc> {
        match *self.lock() {
            Hands::Running { ahead } => to_micros(system_now() + ahead),
            Hands::Frozen { calendar, .. } => calendar,
        }
    }

    #[must_use]
    pub fn machine_now(&self) -> DateTime<Utc> {
        match *self.lock() {
            Hands::Running { .. } => to_micros(system_now()),
            Hands::Frozen { machine, .. } => machine,
        }
    }

    /// For measuring how long something took; never stored, never compared with
    /// a date.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn machine_instant(&self) -> Instant {
        Instant::now()
    }

    /// Moves business time ahead (the sandbox's "+1 h"). Time never goes back:
    /// a negative duration moves nothing.
    pub fn advance_calendar(&self, by: TimeDelta) {
        let by = by.max(TimeDelta::zero());
        match &mut *self.lock() {
            Hands::Running { ahead } => *ahead += by,
            Hands::Frozen { calendar, .. } => *calendar += by,
        }
        self.tell();
    }

    /// Moves the program's own time ahead; only a frozen clock can.
    pub fn advance_machine(&self, by: TimeDelta) {
        if let Hands::Frozen { machine, .. } = &mut *self.lock() {
            *machine += by.max(TimeDelta::zero());
        }
        self.tell();
    }

    /// Moves both, as the world does.
    pub fn advance(&self, by: TimeDelta) {
        self.advance_calendar(by);
        self.advance_machine(by);
    }

    /// Waits for the first of the instants. A moved clock is looked at at once.
    /// Combine it with a nudge by `select!`: dropping it loses nothing.
    pub async fn wait_until(&self, until: Until) {
        let mut moves = self.moved.subscribe();
        loop {
            moves.mark_unchanged();
            let Some(nap) = self.nap(until) else { return };
            match nap {
                Some(nap) => {
                    // A nap that ends early or late does no harm: the loop looks again.
                    let _ = tokio::time::timeout(nap, moves.changed()).await;
                }
                None => {
                    let _ = moves.changed().await;
                }
            }
        }
    }

    /// Waits a machine duration.
    pub async fn pause(&self, by: Duration) {
        let by = TimeDelta::from_std(by).unwrap_or(TimeDelta::MAX);
        let machine = self.machine_now().checked_add_signed(by);
        self.wait_until(Until { calendar: None, machine }).await;
    }

    /// `None`: the wait is over. `Some(None)`: only a move can end it.
    fn nap(&self, until: Until) -> Option<Option<Duration>> {
        let ahead = |at: Option<DateTime<Utc>>, now: DateTime<Utc>| at.map(|at| at - now);
        let left = [ahead(until.calendar, self.calendar_now()), ahead(until.machine, self.machine_now())];
        let left = left.into_iter().flatten().min();
        if left.is_some_and(|left| left <= TimeDelta::zero()) {
            return None;
        }
        match *self.lock() {
            Hands::Frozen { .. } => Some(None),
            Hands::Running { .. } => Some(left.map(|left| left.to_std().unwrap_or_default().min(LONGEST_NAP))),
        }
    }

    fn tell(&self) {
        self.moved.send_modify(|moves| *moves += 1);
    }

    fn lock(&self) -> MutexGuard<'_, Hands> {
        self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// PostgreSQL keeps microseconds; so does everything here, or an instant would
/// come back from the database unequal to what was written.
#[must_use]
pub fn to_micros(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(at)
}

#[expect(clippy::disallowed_methods, reason = "this is the one place")]
fn system_now() -> DateTime<Utc> {
    Utc::now()
}

/// The source of everything that must not be guessed or must not repeat.
#[derive(Clone)]
pub struct Chance {
    seeded: Option<Arc<Mutex<StdRng>>>,
}

/// Letters and digits that nobody mistakes for each other when read aloud.
const CODE_LETTERS: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";

impl Chance {
    #[must_use]
    pub fn real() -> Chance {
        Chance { seeded: None }
    }

    /// The same every time, for tests.
    #[must_use]
    pub fn seeded(seed: u64) -> Chance {
        Chance { seeded: Some(Arc::new(Mutex::new(StdRng::seed_from_u64(seed)))) }
    }

    /// A code of `letters` letters, about five bits each.
    #[must_use]
    pub fn code(&self, letters: usize) -> String {
        (0..letters).map(|_| char::from(CODE_LETTERS[self.below(CODE_LETTERS.len())])).collect()
    }

    /// A number below `end`, which is at least one.
    #[must_use]
    pub fn below(&self, end: usize) -> usize {
        let end = end.max(1);
        match &self.seeded {
            Some(rng) => rng.lock().unwrap_or_else(PoisonError::into_inner).random_range(0..end),
            None => system_rng().random_range(0..end),
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place")]
fn system_rng() -> impl Rng {
    rand::rng()
}
