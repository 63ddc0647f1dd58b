//! `classify`: every error text that we know of, with the real server's
//! prefixes, and what it means.

use crate::channel::port::SendError;
use crate::channel::telegram::call::Parameters;
use crate::channel::telegram::errors::{Verdict, classify};
use std::time::Duration;

/// The verdict in one word, for the table.
fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Done => "done",
        Verdict::SendFresh => "fresh",
        Verdict::PlainText => "plain",
        Verdict::Reupload => "reupload",
        Verdict::AsDocument => "document",
        Verdict::Fail(SendError::Later { .. }) => "later",
        Verdict::Fail(SendError::Unreachable { .. }) => "unreachable",
        Verdict::Fail(SendError::Never { .. }) => "never",
        Verdict::Fail(SendError::Closed { .. }) => "closed",
        Verdict::Fail(SendError::Refused { .. }) => "refused",
    }
}

const TABLE: &[(u16, &str, &str)] = &[
    (403, "Forbidden: bot was blocked by the user", "unreachable"),
    (403, "Forbidden: user is deactivated", "unreachable"),
    (403, "Forbidden: bot can't initiate conversation with a user", "unreachable"),
    (403, "Forbidden: bot was kicked from the group chat", "unreachable"),
    (403, "Forbidden: bot was kicked from the supergroup chat", "unreachable"),
    (403, "Forbidden: bot is not a member of the supergroup chat", "unreachable"),
    (403, "Forbidden: the group chat was deleted", "unreachable"),
    (403, "Forbidden: bot can't send messages to bots", "unreachable"),
    (403, "Forbidden: something new", "unreachable"),
    (400, "Bad Request: chat not found", "unreachable"),
    (400, "Bad Request: USER_IS_BLOCKED", "unreachable"),
    (400, "Bad Request: INPUT_USER_DEACTIVATED", "unreachable"),
    (400, "Bad Request: PEER_ID_INVALID", "unreachable"),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", "never"),
    (
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
        "done",
    ),
    (400, "Bad Request: message to edit not found", "fresh"),
    (400, "Bad Request: message can't be edited", "fresh"),
    (400, "Bad Request: MESSAGE_ID_INVALID", "fresh"),
    (400, "Bad Request: there is no text in the message to edit", "fresh"),
    (400, "Bad Request: query is too old and response timeout expired or query ID is invalid", "done"),
    (400, "Bad Request: can't parse entities: Unsupported start tag \"br\" at byte offset 12", "plain"),
    (400, "Bad Request: message is too long", "never"),
    (400, "Bad Request: message caption is too long", "never"),
    (400, "Bad Request: message text is empty", "never"),
    (400, "Bad Request: BUTTON_DATA_INVALID", "never"),
    (400, "Bad Request: reply markup is too long", "never"),
    (400, "Bad Request: wrong file_id or the file is temporarily unavailable", "reupload"),
    (400, "Bad Request: wrong file identifier/HTTP URL specified", "reupload"),
    (400, "Bad Request: wrong remote file identifier specified: Wrong padding in the string", "reupload"),
    (400, "Bad Request: invalid file_id", "reupload"),
    (
        400,
        "Bad Request: failed to send message #2 with the error message \"Wrong file identifier/HTTP URL specified\"",
        "reupload",
    ),
    (400, "Bad Request: can't use file of type Photo as Document", "reupload"),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", "document"),
    (400, "Bad Request: IMAGE_PROCESS_FAILED", "document"),
    (400, "Bad Request: file is too big", "never"),
    (400, "Bad Request: message to be replied not found", "never"),
    (400, "Bad Request: message thread not found", "never"),
    (400, "Bad Request: not enough rights to send text messages to the chat", "never"),
    (400, "Bad Request: message can't be deleted for everyone", "never"),
    (400, "Bad Request: message to delete not found", "done"),
    (400, "Bad Request: something new", "never"),
    (401, "Unauthorized", "refused"),
    (404, "Not Found", "refused"),
    (404, "Not Found: method not found", "never"),
    (409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running", "later"),
    (409, "Conflict: terminated by setWebhook request", "later"),
    (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        "later",
    ),
    (413, "Request Entity Too Large", "never"),
    (421, "Misdirected Request", "later"),
    (500, "Internal Server Error: restart", "later"),
    (502, "Bad Gateway", "later"),
    (504, "", "later"),
    (302, "no Bot API reply in the body", "later"),
    (429, "Too Many Requests: retry after 17", "later"),
    (400, "Too Many Requests: retry after 17", "later"),
];

#[test]
fn every_known_text() {
    for (status, description, expected) in TABLE {
        let verdict = classify(*status, description, &Parameters::default());
        assert_eq!(word(&verdict), *expected, "{status} {description}");
        let shouted = classify(*status, &description.to_uppercase(), &Parameters::default());
        assert_eq!(word(&shouted), *expected, "upper case: {description}");
    }
}

#[test]
fn the_delay_is_telegrams_own() {
    let after = |parameters: Parameters, text: &str| match classify(429, text, &parameters) {
        Verdict::Fail(SendError::Later { after, everyone: false, .. }) => after,
        other => panic!("{other:?}"),
    };
    let told = Parameters { retry_after: Some(35), migrate_to_chat_id: None };
    assert_eq!(after(told, "Too Many Requests: retry after 17"), Some(Duration::from_secs(35)));
    assert_eq!(after(Parameters::default(), "Too Many Requests: retry after 17"), Some(Duration::from_secs(17)));
    assert_eq!(after(Parameters::default(), "Too Many Requests"), None);
}

#[test]
fn the_reason_says_what_telegram_said() {
    let verdict = classify(400, "Bad Request: message text is empty", &Parameters::default());
    let Verdict::Fail(error) = verdict else { panic!() };
    assert_eq!(error.to_string(), "never: 400 Bad Request: message text is empty");
}
