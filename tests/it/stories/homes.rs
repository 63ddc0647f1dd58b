//! Homes as people write them: a clerk who looks for one, an owner of two who
//! is asked which, a stranger who claims one.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, Stage, World, friday};
use anju::sandbox::wecom::Phone as _;

both!(a_clerk_finds_a_home_however_he_writes_it, |db| async move {
    let mut world = World::new(db).await;
    world.builds("1栋10", None).await;
    world.builds("1栋101", None).await;
    world.builds("1栋1101", None).await;
    world.builds("11栋101", None).await;
    world.moves_in("赵敏", "1栋101", "owner").await;
    let phone = world.column("select phone from people where name = '赵敏'").await.trim().to_owned();
    let parted = format!("{} {} {}", &phone[..3], &phone[3..7], &phone[7..]);
    let abroad = format!("+86{phone}");
    let tail = &phone[7..];
    let homes = [
        "１栋１０１",
        "1栋101室",
        "1-101",
        "1幢101",
        "1#101",
        "1 栋 101 室",
        "一栋一零一",
        "安居1-101",
        "安居花园1号楼101",
        "我家是1栋101的",
    ];
    for words in homes {
        world.says(CLERK, "/register").await;
        world.phone(CLERK).skip();
        world.says(CLERK, words).await;
        let read = world.reads(CLERK);
        assert!(read.contains("（2/4）"), "{words}: {read}");
        world.says(CLERK, "测试门窗").await;
        world.says(CLERK, "取消").await;
        world.phone(CLERK).skip();
    }
    for words in ["赵 敏", "业主赵敏", "赵敏女士", &parted, &abroad, &phone, tail] {
        world.says(CLERK, "/register").await;
        world.phone(CLERK).skip();
        world.says(CLERK, words).await;
        let read = world.reads(CLERK);
        assert!(read.contains("找到这些") && read.contains("[安居花园 1栋101]"), "{words}: {read}");
        world.says(CLERK, "取消").await;
        world.phone(CLERK).skip();
    }
    // Wildcards stand for nothing, and part of a number is no number.
    for words in ["1%101", "%", "_栋101", "1栋1", "01栋1010", "7栋101"] {
        world.says(CLERK, "/register").await;
        world.phone(CLERK).skip();
        world.says(CLERK, words).await;
        let read = world.reads(CLERK);
        assert!(!read.contains("（2/4）"), "{words}: {read}");
        world.says(CLERK, "取消").await;
        world.phone(CLERK).skip();
    }
    // Two may be meant: both are offered.
    world.says(CLERK, "/register").await;
    world.phone(CLERK).skip();
    world.says(CLERK, "11101").await;
    let read = world.reads(CLERK);
    assert!(read.contains("[安居花园 1栋1101]") && read.contains("[安居花园 11栋101]"), "{read}");
});

both!(a_home_is_found_among_many, |db| async move {
    use anju::store::estates;
    let world = World::new(db).await;
    let mut tx = world.db.begin().await.unwrap();
    let estate = estates::put(&mut tx, "BIG", "大城").await.unwrap();
    for building in 1..=20 {
        for number in 1..=20 {
            let number = format!("{building}栋{number}01");
            estates::put_home(&mut tx, estate, &number, None).await.unwrap();
        }
    }
    let wanted = estates::Wanted { numbers: vec!["1901".to_owned()], ..Default::default() };
    let found = estates::search(&mut tx, &wanted, 100).await.unwrap();
    assert_eq!(found.len(), 20);
    assert!(found[0].home.number.len() <= found[19].home.number.len(), "the shortest first");
    for wild in ["%", "_", "!", "1_1", "\\", "'"] {
        let wanted = estates::Wanted {
            numbers: vec![wild.to_owned()],
            name: Some(wild.to_owned()),
            phone: Some(wild.to_owned()),
            ..Default::default()
        };
        assert!(estates::search(&mut tx, &wanted, 100).await.unwrap().is_empty(), "{wild}");
    }
    tx.rollback().await.unwrap();
});

