//! The shape of an update. teloxide's types are stricter than the Bot API: a
//! voice message without `mime_type` or a press without `chat_instance` does not
//! parse there. What the fields mean stands in `door` and `receive`.

use crate::channel::json::Object;

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
