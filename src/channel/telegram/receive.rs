//! What a raw update says, in the words of `talk`. Runs in the turn, so that a
//! mended reader can try a parked update again. What it means to the business
//! is not known here.

use super::door::said_at;
use super::shape::{Envelope, Kind};
use crate::channel::json::{Object, with_value};
use crate::channel::words::words;
use crate::talk::inbound::{Address, Channel, FileKind, FileRef, Inbound, Lang, Media, Press, Said};

/// Why an update says nothing. Its text never quotes the update.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseFault {
    #[error("not an update: no JSON object, or none of a known shape in it")]
    NotAnUpdate,
    #[error("a press without an id cannot be answered")]
    PressWithoutId,
}

/// Reads an update. Group chats, channels and bots give `Said::Elsewhere`.
pub fn parse(raw: &str) -> Result<Inbound, ParseFault> {
    let envelope = Envelope::read(raw).map_err(|_| ParseFault::NotAnUpdate)?;
    let body = &envelope.body;
    let from = body.object("from");
    let said = match &envelope.kind {
        _ if envelope.elsewhere() => Said::Elsewhere,
        Kind::Message => said(body),
        Kind::Edited => edited(body),
        Kind::Press => press(body)?,
        Kind::Membership => membership(body),
        Kind::NotAskedFor => Said::Elsewhere,
        Kind::Unknown(kind) => Said::Unsupported(kind.clone()),
    };
    // A press has no message of its own: it answers the one its button sits on.
    let message_id = |message: &Object<'_>| message.integer("message_id").map(|id| id.to_string());
    let (message, reply_to) = match envelope.kind {
        Kind::Press => (None, body.object("message").as_ref().and_then(message_id)),
        _ => (message_id(body), body.object("reply_to_message").as_ref().and_then(message_id)),
    };
    Ok(Inbound {
        from: Address { channel: Channel::Telegram, user: user(&envelope) },
        said_at: said_at(&envelope),
        message,
        reply_to,
        lang: from.as_ref().and_then(|from| from.text("language_code")).map(|tag| Lang::from_tag(Some(&tag))),
        name: from.as_ref().and_then(name),
        welcome: None,
        said,
    })
}

/// The private chat; elsewhere whatever id there is, for the log only.
fn user(envelope: &Envelope<'_>) -> String {
    let id_of = |key| envelope.body.object(key).and_then(|it| it.integer("id"));
    let id = envelope.person.or_else(|| id_of("from")).or_else(|| id_of("chat"));
    id.map(|id| id.to_string()).unwrap_or_default()
}

fn name(from: &Object<'_>) -> Option<String> {
    let parts = [from.text("first_name"), from.text("last_name")];
    let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ").trim().to_owned();
    (!name.is_empty()).then_some(name)
}

fn said(message: &Object<'_>) -> Said {
    if let Some(text) = message.text("text") {
        return words(text);
    }
    if let Some(file) = file(message) {
        return Said::Media(Media { file, caption: caption(message), group: message.text("media_group_id") });
    }
    if let Some(contact) = message.object("contact") {
        return shared_contact(message, &contact);
    }
    // A venue repeats its place as `location`: read it first, it has a name.
    let place = message.object("venue").and_then(|venue| {
        let label = [venue.text("title"), venue.text("address")].into_iter().flatten().collect::<Vec<_>>().join(" ");
        location(&venue.object("location")?, Some(label))
    });
    if let Some(place) = place.or_else(|| location(&message.object("location")?, None)) {
        return place;
    }
    other(message)
}

fn location(place: &Object<'_>, label: Option<String>) -> Option<Said> {
    let label = label.map(|label| label.trim().to_owned()).filter(|label| !label.is_empty());
    Some(Said::Location { latitude: place.get("latitude")?, longitude: place.get("longitude")?, label })
}

fn caption(message: &Object<'_>) -> Option<String> {
    message.text("caption").filter(|caption| !caption.trim().is_empty())
}

/// The file of a message. Everything that can be fetched counts: a round video
/// is a video, an animation or a music file a document.
fn file(message: &Object<'_>) -> Option<FileRef> {
    if let Some(photo) = largest(message.objects("photo")) {
        return file_ref(FileKind::Photo, &photo);
    }
    let kinds = [
        ("voice", FileKind::Voice),
        ("video", FileKind::Video),
        ("video_note", FileKind::Video),
        ("document", FileKind::Document),
        ("animation", FileKind::Document),
        ("audio", FileKind::Document),
    ];
    kinds.into_iter().find_map(|(key, kind)| file_ref(kind, &message.object(key)?))
}

