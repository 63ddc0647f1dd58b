//! A neutral message as Telegram shows it: HTML in parts that are short enough,
//! and an inline keyboard. Which words and buttons there are is decided above;
//! sending them is in `send`.

use crate::channel::text::{clean, shorten, split};
use crate::talk::message::{Button, Menu, Message};
use crate::talk::tap;
use teloxide::types::{BotCommand, InlineKeyboardButton, InlineKeyboardMarkup};

/// Bot API: a message is 1–4096 characters after entity parsing; the server
/// counts Unicode code points.
pub const LONGEST_TEXT: usize = 4096;
/// Bot API: the answer to a press is at most 200 characters.
pub const LONGEST_ANSWER: usize = 200;
/// No figures in the manual; these are widely reported to work.
const MOST_BUTTONS: usize = 100;
const WIDEST_ROW: usize = 8;
const LONGEST_LABEL: usize = 64;
/// Bot API: at most 100 commands, a description is 1–256 characters.
const MOST_COMMANDS: usize = 100;
const LONGEST_DESCRIPTION: usize = 256;

/// What goes out for the words of a message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// In order. The keyboard belongs to the last one.
    pub parts: Vec<Part>,
    pub keyboard: Option<InlineKeyboardMarkup>,
}

/// One message's text, and the same without markup for when it is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub html: String,
    pub plain: String,
}

/// The words are split before anything is escaped, so that no cut can fall
/// into a tag or an entity.
#[must_use]
pub fn render(message: &Message) -> Rendered {
    let title = clean(message.title.as_deref().unwrap_or_default()).trim().to_owned();
    let body = clean(&message.body);
    let text = match (title.is_empty(), body.trim().is_empty()) {
        (true, _) => body,
        (false, true) => title.clone(),
        (false, false) => format!("{title}\n{body}"),
    };
    let keyboard = keyboard(&message.buttons);
    // Buttons need a message to hang on; an empty one is refused.
    let text = if text.trim().is_empty() && keyboard.is_some() { "…".to_owned() } else { text };
    let mut bold = title.len();
    let mut parts = Vec::new();
    for plain in split(&text, LONGEST_TEXT) {
        let (strong, rest) = plain.split_at(bold.min(plain.len()));
        bold -= strong.len();
        // Telegram refuses a message of white space only.
        if !plain.trim().is_empty() {
            parts.push(Part { html: html(strong, rest), plain: plain.to_owned() });
        }
    }
    Rendered { parts, keyboard }
}

fn html(strong: &str, rest: &str) -> String {
    if strong.is_empty() { escape(rest) } else { format!("<b>{}</b>{}", escape(strong), escape(rest)) }
}

/// Bot API, HTML style: only `<`, `>` and `&` need it in text.
#[must_use]
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Rows that are too wide are broken; a button that Telegram would refuse is
/// left out, because it would take the whole message with it.
fn keyboard(rows: &[Vec<Button>]) -> Option<InlineKeyboardMarkup> {
    let mut left = MOST_BUTTONS;
    let mut out: Vec<Vec<InlineKeyboardButton>> = Vec::new();
    for row in rows {
        let row: Vec<_> = row.iter().filter_map(button).take(left).collect();
        left -= row.len();
        out.extend(row.chunks(WIDEST_ROW).map(<[_]>::to_vec));
    }
    let wanted: usize = rows.iter().map(Vec::len).sum();
    let shown = MOST_BUTTONS - left;
    if shown < wanted {
        tracing::error!(wanted, shown, "buttons left out: too many, or data that Telegram refuses");
    }
    (!out.is_empty()).then(|| InlineKeyboardMarkup::new(out))
}

fn button(button: &Button) -> Option<InlineKeyboardButton> {
    // Bot API: callback_data is 1–64 bytes, else BUTTON_DATA_INVALID.
    if button.data.is_empty() || button.data.len() > tap::LONGEST {
        return None;
    }
    let label = shorten(&button.label, LONGEST_LABEL);
    let label = if label.is_empty() { "…".to_owned() } else { label };
    Some(InlineKeyboardButton::callback(label, button.data.clone()))
}

/// The commands that Telegram takes: 1–32 characters of a-z, 0-9 and `_`.
#[must_use]
pub fn commands(menu: &Menu) -> Vec<BotCommand> {
    let sound = |name: &str| {
        (1..=32).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    };
    let list =
        menu.commands.iter().map(|(name, about)| (name.trim_start_matches('/'), shorten(about, LONGEST_DESCRIPTION)));
    let (fit, unfit): (Vec<_>, Vec<_>) = list.partition(|(name, about)| sound(name) && !about.is_empty());
    if !unfit.is_empty() || fit.len() > MOST_COMMANDS {
        tracing::error!(unfit = unfit.len(), fit = fit.len(), "commands left out of a menu");
    }
    fit.into_iter().take(MOST_COMMANDS).map(|(name, about)| BotCommand::new(name, about)).collect()
}
