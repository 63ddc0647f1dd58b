//! What the shipped words understand.

use super::shipped::shipped;
use crate::script::words::WordCommand;

#[test]
fn greetings_start_nothing() {
    let (_, scripts) = shipped();
    let words = scripts.words();
    for said in [
        "你好",
        "您好!",
        "你好,在吗?",
        "谢谢啦~",
        "好的 谢谢",
        "👍",
        "🙏🙏",
        "…",
        "hello",
        "Hi there!",
        "Thank you very much",
        "OK",
    ] {
        assert!(words.is_small_talk(said), "{said}");
    }
    for said in ["你好,厨房漏水", "hi, my tap leaks", "在吗?电梯坏了", "good luck", "漏水", "2", "hit"] {
        assert!(!words.is_small_talk(said), "{said}");
    }
}

#[test]
fn commands_are_whole_messages() {
    let (_, scripts) = shipped();
    let words = scripts.words();
    let table = [
        ("取消", Some(WordCommand::Cancel)),
        ("/cancel", Some(WordCommand::Cancel)),
        ("Cancel.", Some(WordCommand::Cancel)),
        ("返回", Some(WordCommand::Back)),
        ("上一步!", Some(WordCommand::Back)),
        ("跳過", Some(WordCommand::Skip)),
        ("SKIP", Some(WordCommand::Skip)),
        ("幫助", Some(WordCommand::Help)),
        ("完成", Some(WordCommand::Done)),
        ("確認", Some(WordCommand::Confirm)),
        ("取消停车位的收费", None),
        ("👍", None),
        ("", None),
    ];
    for (said, command) in table {
        assert_eq!(words.command_word(said), command, "{said}");
    }
    assert_eq!(words.yes_no("是的。"), Some(true));
    assert_eq!(words.yes_no("不同意"), Some(false));
    assert_eq!(words.yes_no("也许"), None);
    assert!(words.is_nothing("没有了") && !words.is_nothing("没有水"));
    assert_eq!(words.level("非常满意"), Some(5));
    assert_eq!(words.level("不滿意"), Some(2));
    assert_eq!(words.level("3"), Some(3));
    assert_eq!(words.level("6"), None);
}
