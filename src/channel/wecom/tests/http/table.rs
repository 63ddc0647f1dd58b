//! What each code means, line by line.

use crate::channel::port::SendError;
use crate::channel::wecom::advice::Obstacle;
use crate::channel::wecom::errors::{Verdict, classify, judge, plain_error};
use crate::channel::wecom::wire::Failure;
use std::time::Duration;

/// The verdict in one word.
fn word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Renew => "renew",
        Verdict::Reupload => "reupload",
        Verdict::PullTokenSpent => "pull token",
        Verdict::Fail(SendError::Later { after: None, everyone: false, .. }) => "busy",
        Verdict::Fail(SendError::Later { after: Some(after), everyone: true, .. }) => {
            assert_eq!(*after, Duration::from_secs(60));
            "pause"
        }
        Verdict::Fail(SendError::Later { .. }) => "later",
        Verdict::Fail(SendError::Unreachable { .. }) => "unreachable",
        Verdict::Fail(SendError::Closed { .. }) => "closed",
        Verdict::Fail(SendError::Refused { .. }) => "refused",
        Verdict::Fail(SendError::Never { .. }) => "never",
    }
}

#[test]
fn every_code() {
    let table = [
        ("busy", &[-1, 6000, 45033][..]),
        ("pause", &[45009]),
        ("renew", &[40014, 42001]),
        ("reupload", &[40007]),
        ("pull token", &[95007]),
        ("unreachable", &[40003, 60111, 46004, 81013, 60011, 60021, 40096, 84061]),
        ("closed", &[95001, 95002, 95013, 95018, 95024, 95031]),
        ("refused", &[40001, 40013, 40056, 301_002, 43012, 48002, 48007, 60020, 60031]),
        ("refused", &[95003, 95011, 95012, 95017, 95023, 95032]),
        ("never", &[40004, 40006, 40008, 40009, 40011, 40058, 41001, 44001, 44004]),
        ("never", &[45001, 45002, 45007]),
        ("never", &[95000, 95004, 95008, 95009, 95014, 95016, 95019, 95025, 95030]),
        // Cards, and what nobody has met yet.
        ("never", &[42014, 42016, 42045, 42052, 99999, 1]),
    ];
    for (expected, codes) in table {
        for code in codes {
            assert_eq!(word(&classify(*code, "told")), expected, "{code}");
        }
    }
}

/// Whoever reads why nothing arrives learns what to do about it.
#[test]
fn who_is_not_reached_in_the_enterprise_has_a_remedy() {
    let table = [
        (81013, "setup.member.out_of_range"),
        (60011, "setup.member.out_of_range"),
        (60021, "setup.member.out_of_range"),
        (60111, "setup.member.gone"),
        (40003, "setup.member.gone"),
        (46004, "setup.member.gone"),
    ];
    for (code, key) in table {
        let Verdict::Fail(SendError::Unreachable { why }) = classify(code, "told") else { panic!("{code}") };
        assert_eq!(Obstacle::read(&why).map(Obstacle::hint_key), Some(key));
        assert!(why.starts_with(&format!("{code} told: ")), "{why}");
    }
    // Customers have no licence and no visible range.
    assert_eq!(Obstacle::read("40096 told"), None);
}

#[test]
fn words_do_not_decide() {
    assert_eq!(word(&classify(40058, "access_token expired, system busy")), "never");
}

#[test]
fn what_is_no_answer_of_the_api() {
    let table = [(500, "busy"), (502, "busy"), (302, "busy"), (408, "busy"), (429, "pause")];
    for (status, expected) in table.into_iter().chain([(404, "refused"), (403, "refused"), (413, "never")]) {
        assert_eq!(word(&judge(&Failure::Gateway { status })), expected, "{status}");
    }
    let broken = |connecting| judge(&Failure::Network { why: "x".to_owned(), connecting });
    assert_eq!((word(&broken(false)), word(&broken(true))), ("busy", "later"));
    assert_eq!(word(&judge(&Failure::File { why: "x".to_owned() })), "never");
}

#[test]
fn where_there_is_no_other_way() {
    let told = |code| plain_error(&Failure::Told { code, message: "no".to_owned() });
    assert_eq!(told(40007), SendError::Never { why: "40007 no".to_owned() });
    let SendError::Later { after: Some(_), everyone: true, .. } = told(42001) else { panic!() };
    let held = SendError::Refused { why: "x".to_owned() };
    assert_eq!(plain_error(&Failure::Decided(held.clone())), held);
}
