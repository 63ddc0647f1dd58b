//! What people do with their phones: write, photograph, block. Tapping stands
//! in `taps.rs`.
//!
//! Refuses what a real phone would not let them do.

use super::entities::Formatted;
use super::files::FileKind;
use super::message::{Author, Content};
use super::messenger::Messenger;
use super::state::{Chat, State, User};
use axum::body::Bytes;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

/// Why a phone would not do it.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Mishap {
    #[error("nobody has the number {0}")]
    NoSuchPerson(i64),
    #[error("person {0} has not pressed Start")]
    NotStarted(i64),
    #[error("person {0} has blocked the bot")]
    Blocked(i64),
    #[error("there is no chat {0}")]
    NoSuchChat(i64),
    #[error("there is no message {0} to do that with")]
    NoSuchMessage(i64),
    #[error("no button \"{wanted}\" there, only {there:?}")]
    NoSuchButton { wanted: String, there: Vec<String> },
    #[error("the button opens {0}")]
    OpensLink(String),
    #[error("an album holds 2 to 10 photos, not {0}")]
    NotAnAlbum(usize),
}

// A phone cuts longer texts into several messages.
const LONGEST_TEXT: usize = 4096;

impl Messenger {
    /// A person with a phone. Adding somebody again changes name and language.
    pub fn add_user(&self, id: i64, first_name: &str, language_code: &str) {
        self.shared.change(|state, _| {
            let user = state.users.entry(id).or_insert_with(|| User::new(id));
            user.first_name = first_name.to_owned();
            user.language_code = Some(language_code.to_owned()).filter(|code| !code.is_empty());
            state.chats.entry(id).or_insert_with(|| Chat::private(id));
        });
    }

    /// Presses Start, perhaps having come by a link with a code. Who had
    /// blocked the bot unblocks it by this.
    pub fn starts(&self, user: i64, code: Option<&str>) -> Result<i64, Mishap> {
        self.shared.change(|state, now| {
            let person = state.users.get_mut(&user).ok_or(Mishap::NoSuchPerson(user))?;
            person.started = true;
            if std::mem::take(&mut person.blocked) {
                state.announce_membership(user, user, ("kicked", "member"), now);
            }
            let text = match code {
                Some(code) => format!("/start {code}"),
                None => "/start".to_owned(),
            };
            write(state, user, Content::Text(Formatted::typed(&text)), None, now)
        })
    }

    /// Writes something and returns the message's id, of the last one if the
    /// phone had to cut the text.
    pub fn says(&self, user: i64, text: &str) -> Result<i64, Mishap> {
        let letters: Vec<char> = text.chars().collect();
        let mut last = Err(Mishap::NoSuchPerson(user));
        for part in letters.chunks(LONGEST_TEXT) {
            let part: String = part.iter().collect();
            last = self.sends(user, |_| Content::Text(Formatted::typed(&part)));
            last.clone()?;
        }
        last
    }

    /// Writes something as an answer to a message.
    pub fn replies(&self, user: i64, to_message: i64, text: &str) -> Result<i64, Mishap> {
        self.shared.change(|state, now| {
            may_write(state, user)?;
            state.message(user, to_message).ok_or(Mishap::NoSuchMessage(to_message))?;
            write(state, user, Content::Text(Formatted::typed(text)), Some(to_message), now)
        })
    }

    /// Changes the text or caption of an own message.
    pub fn edits_message(&self, user: i64, message: i64, text: &str) -> Result<(), Mishap> {
        self.shared.change(|state, now| {
            may_write(state, user)?;
            let own = state
                .message_mut(user, message)
                .filter(|own| own.author == Author::User(user))
                .ok_or(Mishap::NoSuchMessage(message))?;
            let words = own.content.words_mut().ok_or(Mishap::NoSuchMessage(message))?;
            *words = Formatted::typed(text);
            own.edited_at = Some(now);
            own.edited_times += 1;
            state.announce("edited_message", user, message, now);
            Ok(())
        })
    }

    /// Deletes a message on both sides. Bots are never told.
    pub fn deletes_message(&self, user: i64, message: i64) -> Result<(), Mishap> {
        self.shared.change(|state, _| {
            let message = state.message_mut(user, message).ok_or(Mishap::NoSuchMessage(message))?;
            message.deleted = true;
            Ok(())
        })
    }

    pub fn sends_photo(&self, user: i64, photo: impl Into<Bytes>, caption: &str) -> Result<i64, Mishap> {
        let photo = photo.into();
        self.sends(user, |state| Content::Photo {
            sizes: state.files.add_photo(photo),
            caption: Formatted::typed(caption),
        })
    }

