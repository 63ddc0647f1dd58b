//! `anju sandbox`: the bot against a practice messenger, with people in every
//! role, and the page on which a visitor plays them all.

mod backstage;
mod demo;
mod play;

pub use demo::DEMO;
pub use play::{Options, sandbox};
