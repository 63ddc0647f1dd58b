//! Claims of strangers, and what must never bind.

use super::words;
use crate::understanding::homes::Entry;
use crate::understanding::homes::claims::{Decision, Holder, read};

fn decided(text: &str, words: &crate::script::words::Words) -> Decision {
    let people = [
        ("13900001001", vec![Entry::new("安居花园", "1栋101")]),
        ("13900001002", vec![Entry::new("安居花园", "3栋2单元1201")]),
        ("13900001004", vec![Entry::new("云栖里", "B座-2305"), Entry::new("云栖里", "商铺12号")]),
        ("+85291234567", vec![Entry::new("云栖里", "6栋1201")]),
    ];
    let claim = read(text, words.home());
    let holders: Vec<Holder> = people
        .iter()
        .filter(|(phone, _)| claim.phone() == Some(*phone))
        .map(|(_, homes)| Holder { homes: homes.clone() })
        .collect();
    let estates = ["安居花园", "云栖里", "望江台"].map(str::to_owned);
    claim.decide(text, &holders, &estates, words.home())
}

#[test]
fn a_number_is_read_in_any_form() {
    let words = words();
    for text in [
        "139 0000 1001 1栋101",
        "139.0000.1001 1栋101",
        "139000010011栋101",
        "1栋10113900001001",
        "+86 139 0000 1001,1栋101",
        "+8613900001001 1栋101",
        "86139000010011栋101",
        "008613900001001，1-101",
        "１３９００００１００１　１栋１０１",
        "139\u{200b}00001001 1栋101",
        "tel:139-0000-1001 1#101",
        "一三九零零零零一零零一一栋一零一",
        "1栋101 手机139-0000-1001,座机0755-12345678",
        "139 0000 10011栋101",
        "13900001001\n1栋101",
        "13900001001-1-101",
        "1390000 1001 1幢101室",
    ] {
        assert_eq!(decided(text, &words), Decision::Bound { holder: 0, homes: vec![0] }, "{text}");
    }
    assert!(matches!(decided("+852 9123 4567 6栋1201", &words), Decision::Bound { .. }));
}

#[test]
fn nothing_binds_that_is_not_plain() {
    let words = words();
    for text in [
        "1栋101",
        "13900001001",
        "13900001001 1栋",
        "13900001001 安居花园",
        "13900001001 101元",
        "1390000100 1栋101",
        "1390000100 1-101",
        "139 0000 100 1栋101",
        "1 3 9 0 0 0 0 1 0 0 1栋101",
        "139000010011 1栋101",
        "139000010011101",
        "1390000100l 1栋101",
        "13900001001 1栋102",
        "13900001001 1栋1101",
        "13900001001 11栋101",
        "13900001001 3栋2单元1201",
        "13900001001 云栖里1栋101",
        "13900001001 望江台1栋101",
        "13900001001 1栋101和3栋2单元1201",
        "13900001001 不是1栋101",
        "13900001001 隔壁101",
        "13900001002 3栋1单元1201",
        "13900001001 13900001002 1栋101",
        "1栋101 13900001001 13900001002",
        "13900009999 1栋101",
        "23900001001 1栋101",
    ] {
        assert!(
            !matches!(decided(text, &words), Decision::Bound { .. } | Decision::Stranger),
            "{text}: {:?}",
            decided(text, &words)
        );
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long it takes is what is asked")]
fn any_message_is_read_and_quickly() {
    let words = words();
    let begin = std::time::Instant::now();
    for piece in ["1", "139", "139 ", "13900001001", "1栋101 ", "一三九零", "+86", "\u{0}", "🏠", "-"] {
        let _ = decided(&piece.repeat(5_000_000 / piece.len()), &words);
        for more in ["栋", "1", "-1", "号", "86", "+"] {
            let _ = decided(&format!("{more}{piece}{more}"), &words);
        }
    }
    assert!(begin.elapsed() < std::time::Duration::from_secs(20), "{:?}", begin.elapsed());
}
