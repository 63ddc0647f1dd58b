//! Whether the messenger is heard: a bot whose token works can be deaf all the
//! same, and then looks healthy from every other side.

use crate::channel::telegram::poll::PollError;
use crate::clock::Clock;
use crate::flow::poll::UpdateSource;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::{Arc, Mutex, PoisonError};

/// Shared by whoever asks for updates and the door that says how it goes.
#[derive(Clone)]
pub struct Hearing {
    clock: Clock,
    /// Deaf after so long without a sign.
    patience: Option<TimeDelta>,
    last: Arc<Mutex<Option<DateTime<Utc>>>>,
}

impl Hearing {
    /// By asking: a sign must come at least this often.
    #[must_use]
    pub fn by_asking(clock: Clock, patience: TimeDelta) -> Hearing {
        Hearing { clock, patience: Some(patience), last: Arc::default() }
    }

    /// By being sent updates: once they are ordered, silence means nothing.
    #[must_use]
    pub fn by_being_told(clock: Clock) -> Hearing {
        Hearing { clock, patience: None, last: Arc::default() }
    }

    /// A sign: an answer to a question, a webhook accepted.
    pub fn heard(&self) {
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(self.clock.machine_now());
    }

    /// Why the messenger counts as not heard; `None` if it is.
    #[must_use]
    pub fn deaf(&self) -> Option<String> {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(last) = last else { return Some("the messenger has not answered yet".to_owned()) };
        let silent = self.clock.machine_now() - last;
        let patience = self.patience.filter(|patience| silent > *patience)?;
        let (silent, patience) = (silent.num_seconds(), patience.num_seconds());
        Some(format!("the messenger has not answered for {silent} s, more than {patience} s"))
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
        let updates = self.source.get_updates(offset, timeout_s).await?;
        self.hearing.heard();
        Ok(updates)
    }

    async fn prepare(&self) -> Result<(), PollError> {
        self.source.prepare().await
    }
}
