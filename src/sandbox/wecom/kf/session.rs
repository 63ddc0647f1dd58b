//! The window in which the bot may write to a customer: 48 hours from the
//! customer's last word, five messages, and only while no human serves.

use crate::sandbox::wecom::refusal::Refusal;
use chrono::{DateTime, Duration, Utc};

const WINDOW_HOURS: i64 = 48;
const MOST_MESSAGES: u32 = 5;

/// Session states as the API numbers them.
pub const UNHANDLED: u8 = 0;
pub const ASSISTANT: u8 = 1;
pub const HUMAN: u8 = 3;
pub const ENDED: u8 = 4;

#[derive(Debug, Clone)]
pub struct Session {
    pub state: u8,
    /// The servicer in state 3.
    pub servicer: Option<String>,
    last_word: Option<DateTime<Utc>>,
    sent: u32,
    greeted: Option<DateTime<Utc>>,
}

impl Default for Session {
    fn default() -> Self {
        Self { state: ENDED, servicer: None, last_word: None, sent: 0, greeted: None }
    }
}

impl Session {
    /// The customer wrote: the window opens again in full.
    pub fn customer_wrote(&mut self, now: DateTime<Utc>) {
        self.customer_stirred();
        self.last_word = Some(now);
        self.sent = 0;
    }

    /// The customer did something that opens no window.
    pub fn customer_stirred(&mut self) {
        if self.state == ENDED {
            self.state = UNHANDLED;
        }
    }

    /// Whether the bot may send one more message.
    pub fn may_send(&self, now: DateTime<Utc>) -> Result<(), Refusal> {
        let Some(last_word) = self.last_word else {
            return Err(Refusal::new(95018, "send msg session status invalid"));
        };
        if now - last_word >= Duration::hours(WINDOW_HOURS) {
            return Err(Refusal::new(95002, "send msg time limit"));
        }
        if ![UNHANDLED, ASSISTANT].contains(&self.state) {
            return Err(Refusal::new(95018, "send msg session status invalid"));
        }
        if self.sent >= MOST_MESSAGES {
            return Err(Refusal::new(95001, "send msg count limit"));
        }
        Ok(())
    }

    pub fn bot_sent(&mut self) {
        self.sent += 1;
        self.state = ASSISTANT;
    }

    /// How many messages the bot has left.
    pub fn left(&self, now: DateTime<Utc>) -> u32 {
        self.may_send(now).map_or(0, |()| MOST_MESSAGES - self.sent)
    }

    /// Whether entering gives a code to greet with: no word and no greeting in
    /// the last 48 hours.
    pub fn wants_greeting(&self, now: DateTime<Utc>) -> bool {
        let recent = |at: Option<DateTime<Utc>>| at.is_some_and(|at| now - at < Duration::hours(WINDOW_HOURS));
        !recent(self.last_word) && !recent(self.greeted)
    }

    pub fn was_greeted(&mut self, now: DateTime<Utc>) {
        self.greeted = Some(now);
    }
}
