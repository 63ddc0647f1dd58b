//! A plain linear model over runs of characters, learned from labelled
//! sentences in about a second, the same on every machine and every time. Knows
//! nothing of complaints; `build.rs` uses this folder, too, so that the program
//! starts with what it has learned.

pub mod examples;
pub mod features;
pub mod model;
pub mod tasks;
pub mod train;
