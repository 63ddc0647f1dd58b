//! The conversation engine: an input and a state give a new state and what to
//! say. Pure; it knows no table, no chat id and no record's rules.
//!
//! [`engine::advance`] is the only way through a script; [`focus`] decides which
//! draft of an account is spoken of; [`answers`] and [`questionnaire`] read what
//! a finished draft holds.

pub mod acts;
pub mod answers;
mod ask;
pub mod beginning;
pub mod commands;
pub mod engine;
pub mod facts;
pub mod focus;
pub mod input;
mod moves;
pub mod questionnaire;
mod read;
mod settled;
mod shown;
pub mod spoken;
pub mod standing;
pub mod state;
mod summary;
mod turn;

#[cfg(test)]
mod tests {
    mod anything;
    mod beginning;
    mod conversations;
    mod focus;
    mod moving;
    mod photos;
    mod questionnaires;
    mod scene;
    mod standing;
    mod understanding;
}
