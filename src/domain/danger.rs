//! The kinds of danger that cannot wait. What is said to whom in which of them
//! is wording, and stands in `dialogues/`.

use serde::{Deserialize, Serialize};

/// A danger to people, going on now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Danger {
    /// Gas escapes, or carbon monoxide.
    Gas,
    /// Somebody was, or may be, touched by electricity.
    Electric,
    /// Fire, smoke, sparks.
    Fire,
    /// Water that cannot be stopped, or that comes near electricity.
    Flood,
    /// People in a lift that does not move.
    Lift,
    /// Things fall where people walk.
    Falling,
    /// A part of a building gives way.
    Collapse,
    /// Somebody is hurt, ill or threatened.
    Hurt,
    /// Somebody helpless cannot get out, or is locked in.
    LockedIn,
    /// Dangerous in another way, or kept from before kinds were told apart.
    Other,
}

impl Danger {
    pub const ALL: [Danger; 10] = [
        Danger::Gas,
        Danger::Electric,
        Danger::Fire,
        Danger::Flood,
        Danger::Lift,
        Danger::Falling,
        Danger::Collapse,
        Danger::Hurt,
        Danger::LockedIn,
        Danger::Other,
    ];

    /// The word in records, labelled sentences and text keys.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Danger::Gas => "gas",
            Danger::Electric => "electric",
            Danger::Fire => "fire",
            Danger::Flood => "flood",
            Danger::Lift => "lift",
            Danger::Falling => "falling",
            Danger::Collapse => "collapse",
            Danger::Hurt => "hurt",
            Danger::LockedIn => "locked_in",
            Danger::Other => "other",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Danger> {
        Danger::ALL.into_iter().find(|danger| danger.word() == word)
    }
}
