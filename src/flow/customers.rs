//! The pump that fetches what customers wrote: WeCom only says that there is
//! something. A page and the place where the next one begins are stored in one
//! transaction, so that nothing is lost between two pages and nothing is read
//! twice.

use super::backoff::Backoff;
use super::gate::Gate;
use super::intake::{Intake, Letter};
use super::naming::Naming;
use super::pages::PageSource;
use super::pump::{Nudge, Pump, Step, later};
use crate::channel::filing::Unread;
use crate::channel::port::SendError;
use crate::channel::wecom::door::{Notice, Page, passed_by, split_page};
use crate::channel::wecom::kf::PullError;
use crate::clock::Clock;
use crate::store::Db;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tracing::{error, warn};

/// What has been rung at the door and not been fetched: the newest token of
/// each account.
#[derive(Clone, Default)]
pub struct Bell {
    rung: Arc<Mutex<BTreeMap<String, Option<String>>>>,
    nudge: Nudge,
}

impl Bell {
    #[must_use]
    pub fn nudge(&self) -> &Nudge {
        &self.nudge
    }

    pub fn ring(&self, notice: Notice) {
        self.rung.lock().unwrap_or_else(PoisonError::into_inner).insert(notice.open_kfid, notice.token);
        self.nudge.nudge();
    }

