//! What a sentence means: pure, without a network, measured on labelled
//! sentences (`dialogues/understanding/`). Two ways side by side: what is
//! learned from examples, and rules where rules are better (numbers, times,
//! amounts, homes, lists, scores in figures).

pub mod alarm;
pub mod category;
pub mod heard;
pub mod intent;
mod learned;
pub mod learning;
pub mod measure;
pub mod rating;
pub mod report;
pub mod signature;
mod understanding;

pub use understanding::{Explained, Understanding};
