//! SQL, and nothing but: one file per noun, one text per query for both
//! databases. Every function takes an open transaction and neither begins nor
//! commits one; why a row is written is decided elsewhere.

pub mod alone;
pub mod attachments;
pub mod calendars;
mod candidates;
pub mod cards;
mod case_records;
pub mod cases;
pub mod channel_state;
pub mod conversations;
pub mod counters;
pub mod days;
pub mod db;
pub mod dialect;
pub mod directory;
pub mod drafts;
pub mod error;
pub mod estates;
pub mod forget;
pub mod forgetting;
pub mod history;
pub mod inbox;
pub mod invitations;
mod leased;
pub mod leases;
pub mod lists;
mod merging;
mod migrate;
pub mod outbox;
pub mod pace;
pub mod people;
pub mod register;
pub mod reminders;
pub mod results;
pub mod sending;
pub mod staff;
pub mod tables;
pub mod text;
pub mod timers;
pub mod unreached;
pub mod windows;

pub use db::{Db, Tx};
pub use error::{Error, Fate, Result};
