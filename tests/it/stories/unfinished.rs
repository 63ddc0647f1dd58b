//! What is left undone goes to the clerk as it stands, and is still the owner's.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, OWNER, World};
use insta::assert_snapshot;

everywhere!(after_half_an_hour_the_clerk_has_it, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.taps(OWNER, "厨房").await;
    world.phone(OWNER).skip();
    world.minutes(29).await;
    assert_eq!((world.reads(OWNER), world.reads(CLERK)), (String::new(), String::new()));
    world.minutes(1).await;
    assert_snapshot!(world.reads(OWNER), @r"
    您刚才说的已经转给客服，我们会联系您。您也可以随时接着说。
    [看全部经过]
    ");
    assert_snapshot!(world.reads(CLERK), @r"
    业主没说完 #1
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    收到：10月10日 周五 14:10
    [补全并登记] [不是报修]
    [看全部经过]
    ");
    // The owner finishes after all: one number, and the card follows.
    world.taps(OWNER, "跳过").await;
    world.taps(OWNER, "周末").await;
    world.taps(OWNER, "提交").await;
    assert!(world.reads(OWNER).contains("已登记，编号 TS-AJHY-20251010-001"));
    assert_snapshot!(world.card(CLERK, "TS-AJHY"), @r"
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    assert_eq!(world.reads(CLERK), "");
    world.nothing_left().await;
});

everywhere!(the_clerk_completes_it, |mut world: World| async move {
    world.says(OWNER, "家里出了点问题").await;
    world.minutes(30).await;
    world.all_read();
    world.taps(CLERK, "补全并登记").await;
    assert_snapshot!(world.reads(CLERK), @"
    代业主补全 · 家里出了点问题
    属于哪一类？
    [电路、插座、灯] [物业服务]
    [水管、下水、漏水] [屋面、外墙、卫生间渗漏]
    [门窗] [墙面、地面、装修]
    [主体结构] [空调、地暖、电梯等设备]
    [收费] [服务态度]
    [销售服务] [其他]
    [帮助] [取消]
    ");
    world.taps(CLERK, "门窗").await;
    world.taps(CLERK, "卧室").await;
    world.taps(CLERK, "跳过").await;
    world.taps(CLERK, "来之前先打电话").await;
    assert_snapshot!(world.phone(CLERK).showing("业主原话"), @r"
    代业主补全 · 家里出了点问题
    业主原话：家里出了点问题
    请核对后提交。
    房屋：安居花园 3-1201
    类别：门窗
    位置：卧室
    照片：没有填
    方便时间：来之前先打电话
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [帮助] [取消]
    ");
    world.taps(CLERK, "提交").await;
    assert_snapshot!(world.reads(OWNER), @r"
    TS-AJHY-20251010-001 已登记：安居花园 3-1201「家里出了点问题」。有进展会告诉您。
    [看全部经过]
    ");
    // The owner's own dialogue ends well too, and with the same number.
    world.taps(OWNER, "门窗").await;
    world.taps(OWNER, "客厅").await;
    world.taps(OWNER, "跳过").await;
    world.taps(OWNER, "跳过").await;
    world.phone(OWNER).skip();
    world.taps(OWNER, "提交").await;
    assert_snapshot!(world.reads(OWNER), @"已登记，编号 TS-AJHY-20251010-001。安居花园 3-1201，门窗。客服会尽快安排，有进展我会告诉您。");
    assert_eq!(world.column("select number from cases").await, "TS-AJHY-20251010-001");
    assert_eq!(world.rows("counters").await, 1);
    world.nothing_left().await;
});

everywhere!(words_after_the_handing_over, |mut world: World| async move {
    world.complaint().await;
    // A second matter, and the question which one is meant stays open.
    world.says(OWNER, "窗户关不严").await;
    world.minutes(31).await;
    world.all_read();
    world.says(OWNER, "灯不亮").await;
    assert_snapshot!(world.reads(OWNER), @"
    收到。这是一件新的事，还是前面说过的那件？
    [新的事]
    [是「窗户关不严」那件]
    [是「水管漏水」那件]
    ");
    world.nothing_left().await;
});

everywhere!(words_go_on_while_it_is_being_said, |mut world: World| async move {
    world.complaint().await;
    world.all_read();
    world.says(OWNER, "窗户").await;
    world.says(OWNER, "关不严，漏风").await;
    assert_snapshot!(world.reads(OWNER), @"
    收到。这是一件新的事，还是前面说过的那件？
    [新的事]
    [是「水管漏水」那件]
    ---
    收到。这是一件新的事，还是前面说过的那件？
    [新的事]
    [是「水管漏水」那件]
    ");
    assert_eq!(world.rows("cases").await, 2);
    let case = world.case_of(OWNER).await;
    assert_eq!(world.loaded(case).await.complaint.details.words, "窗户\n关不严，漏风");
    // Answered in words.
    world.says(OWNER, "新的").await;
    assert_snapshot!(world.reads(OWNER), @r"
    报修与投诉 · 窗户
    （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
    world.nothing_left().await;
});

both!(a_new_matter_or_an_old_one, |db| async move {
    let mut world = World::new(db).await;
    world.complaint().await;
    world.all_read();
    world.phone(OWNER).photo("还是厨房，漏得更厉害了");
    world.settle().await;
    world.advance(chrono::TimeDelta::seconds(3)).await;
    assert_snapshot!(world.reads(OWNER), @"
    收到。这是一件新的事，还是前面说过的那件？
    [新的事]
    [是「水管漏水」那件]
    ");
    let belongs = world.keeps(OWNER, "是「水管漏水」那件");
    let stranger = world.people().user("陈强");
    assert_snapshot!(world.presses_for(stranger, &belongs).await, @"这件事不归您处理。");
    let new = world.keeps(OWNER, "新的事");
    assert_snapshot!(world.presses_for(stranger, &new).await, @"这件事不归您处理。");
    assert_eq!(world.reads("陈强"), "");

    world.presses(&belongs).await;
    assert_snapshot!(world.reads(OWNER), @"好的，已记到 TS-AJHY-20251010-001。");
    assert_snapshot!(world.reads(CLERK), @r"
    TS-AJHY-20251010-001 有补充：还是厨房，漏得更厉害了（照片 1 张）
    [去处理] [看全部经过]
    ");
    // Once more changes nothing.
    assert_snapshot!(world.presses(&belongs).await, @"这件事已经结束了。");
    assert_snapshot!(world.presses(&new).await, @"这一步已经结束了。");
    assert_eq!(world.rows("history where event = 'noted'").await, 1);
    assert_eq!(world.column("select state from complaints order by case_id").await, "registered\nwithdrawn");
    let _ = world.reads(OWNER);
    world.nothing_left().await;
});

everywhere!(cancelled_before_it_is_said_which, |mut world: World| async move {
    world.complaint().await;
    world.says(OWNER, "窗户关不严").await;
    world.all_read();
    world.says(OWNER, "算了").await;
    assert_snapshot!(world.reads(OWNER), @"好的，这件事先撤回了。以后需要，随时跟我说一声。");
    assert_eq!(world.column("select state from complaints order by case_id").await, "registered\nwithdrawn");
    assert_eq!(world.reads(CLERK), "");
    world.nothing_left().await;
});

everywhere!(a_registered_complaint_is_withdrawn, |mut world: World| async move {
    world.issued_order().await;
    world.says(OWNER, "/case 1").await;
    world.phone(OWNER).skip();
    world.taps(OWNER, "撤回").await;
    assert_snapshot!(world.reads(OWNER), @r"
    撤回 · TS-AJHY-20251010-001
    好的。方便说一下为什么撤回吗？点一个、写几个字都行，也可以跳过。
    [已经好了] [发错了]
    [重复报了] [我自己处理]
    [跳过] [帮助] [取消]
    ");
    world.taps(OWNER, "已经好了").await;
    // What it stops is said before.
    assert_snapshot!(world.reads(OWNER), @r"
    撤回 · TS-AJHY-20251010-001
    要撤回的是 TS-AJHY-20251010-001「水管漏水」。派工单 PG-A-AJHY-2025-0001 会取消。确定撤回就点「提交」。
    原因：已经好了
    [提交]
    [改原因]
    [帮助] [取消]
    ");
    world.taps(OWNER, "提交").await;
    assert_snapshot!(world.reads(OWNER), @"好的，TS-AJHY-20251010-001 已撤回。");
    assert_snapshot!(world.reads("张伟"), @r"
    TS-AJHY-20251010-001 业主撤回了：已经好了
    [去处理] [看全部经过]
    ");
    assert_snapshot!(world.card("张伟", "工程派工单"), @r"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    ✘ 李娜 10月10日 周五 14:10 取消：已经好了
    ");
    world.nothing_left().await;
});
