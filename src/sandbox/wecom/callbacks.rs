//! Callbacks on their way to the bot: sealed, signed, and sometimes spoilt on
//! purpose. Sending them stands in `deliver.rs`.

use super::state::State;
use super::xml::Xml;
use chrono::{DateTime, Utc};
use std::collections::VecDeque;
use std::time::Duration;

/// One POST as it goes out.
#[derive(Debug, Clone, PartialEq)]
pub struct Callback {
    pub id: u64,
    /// What is sealed inside.
    pub words: String,
    pub signature: String,
    pub timestamp: String,
    pub nonce: String,
    pub body: String,
}

impl Callback {
    /// The query of the request, in order.
    pub fn query(&self) -> [(&'static str, &str); 3] {
        [("msg_signature", &self.signature), ("timestamp", &self.timestamp), ("nonce", &self.nonce)]
    }
}

/// What became of a callback.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    pub words: String,
    pub sends: u32,
    /// Status and body of the bot's answer; `None` when none came and the
    /// callback is lost.
    pub answer: Option<(u16, String)>,
}

/// What happens to a callback that should have gone out in good order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoil {
    /// It comes twice though it was answered.
    Twice,
    /// It comes after the next one.
    HeldBack,
    BadSignature,
    /// Sealed for another corp.
    WrongReceiver,
}

#[derive(Debug)]
pub struct Outbound {
    waiting: VecDeque<Callback>,
    held: Vec<Callback>,
    /// One is being sent.
    busy: bool,
    /// Nothing is sent: somebody else takes them to the door.
    pub stopped: bool,
    spoils: Vec<(u32, Spoil)>,
    /// Every callback comes again at once, and once more after the next one.
    repeating: bool,
    /// What is to come once more after the next one.
    echo: Option<Callback>,
    pub done: Vec<Delivery>,
    /// How long the bot may take.
    pub patience: Duration,
    /// Between two sends of one callback.
    pub pause: Duration,
}

impl Default for Outbound {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            held: Vec::new(),
            busy: false,
            stopped: false,
            spoils: Vec::new(),
            repeating: false,
            echo: None,
            done: Vec::new(),
            patience: Duration::from_secs(5),
            pause: Duration::from_secs(1),
        }
    }
}

impl Outbound {
    pub fn spoil(&mut self, times: u32, spoil: Spoil) {
        self.spoils.push((times, spoil));
    }

    pub fn repeat(&mut self, repeating: bool) {
        self.repeating = repeating;
    }

    /// Whether nothing waits and nothing is being sent. What is held back may
    /// be held for ever.
    pub fn is_quiet(&self) -> bool {
        self.waiting.is_empty() && !self.busy
    }

    pub fn release(&mut self) {
        self.waiting.extend(self.held.drain(..));
    }

    pub fn waiting(&self) -> impl Iterator<Item = &Callback> {
        self.waiting.iter()
    }

    pub fn take_all(&mut self) -> Vec<Callback> {
        self.waiting.drain(..).collect()
    }

    pub fn take_next(&mut self) -> Option<Callback> {
        if self.stopped {
            return None;
        }
        let next = self.waiting.pop_front();
        self.busy = next.is_some();
        next
    }

    pub fn finish(&mut self, delivery: Delivery) {
        self.busy = false;
        self.done.push(delivery);
    }

    fn next_spoil(&mut self) -> Option<Spoil> {
        let (left, spoil) = self.spoils.first_mut()?;
        *left = left.saturating_sub(1);
        let spoil = *spoil;
        self.spoils.retain(|(left, _)| *left > 0);
        Some(spoil)
    }

    fn push(&mut self, callback: Callback, spoil: Option<Spoil>) {
        match spoil {
            Some(Spoil::HeldBack) => self.held.push(callback),
            Some(Spoil::Twice) => {
                self.waiting.extend([callback.clone(), callback]);
                self.release();
            }
            None if self.repeating => {
                self.waiting.extend([callback.clone(), callback.clone()]);
                self.waiting.extend(self.echo.replace(callback));
            }
            _ => {
                self.waiting.push_back(callback);
                self.release();
            }
        }
    }
}

impl State {
    /// Seals a callback and puts it on its way.
    pub fn call_back(&mut self, words: Xml, now: DateTime<Utc>) {
        let words = words.finish();
        let spoil = self.outbound.next_spoil();
        let seal = match spoil {
            Some(Spoil::WrongReceiver) => self.seal.for_receiver("ww0000000000000000"),
            _ => self.seal.clone(),
        };
        let mut random = [0; 16];
        random.copy_from_slice(&self.chance()[..16]);
        let encrypt = seal.encrypt(random, &words);
        let (id, timestamp) = (self.next_id(), now.timestamp().to_string());
        let nonce = (1_372_000_000 + id).to_string();
        let mut signature = seal.sign(&timestamp, &nonce, &encrypt);
        if spoil == Some(Spoil::BadSignature) {
            signature = seal.sign(&timestamp, &nonce, "something else");
        }
        let mut body = Xml::new().text("ToUserName", &self.settings.corpid);
        // Events that belong to no app travel without it.
        if words.contains("<AgentID>") {
            body = body.text("AgentID", &self.settings.agentid.to_string());
        }
        let body = body.text("Encrypt", &encrypt).finish();
        self.outbound.push(Callback { id, words, signature, timestamp, nonce, body }, spoil);
    }

    /// What every callback about a member begins with.
    pub fn about_member(&self, userid: &str, kind: &str, now: DateTime<Utc>) -> Xml {
        Xml::new()
            .text("ToUserName", &self.settings.corpid)
            .text("FromUserName", userid)
            .number("CreateTime", now.timestamp())
            .text("MsgType", kind)
    }
}
