//! Limits are read as they are written, and a wrong one is told why.

use super::{Limit, LimitFault};

#[test]
fn limits_read_as_they_are_written() {
    for text in ["3 wd", "7 cd", "24 h", "30 min", "0 cd", "by 2026-10-10"] {
        assert_eq!(text.parse::<Limit>().unwrap().to_string(), text);
        let json = serde_json::to_string(&text.parse::<Limit>().unwrap()).unwrap();
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<Limit>(&json).unwrap().to_string(), text);
    }
    assert_eq!(" 3wd ".parse(), Ok(Limit::WorkingDays(3)));
}

#[test]
fn what_is_not_a_limit_is_told_why() {
    let fault = |text: &str| text.parse::<Limit>().unwrap_err();
    assert_eq!(fault("soon"), LimitFault::NoNumber("soon".to_owned()));
    assert_eq!(fault("-3 wd"), LimitFault::NoNumber("-3 wd".to_owned()));
    assert_eq!(fault("3"), LimitFault::UnknownUnit(String::new()));
    assert_eq!(fault("3 d"), LimitFault::UnknownUnit("d".to_owned()));
    assert_eq!(fault("1.5 h"), LimitFault::UnknownUnit(".5 h".to_owned()));
    assert_eq!(fault("3651 cd"), LimitFault::TooLong("3651 cd".to_owned()));
    assert_eq!(fault("99999999999 h"), LimitFault::TooLong("99999999999 h".to_owned()));
    assert_eq!(fault("by Friday"), LimitFault::NotADate("Friday".to_owned()));
    assert!(fault("3 d").to_string().contains("use wd (working days)"));
}
