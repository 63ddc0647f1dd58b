//! How much is understood, measured on sentences that were not learned from: by
//! cross-validation over five parts, and on a third that is held back.

mod home_tasks;
mod learned_tasks;
mod report;
mod rule_tasks;
mod seen;

#[cfg(test)]
pub(crate) use report::Outcome;
pub use report::{Measured, Mistake, Row, measure, measure_rules};
#[cfg(test)]
pub(crate) use rule_tasks::{amount, number, time};
