//! What WeCom swallows without a word: too many messages to one member, and the
//! same request twice.

use chrono::{DateTime, Duration, Utc};
use serde_json::Value;
use std::collections::{BTreeMap, VecDeque};

const PER_MINUTE: usize = 30;
const PER_HOUR: usize = 1000;

/// Messages to each member; the excess is dropped and nobody is told.
#[derive(Debug, Default)]
pub struct Pace {
    sent: BTreeMap<String, VecDeque<DateTime<Utc>>>,
    dropped: BTreeMap<String, usize>,
    lifted: bool,
}

impl Pace {
    /// From here on nothing is dropped: for whoever repeats a day a thousand times.
    pub fn lift(&mut self) {
        self.lifted = true;
    }

    /// Whether one more message reaches this member now.
    pub fn admits(&mut self, member: &str, now: DateTime<Utc>) -> bool {
        if self.lifted {
            return true;
        }
        let sent = self.sent.entry(member.to_owned()).or_default();
        while sent.front().is_some_and(|at| now - *at >= Duration::hours(1)) {
            sent.pop_front();
        }
        let in_minute = sent.iter().rev().take_while(|at| now - **at < Duration::minutes(1)).count();
        if sent.len() >= PER_HOUR || in_minute >= PER_MINUTE {
            *self.dropped.entry(member.to_owned()).or_default() += 1;
            return false;
        }
        sent.push_back(now);
        true
    }

    pub fn dropped(&self, member: &str) -> usize {
        self.dropped.get(member).copied().unwrap_or(0)
    }
}

const USUAL_INTERVAL: i64 = 1800;
const LONGEST_INTERVAL: i64 = 14400;

/// Requests already carried out, for those who ask to have repeats ignored.
#[derive(Debug, Default)]
pub struct Repeats {
    done: Vec<(Value, String, DateTime<Utc>)>,
}

impl Repeats {
    /// The `msgid` of the same request carried out within its interval.
    pub fn find(&self, request: &Value, now: DateTime<Utc>) -> Option<String> {
        if request["enable_duplicate_check"].as_i64() != Some(1) {
            return None;
        }
        let interval = request["duplicate_check_interval"].as_i64().unwrap_or(USUAL_INTERVAL);
        let interval = Duration::seconds(interval.clamp(1, LONGEST_INTERVAL));
        let same = self.done.iter().rev().find(|(done, _, at)| done == request && now - *at < interval);
        same.map(|(_, msgid, _)| msgid.clone())
    }

    pub fn note(&mut self, request: &Value, msgid: &str, now: DateTime<Utc>) {
        self.done.retain(|(_, _, at)| now - *at < Duration::seconds(LONGEST_INTERVAL));
        self.done.push((request.clone(), msgid.to_owned(), now));
    }
}
