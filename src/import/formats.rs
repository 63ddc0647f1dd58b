//! Which reader a file goes to.

use super::table::Table;
use super::{csv_file, xlsx_file};

impl Table {
    /// Reads a file by the ending of its name: .xlsx is Excel, all else CSV.
    #[must_use]
    pub fn read(name: &str, bytes: &[u8]) -> Table {
        if name.to_ascii_lowercase().ends_with(".xlsx") {
            xlsx_file::read(name, bytes)
        } else {
            csv_file::read(name, bytes)
        }
    }
}
