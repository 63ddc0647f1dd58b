//! WeChat customer service (KF): accounts, customers, their sessions, and the
//! log of what customers did, which the bot pulls.
//!
//! * `session` is the window in which the bot may write,
//! * `log` the messages and events behind `sync_msg`,
//! * `links` how customers come in, and the codes to greet them with,
//! * `news` puts what happened into the log and calls the bot.

mod links;
mod log;
mod news;
mod session;

pub use links::Links;
pub use log::{Log, Pull};
pub use news::SendFailure;
pub use session::Session;

use super::message::Chat;
use super::refusal::Refusal;
use std::collections::{BTreeMap, BTreeSet};

/// What the corp has for customers.
#[derive(Debug, Default)]
pub struct Kf {
    /// In the order they were made.
    pub accounts: Vec<Account>,
    pub customers: BTreeMap<String, Customer>,
    pub sessions: BTreeMap<Chat, Session>,
    pub log: Log,
    pub links: Links,
    /// Sent under an own `msgid`, by account.
    pub msgids: BTreeSet<(String, String)>,
    /// The next messages are taken and then fail with these `fail_type`s.
    pub failing: Vec<u8>,
}

#[derive(Debug, Clone)]
pub struct Account {
    pub open_kfid: String,
    pub name: String,
}

#[derive(Debug, Clone)]
pub struct Customer {
    pub external_userid: String,
    pub nickname: String,
    /// Whether this customer wants no messages.
    pub refuses: bool,
    /// Scene and parameter of the last entering.
    pub entered_by: Option<(String, String)>,
}

impl Kf {
    pub fn account(&self, open_kfid: &str) -> Result<&Account, Refusal> {
        if open_kfid.is_empty() {
            return Err(Refusal::new(95000, "invalid open_kfid"));
        }
        let found = self.accounts.iter().find(|account| account.open_kfid == open_kfid);
        found.ok_or_else(|| Refusal::new(95004, "open_kfid not found"))
    }

    pub fn customer(&self, external_userid: &str) -> Result<&Customer, Refusal> {
        self.customers.get(external_userid).ok_or_else(|| Refusal::new(40096, "invalid external userid"))
    }

    pub fn session(&mut self, chat: &Chat) -> &mut Session {
        self.sessions.entry(chat.clone()).or_default()
    }
}
