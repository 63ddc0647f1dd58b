//! The words the floors share: what comes in, what goes out, and what a turn
//! may cause. Nothing here knows who sends it and how.

pub mod answer;
pub mod inbound;
pub mod message;
pub mod tap;

pub use crate::domain::form;
