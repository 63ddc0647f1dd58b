//! The access token of one application: fetched once for all who need it,
//! shared by all processes through a shelf, renewed before its end, and given
//! up only by somebody whose call it failed in. The calls are in `api`.

use super::errors::plain_error;
use super::wire::{Answer, Ask, BadSettings, Body, Failure, Secret, Wire};
use crate::channel::port::SendError;
use async_trait::async_trait;
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// Renewed this long before its end, so that no call is on its way meanwhile.
const AHEAD: TimeDelta = TimeDelta::seconds(300);
/// Longer than a fetch takes.
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// The least between two fetches when something is wrong: a wrong secret too
/// often, and WeCom locks our address out for an hour.
const REST: TimeDelta = TimeDelta::seconds(60);
/// The same after a line that broke, which may heal at once.
const SHORT_REST: TimeDelta = TimeDelta::seconds(5);
/// When to look again whether the process that fetches has done so.
const OTHER_FETCHES: Duration = Duration::from_secs(1);
/// Bad secret, or (in a call) a token of a secret that was taken back.
const BAD_CREDENTIAL: i64 = 40001;

/// Machine time. A channel has no clock of its own.
pub type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// A token on the shelf.
#[derive(Clone, PartialEq, Eq)]
pub struct Stored {
    pub token: String,
    pub expires_at_machine: DateTime<Utc>,
}

impl fmt::Debug for Stored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Stored(hidden, until {})", self.expires_at_machine)
    }
}

impl Stored {
    fn lives(&self, now: DateTime<Utc>) -> bool {
        now < self.expires_at_machine
    }

    fn is_due(&self, now: DateTime<Utc>) -> bool {
        now >= self.expires_at_machine - AHEAD
    }
}

/// The shelf could not be reached.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the token shelf: {0}")]
pub struct ShelfFault(pub String);

/// Where the processes keep the token of one application for each other.
#[async_trait]
pub trait TokenShelf: Send + Sync {
    async fn read(&self) -> Result<Option<Stored>, ShelfFault>;

    /// Leave to fetch, for one process at a time. `true` also for a holder who
    /// has it already, and whenever the last one's leave is over.
    async fn lease(&self, holder: &str, until: DateTime<Utc>) -> Result<bool, ShelfFault>;

    /// Puts the token there if what is there is still `only_if_previous`
    /// (`None`: nothing), and ends the lease; `false` if it is not.
    async fn write(&self, new: Stored, only_if_previous: Option<&str>) -> Result<bool, ShelfFault>;
}

/// The access token of one application.
pub struct Tokens {
    wire: Wire,
    corp: String,
    secret: Secret,
    shelf: Arc<dyn TokenShelf>,
    now: Now,
    /// This process, for the lease.
    holder: String,
    /// Held while fetching: whoever else needs a token waits for that one.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Stored>,
    /// The last token that failed in a call; not taken from the shelf again.
    dead: Option<String>,
    /// No fetch before this, and what to say meanwhile.
    rest: Option<(DateTime<Utc>, SendError)>,
    fetched_at: Option<DateTime<Utc>>,
    fetches: u64,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tokens(hidden, of {})", self.corp)
    }
}

