//! A phone in the hand of somebody of the crowd, on whichever messenger. It may
//! be used from a task of its own, while the programs run.

use crate::world::{Place, Stage, World};
use anju::sandbox::wecom::{Corp, CustomerPhone, MemberPhone, Phone};
use anju::sandbox::{BotMessage, Messenger};
use std::time::Duration;

#[derive(Clone)]
pub enum Hand {
    Telegram(Messenger, i64),
    App(Corp, MemberPhone),
    Customer(Corp, CustomerPhone),
}

/// Where a crowd comes together.
pub enum Ground<'a> {
    Telegram(&'a Messenger),
    World(&'a World),
}

impl Ground<'_> {
    /// A new phone, of an owner or of somebody of the staff.
    pub fn hand(&self, user: i64, name: &str, staff: bool) -> Hand {
        match self {
            Ground::World(world) if world.stage == Stage::Wecom => {
                let place = if staff { Place::App } else { Place::Customer };
                world.wecom.as_ref().expect("a corp").add(place, user, name);
                Hand::at(world, place, user)
            }
            Ground::World(world) => Ground::Telegram(&world.messenger).hand(user, name, staff),
            Ground::Telegram(messenger) => {
                messenger.add_user(user, name, "zh-hans");
                Hand::Telegram((*messenger).clone(), user)
            }
        }
    }
}

impl Hand {
    /// The phone of somebody who has been there from the beginning.
    pub fn of(world: &World, name: &str) -> Hand {
        Hand::at(world, world.place(name), world.people().user(name))
    }

    fn at(world: &World, place: Place, user: i64) -> Hand {
        match (&world.wecom, place) {
            (Some(side), Place::App) => Hand::App(side.corp.clone(), side.member(user)),
            (Some(side), Place::Customer) => Hand::Customer(side.corp.clone(), side.customer(user)),
            _ => Hand::Telegram(world.messenger.clone(), user),
        }
    }

    /// Opens an invitation.
    pub fn opens(&self, code: &str) {
        match self {
            Hand::Telegram(messenger, user) => drop(messenger.starts(*user, Some(code)).expect("Start can be pressed")),
            Hand::App(..) => self.says(&format!("/start {code}")),
            Hand::Customer(_, phone) => phone.enters("invitation", code).expect("it can be opened"),
        }
    }

    pub fn says(&self, text: &str) {
        match self {
            Hand::Telegram(messenger, user) => messenger.says(*user, text).map(drop).expect("it can be said"),
            Hand::App(_, phone) => phone.says(text).map(drop).expect("it can be said"),
            Hand::Customer(_, phone) => phone.says(text).map(drop).expect("it can be said"),
        }
    }

    pub fn sends_photo(&self, photo: Vec<u8>) {
        match self {
            Hand::Telegram(messenger, user) => drop(messenger.sends_photo(*user, photo, "").expect("it can be sent")),
            Hand::App(_, phone) => drop(phone.sends_photo(photo).expect("it can be sent")),
            Hand::Customer(_, phone) => drop(phone.sends_photo(photo).expect("it can be sent")),
        }
    }

    /// Presses what a message has shown once, whatever has become of it since.
    pub fn presses(&self, message: i64, data: &str) {
        match self {
            Hand::Telegram(messenger, user) => {
                drop(messenger.taps_data(*user, message, data).expect("it can be pressed"));
            }
            Hand::App(_, phone) => phone.taps_late(message, data).expect("it can be pressed"),
            Hand::Customer(_, phone) => phone.taps_on(message, data).expect("it can be pressed"),
        }
    }

    /// What the bot has said, as it stands there now.
    pub fn messages(&self) -> Vec<BotMessage> {
        match self {
            Hand::Telegram(messenger, user) => {
                messenger.messages(*user).into_iter().filter(|one| one.from_bot).collect()
            }
            Hand::App(_, phone) => phone.bot_messages().into_iter().map(BotMessage::from).collect(),
            Hand::Customer(_, phone) => phone.bot_messages().into_iter().map(BotMessage::from).collect(),
        }
    }

    /// Message and data of every button with this label, oldest first.
    pub fn buttons(&self, label: &str) -> Vec<(i64, String)> {
        let of = |message: BotMessage| {
            let found = message.buttons.iter().flatten().find(|button| button.text == label)?;
            Some((message.message_id, found.data.clone()?))
        };
        self.messages().into_iter().filter(|message| !message.deleted).filter_map(of).collect()
    }

    /// Looks again after every change, for so long by the machine's clock.
    pub async fn until<T>(&self, patience: Duration, look: impl Fn(&Hand) -> Option<T>) -> Option<T> {
        match self {
            Hand::Telegram(messenger, _) => messenger.until(patience, |_| look(self)).await,
            Hand::App(corp, _) | Hand::Customer(corp, _) => corp.until(patience, |_| look(self)).await,
        }
    }
}
