//! Which draft an account speaks of. Pure changes to a `Conversation`; whether a
//! message concerns a draft at all is decided by whoever routes it.

use crate::dialogue::state::{Conversation, Offer};
use crate::domain::ids::DraftId;
use crate::script::clean::fold;
use crate::script::number_words::NumberWords;
use crate::understanding::numbers::choice;
use chrono::{DateTime, Utc};

/// How many dialogues may wait behind the one in focus.
pub const MOST_SUSPENDED: usize = 3;

/// What taking up a dialogue did to the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Stood in focus and waits now.
    pub suspended: Option<DraftId>,
    /// No longer waits: the person is told, and the draft stays where its own
    /// rules take it.
    pub put_away: Option<DraftId>,
}

/// Puts a draft in focus; the present one waits, the last suspended first in line.
pub fn focus(conversation: &mut Conversation, draft: DraftId) -> Taken {
    if conversation.focus == Some(draft) {
        return Taken::default();
    }
    conversation.suspended.retain(|waiting| *waiting != draft);
    let suspended = conversation.focus.replace(draft);
    conversation.suspended.extend(suspended);
    conversation.offer = None;
    let too_many = conversation.suspended.len() > MOST_SUSPENDED;
    let put_away = too_many.then(|| conversation.suspended.remove(0));
    Taken { suspended, put_away }
}

/// After a dialogue's end: the one that the bot returns to, now in focus.
pub fn resume(conversation: &mut Conversation) -> Option<DraftId> {
    if conversation.focus.is_none() {
        conversation.focus = conversation.suspended.pop();
        return conversation.focus;
    }
    None
}

/// A draft that ended or is gone is no longer spoken of.
pub fn forget(conversation: &mut Conversation, draft: DraftId) {
    if conversation.focus == Some(draft) {
        conversation.focus = None;
        conversation.offer = None;
    }
    conversation.suspended.retain(|waiting| *waiting != draft);
    if conversation.gathering.as_ref().is_some_and(|gathering| gathering.draft == Some(draft)) {
        conversation.gathering = None;
    }
}

/// Remembers choices: labels and button data, in the order shown.
pub fn offer(conversation: &mut Conversation, choices: Vec<(String, String)>, until: DateTime<Utc>) {
    conversation.offer = (!choices.is_empty()).then_some(Offer { choices, until, listed: false });
}

/// Remembers the buttons of a message that could only list them.
pub fn list(conversation: &mut Conversation, choices: Vec<(String, String)>, until: DateTime<Utc>) {
    conversation.offer = Some(Offer { choices, until, listed: true });
}

/// The button data behind a number of the last list.
#[must_use]
pub fn listed(conversation: &Conversation, text: &str, words: &NumberWords, now: DateTime<Utc>) -> Option<String> {
    let offer = conversation.offer.as_ref().filter(|offer| offer.listed && now < offer.until)?;
    numbered(offer, text, words)
}

/// The button data that a message picks from the last offer, by its number or
/// by words that only one label holds, if the whole message is that and the
/// offer still stands.
#[must_use]
pub fn chosen(conversation: &Conversation, text: &str, words: &NumberWords, now: DateTime<Utc>) -> Option<String> {
    let offer = conversation.offer.as_ref().filter(|offer| now < offer.until)?;
    let folded = fold(text);
    let said = folded.trim_end_matches(['.', ')', ' ']);
    let numbered = numbered(offer, text, words);
    if numbered.is_some() || said.parse::<usize>().is_ok() {
        return numbered;
    }
    let mut meant = offer.choices.iter().filter(|(label, _)| said.chars().count() >= 2 && fold(label).contains(said));
    match (meant.next(), meant.next()) {
        (Some((_, data)), None) => Some(data.clone()),
        _ => None,
    }
}

fn numbered(offer: &Offer, text: &str, words: &NumberWords) -> Option<String> {
    let number = choice(text, offer.choices.len(), words)?;
    offer.choices.get(number.checked_sub(1)?).map(|(_, data)| data.clone())
}