impl Tokens {
    pub(super) fn new(
        wire: Wire,
        corp: &str,
        secret: Secret,
        shelf: Arc<dyn TokenShelf>,
        holder: &str,
        now: Now,
    ) -> Result<Tokens, BadSettings> {
        let corp = corp.trim();
        if corp.is_empty() || !corp.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')) {
            return Err(BadSettings::Corp);
        }
        let (corp, holder) = (corp.to_owned(), holder.to_owned());
        Ok(Tokens { wire, corp, secret, shelf, now, holder, state: Mutex::default() })
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }

    /// A token to call with.
    pub async fn get(&self) -> Result<String, Failure> {
        let mut state = self.state.lock().await;
        self.usable(&mut state).await.map_err(Failure::Decided)
    }

    /// Another token after a call in which `failed` was not taken. It is given
    /// up only if it is still the one in use; else there is a newer already.
    pub async fn instead_of(&self, failed: &str, code: i64) -> Result<String, Failure> {
        let mut state = self.state.lock().await;
        if state.held.as_ref().is_none_or(|held| held.token == failed) {
            state.held = None;
            state.dead = Some(failed.to_owned());
        }
        let fetches = state.fetches;
        let token = self.usable(&mut state).await.map_err(Failure::Decided)?;
        // A new secret gets its chance, and no loop comes of it. A fetch that
        // gives the same token again has said all it knows.
        if state.fetches != fetches && (code == BAD_CREDENTIAL || token == failed) {
            state.rest = Some((self.now() + REST, refusal(code, "a new access token was fetched just now")));
        }
        Ok(token)
    }

    /// The token that was fetched in place of a failed one failed as well.
    pub(super) async fn failed_again(&self, failed: &str, code: i64) {
        let mut state = self.state.lock().await;
        if state.held.as_ref().is_some_and(|held| held.token == failed) {
            state.rest = Some((self.now() + REST, refusal(code, "nor is a new access token taken")));
        }
    }

    async fn usable(&self, state: &mut State) -> Result<String, SendError> {
        let now = self.now();
        if let Some(held) = state.held.as_ref().filter(|held| held.lives(now)) {
            // A token with a short life is not fetched anew for each call.
            let just_fetched = state.fetched_at.is_some_and(|at| now < at + REST);
            if just_fetched || !held.is_due(now) {
                return Ok(held.token.clone());
            }
        }
        match self.renew(state, now).await {
            Ok(()) => {}
            Err(error) if state.held.as_ref().is_some_and(|held| held.lives(now)) => {
                tracing::warn!(%error, "the access token of WeCom is not renewed yet; the old one serves");
            }
            Err(error) => return Err(error),
        }
        let held = state.held.as_ref().filter(|held| held.lives(now));
        held.map(|held| held.token.clone()).ok_or_else(|| later(SHORT_REST, "a token that is over at once"))
    }

    async fn renew(&self, state: &mut State, now: DateTime<Utc>) -> Result<(), SendError> {
        if self.found_fresh(state, now).await?.is_ok() {
            return Ok(());
        }
        if let Some((_, error)) = state.rest.as_ref().filter(|(until, _)| now < *until) {
            return Err(error.clone());
        }
        if !self.shelf.lease(&self.holder, now + LEASE).await.map_err(shelf_error)? {
            let why = "another process fetches the access token".to_owned();
            return Err(SendError::Later { after: Some(OTHER_FETCHES), everyone: true, why });
        }
        // The lease may have come free because somebody put a token there.
        let previous = match self.found_fresh(state, now).await? {
            Ok(()) => return Ok(()),
            Err(previous) => previous,
        };
        let fetched = self.fetch(state, now).await?;
        state.fetched_at = Some(now);
        state.fetches += 1;
        state.dead = None;
        let put = self.shelf.write(fetched.clone(), previous.as_deref()).await;
        state.held = Some(fetched);
        match put {
            Ok(true) => {}
            // Somebody was quicker although we had the lease: theirs is newer.
            Ok(false) => drop(self.found_fresh(state, now).await?),
            Err(fault) => tracing::warn!(%fault, "the access token of WeCom serves only this process"),
        }
        Ok(())
    }

    /// Takes over what is on the shelf unless it is the one that failed.
    /// `Ok(())` if that is good for a while; else what is there, to be replaced.
    async fn found_fresh(
        &self,
        state: &mut State,
        now: DateTime<Utc>,
    ) -> Result<Result<(), Option<String>>, SendError> {
        let Some(found) = self.shelf.read().await.map_err(shelf_error)? else {
            return Ok(Err(None));
        };
        if state.dead.as_ref() == Some(&found.token) || !found.lives(now) {
            return Ok(Err(Some(found.token)));
        }
        let fresh = !found.is_due(now);
        let name = found.token.clone();
        if state.held.as_ref().is_none_or(|held| held.expires_at_machine <= found.expires_at_machine) {
            state.held = Some(found);
        }
        Ok(if fresh { Ok(()) } else { Err(Some(name)) })
    }

    async fn fetch(&self, state: &mut State, now: DateTime<Utc>) -> Result<Stored, SendError> {
        #[derive(Deserialize)]
        struct Token {
            access_token: String,
            expires_in: i64,
        }
        let query = vec![("corpid", self.corp.as_str()), ("corpsecret", self.secret.expose())];
        let answer = self.wire.call(&Ask { path: "gettoken", query, body: Body::Nothing }).await;
        let error = match answer {
            Ok(Answer::Text(body)) => match serde_json::from_str::<Token>(&body) {
                Ok(token) if !token.access_token.is_empty() => {
                    let life = TimeDelta::seconds(token.expires_in.clamp(0, 86_400));
                    return Ok(Stored { token: token.access_token, expires_at_machine: now + life });
                }
                _ => later(SHORT_REST, "gettoken gave no token"),
            },
            Ok(Answer::File(_)) => later(SHORT_REST, "gettoken gave a file"),
            Err(failure) => plain_error(&failure),
        };
        let rest = match &error {
            SendError::Later { after: Some(after), .. } => TimeDelta::from_std(*after).unwrap_or(REST),
            SendError::Later { after: None, .. } => SHORT_REST,
            _ => REST,
        };
        // From now on: the call itself may have taken long.
        state.rest = Some((self.now() + rest, error.clone()));
        Err(error)
    }
}

fn refusal(code: i64, why: &str) -> SendError {
    if code == BAD_CREDENTIAL {
        return SendError::Refused { why: format!("{code}: {why}") };
    }
    later(REST, &format!("{code}: {why}"))
}

fn later(after: TimeDelta, why: &str) -> SendError {
    SendError::Later { after: after.to_std().ok(), everyone: true, why: why.to_owned() }
}

fn shelf_error(fault: ShelfFault) -> SendError {
    SendError::Later { after: None, everyone: true, why: fault.to_string() }
}
