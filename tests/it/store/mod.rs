//! Every function of the store, on both databases.

mod database;
mod dialogues;
mod directory;
mod files;
pub mod helpers;
mod inbox;
mod mail;
mod people;
mod records;
mod sending;
mod timers;
