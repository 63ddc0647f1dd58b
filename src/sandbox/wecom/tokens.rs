//! Access tokens: given for the secret, good for two hours or until revoked.

use super::refusal::Refusal;
use chrono::{DateTime, Duration, Utc};

const LIFE_SECONDS: i64 = 7200;

#[derive(Debug, Default)]
pub struct Tokens {
    given: Vec<Given>,
    fetches: u64,
}

#[derive(Debug)]
struct Given {
    token: String,
    born: DateTime<Utc>,
    revoked: bool,
}

impl Given {
    fn is_expired(&self, now: DateTime<Utc>) -> bool {
        now - self.born >= Duration::seconds(LIFE_SECONDS)
    }
}

impl Tokens {
    /// Asking again while a token is good gives the same one, with the same
    /// promise of two hours, though less is left.
    pub fn fetch(&mut self, fresh: String, now: DateTime<Utc>) -> (String, i64) {
        self.fetches += 1;
        let good = self.given.iter().find(|given| !given.revoked && !given.is_expired(now));
        let token = match good {
            Some(given) => given.token.clone(),
            None => {
                self.given.push(Given { token: fresh.clone(), born: now, revoked: false });
                fresh
            }
        };
        (token, LIFE_SECONDS)
    }

    pub fn check(&self, token: Option<&str>, now: DateTime<Utc>) -> Result<(), Refusal> {
        let Some(token) = token.filter(|token| !token.is_empty()) else {
            return Err(Refusal::new(41001, "access_token missing"));
        };
        match self.given.iter().find(|given| given.token == token) {
            Some(given) if given.revoked => Err(Refusal::new(40014, "invalid access_token")),
            Some(given) if given.is_expired(now) => Err(Refusal::new(42001, "access_token expired")),
            Some(_) => Ok(()),
            None => Err(Refusal::new(40014, "invalid access_token")),
        }
    }

    /// WeCom may end a token early.
    pub fn revoke_all(&mut self) {
        self.given.iter_mut().for_each(|given| given.revoked = true);
    }

    pub fn fetches(&self) -> u64 {
        self.fetches
    }
}
