//! Reading JSON field by field, so that one odd field never costs the rest of
//! an update. teloxide's types are stricter than the Bot API: a voice message
//! without `mime_type` or a press without `chat_instance` does not parse there.
//! What the fields mean stands in `door` and `receive`.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// A JSON object whose values are still text. serde_json skips over a value
/// without recursion, so nesting of any depth is harmless here.
pub(super) struct Object<'a>(BTreeMap<Text, &'a RawValue>);

impl<'a> Object<'a> {
    pub(super) fn read(raw: &'a str) -> Option<Object<'a>> {
        serde_json::from_str(raw).ok().map(Object)
    }

    pub(super) fn raw(&self, key: &str) -> Option<&'a RawValue> {
        self.0.get(key).copied().filter(|value| value.get() != "null")
    }

    pub(super) fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        self.raw(key).and_then(|value| serde_json::from_str(value.get()).ok())
    }

    pub(super) fn integer(&self, key: &str) -> Option<i64> {
        self.get(key)
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.get::<Text>(key).map(|text| text.0)
    }

    pub(super) fn object(&self, key: &str) -> Option<Object<'a>> {
        self.raw(key).and_then(|value| Object::read(value.get()))
    }

    /// The readable objects of an array; what is not one is passed over.
    pub(super) fn objects(&self, key: &str) -> Vec<Object<'a>> {
        let items: Option<Vec<&'a RawValue>> = self.raw(key).and_then(|value| serde_json::from_str(value.get()).ok());
        items.unwrap_or_default().into_iter().filter_map(|item| Object::read(item.get())).collect()
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.raw(key).is_some()
    }

    /// All keys, in alphabetical order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|key| key.0.as_str())
    }
}

/// A string as a person may have made it: U+0000 removed (PostgreSQL refuses
/// it), half a surrogate pair replaced (serde_json refuses it in a `String`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text(pub(super) String);

impl std::borrow::Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        struct Reading;
        impl Visitor<'_> for Reading {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Text, E> {
                Ok(Text(String::from_utf8_lossy(bytes).replace('\0', "")))
            }
        }
        // As bytes, serde_json hands lone surrogates through instead of failing.
        deserializer.deserialize_bytes(Reading)
    }
}

/// What every update has in common: its id, its kind, and whose it is.
pub(super) struct Envelope<'a> {
    pub(super) id: Option<i64>,
    pub(super) kind: Kind,
    pub(super) body: Object<'a>,
    /// The private chat that the update belongs to; `None` in groups and channels.
    pub(super) person: Option<i64>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Message,
    Edited,
    Press,
    Membership,
    /// Known to the Bot API, never asked for: may still come for a while after
    /// `allowed_updates` was changed, which does not touch older updates.
    NotAskedFor,
    Unknown(String),
}

const ASKED_FOR: [&str; 4] = ["message", "edited_message", "callback_query", "my_chat_member"];

const NOT_ASKED_FOR: [&str; 19] = [
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
];

impl<'a> Envelope<'a> {
    /// `Err` carries the update id if at least that could be read.
    pub(super) fn read(raw: &'a str) -> Result<Envelope<'a>, Option<i64>> {
        let update = Object::read(raw).ok_or(None)?;
        let id = update.integer("update_id");
        // Ours first: a field added to the update itself must not hide the message.
        let (kind, body) = ASKED_FOR
            .into_iter()
            .chain(update.keys().filter(|key| *key != "update_id"))
            .find_map(|key| Some((Kind::of(key), update.object(key)?)))
            .ok_or(id)?;
        let person = person(&kind, &body);
        Ok(Envelope { id, kind, body, person })
    }

    /// Said in a group or a channel, by a bot, or of a kind that no private
    /// chat can be read from: the bot does not listen there.
    pub(super) fn elsewhere(&self) -> bool {
        self.person.is_none()
    }
}

impl Kind {
    fn of(key: &str) -> Kind {
        match key {
            "message" => Kind::Message,
            "edited_message" => Kind::Edited,
            "callback_query" => Kind::Press,
            "my_chat_member" => Kind::Membership,
            key if NOT_ASKED_FOR.contains(&key) => Kind::NotAskedFor,
            key => Kind::Unknown(key.to_owned()),
        }
    }
}

/// In a private chat the chat's id is the person's. A press names the person
/// in `from`; the message it was made on may be inaccessible or absent.
fn person(kind: &Kind, body: &Object<'_>) -> Option<i64> {
    let from = body.object("from");
    if from.as_ref().and_then(|from| from.get::<bool>("is_bot")) == Some(true) {
        return None;
    }
    match kind {
        Kind::NotAskedFor => None,
        Kind::Press => {
            let chat = body.object("message").and_then(|message| message.object("chat"));
            let shared = chat.is_some_and(|chat| private(&chat).is_none()) || body.has("inline_message_id");
            from.and_then(|from| from.integer("id")).filter(|_| !shared)
        }
        _ => private(&body.object("chat")?),
    }
}

/// Groups have negative ids, so that a chat without a readable type can still be told.
fn private(chat: &Object<'_>) -> Option<i64> {
    let id = chat.integer("id")?;
    let private = chat.text("type").map_or(id > 0, |kind| kind == "private");
    private.then_some(id)
}
