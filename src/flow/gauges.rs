//! How full the queues are and how old their oldest row is, as metrics; read
//! when somebody looks, not all the time.

use crate::clock::Clock;
use crate::store::{Db, Result, attachments, drafts, inbox, outbox, timers, unreached};
use crate::talk::inbound::Channel;
use chrono::{DateTime, Utc};

/// Reads the queues and sets the gauges.
pub async fn update(db: &Db, clock: &Clock) -> Result<()> {
    let mut tx = db.read().await?;
    let inbox = inbox::backlog(&mut tx).await?;
    let outbox = outbox::backlog(&mut tx).await?;
    let files = attachments::count_wanted(&mut tx).await?;
    let drafts = drafts::count(&mut tx).await?;
    let timers = timers::count(&mut tx).await?;
    let unreached = unreached::count(&mut tx).await?;
    let now = clock.machine_now();
    set("anju_inbox_open", inbox.open);
    set("anju_inbox_parked", inbox.parked);
    age("anju_inbox_oldest_seconds", inbox.oldest, now);
    set("anju_outbox_open", outbox.open);
    age("anju_outbox_oldest_seconds", outbox.oldest_due, now);
    set("anju_files_wanted", files);
    set("anju_drafts_open", drafts);
    set("anju_timers_set", timers);
    for channel in Channel::ALL.map(Channel::word) {
        let count = unreached.iter().find(|(one, _)| one == channel).map_or(0, |(_, count)| *count);
        set_for("anju_accounts_unreached", channel, count);
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a gauge; nobody counts to 2^52")]
fn set(name: &'static str, value: i64) {
    metrics::gauge!(name).set(value as f64);
}

#[expect(clippy::cast_precision_loss, reason = "a gauge; nobody counts to 2^52")]
fn set_for(name: &'static str, channel: &'static str, value: i64) {
    metrics::gauge!(name, "channel" => channel).set(value as f64);
}

fn age(name: &'static str, since: Option<DateTime<Utc>>, now: DateTime<Utc>) {
    let age = since.map_or(0, |since| (now - since).num_seconds().max(0));
    set(name, age);
}
