//! The commands: arguments in, exit code out. Only here is anything printed to
//! standard output; what a command does beyond printing lives further down.

mod args;
mod check;
mod check_wecom;
pub mod forget;
pub mod import;
pub mod inbox;
pub mod invite;
pub mod links;
mod migrate;
mod run;
mod sandbox;
mod serve;
mod understand;

pub use run::run;
