//! What a leased message is for a messenger, and what a messenger's answer is
//! for the case. No database and no waiting in here.

use super::receipt::Receipt;
use crate::channel::port::{Dispatch, Picture, SendError, Sent};
use crate::domain::ids::AttachmentId;
use crate::store::inbox::lane_of_case;
use crate::store::sending::{self, Ask, Dropped, Leased};
use crate::talk::message::{Message, Outgoing};
use std::collections::BTreeMap;
use std::sync::Arc;
use tracing::{error, warn};

pub(super) type Pictures = BTreeMap<AttachmentId, Picture>;

/// What came of one send.
pub(super) struct Answer {
    pub(super) ask: Arc<Ask>,
    pub(super) row: Leased,
    pub(super) result: Result<Sent, SendError>,
}

pub(super) fn message_of(row: &Leased) -> Option<&Message> {
    match (&row.body, &row.card) {
        (Outgoing::Message(message), _) => Some(row.merged.as_ref().unwrap_or(message)),
        (Outgoing::Card { .. }, Some(card)) => Some(&card.wanted),
        (
            Outgoing::Card { .. }
            | Outgoing::Welcome { .. }
            | Outgoing::Settle { .. }
            | Outgoing::AnswerTap { .. }
            | Outgoing::Menu(_),
            _,
        ) => None,
    }
}

/// `go_on`: a line to be added to the words.
pub(super) fn dispatch_of(row: &Leased, pictures: &Pictures, go_on: Option<&str>) -> Option<Dispatch> {
    let with_pictures = |message: &Message| {
        let photos = message.photos.iter().filter_map(|id| pictures.get(id).cloned()).collect();
        let mut message = message.clone();
        if let Some(line) = go_on {
            message.body = format!("{}\n{line}", message.body);
        }
        Dispatch::Message { message, photos }
    };
    Some(match &row.body {
        Outgoing::Message(message) => with_pictures(row.merged.as_ref().unwrap_or(message)),
        Outgoing::Card { .. } => {
            let card = row.card.as_ref()?;
            match &card.provider_ref {
                Some(sent) => {
                    Dispatch::Edit { sent: sent.clone(), code: card.code.clone(), message: card.wanted.clone() }
                }
                None => with_pictures(&card.wanted),
            }
        }
        Outgoing::AnswerTap { query, text, alert } => {
            Dispatch::AnswerTap { query: query.clone(), text: text.clone(), alert: *alert }
        }
        Outgoing::Welcome { code, message } => Dispatch::Welcome { code: code.clone(), message: message.clone() },
        Outgoing::Settle { sent, code, message } => {
            Dispatch::Settle { sent: sent.clone(), code: code.clone(), message: message.clone() }
        }
        Outgoing::Menu(menu) => Dispatch::Menu(menu.clone()),
    })
}

/// The cases hear of what did not arrive, unless nobody misses it.
pub(super) fn answer_receipts(answer: &Answer) -> Vec<(String, Receipt)> {
    let Err(failure) = &answer.result else { return Vec::new() };
    let (why, account_gone) = match failure {
        SendError::Unreachable { why } => (why.as_str(), true),
        SendError::Closed { .. } => (sending::CLOSED, false),
        SendError::Never { why } => (why.as_str(), false),
        SendError::Later { .. } | SendError::Refused { .. } => return Vec::new(),
    };
    let Leased { id, account, case, seq, class, ref body, ref with, .. } = answer.row;
    let own = Dropped { id, account, case, seq, class, body: body.clone(), why: "" };
    let riders = with.iter().map(|rider| Dropped {
        id: rider.id,
        case: rider.case,
        seq: rider.seq,
        body: rider.body.clone(),
        ..own.clone()
    });
    std::iter::once(own.clone())
        .chain(riders)
        .filter_map(|dropped| undeliverable(dropped, why.to_owned(), account_gone))
        .collect()
}

pub(super) fn dropped_receipt(dropped: &Dropped) -> Option<(String, Receipt)> {
    undeliverable(dropped.clone(), dropped.why.to_owned(), dropped.why == sending::UNREACHABLE)
}

fn undeliverable(dropped: Dropped, why: String, account_gone: bool) -> Option<(String, Receipt)> {
    let Dropped { id: outbox, account, case, seq, class, body: what, .. } = dropped;
    if matches!(
        what,
        Outgoing::Welcome { .. } | Outgoing::Settle { .. } | Outgoing::AnswerTap { .. } | Outgoing::Menu(_)
    ) {
        return None;
    }
    let case = case?;
    Some((lane_of_case(case), Receipt::Undeliverable { outbox, account, case, seq, class, what, why, account_gone }))
}

pub(super) fn count(answer: &Answer) {
    let (outbox, class) = (answer.row.id, answer.row.class);
    let result = match &answer.result {
        Ok(_) => "sent",
        Err(SendError::Later { why, .. }) => {
            warn!(outbox, ?class, "not sent yet: {why}");
            "later"
        }
        Err(SendError::Unreachable { why }) => {
            warn!(outbox, ?class, "not reachable: {why}");
            "unreachable"
        }
        Err(SendError::Closed { why }) => {
            warn!(outbox, ?class, "the window is closed: {why}");
            "closed"
        }
        Err(SendError::Never { why }) => {
            error!(outbox, ?class, "cannot be sent: {why}");
            "never"
        }
        Err(SendError::Refused { why }) => {
            error!(outbox, "the messenger does not let the bot in: {why}");
            "refused"
        }
    };
    let channel = answer.row.to.channel.word();
    metrics::counter!("anju_sends_total", "channel" => channel, "result" => result).increment(1);
}
