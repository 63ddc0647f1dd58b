//! What a stored callback of the app, or an item of customer service, says in
//! the words of `talk`. Runs in the turn, so that a mended reader can try a
//! parked one again. What it means to the business is not known here.

use super::door::{customer, member, seconds};
use super::envelope::Elements;
use crate::channel::json::{Object, with_value};
use crate::channel::words::{code, command, words};
use crate::talk::inbound::{Address, Channel, FileKind, FileRef, Inbound, Media, Press, Said, UpdateCode};
use std::time::Duration;

/// WeCom: a card may be changed once with each code, within 72 hours.
pub const CODE_LASTS: Duration = Duration::from_secs(72 * 60 * 60);

/// Why an update says nothing. Its text never quotes the update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseFault {
    #[error("not a callback of the app: no XML, or no type in it")]
    NotACallback,
    #[error("not an item of customer service: no JSON object, or no type in it")]
    NotAnItem,
}

/// Reads an opened callback of the app.
pub fn parse_app(xml: &str) -> Result<Inbound, ParseFault> {
    let update = Elements::read(xml).map_err(|_| ParseFault::NotACallback)?;
    let kind = update.word("MsgType").ok_or(ParseFault::NotACallback)?;
    let member = member(&update);
    let is_event = kind == "event";
    let said = match (&member, is_event) {
        (None, _) => Said::Elsewhere,
        (Some(_), true) => event(&update),
        (Some(_), false) => said(&update, &kind),
    };
    // A press has no message of its own: it answers the card its button sits on.
    let reply_to = update.word("TaskId").filter(|_| is_event);
    let message = update.word("MsgId").filter(|_| !is_event);
    let user = member.or_else(|| update.word("FromUserName")).unwrap_or_default();
    Ok(Inbound {
        from: Address { channel: Channel::WecomApp, user },
        said_at: seconds(update.integer("CreateTime")),
        message,
        reply_to,
        lang: None,
        name: None,
        welcome: None,
        said,
    })
}

fn said(update: &Elements, kind: &str) -> Said {
    let said = match kind {
        "text" => update.text("Content").map(words),
        "image" => media(FileKind::Photo, update.word("MediaId"), None),
        "voice" => media(FileKind::Voice, update.word("MediaId"), update.word("Format")),
        "video" => media(FileKind::Video, update.word("MediaId"), None),
        "file" => media(FileKind::Document, update.word("MediaId"), None),
        "location" => location(
            update.word("Location_X").and_then(|x| x.parse().ok()),
            update.word("Location_Y").and_then(|y| y.parse().ok()),
            [update.word("Label"), None],
        ),
        _ => None,
    };
    said.unwrap_or_else(|| Said::Unsupported(kind.to_owned()))
}

/// `door::member` has let in only what is named here.
fn event(update: &Elements) -> Said {
    let key = update.word("EventKey");
    match update.word("Event").as_deref() {
        Some("subscribe") => Said::Reachable(true),
        Some("unsubscribe") => Said::Reachable(false),
        Some("click") => match key.and_then(|key| command(&format!("/{}", key.trim_start_matches('/')))) {
            Some((name, args)) => Said::Command { name, args },
            None => Said::Unsupported("click".to_owned()),
        },
        Some("template_card_event" | "template_card_menu_event") => match key {
            Some(data) => {
                let code = update.word("ResponseCode").map(|code| UpdateCode { code, lasts: CODE_LASTS });
                Said::Tap(Press { data, query: String::new(), code })
            }
            None => Said::Unsupported("template_card_event".to_owned()),
        },
        _ => Said::Elsewhere,
    }
}

/// Neither of the two says more of a file than its id, which is another one
/// for the same picture sent again.
fn media(kind: FileKind, id: Option<String>, format: Option<String>) -> Option<Said> {
    let provider_id = id.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty())?;
    let mime = format.filter(|format| format == "amr").map(|_| "audio/amr".to_owned());
    let file = FileRef { kind, provider_id, unique_id: None, name: None, mime, size: None };
    Some(Said::Media(Media { file, caption: None, group: None }))
}

fn location(latitude: Option<f64>, longitude: Option<f64>, label: [Option<String>; 2]) -> Option<Said> {
    let on_earth = |degrees: &f64, most: f64| degrees.abs() <= most;
    let latitude = latitude.filter(|degrees| on_earth(degrees, 90.0))?;
    let longitude = longitude.filter(|degrees| on_earth(degrees, 180.0))?;
    let label = label.into_iter().flatten().collect::<Vec<_>>().join(" ").trim().to_owned();
    Some(Said::Location { latitude, longitude, label: Some(label).filter(|label| !label.is_empty()) })
}

