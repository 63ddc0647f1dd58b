//! How delivery goes about it with one messenger: how fast, how much, how long.

use crate::store::days::Daily;
use crate::store::pace::Pace;
use crate::store::windows::Budget;
use crate::talk::inbound::Lang;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

#[derive(Clone, Debug)]
pub struct DeliverySettings {
    /// So many chats are written to at once.
    pub at_once: u32,
    /// After a crash, what was on its way waits so long; while sends run, their
    /// leases are renewed.
    pub lease: Duration,
    /// Longer than the longest send of a channel, which knows its own limits.
    pub send_timeout: Duration,
    pub chat_pace: Pace,
    pub bot_pace: Pace,
    /// What no other installation has: a new one begins its row numbers anew.
    pub installation: String,
    /// Where the messenger counts what we write to one person.
    pub budget: Option<Budget>,
    /// Where the messenger counts what the bot sends in a day.
    pub daily: Option<Daily>,
    /// What is added to the last message before the rest of the budget is kept:
    /// "reply 1 to go on".
    pub go_on: BTreeMap<Lang, String>,
    /// How long a bot waits that is not let in.
    pub refused_pause: Duration,
    /// Where stored pictures are.
    pub files: PathBuf,
}

impl DeliverySettings {
    #[must_use]
    pub fn new(files: PathBuf) -> DeliverySettings {
        DeliverySettings {
            at_once: 16,
            lease: Duration::from_secs(30),
            send_timeout: Duration::from_secs(150),
            chat_pace: Pace::per_second(1, 8),
            bot_pace: Pace::per_second(25, 30),
            installation: "0".to_owned(),
            budget: None,
            daily: None,
            go_on: BTreeMap::new(),
            refused_pause: Duration::from_secs(60),
            files,
        }
    }
}
