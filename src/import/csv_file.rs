//! A list in CSV: UTF-8, with or without its mark, commas between the cells.

use super::table::{Header, Place, Table};
use super::words::Column;
use crate::script::fault::Fault;
use csv::{ByteRecord, ReaderBuilder};

const MARK: &[u8] = b"\xEF\xBB\xBF";

pub(super) fn read(name: &str, bytes: &[u8]) -> Table {
    let mut table = Table::default();
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    if let Err(why) = std::str::from_utf8(bytes) {
        table.faults.push(not_utf8(name, bytes, why.valid_up_to()));
        return table;
    }
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).comment(Some(b'#')).from_reader(bytes);
    let mut header = None;
    for record in reader.byte_records() {
        let record = match record {
            Ok(record) => record,
            Err(why) => {
                let line = why.position().and_then(|at| usize::try_from(at.line()).ok());
                table.faults.push(Fault { file: name.to_owned(), line, reason: why.to_string() });
                break;
            }
        };
        take(name, &record, &mut header, &mut table);
    }
    if header.is_none() {
        table.faults.push(Fault::of_file(name, "the file is empty"));
    }
    table
}

fn take(name: &str, record: &ByteRecord, header: &mut Option<Header>, table: &mut Table) {
    let line = record.position().and_then(|at| usize::try_from(at.line()).ok()).unwrap_or_default();
    let place = Place { file: name.to_owned(), line };
    let cells: Vec<String> = record.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect();
    match header {
        Some(header) => table.rows.extend(header.row(place, cells, None, &mut table.faults)),
        None if cells.iter().all(|cell| cell.trim().is_empty()) => {}
        None => {
            let read = Header::read(&place, &cells, &mut table.faults);
            if !read.has(Column::Kind) {
                table.faults.push(place.fault("the first row must name the columns, `kind` among them"));
            }
            *header = Some(read);
        }
    }
}

fn not_utf8(name: &str, bytes: &[u8], valid: usize) -> Fault {
    let line = 1 + bytes[..valid].iter().filter(|byte| **byte == b'\n').count();
    let reason =
        "the file is not UTF-8 (Excel writes GBK by default): save it as \"CSV UTF-8\", or import the .xlsx itself";
    Fault { file: name.to_owned(), line: Some(line), reason: reason.to_owned() }
}
