//! The practice WeCom: one corp with its app and its customer service (KF) on
//! loopback, members and customers with phones.
//!
//! Like the real one where that hurts: limits, codes that work once, windows
//! that close, callbacks that come twice or never. Knows nothing of the bot.
//!
//! * `corp` is the handle; `trouble` makes things go wrong; `phone`, `member`,
//!   `customer` are what people do, `screen` what they see,
//! * `api/` answers the bot, `callbacks` and `deliver` call it,
//! * `state`, `kf/`, `message`, `card`, `codes`, `tokens`, `media`, `limits`,
//!   `menu` are the corp, `rules` and `refusal` what it does not let pass,
//! * `crypto` and `xml` are the envelope, `faults` and `world` the stage.

mod api;
mod callbacks;
mod card;
mod codes;
mod corp;
mod crypto;
mod customer;
mod deliver;
mod faults;
mod kf;
mod limits;
mod media;
mod member;
mod menu;
mod message;
mod phone;
mod refusal;
mod rules;
mod screen;
mod state;
mod tokens;
mod trouble;
mod world;
mod xml;

#[cfg(test)]
mod tests;

pub use callbacks::{Callback, Delivery, Spoil};
pub use corp::Corp;
pub use crypto::{Broken, Seal};
pub use customer::CustomerPhone;
pub use faults::{CallFilter, Fault};
pub use member::MemberPhone;
pub use menu::MenuItem;
pub use message::Chat;
pub use phone::{Mishap, Phone};
pub use refusal::Guesses;
pub use screen::{Screen, Shown};
pub use state::{Call, Settings};
