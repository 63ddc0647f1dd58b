//! A list as rows of texts, wherever it came from. What the texts mean is read
//! in `entry`.

use super::words::{Column, Kind};
use crate::script::fault::Fault;
use std::collections::BTreeMap;

/// A row: where it stands, its kind, and its cells that are not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub place: Place,
    pub kind: Kind,
    pub cells: BTreeMap<Column, String>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub file: String,
    pub line: usize,
}

/// The rows of a file, and what is wrong with it as a file.
#[derive(Clone, Debug, Default)]
pub struct Table {
    pub rows: Vec<Row>,
    pub faults: Vec<Fault>,
    /// What somebody should know, though it is no fault.
    pub remarks: Vec<String>,
}

impl Place {
    #[must_use]
    pub fn fault(&self, reason: impl Into<String>) -> Fault {
        Fault { file: self.file.clone(), line: Some(self.line), reason: reason.into() }
    }
}

/// The columns of a list, from its first row.
pub(super) struct Header {
    columns: Vec<Option<Column>>,
}

impl Header {
    /// Reads the headings; unknown and doubled ones are faults.
    pub fn read(place: &Place, headings: &[String], faults: &mut Vec<Fault>) -> Header {
        let mut columns: Vec<Option<Column>> = Vec::new();
        for heading in headings {
            let column = Column::from_word(heading);
            if column.is_none() && !heading.trim().is_empty() {
                faults.push(place.fault(format!("there is no column `{}`", heading.trim())));
            }
            if column.is_some() && columns.contains(&column) {
                faults.push(place.fault(format!("the column `{}` stands there twice", heading.trim())));
            }
            columns.push(column);
        }
        Header { columns }
    }

    #[must_use]
    pub fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }

    /// A row of cells; `kind` where the sheet says it for all its rows. Empty
    /// rows are none.
    pub fn row(&self, place: Place, cells: Vec<String>, kind: Option<Kind>, faults: &mut Vec<Fault>) -> Option<Row> {
        let mut named = BTreeMap::new();
        for (position, cell) in cells.into_iter().enumerate() {
            let cell = half_width(cell.trim());
            match self.columns.get(position).copied().flatten() {
                _ if cell.is_empty() => {}
                Some(column) => {
                    named.insert(column, cell);
                }
                None => faults.push(place.fault(format!("`{cell}` stands under no heading"))),
            }
        }
        named.remove(&Column::Note);
        if named.is_empty() {
            return None;
        }
        let word = named.remove(&Column::Kind);
        let kind = match (&word, kind) {
            (Some(word), _) => Kind::from_word(word),
            (None, kind) => kind,
        };
        if kind.is_none() {
            let said = word.map_or("a row needs its kind".to_owned(), |word| format!("`{word}` is no kind of row"));
            faults.push(place.fault(format!("{said}: {}", Kind::all_words())));
        }
        Some(Row { place, kind: kind?, cells: named })
    }
}

/// Full-width letters, digits and signs as a Chinese keyboard makes them.
fn half_width(text: &str) -> String {
    let narrow = |letter: char| match letter {
        '\u{3000}' => ' ',
        '！'..='～' => char::from_u32(letter as u32 - 0xFEE0).unwrap_or(letter),
        other => other,
    };
    text.chars().map(narrow).collect()
}
