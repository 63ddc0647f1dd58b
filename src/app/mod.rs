//! Builds the parts from the settings, starts them and stops them. What each
//! part does is said where it lives.

pub mod invite;
mod nudges;
pub mod office;
pub mod parts;
mod pumps;
pub mod run;
pub mod sandbox;
pub mod signals;
mod stop;
pub mod wecom;
