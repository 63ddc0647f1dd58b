//! How much is understood, measured on sentences that were not learned from: by
//! cross-validation over five parts, and on a third that is held back.

mod learned_tasks;
mod report;
mod seen;

pub use report::{Measured, Row, measure};
