//! Filing a raw update: only what the inbox needs to store it, read so that
//! nothing can fail. What the update says is read later, in `receive`.

use super::shape::Envelope;
use crate::channel::json::Object;
use chrono::{DateTime, Utc};
use serde::Deserialize;
use serde_json::value::RawValue;

pub use crate::channel::filing::{Filed, hash};

/// Reads what is needed to file the update; the raw text stays as it came.
#[must_use]
pub fn door(raw: &str) -> Filed {
    match Envelope::read(raw) {
        Ok(envelope) => Filed {
            event_id: event_id(envelope.id, raw),
            lane: envelope.person.map(|id| id.to_string()),
            said_at: said_at(&envelope),
            elsewhere: envelope.elsewhere(),
            unreadable: false,
        },
        Err(id) => Filed { event_id: event_id(id, raw), lane: None, said_at: None, elsewhere: false, unreadable: true },
    }
}

fn event_id(id: Option<i64>, raw: &str) -> String {
    id.map_or_else(|| hash(raw), |id| id.to_string())
}

/// The provider's time. `date: 0` marks an inaccessible message, not 1970.
pub(super) fn said_at(envelope: &Envelope<'_>) -> Option<DateTime<Utc>> {
    use super::shape::Kind;
    let seconds = match envelope.kind {
        Kind::Press => None,
        Kind::Edited => envelope.body.integer("edit_date").or_else(|| envelope.body.integer("date")),
        _ => envelope.body.integer("date"),
    };
    seconds.filter(|seconds| *seconds > 0).and_then(|seconds| DateTime::from_timestamp(seconds, 0))
}

/// The reply of `getUpdates` is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the reply is not a list of updates")]
pub struct NotABatch;

#[derive(Deserialize)]
struct Reply<'a> {
    #[serde(borrow)]
    result: Vec<&'a RawValue>,
}

/// So many updates `getUpdates` gives at once, at most.
const LONGEST_LIST: i64 = 100;

/// The last id of a list that cannot be read, found in it as plain text: behind
/// it the next updates begin. A list has no more than 100, numbered one after
/// the other, and begins with an id: a larger one is what somebody wrote.
#[must_use]
pub fn last_id(body: &str) -> Option<i64> {
    let behind = body.split("\"update_id\"").skip(1);
    let numbers = behind.filter_map(|rest| {
        let digits = rest.trim_start().strip_prefix(':')?.trim_start();
        digits.split(|c: char| !c.is_ascii_digit()).next()?.parse::<i64>().ok()
    });
    let numbers: Vec<i64> = numbers.filter(|id| *id < 1 << 31).collect();
    let first = *numbers.first()?;
    numbers.into_iter().filter(|id| (first..first + LONGEST_LIST).contains(id)).max()
}

/// Cuts the body of a `getUpdates` reply into updates, each with its id and its
/// exact text. An update without a readable id takes the id of a neighbour, so
/// that it is stored (under its hash) and the offset still moves past it.
pub fn split_batch(body: &str) -> Result<Vec<(i64, String)>, NotABatch> {
    let reply: Reply<'_> = serde_json::from_str(body).map_err(|_| NotABatch)?;
    let raws: Vec<&str> = reply.result.iter().map(|raw| raw.get()).collect();
    let ids: Vec<Option<i64>> =
        raws.iter().map(|raw| Object::read(raw).and_then(|update| update.integer("update_id"))).collect();
    let mut near = ids.iter().flatten().next().copied().unwrap_or_default();
    Ok(ids
        .into_iter()
        .zip(raws)
        .map(|(id, raw)| {
            near = id.unwrap_or(near);
            (near, raw.to_owned())
        })
        .collect())
}
