//! What a sentence means: pure, without a network, measured on labelled
//! sentences (`dialogues/understanding/`). Two ways side by side: what is
//! learned from examples, and rules where rules are better (numbers, times,
//! amounts, homes, lists, scores in figures).

pub mod alarm;
pub mod amount;
mod calendar;
pub mod category;
pub mod claims;
mod denials;
pub mod heard;
mod home_mentions;
mod home_parts;
pub mod home_search;
mod home_shapes;
mod home_words;
pub mod homes;
pub mod intent;
mod learned;
pub mod learning;
pub mod matters;
pub mod measure;
mod money;
pub mod numbers;
pub mod phones;
pub mod place;
pub mod rating;
pub mod report;
pub mod signature;
mod time_dates;
mod time_items;
mod time_tokens;
mod understand;
pub mod when;

pub use understand::{Explained, Understanding};

#[cfg(test)]
mod tests;
