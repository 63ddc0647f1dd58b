//! What the owner hears before he asks: a step that takes longer, a plan that
//! changes; and what he finds when he comes back after days.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, LEADER, OWNER, World};
use chrono::TimeDelta;
use insta::assert_snapshot;

// Routing has a clock of a working day; the owner hears once that it was missed.
everywhere!(a_desk_that_is_late_says_so, |mut world: World| async move {
    world.complaint().await;
    world.all_read();
    world.until("2025-10-13 18:00").await;
    assert_snapshot!(world.reads(OWNER), @"
    您报的「水管漏水」，到 10月11日 周六 09:10 还没安排好，对不起。已经上报，客服会尽快联系您。
    [到哪一步了] [找人工]
    ");
    // However long it goes on, once is enough; he may ask.
    world.hours(72).await;
    assert_eq!(world.reads(OWNER), "");
    world.taps(OWNER, "到哪一步了").await;
    assert!(world.reads(OWNER).contains("已经晚了，我们在催"), "{}", world.all_screens());
});

everywhere!(a_repair_that_is_late_says_so, |mut world: World| async move {
    world.order_at_work().await;
    world.hours(24 * 6).await;
    let heard = world.reads(OWNER);
    assert_eq!(heard.matches("没有在").count(), 1, "{heard}");
    assert!(heard.contains("「水管漏水」没有在") && heard.contains("水电一队会尽快做完"), "{heard}");
});

everywhere!(a_team_that_does_not_come_is_told, |mut world: World| async move {
    world.issued_order().await;
    world.taps(LEADER, "退单").await;
    world.taps(LEADER, "该由施工单位处理").await;
    let heard = world.reads(OWNER);
    assert!(heard.contains("水电一队来不了了，我们在重新安排"), "{heard}");
});

everywhere!(work_that_is_not_right_yet_is_told, |mut world: World| async move {
    world.completed_order().await;
    world.taps(CLERK, "不合格，返工").await;
    world.says(CLERK, "接头还在渗水").await;
    let heard = world.reads(OWNER);
    assert!(heard.contains("我们检查了「水管漏水」，还有地方没修好"), "{heard}");
    // What the office writes to the team is not for him.
    assert!(!heard.contains("接头"), "{heard}");
});

everywhere!(an_alarm_that_climbs_is_told, |mut world: World| async move {
    world.says(OWNER, "厨房煤气味道很大").await;
    world.all_read();
    world.minutes(10).await;
    assert_snapshot!(world.reads(OWNER), @"还没有人接手，已经再通知 张伟、赵军。有人有危险，请马上打 119、120 或 110。");
});

// One card that waits comes again; two are one message.
everywhere!(whoever_comes_back_finds_what_waits, |mut world: World| async move {
    world.inspected_order().await;
    world.advance(TimeDelta::hours(30)).await;
    world.all_read();
    world.says(OWNER, "在吗").await;
    let one = world.reads(OWNER);
    assert!(one.contains("请您验收签认") || one.contains("签认"), "{one}");
    assert_eq!(one.matches("[✅ 满意，签认]").count(), 1, "{one}");
    // Not again while he is there.
    world.says(OWNER, "厨房的灯不亮了，随时都在家").await;
    let here = world.reads(OWNER);
    assert!(!here.contains("[✅ 满意，签认]"), "{here}");
});

everywhere!(two_that_wait_are_one_message, |mut world: World| async move {
    world.inspected_order().await;
    world.says(OWNER, "卧室的灯不亮了，随时都在家").await;
    world.taps(OWNER, "新的事").await;
    world.taps(OWNER, "提交").await;
    world.taps(CLERK, "答复业主").await;
    world.says(CLERK, "楼道总闸跳了，已经合上，您看看灯亮了没有").await;
    world.advance(TimeDelta::hours(49)).await;
    world.all_read();
    world.says(OWNER, "在吗").await;
    assert_snapshot!(world.reads(OWNER), @"
    您好，这些在等您（2）

    ● 「水管漏水」：修好了，等您验收签认

    ● 「水管漏水」：办得怎么样，想听您说一句

    ● 「卧室的灯不亮了，随时都在家」：已经答复，等您看看行不行

    ● 「卧室的灯不亮了，随时都在家」：办得怎么样，想听您说一句
    [水管漏水] [卧室的灯不亮了，随时都在家]
    ---
    李娜，您好。哪里需要我们帮忙，直接写一句话或者发张照片就行。
    ");
    world.taps(OWNER, "卧室的灯不亮了，随时都在家").await;
    assert_snapshot!(world.reads(OWNER), @"
    给您的答复 TS-AJHY-20251010-002
    楼道总闸跳了，已经合上，您看看灯亮了没有

    这样处理您满意吗？
    [✅ 满意] [❌ 不满意]
    [看全部经过]
    ---
    投诉回访 TS-AJHY-20251010-002
    耽误您一分钟：「卧室的灯不亮了，随时都在家」的处理结果您满意吗？
    [非常满意]
    [比较满意]
    [一般满意]
    [不满意]
    [非常不满意]
    ");
});

both!(signing_shows_what_was_done, |db| async move {
    let mut world = World::new(db).await;
    world.order_at_work().await;
    world.taps(LEADER, "📷 报完工").await;
    world.answers_photos(LEADER, 1).await;
    world.answers_photos(LEADER, 3).await;
    world.taps(LEADER, "提交").await;
    world.all_read();
    world.taps(CLERK, "✅ 检查合格").await;
    let asked = world.reads(OWNER);
    assert_eq!(asked.matches("<1 photo>").count(), 3, "{asked}");
});

// What is half known stands first.
everywhere!(the_likeliest_category_stands_first, |mut world: World| async move {
    world.says(OWNER, "楼上的东西掉我们家了").await;
    let asked = world.reads(OWNER);
    let first = asked.lines().find(|line| line.starts_with('[')).unwrap_or_default();
    assert!(first.starts_with("[物业服务]"), "{asked}");
});

// A list of his cases is read by what he said.
everywhere!(an_owners_list_is_read_by_his_words, |mut world: World| async move {
    world.complaint().await;
    world.all_read();
    world.says(OWNER, "/cases").await;
    assert!(world.reads(OWNER).contains("[水管漏水]"), "{}", world.all_screens());
});
