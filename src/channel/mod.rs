//! The messengers. A channel reads raw updates into `talk` words and sends
//! `talk` words out; it knows no table, no record and no role.

pub mod port;
pub mod telegram;

use crate::talk::inbound::{Channel, Inbound};

/// Reads what a channel has filed.
///
/// # Errors
/// What is wrong with the raw update; it never quotes it.
pub fn parse(channel: Channel, raw: &str) -> anyhow::Result<Inbound> {
    match channel {
        Channel::Telegram => Ok(telegram::receive::parse(raw)?),
        Channel::WecomApp | Channel::WecomKf => anyhow::bail!("no such messenger yet"),
    }
}

/// The raw update of any channel without an invitation code that was in it.
#[must_use]
pub fn without_code(raw: &str, code: &str) -> String {
    telegram::receive::without_code(raw, code)
}
