//! Trouble made on purpose: which of the coming calls go wrong, and how.
//!
//! Only chooses; what a fault does to a call is done in `api`.

use serde_json::Value;
use std::collections::BTreeSet;
use std::time::Duration;

/// What happens to a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// Refused with this `errcode`. Nothing happened.
    Refuse { code: i64, words: &'static str },
    /// HTTP 500 with a page. Nothing happened.
    ServerError,
    /// No answer ever comes. Nothing happened.
    Hang,
    /// The connection closes and nothing happened.
    DropBefore,
    /// It happened, then the connection closes before the answer.
    DropAfter,
    /// It happens and is answered, but only after this long.
    Delay(Duration),
    /// The access token dies just before this call.
    RevokeToken,
}

/// Which calls a fault waits for.
#[derive(Debug, Clone, Default)]
pub struct CallFilter {
    method: Option<String>,
    user: Option<String>,
}

impl CallFilter {
    /// Any call but those for a token.
    pub fn any() -> Self {
        Self::default()
    }

    /// By the path after `/cgi-bin/`: `message/send`, `gettoken`.
    pub fn method(name: &str) -> Self {
        Self { method: Some(name.to_owned()), user: None }
    }

    /// Only calls that send to this member or customer.
    pub fn to(self, user: &str) -> Self {
        Self { user: Some(user.to_owned()), ..self }
    }

    fn fits(&self, method: &str, user: Option<&str>) -> bool {
        let method_fits = match &self.method {
            Some(wanted) => wanted == method,
            None => method != "gettoken",
        };
        method_fits
            && self.user.as_deref().is_none_or(|wanted| {
                user.is_some_and(|user| user.split('|').any(|one| one.eq_ignore_ascii_case(wanted)))
            })
    }
}

/// Faults in waiting, in the order they were asked for.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Vec<(u32, CallFilter, Fault)>,
    /// Methods whose every call loses its answer once.
    lossy: Vec<String>,
    /// The calls that have: method and request.
    lost: BTreeSet<(String, String)>,
}

impl Faults {
    pub fn add(&mut self, times: u32, filter: CallFilter, fault: Fault) {
        self.waiting.push((times, filter, fault));
    }

    pub fn lose_answers(&mut self, methods: &[&str]) {
        self.lossy = methods.iter().map(|method| (*method).to_owned()).collect();
    }

    pub fn answers_lost(&self) -> usize {
        self.lost.len()
    }

    pub fn clear(&mut self) {
        self.waiting.clear();
        self.lossy.clear();
    }

    /// The fault this call meets, if any.
    pub fn take(&mut self, method: &str, user: Option<&str>, request: Option<&Value>) -> Option<Fault> {
        let lossy = request.filter(|_| self.lossy.iter().any(|one| one == method));
        if lossy.is_some_and(|request| self.lost.insert((method.to_owned(), request.to_string()))) {
            return Some(Fault::DropAfter);
        }
        let found = self.waiting.iter_mut().find(|(times, filter, _)| *times > 0 && filter.fits(method, user))?;
        found.0 -= 1;
        let fault = found.2.clone();
        self.waiting.retain(|(times, ..)| *times > 0);
        Some(fault)
    }
}
