//! A list in Excel: one sheet with a column `kind`, or several sheets that are
//! called as the kinds of their rows.

use super::table::{Header, Place, Table};
use super::words::{Column, Kind};
use crate::script::fault::Fault;
use calamine::{Data, Range, Reader, Xlsx};
use std::io::Cursor;

pub(super) fn read(name: &str, bytes: &[u8]) -> Table {
    let mut table = Table::default();
    let mut book: Xlsx<_> = match calamine::open_workbook_from_rs(Cursor::new(bytes)) {
        Ok(book) => book,
        Err(why) => {
            table.faults.push(Fault::of_file(name, format!("this is no Excel file: {why}")));
            return table;
        }
    };
    let mut sheets = 0;
    for sheet in book.sheet_names() {
        match book.worksheet_range(&sheet) {
            Ok(range) => sheets += usize::from(take(name, &sheet, &range, &mut table)),
            Err(why) => table.faults.push(Fault::of_file(format!("{name}[{sheet}]"), why.to_string())),
        }
    }
    if sheets == 0 {
        let kinds = Kind::all_words();
        let reason = format!("no sheet has a column `kind` or is called by a kind ({kinds})");
        table.faults.push(Fault::of_file(name, reason));
    }
    table
}

/// Whether the sheet is one of ours.
fn take(name: &str, sheet: &str, range: &Range<Data>, table: &mut Table) -> bool {
    let file = format!("{name}[{sheet}]");
    let first_line = 1 + range.start().map_or(0, |(row, _)| row as usize);
    let mut header: Option<Header> = None;
    let kind = Kind::from_word(sheet);
    for (offset, cells) in range.rows().enumerate() {
        let place = Place { file: file.clone(), line: first_line + offset };
        let cells: Vec<String> = cells.iter().map(|cell| text(&place, cell, table)).collect();
        if let Some(header) = &header {
            let row = header.row(place, cells, kind, &mut table.faults);
            table.rows.extend(row);
            continue;
        }
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let ours = kind.is_some() || cells.iter().any(|cell| Column::from_word(cell) == Some(Column::Kind));
        if !ours {
            table.remarks.push(format!("{file} is passed over: it has no column `kind` and is not called by a kind"));
            return false;
        }
        header = Some(Header::read(&place, &cells, &mut table.faults));
    }
    header.is_some()
}

/// A cell as somebody would write it.
fn text(place: &Place, cell: &Data, table: &mut Table) -> String {
    match cell {
        Data::Empty => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Int(number) => number.to_string(),
        // Room and telephone numbers: 1201.0 is how Excel keeps 1201.
        Data::Float(number) => number.to_string(),
        Data::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Error(why) => {
            table.faults.push(place.fault(format!("a cell holds the error {why}")));
            String::new()
        }
    }
}