/// Bot API: the sizes of one picture come in no promised order.
fn largest(sizes: Vec<Object<'_>>) -> Option<Object<'_>> {
    let area =
        |size: &Object<'_>| size.integer("width").unwrap_or(0).saturating_mul(size.integer("height").unwrap_or(0));
    sizes.into_iter().filter(|size| size.has("file_id")).max_by_key(area)
}

/// Only the id is needed; every other field is optional, as the Bot API says.
fn file_ref(kind: FileKind, file: &Object<'_>) -> Option<FileRef> {
    Some(FileRef {
        kind,
        provider_id: file.text("file_id")?,
        unique_id: file.text("file_unique_id"),
        name: file.text("file_name").filter(|name| !name.is_empty()),
        mime: file.text("mime_type").filter(|mime| !mime.is_empty()),
        size: file.integer("file_size"),
    })
}

/// Anybody can send anybody's contact card: only one whose `user_id` is the
/// sender's is vouched for by Telegram.
fn shared_contact(message: &Object<'_>, contact: &Object<'_>) -> Said {
    let sender = message.object("from").and_then(|from| from.integer("id"));
    let own = sender.is_some() && contact.integer("user_id") == sender;
    match contact.text("phone_number") {
        Some(phone) => Said::Contact { phone: phone.trim().to_owned(), own },
        None => Said::Unsupported("contact".to_owned()),
    }
}

/// A new version of a message. Live locations move by edits, many a minute:
/// not worth an answer each. New media without words are named unsupported,
/// because the Bot API also reports edits in which nothing visible changed.
fn edited(message: &Object<'_>) -> Said {
    match message.text("text").or_else(|| caption(message)) {
        Some(text) => Said::Edited { text },
        None if message.has("location") => Said::Elsewhere,
        None => Said::Unsupported("edited_media".to_owned()),
    }
}

fn press(query: &Object<'_>) -> Result<Said, ParseFault> {
    let id = query.text("id").ok_or(ParseFault::PressWithoutId)?;
    Ok(match query.text("data") {
        Some(data) => Said::Tap(Press { data, query: id, code: None }),
        None => Said::Unsupported("game".to_owned()),
    })
}

/// In a private chat this comes only when the person blocks the bot or lets it in again.
fn membership(change: &Object<'_>) -> Said {
    let status = change.object("new_chat_member").and_then(|member| member.text("status"));
    match status {
        Some(status) => Said::Reachable(status != "kicked" && status != "left"),
        None => Said::Unsupported("my_chat_member".to_owned()),
    }
}

/// Notes that Telegram writes into a private chat by itself: nobody said them.
const SERVICE: [&str; 22] = [
    "boost_added",
    "chat_background_set",
    "chat_owner_changed",
    "chat_shared",
    "checklist_tasks_added",
    "checklist_tasks_done",
    "connected_website",
    "forum_topic_closed",
    "forum_topic_created",
    "forum_topic_edited",
    "forum_topic_reopened",
    "gift",
    "message_auto_delete_timer_changed",
    "migrate_from_chat_id",
    "migrate_to_chat_id",
    "passport_data",
    "pinned_message",
    "proximity_alert_triggered",
    "refunded_payment",
    "unique_gift",
    "users_shared",
    "write_access_allowed",
];

/// The fields that any message may have; the one left over names its kind.
const COMMON: [&str; 30] = [
    "author_signature",
    "business_connection_id",
    "caption",
    "caption_entities",
    "chat",
    "date",
    "direct_messages_topic",
    "edit_date",
    "effect_id",
    "entities",
    "external_reply",
    "forward_origin",
    "from",
    "has_media_spoiler",
    "has_protected_content",
    "is_automatic_forward",
    "is_from_offline",
    "is_topic_message",
    "link_preview_options",
    "media_group_id",
    "message_id",
    "message_thread_id",
    "quote",
    "reply_markup",
    "reply_to_message",
    "sender_boost_count",
    "sender_business_bot",
    "sender_chat",
    "show_caption_above_media",
    "via_bot",
];

fn other(message: &Object<'_>) -> Said {
    let kind = message.keys().find(|key| !COMMON.contains(key) && message.has(key));
    match kind {
        Some(kind) if SERVICE.contains(&kind) => Said::Elsewhere,
        Some(kind) => Said::Unsupported(kind.to_owned()),
        None => Said::Unsupported("empty".to_owned()),
    }
}

/// The raw text without the code of a used invitation, for storing: whoever
/// reads the table must not be able to use a link again. Wherever the code
/// stands it is replaced, also in a quoted `/start`; a short one only in the
/// words themselves, where it cannot be part of an id.
#[must_use]
pub fn without_code(raw: &str, code: &str) -> String {
    const CUT: &str = "…";
    const TELLING: usize = 8;
    if code.is_empty() {
        return raw.to_owned();
    }
    let spliced = cut_from_words(raw, code, CUT).unwrap_or_else(|| raw.to_owned());
    if code.len() >= TELLING { spliced.replace(code, CUT) } else { spliced }
}

fn cut_from_words(raw: &str, code: &str, cut: &str) -> Option<String> {
    let update = Object::read(raw)?;
    let message = update.object("message").or_else(|| update.object("edited_message"))?;
    let text = message.text("text").filter(|text| text.contains(code))?;
    with_value(raw, message.raw("text")?, &text.replace(code, cut))
}