    fn take(&self) -> BTreeMap<String, Option<String>> {
        std::mem::take(&mut *self.rung.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

pub struct CustomerPump {
    source: Arc<dyn PageSource>,
    db: Db,
    clock: Clock,
    bell: Bell,
    turns: Nudge,
    gate: Option<Gate>,
    accounts: BTreeMap<String, Account>,
    naming: Naming,
    /// The list of accounts has been asked for since the start.
    known: bool,
    failures: i64,
}

struct Account {
    intake: Intake,
    /// There may be something to fetch.
    wanted: bool,
    /// `None`: the last one is in the database, if there was any.
    token: Option<String>,
    /// Without a notice it is looked at again then: a callback can be lost.
    look_at: DateTime<Utc>,
    /// So often in a row its page could not be read.
    garbled: u32,
}

/// A page that cannot be read so often is passed by, its text kept: one broken
/// text must not silence everybody who writes after it.
const GARBLED_MOST: u32 = 5;

/// WeCom allows fetching without a token, but seldom.
const UNASKED: TimeDelta = TimeDelta::minutes(10);

/// An answer that says "there is more" and does not move is asked again after this.
const STANDS: TimeDelta = TimeDelta::minutes(1);

/// What is older when an account is fetched for the first time was written to
/// somebody else: WeCom gives three days of it.
const FIRST_TIME: TimeDelta = TimeDelta::minutes(10);

impl CustomerPump {
    /// `gate`: the timers wait for us, where nobody else tells them.
    #[must_use]
    pub fn new(
        source: Arc<dyn PageSource>,
        db: Db,
        clock: Clock,
        bell: Bell,
        turns: Nudge,
        gate: Option<Gate>,
    ) -> CustomerPump {
        let (accounts, naming) = (BTreeMap::new(), Naming::default());
        CustomerPump { source, db, clock, bell, turns, gate, accounts, naming, known: false, failures: 0 }
    }

    fn account(&mut self, id: &str) -> &mut Account {
        let (db, clock, turns) = (&self.db, &self.clock, &self.turns);
        self.accounts.entry(id.to_owned()).or_insert_with(|| Account {
            intake: Intake::new(db.clone(), clock.clone(), turns.clone(), format!("wecom_kf:{id}")),
            wanted: true,
            token: None,
            look_at: clock.machine_now(),
            garbled: 0,
        })
    }

    async fn meet(&mut self) -> Result<(), SendError> {
        for id in self.source.accounts().await? {
            self.account(&id).wanted = true;
        }
        self.known = true;
        Ok(())
    }

    fn listen(&mut self) {
        for (id, token) in self.bell.take() {
            let account = self.account(&id);
            account.wanted = true;
            account.token = Some(token.unwrap_or_default());
        }
        let now = self.clock.machine_now();
        for account in self.accounts.values_mut().filter(|account| account.look_at <= now) {
            account.wanted = true;
        }
    }

    /// One page of one account; says whether it brought anything.
    async fn fetch(&mut self, id: &str) -> anyhow::Result<Result<bool, PullError>> {
        let Some(account) = self.accounts.get_mut(id) else { return Ok(Ok(false)) };
        let cursor = account.intake.cursor().await?;
        let mut token = match account.token.take() {
            Some(token) => token,
            None => account.intake.kept_notice(id).await?.unwrap_or_default(),
        };
        let from = cursor.as_deref().unwrap_or_default();
        let mut told = self.source.page(id, from, &token).await;
        // The notice is too old. That it could not be used is no work done: what
        // counts is what comes without it.
        if matches!(told, Err(PullError::TokenSpent { .. })) && !token.is_empty() {
            token.clear();
            told = self.source.page(id, from, &token).await;
        }
        account.token = Some(token);
        let page = told.and_then(|body| split_page(&body).map_err(|_| PullError::Garbled(Unread(body))));
        let page = match page {
            Err(PullError::Garbled(Unread(body))) => {
                metrics::counter!("anju_pages_garbled_total").increment(1);
                account.garbled += 1;
                let passed = passed_by(&body).filter(|_| account.garbled >= GARBLED_MOST);
                passed.ok_or(PullError::Garbled(Unread(body)))
            }
            page => page,
        };
        if page.is_ok() {
            account.garbled = 0;
        }
        let Page { next_cursor, has_more, items } = match page {
            Ok(page) => page,
            Err(why) => return Ok(Err(why)),
        };
        // The same place again is no more, whatever is said: asked at once, it
        // would be said for ever.
        let stands = has_more && items.is_empty() && cursor.as_deref() == Some(next_cursor.as_str());
        let has_more = has_more && !stands;
        let brought = has_more || !items.is_empty();
        let calendar = self.clock.calendar_now();
        let stale = |said_at: Option<DateTime<Utc>>| said_at.is_some_and(|at| at < calendar - FIRST_TIME);
        let letters = items.into_iter().map(|item| {
            let letter = Letter::wecom_kf(item.filed, item.raw);
            if cursor.is_none() && stale(letter.said_at) { letter.set_aside() } else { letter }
        });
        let letters: Vec<Letter> = letters.collect();
        let speakers: Vec<String> = letters.iter().filter_map(Letter::speaker).collect();
        let next = if next_cursor.is_empty() { cursor.clone().unwrap_or_default() } else { next_cursor };
        account.intake.file_page(letters, &next).await?;
        speakers.into_iter().for_each(|user| self.naming.heard(user));
        account.wanted = has_more;
        account.look_at = self.clock.machine_now() + if stands { STANDS } else { UNASKED };
        Ok(Ok(brought))
    }

    fn refused(&mut self, why: &PullError) -> Step {
        self.failures += 1;
        metrics::counter!("anju_poll_failures_total").increment(1);
        let asked = match why {
            PullError::Later { after, .. } => after.unwrap_or_default(),
            _ => Duration::ZERO,
        };
        match why {
            PullError::Later { .. } | PullError::TokenSpent { .. } => warn!(self.failures, "no messages: {why}"),
            PullError::Refused { .. } | PullError::Never { .. } | PullError::Garbled(_) => {
                error!(self.failures, "no messages: {why}");
            }
        }
        Step::until(later(&self.clock, Backoff::POLL.after(self.failures).max(asked)))
    }
}

#[async_trait]
impl Pump for CustomerPump {
    fn name(&self) -> &'static str {
        "customers"
    }

    async fn step(&mut self) -> anyhow::Result<Step> {
        if !self.known
            && let Err(why) = self.meet().await
        {
            return Ok(self.refused(&PullError::Later { after: None, why: why.to_string() }));
        }
        self.listen();
        let Some(id) = self.accounts.iter().find(|(_, account)| account.wanted).map(|(id, _)| id.clone()) else {
            if let Some(gate) = &self.gate {
                gate.drained();
            }
            // Whoever is fetched goes first; a name has time.
            if self.naming.ask(self.source.as_ref(), &self.db).await? {
                return Ok(Step::Worked);
            }
            return Ok(Step::until(self.accounts.values().map(|account| account.look_at).min()));
        };
        match self.fetch(&id).await? {
            Ok(brought) => {
                self.failures = 0;
                Ok(if brought { Step::Worked } else { Step::until(Some(self.clock.machine_now())) })
            }
            Err(why) => Ok(self.refused(&why)),
        }
    }
}
