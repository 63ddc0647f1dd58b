//! A neutral message as WeCom shows it: to the staff texts and a card with
//! buttons, to an owner on WeChat one text or one menu. Lengths are counted as
//! WeCom counts them, texts in bytes and cards in characters. Sending is not
//! done here, nor are the names made that a card and a message are sent under.

use crate::channel::text::{Unit, abridge, clean, shorten, shorten_bytes, split, split_bytes};
use crate::talk::message::{Button, Message};
use crate::talk::tap;
use serde_json::{Value, json};
use std::collections::HashSet;

/// A text of either is at most so many bytes, longer is cut or refused.
pub const LONGEST_TEXT: usize = 2048;
/// `button_interaction` takes no more; beyond, the choices are numbered.
pub const MOST_CARD_BUTTONS: usize = 6;
/// `msgmenu` takes no more (95008).
pub const MOST_MENU_ITEMS: usize = 10;
/// The text above a menu, in bytes.
pub const LONGEST_HEAD: usize = 1024;
/// What an item of a menu shows, in bytes.
const LONGEST_ITEM: usize = 128;

/// In characters; what is longer the card does not show.
const LONGEST_TITLE: usize = 36;
const LONGEST_SUBTITLE: usize = 160;
const MOST_CARD_LINES: usize = 6;
const LONGEST_LABEL: usize = 64;
/// Below a text that says it all: what it is about and what is asked.
const LINES_BELOW_A_TEXT: usize = 3;

/// What stands where words must stand and there are none.
const NO_WORDS: &str = "…";

/// For a member, through the app.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AppRendered {
    /// In order, before the card.
    pub texts: Vec<String>,
    /// A template card, still without its `task_id`.
    pub card: Option<Value>,
}

/// For a customer, through customer service: always one message, because there
/// are five of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KfRendered {
    Text(String),
    Menu { head: String, items: Vec<KfItem> },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KfItem {
    /// Comes back as `menu_id`.
    pub id: String,
    pub label: String,
}

/// The words of a message with nothing in them that a client would act on.
struct Words {
    title: String,
    body: String,
}

impl Words {
    fn of(message: &Message) -> Words {
        let title = harmless(message.title.as_deref().unwrap_or_default()).trim().to_owned();
        let body = harmless(&message.body).trim_end().to_owned();
        Words { title, body }
    }

    fn whole(&self) -> String {
        match (self.title.is_empty(), self.body.trim().is_empty()) {
            (true, _) => self.body.clone(),
            (false, true) => self.title.clone(),
            (false, false) => format!("{}\n{}", self.title, self.body),
        }
    }

    /// A card's title and what stands below it. A card must have a title:
    /// without one the first line is it. What of a title is too long goes on
    /// below; nothing is said twice.
    fn headed(&self) -> (String, String) {
        let whole = self.whole();
        let (first, rest) = whole.trim().split_once('\n').unwrap_or((whole.trim(), ""));
        let first = first.trim();
        let title = split(first, LONGEST_TITLE).first().copied().unwrap_or_default();
        let below = format!("{}\n{}", first[title.len()..].trim(), rest.trim());
        let title = title.trim_end();
        (if title.is_empty() { NO_WORDS } else { title }.to_owned(), below.trim().to_owned())
    }
}

/// Whether a card can show all of what stands below its title.
fn fits_a_card(below: &str) -> bool {
    below.chars().nth(LONGEST_SUBTITLE).is_none() && below.lines().count() <= MOST_CARD_LINES
}

/// Both clients make links of `<a href=…>` in a text, also of one that somebody
/// wrote into a complaint; nothing is known that would escape it.
fn harmless(text: &str) -> String {
    let text = clean(text);
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let opens = letters.peek().is_some_and(|next| next.is_ascii_alphabetic() || *next == '/' || *next == '!');
        out.push(if letter == '<' && opens { '＜' } else { letter });
    }
    out
}

/// The buttons in the order in which they are numbered. One that WeCom would
/// refuse takes the whole message with it: no data, data that is too long, or
/// the same data twice in one card.
#[must_use]
pub fn choices(message: &Message) -> Vec<&Button> {
    let wanted: Vec<&Button> = message.buttons.iter().flatten().collect();
    let mut seen: HashSet<&str> = HashSet::new();
    let sound = wanted.iter().copied().filter(|button| (1..=tap::LONGEST).contains(&button.data.len()));
    let shown: Vec<&Button> = sound.filter(|button| seen.insert(&button.data)).collect();
    if shown.len() < wanted.len() {
        tracing::error!(wanted = wanted.len(), shown = shown.len(), "buttons left out: data that WeCom refuses");
    }
    shown
}

fn label(button: &Button) -> String {
    let label = harmless(&shorten(&button.label, LONGEST_LABEL));
    if label.is_empty() { NO_WORDS.to_owned() } else { label }
}

