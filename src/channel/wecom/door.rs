//! Filing a callback of the app and the pages of customer service: only what
//! the inbox needs to store it. What it says is read later, in `receive`.

use super::envelope::Elements;
use crate::channel::json::Object;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

pub use crate::channel::filing::{Filed, hash};

/// What a callback of the app is, once it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Callback {
    /// To be stored as it is, the XML.
    Update(Filed),
    /// Nothing to store: customer service has something to be fetched.
    Notice(Notice),
}

/// Customer service says that there is something new, not what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub open_kfid: String,
    /// Fetching with it is not counted; good for ten minutes.
    pub token: Option<String>,
}

/// Reads what is needed to file an opened callback.
#[must_use]
pub fn door(xml: &str) -> Callback {
    let Some(update) = Elements::read(xml).ok().filter(|update| update.word("MsgType").is_some()) else {
        return Callback::Update(unreadable(xml));
    };
    if is_notice(&update) {
        return match update.word("OpenKfId") {
            Some(open_kfid) => Callback::Notice(Notice { open_kfid, token: update.word("Token") }),
            None => Callback::Update(unreadable(xml)),
        };
    }
    let lane = member(&update);
    Callback::Update(Filed {
        event_id: event_id(&update, xml),
        elsewhere: lane.is_none(),
        lane,
        said_at: seconds(update.integer("CreateTime")),
        unreadable: false,
    })
}

fn unreadable(raw: &str) -> Filed {
    Filed { event_id: hash(raw), lane: None, said_at: None, elsewhere: false, unreadable: true }
}

fn is_event(update: &Elements) -> bool {
    update.word("MsgType").as_deref() == Some("event")
}

fn is_notice(update: &Elements) -> bool {
    is_event(update) && update.word("Event").as_deref() == Some("kf_msg_or_event")
}

/// The events that a member causes and that mean something to the bot. The
/// rest are reports that nobody made: that the chat was opened, where the
/// telephone is, that a link of the menu was followed.
const HEARD: [&str; 5] = ["subscribe", "unsubscribe", "click", "template_card_event", "template_card_menu_event"];

/// Whose update it is: the userid, which is unique ignoring case. `None` where
/// the bot does not listen.
pub(super) fn member(update: &Elements) -> Option<String> {
    let event = is_event(update);
    let user = update.word("FromUserName").map(|user| user.to_lowercase())?;
    let heard = !event || update.word("Event").is_some_and(|event| HEARD.contains(&event.as_str()));
    // WeCom itself speaks as `sys`, and only in events.
    (heard && !(event && user == "sys")).then_some(user)
}

/// Events have no id. CreateTime counts seconds, so that everything which tells
/// two of them apart goes into one; a repeated callback has it all again.
fn event_id(update: &Elements, xml: &str) -> String {
    const TELLING: [&str; 9] =
        ["FromUserName", "CreateTime", "Event", "EventKey", "TaskId", "ChangeType", "AgentID", "ResponseCode", "MsgId"];
    if is_event(update) {
        let told = TELLING.map(|name| update.word(name).unwrap_or_default());
        // No element can hold U+0000.
        return format!("event:{}", hash(&told.join("\0")));
    }
    update.word("MsgId").filter(|id| is_id(id)).unwrap_or_else(|| hash(xml))
}

/// Fit for a key as it is.
fn is_id(id: &str) -> bool {
    (1..=128).contains(&id.len()) && id != "0" && id.bytes().all(|b| b.is_ascii_graphic())
}

pub(super) fn seconds(seconds: Option<i64>) -> Option<DateTime<Utc>> {
    seconds.filter(|seconds| *seconds > 0).and_then(|seconds| DateTime::from_timestamp(seconds, 0))
}

/// One answer of `kf/sync_msg`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Where the next page begins; empty where the answer does not say.
    pub next_cursor: String,
    /// Also an empty page may have more behind it.
    pub has_more: bool,
    pub items: Vec<Item>,
}

/// One message or event of a page, and its exact text, the JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub filed: Filed,
    pub raw: String,
}

