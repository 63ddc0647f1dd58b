//! What a sentence means: pure, without a network, measured on labelled
//! sentences (`dialogues/understanding/`). Two ways side by side: what is
//! learned from examples, and rules where rules are better (numbers, times,
//! amounts, homes, lists, scores in figures).

pub mod amount;
mod calendar;
mod denials;
mod money;
pub mod numbers;
mod time_dates;
mod time_items;
mod time_tokens;
pub mod when;

#[cfg(test)]
mod tests {
    mod amounts;
    mod measure;
    mod numbers;
    mod robust;
    mod scene;
    mod times;
}