everywhere!(an_owner_of_two_homes_says_which, |mut world: World| async move {
    for (words, home) in [
        ("2栋 301", "安居花园 2-301"),
        ("第二套", "云栖里 5-602"),
        ("云栖里的房子", "云栖里 5-602"),
        ("后面那套", "云栖里 5-602"),
        ("2栋那个", "安居花园 2-301"),
    ] {
        world.says("陈强", "下水管堵了").await;
        if world.phone("陈强").last().labels().contains(&"新的事") {
            world.taps("陈强", "新的事").await;
        }
        assert!(world.phone("陈强").last().labels().contains(&home), "{}", world.phone("陈强").everything());
        world.says("陈强", words).await;
        assert!(
            world.phone("陈强").last().text.contains("具体在什么位置"),
            "{words}: {}",
            world.phone("陈强").everything()
        );
        for label in ["卫生间", "跳过", "跳过"] {
            world.taps("陈强", label).await;
        }
        assert!(world.phone("陈强").last().text.contains(home), "{words}: {}", world.phone("陈强").everything());
        world.taps("陈强", "提交").await;
    }
});

everywhere!(the_first_sentence_may_name_the_home, |mut world: World| async move {
    world.says("陈强", "云栖里5栋602下水管堵了").await;
    assert!(world.phone("陈强").last().text.contains("具体在什么位置"), "{}", world.phone("陈强").everything());
    world.taps("陈强", "取消").await;
    // A place is no home: he is asked.
    world.says("陈强", "2栋楼下的灯不亮").await;
    assert!(world.phone("陈强").everything().contains("[安居花园 2-301]"), "{}", world.phone("陈强").everything());
});

both!(a_stranger_is_known_however_he_writes, |db| async move {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    world.builds("1栋101", None).await;
    world.moves_in("赵敏", "1栋101", "owner").await;
    let phone = world.column("select phone from people where name = '赵敏'").await.trim().to_owned();
    let other = world.column("select phone from people where name = '李娜'").await.trim().to_owned();
    let (a, b, c) = (&phone[..3], &phone[3..7], &phone[7..]);
    let bound = [
        format!("{a} {b} {c} 1栋101"),
        format!("{a}.{b}.{c} 1栋101"),
        format!("{phone}1栋101"),
        format!("1栋101{phone}"),
        format!("+86 {a}-{b}-{c}，安居花园一号楼101室"),
        format!("{phone}-1-101"),
    ];
    for (index, words) in bound.iter().enumerate() {
        let stranger = world.new_customer(&format!("wmBound{index}"), "敏敏").await;
        stranger.says(words).unwrap();
        world.settle().await;
        assert!(stranger.last().unwrap().text.contains("绑定成功"), "{words}: {}", stranger.transcript());
    }
    let unclear = [
        format!("1栋101 {phone} {other}"),
        format!("{} 1栋101", &phone[..10]),
        format!("{phone} 3栋1201"),
        format!("{phone} 1栋"),
        format!("云栖里1栋101 {phone}"),
        "我是1栋101的业主".to_owned(),
    ];
    for (index, words) in unclear.iter().enumerate() {
        let stranger = world.new_customer(&format!("wmUnclear{index}"), "敏敏").await;
        stranger.says(words).unwrap();
        world.settle().await;
        assert!(stranger.last().unwrap().text.contains("没有对上"), "{words}: {}", stranger.transcript());
        let clerk = world.phone(CLERK).everything();
        assert!(clerk.contains(words.as_str()), "{words}: {clerk}");
    }
    for (index, words) in ["你好", "怎么绑定啊", "开锁换锁13900005558", "推荐一款理财"].iter().enumerate()
    {
        let stranger = world.new_customer(&format!("wmNobody{index}"), "某人").await;
        stranger.says(words).unwrap();
        world.settle().await;
        assert!(stranger.last().unwrap().text.contains("手机号和房号"), "{words}: {}", stranger.transcript());
        assert!(!world.phone(CLERK).everything().contains(words), "{words}");
    }
    world.everything_heard().await;
});
