//! How an input came to a dialogue, and how a press is answered.

use crate::domain::refusal::Refusal;

/// By what an input came to a dialogue.
pub(super) enum By {
    /// The bot itself, or a person in another way.
    Nothing,
    /// The provider's id of the message that said it.
    Message(Option<String>),
    /// The button of a message: its id, and the leave to change it.
    Button { message: Option<String>, code: Option<String> },
}

/// The form by which an owner completes his own complaint.
pub(super) const OWN_COMPLAINT: &str = "owner/complaint";

/// What a press is answered with.
pub(super) enum Toast {
    /// Nothing to say: what follows speaks for itself.
    Silent,
    Done(&'static str),
    Refused(Refusal),
}
