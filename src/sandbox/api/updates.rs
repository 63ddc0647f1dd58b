//! `getUpdates`: long polling with confirmation by offset, one poll at a time.

use super::params::Params;
use crate::sandbox::error::{Answer, ApiError};
use crate::sandbox::queue::{PollEnd, Queue};
use crate::sandbox::shared::Shared;
use serde_json::Value;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

const LONGEST_POLL_SECONDS: i64 = 50;

pub async fn get_updates(shared: &Shared, params: &Params) -> Answer {
    let seconds = params.int("timeout")?.unwrap_or(0).clamp(0, LONGEST_POLL_SECONDS);
    let limit = params.int("limit")?.unwrap_or(100).clamp(1, 100) as usize;
    let give_up = Instant::now() + Duration::from_secs(seconds as u64);
    // Watching begins before the first look, so that no change is missed.
    let mut changes = shared.changes();
    let poll = begin(shared, params)?;
    loop {
        let looked = shared.with(|state, now| {
            if let Some(why) = state.queue.ended(poll) {
                return Err(conflict(why));
            }
            state.queue.expire(now);
            Ok(state.queue.batch(limit))
        })?;
        if !looked.is_empty() {
            return Ok(Value::Array(looked));
        }
        match timeout_at(give_up, changes.changed()).await {
            Ok(Ok(())) => {}
            _ => return Ok(Value::Array(Vec::new())),
        }
    }
}

/// Ends an older poll, confirms what the offset confirms, and returns the
/// number of the new poll.
fn begin(shared: &Shared, params: &Params) -> Result<u64, ApiError> {
    let offset = params.int("offset")?.unwrap_or(0);
    let allowed = params.structure("allowed_updates")?;
    shared.stir(|state, _| {
        if state.webhook.is_some() {
            return Err(ApiError::conflict(
                "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
            ));
        }
        let poll = state.queue.begin_poll();
        remember_allowed(&mut state.queue, allowed.as_ref());
        state.queue.confirm(offset);
        Ok(poll)
    })
}

/// The list sticks: left out, the last one stays; an empty one is the default.
pub fn remember_allowed(queue: &mut Queue, allowed: Option<&Value>) {
    let Some(kinds) = allowed.and_then(Value::as_array) else {
        return;
    };
    let kinds = kinds.iter().filter_map(|kind| kind.as_str().map(str::to_owned));
    queue.allowed = Some(kinds.collect()).filter(|kinds: &std::collections::BTreeSet<String>| !kinds.is_empty());
}

fn conflict(why: PollEnd) -> ApiError {
    ApiError::conflict(match why {
        PollEnd::OtherPoll => "terminated by other getUpdates request; make sure that only one bot instance is running",
        PollEnd::Webhook => "terminated by setWebhook request",
    })
}
