//! A phone in somebody's hand: what he does, and what he reads since he last
//! looked, as a transcript.

use super::journal::{Deed, Who};
use super::{Place, World};
use anju::sandbox::BotMessage;
use anju::sandbox::wecom::Phone as WecomPhone;
use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex};

/// How far each phone has been read, by the messenger's address and user.
static READ: LazyLock<Mutex<BTreeMap<(String, i64), usize>>> = LazyLock::new(Mutex::default);

pub struct Phone<'w> {
    world: &'w World,
    user: i64,
    who: Who,
    place: Place,
}

/// A button as a phone showed it once.
pub struct Kept {
    place: Place,
    pub user: i64,
    pub message: i64,
    pub data: String,
    /// Which of the story's kept buttons it is.
    pub number: usize,
}

impl Kept {
    /// Presses it, if the phone lets him; Telegram's presses can be asked what
    /// popped up.
    pub fn press(&self, world: &World) -> Option<anju::sandbox::Press> {
        match &world.wecom {
            Some(side) if self.place != Place::Telegram => {
                let _ = side.phone(self.place, self.user).taps_on(self.message, &self.data);
                None
            }
            _ => Some(world.messenger.taps_data(self.user, self.message, &self.data).expect("it can be pressed")),
        }
    }
}

impl<'w> Phone<'w> {
    pub fn new(world: &'w World, user: i64, name: &str) -> Phone<'w> {
        Phone { world, user, who: Who::Named(name.to_owned()), place: world.place(name) }
    }

    /// The phone of somebody who is not of the company.
    pub fn of_stranger(world: &'w World, user: i64) -> Phone<'w> {
        Phone { world, user, who: Who::Stranger(user), place: world.place_of_strangers() }
    }

    /// A phone on Telegram, wherever its owner's other one is.
    pub fn on_telegram(world: &'w World, user: i64) -> Phone<'w> {
        Phone { place: Place::Telegram, ..Phone::of_stranger(world, user) }
    }

    fn note(&self, deed: impl FnOnce(Who) -> Deed) {
        self.world.journal.note(deed(self.who.clone()));
    }

    fn on_telegram_alone(&self, what: &'static str) {
        self.world.journal.note(Deed::OnTelegramAlone(what));
    }

    /// The phone on WeCom, if it is there.
    fn wecom(&self) -> Option<Box<dyn WecomPhone>> {
        let side = self.world.wecom.as_ref().filter(|_| self.place != Place::Telegram)?;
        Some(side.phone(self.place, self.user))
    }

    fn key(&self) -> (String, i64) {
        (self.world.messenger.url().to_owned(), self.user)
    }

    pub fn user(&self) -> i64 {
        self.user
    }

    pub fn says(&self, text: &str) -> i64 {
        self.note(|who| Deed::Says(who, text.to_owned()));
        if let Some(phone) = self.wecom() {
            return phone.says(text).expect("it can be said");
        }
        self.world.messenger.says(self.user, text).expect("it can be said")
    }

    pub fn edits(&self, message: i64, text: &str) {
        self.on_telegram_alone("a message is edited");
        self.world.messenger.edits_message(self.user, message, text).expect("it can be edited");
    }

    pub fn replies(&self, to: i64, text: &str) -> i64 {
        self.on_telegram_alone("a message is quoted");
        self.world.messenger.replies(self.user, to, text).expect("it can be said")
    }

    /// A photo; where a photo has no caption, the words come after it.
    pub fn photo(&self, caption: &str) {
        self.note(|who| Deed::Photo(who, caption.to_owned()));
        if let Some(phone) = self.wecom() {
            phone.sends_photo(picture(self.user)).expect("a photo can be sent");
            add_words(phone.as_ref(), caption);
            return;
        }
        self.world.messenger.sends_photo(self.user, picture(self.user), caption).expect("a photo can be sent");
    }

    pub fn album(&self, count: usize, caption: &str) {
        self.note(|who| Deed::Album(who, count, caption.to_owned()));
        if let Some(phone) = self.wecom() {
            for number in 0..count {
                phone.sends_photo(picture(i64::try_from(number).expect("few"))).expect("a photo can be sent");
            }
            add_words(phone.as_ref(), caption);
            return;
        }
        let pictures = (0..count).map(|number| picture(i64::try_from(number).expect("few"))).collect();
        self.world.messenger.sends_album(self.user, pictures, caption).expect("an album can be sent");
    }

    pub fn voice(&self) {
        self.note(Deed::Voice);
        match &self.world.wecom {
            Some(side) if self.place != Place::Telegram => side.sends_voice(self.place, self.user),
            _ => drop(self.world.messenger.sends_voice(self.user, b"OggS".to_vec(), 4).expect("it can be sent")),
        }
    }

    pub fn location(&self) {
        self.note(Deed::Location);
        match &self.world.wecom {
            Some(side) if self.place != Place::Telegram => side.sends_location(self.place, self.user),
            _ => drop(self.world.messenger.sends_location(self.user, 30.25, 120.16).expect("it can be sent")),
        }
    }

    /// Wants no more messages: the bot is blocked, the application out of
    /// reach, or customer service refused.
    pub fn blocks(&self) {
        self.note(Deed::Blocks);
        match &self.world.wecom {
            Some(side) if self.place != Place::Telegram => side.is_reachable(self.place, self.user, false),
            _ => self.world.messenger.blocks(self.user).expect("it can be blocked"),
        }
    }

    pub fn unblocks(&self) {
        self.note(Deed::Unblocks);
        match &self.world.wecom {
            Some(side) if self.place != Place::Telegram => {
                side.is_reachable(self.place, self.user, true);
                // Only Telegram tells of it by itself.
                if self.place == Place::Customer {
                    side.phone(self.place, self.user).says("你好").expect("it can be said");
                }
            }
            _ => self.world.messenger.unblocks(self.user).expect("it can be unblocked"),
        }
    }

    /// The account is deleted, and nobody is told.
    pub fn vanishes(&self) {
        self.note(Deed::Vanishes);
        match &self.world.wecom {
            Some(side) if self.place != Place::Telegram => side.is_reachable(self.place, self.user, false),
            _ => self.world.messenger.deactivates(self.user).expect("it can be deleted"),
        }
    }

    /// The newest button with this label, for a press when it may be gone.
    pub fn keeps(&self, label: &str) -> Kept {
        self.note(|who| Deed::Keeps(who, label.to_owned()));
        let message = self
            .with_button(label)
            .unwrap_or_else(|| panic!("{:?} has no `{label}`; he reads:\n{}", self.who, self.everything()));
        let button = message.buttons.iter().flatten().find(|button| button.text == label).expect("it was found by it");
        let data = button.data.clone().expect("a button that says something");
        let kept = self.world.journal.deeds().iter().filter(|deed| matches!(deed, Deed::Keeps(..))).count();
        Kept { place: self.place, user: self.user, message: message.message_id, data, number: kept - 1 }
    }

    /// The messenger does not find the last photo any more.
    pub fn loses_last_photo(&self) {
        self.on_telegram_alone("a file is lost");
        let sent = self.world.messenger.messages(self.user);
        let photo = sent.iter().rev().filter(|one| !one.from_bot).find_map(|one| one.photos.last()).expect("a photo");
        self.world.messenger.lose_file(photo);
    }

    /// Taps the newest button with this label; what a list offers is answered
    /// by its number. `None`: the messenger pops nothing up.
    pub fn taps(&self, label: &str) -> Option<anju::sandbox::Press> {
        self.note(|who| Deed::Taps(who, label.to_owned()));
        if let Some(phone) = self.wecom() {
            if phone.taps(label).is_err() {
                let number = phone.bot_messages().iter().rev().find_map(|one| World::number_of(&one.text, label));
                let number = number.unwrap_or_else(|| {
                    panic!("{:?} has no button `{label}`; he reads:\n{}", self.who, self.everything())
                });
                phone.says(&number).expect("it can be said");
            }
            return None;
        }
        let message = self
            .with_button(label)
            .unwrap_or_else(|| panic!("{:?} has no button `{label}`; he reads:\n{}", self.who, self.everything()));
        Some(self.world.messenger.taps(self.user, message.message_id, label).expect("it can be tapped"))
    }

    /// Two presses before anything can happen.
    pub fn taps_twice(&self, label: &str) {
        if let Some(phone) = self.wecom() {
            self.taps(label);
            // What was answered by its number has no button to press again.
            let _ = phone.taps(label);
            return;
        }
        self.note(|who| Deed::TapsTwice(who, label.to_owned()));
        let message = self.with_button(label).expect("there is such a button");
        let _ = self.world.messenger.taps_twice(self.user, message.message_id, label).expect("it can be tapped");
    }

    pub fn with_button(&self, label: &str) -> Option<BotMessage> {
        self.bot_messages()
            .into_iter()
            .rev()
            .find(|message| !message.deleted && message.buttons.iter().flatten().any(|button| button.text == label))
    }

    pub fn bot_messages(&self) -> Vec<BotMessage> {
        if let Some(phone) = self.wecom() {
            return phone.bot_messages().into_iter().map(BotMessage::from).collect();
        }
        self.world.messenger.messages(self.user).into_iter().filter(|message| message.from_bot).collect()
    }

    pub fn last(&self) -> BotMessage {
        self.bot_messages().pop().expect("the bot has said something")
    }

    /// Reads what came since the last look.
    pub fn reads(&self) -> String {
        let messages = self.bot_messages();
        let mut read = READ.lock().expect("no panic while held");
        let from = read.insert(self.key(), messages.len()).unwrap_or(0);
        messages.iter().skip(from).map(written).collect::<Vec<_>>().join("\n---\n")
    }

    /// Puts the phone away: what is there has been read.
    pub fn skip(&self) {
        let _ = self.reads();
    }

    /// The newest message with these words, as it stands now.
    pub fn showing(&self, words: &str) -> String {
        let found =
            self.bot_messages().into_iter().rev().find(|message| !message.deleted && message.text.contains(words));
        found.map_or_else(
            || panic!("{:?} sees no `{words}`; he reads:\n{}", self.who, self.everything()),
            |found| written(&found),
        )
    }

    pub fn everything(&self) -> String {
        self.bot_messages().iter().map(written).collect::<Vec<_>>().join("\n---\n")
    }
}

/// A photo on WeChat and WeCom has no caption: what is to be said is said after it.
fn add_words(phone: &dyn WecomPhone, words: &str) {
    if !words.is_empty() {
        phone.says(words).expect("it can be said");
    }
}

fn written(message: &BotMessage) -> String {
    let mut lines = Vec::new();
    if !message.photos.is_empty() {
        lines.push(format!("<{} photo>", message.photos.len()));
    }
    if !message.text.is_empty() {
        lines.push(message.text.clone());
    }
    lines.extend(
        message
            .buttons
            .iter()
            .map(|row| row.iter().map(|button| format!("[{}]", button.text)).collect::<Vec<_>>().join(" ")),
    );
    lines.join("\n")
}

/// A picture that differs from every other.
pub fn picture(seed: i64) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.extend(seed.to_be_bytes());
    bytes
}
