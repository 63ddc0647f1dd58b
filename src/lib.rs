//! The library of anju 安居. The house is drawn in `ARCHITECTURE.md`; every
//! import points down, and `tests/layers.rs` holds that law.

pub mod app;
pub mod channel;
pub mod cli;
pub mod clock;
pub mod config;
pub mod dialogue;
pub mod domain;
pub mod flow;
pub mod import;
pub mod process;
pub mod sandbox;
pub mod script;
pub mod store;
pub mod talk;
pub mod telemetry;
pub mod understanding;
pub mod web;