/// Reads an item of customer service.
pub fn parse_kf(json: &str) -> Result<Inbound, ParseFault> {
    let item = Object::read(json).ok_or(ParseFault::NotAnItem)?;
    let kind = item.text("msgtype").ok_or(ParseFault::NotAnItem)?;
    let customer = customer(&item);
    let body = item.object(&kind);
    let is_event = kind == "event";
    let event = body.as_ref().filter(|_| is_event);
    let event_type = event.and_then(|event| event.text("event_type"));
    let elsewhere = customer.is_none();
    let from = Address { channel: Channel::WecomKf, user: customer.unwrap_or_default() };
    let said = match (event, event_type.as_deref()) {
        _ if elsewhere => Said::Elsewhere,
        (Some(event), Some("enter_session")) => {
            Said::Start { code: event.text("scene_param").map(|code| code.trim().to_owned()).and_then(code) }
        }
        (Some(event), Some("msg_send_fail")) => not_delivered(event),
        (Some(_), _) => Said::Elsewhere,
        (None, _) => body.as_ref().and_then(|body| kf_said(&kind, body)).unwrap_or(Said::Unsupported(kind)),
    };
    Ok(Inbound {
        from,
        said_at: seconds(item.integer("send_time")),
        // What happened to a customer, he did not write.
        message: item.text("msgid").filter(|id| !id.is_empty() && !is_event),
        reply_to: None,
        lang: None,
        name: None,
        welcome: event.and_then(|event| event.text("welcome_code")).filter(|code| !code.is_empty() && !elsewhere),
        said,
    })
}

fn kf_said(kind: &str, body: &Object<'_>) -> Option<Said> {
    match kind {
        "text" => match body.text("menu_id").filter(|id| !id.is_empty()) {
            Some(data) => Some(Said::Tap(Press { data, query: String::new(), code: None })),
            None => body.text("content").map(words),
        },
        "image" => media(FileKind::Photo, body.text("media_id"), None),
        "voice" => media(FileKind::Voice, body.text("media_id"), None),
        "video" => media(FileKind::Video, body.text("media_id"), None),
        "file" => media(FileKind::Document, body.text("media_id"), None),
        "location" => location(body.get("latitude"), body.get("longitude"), [body.text("name"), body.text("address")]),
        _ => None,
    }
}

fn not_delivered(event: &Object<'_>) -> Said {
    let fail_type = event.integer("fail_type").unwrap_or_default();
    let why = match fail_type {
        1 => "the account of customer service is gone",
        2 => "the app is switched off",
        4 => "48 hours since the customer wrote",
        5 => "the session is over",
        6 => "more than five messages",
        7 => "no Channels account is bound",
        8 => "the company is not verified",
        9 => "no Channels account is bound, and the company is not verified",
        10 => "the customer refuses messages",
        11 => "nobody of the company is logged in",
        12 => "this kind of message is not allowed",
        13 => "held back by a safety limit",
        _ => "unknown",
    };
    Said::NotDelivered {
        message: event.text("fail_msgid").unwrap_or_default(),
        closed: matches!(fail_type, 4..=6),
        unwanted: fail_type == 10,
        why: why.to_owned(),
    }
}

/// The raw text without the code of a used invitation, for storing: whoever
/// reads the table must not be able to use a link again. A short one is cut
/// only from the words themselves, where it cannot be part of an id.
#[must_use]
pub fn without_code(raw: &str, code: &str) -> String {
    const CUT: &str = "…";
    const TELLING: usize = 8;
    if code.is_empty() {
        return raw.to_owned();
    }
    let cut = |text: String| Some(text.replace(code, CUT)).filter(|cut| *cut != text);
    let spliced = match Object::read(raw) {
        Some(item) => [("text", "content"), ("event", "scene_param")].into_iter().find_map(|(part, key)| {
            let part = item.object(part)?;
            with_value(raw, part.raw(key)?, &cut(part.text(key)?)?)
        }),
        None => {
            Elements::read(raw).ok().and_then(|update| update.with_text(raw, "Content", &cut(update.text("Content")?)?))
        }
    };
    let spliced = spliced.unwrap_or_else(|| raw.to_owned());
    if code.len() >= TELLING { spliced.replace(code, CUT) } else { spliced }
}
