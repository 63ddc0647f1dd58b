//! A neutral message as Telegram shows it: HTML in parts that are short enough,
//! and an inline keyboard. Which words and buttons there are is decided above;
//! sending them is in `send`.

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

/// Without the characters that can disguise what a card says (direction
/// marks, invisible ones), control characters and foreign line ends. The
/// joiners U+200C and U+200D stay: names and emoji are written with them.
#[must_use]
pub fn clean(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter_map(shown).collect()
}

fn shown(c: char) -> Option<char> {
    match c {
        '\n' | '\t' => Some(c),
        '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}' => None,
        '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => None,
        c if c.is_control() => None,
        c => Some(c),
    }
}

/// Cuts text into pieces of at most `limit` code points that put together are
/// the text again: after a line, else after a word, else between characters.
#[must_use]
pub fn split(text: &str, limit: usize) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (part, after) = rest.split_at(cut(rest, limit.max(1)));
        parts.push(part);
        rest = after;
    }
    parts
}

fn cut(text: &str, limit: usize) -> usize {
    let Some((hard, _)) = text.char_indices().nth(limit) else {
        return text.len();
    };
    let window = &text[..hard];
    // A piece should not end up tiny for the sake of a line.
    let half = window.char_indices().nth(limit / 2).map_or(0, |(at, _)| at);
    let after = |found: Option<usize>| {
        let at = found?;
        let width = window[at..].chars().next().map_or(0, char::len_utf8);
        Some(at + width).filter(|end| *end > half)
    };
    after(window.rfind('\n'))
        .or_else(|| after(window.rfind(|c: char| c.is_whitespace() || "。！？；，、：…".contains(c))))
        .unwrap_or_else(|| between_characters(text, hard))
}

/// Steps back from the middle of what is seen as one character (an emoji with
/// its joiners, a letter with its accent); not endlessly, text can be hostile.
fn between_characters(text: &str, hard: usize) -> usize {
    const FARTHEST: usize = 32;
    let mut ends = text[..hard].char_indices().rev().map(|(at, _)| at).take(FARTHEST);
    let mut at = hard;
    while glued(text, at) {
        match ends.next() {
            Some(earlier) if earlier > 0 => at = earlier,
            _ => return hard,
        }
    }
    at
}

fn glued(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[at..].chars().next();
    let flag = |c: char| matches!(c, '\u{1f1e6}'..='\u{1f1ff}');
    match (before, after) {
        (Some('\u{200d}'), Some(_)) => true,
        (Some(before), Some(after)) => joins(after) || (flag(before) && flag(after)),
        _ => false,
    }
}

/// Combining accents, variation selectors, skin tones, joiners, flag tags.
fn joins(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{200c}' | '\u{200d}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// At most `limit` characters on one line, cut with an ellipsis.
#[must_use]
pub fn shorten(text: &str, limit: usize) -> String {
    let line = clean(text).replace(['\n', '\t'], " ");
    let line = line.trim();
    if line.chars().count() <= limit {
        return line.to_owned();
    }
    let kept: String = line.chars().take(limit.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
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
