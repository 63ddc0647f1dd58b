//! A shelf in memory, as the store's is meant to behave.

use crate::channel::wecom::token::{ShelfFault, Stored, TokenShelf};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::sync::{Arc, Mutex};

type Hand = Arc<Mutex<DateTime<Utc>>>;

pub struct Shelf {
    pub stored: Mutex<Option<Stored>>,
    pub lease: Mutex<Option<(String, DateTime<Utc>)>>,
    /// Put there by "another process" just before the next write.
    pub overtaking: Mutex<Option<Stored>>,
    pub broken: Mutex<bool>,
    hand: Hand,
}

impl Shelf {
    pub fn new(hand: Hand) -> Arc<Shelf> {
        let (stored, lease, overtaking, broken) = Default::default();
        Arc::new(Shelf { stored, lease, overtaking, broken, hand })
    }

    fn whole(&self) -> Result<(), ShelfFault> {
        if *self.broken.lock().unwrap() { Err(ShelfFault("gone".to_owned())) } else { Ok(()) }
    }
}

#[async_trait]
impl TokenShelf for Shelf {
    async fn read(&self) -> Result<Option<Stored>, ShelfFault> {
        self.whole()?;
        Ok(self.stored.lock().unwrap().clone())
    }

    async fn lease(&self, holder: &str, until: DateTime<Utc>) -> Result<bool, ShelfFault> {
        self.whole()?;
        let now = *self.hand.lock().unwrap();
        let mut lease = self.lease.lock().unwrap();
        let free = lease.as_ref().is_none_or(|(by, until)| by == holder || *until <= now);
        if free {
            *lease = Some((holder.to_owned(), until));
        }
        Ok(free)
    }

    async fn write(&self, new: Stored, only_if_previous: Option<&str>) -> Result<bool, ShelfFault> {
        self.whole()?;
        let mut stored = self.stored.lock().unwrap();
        if let Some(other) = self.overtaking.lock().unwrap().take() {
            *stored = Some(other);
        }
        if stored.as_ref().map(|stored| stored.token.as_str()) != only_if_previous {
            return Ok(false);
        }
        *stored = Some(new);
        *self.lease.lock().unwrap() = None;
        Ok(true)
    }
}
