//! What customers did, as `sync_msg` gives it: pages behind cursors, for three
//! days, by the leave of a notice's token.

use crate::sandbox::wecom::refusal::{Guesses, Refusal};
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;
use std::collections::BTreeMap;

const ITEM_DAYS: i64 = 3;
const TOKEN_MINUTES: i64 = 10;
const MOST_ITEMS: usize = 1000;
const CURSOR: &str = "4gw7MepFLfgF2VC5np";

#[derive(Debug)]
struct Item {
    open_kfid: String,
    at: DateTime<Utc>,
    json: Value,
}

#[derive(Debug)]
pub struct Log {
    items: Vec<Item>,
    /// Account and birth of each notice's token.
    tokens: BTreeMap<String, (String, DateTime<Utc>)>,
    /// Pulls without a token: account and time.
    bare_pulls: Vec<(String, DateTime<Utc>)>,
    /// At most so many items per page, whatever the bot asks for.
    pub page_size: usize,
    /// So many of the next pages are empty though there is more.
    pub empty_pages: u32,
    cursors: u64,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            items: Vec::new(),
            tokens: BTreeMap::new(),
            bare_pulls: Vec::new(),
            page_size: MOST_ITEMS,
            empty_pages: 0,
            cursors: 0,
        }
    }
}

/// One `sync_msg`.
pub struct Pull<'a> {
    pub open_kfid: &'a str,
    pub cursor: &'a str,
    pub token: &'a str,
    pub limit: Option<i64>,
}

pub struct Page {
    pub items: Vec<Value>,
    pub next_cursor: String,
    pub has_more: bool,
}

impl Log {
    pub fn add(&mut self, open_kfid: &str, json: Value, now: DateTime<Utc>) {
        self.items.push(Item { open_kfid: open_kfid.to_owned(), at: now, json });
    }

    pub fn len(&self) -> usize {
        self.items.len()
    }

    pub fn give_token(&mut self, token: String, open_kfid: &str, now: DateTime<Utc>) {
        self.tokens.insert(token, (open_kfid.to_owned(), now));
    }

    pub fn pull(&mut self, pull: &Pull, guesses: &Guesses, now: DateTime<Utc>) -> Result<Page, Refusal> {
        self.admit(pull, guesses, now)?;
        let from = self.position(pull.cursor)?;
        let limit = match pull.limit.unwrap_or(MOST_ITEMS as i64) {
            limit @ 1..=1000 => usize::try_from(limit).unwrap_or(MOST_ITEMS),
            _ => return Err(Refusal::parameter("limit")),
        };
        let mine =
            |(_, item): &(usize, &Item)| item.open_kfid == pull.open_kfid && now - item.at < Duration::days(ITEM_DAYS);
        let waiting: Vec<(usize, &Item)> = self.items.iter().enumerate().skip(from).filter(mine).collect();
        let mut size = limit.min(self.page_size).min(waiting.len());
        if size > 0 && self.empty_pages > 0 {
            self.empty_pages -= 1;
            size = 0;
        }
        let has_more = waiting.len() > size;
        let items: Vec<Value> = waiting[..size].iter().map(|(_, item)| item.json.clone()).collect();
        let after = waiting[..size].last().map_or(from, |(place, _)| place + 1);
        self.cursors += 1;
        let next_cursor = format!("{CURSOR}{after}x{}", self.cursors);
        Ok(Page { items, next_cursor, has_more })
    }

    fn admit(&mut self, pull: &Pull, guesses: &Guesses, now: DateTime<Utc>) -> Result<(), Refusal> {
        if !pull.token.is_empty() {
            let good = self.tokens.get(pull.token).is_some_and(|(open_kfid, born)| {
                open_kfid == pull.open_kfid && now - *born < Duration::minutes(TOKEN_MINUTES)
            });
            return match good {
                true => Ok(()),
                false => Err(Refusal::new(95007, "invalid msg token")),
            };
        }
        self.bare_pulls.retain(|(_, at)| now - *at < Duration::minutes(1));
        let recent = self.bare_pulls.iter().filter(|(open_kfid, _)| open_kfid == pull.open_kfid).count();
        if recent >= guesses.pulls_without_token {
            return Err(Refusal::new(45009, "api freq out of limit"));
        }
        self.bare_pulls.push((pull.open_kfid.to_owned(), now));
        Ok(())
    }

    fn position(&self, cursor: &str) -> Result<usize, Refusal> {
        if cursor.is_empty() {
            return Ok(0);
        }
        let place = cursor.strip_prefix(CURSOR).and_then(|rest| rest.split_once('x')?.0.parse().ok());
        place.filter(|place| *place <= self.items.len()).ok_or_else(|| Refusal::parameter("cursor"))
    }
}
