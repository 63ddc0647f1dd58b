//! Back, skip, help, cancel and change, by words and by buttons, in both
//! languages; a draft outlives the program and the day.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, OWNER, World};
use chrono::TimeDelta;
use insta::assert_snapshot;

everywhere!(moves_by_words, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.phone(OWNER).skip();
    world.says(OWNER, "上一步").await;
    assert_snapshot!(world.reads(OWNER), @r"
    这已经是第一个问题了。
    （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
    world.says(OWNER, "跳过").await;
    assert_snapshot!(world.reads(OWNER), @r"
    这一项需要您填一下，不能跳过。
    （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
    world.says(OWNER, "主卧飘窗左边").await;
    world.says(OWNER, "怎么填").await;
    assert_snapshot!(world.reads(OWNER), @r"
    （2/3）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [帮助] [取消]
    ---
    把照片直接发到这里，可以一次发几张，发完点「完成」。
    随时可以写：上一步、跳过、取消。
    （2/3）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [帮助] [取消]
    ");
    world.says(OWNER, "跳过").await;
    world.says(OWNER, "返回").await;
    world.says(OWNER, "没有").await;
    world.says(OWNER, "随时都行").await;
    assert_snapshot!(world.reads(OWNER), @r"
    （3/3）什么时候您家里有人，方便师傅上门？点一个，或者直接写。
    [随时都行] [工作日白天]
    [工作日晚上] [周末]
    [来之前先打电话]
    [上一步] [跳过] [帮助] [取消]
    ---
    （2/3）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [帮助] [取消]
    ---
    （3/3）什么时候您家里有人，方便师傅上门？点一个，或者直接写。
    [随时都行] [工作日白天]
    [工作日晚上] [周末]
    [来之前先打电话]
    [上一步] [跳过] [帮助] [取消]
    ---
    报修与投诉 · 水管漏水
    您反映的是：水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：安居花园 3-1201
    类别：水管、下水、漏水
    位置：主卧飘窗左边
    照片：没有填
    方便时间：随时都行
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [帮助] [取消]
    ");
    world.says(OWNER, "好的").await;
    assert_snapshot!(world.reads(OWNER), @"已登记，编号 TS-AJHY-20251010-001。安居花园 3-1201，水管、下水、漏水。客服会尽快安排，有进展我会告诉您。");
    world.nothing_left().await;
});

everywhere!(moves_by_buttons, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.taps(OWNER, "帮助").await;
    world.taps(OWNER, "厨房").await;
    world.phone(OWNER).skip();
    world.taps(OWNER, "上一步").await;
    assert_snapshot!(world.reads(OWNER), @r"
    （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    现在填的是：厨房
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [不改了] [帮助] [取消]
    ");
    world.taps(OWNER, "不改了").await;
    world.taps(OWNER, "跳过").await;
    world.taps(OWNER, "跳过").await;
    world.phone(OWNER).skip();
    // An answer is changed on the summary, which comes again.
    world.taps(OWNER, "改位置").await;
    assert_snapshot!(world.reads(OWNER), @r"
    具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    现在填的是：厨房
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [上一步] [不改了] [帮助] [取消]
    ");
    world.taps(OWNER, "阳台").await;
    world.taps(OWNER, "改类别").await;
    world.taps(OWNER, "门窗").await;
    assert_snapshot!(world.phone(OWNER).showing("您反映的是"), @r"
    报修与投诉 · 水管漏水
    您反映的是：水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：安居花园 3-1201
    类别：门窗
    位置：阳台
    照片：没有填
    方便时间：没有填
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [帮助] [取消]
    ");
    world.taps(OWNER, "提交").await;
    assert_eq!(world.column("select category from complaints").await, "doors_windows");
    world.nothing_left().await;
});

everywhere!(moves_in_english, |mut world: World| async move {
    world.says(OWNER, "/language en").await;
    world.says(OWNER, "The tap is leaking").await;
    world.phone(OWNER).skip();
    world.says(OWNER, "help").await;
    assert_snapshot!(world.reads(OWNER), @"
    Just type your answer here. Where there are buttons, one tap is enough.
    At any time you can write: back, skip, cancel.
    (1/3) Where exactly? Press one, or write it, such as “left of the bedroom window”.
    [Kitchen] [Bathroom]
    [Living room] [Bedroom]
    [Balcony] [Whole home]
    [Roof] [Common areas]
    [Help] [Cancel]
    ");
    world.says(OWNER, "under the sink").await;
    world.says(OWNER, "skip").await;
    world.phone(OWNER).skip();
    world.says(OWNER, "back").await;
    assert_snapshot!(world.reads(OWNER), @"
    (2/3) A few photos would help us to understand. If you have none, press Skip.
    [Back] [Skip] [Help] [Cancel]
    ");
    world.taps(OWNER, "Skip").await;
    world.says(OWNER, "after 6 pm").await;
    world.phone(OWNER).skip();
    world.says(OWNER, "stop").await;
    assert_snapshot!(world.reads(OWNER), @"All right, this one is withdrawn. Tell me any time if you need us.");
    assert_eq!(world.column("select state from complaints").await, "withdrawn");
    world.nothing_left().await;
});

everywhere!(cancelling_withdraws_and_keeps, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.taps(OWNER, "厨房").await;
    world.phone(OWNER).skip();
    world.taps(OWNER, "取消").await;
    assert_snapshot!(world.reads(OWNER), @"好的，这件事先撤回了。以后需要，随时跟我说一声。");
    assert_eq!(world.column("select state from complaints").await, "withdrawn");
    assert_eq!(world.rows("drafts").await, 0);
    // It is kept, and nobody of the company was troubled.
    world.says(OWNER, "/cases").await;
    assert_snapshot!(world.reads(OWNER), @"
    您的事项（1）

    ● #1 安居花园 3-1201「水管漏水」
    ➡ 已撤回。
    [水管漏水]
    ");
    world.hours(2).await;
    assert_eq!(world.reads(CLERK), "");
    world.nothing_left().await;
});

both!(an_old_button_finds_its_dialogue_ended, |db| async move {
    let mut world = World::new(db).await;
    world.says(OWNER, "水管漏水").await;
    let kitchen = world.keeps(OWNER, "厨房");
    world.taps(OWNER, "取消").await;
    world.all_read();
    assert_snapshot!(world.presses(&kitchen).await, @"这一步已经结束了。");
    assert_eq!(world.reads(OWNER), "");
    // A button of another person's dialogue does nothing either.
    world.says(OWNER, "水管漏水").await;
    let balcony = world.keeps(OWNER, "阳台");
    world.all_read();
    assert_snapshot!(world.presses_for(1001, &balcony).await, @"这件事不归您处理。");
    assert_eq!(world.reads(OWNER), "");
    assert_eq!(world.loaded(world.case_of(OWNER).await).await.complaint.details.place, None);
    world.nothing_left().await;
});

everywhere!(an_earlier_question_is_answered_again, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    let bathroom = world.keeps(OWNER, "卫生间");
    world.taps(OWNER, "厨房").await;
    world.phone(OWNER).skip();
    assert_eq!(world.presses(&bathroom).await, "");
    assert_snapshot!(world.reads(OWNER), @r"
    已改好，位置：卫生间
    （2/3）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [帮助] [取消]
    ");
    let case = world.case_of(OWNER).await;
    assert_eq!(world.loaded(case).await.complaint.details.place.as_deref(), Some("卫生间"));
    world.nothing_left().await;
});

everywhere!(a_submit_button_of_an_older_summary_submits_nothing, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.taps(OWNER, "厨房").await;
    world.taps(OWNER, "跳过").await;
    world.taps(OWNER, "跳过").await;
    let submit = world.keeps(OWNER, "提交");
    world.taps(OWNER, "改位置").await;
    world.taps(OWNER, "阳台").await;
    world.phone(OWNER).skip();
    world.presses(&submit).await;
    assert_snapshot!(world.reads(OWNER), @r"
    报修与投诉 · 水管漏水
    内容刚才有变动，请再看一眼。
    您反映的是：水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：安居花园 3-1201
    类别：水管、下水、漏水
    位置：阳台
    照片：没有填
    方便时间：没有填
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [帮助] [取消]
    ");
    assert_eq!(world.rows("cases where number is not null").await, 0);
    // Two presses of the right one register it once.
    world.phone(OWNER).taps_twice("提交");
    world.settle().await;
    assert_snapshot!(world.reads(OWNER), @"已登记，编号 TS-AJHY-20251010-001。安居花园 3-1201，水管、下水、漏水。客服会尽快安排，有进展我会告诉您。");
    assert_eq!(world.column("select event from history where event = 'registered'").await, "registered");
    world.nothing_left().await;
});

everywhere!(a_draft_outlives_the_program_and_days, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.taps(OWNER, "厨房").await;
    world.restart();
    world.advance(TimeDelta::days(5)).await;
    world.restart();
    world.phone(OWNER).skip();
    world.says(OWNER, "没有").await;
    world.says(OWNER, "周三在家").await;
    assert_snapshot!(world.reads(OWNER), @r"
    （3/3）什么时候您家里有人，方便师傅上门？点一个，或者直接写。
    [随时都行] [工作日白天]
    [工作日晚上] [周末]
    [来之前先打电话]
    [上一步] [跳过] [帮助] [取消]
    ---
    报修与投诉 · 水管漏水
    您反映的是：水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：安居花园 3-1201
    类别：水管、下水、漏水
    位置：厨房
    照片：没有填
    方便时间：周三在家
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [帮助] [取消]
    ");
    world.taps(OWNER, "提交").await;
    assert_snapshot!(world.reads(OWNER), @"已登记，编号 TS-AJHY-20251015-001。安居花园 3-1201，水管、下水、漏水。客服会尽快安排，有进展我会告诉您。");
    world.nothing_left().await;
});

everywhere!(one_nudge_after_a_working_day, |mut world: World| async move {
    world.says(OWNER, "家里有点问题，请来看一下").await;
    world.phone(OWNER).skip();
    world.minutes(31).await;
    world.phone(OWNER).skip();
    // The desk has it as it stands, and has not arranged anything.
    world.until("2025-10-11 09:45").await;
    assert!(world.reads(OWNER).contains("还没安排好"), "{}", world.all_screens());
    // Saturday is a make-up day and counts: a working day from Friday.
    world.until("2025-10-11 17:59").await;
    assert_eq!(world.reads(OWNER), "");
    world.until("2025-10-11 18:00").await;
    assert_snapshot!(world.reads(OWNER), @"
    报修与投诉 · 家里有点问题，请来看一下
    「报修与投诉」还没填完，要接着填吗？
    这件事属于哪一类？
    [水管、下水、漏水] [物业服务]
    [电路、插座、灯] [屋面、外墙、卫生间渗漏]
    [门窗] [墙面、地面、装修]
    [主体结构] [空调、地暖、电梯等设备]
    [收费] [服务态度]
    [销售服务] [其他]
    [帮助] [取消]
    ");
    world.advance(TimeDelta::days(6)).await;
    assert_eq!(world.reads(OWNER), "");
    world.nothing_left().await;
});

everywhere!(nobody_is_nudged_for_what_is_done, |mut world: World| async move {
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.all_read();
    // The manager begins to refuse, the amount is changed meanwhile.
    world.taps("孙丽", "❌ 驳回").await;
    world.says(CLERK, "/case 1").await;
    world.taps(CLERK, "调整费用").await;
    world.says(CLERK, "5000").await;
    world.taps(CLERK, "现场情况有变").await;
    world.all_read();
    world.advance(TimeDelta::hours(30)).await;
    let read = world.reads("孙丽");
    assert!(!read.contains("还没说完"), "{read}");
    world.nothing_left().await;
});

everywhere!(an_answered_question_has_no_buttons, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.taps(OWNER, "厨房").await;
    assert_eq!(world.phone(OWNER).showing("位置"), "位置：厨房");
    world.taps(OWNER, "跳过").await;
    assert_eq!(world.phone(OWNER).showing("照片："), "照片：没有填");
    // Whoever is helped or goes back has answered nothing.
    world.taps(OWNER, "帮助").await;
    assert!(world.phone(OWNER).showing("什么时候您家里有人").contains("[周末]"));
    world.taps(OWNER, "周末").await;
    world.taps(OWNER, "提交").await;
    assert_snapshot!(world.phone(OWNER).showing("方便时间：周末"), @r"
    报修与投诉 · 水管漏水
    房屋：安居花园 3-1201
    类别：水管、下水、漏水
    位置：厨房
    照片：没有填
    方便时间：周末
    ");
    assert!(world.phone(OWNER).with_button("提交").is_none());
    world.nothing_left().await;
});
