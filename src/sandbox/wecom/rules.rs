//! What WeCom lets pass as a template card, and the number of each refusal.

use super::card::{Card, CardKind, list, word};
use super::refusal::Refusal;
use serde_json::Value;
use std::collections::BTreeSet;

/// What the card is for: replacing one needs no new `task_id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    Send,
    Replace,
}

const MOST_BUTTONS: usize = 6;
const MOST_KEY_BYTES: usize = 1024;
const MOST_ID_BYTES: usize = 128;

type Judgement = Result<(), Refusal>;

/// Judges a card and draws it.
pub fn read(card: &Value, purpose: Purpose) -> Result<Card, Refusal> {
    let kind = CardKind::named(word(card, "card_type"));
    let kind = kind.ok_or_else(|| refuse(42031, "card_type"))?;
    task_id(card, kind, purpose)?;
    title(card, kind)?;
    rows(card)?;
    action(card, kind)?;
    pictures(card, kind)?;
    keys_differ(card)?;
    match kind {
        CardKind::ButtonInteraction => buttons(card)?,
        CardKind::VoteInteraction => vote(card)?,
        CardKind::MultipleInteraction => choices(card)?,
        CardKind::TextNotice | CardKind::NewsNotice => {}
    }
    Ok(Card::draw(card, kind))
}

fn refuse(code: i64, field: &str) -> Refusal {
    Refusal::new(code, format!("Template_Card.{field} missing or invalid"))
}

fn task_id(card: &Value, kind: CardKind, purpose: Purpose) -> Judgement {
    let id = word(card, "task_id");
    let needed = purpose == Purpose::Send && (kind.is_interaction() || card["action_menu"].is_object());
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '@');
    match id.is_empty() {
        true if needed => Err(Refusal::new(42014, "invalid task_id")),
        true => Ok(()),
        false if id.len() > MOST_ID_BYTES || !id.chars().all(letters) => Err(Refusal::new(42014, "invalid task_id")),
        false => Ok(()),
    }
}

fn title(card: &Value, kind: CardKind) -> Judgement {
    let titled = !word(&card["main_title"], "title").is_empty();
    let subtitled = kind == CardKind::TextNotice && !word(card, "sub_title_text").is_empty();
    check(titled || subtitled, 42033, "main_title.title")
}

fn rows(card: &Value) -> Judgement {
    at_most(card, "horizontal_content_list", 6, 42035)?;
    at_most(card, "vertical_content_list", 4, 42036)?;
    at_most(card, "jump_list", 3, 42042)?;
    for row in list(card, "horizontal_content_list") {
        check(!word(row, "keyname").is_empty(), 42027, "horizontal_content_list.keyname")?;
        match row["type"].as_i64().unwrap_or(0) {
            1 => check(!word(row, "url").is_empty(), 42028, "horizontal_content_list.url")?,
            2 => check(!word(row, "media_id").is_empty(), 42029, "horizontal_content_list.media_id")?,
            3 => check(!word(row, "userid").is_empty(), 42050, "horizontal_content_list.userid")?,
            _ => {}
        }
    }
    for row in list(card, "vertical_content_list") {
        check(!word(row, "title").is_empty(), 42033, "vertical_content_list.title")?;
    }
    for jump in list(card, "jump_list") {
        check(!word(jump, "title").is_empty(), 42033, "jump_list.title")?;
        leads_somewhere(jump, "jump_list")?;
    }
    Ok(())
}

fn action(card: &Value, kind: CardKind) -> Judgement {
    let action = &card["card_action"];
    if !kind.is_interaction() {
        check(matches!(action["type"].as_i64(), Some(1 | 2)), 42045, "card_action")?;
    }
    leads_somewhere(action, "card_action")
}

/// Type 1 leads to an address, type 2 to a mini-program.
fn leads_somewhere(link: &Value, field: &str) -> Judgement {
    match link["type"].as_i64() {
        Some(1) => check(!word(link, "url").is_empty(), 42028, &format!("{field}.url")),
        Some(2) => check(!word(link, "appid").is_empty(), 42030, &format!("{field}.appid")),
        _ => Ok(()),
    }
}

fn pictures(card: &Value, kind: CardKind) -> Judgement {
    let (image, area) = (&card["card_image"], &card["image_text_area"]);
    if kind == CardKind::NewsNotice {
        check(image.is_object() || area.is_object(), 42044, "card_image")?;
    }
    check(!image.is_object() || !word(image, "url").is_empty(), 42044, "card_image.url")
}

/// No key may come twice in a card.
fn keys_differ(card: &Value) -> Judgement {
    let mut seen = BTreeSet::new();
    for button in list(card, "button_list").filter(|button| button["type"].as_i64() != Some(1)) {
        let key = word(button, "key");
        let good = !key.is_empty() && key.len() <= MOST_KEY_BYTES;
        check(good && seen.insert(key), 42039, "button_list.key")?;
    }
    let menu = &card["action_menu"];
    if menu.is_object() {
        let actions: Vec<&Value> = list(menu, "action_list").collect();
        check((1..=3).contains(&actions.len()), 40058, "action_menu.action_list")?;
        for action in actions {
            let key = word(action, "key");
            check(!key.is_empty() && seen.insert(key), 42051, "action_menu.action_list.key")?;
        }
    }
    Ok(())
}

fn buttons(card: &Value) -> Judgement {
    let count = list(card, "button_list").count();
    check((1..=MOST_BUTTONS).contains(&count), 40058, "button_list")?;
    for button in list(card, "button_list") {
        check(!word(button, "text").is_empty(), 42038, "button_list.text")?;
        if button["type"].as_i64() == Some(1) {
            check(!word(button, "url").is_empty(), 42028, "button_list.url")?;
        }
    }
    match card["button_selection"].is_object() {
        true => question(&card["button_selection"], "button_selection", 10),
        false => Ok(()),
    }
}

fn vote(card: &Value) -> Judgement {
    question(&card["checkbox"], "checkbox", 20)?;
    submit(card)
}

fn choices(card: &Value) -> Judgement {
    let count = list(card, "select_list").count();
    check((1..=3).contains(&count), 42047, "select_list")?;
    let mut seen = BTreeSet::new();
    for select in list(card, "select_list") {
        question(select, "select_list", 10)?;
        check(seen.insert(word(select, "question_key")), 42043, "select_list.question_key")?;
    }
    submit(card)
}

fn question(question: &Value, field: &str, most: usize) -> Judgement {
    let key = word(question, "question_key");
    check(!key.is_empty() && key.len() <= MOST_KEY_BYTES, 42043, &format!("{field}.question_key"))?;
    let count = list(question, "option_list").count();
    check((1..=most).contains(&count), 42037, &format!("{field}.option_list"))?;
    let mut seen = BTreeSet::new();
    for option in list(question, "option_list") {
        let id = word(option, "id");
        check(!id.is_empty() && id.len() <= MOST_ID_BYTES && seen.insert(id), 42040, &format!("{field}.id"))?;
        check(!word(option, "text").is_empty(), 42041, &format!("{field}.text"))?;
    }
    Ok(())
}

fn submit(card: &Value) -> Judgement {
    let key = word(&card["submit_button"], "key");
    check(!key.is_empty() && key.len() <= MOST_KEY_BYTES, 42046, "submit_button.key")
}

fn at_most(card: &Value, name: &str, most: usize, code: i64) -> Judgement {
    check(list(card, name).count() <= most, code, name)
}

fn check(good: bool, code: i64, field: &str) -> Judgement {
    match good {
        true => Ok(()),
        false => Err(refuse(code, field)),
    }
}
