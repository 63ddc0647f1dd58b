//! Where the pure meets the stored. A message comes in by `intake`, a turn
//! (`turn`, `talking/`, `acting`, `apply`) does all that it causes in one
//! transaction, `delivery` sends what it said; `timers` and `files` feed the
//! same inbox.

pub mod acting;
mod allowance;
mod apply;
pub mod backoff;
pub mod customers;
pub mod delivery;
mod delivery_settings;
pub mod effect;
mod elsewhere;
pub mod files;
pub mod gate;
pub mod gauges;
pub mod handler;
mod held;
pub mod intake;
mod naming;
pub mod office;
mod outgoing;
pub mod pages;
mod parking;
pub mod poll;
pub mod pump;
pub mod receipt;
pub mod route;
pub mod shelf;
mod speaker;
pub mod sweep;
mod talking;
pub mod timers;
pub mod turn;
pub mod turns;
pub mod vitals;
mod world;
