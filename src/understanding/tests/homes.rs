//! Words for a home, and what must hold for any words.

use super::words;
use crate::understanding::homes::{Entry, Meant, meant, named, own};

fn entries(homes: &[(&str, &str)]) -> Vec<Entry> {
    homes.iter().map(|(estate, number)| Entry::new(*estate, *number)).collect()
}

#[test]
fn part_of_a_number_is_no_number() {
    let words = words();
    let register =
        entries(&[("安居花园", "1栋101"), ("安居花园", "1栋1101"), ("安居花园", "11栋101"), ("安居花园", "1栋10")]);
    for (said, right) in [
        ("1栋10", Meant::One(3)),
        ("1栋101", Meant::One(0)),
        ("１栋１０１", Meant::One(0)),
        ("1#101", Meant::One(0)),
        ("1\u{200b}栋\u{feff}101", Meant::One(0)),
        ("1-1101", Meant::One(1)),
        ("11栋101", Meant::One(2)),
        ("11号楼一零一", Meant::One(2)),
        ("1栋1", Meant::Several(vec![0])),
        ("1栋1010", Meant::Unknown),
        ("1栋%101", Meant::One(0)),
        ("1%", Meant::Nothing),
        ("_栋101", Meant::Several(vec![0, 2])),
        ("11101", Meant::Several(vec![1, 2])),
        ("101", Meant::Several(vec![0, 2])),
        ("1101", Meant::One(1)),
        ("2101", Meant::Unknown),
        ("1栋101和11栋101", Meant::Several(vec![0, 2])),
        ("不是1栋101,是11栋101", Meant::One(2)),
        ("1栋101还是1栋102", Meant::Several(vec![0])),
        ("幸福里1栋101", Meant::Several(vec![0])),
        ("我家里1栋101", Meant::One(0)),
        ("11月26日", Meant::Nothing),
        ("欠费101元", Meant::Nothing),
        ("尾号1101", Meant::Nothing),
        ("", Meant::Nothing),
    ] {
        assert_eq!(meant(said, &register, words.home()), right, "{said}");
    }
}

#[test]
fn of_his_own_homes_less_is_enough() {
    let words = words();
    let homes = entries(&[("安居花园", "2-301"), ("云栖里", "6栋1201"), ("安居花园", "商铺2号")]);
    for (said, right) in [
        ("2栋 301", Meant::One(0)),
        ("第二套", Meant::One(1)),
        ("第2个", Meant::One(1)),
        ("最后一套", Meant::One(2)),
        ("后面那套", Meant::Nothing),
        ("the second one", Meant::Nothing),
        ("云栖里的房子", Meant::One(1)),
        ("雲棲里那個", Meant::One(1)),
        ("安居花园的", Meant::Several(vec![0, 2])),
        ("6栋那个", Meant::One(1)),
        ("铺子", Meant::One(2)),
        ("1201", Meant::One(1)),
        ("12楼那套", Meant::One(1)),
        ("3栋1201", Meant::Unknown),
        ("第五套", Meant::Nothing),
        ("都有", Meant::Nothing),
        ("倒数第一套", Meant::One(2)),
        ("倒数第二套", Meant::Nothing),
        ("6栋大门打不开", Meant::Several(vec![1])),
        ("6栋1201大门打不开", Meant::One(1)),
        ("不是云栖里那套", Meant::Nothing),
    ] {
        assert_eq!(own(said, &homes, words.home()), right, "{said}");
    }
    assert_eq!(own("后面那套", &homes[..2], words.home()), Meant::One(1));
}

#[test]
fn a_sentence_names_a_home_or_a_place() {
    let words = words();
    let homes = entries(&[("安居花园", "3-1201"), ("云栖里", "5-602")]);
    for (said, right) in [
        ("云栖里5栋602灯不亮", Some(1)),
        ("云栖里5栋602室的厨房漏水,快来", Some(1)),
        ("1201漏水了", Some(0)),
        ("我家3栋的水管爆了", Some(0)),
        ("3栋那套房子漏水", Some(0)),
        ("云栖里的房子漏水", Some(1)),
        ("3栋1201楼下的灯不亮", Some(0)),
        ("3栋楼下的灯不亮", None),
        ("我家3栋楼下的灯不亮", None),
        ("3栋电梯坏了", None),
        ("云栖里的路灯不亮", None),
        ("楼上1201漏水", None),
        ("隔壁5栋602太吵", None),
        ("3栋1202太吵", None),
        ("充了1201度电", None),
        ("第二套漏水", None),
        ("3-1201和5-602都漏水", None),
        ("马桶堵了", None),
    ] {
        assert_eq!(named(said, &homes, words.home()), right, "{said}");
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is asked")]
fn any_words_are_read_and_quickly() {
    let words = words();
    let register = entries(&[("安居花园", "3-1201"), ("云栖里", "六栋"), ("", ""), ("%", "_"), ("云栖里", "会所")]);
    let pieces = [
        "1",
        "栋",
        "-",
        "一",
        "十",
        "百",
        "零",
        "云栖里",
        "安居",
        "商铺",
        "第",
        "套",
        "#",
        "号",
        "b",
        " ",
        "不是",
        "13900001001",
        "\u{0}",
        "🏠",
        "门",
        "负",
        "的",
    ];
    for (at, first) in pieces.iter().enumerate() {
        for second in pieces {
            for third in pieces.iter().skip(at % 7).step_by(7) {
                let said = format!("{first}{second}{third}");
                let _ = (
                    meant(&said, &register, words.home()),
                    own(&said, &register, words.home()),
                    named(&said, &register, words.home()),
                );
            }
        }
    }
    let begin = std::time::Instant::now();
    for piece in ["1", "栋", "1栋101,", "云栖里", "13900001001 ", "不是", "🏠"] {
        let long = piece.repeat(5_000_000 / piece.len());
        let _ = meant(&long, &register, words.home());
        let _ = named(&long, &register, words.home());
    }
    assert!(begin.elapsed() < std::time::Duration::from_secs(20), "{:?}", begin.elapsed());
}

#[test]
fn words_narrow_a_large_register() {
    use crate::understanding::homes::search::sought;
    let words = words();
    let estates = ["安居花园".to_owned(), "云栖里".to_owned()];
    let look = |said: &str| sought(said, &estates, words.home());
    assert_eq!(look("１栋１０１").numbers, ["101"]);
    assert_eq!((look("云栖里6-1201").estates, look("云栖里6-1201").numbers), (vec![1], vec!["1201".to_owned()]));
    for said in ["李 娜", "业主李娜", "李娜女士", "李娜 1栋101", "李娜13900001001"] {
        assert_eq!(look(said).name.as_deref(), Some("李娜"), "{said}");
    }
    for said in ["139 0000 1001", "+8613900001001", "１３９００００１００１", "tel:139-0000-1001", "李娜 13900001001"]
    {
        assert_eq!(look(said).phone.as_deref(), Some("13900001001"), "{said}");
    }
    assert_eq!(look("1栋101").name, None);
    assert_eq!(look("Tom Baker").name.as_deref(), Some("tombaker"));
}
