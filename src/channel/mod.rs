//! The messengers. A channel reads raw updates into `talk` words and sends
//! `talk` words out; it knows no table, no record and no role.

pub mod filing;
pub mod http;
mod json;
mod mending;
pub mod port;
pub mod telegram;
mod text;
pub mod wecom;
mod words;

use crate::talk::inbound::{Channel, Inbound};

/// Reads what a channel has filed.
///
/// # Errors
/// What is wrong with the raw update; it never quotes it.
pub fn parse(channel: Channel, raw: &str) -> anyhow::Result<Inbound> {
    match channel {
        Channel::Telegram => Ok(telegram::receive::parse(raw)?),
        Channel::WecomApp => Ok(wecom::receive::parse_app(raw)?),
        Channel::WecomKf => Ok(wecom::receive::parse_kf(raw)?),
    }
}

/// The raw update without an invitation code that was in it.
#[must_use]
pub fn without_code(channel: Channel, raw: &str, code: &str) -> String {
    match channel {
        Channel::Telegram => telegram::receive::without_code(raw, code),
        Channel::WecomApp | Channel::WecomKf => wecom::receive::without_code(raw, code),
    }
}
