//! Telegram: raw updates in, messages and files out, over the Bot API. The
//! intake is ours and not teloxide's dispatcher, which acknowledges an update
//! before its handler has run. No table, no record, no clock in here.

pub mod call;
pub mod door;
pub mod errors;
mod files;
pub mod poll;
pub mod receive;
pub mod render;
pub mod send;
mod shape;
pub mod webhook;

pub use call::{Api, BadSettings, Token, http_client};
pub use send::TelegramMessenger;

#[cfg(test)]
mod tests;
