//! `anju sandbox`: the bot against practice messengers, with people in every
//! role, and the page on which a visitor plays them all.

mod backstage;
mod corp;
mod demo;
mod play;

pub use demo::DEMO;
pub use play::{Options, sandbox};
