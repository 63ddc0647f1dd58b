//! Whether the messenger is heard: a bot whose token works can be deaf all the
//! same, and then looks healthy from every other side.

use crate::channel::telegram::poll::PollError;
use crate::clock::Clock;
use crate::flow::poll::UpdateSource;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tracing::error;

/// So long without reaching the messenger, and it counts as not heard.
const DEAD: TimeDelta = TimeDelta::seconds(60);
/// So many conflicts in this time are no restart: another program has the token.
const TWINS: usize = 3;
const TWINS_WITHIN: TimeDelta = TimeDelta::minutes(5);

/// Shared by whoever asks for updates and the door that says how it goes.
#[derive(Clone)]
pub struct Hearing {
    clock: Clock,
    /// Deaf after so long without a sign.
    patience: Option<TimeDelta>,
    signs: Arc<Mutex<Signs>>,
}

#[derive(Default)]
struct Signs {
    last: Option<DateTime<Utc>>,
    failing_since: Option<DateTime<Utc>>,
    refused: bool,
    /// Another program was heard of then; a success between two of them means
    /// nothing: the two share out the updates.
    conflicts: Vec<DateTime<Utc>>,
}

impl Hearing {
    /// By asking: a sign must come at least this often.
    #[must_use]
    pub fn by_asking(clock: Clock, patience: TimeDelta) -> Hearing {
        Hearing { clock, patience: Some(patience), signs: Arc::default() }
    }

    /// By being sent updates: once they are ordered, silence means nothing.
    #[must_use]
    pub fn by_being_told(clock: Clock) -> Hearing {
        Hearing { clock, patience: None, signs: Arc::default() }
    }

    /// A sign: an answer to a question, a webhook accepted.
    pub fn heard(&self) {
        let mut signs = self.lock();
        (signs.failing_since, signs.refused) = (None, false);
        signs.last = Some(self.clock.machine_now());
    }

    /// No answer, or a no.
    pub fn failed(&self, why: &PollError) {
        let now = self.clock.machine_now();
        let mut signs = self.lock();
        signs.failing_since.get_or_insert(now);
        signs.refused = matches!(why, PollError::Refused { .. });
        if matches!(why, PollError::Conflict { .. }) {
            signs.conflicts.retain(|at| now - *at < TWINS_WITHIN);
            signs.conflicts.push(now);
            if signs.conflicts.len() == TWINS {
                error!("another program uses this token: the two share out what people write");
            }
        }
    }

    /// Why the messenger counts as not heard; `None` if it is.
    #[must_use]
    pub fn deaf(&self) -> Option<String> {
        let now = self.clock.machine_now();
        let signs = self.lock();
        if signs.refused {
            return Some("the messenger does not accept the token".to_owned());
        }
        if signs.conflicts.iter().filter(|at| now - **at < TWINS_WITHIN).count() >= TWINS {
            return Some("another program uses this token: the two share out what people write".to_owned());
        }
        if let Some(since) = signs.failing_since.filter(|since| now - *since >= DEAD) {
            return Some(format!("the messenger cannot be heard for {} s", (now - since).num_seconds()));
        }
        let Some(last) = signs.last else { return Some("the messenger has not answered yet".to_owned()) };
        let silent = now - last;
        let patience = self.patience.filter(|patience| silent > *patience)?;
        let (silent, patience) = (silent.num_seconds(), patience.num_seconds());
        Some(format!("the messenger has not answered for {silent} s, more than {patience} s"))
    }

    fn lock(&self) -> MutexGuard<'_, Signs> {
        self.signs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Asks as the source does, and notes every answer.
pub struct Listening<S> {
    pub source: S,
    pub hearing: Hearing,
}

#[async_trait]
impl<S: UpdateSource> UpdateSource for Listening<S> {
    async fn get_updates(&self, offset: i64, timeout_s: u32) -> Result<Vec<(i64, String)>, PollError> {
        let answer = self.source.get_updates(offset, timeout_s).await;
        match &answer {
            Ok(_) => self.hearing.heard(),
            Err(why) => self.hearing.failed(why),
        }
        answer
    }

    async fn prepare(&self) -> Result<(), PollError> {
        self.source.prepare().await
    }
}
