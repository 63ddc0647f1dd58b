//! Stopping in order: first nothing more comes in, then what came in is worked
//! off, then what was said goes out. Whoever does not end in time is left.

use anyhow::anyhow;
use std::future::Future;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{error, warn};

/// Tasks that stop together.
pub struct Stage {
    name: &'static str,
    /// How long their end may take.
    patience: Duration,
    stop: watch::Sender<bool>,
    tasks: JoinSet<anyhow::Result<()>>,
}

impl Stage {
    #[must_use]
    pub fn new(name: &'static str, patience: Duration) -> Stage {
        Stage { name, patience, stop: watch::Sender::new(false), tasks: JoinSet::new() }
    }

    /// Turns true when the stage shall end.
    #[must_use]
    pub fn stopping(&self) -> watch::Receiver<bool> {
        self.stop.subscribe()
    }

    pub fn spawn(&mut self, task: impl Future<Output = anyhow::Result<()>> + Send + 'static) {
        self.tasks.spawn(task);
    }

    /// Waits for a task that ends though nobody asked it to; gives why.
    pub async fn broken(&mut self) -> anyhow::Error {
        match self.tasks.join_next().await {
            Some(Ok(Ok(()))) => anyhow!("a part of the stage {} has ended by itself", self.name),
            Some(Ok(Err(why))) => why,
            Some(Err(why)) => anyhow!("a part of the stage {} has died: {why}", self.name),
            None => std::future::pending().await,
        }
    }

    pub async fn end(mut self) {
        self.stop.send_replace(true);
        let ended = tokio::time::timeout(self.patience, async {
            while let Some(done) = self.tasks.join_next().await {
                match done {
                    Ok(Ok(())) => {}
                    Ok(Err(why)) => error!(stage = self.name, "did not end well: {why:#}"),
                    Err(why) => error!(stage = self.name, "did not end well: {why}"),
                }
            }
        });
        if ended.await.is_err() {
            warn!(stage = self.name, left = self.tasks.len(), "not ended in time, left as it is");
            self.tasks.abort_all();
        }
    }
}
