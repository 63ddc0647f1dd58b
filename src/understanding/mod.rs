//! What a sentence means: pure, without a network, measured on labelled
//! sentences (`dialogues/understanding/`). Two ways side by side: what is
//! learned from examples, and rules where rules are better (numbers, times,
//! amounts, homes, lists, scores in figures).

pub mod claims;
mod home_mentions;
mod home_parts;
pub mod home_search;
mod home_shapes;
mod home_words;
pub mod homes;
pub mod phones;

#[cfg(test)]
mod tests;