/// Choices to be answered by typing the number; `hint` says that they are.
fn numbered(choices: &[&Button], hint: &str) -> String {
    let lines: Vec<String> =
        choices.iter().enumerate().map(|(at, button)| format!("{}. {}", at + 1, label(button))).collect();
    lines.into_iter().chain((!hint.is_empty()).then(|| hint.to_owned())).collect::<Vec<String>>().join("\n")
}

/// For the app: texts, and a card where there are up to six buttons. A card
/// that can show everything goes alone. `hint` stands below a numbered list.
#[must_use]
pub fn app(message: &Message, hint: &str) -> AppRendered {
    let words = Words::of(message);
    let choices = choices(message);
    if choices.is_empty() {
        return AppRendered { texts: parts(&words.whole()), card: None };
    }
    if choices.len() > MOST_CARD_BUTTONS {
        let text = format!("{}\n\n{}", words.whole(), numbered(&choices, hint));
        return AppRendered { texts: parts(text.trim_start_matches('\n')), card: None };
    }
    let (title, below) = words.headed();
    let buttons = choices.iter().enumerate().map(|(at, choice)| {
        // The first is what is usually done; 1 sets it apart.
        json!({"type": 0, "text": label(choice), "style": if at == 0 { 1 } else { 2 }, "key": choice.data})
    });
    let buttons: Vec<Value> = buttons.collect();
    if fits_a_card(&below) {
        return AppRendered { texts: Vec::new(), card: Some(card(&title, &below, buttons)) };
    }
    let ends = abridge(&below, Unit::Characters, LONGEST_SUBTITLE, LINES_BELOW_A_TEXT);
    AppRendered { texts: parts(&words.whole()), card: Some(card(&title, &ends, buttons)) }
}

/// The card that takes an old one's place when there is nothing to decide any
/// more: the words, of which the last say how it ended, and `caption` as a grey
/// button.
#[must_use]
pub fn greyed(message: &Message, caption: &str) -> Value {
    let words = Words::of(message);
    let (title, below) = words.headed();
    let caption = harmless(&shorten(caption, LONGEST_LABEL));
    let caption = if caption.is_empty() { NO_WORDS } else { &caption };
    // A card of this type has a button; `replace_text` covers it.
    let button = json!({"type": 0, "text": caption, "style": 3, "key": "-"});
    let below = abridge(&below, Unit::Characters, LONGEST_SUBTITLE, MOST_CARD_LINES);
    let mut card = card(&title, &below, vec![button]);
    card["replace_text"] = Value::from(caption);
    card
}

fn card(title: &str, below: &str, buttons: Vec<Value>) -> Value {
    let mut card = json!({
        "card_type": "button_interaction",
        "main_title": {"title": title},
        "button_list": buttons,
    });
    if !below.is_empty() {
        card["sub_title_text"] = Value::from(below);
    }
    card
}

/// Texts of white space only are refused (44004).
fn parts(text: &str) -> Vec<String> {
    split_bytes(text, LONGEST_TEXT).into_iter().filter(|part| !part.trim().is_empty()).map(str::to_owned).collect()
}

/// There is one message for it.
fn whole_or_ends(text: &str, limit: usize) -> String {
    abridge(text, Unit::Bytes, limit, usize::MAX)
}

/// For customer service; `None` where there is nothing to say.
#[must_use]
pub fn kf(message: &Message, hint: &str) -> Option<KfRendered> {
    let whole = Words::of(message).whole();
    let whole = whole.trim();
    let choices = choices(message);
    if choices.is_empty() {
        return (!whole.is_empty()).then(|| KfRendered::Text(whole_or_ends(whole, LONGEST_TEXT)));
    }
    if choices.len() > MOST_MENU_ITEMS {
        // The choices come first: without them there is no answering.
        let list = abridge(&numbered(&choices, hint), Unit::Bytes, LONGEST_TEXT * 3 / 4, usize::MAX);
        let words = whole_or_ends(whole, LONGEST_TEXT - list.len() - "\n\n".len());
        return Some(KfRendered::Text(format!("{words}\n\n{list}").trim().to_owned()));
    }
    let head = if whole.is_empty() { NO_WORDS.to_owned() } else { whole_or_ends(whole, LONGEST_HEAD) };
    let item = |choice: &Button| KfItem { id: choice.data.clone(), label: shorten_bytes(&label(choice), LONGEST_ITEM) };
    Some(KfRendered::Menu { head, items: choices.into_iter().map(item).collect() })
}

impl KfRendered {
    /// The body of `kf/send_msg`, still without whom and under which name.
    #[must_use]
    pub fn body(&self) -> Value {
        match self {
            KfRendered::Text(text) => json!({"msgtype": "text", "text": {"content": text}}),
            KfRendered::Menu { head, items } => {
                let list: Vec<Value> = items
                    .iter()
                    .map(|item| json!({"type": "click", "click": {"id": item.id, "content": item.label}}))
                    .collect();
                json!({"msgtype": "msgmenu", "msgmenu": {"head_content": head, "list": list}})
            }
        }
    }
}
