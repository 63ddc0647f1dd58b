//! The practice world: a messenger on loopback, people with phones, and a page
//! that shows the phones side by side.
//!
//! Knows nothing of the bot: it is a server and a page. The demo and the
//! conversation tests talk to it as they would to the real one.
//!
//! * `api/` answers the bot (`error`, `connection` and `faults` help it fail),
//! * `state`, `message`, `keyboard`, `entities`, `files`, `queue` are the world,
//!   `wire` and `news` what of it travels to the bot,
//! * `messenger` is the handle; `people`, `taps`, `groups`, `screen` are what
//!   one does with it and sees in it,
//! * `page/` shows all that in a browser,
//! * `wecom/` is another messenger altogether.

// The messenger is another machine: it keeps its own real time and does not
// ask the bot's clock.
#![allow(clippy::disallowed_methods)]

mod api;
mod connection;
mod entities;
mod error;
mod faults;
mod files;
mod groups;
mod keyboard;
mod message;
mod messenger;
mod news;
mod page;
mod people;
mod queue;
mod screen;
mod shared;
mod state;
mod taps;
pub mod wecom;
mod wire;

#[cfg(test)]
mod tests;

pub use faults::{CallFilter, Fault};
pub use keyboard::{Button, Key};
pub use messenger::{Messenger, page_port};
pub use page::{Advance, Backstage, Phone, Place, Servers, TableRows, serve_page};
pub use people::Mishap;
pub use screen::{Attachment, BotMessage, Standing};
pub use shared::NowFn;
pub use state::{Call, Command, PressAnswer};
pub use taps::Press;