/// The answer is not a page: no JSON, or an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the reply is not a page of messages")]
pub struct NotAPage;

#[derive(Deserialize)]
struct List<'a>(#[serde(borrow)] Vec<&'a RawValue>);

/// Cuts the answer of `kf/sync_msg` into items. What cannot be read of one is
/// no reason to stay on the page: it is kept as unreadable.
pub fn split_page(body: &str) -> Result<Page, NotAPage> {
    let page = Object::read(body).ok_or(NotAPage)?;
    if page.has("errcode") && page.integer("errcode") != Some(0) {
        return Err(NotAPage);
    }
    let items = match page.raw("msg_list") {
        Some(list) => serde_json::from_str::<List<'_>>(list.get()).map_err(|_| NotAPage)?.0,
        None if page.has("next_cursor") || page.has("has_more") => Vec::new(),
        None => return Err(NotAPage),
    };
    Ok(Page {
        next_cursor: page.text("next_cursor").unwrap_or_default(),
        has_more: page.integer("has_more") == Some(1) || page.get::<bool>("has_more") == Some(true),
        items: items.into_iter().map(|raw| Item { filed: kf_door(raw.get()), raw: raw.get().to_owned() }).collect(),
    })
}

/// A page that cannot be read, passed by: one unreadable item that is the whole
/// of it, and where the next page begins, which is found in it as plain text.
/// `None` where it does not say.
#[must_use]
pub fn passed_by(body: &str) -> Option<Page> {
    // Outside the messages: what somebody wrote names no cursor.
    let before = body.split("\"msg_list\"").next().and_then(|head| head.split_once("\"next_cursor\""));
    let (_, behind) = before.or_else(|| body.rsplit_once("\"next_cursor\""))?;
    let value = behind.trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let next_cursor = value.split('"').next().filter(|cursor| cursor.bytes().all(|b| b.is_ascii_graphic()))?;
    let has_more = body.split("\"has_more\"").skip(1).any(|behind| {
        behind.trim_start().strip_prefix(':').is_some_and(|value| value.trim_start().starts_with(['1', 't']))
    });
    let item = Item { filed: unreadable(body), raw: body.to_owned() };
    Some(Page { next_cursor: next_cursor.to_owned(), has_more, items: vec![item] })
}

/// Reads what is needed to file one item of a page.
#[must_use]
pub fn kf_door(raw: &str) -> Filed {
    let Some(item) = Object::read(raw).filter(|item| item.text("msgtype").is_some()) else {
        return unreadable(raw);
    };
    let lane = customer(&item);
    Filed {
        event_id: item.text("msgid").filter(|id| is_id(id)).unwrap_or_else(|| hash(raw)),
        elsewhere: lane.is_none(),
        lane,
        said_at: seconds(item.integer("send_time")),
        unreadable: false,
    }
}

/// What the customer himself said.
const FROM_CUSTOMER: i64 = 3;
/// The events of a customer that mean something to the bot. What the servicers
/// do in their own client, and what is taken back, is not its business.
const HEARD_OF_CUSTOMERS: [&str; 2] = ["enter_session", "msg_send_fail"];

/// Whose item it is: the account of customer service and the customer in it.
pub(super) fn customer(item: &Object<'_>) -> Option<String> {
    let event = item.text("msgtype").as_deref() == Some("event");
    let body = item.object("event");
    let heard = if event {
        let kind = body.as_ref().and_then(|body| body.text("event_type"));
        kind.is_some_and(|kind| HEARD_OF_CUSTOMERS.contains(&kind.as_str()))
    } else {
        item.integer("origin").is_none_or(|origin| origin == FROM_CUSTOMER)
    };
    // Beside the message, but inside the event.
    let id = |key: &str| {
        let id = body.as_ref().filter(|_| event).and_then(|body| body.text(key)).or_else(|| item.text(key))?;
        Some(id.trim().to_owned()).filter(|id| !id.is_empty())
    };
    let (account, user) = (id("open_kfid")?, id("external_userid")?);
    heard.then(|| format!("{account}/{user}"))
}
