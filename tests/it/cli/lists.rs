//! Lists in CSV and Excel, and what comes of importing them.

use crate::base::start;
use crate::world::office;
use anju::clock::Clock;
use anju::flow::office::Office;
use anju::import::{Counts, Import, Report, RoleNames, Table, import};
use anju::store::Db;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

pub const HEADER: &str =
    "kind,estate,estate_name,home,accepted_on,key,name,phone,lang,tie,role,unit,deputy,since,until\n";

/// Imports a list at the start of all tests; faults as lines.
pub async fn take(db: &Db, office: &Office, table: Table) -> Result<Report, Vec<String>> {
    let roles = RoleNames::new(&office.texts);
    let list = Import { calendar: &office.calendar, roles: &roles, now: start() };
    let mut tx = db.begin().await.unwrap();
    let report = import(&mut tx, table, &list).await.unwrap();
    let report = report.map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    tx.commit().await.unwrap();
    Ok(report)
}

pub async fn take_csv(db: &Db, rows: &str) -> Result<Report, Vec<String>> {
    let text = format!("{HEADER}{rows}");
    take(db, &office(), Table::read("list.csv", text.as_bytes())).await
}

/// How `anju import` would end, and what it would say.
pub async fn said(db: &Db, table: Table, dry: bool) -> (bool, String) {
    let mut out = Vec::new();
    let code = anju::cli::import::list(db, &office(), &Clock::frozen(start()), table, dry, &mut out).await.unwrap();
    let good = format!("{code:?}") == format!("{:?}", std::process::ExitCode::SUCCESS);
    (good, String::from_utf8(out).unwrap())
}

/// New, changed and unchanged rows of all kinds together.
pub fn sum(report: &Report) -> (usize, usize, usize) {
    report.counts.values().fold((0, 0, 0), |(all_new, all_changed, all_same), Counts { new, changed, same }| {
        (all_new + new, all_changed + changed, all_same + same)
    })
}

/// A workbook as a clerk keeps it: a sheet per kind, Chinese headings, dates as
/// dates, room and telephone numbers as numbers, and a sheet of notes.
pub fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy/m/d");
    let mut sheet = |name: &str, rows: &[&[&str]]| {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (line, row) in (0u32..).zip(rows) {
            for (column, cell) in (0u16..).zip(*row) {
                match (cell.strip_prefix('='), cell.parse::<f64>()) {
                    (Some(day), _) => {
                        let day = ExcelDateTime::parse_from_str(day).unwrap();
                        sheet.write_datetime_with_format(line, column, &day, &date).unwrap();
                    }
                    (None, Ok(number)) => {
                        sheet.write_number(line, column, number).unwrap();
                    }
                    (None, Err(_)) => {
                        sheet.write_string(line, column, *cell).unwrap();
                    }
                }
            }
        }
    };
    sheet("说明", &[&["这一页只是说明"]]);
    sheet("小区", &[&["小区代码", "小区名称"], &["ZS", "竹山"]]);
    sheet("房屋", &[&["小区代码", "房号", "竣工验收日期"], &["ZS", "1201", "=2024-06-30"], &["ZS", "1202", ""]]);
    sheet(
        "住户",
        &[
            &["小区代码", "房号", "姓名", "电话", "关系", "备注"],
            &["ZS", "1201", "李娜", "13900001001", "业主", "电话下午打"],
        ],
    );
    sheet(
        "岗位",
        &[
            &["工号", "姓名", "岗位", "班组", "常务副职", "开始日期"],
            &["7", "王芳", "cs_clerk", "", "", "=2025-01-01"],
            &["8", "张伟", "repair_team_leader", "水电一队", "否", ""],
        ],
    );
    book.save_to_buffer().unwrap()
}
