//! Leave to change a card: each code once and for 72 hours. Sending gives one,
//! every tap one more. And the task ids already taken.

use super::refusal::{Guesses, Refusal};
use chrono::{DateTime, Duration, Utc};
use std::collections::{BTreeMap, BTreeSet};

const LIFE_HOURS: i64 = 72;

#[derive(Debug, Default)]
pub struct Codes {
    /// Who got the card, by task id; userids in lower case.
    sent: BTreeMap<String, BTreeSet<String>>,
    codes: BTreeMap<String, Code>,
}

#[derive(Debug)]
struct Code {
    task_id: String,
    born: DateTime<Utc>,
    used: bool,
}

impl Codes {
    pub fn has_task(&self, task_id: &str) -> bool {
        self.sent.contains_key(task_id)
    }

    pub fn recipients(&self, task_id: &str) -> BTreeSet<String> {
        self.sent.get(task_id).cloned().unwrap_or_default()
    }

    pub fn note_sent(&mut self, task_id: &str, recipients: BTreeSet<String>) {
        self.sent.insert(task_id.to_owned(), recipients);
    }

    pub fn issue(&mut self, code: String, task_id: &str, now: DateTime<Utc>) {
        self.codes.insert(code, Code { task_id: task_id.to_owned(), born: now, used: false });
    }

    /// The task of a code that is still good.
    pub fn task_of(&self, code: &str, guesses: &Guesses, now: DateTime<Utc>) -> Result<String, Refusal> {
        let Some(found) = self.codes.get(code) else {
            return Err(Refusal::parameter("response_code"));
        };
        if found.used {
            return Err(Refusal::new(guesses.response_code_used, "response_code has been used"));
        }
        if now - found.born >= Duration::hours(LIFE_HOURS) {
            return Err(Refusal::new(guesses.response_code_expired, "response_code expired"));
        }
        Ok(found.task_id.clone())
    }

    pub fn spend(&mut self, code: &str) {
        if let Some(code) = self.codes.get_mut(code) {
            code.used = true;
        }
    }
}
