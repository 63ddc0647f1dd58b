//! What a customer does on WeChat. Nothing here ever turns grey: menus of any
//! age can be tapped.

use super::corp::Corp;
use super::media::{MediaKind, Medium};
use super::message::{Chat, Content};
use super::phone::{Mishap, Phone, find};
use super::screen::Shown;
use super::state::{NewMessage, State};
use crate::sandbox::files::image_type;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// The phone of somebody on WeChat, open at one KF account.
#[derive(Clone)]
pub struct CustomerPhone {
    corp: Corp,
    chat: Chat,
}

impl CustomerPhone {
    pub fn new(corp: &Corp, chat: Chat) -> Self {
        Self { corp: corp.clone(), chat }
    }

    pub fn chat(&self) -> Chat {
        self.chat.clone()
    }

    /// Opens the chat, by a link with this scene and parameter or without.
    pub fn enters(&self, scene: &str, scene_param: &str) -> Result<(), Mishap> {
        self.corp.world.change(|state, now| {
            let customer = self.may_write(state)?;
            if let Some(customer) = state.kf.customers.get_mut(&customer) {
                customer.entered_by = Some((scene.to_owned(), scene_param.to_owned()));
            }
            let mut event = json!({"scene": scene, "scene_param": scene_param});
            if state.kf.session(&self.chat).wants_greeting(now) {
                let code = state.opaque("WC");
                state.kf.links.give_code(code.clone(), &self.chat, now);
                event["welcome_code"] = json!(code);
            }
            state.log_event(&self.chat, "enter_session", event, now);
            Ok(())
        })
    }

    /// Follows a link the bot had made; which account it leads to decides the link.
    pub fn follows(&self, link: &str) -> Result<CustomerPhone, Mishap> {
        let customer = self.corp.world.with(|state, _| self.may_write(state))?;
        let entrance = self.corp.world.with(|state, _| state.kf.links.read(link));
        let entrance = entrance.ok_or_else(|| Mishap::BadLink(link.to_owned()))?;
        let there = self.corp.customer_of(&entrance.open_kfid, &customer);
        there.enters(&entrance.scene, &entrance.scene_param)?;
        Ok(there)
    }

    pub fn sends_voice(&self, amr: Vec<u8>) -> Result<i64, Mishap> {
        self.sends_medium(MediaKind::Voice, amr, "voice.amr", "audio/amr")
    }

    pub fn sends_file(&self, bytes: Vec<u8>, name: &str) -> Result<i64, Mishap> {
        self.sends_medium(MediaKind::File, bytes, name, "application/octet-stream")
    }

    pub fn sends_location(&self, latitude: f64, longitude: f64, name: &str) -> Result<i64, Mishap> {
        let content = Content::Location { latitude, longitude, label: name.to_owned() };
        let told = json!({"latitude": latitude, "longitude": longitude, "name": name, "address": name});
        self.writes(true, "location", |_, _| (content, told))
    }

    /// Takes an own message back; the bot is told which.
    pub fn recalls(&self, message: i64) -> Result<(), Mishap> {
        self.corp.world.change(|state, now| {
            let changed = state.revision;
            let messages = state.chats.get_mut(&self.chat).into_iter().flatten();
            let own = messages.into_iter().find(|own| own.id == message && !own.from_bot && !own.recalled);
            let own = own.ok_or(Mishap::NoSuchMessage(message))?;
            own.recalled = true;
            own.changed = changed;
            let event = json!({"recall_msgid": own.msgid});
            state.log_event(&self.chat, "user_recall_msg", event, now);
            Ok(())
        })
    }

    /// Wants no messages: they are taken with "ok" and fail later.
    pub fn refuses(&self, refuses: bool) -> Result<(), Mishap> {
        self.corp.world.change(|state, _| {
            let customer = self.may_write(state)?;
            if let Some(customer) = state.kf.customers.get_mut(&customer) {
                customer.refuses = refuses;
            }
            Ok(())
        })
    }

    /// How many messages the bot may still send.
    pub fn messages_left(&self) -> u32 {
        self.corp.world.with(|state, now| state.kf.session(&self.chat).left(now))
    }

    fn sends_medium(&self, kind: MediaKind, bytes: Vec<u8>, name: &str, mime: &str) -> Result<i64, Mishap> {
        let medium = |born| Medium { kind, bytes: bytes.into(), name: name.into(), mime: mime.into(), born };
        self.writes(true, kind.name(), |state, now| {
            let media_id = state.keep_medium(medium(now));
            let told = json!({"media_id": media_id});
            let content = match kind {
                MediaKind::Voice => Content::Voice { media_id },
                MediaKind::Image => Content::Image { media_id },
                _ => Content::File { media_id },
            };
            (content, told)
        })
    }

    /// Writes into the chat and into the log. `opens`: whether the bot may
    /// write again because of it.
    fn writes(
        &self,
        opens: bool,
        kind: &str,
        make: impl FnOnce(&mut State, DateTime<Utc>) -> (Content, Value),
    ) -> Result<i64, Mishap> {
        self.corp.world.change(|state, now| {
            self.may_write(state)?;
            let (content, told) = make(state, now);
            let session = state.kf.session(&self.chat);
            match opens {
                true => session.customer_wrote(now),
                false => session.customer_stirred(),
            }
            let msgid = state.opaque("4");
            let new = NewMessage { from_bot: false, msgid: msgid.clone(), content };
            let place = state.post(&self.chat, new, now);
            state.log_message(&self.chat, &msgid, kind, told, now);
            Ok(place)
        })
    }

    /// The customer's `external_userid`.
    fn may_write(&self, state: &State) -> Result<String, Mishap> {
        let Chat::Kf { open_kfid, external_userid } = &self.chat else {
            return Err(Mishap::NoSuchAccount(self.chat.to_string()));
        };
        state.kf.account(open_kfid).map_err(|_| Mishap::NoSuchAccount(open_kfid.clone()))?;
        let customer = state.kf.customer(external_userid);
        Ok(customer.map_err(|_| Mishap::NoSuchPerson(external_userid.clone()))?.external_userid.clone())
    }
}

impl Phone for CustomerPhone {
    fn says(&self, text: &str) -> Result<i64, Mishap> {
        self.writes(true, "text", |_, _| (Content::Text(text.to_owned()), json!({"content": text})))
    }

    fn sends_photo(&self, photo: Vec<u8>) -> Result<i64, Mishap> {
        let mime = image_type(&photo).unwrap_or("image/jpeg");
        self.sends_medium(MediaKind::Image, photo, "photo.jpg", mime)
    }

    /// A tap on a menu is a text with the item's id.
    fn taps_on(&self, message: i64, button: &str) -> Result<(), Mishap> {
        let (opens, found) = self.corp.world.with(|state, _| {
            let messages = state.chats.get(&self.chat).map(Vec::as_slice).unwrap_or_default();
            let found = match messages.iter().find(|held| held.id == message).map(|held| &held.content) {
                Some(Content::Menu { items, .. }) => find(items, button),
                _ => Err(Mishap::NoSuchMessage(message)),
            };
            (state.guesses.click_reopens, found)
        });
        let (menu_id, caption) = found?;
        let told = json!({"content": caption, "menu_id": menu_id});
        self.writes(opens, "text", |_, _| (Content::Text(caption), told)).map(|_| ())
    }

    fn messages(&self) -> Vec<Shown> {
        self.corp.messages(&self.chat)
    }
}
