//! Amounts as people write them.

use super::scene::WORDS;
use crate::understanding::amount::{AmountFault, parse_amount};

#[test]
fn amounts_are_read() {
    let words = WORDS.amount();
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
        assert_eq!(parse_amount(said, words), Ok(fen), "{said}");
    }
}

#[test]
fn what_is_no_amount_is_refused() {
    let words = WORDS.amount();
    let table = [
        "",
        "元",
        "abc",
        "-5",
        "1,00",
        "1,0000",
        ",100",
        "1.234",
        ".5",
        "10-20",
        "1e3",
        "1000 2000x",
        "99999999999999999999",
        "1.2345678万",
    ];
    for said in table {
        assert!(parse_amount(said, words).is_err(), "{said}");
    }
}

/// As people were seen to write it and were not understood.
#[test]
fn amounts_in_characters_and_in_sentences_are_read() {
    let table = [
        ("三百", 30_000),
        ("一千二", 120_000),
        ("1千2", 120_000),
        ("1万2千", 1_200_000),
        ("5百", 50_000),
        ("壹仟贰佰元整", 120_000),
        ("300左右", 30_000),
        ("300。", 30_000),
        ("300元。", 30_000),
        ("300块钱吧", 30_000),
        ("3万5", 3_500_000),
        ("1w2", 1_200_000),
        ("千二", 120_000),
        ("萬二", 1_200_000),
        ("伍佰", 50_000),
        ("1，200元", 120_000),
        ("报价2600", 260_000),
        ("大概八百", 80_000),
        ("两千三百五十六元五角", 235_650),
        ("12.5", 1_250),
        ("1,200.50 yuan", 120_050),
        ("２００", 20_000),
        ("一万零五百", 1_050_000),
        ("一万零五", 1_000_500),
        ("1万500", 1_050_000),
        ("二零零", 20_000),
        ("3元5角2分", 352),
        ("12月3号报价2600", 260_000),
        ("换两个龙头300块", 30_000),
        ("人工100，材料200，一共300", 30_000),
        ("about 300 yuan", 30_000),
    ];
    for (said, fen) in table {
        assert_eq!(parse_amount(said, WORDS.amount()), Ok(fen), "{said}");
    }
}

#[test]
fn what_is_not_one_amount_says_why() {
    let table = [
        ("300-500", AmountFault::Range),
        ("300到500", AmountFault::Range),
        ("三五百", AmountFault::Range),
        ("两三百", AmountFault::Range),
        ("1000以下", AmountFault::Bound),
        ("一百多", AmountFault::Bound),
        ("500以内", AmountFault::Bound),
        ("人工100，材料200", AmountFault::Several),
        ("300或者500", AmountFault::Several),
        ("300，500", AmountFault::Unread),
        ("便宜点", AmountFault::Unread),
        ("不知道", AmountFault::Unread),
        ("300美元", AmountFault::Unread),
        ("每平米80", AmountFault::Unread),
        ("换2个阀门", AmountFault::Unread),
        ("1万20", AmountFault::Unread),
        ("九千九百九十九万九千九百九十九万", AmountFault::Unread),
    ];
    for (said, fault) in table {
        assert_eq!(parse_amount(said, WORDS.amount()), Err(fault), "{said}");
    }
}
