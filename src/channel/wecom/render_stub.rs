//! The least that a message needs to be shown by WeCom, until `render` stands
//! here: the shapes are final, the cutting is plain.

use crate::talk::message::{Button, Message};
use serde_json::{Value, json};

/// WeCom: a text has at most so many bytes.
const LONGEST_TEXT: usize = 2048;
/// WeCom: the head of a KF menu.
const LONGEST_HEAD: usize = 1024;
/// The body of a card, in characters and lines.
const CARD_BODY: (usize, usize) = (160, 6);
const CARD_BUTTONS: usize = 6;
const MENU_ITEMS: usize = 10;

/// For the application: the texts first, then the card. Nothing in it: nothing
/// that could be sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct AppRendered {
    pub(super) texts: Vec<String>,
    /// A `template_card` without its `task_id`.
    pub(super) card: Option<Value>,
}

/// For customer service: one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum KfRendered {
    Text(String),
    /// `items`: id and caption.
    Menu {
        head: String,
        items: Vec<(String, String)>,
        tail: String,
    },
}

pub(super) fn app(message: &Message) -> AppRendered {
    let buttons: Vec<&Button> = message.buttons.iter().flatten().collect();
    if buttons.is_empty() {
        return AppRendered { texts: texts(&whole(message)), card: None };
    }
    if buttons.len() > CARD_BUTTONS {
        return AppRendered { texts: texts(&numbered(message, &buttons)), card: None };
    }
    let fits = message.body.chars().count() <= CARD_BODY.0 && message.body.lines().count() <= CARD_BODY.1;
    let told = if fits { Vec::new() } else { texts(&whole(message)) };
    let mut card = card(message);
    card["button_list"] =
        buttons.iter().map(|button| json!({"text": button.label, "style": 1, "key": button.data})).collect();
    AppRendered { texts: told, card: Some(card) }
}

/// The card of a message that has no buttons any more: `caption` is grey.
pub(super) fn app_closed(message: &Message, caption: &str) -> Value {
    let mut card = card(message);
    card["button_list"] = json!([{"text": caption, "style": 3, "key": "-"}]);
    card["replace_text"] = caption.into();
    card
}

pub(super) fn kf(message: &Message) -> KfRendered {
    let buttons: Vec<&Button> = message.buttons.iter().flatten().collect();
    match buttons.len() {
        0 => KfRendered::Text(cut(&whole(message), LONGEST_TEXT)),
        1..=MENU_ITEMS => KfRendered::Menu {
            head: cut(&whole(message), LONGEST_HEAD),
            items: buttons.iter().map(|button| (button.data.clone(), button.label.clone())).collect(),
            tail: String::new(),
        },
        _ => KfRendered::Text(cut(&numbered(message, &buttons), LONGEST_TEXT)),
    }
}

/// Text in parts that WeCom takes: after a line if there is one, never inside
/// a character.
pub(super) fn texts(text: &str) -> Vec<String> {
    let (mut parts, mut rest) = (Vec::new(), text.trim());
    while !rest.is_empty() {
        let mut end = rest.floor_char_boundary(LONGEST_TEXT);
        if end < rest.len() {
            end = rest[..end].rfind('\n').map_or(end, |line| line + 1);
        }
        let (part, after) = rest.split_at(end);
        parts.push(part.trim_end().to_owned());
        rest = after;
    }
    parts.retain(|part| !part.is_empty());
    parts
}

fn card(message: &Message) -> Value {
    let first_line = message.body.lines().next().unwrap_or_default();
    let title = message.title.as_deref().unwrap_or(first_line);
    let body: Vec<&str> = message.body.lines().take(CARD_BODY.1).collect();
    let body: String = body.join("\n").chars().take(CARD_BODY.0).collect();
    json!({"card_type": "button_interaction", "main_title": {"title": title}, "sub_title_text": body})
}

fn whole(message: &Message) -> String {
    match &message.title {
        Some(title) => format!("{title}\n{}", message.body),
        None => message.body.clone(),
    }
}

fn numbered(message: &Message, buttons: &[&Button]) -> String {
    let mut text = whole(message);
    for (number, button) in buttons.iter().enumerate() {
        text = format!("{text}\n{}. {}", number + 1, button.label);
    }
    text
}

fn cut(text: &str, limit: usize) -> String {
    let text = text.trim();
    if text.len() <= limit {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(limit - '…'.len_utf8());
    let end = text[..end].rfind('\n').unwrap_or(end);
    format!("{}…", &text[..end])
}
