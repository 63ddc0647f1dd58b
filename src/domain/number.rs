//! Numbers of records: a pattern with a counter per scope, never used again.
//! `TS-{estate}-{yyyymmdd}-{nnn}` counts per estate and day (S01).

use chrono::{Datelike, NaiveDate};

/// What a pattern may be filled with.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    pub estate: &'a str,
    pub class: &'a str,
    /// The day in the company's time zone.
    pub day: NaiveDate,
}

/// The counter that a pattern counts in: all of it but the running number.
#[must_use]
pub fn scope(pattern: &str, naming: &Naming) -> String {
    let filled = fill(pattern, naming);
    match filled.split_once("{n") {
        Some((before, rest)) => format!("{before}*{}", rest.split_once('}').map_or("", |(_, after)| after)),
        None => filled,
    }
}

/// The number itself. More digits than the pattern has places are all shown.
#[must_use]
pub fn number(pattern: &str, naming: &Naming, count: i64) -> String {
    let filled = fill(pattern, naming);
    let Some((before, rest)) = filled.split_once("{n") else {
        return filled;
    };
    let (more, after) = rest.split_once('}').unwrap_or((rest, ""));
    let places = more.len() + 1;
    format!("{before}{count:0places$}{after}")
}

/// Whether a pattern can number anything: it has a running number, and says
/// nothing that we do not know.
///
/// # Errors
/// The sentence that `anju check` shows.
pub fn check(pattern: &str) -> Result<(), String> {
    let day = NaiveDate::default();
    let left = fill(pattern, &Naming { estate: "E", class: "A", day });
    let Some((before, rest)) = left.split_once("{n") else {
        return Err(format!("`{pattern}` has no running number such as {{nnn}}"));
    };
    let (more, after) = rest.split_once('}').unwrap_or((rest, ""));
    if !more.chars().all(|c| c == 'n') || before.contains('{') || after.contains('{') {
        return Err(format!(
            "`{pattern}` may hold {{estate}}, {{class}}, {{yyyy}}, {{yyyymm}}, {{yyyymmdd}} and {{nnn}} only"
        ));
    }
    Ok(())
}

fn fill(pattern: &str, naming: &Naming) -> String {
    let day = naming.day;
    pattern
        .replace("{estate}", naming.estate)
        .replace("{class}", naming.class)
        .replace("{yyyymmdd}", &day.format("%Y%m%d").to_string())
        .replace("{yyyymm}", &day.format("%Y%m").to_string())
        .replace("{yyyy}", &format!("{:04}", day.year()))
}
