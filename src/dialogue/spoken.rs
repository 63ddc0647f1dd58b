//! A card's question answered in words: which of its buttons the message means.
//! Whoever asks has made sure that no other card can be meant.

use crate::script::clean::fold;
use crate::script::words::bare;
use crate::understanding::Understanding;
use crate::understanding::rating::Rated;
use crate::understanding::signature::Signed;

/// Buttons by which somebody agrees with one word. A signature is none of them:
/// "all right" may only mean that the card was read.
const AGREEING: [&str; 2] = ["visit_ok", "consent"];

/// The buttons of a signature and of its refusal.
pub const SIGN: &str = "sign";
pub const REFUSE_WORK: &str = "refuse_work";

/// What a message says to a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spoken {
    /// This button, by its act.
    Act(String),
    /// Asked for a score, somebody says what is wrong; the button of the score,
    /// where one is plain.
    Wrong(Option<String>),
    /// Asked for a signature, somebody says that it is not done or not right.
    NotDone,
    Nothing,
}

/// What the message says. `buttons`: label and act.
#[must_use]
pub fn spoken(buttons: &[(String, String)], text: &str, understanding: &Understanding) -> Spoken {
    let said = bare(text);
    let mut named = buttons.iter().filter(|(label, _)| !said.is_empty() && is_label(label, &said));
    match (named.next(), named.next()) {
        (Some((_, act)), None) => return Spoken::Act(act.clone()),
        (Some(_), Some(_)) => return Spoken::Nothing,
        (None, _) => {}
    }
    let has = |act: &str| buttons.iter().any(|(_, one)| one == act);
    if has("score.5") {
        return score(text, understanding, &has);
    }
    if has(SIGN) {
        return match understanding.signature(text) {
            Signed::Signed => Spoken::Act(SIGN.to_owned()),
            Signed::Refused | Signed::MoreWork if has(REFUSE_WORK) => Spoken::NotDone,
            _ => Spoken::Nothing,
        };
    }
    let mut agreeing = buttons.iter().filter(|(_, act)| AGREEING.contains(&act.as_str()));
    match (agreeing.next(), agreeing.next()) {
        (Some((_, act)), None) if understanding.words().agrees(text) => Spoken::Act(act.clone()),
        _ => Spoken::Nothing,
    }
}

fn score(text: &str, understanding: &Understanding, has: &dyn Fn(&str) -> bool) -> Spoken {
    let button = |score: i64| Some(format!("score.{score}")).filter(|act| has(act));
    match understanding.rating(text) {
        Rated::Score(score) => button(score).map_or(Spoken::Nothing, Spoken::Act),
        Rated::Wrong(score) => Spoken::Wrong(score.and_then(button)),
        Rated::Unclear => Spoken::Nothing,
    }
}

/// The whole label without its mark, or a whole part of it.
fn is_label(label: &str, said: &str) -> bool {
    bare(label) == said || fold(label).split(',').any(|part| bare(part) == said)
}
