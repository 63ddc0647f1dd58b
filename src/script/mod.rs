//! The language of `dialogues/`: reading its files, checking them, and saying
//! their texts. Nothing here knows a conversation in progress.
//!
//! The way of a file: [`source::Source`] holds its text, [`texts::Texts`],
//! [`words::Words`] and [`scripts::Scripts`] are made of it, and whatever is
//! wrong with it comes back as a list of [`fault::Fault`].

pub mod args;
mod check;
mod check_step;
pub mod clean;
pub mod fault;
mod format;
pub mod home_words;
pub mod keys;
pub mod model;
pub mod names;
mod number_files;
pub mod number_words;
mod raw;
pub mod reply_words;
pub mod scripts;
pub mod source;
mod text_files;
pub mod texts;
mod time_files;
pub mod time_words;
mod word_files;
pub mod words;

#[cfg(test)]
mod tests {
    mod checks;
    mod keys;
    mod shipped;
    mod texts;
    mod words;
}
