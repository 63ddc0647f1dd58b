//! What the page asks for: who has a phone, what time it is, what lies in the
//! tables.

use super::demo::Laid;
use crate::clock::Clock;
use crate::flow::office::Office;
use crate::sandbox::{Advance, Backstage, Phone, TableRows};
use crate::store::{Db, channel_state, tables};
use async_trait::async_trait;
use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use std::sync::Arc;

/// Where the sandbox keeps how far its calendar is ahead.
pub(super) const AHEAD: &str = "sandbox:ahead_seconds";

pub(super) struct Stage {
    pub phones: Vec<Laid>,
    pub clock: Clock,
    pub office: Arc<Office>,
    pub db: Db,
}

impl Stage {
    /// The instant that a step leads to.
    fn goal(&self, step: Advance) -> DateTime<Utc> {
        let (now, calendar) = (self.clock.calendar_now(), &self.office.calendar);
        match step {
            Advance::Minutes(minutes) => now + TimeDelta::minutes(minutes),
            Advance::Hours(hours) => now + TimeDelta::hours(hours),
            Advance::Days(days) => now + TimeDelta::days(days),
            Advance::NextWorkingDay => {
                let local = calendar.local(now);
                calendar.instant(calendar.next_working_day(local.date()), local.time())
            }
            Advance::NextNine => {
                let nine = NaiveTime::from_hms_opt(9, 0, 0).unwrap_or_default();
                let today = calendar.local_day(now);
                let todays = calendar.instant(today, nine);
                let tomorrow = today.succ_opt().unwrap_or(today);
                if todays > now { todays } else { calendar.instant(tomorrow, nine) }
            }
        }
    }
}

#[async_trait]
impl Backstage for Stage {
    fn people(&self) -> Vec<Phone> {
        self.phones.iter().map(|laid| laid.phone.clone()).collect()
    }

    fn now(&self) -> DateTime<Utc> {
        self.clock.calendar_now()
    }

    fn is_working_day(&self) -> bool {
        let calendar = &self.office.calendar;
        calendar.is_working_day(calendar.local_day(self.clock.calendar_now()))
    }

    async fn advance(&self, step: Advance) -> anyhow::Result<()> {
        let by = self.goal(step) - self.clock.calendar_now();
        self.clock.advance_calendar(by);
        let ahead = (self.clock.calendar_now() - self.clock.machine_now()).num_seconds();
        let mut tx = self.db.begin().await?;
        channel_state::put(&mut tx, AHEAD, &ahead).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn tables(&self) -> anyhow::Result<Vec<(String, i64)>> {
        Ok(tables::all(&mut self.db.read().await?).await?)
    }

    async fn rows(&self, table: &str, offset: i64, limit: i64) -> anyhow::Result<TableRows> {
        let page = tables::page(&mut self.db.read().await?, table, offset, limit).await?;
        Ok(TableRows { columns: page.columns, rows: page.rows })
    }
}
