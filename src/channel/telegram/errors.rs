//! What a failed call means for what was to be sent. Descriptions decide, not
//! codes (Bot API: error codes "are subject to change"), and not teloxide's
//! `ApiError`, to which many real texts are unknown. The calling is in `call`.

use super::call::{Failure, Parameters};
use crate::channel::port::SendError;
use std::time::Duration;

/// What to do now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is as it was wanted already, or it does not matter any more.
    Done,
    /// The message to edit is gone or cannot be edited: send a new one.
    SendFresh,
    /// The markup was refused: the same as plain text.
    PlainText,
    /// The file id does not work: send the stored bytes.
    Reupload,
    /// The picture was refused as a photo: send it as a document.
    AsDocument,
    Fail(SendError),
}

/// How a description is answered, whatever its code.
#[derive(Clone, Copy)]
enum Rule {
    Done,
    SendFresh,
    PlainText,
    Reupload,
    AsDocument,
    Unreachable,
    Never,
}

/// Lower-case parts of descriptions; the first that fits decides. An album's
/// error wraps the item's ("failed to send message #1 with the error message …").
const RULES: [(&str, Rule); 44] = [
    // Nothing to do.
    ("message is not modified", Rule::Done),
    ("query is too old", Rule::Done),
    ("query id is invalid", Rule::Done),
    ("message to delete not found", Rule::Done),
    // Another way to say it.
    ("message to edit not found", Rule::SendFresh),
    ("message can't be edited", Rule::SendFresh),
    ("there is no text in the message to edit", Rule::SendFresh),
    ("message identifier is not specified", Rule::SendFresh),
    ("message_id_invalid", Rule::SendFresh),
    ("can't parse entities", Rule::PlainText),
    ("wrong file_id or the file is temporarily unavailable", Rule::Reupload),
    ("wrong file identifier", Rule::Reupload),
    ("wrong remote file identifier", Rule::Reupload),
    ("invalid file_id", Rule::Reupload),
    ("file_reference_", Rule::Reupload),
    ("can't use file of type", Rule::Reupload),
    ("photo_invalid_dimensions", Rule::AsDocument),
    ("photo_save_file_invalid", Rule::AsDocument),
    ("photo_ext_invalid", Rule::AsDocument),
    ("image_process_failed", Rule::AsDocument),
    // Nobody there.
    ("bot was blocked by the user", Rule::Unreachable),
    ("user_is_blocked", Rule::Unreachable),
    ("user is deactivated", Rule::Unreachable),
    ("input_user_deactivated", Rule::Unreachable),
    ("can't initiate conversation with a user", Rule::Unreachable),
    ("bot was kicked", Rule::Unreachable),
    ("bot is not a member", Rule::Unreachable),
    ("group chat was deleted", Rule::Unreachable),
    ("chat not found", Rule::Unreachable),
    ("peer_id_invalid", Rule::Unreachable),
    // Ours to mend, or the company's; the same again fails again.
    ("group chat was upgraded to a supergroup chat", Rule::Never),
    ("method not found", Rule::Never),
    ("message is too long", Rule::Never),
    ("caption is too long", Rule::Never),
    ("message text is empty", Rule::Never),
    ("button_data_invalid", Rule::Never),
    ("reply markup is too long", Rule::Never),
    ("file is too big", Rule::Never),
    ("message to be replied not found", Rule::Never),
    ("replied message not found", Rule::Never),
    ("message thread not found", Rule::Never),
    ("not enough rights", Rule::Never),
    ("have no rights to send", Rule::Never),
    ("message can't be deleted", Rule::Never),
];

/// Reads an error reply of the Bot API.
///
/// A 429 names no scope; in practice it is the chat's. So `everyone` is never
/// set here: the messenger sets it when several chats in a row are refused.
#[must_use]
pub fn classify(http_status: u16, description: &str, parameters: &Parameters) -> Verdict {
    let text = description.to_lowercase();
    let why = || format!("{http_status} {description}");
    if http_status == 429 || text.contains("too many requests") || parameters.retry_after.is_some() {
        let after = parameters.retry_after.or_else(|| named_delay(&text)).map(Duration::from_secs);
        return Verdict::Fail(SendError::Later { after, everyone: false, why: why() });
    }
    match RULES.iter().find(|(part, _)| text.contains(part)) {
        Some((_, rule)) => rule.verdict(why()),
        None => Verdict::Fail(by_status(http_status, why())),
    }
}

impl Rule {
    fn verdict(self, why: String) -> Verdict {
        match self {
            Rule::Done => Verdict::Done,
            Rule::SendFresh => Verdict::SendFresh,
            Rule::PlainText => Verdict::PlainText,
            Rule::Reupload => Verdict::Reupload,
            Rule::AsDocument => Verdict::AsDocument,
            Rule::Unreachable => Verdict::Fail(SendError::Unreachable { why }),
            Rule::Never => Verdict::Fail(SendError::Never { why }),
        }
    }
}

/// "Too Many Requests: retry after 17", where the parameter is missing.
fn named_delay(text: &str) -> Option<u64> {
    text.split_once("retry after ")?.1.split_whitespace().next()?.parse().ok()
}

/// A text that nobody has met yet.
fn by_status(status: u16, why: String) -> SendError {
    match status {
        // A token that is revoked (401) or has no shape of one (404).
        401 | 404 => SendError::Refused { why },
        403 => SendError::Unreachable { why },
        // A gateway or a restarting server; 3xx is a proxy that wants something.
        300..=399 | 408 | 409 | 421 | 500.. => SendError::Later { after: None, everyone: false, why },
        _ => SendError::Never { why },
    }
}

/// The verdict over any failed call. A name that cannot even be connected to
/// cannot be for anybody, so that everyone waits; a call that was cut off can
/// be one large upload.
pub(super) fn judge(failure: &Failure) -> Verdict {
    match failure {
        Failure::Told { status, description, parameters } => classify(*status, description, parameters),
        Failure::Garbled(_) => Verdict::Fail(SendError::Later {
            after: None,
            everyone: false,
            why: "a reply that is not the Bot API's".to_owned(),
        }),
        Failure::Network { why, connecting } => {
            Verdict::Fail(SendError::Later { after: None, everyone: *connecting, why: why.clone() })
        }
        Failure::File { why } => Verdict::Fail(SendError::Never { why: why.clone() }),
    }
}

/// The verdict where no other way to do it exists.
pub(super) fn plain_error(failure: &Failure) -> SendError {
    match judge(failure) {
        Verdict::Fail(error) => error,
        _ => match failure {
            Failure::Told { status, description, .. } => SendError::Never { why: format!("{status} {description}") },
            Failure::Network { why, .. } | Failure::File { why } => SendError::Never { why: why.clone() },
            Failure::Garbled(_) => SendError::Never { why: "a reply that is not the Bot API's".to_owned() },
        },
    }
}
