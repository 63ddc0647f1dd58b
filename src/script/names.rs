//! The closed lists of names that a script may use for what only the caller
//! knows: where options come from, facts, and limits of the rules.

macro_rules! names {
    ($(#[$doc:meta])* $kind:ident { $($(#[$one:meta])* $name:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $kind { $($(#[$one])* $name),* }

        impl $kind {
            pub const ALL: &'static [$kind] = &[$($kind::$name),*];

            /// The word that scripts use for it.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $($kind::$name => $word),* }
            }

            #[must_use]
            pub fn from_word(word: &str) -> Option<$kind> {
                match word { $($word => Some($kind::$name),)* _ => None }
            }

            /// All words, for a fault that says what would have been right.
            #[must_use]
            pub fn words() -> String {
                let words: Vec<&str> = $kind::ALL.iter().map(|name| name.word()).collect();
                words.join(", ")
            }
        }
    };
}

names! {
    /// Where the options of a choice come from. The caller fills them in; only
    /// the categories come from `words.toml`.
    OptionSource {
        /// Homes of the owner, or those that a clerk's search found.
        Homes = "homes",
        Categories = "categories",
        Teams = "teams",
        /// Departments that a case can be forwarded to.
        Units = "units",
        /// Visit windows; each value is a moment (see `dialogue::facts`).
        Slots = "slots",
    }
}

names! {
    /// What a step may depend on besides the answers of its own draft.
    NamedFact {
        /// The case holds pictures already.
        PhotosGiven = "photos_given",
        /// The order holds pictures from before the work already.
        BeforeGiven = "before_given",
        /// A member of staff answers in the owner's name.
        SpeaksForOwner = "speaks_for_owner",
        /// The case is about a repair.
        Repair = "repair",
    }
}

names! {
    /// Numbers of the rules that a step may depend on.
    NamedLimit {
        /// Photos that a completion report needs (`x_completion_photos`).
        CompletionPhotos = "completion_photos",
    }
}
