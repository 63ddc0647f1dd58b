//! What follows when something has happened: clocks, further commands, notices,
//! cards and reminders. Pure; it knows no table, no chat and no dialogue.

pub mod board;
pub mod cards;
pub mod clockwork;
pub mod delays;
pub mod follow;
pub mod lists;
pub mod notices;
pub mod reminders;
pub mod say;
pub mod status;
pub mod story;
pub mod wake;

#[cfg(test)]
mod tests {
    mod play;
    mod promises;
    mod rulings;
    mod stages;
    mod waiting;
}
