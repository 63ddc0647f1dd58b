//! What the company's rules demand of the records, row by row: transitions,
//! chairs, amounts, who may do what. Tests of one file's own stand beside these,
//! declared in that file.

mod alarms;
mod approvals;
mod authority;
mod beside;
mod boundaries;
mod chairs;
mod complaints;
mod orders;
pub(crate) mod scene;
