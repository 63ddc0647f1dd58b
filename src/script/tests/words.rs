//! What the shipped words understand.

use super::shipped::shipped;
use crate::script::words::WordCommand;

#[test]
fn sentences_are_guessed() {
    let (_, scripts) = shipped();
    let words = scripts.words();
    let table = [
        ("厨房水管漏水", "water_leak", true),
        ("你好,厨房漏水", "water_leak", true),
        ("下雨天屋顶漏水了", "waterproof", true),
        ("卧室插座没电", "electrical", true),
        ("客廳開關壞了跳閘", "electrical", true),
        ("入户门锁坏了", "doors_windows", true),
        ("墙裂了", "wall_floor", true),
        ("承重墙开裂缝", "structure", true),
        ("空调不制冷", "equipment", true),
        ("垃圾没人收,楼下停车乱", "property_service", true),
        ("物业费多收了", "charges", true),
        ("前台态度恶劣", "staff_attitude", true),
        ("销售虚假宣传", "sales_service", true),
        ("The kitchen tap is LEAKING", "water_leak", true),
        ("no power in the bedroom, sockets dead", "electrical", true),
        ("墙面渗水", "waterproof", true),
        ("窗户和插座", "electrical", false),
    ];
    for (said, category, sure) in table {
        let guess = words.category(said).unwrap_or_else(|| panic!("{said}: nothing guessed"));
        assert_eq!((guess.category.as_str(), guess.sure), (category, sure), "{said}: {guess:?}");
    }
    for said in ["你好", "我要反映一个问题", "back to the peaceful place"] {
        assert_eq!(words.category(said), None, "{said}");
    }
}

#[test]
fn emergencies_are_heard() {
    let (_, scripts) = shipped();
    let words = scripts.words();
    for said in [
        "家里有煤气味",
        "有人触电了",
        "水管爆管了!",
        "電梯困人",
        "There is a GAS LEAK",
        "smells of smoke",
        "the house is on fire",
    ] {
        assert!(words.emergency(said).is_some(), "{said}");
    }
    for said in ["厨房水管漏水", "I was fired up by firework adverts", "空调不制冷", "a smoker next door"] {
        assert_eq!(words.emergency(said), None, "{said}");
    }
    assert_eq!(words.emergency("好像有煤气味"), Some("煤气".to_owned()));
}

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
