//! How much a bot has sent today, where its messenger allows so much a day to
//! all together. What is over it waits for the next day; nothing is dropped.

use super::channel_state;
use super::db::Tx;
use super::error::Result;
use crate::talk::inbound::Channel;
use chrono::{DateTime, Days, FixedOffset, NaiveDate, NaiveTime, TimeZone, Utc};
use serde::{Deserialize, Serialize};

/// The messenger's own counting, by machine time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Daily {
    /// Where its days begin.
    pub zone: FixedOffset,
    /// `None`: it is not known how much it allows, so that it is only counted.
    pub most: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct Count {
    day: NaiveDate,
    sent: u64,
}

impl Daily {
    fn day(&self, now: DateTime<Utc>) -> NaiveDate {
        now.with_timezone(&self.zone).date_naive()
    }

    /// The same while so much is under way and not counted yet.
    #[must_use]
    pub fn without(self, under_way: usize) -> Daily {
        Daily { most: self.most.map(|most| most.saturating_sub(under_way as u64)), ..self }
    }

    /// When the next day begins, and everything may be sent anew.
    #[must_use]
    pub fn ends(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        let next = self.day(now).checked_add_days(Days::new(1)).map(|day| day.and_time(NaiveTime::MIN));
        let begins = next.and_then(|next| self.zone.from_local_datetime(&next).single());
        begins.map_or(DateTime::<Utc>::MAX_UTC, |begins| begins.with_timezone(&Utc))
    }
}

fn key(channel: Channel) -> String {
    format!("day:{}", channel.word())
}

/// Messages sent today.
pub async fn sent(tx: &mut Tx, channel: Channel, daily: &Daily, now: DateTime<Utc>) -> Result<u64> {
    let count: Option<Count> = channel_state::get(tx, &key(channel)).await?;
    let today = daily.day(now);
    Ok(count.filter(|count| count.day == today).map_or(0, |count| count.sent))
}

/// So many more went out; gives the day's sum.
pub async fn add(tx: &mut Tx, channel: Channel, daily: &Daily, now: DateTime<Utc>, messages: u64) -> Result<u64> {
    let sum = sent(tx, channel, daily, now).await?.saturating_add(messages);
    channel_state::put(tx, &key(channel), &Count { day: daily.day(now), sent: sum }).await?;
    Ok(sum)
}
