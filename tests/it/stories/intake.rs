//! The first sentence: a complaint exists in the same turn, only what is missing
//! is asked, and nothing said afterwards is lost.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, OWNER, World};
use insta::assert_snapshot;

everywhere!(one_sentence_is_a_complaint, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    // Whatever he does now, it exists.
    assert_eq!(world.column("select state from complaints").await, "received");
    assert_eq!(world.column("select category from complaints").await, "water_leak");
    assert_eq!(world.column("select event from history order by id").await, "received");
    assert_eq!(world.rows("timers where key = 'case:1'").await, 1);
    assert_eq!(world.rows("cases where number is not null").await, 0);
    assert_snapshot!(world.reads(OWNER), @r"
    报修与投诉 · 水管漏水
    （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
    world.taps(OWNER, "厨房").await;
    assert_snapshot!(world.reads(OWNER), @r"
    （2/3）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [帮助] [取消]
    ");
    world.taps(OWNER, "跳过").await;
    world.taps(OWNER, "周末").await;
    assert_snapshot!(world.reads(OWNER), @r"
    方便时间：周末
    ---
    报修与投诉 · 水管漏水
    您反映的是：水管漏水
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：安居花园 3-1201
    类别：水管、下水、漏水
    位置：厨房
    照片：没有填
    方便时间：周末
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [帮助] [取消]
    ");
    // Nobody of the company has heard of it so far.
    assert_eq!(world.reads(CLERK), "");
    world.taps(OWNER, "提交").await;
    assert_snapshot!(world.reads(OWNER), @"已登记，编号 TS-AJHY-20251010-001。安居花园 3-1201，水管、下水、漏水。客服会尽快安排，有进展我会告诉您。");
    assert_snapshot!(world.reads(CLERK), @r"
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
    assert_eq!(world.column("select number from cases").await, "TS-AJHY-20251010-001");
    world.nothing_left().await;
});

everywhere!(a_category_that_is_not_sure_is_asked, |mut world: World| async move {
    world.says(OWNER, "家里有点问题，请来看一下").await;
    assert_snapshot!(world.reads(OWNER), @"
    报修与投诉 · 家里有点问题，请来看一下
    这件事属于哪一类？
    [水管、下水、漏水] [物业服务]
    [电路、插座、灯] [屋面、外墙、卫生间渗漏]
    [门窗] [墙面、地面、装修]
    [主体结构] [空调、地暖、电梯等设备]
    [收费] [服务态度]
    [销售服务] [其他]
    [帮助] [取消]
    ");
    // Written instead of tapped.
    world.says(OWNER, "窗户关不严").await;
    assert_snapshot!(world.reads(OWNER), @r"
    （2/4）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [上一步] [帮助] [取消]
    ");
    world.nothing_left().await;
});

everywhere!(a_complaint_about_people_asks_no_place, |mut world: World| async move {
    world.says(OWNER, "保洁态度很差，不理人，骂人").await;
    assert_snapshot!(world.reads(OWNER), @"
    报修与投诉 · 保洁态度很差，不理人，骂人
    您反映的是：保洁态度很差，不理人，骂人
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：安居花园 3-1201
    类别：服务态度
    [提交]
    [改房屋] [改类别]
    [加照片]
    [帮助] [取消]
    ");
    world.taps(OWNER, "提交").await;
    assert_snapshot!(world.reads(OWNER), @"已登记，编号 TS-AJHY-20251010-001。安居花园 3-1201，服务态度。客服会尽快安排，有进展我会告诉您。");
    world.nothing_left().await;
});

everywhere!(an_owner_of_two_homes_is_asked_which, |mut world: World| async move {
    world.says("陈强", "下水管堵了").await;
    assert_snapshot!(world.reads("陈强"), @r"
    报修与投诉 · 下水管堵了
    （1/4）请问是哪一套房？
    [安居花园 2-301] [云栖里 5-602]
    [帮助] [取消]
    ");
    world.taps("陈强", "云栖里 5-602").await;
    world.taps("陈强", "卫生间").await;
    world.taps("陈强", "跳过").await;
    world.taps("陈强", "跳过").await;
    world.taps("陈强", "提交").await;
    // The number is of the other estate, and so are the clerks: two of them.
    assert_eq!(world.column("select number from cases").await, "TS-YQL-20251010-001");
    assert!(world.reads("刘洋").contains("待派工 TS-YQL-20251010-001"));
    assert!(world.reads(CLERK).contains("待派工 TS-YQL-20251010-001"));
    world.nothing_left().await;
});

everywhere!(report_does_the_same, |mut world: World| async move {
    world.says(OWNER, "/report").await;
    assert_snapshot!(world.reads(OWNER), @"请说。直接写一句话，或者发几张照片，例如「厨房水管漏水」。");
    assert_eq!(world.rows("cases").await, 0);
    world.says(OWNER, "插座没电").await;
    assert_snapshot!(world.reads(OWNER), @r"
    报修与投诉 · 插座没电
    （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
    world.says(OWNER, "取消").await;
    world.phone(OWNER).skip();
    world.says(OWNER, "/report 地砖空鼓").await;
    assert_snapshot!(world.reads(OWNER), @r"
    报修与投诉 · 地砖空鼓
    （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
    assert_eq!(world.rows("cases").await, 2);
    // Staff without a home has nothing to report here.
    world.says("张伟", "/report 漏水").await;
    assert_snapshot!(world.reads("张伟"), @"您名下还没有登记房屋，请联系客服热线核对。");
    world.nothing_left().await;
});

everywhere!(greetings_start_nothing, |mut world: World| async move {
    for words in ["你好", "在吗？", "谢谢！", "好的", "Hello", "👍", "。。。", "thanks a lot"] {
        world.says(OWNER, words).await;
        let answer = world.reads(OWNER);
        assert!(answer.contains("李娜"), "{words}: {answer}");
    }
    assert_eq!(world.rows("cases").await, 0);
    world.says(OWNER, "取消").await;
    assert_snapshot!(world.reads(OWNER), @"现在没有正在填的内容。哪里需要帮忙，直接告诉我就行。");
    // A greeting before the matter is no greeting.
    world.says(OWNER, "你好，我家门锁坏了").await;
    assert_eq!(world.rows("cases").await, 1);
    world.nothing_left().await;
});

everywhere!(an_emergency_reaches_the_desk_at_once, |mut world: World| async move {
    world.says(OWNER, "厨房煤气味道很大").await;
    assert_snapshot!(world.reads(OWNER), @r"
    ⚠ 已按紧急情况处理：燃气泄漏
    · 打开门窗通风
    · 不碰任何开关、插头，不点火
    · 不在屋里打电话
    · 够得着就关上燃气阀门
    · 所有人马上到室外
    · 到了室外再打 119 和燃气公司抢修电话；有人头晕恶心，打 120
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000000。编号 TS-AJHY-20251010-001。
    ");
    assert_snapshot!(world.reads(CLERK), @"
    紧急：燃气泄漏 TS-AJHY-20251010-001
    💬 厨房煤气味道很大
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月10日 周五 14:10 报警，说到「煤气味道很大」
    已通知：王芳
    [我来处理] [不是紧急情况]
    [看全部经过]
    ---
    紧急 · 待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 厨房煤气味道很大
    📌 空调、地暖、电梯等设备 · 厨房
    收到：10月10日 周五 14:10
    燃气泄漏，说到「煤气味道很大」
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    assert_eq!(world.column("select event from history order by id").await, "received\nemergency_rang\nregistered");
    world.nothing_left().await;
});

everywhere!(an_emergency_said_later_is_one_too, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.phone(OWNER).skip();
    // As the answer to the question where.
    world.says(OWNER, "水已经漫到插座了，刚才有人触电").await;
    assert_snapshot!(world.reads(OWNER), @r"
    ⚠ 已按紧急情况处理：触电、漏电
    · 别用手直接碰触电的人
    · 自己身上和脚下都是干的，才去断开电闸
    · 断不开就用干木棍把人和电分开
    · 离开有水的地方
    · 马上打 120
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000000。编号 TS-AJHY-20251010-001。
    ");
    assert_snapshot!(world.reads(CLERK), @"
    紧急：触电、漏电 TS-AJHY-20251010-001
    💬 水管漏水
    ❗ 后来说：水已经漫到插座了，刚才有人触电
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月10日 周五 14:10 报警，说到「到插…,刚才…触电」
    已通知：王芳
    [我来处理] [不是紧急情况]
    [看全部经过]
    ---
    紧急 · 待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水
    收到：10月10日 周五 14:10
    触电、漏电，说到「到插…,刚才…触电」
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ---
    紧急 · TS-AJHY-20251010-001 有补充：水已经漫到插座了，刚才有人触电
    [去处理] [看全部经过]
    ");
    world.nothing_left().await;
});

both!(an_emergency_on_a_registered_case_is_told, |db| async move {
    let mut world = World::new(db).await;
    world.issued_order().await;
    world.phone(OWNER).says("水管爆了，水漫到客厅");
    world.settle().await;
    assert_snapshot!(world.reads(OWNER), @r"
    ⚠ 已按紧急情况处理：大量跑水
    · 关上入户的水总阀
    · 水快到插座：身上和脚下都是干的，才去断电闸
    · 水里可能有电，不碰，不蹚
    · 先顾人，东西以后再说
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000000。编号 TS-AJHY-20251010-002。
    ");
    assert_snapshot!(world.reads(CLERK), @"
    紧急：大量跑水 TS-AJHY-20251010-002
    💬 水管爆了，水漫到客厅
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月10日 周五 14:10 报警，说到「爆…,水漫」
    已通知：王芳
    [我来处理] [不是紧急情况]
    [看全部经过]
    ---
    紧急 · 待派工 TS-AJHY-20251010-002
    🏠 安居花园 3-1201 · 李娜
    💬 水管爆了，水漫到客厅
    📌 水管、下水、漏水 · 客厅
    收到：10月10日 周五 14:10
    大量跑水，说到「爆…,水漫」
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    // Added to the case by an answer to one of its messages.
    let issued =
        world.phone(OWNER).bot_messages().into_iter().find(|one| one.text.contains("已派给")).expect("a notice");
    world.phone(OWNER).replies(issued.message_id, "又冒火花了");
    world.settle().await;
    assert_snapshot!(world.reads(OWNER), @r"
    ⚠ 已按紧急情况处理：着火、冒烟
    · 马上离开，不收拾东西
    · 随手关上身后的门
    · 有烟就弯腰低头走，捂住口鼻
    · 不坐电梯
    · 到了安全的地方打 119
    · 出不去：关紧门，堵住门缝，到窗口呼救
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000000。编号 TS-AJHY-20251010-001。
    ");
    assert_snapshot!(world.reads(CLERK), @"
    紧急：着火、冒烟 TS-AJHY-20251010-001
    💬 水管漏水
    ❗ 后来说：又冒火花了
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月10日 周五 14:10 报警，说到「冒火…了」
    已通知：王芳、张伟
    [我来处理] [不是紧急情况]
    [看全部经过]
    ");
    assert_snapshot!(world.reads("张伟"), @"
    紧急：着火、冒烟 TS-AJHY-20251010-001
    💬 水管漏水
    ❗ 后来说：又冒火花了
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月10日 周五 14:10 报警，说到「冒火…了」
    已通知：王芳、张伟
    [我来处理] [不是紧急情况]
    [看全部经过]
    ---
    TS-AJHY-20251010-001 有补充：又冒火花了
    [去处理] [看全部经过]
    ");
    world.nothing_left().await;
});
