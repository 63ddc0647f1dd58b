//! Cells as clerks and Excel write them.

use super::*;

#[test]
fn dates_may_be_written_in_many_ways() {
    let day = NaiveDate::from_ymd_opt(2024, 6, 30).expect("a day");
    for text in
        ["2024-06-30", "2024/6/30", "2024.6.30", "2024年6月30日", "2024-06-30T00:00:00", "2024-06-30 00:00", "45473"]
    {
        assert_eq!(date(text), Ok(day), "{text}");
    }
    for text in ["", "30/6/2024", "2024-13-30", "2024-02-30", "24-06-30", "June", "13900001001", "2024"] {
        assert!(date(text).is_err(), "{text}");
    }
}

#[test]
fn telephone_numbers_lose_what_only_people_need() {
    for text in ["13900001001", "139 0000 1001", "139-0000-1001", "+8613900001001", "008613900001001", "8613900001001"]
    {
        assert_eq!(phone(text).as_deref(), Ok("13900001001"), "{text}");
    }
    assert_eq!(phone("010-6550 1234").as_deref(), Ok("01065501234"));
    assert_eq!(phone("+49 30 901820").as_deref(), Ok("+4930901820"));
    for text in ["12", "no phone", "139000010011390000", "1390000100a", "+"] {
        assert_eq!(phone(text).is_err(), text != "139000010011390000", "{text}");
    }
}

#[test]
fn a_code_is_short_and_plain() {
    assert_eq!(code("ajhy").as_deref(), Ok("AJHY"));
    for text in ["", "AJ-HY", "安居", "ABCDEFGHIJKLMNOPQ"] {
        assert!(code(text).is_err(), "{text}");
    }
}
