//! Trouble made on purpose: which of the coming calls go wrong, and how.
//!
//! Only chooses; what a fault does to a call is done where calls are answered.

use std::time::Duration;

/// What happens to a call.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Fault {
    /// 429 with `retry_after` seconds.
    TooMany { retry_after: u32 },
    /// 500 with an HTML body.
    ServerError,
    /// 502 with an HTML body, as a proxy answers. Nothing happened.
    BadGateway,
    /// The connection closes and nothing happened.
    DropBefore,
    /// It happened, then the connection closes before the answer.
    DropAfter,
    /// It happens and is answered, but only after this long.
    Delay(Duration),
    /// Refused with this number and sentence.
    Refuse { code: u16, description: &'static str },
}

/// Which calls a fault waits for. Without a method it leaves `getUpdates`
/// alone, whose moment no test can foresee.
#[derive(Debug, Clone, Default)]
pub struct CallFilter {
    method: Option<String>,
    chat: Option<i64>,
}

impl CallFilter {
    pub fn any() -> Self {
        Self::default()
    }

    pub fn method(name: &str) -> Self {
        Self { method: Some(name.to_lowercase()), chat: None }
    }

    pub fn chat(id: i64) -> Self {
        Self { method: None, chat: Some(id) }
    }

    pub fn in_chat(self, id: i64) -> Self {
        Self { chat: Some(id), ..self }
    }

    fn fits(&self, method: &str, chat: Option<i64>) -> bool {
        let method_fits = match &self.method {
            Some(wanted) => wanted == method,
            None => method != "getupdates",
        };
        method_fits && self.chat.is_none_or(|wanted| chat == Some(wanted))
    }
}

/// Faults in waiting, in the order they were asked for.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: Vec<(u32, CallFilter, Fault)>,
}

impl Faults {
    pub fn add(&mut self, times: u32, filter: CallFilter, fault: Fault) {
        self.waiting.push((times, filter, fault));
    }

    pub fn clear(&mut self) {
        self.waiting.clear();
    }

    /// The fault this call meets, if any. `method` is in lower case.
    pub fn take(&mut self, method: &str, chat: Option<i64>) -> Option<Fault> {
        let found = self.waiting.iter_mut().find(|(times, filter, _)| *times > 0 && filter.fits(method, chat))?;
        found.0 -= 1;
        let fault = found.2;
        self.waiting.retain(|(times, ..)| *times > 0);
        Some(fault)
    }
}
