//! What a messenger allows the bot to send in a day: counted with the results of
//! sends, shown as metrics, and said in the log before it is used up.

use super::outgoing::Answer;
use crate::store::days::{self, Daily};
use crate::store::{Result, Tx};
use crate::talk::inbound::Channel;
use chrono::{DateTime, Utc};
use tracing::{error, warn};

/// Of ten parts; at so many the log warns, so that somebody can see to it.
const WARNED_AT: u64 = 8;

/// A mark that the day's sum has just reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    Warned,
    Full,
}

/// Counts the messages of these answers.
pub(super) async fn count(
    tx: &mut Tx,
    channel: Channel,
    daily: &Daily,
    answers: &[Answer],
    now: DateTime<Utc>,
) -> Result<()> {
    let messages = answers.iter().map(messages).sum();
    if messages == 0 {
        return Ok(());
    }
    let sum = days::add(tx, channel, daily, now, messages).await?;
    let Some(most) = daily.most else { return Ok(()) };
    let channel = channel.word();
    match passed(sum - messages, sum, most) {
        Some(Mark::Warned) => warn!(channel, sum, most, "four fifths of what may be sent in a day are used up"),
        Some(Mark::Full) => {
            error!(channel, sum, most, "what may be sent in a day is used up; the rest waits for tomorrow");
        }
        None => {}
    }
    Ok(())
}

/// A card that was changed where it stood is no message.
fn messages(answer: &Answer) -> u64 {
    let Ok(sent) = &answer.result else { return 0 };
    let shown = answer.row.card.as_ref().and_then(|card| card.provider_ref.as_ref());
    sent.messages.iter().filter(|id| Some(*id) != shown).count() as u64
}

/// Each mark is passed once a day, since the sum only grows.
fn passed(before: u64, after: u64, most: u64) -> Option<Mark> {
    let has = |sum: u64, tenths: u64| sum.saturating_mul(10) >= most.saturating_mul(tenths);
    if has(after, 10) && !has(before, 10) {
        Some(Mark::Full)
    } else if has(after, WARNED_AT) && !has(before, WARNED_AT) {
        Some(Mark::Warned)
    } else {
        None
    }
}

#[expect(clippy::cast_precision_loss, reason = "gauges; nobody counts to 2^52")]
pub(super) fn show(channel: Channel, daily: &Daily, sent: u64) {
    metrics::gauge!("anju_day_sent", "channel" => channel.word()).set(sent as f64);
    if let Some(most) = daily.most {
        metrics::gauge!("anju_day_quota", "channel" => channel.word()).set(most as f64);
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, passed};

    #[test]
    fn each_mark_is_passed_once() {
        let sums = [0, 79, 80, 81, 99, 100, 117];
        let marks: Vec<_> = sums.windows(2).map(|pair| passed(pair[0], pair[1], 100)).collect();
        assert_eq!(marks, [None, Some(Mark::Warned), None, None, Some(Mark::Full), None]);
        assert_eq!(passed(10, 200, 100), Some(Mark::Full));
    }
}
