//! Every number at its edge: amounts, the last day of a warranty, running
//! numbers.

use super::scene::rules;
use crate::domain::approval::{Act, chain};
use crate::domain::calendar::tests::day;
use crate::domain::money::Fen;
use crate::domain::number::{self, Naming};
use crate::domain::people::Role;
use crate::domain::warranty::{Class, Part, Why, suggest};

#[test]
fn who_approves_by_amount() {
    let manager = [(Role::CsManager, Act::Approve)];
    let vice = [(Role::QualityDeputyChiefEngineer, Act::Review), (Role::ViceGm, Act::Approve)];
    let general = [
        (Role::QualityDeputyChiefEngineer, Act::Review),
        (Role::ViceGm, Act::Review),
        (Role::GeneralManager, Act::Approve),
    ];
    for (fen, expected) in
        [(1, &manager[..]), (100_000, &manager), (100_001, &vice), (1_000_000, &vice), (1_000_001, &general)]
    {
        assert_eq!(chain(Fen(fen), &rules()), expected, "{}", Fen(fen));
    }
}

#[test]
fn the_edges_are_settings() {
    let mut rules = rules();
    rules.m_repair_tier1 = Fen::yuan(2_000);
    assert_eq!(chain(Fen::yuan(2_000), &rules).len(), 1);
    assert_eq!(chain(Fen(200_001), &rules).len(), 2);
}

#[test]
fn amounts_as_people_write_them() {
    for (fen, written) in [
        (0, "0.00"),
        (5, "0.05"),
        (100_000, "1,000.00"),
        (100_001, "1,000.01"),
        (1_000_001, "10,000.01"),
        (123_456_789, "1,234,567.89"),
        (-123_456, "-1,234.56"),
        (i64::MIN, "-92,233,720,368,547,758.08"),
    ] {
        assert_eq!(Fen(fen).to_string(), written);
    }
}

#[test]
fn the_last_day_of_a_warranty_is_within() {
    let accepted = Some(day("2024-06-01"));
    for (part, reported, class) in [
        (Part::MepFitout, "2026-06-01", Some(Class::A)),
        (Part::MepFitout, "2026-06-02", None),
        (Part::Waterproof, "2029-06-01", Some(Class::A)),
        (Part::Waterproof, "2029-06-02", None),
        (Part::Structure, "2099-01-01", Some(Class::A)),
    ] {
        let suggestion = suggest(Some(part), accepted, day(reported), &rules());
        assert_eq!(suggestion.class, class, "{part:?} {reported}");
        // Out of warranty nothing is class B by itself.
        assert_eq!(matches!(suggestion.why, Why::Expired { .. }), class.is_none(), "{part:?} {reported}");
    }
}

#[test]
fn a_warranty_from_a_leap_day_ends_with_february() {
    let suggestion = suggest(Some(Part::MepFitout), Some(day("2024-02-29")), day("2026-02-28"), &rules());
    let last_day = day("2026-02-28");
    assert_eq!(suggestion.class, Some(Class::A));
    assert!(matches!(suggestion.why, Why::Within { last_day: found, .. } if found == last_day));
    let after = suggest(Some(Part::MepFitout), Some(day("2024-02-29")), day("2026-03-01"), &rules());
    assert!(matches!(after.why, Why::Expired { .. }));
}

#[test]
fn what_is_not_known_suggests_nothing() {
    assert_eq!(suggest(None, Some(day("2024-06-01")), day("2024-06-02"), &rules()).why, Why::NoPart);
    assert_eq!(suggest(Some(Part::Waterproof), None, day("2024-06-02"), &rules()).why, Why::NoDate);
}

#[test]
fn numbers_by_pattern() {
    let naming = |date: &str| Naming { estate: "AJHY", class: "A", day: day(date) };
    for (pattern, count, expected) in [
        ("TS-{estate}-{yyyymmdd}-{nnn}", 1, "TS-AJHY-20251231-001"),
        ("TS-{estate}-{yyyymmdd}-{nnn}", 999, "TS-AJHY-20251231-999"),
        ("TS-{estate}-{yyyymmdd}-{nnn}", 1000, "TS-AJHY-20251231-1000"),
        ("PG-{class}-{estate}-{yyyy}-{nnnn}", 7, "PG-A-AJHY-2025-0007"),
        ("{n}/{yyyymm}", 12, "12/202512"),
    ] {
        assert_eq!(number::check(pattern), Ok(()));
        assert_eq!(number::number(pattern, &naming("2025-12-31"), count), expected);
    }
}

#[test]
fn a_new_day_or_year_counts_from_one_where_the_pattern_says_so() {
    let scope = |pattern, date| number::scope(pattern, &Naming { estate: "AJHY", class: "A", day: day(date) });
    let (daily, yearly) = ("TS-{estate}-{yyyymmdd}-{nnn}", "PG-{class}-{estate}-{yyyy}-{nnnn}");
    assert_ne!(scope(daily, "2025-12-30"), scope(daily, "2025-12-31"));
    assert_eq!(scope(yearly, "2025-01-01"), scope(yearly, "2025-12-31"));
    assert_ne!(scope(yearly, "2025-12-31"), scope(yearly, "2026-01-01"));
}

#[test]
fn a_pattern_that_cannot_number_is_refused() {
    for pattern in ["TS-{estate}", "TS-{nnn}-{month}", "TS-{nxn}", "{nnn}-{nnn}"] {
        assert!(number::check(pattern).is_err(), "{pattern}");
    }
}
