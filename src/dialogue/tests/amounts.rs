//! Amounts as people write them.

use super::scene::SHIPPED;
use crate::dialogue::amount::parse_amount;

#[test]
fn amounts_are_read() {
    let words = SHIPPED.scripts.words().amount();
    let table = [
        ("1000", 100_000),
        ("1,000.00", 100_000),
        ("1,000,000", 100_000_000),
        ("1000元", 100_000),
        ("￥1000", 100_000),
        ("¥ 1000.5", 100_050),
        ("1.2万", 1_200_000),
        ("1.2万元", 1_200_000),
        ("1.23456万", 1_234_560),
        ("3千", 300_000),
        ("2k", 200_000),
        ("人民币 500 元整", 50_000),
        ("500块钱", 50_000),
        ("rmb 88.88", 8_888),
        ("1000.10", 100_010),
        ("0", 0),
        ("1000", 100_000),
        ("12.340", 1_234),
    ];
    for (said, fen) in table {
        assert_eq!(parse_amount(said, words), Some(fen), "{said}");
    }
}

#[test]
fn what_is_no_amount_is_refused() {
    let words = SHIPPED.scripts.words().amount();
    let table = [
        "",
        "元",
        "一千",
        "abc",
        "-5",
        "1,00",
        "1,0000",
        ",100",
        "1.234",
        "1.",
        ".5",
        "10-20",
        "1e3",
        "500左右",
        "1000 2000x",
        "99999999999999999999",
        "1.2345678万",
    ];
    for said in table {
        assert_eq!(parse_amount(said, words), None, "{said}");
    }
}
