//! The handle to the practice messenger: starting it, making trouble, waiting
//! for something to change.
//!
//! What people do stands in `people.rs` and `groups.rs`, what they see in
//! `screen.rs`.

use super::connection::{CuttableListener, Cutter, listen};
use super::faults::{CallFilter, Fault};
use super::shared::{NowFn, Shared};
use super::state::Call;
use super::{api, connection};
use chrono::{DateTime, Utc};
use serde_json::Value;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::task::AbortHandle;

/// A Bot API server on loopback and everybody who chats through it. Clones
/// share one world, which ends with the last of them.
#[derive(Clone)]
pub struct Messenger {
    pub(super) shared: Arc<Shared>,
    server: Arc<Server>,
}

struct Server {
    url: String,
    task: AbortHandle,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Messenger {
    /// Starts on a free port. `now` is the time people and the server live in.
    pub async fn start(token: &str, now: NowFn) -> io::Result<Self> {
        Self::start_on(token, now, 0).await
    }

    /// Starts on this port of loopback.
    pub async fn start_on(token: &str, now: NowFn, port: u16) -> io::Result<Self> {
        let listener = listen(port).await?;
        let url = format!("http://{}", listener.local_addr()?);
        let shared = Arc::new(Shared::new(token, now));
        let door = api::router(shared.clone()).into_make_service_with_connect_info::<Cutter>();
        let serving = axum::serve(CuttableListener(listener), door);
        let task = tokio::spawn(async move { serving.await }).abort_handle();
        Ok(Self { shared, server: Arc::new(Server { url, task }) })
    }

    /// Where the bot finds its Bot API, without a slash at the end.
    pub fn url(&self) -> &str {
        &self.server.url
    }

    pub fn token(&self) -> &str {
        &self.shared.token
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.shared.now()
    }

    /// What the bot calls itself in `getMe`.
    pub fn name_bot(&self, first_name: &str, username: &str) {
        self.shared.change(|state, _| {
            state.bot.first_name = first_name.to_owned();
            state.bot.username = username.to_owned();
        });
    }

    pub fn bot_name(&self) -> String {
        self.shared.with(|state, _| state.bot.first_name.clone())
    }

    /// The next `times` calls that fit meet this fault.
    pub fn trouble(&self, times: u32, calls: CallFilter, fault: Fault) {
        self.shared.change(|state, _| state.faults.add(times, calls, fault));
    }

    /// No more trouble than has happened.
    pub fn end_trouble(&self) {
        self.shared.change(|state, _| state.faults.clear());
    }

    /// Whether every update from now on is delivered a second time after it
    /// was confirmed.
    pub fn deliver_twice(&self, twice: bool) {
        self.shared.change(|state, _| state.queue.twice = twice);
    }

    /// Whether the first item of an album comes in a batch without the others.
    pub fn split_albums(&self, split: bool) {
        self.shared.change(|state, _| state.queue.split_albums = split);
    }

    /// The pause before a webhook's second repeat; later ones double it.
    pub fn webhook_backoff(&self, pause: Duration) {
        self.shared.change(|state, _| state.webhook_backoff = pause);
    }

    /// The messenger no longer finds this file.
    pub fn lose_file(&self, file_id: &str) {
        self.shared.change(|state, _| {
            if let Some(file) = state.files.get_mut(file_id) {
                file.lost = true;
            }
        });
    }

    /// Updates the bot has not confirmed, as it would get them.
    pub fn pending_updates(&self) -> Vec<Value> {
        self.shared.with(|state, now| {
            state.queue.expire(now);
            state.queue.waiting().map(|update| update.body.clone()).collect()
        })
    }

    /// How many deliveries the bot has confirmed.
    pub fn taken(&self) -> u64 {
        self.shared.with(|state, _| state.queue.taken())
    }

    /// Rises whenever the bot begins a poll.
    pub fn polls(&self) -> u64 {
        self.shared.with(|state, _| state.queue.polls())
    }

    /// Every call so far but successful polls.
    pub fn calls(&self) -> Vec<Call> {
        self.shared.with(|state, _| state.calls.clone())
    }

    /// Calls of one method, the name in any case.
    pub fn calls_of(&self, method: &str) -> Vec<Call> {
        let mut calls = self.calls();
        calls.retain(|call| call.method.eq_ignore_ascii_case(method));
        calls
    }

    /// Rises with every change of the world.
    pub fn revision(&self) -> u64 {
        self.shared.with(|state, _| state.revision)
    }

    /// Waits until the world is newer than `seen` and returns its revision.
    pub async fn wait_for_change(&self, seen: u64) -> u64 {
        let mut changes = self.shared.changes();
        match changes.wait_for(|revision| *revision > seen).await {
            Ok(revision) => *revision,
            Err(_) => seen,
        }
    }

    /// Looks again after every change until something is found, or the time
    /// (by the machine's clock) is up.
    pub async fn until<T>(&self, patience: Duration, look: impl Fn(&Self) -> Option<T>) -> Option<T> {
        let search = async {
            let mut changes = self.shared.changes();
            loop {
                if let Some(found) = look(self) {
                    return Some(found);
                }
                changes.changed().await.ok()?;
            }
        };
        tokio::time::timeout(patience, search).await.ok()?
    }
}

/// Opens a port on loopback for the page.
pub async fn page_port(port: u16) -> io::Result<tokio::net::TcpListener> {
    connection::listen(port).await
}
