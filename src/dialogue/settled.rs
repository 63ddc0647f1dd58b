//! What a question looks like that a button has answered: the answer with its
//! name, and nothing left to press.

use crate::dialogue::facts::{Facts, Voice};
use crate::dialogue::input::{End, Input};
use crate::dialogue::shown::line;
use crate::dialogue::standing::asked;
use crate::dialogue::state::Draft;
use crate::dialogue::summary::{SUMMARY, answers};
use crate::script::model::Script;
use crate::talk::message::Message;

/// The message whose button was pressed, as it should read now; `None` while it
/// still asks.
pub(crate) fn settled(
    script: &Script,
    pressed: &Input,
    (draft, end): (&Draft, End),
    facts: &Facts,
    voice: &Voice<'_>,
) -> Option<Message> {
    let field = match pressed {
        Input::Tap { step, .. } => step,
        Input::Move { step, .. } => step,
        _ => return None,
    };
    if field == SUMMARY {
        return (end == End::Finished).then(|| answers(script, draft, facts, voice));
    }
    if end == End::Cancelled || (end == End::Open && draft.step.as_ref() == Some(field)) {
        return None;
    }
    let step = asked(script, draft, facts, field)?;
    Some(Message::text(line(step, draft.answers.get(field)?, facts, voice)))
}
