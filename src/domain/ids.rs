//! One newtype per kind of id, so that a home can never be passed for a person.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
        #[serde(transparent)]
        #[sqlx(transparent)]
        pub struct $name(pub i64);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )*};
}

ids! {
    /// A human being; may own several accounts, homes and seats.
    PersonId,
    /// One chat account of one person in one messenger.
    AccountId,
    /// An estate 小区.
    EstateId,
    /// A home (flat, house, shop) in an estate.
    HomeId,
    /// A case: one complaint and everything that follows from it.
    CaseId,
    /// The number of a record inside its case, shared by all kinds of record:
    /// no two records of one case carry the same.
    Seq,
    /// A dialogue that a person has begun and not finished.
    DraftId,
    /// A card: a message that is kept up to date in somebody's chat.
    CardId,
    /// A stored picture, voice message or document.
    AttachmentId,
}
