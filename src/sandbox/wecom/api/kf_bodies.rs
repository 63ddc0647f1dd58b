//! What may be sent to a customer: text, menus, pictures, voice, files.

use super::media::media_id;
use crate::sandbox::keyboard::Button;
use crate::sandbox::wecom::card::{list, word};
use crate::sandbox::wecom::media::MediaKind;
use crate::sandbox::wecom::message::Content;
use crate::sandbox::wecom::refusal::Refusal;
use crate::sandbox::wecom::state::State;
use chrono::{DateTime, Utc};
use serde_json::Value;

const LONGEST_TEXT: usize = 2048;
const LONGEST_HEAD: usize = 1024;
const LONGEST_ITEM: usize = 128;
const LONGEST_VIEW_URL: usize = 2048;
const LONGEST_VIEW: usize = 1024;
const LONGEST_NOTE: usize = 256;
const MOST_ITEMS: usize = 10;

pub fn read(state: &State, body: &Value, now: DateTime<Utc>) -> Result<Content, Refusal> {
    match word(body, "msgtype") {
        "text" => text(&body["text"]).map(Content::Text),
        "msgmenu" => menu(&body["msgmenu"]),
        "image" => Ok(Content::Image { media_id: media_id(state, &body["image"], MediaKind::Image, now)? }),
        "voice" => Ok(Content::Voice { media_id: media_id(state, &body["voice"], MediaKind::Voice, now)? }),
        "file" => Ok(Content::File { media_id: media_id(state, &body["file"], MediaKind::File, now)? }),
        _ => Err(Refusal::new(40008, "invalid message type")),
    }
}

fn text(text: &Value) -> Result<String, Refusal> {
    match word(text, "content") {
        "" => Err(Refusal::new(44004, "empty content")),
        long if long.len() > LONGEST_TEXT => Err(Refusal::new(45002, "content size out of limit")),
        text => Ok(text.to_owned()),
    }
}

fn menu(menu: &Value) -> Result<Content, Refusal> {
    let (head, tail) = (word(menu, "head_content"), word(menu, "tail_content"));
    if head.len() > LONGEST_HEAD || tail.len() > LONGEST_HEAD {
        return Err(Refusal::parameter("msgmenu.head_content or tail_content too long"));
    }
    if list(menu, "list").count() > MOST_ITEMS {
        return Err(Refusal::new(95008, "menu item count out of limit"));
    }
    let (mut lines, mut items) = (vec![head.to_owned()], Vec::new());
    for item in list(menu, "list") {
        match word(item, "type") {
            "text" => lines.push(part(&item["text"], "content", LONGEST_NOTE)?),
            "click" => items.push(Button {
                text: part(&item["click"], "content", LONGEST_ITEM)?,
                data: Some(part(&item["click"], "id", LONGEST_ITEM)?),
                url: None,
            }),
            "view" => items.push(Button {
                text: part(&item["view"], "content", LONGEST_VIEW)?,
                data: None,
                url: Some(part(&item["view"], "url", LONGEST_VIEW_URL)?),
            }),
            _ => return Err(Refusal::new(95009, "invalid menu item type")),
        }
    }
    lines.push(tail.to_owned());
    lines.retain(|line| !line.is_empty());
    Ok(Content::Menu { text: lines.join("\n"), items })
}

/// A field that must be there and not too long.
fn part(item: &Value, name: &str, most: usize) -> Result<String, Refusal> {
    let text = word(item, name);
    match (1..=most).contains(&text.len()) {
        true => Ok(text.to_owned()),
        false => Err(Refusal::parameter(&format!("msgmenu.list.{name}"))),
    }
}
