//! The access token of an application, kept in the database for all processes.

use crate::channel::wecom::token::{ShelfFault, Stored, TokenShelf};
use crate::clock::Clock;
use crate::store::{Db, Tx, channel_state, leases};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub struct DbShelf {
    db: Db,
    clock: Clock,
    /// `token:<corp>:<application>`, in `channel_state` and in `leases`.
    key: String,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    token: String,
    until: DateTime<Utc>,
}

impl DbShelf {
    #[must_use]
    pub fn new(db: Db, clock: Clock, corp: &str, agent: i64) -> DbShelf {
        DbShelf { db, clock, key: format!("token:{corp}:{agent}") }
    }

    async fn put(&self, tx: &mut Tx, new: &Stored, previous: Option<&str>) -> anyhow::Result<bool> {
        let kept: Option<Kept> = channel_state::get(tx, &self.key).await?;
        if kept.map(|kept| kept.token).as_deref() != previous {
            return Ok(false);
        }
        let new = Kept { token: new.token.clone(), until: new.expires_at_machine };
        channel_state::put(tx, &self.key, &new).await?;
        // Whoever put it there has no more to fetch; the next one may.
        leases::end(tx, &self.key).await?;
        Ok(true)
    }
}

#[async_trait]
impl TokenShelf for DbShelf {
    async fn read(&self) -> Result<Option<Stored>, ShelfFault> {
        let mut tx = self.db.read().await.map_err(|why| fault(&why.into()))?;
        let kept: Option<Kept> = channel_state::get(&mut tx, &self.key).await.map_err(|why| fault(&why.into()))?;
        Ok(kept.map(|kept| Stored { token: kept.token, expires_at_machine: kept.until }))
    }

    async fn lease(&self, holder: &str, until: DateTime<Utc>) -> Result<bool, ShelfFault> {
        let mut tx = self.db.begin().await.map_err(|why| fault(&why.into()))?;
        let taken = leases::take(&mut tx, &self.key, holder, self.clock.machine_now(), until).await;
        tx.end(taken).await.map_err(|why| fault(&why.into()))
    }

    async fn write(&self, new: Stored, only_if_previous: Option<&str>) -> Result<bool, ShelfFault> {
        let mut tx = self.db.begin().await.map_err(|why| fault(&why.into()))?;
        let put = self.put(&mut tx, &new, only_if_previous).await;
        tx.end(put).await.map_err(|why| fault(&why))
    }
}

fn fault(why: &anyhow::Error) -> ShelfFault {
    ShelfFault(format!("{why:#}"))
}