    /// Several photos at once; the caption sits on the first.
    pub fn sends_album(&self, user: i64, photos: Vec<Vec<u8>>, caption: &str) -> Result<Vec<i64>, Mishap> {
        if !(2..=10).contains(&photos.len()) {
            return Err(Mishap::NotAnAlbum(photos.len()));
        }
        self.shared.change(|state, now| {
            may_write(state, user)?;
            let album = (13_800_000_000_000_000 + state.next_id()).to_string();
            let mut ids = Vec::new();
            for (position, photo) in photos.into_iter().enumerate() {
                let sizes = state.files.add_photo(photo.into());
                let caption = Formatted::typed(if position == 0 { caption } else { "" });
                let content = Content::Photo { sizes, caption };
                let message = state.post(user, Author::User(user), content, now).ok_or(Mishap::NoSuchChat(user))?;
                message.album = Some(album.clone());
                ids.push(message.id);
                let id = message.id;
                state.announce("message", user, id, now);
            }
            Ok(ids)
        })
    }

    /// A file, also a picture sent "as file".
    pub fn sends_document(
        &self,
        user: i64,
        bytes: impl Into<Bytes>,
        name: &str,
        mime: &str,
        caption: &str,
    ) -> Result<i64, Mishap> {
        let bytes = bytes.into();
        self.sends(user, |state| Content::Document {
            file_id: state.files.add(FileKind::Document, bytes, Some(name), mime),
            caption: Formatted::typed(caption),
        })
    }

    /// A file that claims this many bytes, too many to hold here.
    pub fn sends_huge_document(&self, user: i64, size: u64, name: &str, mime: &str) -> Result<i64, Mishap> {
        self.sends(user, |state| {
            let file_id = state.files.add(FileKind::Document, Bytes::from_static(b"huge"), Some(name), mime);
            if let Some(file) = state.files.get_mut(&file_id) {
                file.size = size;
            }
            Content::Document { file_id, caption: Formatted::default() }
        })
    }

    pub fn sends_voice(&self, user: i64, bytes: impl Into<Bytes>, seconds: u32) -> Result<i64, Mishap> {
        let bytes = bytes.into();
        self.sends(user, |state| Content::Voice {
            file_id: state.files.add(FileKind::Voice, bytes, None, "audio/ogg"),
            seconds,
            caption: Formatted::default(),
        })
    }

    pub fn sends_location(&self, user: i64, latitude: f64, longitude: f64) -> Result<i64, Mishap> {
        self.sends(user, |_| Content::Location { latitude, longitude })
    }

    /// A contact card; `owner` is the account behind it, if it has one.
    pub fn sends_contact(&self, user: i64, phone: &str, first_name: &str, owner: Option<i64>) -> Result<i64, Mishap> {
        self.sends(user, |_| Content::Contact {
            phone: phone.to_owned(),
            first_name: first_name.to_owned(),
            user_id: owner,
        })
    }

    /// Anything else the messenger can carry, by its own fields.
    pub fn sends_other(&self, user: i64, fields: Map<String, Value>) -> Result<i64, Mishap> {
        self.sends(user, |_| Content::Other(fields))
    }

    fn sends(&self, user: i64, content: impl FnOnce(&mut State) -> Content) -> Result<i64, Mishap> {
        self.shared.change(|state, now| {
            may_write(state, user)?;
            let content = content(state);
            write(state, user, content, None, now)
        })
    }

    /// Blocks the bot; nothing it sends arrives any more.
    pub fn blocks(&self, user: i64) -> Result<(), Mishap> {
        self.set_blocked(user, true)
    }

    pub fn unblocks(&self, user: i64) -> Result<(), Mishap> {
        self.set_blocked(user, false)
    }

    fn set_blocked(&self, user: i64, blocked: bool) -> Result<(), Mishap> {
        self.shared.change(|state, now| {
            let person = state.users.get_mut(&user).ok_or(Mishap::NoSuchPerson(user))?;
            if std::mem::replace(&mut person.blocked, blocked) != blocked {
                let from_to = if blocked { ("member", "kicked") } else { ("kicked", "member") };
                state.announce_membership(user, user, from_to, now);
            }
            Ok(())
        })
    }

    /// Deletes the account for good.
    pub fn deactivates(&self, user: i64) -> Result<(), Mishap> {
        self.shared.change(|state, _| {
            let person = state.users.get_mut(&user).ok_or(Mishap::NoSuchPerson(user))?;
            person.deactivated = true;
            Ok(())
        })
    }
}

impl User {
    fn new(id: i64) -> Self {
        Self { id, first_name: String::new(), language_code: None, started: false, blocked: false, deactivated: false }
    }
}

fn may_write(state: &State, user: i64) -> Result<(), Mishap> {
    match state.users.get(&user) {
        None => Err(Mishap::NoSuchPerson(user)),
        Some(person) if !person.started => Err(Mishap::NotStarted(user)),
        Some(person) if person.blocked => Err(Mishap::Blocked(user)),
        Some(_) => Ok(()),
    }
}

fn write(
    state: &mut State,
    user: i64,
    content: Content,
    reply_to: Option<i64>,
    now: DateTime<Utc>,
) -> Result<i64, Mishap> {
    let message = state.post(user, Author::User(user), content, now).ok_or(Mishap::NoSuchChat(user))?;
    message.reply_to = reply_to;
    let id = message.id;
    state.announce("message", user, id, now);
    Ok(id)
}
