//! Updates on their way to the bot: numbered, kept until confirmed, forgotten
//! when they grow too old.
//!
//! How they travel (a poll or a webhook) is decided elsewhere.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use std::collections::{BTreeSet, VecDeque};

/// One update the bot has not confirmed.
#[derive(Debug, Clone)]
pub struct Update {
    pub id: i64,
    pub body: Value,
    /// Order is promised within a lane only: messages of a chat, presses of a
    /// person, membership of a chat.
    pub lane: String,
    expires: DateTime<Utc>,
    /// First item of this album, the place where a batch may be cut.
    album_head: bool,
    deliveries_left: u8,
}

/// Why a waiting poll was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PollEnd {
    OtherPoll,
    Webhook,
}

#[derive(Debug)]
pub struct Queue {
    waiting: VecDeque<Update>,
    next_id: i64,
    /// `None` is the server's default set.
    pub allowed: Option<BTreeSet<String>>,
    pub twice: bool,
    pub split_albums: bool,
    taken: u64,
    poll: u64,
    poll_end: PollEnd,
}

/// What is about to be announced to the bot.
pub struct News {
    pub kind: &'static str,
    pub lane: String,
    pub body: Value,
    pub album_head: bool,
}

const PRESS_LIFE_SECONDS: i64 = 150;
const UPDATE_LIFE_HOURS: i64 = 24;
const NOT_BY_DEFAULT: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// How long a press stays answerable and deliverable.
pub fn press_life() -> Duration {
    Duration::seconds(PRESS_LIFE_SECONDS)
}

impl Queue {
    pub fn new(first_id: i64) -> Self {
        Self {
            waiting: VecDeque::new(),
            next_id: first_id,
            allowed: None,
            twice: false,
            split_albums: false,
            taken: 0,
            poll: 0,
            poll_end: PollEnd::OtherPoll,
        }
    }

    /// Queues an update, unless the bot did not ask for its kind.
    pub fn push(&mut self, news: News, now: DateTime<Utc>) {
        let wanted = match &self.allowed {
            Some(kinds) => kinds.contains(news.kind),
            None => !NOT_BY_DEFAULT.contains(&news.kind),
        };
        if !wanted {
            return;
        }
        let life = match news.kind {
            "callback_query" => press_life(),
            _ => Duration::hours(UPDATE_LIFE_HOURS),
        };
        let id = self.next_id;
        self.next_id += 1;
        self.waiting.push_back(Update {
            id,
            body: json!({"update_id": id, news.kind: news.body}),
            lane: news.lane,
            expires: now + life,
            album_head: news.album_head,
            deliveries_left: if self.twice { 2 } else { 1 },
        });
    }

    /// Forgets what is older than the messenger keeps it.
    pub fn expire(&mut self, now: DateTime<Utc>) {
        self.waiting.retain(|update| update.expires > now);
    }

    /// A poll's offset. Every update before a positive one is confirmed; a
    /// negative one keeps only the last few. Tells whether anything went.
    pub fn confirm(&mut self, offset: i64) -> bool {
        let before = self.taken;
        if offset < 0 {
            let keep = offset.unsigned_abs() as usize;
            while self.waiting.len() > keep {
                self.waiting.pop_front();
                self.taken += 1;
            }
        } else if offset <= self.next_id - 1 + 10 {
            // Further ahead than that is an offset of another age and means "from the oldest".
            self.finish(|update| update.id < offset);
        }
        self.taken != before
    }

    /// A webhook took this update.
    pub fn delivered(&mut self, id: i64) {
        self.finish(|update| update.id == id);
    }

    fn finish(&mut self, is_meant: impl Fn(&Update) -> bool) {
        for update in self.waiting.iter_mut().filter(|update| is_meant(update)) {
            update.deliveries_left -= 1;
            self.taken += 1;
        }
        self.waiting.retain(|update| update.deliveries_left > 0);
    }

    /// What a poll gets now.
    pub fn batch(&self, limit: usize) -> Vec<Value> {
        let mut batch = Vec::new();
        for (position, update) in self.waiting.iter().enumerate().take(limit) {
            batch.push(update.body.clone());
            let more_of_it = self
                .waiting
                .get(position + 1)
                .is_some_and(|next| album_of(next).is_some() && album_of(next) == album_of(update));
            if self.split_albums && update.album_head && more_of_it {
                break;
            }
        }
        batch
    }

    /// The oldest update of every lane that is not busy.
    pub fn heads(&self, busy: &BTreeSet<String>) -> Vec<Update> {
        let mut seen = busy.clone();
        self.waiting.iter().filter(|update| seen.insert(update.lane.clone())).cloned().collect()
    }

    pub fn holds(&self, id: i64) -> bool {
        self.waiting.iter().any(|update| update.id == id)
    }

    pub fn drop_all(&mut self) {
        self.waiting.clear();
    }

    pub fn waiting(&self) -> impl Iterator<Item = &Update> {
        self.waiting.iter()
    }

    /// How many deliveries the bot has confirmed since the start.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// Takes over as the only poll and returns its number.
    pub fn begin_poll(&mut self) -> u64 {
        self.end_polls(PollEnd::OtherPoll);
        self.poll
    }

    /// How many polls have begun or been ended.
    pub fn polls(&self) -> u64 {
        self.poll
    }

    pub fn end_polls(&mut self, why: PollEnd) {
        self.poll += 1;
        self.poll_end = why;
    }

    /// Why the poll with this number has to end, if it has to.
    pub fn ended(&self, poll: u64) -> Option<PollEnd> {
        (self.poll != poll).then_some(self.poll_end)
    }
}

fn album_of(update: &Update) -> Option<&str> {
    update.body["message"]["media_group_id"].as_str()
}
