//! A phone in somebody's hand: what he does, and what he reads since he last
//! looked, as a transcript.

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
    name: String,
    place: Place,
}

impl<'w> Phone<'w> {
    pub fn new(world: &'w World, user: i64, name: &str) -> Phone<'w> {
        Phone { world, user, name: name.to_owned(), place: world.place(name) }
    }

    /// A phone on Telegram, wherever its owner's other one is.
    pub fn on_telegram(world: &'w World, user: i64, name: &str) -> Phone<'w> {
        Phone { place: Place::Telegram, ..Phone::new(world, user, name) }
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
        if let Some(phone) = self.wecom() {
            return phone.says(text).expect("it can be said");
        }
        self.world.messenger.says(self.user, text).expect("it can be said")
    }

    pub fn edits(&self, message: i64, text: &str) {
        self.world.messenger.edits_message(self.user, message, text).expect("it can be edited");
    }

    pub fn replies(&self, to: i64, text: &str) -> i64 {
        self.world.messenger.replies(self.user, to, text).expect("it can be said")
    }

    pub fn photo(&self, caption: &str) {
        if let Some(phone) = self.wecom() {
            phone.sends_photo(picture(self.user)).expect("a photo can be sent");
            return;
        }
        self.world.messenger.sends_photo(self.user, picture(self.user), caption).expect("a photo can be sent");
    }

    pub fn album(&self, count: usize, caption: &str) {
        if let Some(phone) = self.wecom() {
            for number in 0..count {
                phone.sends_photo(picture(i64::try_from(number).expect("few"))).expect("a photo can be sent");
            }
            return;
        }
        let pictures = (0..count).map(|number| picture(i64::try_from(number).expect("few"))).collect();
        self.world.messenger.sends_album(self.user, pictures, caption).expect("an album can be sent");
    }

    pub fn blocks(&self) {
        self.world.messenger.blocks(self.user).expect("it can be blocked");
    }

    pub fn unblocks(&self) {
        self.world.messenger.unblocks(self.user).expect("it can be unblocked");
    }

    /// The account is deleted, and nobody is told.
    pub fn vanishes(&self) {
        self.world.messenger.deactivates(self.user).expect("it can be deleted");
    }

    /// The messenger does not find the last photo any more.
    pub fn loses_last_photo(&self) {
        let sent = self.world.messenger.messages(self.user);
        let photo = sent.iter().rev().filter(|one| !one.from_bot).find_map(|one| one.photos.last()).expect("a photo");
        self.world.messenger.lose_file(photo);
    }

    /// Taps the newest button with this label; what a list offers is answered
    /// by its number. `None`: the messenger pops nothing up.
    pub fn taps(&self, label: &str) -> Option<anju::sandbox::Press> {
        if let Some(phone) = self.wecom() {
            if phone.taps(label).is_err() {
                let number = phone.bot_messages().iter().rev().find_map(|one| World::number_of(&one.text, label));
                let number = number.unwrap_or_else(|| {
                    panic!("{} has no button `{label}`; he reads:\n{}", self.name, self.everything())
                });
                phone.says(&number).expect("it can be said");
            }
            return None;
        }
        let message = self
            .with_button(label)
            .unwrap_or_else(|| panic!("{} has no button `{label}`; he reads:\n{}", self.name, self.everything()));
        Some(self.world.messenger.taps(self.user, message.message_id, label).expect("it can be tapped"))
    }

    /// What the messenger answered to the last press of this button.
    pub fn taps_twice(&self, label: &str) {
        if let Some(phone) = self.wecom() {
            self.taps(label);
            // What was answered by its number has no button to press again.
            let _ = phone.taps(label);
            return;
        }
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
            || panic!("{} sees no `{words}`; he reads:\n{}", self.name, self.everything()),
            |found| written(&found),
        )
    }

    pub fn everything(&self) -> String {
        self.bot_messages().iter().map(written).collect::<Vec<_>>().join("\n---\n")
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
