//! Lists of the company (estates, homes, people, seats, leaves) into the
//! register: read from CSV or Excel, checked whole, written in one transaction
//! or not at all. Writing the same list again changes nothing.
//!
//! * `table` reads files into rows of texts (`csv_file`, `xlsx_file`, `words`),
//! * `entry` reads a row, `cells` a cell, `roster` puts rows together,
//! * `write` compares with the register and writes what differs,
//! * `chairs` names the seats that nobody holds.

mod cells;
pub mod chairs;
mod csv_file;
mod entry;
mod formats;
mod roster;
pub mod table;
mod words;
mod write;
mod xlsx_file;

pub use table::Table;
pub use words::RoleNames;
pub use write::{Counts, Import, Report, import};
