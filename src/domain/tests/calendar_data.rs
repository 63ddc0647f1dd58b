//! Every fault is found and named with its line.

use super::super::calendar::Calendar;
use super::{CalendarFault, FaultReason};

fn fault(text: &str) -> CalendarFault {
    Calendar::parse(text).unwrap_err()
}

fn at(line: usize, reason: FaultReason) -> CalendarFault {
    CalendarFault { line, reason }
}

fn date(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

#[test]
fn a_day_listed_as_off_and_as_worked() {
    let text = "[2026]\noff = [\n  \"02-16\",\n]\nwork = [\n  \"02-14\",\n  \"02-16\",\n]\n";
    assert_eq!(fault(text), at(7, FaultReason::ListedTwice(date("2026-02-16"))));
}

#[test]
fn a_day_listed_twice_in_one_list() {
    let text = "[2026]\noff = [\"02-16\",\n \"02-16\"]";
    assert_eq!(fault(text), at(3, FaultReason::ListedTwice(date("2026-02-16"))));
}

#[test]
fn a_weekend_day_off_and_a_weekday_worked() {
    let off = "[2026]\n\noff = [\"10-03\"]";
    assert_eq!(fault(off), at(3, FaultReason::OffOnWeekend(date("2026-10-03"))));
    let work = "[2026]\noff = [\"10-01\"]\nwork = [\"10-09\"]";
    assert_eq!(fault(work), at(3, FaultReason::WorkOnWeekday(date("2026-10-09"))));
}

#[test]
fn what_is_not_a_date_of_the_year() {
    for wrong in ["\"02-29\"", "\"2-16\"", "\"13-01\"", "\"0216\"", "\"+1-01\"", "\"\"", "216"] {
        let text = format!("[2026]\noff = [\n{wrong}]");
        assert_eq!(fault(&text), at(3, FaultReason::NotADate(wrong.to_owned())));
    }
    assert!(Calendar::parse("[2024]\noff = [\"02-29\"]").is_ok(), "a leap year has it");
}

#[test]
fn what_is_not_a_year() {
    for (text, line, key) in
        [("[26]\noff = [\"01-01\"]", 1, "26"), ("\n[next]\noff = [\"01-01\"]", 2, "next"), ("\n\n2026 = 1", 3, "2026")]
    {
        assert_eq!(fault(text), at(line, FaultReason::NotAYear(key.to_owned())));
    }
}

#[test]
fn what_is_not_a_list_of_days() {
    let misspelt = "[2026]\noff = [\"01-01\"]\nworks = [\"02-14\"]";
    assert_eq!(fault(misspelt), at(3, FaultReason::UnknownKey("works".to_owned())));
    let single = "[2026]\noff = \"01-01\"";
    assert_eq!(fault(single), at(2, FaultReason::NotAList("off".to_owned())));
}

#[test]
fn a_year_with_nothing_off_is_not_known() {
    assert_eq!(fault("\n[2027]"), at(2, FaultReason::NothingOff(2027)));
    assert_eq!(fault("[2027]\noff = []"), at(1, FaultReason::NothingOff(2027)));
}

#[test]
fn a_zone_that_does_not_exist() {
    let reason = FaultReason::UnknownZone("Asia/Peking".to_owned());
    assert_eq!(fault("# ours\nzone = \"Asia/Peking\""), at(2, reason));
}

#[test]
fn what_is_not_toml_at_all() {
    let broken = fault("[2026]\noff = [\"01-01\"\nwork = []");
    assert!(matches!(broken.reason, FaultReason::NotToml(_)));
    assert!(broken.line >= 2, "{broken}");
    let twice = fault("[2026]\noff = [\"01-01\"]\n[2026]\noff = [\"01-02\"]");
    assert!(matches!(twice.reason, FaultReason::NotToml(_)));
    assert_eq!(twice.line, 3);
}

#[test]
fn a_fault_reads_as_a_sentence_with_its_line() {
    let shown = fault("[2026]\noff = [\"10-03\"]").to_string();
    assert_eq!(shown, "line 2: 2026-10-03 is a weekend day and free anyway");
}

#[test]
fn an_empty_text_is_a_calendar_that_knows_no_year() {
    let calendar = Calendar::parse("").unwrap();
    assert_eq!(calendar.known_years().count(), 0);
    assert_eq!(calendar.zone(), chrono_tz::Tz::Asia__Shanghai);
}
