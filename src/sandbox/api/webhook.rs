//! Webhooks: setting them, telling about them, and delivering to them one
//! update per lane at a time until it is taken.

use super::params::Params;
use super::updates::remember_allowed;
use crate::sandbox::error::{Answer, ApiError};
use crate::sandbox::queue::{PollEnd, Update};
use crate::sandbox::shared::Shared;
use crate::sandbox::state::{State, Webhook};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

const ANSWER_SECONDS: u64 = 60;
const LONGEST_BACKOFF: Duration = Duration::from_secs(90);
const LONGEST_RETRY_AFTER: u64 = 3600;

pub fn set(shared: &Arc<Shared>, params: &Params) -> Answer {
    let url = params.text("url").unwrap_or_default();
    if url.is_empty() {
        return delete(shared, params);
    }
    check_url(&url)?;
    let secret = params.text("secret_token").filter(|secret| !secret.is_empty());
    check_secret(secret.as_deref())?;
    let max_connections = params.int("max_connections")?.unwrap_or(40).clamp(1, 100) as usize;
    let allowed = params.structure("allowed_updates")?;
    let generation = shared.change(|state, _| {
        if params.flag("drop_pending_updates") {
            state.queue.drop_all();
        }
        remember_allowed(&mut state.queue, allowed.as_ref());
        state.queue.end_polls(PollEnd::Webhook);
        let generation = state.next_id();
        let busy = BTreeSet::new();
        state.webhook = Some(Webhook { url, secret, max_connections, generation, busy, last_error: None });
        generation
    });
    tokio::spawn(deliver(shared.clone(), generation));
    Ok(json!(true))
}

pub fn delete(shared: &Shared, params: &Params) -> Answer {
    shared.change(|state, _| {
        if params.flag("drop_pending_updates") {
            state.queue.drop_all();
        }
        state.webhook = None;
    });
    Ok(json!(true))
}

pub fn info(state: &State) -> Value {
    let mut info = json!({
        "url": state.webhook.as_ref().map_or("", |hook| &hook.url),
        "has_custom_certificate": false,
        "pending_update_count": state.queue.waiting().count(),
    });
    if let Some(hook) = &state.webhook {
        info["max_connections"] = json!(hook.max_connections);
        if let Some((at, message)) = &hook.last_error {
            info["last_error_date"] = json!(at.timestamp());
            info["last_error_message"] = json!(message);
        }
    }
    if let Some(allowed) = &state.queue.allowed {
        info["allowed_updates"] = json!(allowed);
    }
    info
}

// The real server wants HTTPS on a public address; on loopback plain HTTP does.
fn check_url(url: &str) -> Result<(), ApiError> {
    let local = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
    match url.starts_with("https://") || local.iter().any(|start| url.starts_with(start)) {
        true => Ok(()),
        false => Err(ApiError::bad("bad webhook: An HTTPS URL must be provided for webhook")),
    }
}

fn check_secret(secret: Option<&str>) -> Result<(), ApiError> {
    let Some(secret) = secret else { return Ok(()) };
    if secret.len() > 256 {
        return Err(ApiError::bad("secret token is too long"));
    }
    match secret.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
        true => Ok(()),
        false => Err(ApiError::bad("secret token contains unallowed characters")),
    }
}

/// Starts a delivery for every lane that has something and is not busy, until
/// this webhook is replaced.
async fn deliver(shared: Arc<Shared>, generation: u64) {
    let client = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .timeout(Duration::from_secs(ANSWER_SECONDS))
        .no_proxy()
        .build();
    let Ok(client) = client else { return };
    let mut changes = shared.changes();
    loop {
        let Some(heads) = shared.with(|state, now| {
            state.queue.expire(now);
            take_heads(state, generation)
        }) else {
            return;
        };
        for head in heads {
            tokio::spawn(deliver_one(shared.clone(), client.clone(), generation, head));
        }
        if changes.changed().await.is_err() {
            return;
        }
    }
}

/// `None` when this webhook is no longer the one in force.
fn take_heads(state: &mut State, generation: u64) -> Option<Vec<Update>> {
    let hook = state.webhook.as_mut().filter(|hook| hook.generation == generation)?;
    let free = hook.max_connections.saturating_sub(hook.busy.len());
    let mut heads = state.queue.heads(&hook.busy);
    heads.truncate(free);
    hook.busy.extend(heads.iter().map(|head| head.lane.clone()));
    Some(heads)
}

/// Sends one update until it is taken, too old, or the webhook is gone.
async fn deliver_one(shared: Arc<Shared>, client: reqwest::Client, generation: u64, update: Update) {
    for attempt in 0.. {
        let target = shared.with(|state, now| {
            state.queue.expire(now);
            let hook = state.webhook.as_ref().filter(|hook| hook.generation == generation)?;
            let wanted = state.queue.holds(update.id);
            wanted.then(|| (hook.url.clone(), hook.secret.clone(), state.webhook_backoff))
        });
        let Some((url, secret, backoff)) = target else {
            break;
        };
        match post(&client, &url, secret.as_deref(), &update.body).await {
            Ok(()) => {
                shared.change(|state, _| state.queue.delivered(update.id));
                break;
            }
            Err((why, retry_after)) => {
                note_error(&shared, generation, why);
                let wait = retry_after.unwrap_or_else(|| pause(attempt, backoff));
                tokio::time::sleep(wait).await;
            }
        }
    }
    shared.change(|state, _| {
        if let Some(hook) = state.webhook.as_mut().filter(|hook| hook.generation == generation) {
            hook.busy.remove(&update.lane);
        }
    });
}

/// At once the first time, then doubling.
fn pause(attempt: u32, backoff: Duration) -> Duration {
    match attempt {
        0 => Duration::ZERO,
        more => (backoff * 2u32.saturating_pow(more - 1).min(64)).min(LONGEST_BACKOFF),
    }
}

fn note_error(shared: &Shared, generation: u64, why: String) {
    shared.change(|state, now| {
        if let Some(hook) = state.webhook.as_mut().filter(|hook| hook.generation == generation) {
            hook.last_error = Some((now, why));
        }
    });
}

async fn post(
    client: &reqwest::Client,
    url: &str,
    secret: Option<&str>,
    body: &Value,
) -> Result<(), (String, Option<Duration>)> {
    let mut request = client.post(url).json(body);
    if let Some(secret) = secret {
        request = request.header("X-Telegram-Bot-Api-Secret-Token", secret);
    }
    let response = request.send().await.map_err(|error| (error.without_url().to_string(), None))?;
    if response.status().is_success() {
        return Ok(());
    }
    let retry_after = response
        .headers()
        .get("Retry-After")
        .and_then(|value| value.to_str().ok()?.parse::<u64>().ok())
        .map(|seconds| Duration::from_secs(seconds.min(LONGEST_RETRY_AFTER)));
    Err((format!("Wrong response from the webhook: {}", response.status()), retry_after))
}
