//! Numbers that answer a numbered list.

use super::scene::WORDS;
use crate::understanding::numbers::choice;

#[test]
fn the_number_of_a_line_is_read() {
    let table = [
        ("3、", 3),
        ("③", 3),
        ("(3)", 3),
        ("第三个", 3),
        ("三", 3),
        ("3项", 3),
        ("回复3", 3),
        ("就3吧", 3),
        ("选3谢谢", 3),
        ("选3，麻烦快点来修", 3),
        ("#3", 3),
        ("no. 3", 3),
        ("No.3", 3),
        ("the third one", 3),
        ("第一个", 1),
        ("one", 1),
        ("最后一个", 8),
        ("倒数第二", 7),
        ("倒数第1个", 8),
        ("不是2，是3", 3),
        ("3️⃣", 3),
        ("⒊", 3),
    ];
    for (said, number) in table {
        assert_eq!(choice(said, 8, WORDS.numbers()), Some(number), "{said}");
    }
}

#[test]
fn other_numbers_choose_nothing() {
    let table = [
        "",
        "0",
        "9",
        "-1",
        "3.5",
        "1-3",
        "3和5",
        "1或者2",
        "我家3栋",
        "3栋",
        "2号楼",
        "3-1-502",
        "上面那个",
        "上面那个不对",
        "不是3",
        "都不要",
        "两个",
        "3个人",
        "8点",
        "3天了",
        "13900007711",
        "99999999999999999999",
        "3楼漏水了",
        "倒数第九",
        "第三个房间漏水",
        "三四",
    ];
    for said in table {
        assert_eq!(choice(said, 8, WORDS.numbers()), None, "{said}");
    }
    assert_eq!(choice("1", 0, WORDS.numbers()), None);
    assert_eq!(choice("最后一个", 0, WORDS.numbers()), None);
}
