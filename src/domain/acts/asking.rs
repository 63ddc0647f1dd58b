//! What an owner asks for while somebody else has the case in hand: that it goes
//! faster 催办 (S03), and a person to talk to.

use super::Done;
use crate::domain::beside::{CallTopic, Unheard};
use crate::domain::case::Case;
use crate::domain::event::Event;
use crate::domain::frame::Frame;
use crate::domain::people::Actor;
use crate::domain::refusal::Refusal;

impl Case {
    /// Presses for it; whoever it waits for hears of it, at most once in
    /// `x_urge_again`.
    pub(super) fn urge(&mut self, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_resident(actor)?;
        self.complaint.still_open()?;
        if let Some(at) = self.complaint.urged_at
            && frame.at < frame.due(at, frame.rules.x_urge_again).at
        {
            return Err(Refusal::UrgedAlready { at });
        }
        self.complaint.urged_at = Some(frame.at);
        Ok((by, vec![Event::Urged {}]))
    }

    /// Wants to talk to a person: the desk calls, and a clock runs until it has.
    pub(super) fn want_person(&mut self, words: String, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_resident(actor)?;
        self.complaint.still_open()?;
        let person = by.person.unwrap_or(self.complaint.reporter);
        let mut events = vec![Event::PersonWanted { words: words.clone() }];
        events.extend(self.add_call(person, CallTopic::Talk { words, at: Some(frame.at) }, Unheard::No, frame));
        Ok((by, events))
    }

    /// Somebody of the owner's side still waits for a call.
    #[must_use]
    pub fn owes_a_talk(&self) -> bool {
        let talks = |topic: &CallTopic| matches!(topic, CallTopic::Talk { .. });
        self.calls.iter().any(|call| call.open() && call.topics.iter().any(talks))
    }
}
