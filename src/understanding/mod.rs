//! What a sentence means: pure, without a network, measured on labelled
//! sentences (`dialogues/understanding/`). Two ways side by side: what is
//! learned from examples, and rules where rules are better (numbers, times,
//! amounts, homes, lists, scores in figures).

pub mod alarm;
pub mod amount;
pub mod category;
pub mod heard;
pub mod homes;
pub mod intent;
mod learned;
pub mod learning;
pub mod matters;
pub mod measure;
mod money;
pub mod numbers;
pub mod place;
pub mod rating;
pub mod report;
pub mod signature;
pub mod times;
mod understand;

pub use understand::{Explained, Understanding};

#[cfg(test)]
mod tests;
