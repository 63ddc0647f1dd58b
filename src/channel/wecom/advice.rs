//! Why a member of the enterprise cannot be written to, and what somebody has to
//! do about it in the admin console. WeCom says it with a code when nobody is
//! left to send to, or with his name in a list beside an "ok".

/// What stands in the member's way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// `unlicenseduser`: he sees the application, but his account has no licence
    /// for the basic interface, or it has run out.
    Unlicensed,
    /// `invaliduser`, 81013, 60011, 60021: he is not in the visible range.
    OutOfRange,
    /// 60111, 40003, 46004: no such member, or not any more.
    NoMember,
}

const WORDS: &[(&str, Obstacle)] = &[
    ("unlicenseduser", Obstacle::Unlicensed),
    ("invaliduser", Obstacle::OutOfRange),
    ("81013", Obstacle::OutOfRange),
    ("60011", Obstacle::OutOfRange),
    ("60021", Obstacle::OutOfRange),
    ("60111", Obstacle::NoMember),
    ("40003", Obstacle::NoMember),
    ("46004", Obstacle::NoMember),
];

impl Obstacle {
    /// From a code or the name of a list, at the beginning of what was kept.
    #[must_use]
    pub fn read(told: &str) -> Option<Obstacle> {
        let word = told.split([' ', ':']).next()?;
        WORDS.iter().find(|(known, _)| *known == word).map(|(_, obstacle)| *obstacle)
    }

    /// For the log and for whoever reads why a message did not go.
    #[must_use]
    pub fn advice(self) -> &'static str {
        match self {
            Obstacle::Unlicensed => {
                "he has no interface licence: give him one in the admin console, then let him write a word to the \
                 application"
            }
            Obstacle::OutOfRange => {
                "the application does not reach him: put him into its visible range in the admin console, and see \
                 that he has activated his account"
            }
            Obstacle::NoMember => {
                "no member of the enterprise has this userid: if he has left, end his seat; if it was changed, invite \
                 him again"
            }
        }
    }

    /// The key of the same for `anju check --wecom`.
    #[must_use]
    pub fn hint_key(self) -> &'static str {
        match self {
            Obstacle::Unlicensed => "setup.member.unlicensed",
            Obstacle::OutOfRange => "setup.member.out_of_range",
            Obstacle::NoMember => "setup.member.gone",
        }
    }
}

/// What WeCom told, with what is to be done.
pub(super) fn with_advice(told: String) -> String {
    match Obstacle::read(&told) {
        Some(obstacle) => format!("{told}: {}", obstacle.advice()),
        None => told,
    }
}
