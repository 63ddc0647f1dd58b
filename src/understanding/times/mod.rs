//! A moment as people write it, from its words to the instant.

mod calendar;
mod dates;
mod denials;
mod items;
mod tokens;
pub mod when;
