//! What the bot is told: changes in the world become updates in the queue, in
//! the form they have at that moment.

use super::message::Message;
use super::queue::News;
use super::state::{PressRecord, State};
use super::wire;
use chrono::{DateTime, Utc};

impl State {
    /// Tells the bot of a message as it stands now.
    pub fn announce(&mut self, kind: &'static str, chat_id: i64, message_id: i64, now: DateTime<Utc>) {
        let Some(message) = self.message(chat_id, message_id) else {
            return;
        };
        let album_head = kind == "message" && self.heads_album(message);
        let body = wire::message(self, message);
        let lane = format!("chat:{chat_id}");
        self.queue.push(News { kind, lane, body, album_head }, now);
    }

    fn heads_album(&self, message: &Message) -> bool {
        let before = self.message(message.chat_id, message.id - 1);
        message.album.is_some() && before.is_none_or(|before| before.album != message.album)
    }

    /// Tells the bot that its standing with a person or in a group changed.
    pub fn announce_membership(&mut self, chat_id: i64, by: i64, from_to: (&str, &str), now: DateTime<Utc>) {
        let body = wire::membership(self, chat_id, by, from_to, now);
        let lane = format!("member:{chat_id}");
        self.queue.push(News { kind: "my_chat_member", lane, body, album_head: false }, now);
    }

    /// Records a tap and tells the bot. Returns the id of the query.
    pub fn press(&mut self, user_id: i64, chat_id: i64, message_id: i64, data: &str, now: DateTime<Utc>) -> String {
        let id = (4_400_000_000_000_000_000 + self.next_id()).to_string();
        let press = PressRecord { user_id, chat_id, message_id, data: data.to_owned(), pressed_at: now, answer: None };
        self.presses.insert(id.clone(), press);
        self.announce_press(&id, now);
        id
    }

    /// Announces a press, again if need be: same query, new update.
    pub fn announce_press(&mut self, query_id: &str, now: DateTime<Utc>) {
        let Some(press) = self.presses.get(query_id) else {
            return;
        };
        let body = wire::press(self, query_id, press);
        let lane = format!("user:{}", press.user_id);
        self.queue.push(News { kind: "callback_query", lane, body, album_head: false }, now);
    }
}
