//! The names that strangers' accounts show, where the messenger does not send
//! them along: asked for after what they said is stored, and never waited for.
//! A clerk who must find out who somebody is has something to go by.

use super::pages::PageSource;
use crate::store::{Db, people};
use crate::talk::inbound::{Address, Channel};
use std::collections::BTreeSet;
use std::time::Duration;
use tracing::debug;

/// So many are asked for in one request.
const AT_ONCE: usize = 100;

/// Pages that come meanwhile wait so long at most.
const PATIENCE: Duration = Duration::from_secs(3);

/// Who was heard since the last question.
#[derive(Debug, Default)]
pub(super) struct Naming {
    heard: BTreeSet<String>,
}

impl Naming {
    pub(super) fn heard(&mut self, user: String) {
        self.heard.insert(user);
    }

    /// Asks once for those of them whom nobody knows by any name; says whether
    /// there was anybody. Without an answer they are asked for when they are heard again.
    pub(super) async fn ask(&mut self, source: &dyn PageSource, db: &Db) -> anyhow::Result<bool> {
        let mut users = Vec::new();
        while let Some(user) = (users.len() < AT_ONCE).then(|| self.heard.pop_first()).flatten() {
            users.push(user);
        }
        if users.is_empty() {
            return Ok(false);
        }
        let mut tx = db.read().await?;
        let known = people::known_by_name(&mut tx, Channel::WecomKf, &users).await?;
        drop(tx);
        users.retain(|user| !known.contains(user));
        if users.is_empty() {
            return Ok(true);
        }
        let names = match tokio::time::timeout(PATIENCE, source.names(&users)).await {
            Ok(Ok(names)) => names,
            Ok(Err(why)) => {
                debug!("strangers keep without a name: {why}");
                return Ok(true);
            }
            Err(_) => {
                debug!("strangers keep without a name: no answer in time");
                return Ok(true);
            }
        };
        let mut tx = db.begin().await?;
        let mut named = Ok(());
        for (user, name) in names {
            let address = Address { channel: Channel::WecomKf, user };
            named = people::is_called(&mut tx, &address, &name).await;
            if named.is_err() {
                break;
            }
        }
        tx.end(named).await?;
        Ok(true)
    }
}
