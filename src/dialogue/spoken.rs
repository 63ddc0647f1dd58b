//! A card's question answered in words: which of its buttons the whole message
//! means. Whoever asks has made sure that no other card can be meant.

use crate::script::clean::fold;
use crate::script::words::{Words, bare};

/// Buttons by which somebody agrees. A signature is none of them: "all right"
/// may only mean that the card was read, so it takes the word on its button.
const AGREEING: [&str; 2] = ["visit_ok", "consent"];

/// The act of the one button that is meant. `buttons`: label and act.
#[must_use]
pub fn meant<'b>(buttons: &'b [(String, String)], text: &str, words: &Words) -> Option<&'b str> {
    let said = bare(text);
    if said.is_empty() {
        return None;
    }
    let mut named = buttons.iter().filter(|(label, _)| is_label(label, &said));
    match (named.next(), named.next()) {
        (Some((_, act)), None) => return Some(act),
        (Some(_), Some(_)) => return None,
        (None, _) => {}
    }
    if let Some(level) = words.level(text).filter(|_| !is_polite(text, words)) {
        let score = format!("score.{level}");
        if let Some((_, act)) = buttons.iter().find(|(_, act)| *act == score) {
            return Some(act);
        }
    }
    let mut agreeing = buttons.iter().filter(|(_, act)| AGREEING.contains(&act.as_str()));
    match (agreeing.next(), agreeing.next()) {
        (Some((_, act)), None) if words.agrees(text) => Some(act),
        _ => None,
    }
}

/// The whole label without its mark, or a whole part of it.
fn is_label(label: &str, said: &str) -> bool {
    bare(label) == said || fold(label).split(',').any(|part| bare(part) == said)
}

/// "Good", "great": thanks as well as a judgement. A number is none of them.
fn is_polite(text: &str, words: &Words) -> bool {
    words.is_small_talk(text) && bare(text).parse::<u8>().is_err()
}
