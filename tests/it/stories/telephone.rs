//! Who speaks for whom: staff with a home of their own, calls that a clerk
//! writes down, owners without any account.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, LEADER, MANAGER, OWNER, World};
use anju::domain::ids::CaseId;
use insta::assert_snapshot;

everywhere!(staff_who_owns_a_home_is_asked_for_whom, |mut world: World| async move {
    world.says("刘洋", "我家下水管堵了").await;
    assert_snapshot!(world.reads("刘洋"), @r"
    收到。您是为自己家说的，还是替业主登记？
    [我自己家]
    [替业主登记]
    ");
    world.taps("刘洋", "我自己家").await;
    assert_snapshot!(world.reads("刘洋"), @r"
    报修与投诉 · 我家下水管堵了
    （1/3）具体在什么位置？点一个，或者直接写，例如「主卧飘窗左边」。
    [厨房] [卫生间]
    [客厅] [卧室]
    [阳台] [全屋]
    [屋顶] [楼道、公共部位]
    [帮助] [取消]
    ");
    world.taps("刘洋", "卫生间").await;
    world.taps("刘洋", "跳过").await;
    world.taps("刘洋", "跳过").await;
    world.taps("刘洋", "提交").await;
    assert_eq!(world.column("select number from cases").await, "TS-AJHY-20251010-001");
    world.nothing_left().await;
});

// However much somebody can write in one message, none of it is lost.
both!(a_long_call_is_kept_whole, |db| async move {
    let mut world = World::new(db).await;
    let words =
        format!("业主来电说下水管堵了，{}", "情况比较复杂，".repeat(500)).chars().take(4_096).collect::<String>();
    world.says(CLERK, &words).await;
    world.says(CLERK, "5-602").await;
    world.taps(CLERK, "水管、下水、漏水（建议）").await;
    world.taps(CLERK, "卫生间").await;
    world.taps(CLERK, "跳过").await;
    world.taps(CLERK, "随时都行").await;
    world.taps(CLERK, "提交").await;
    assert_eq!(world.loaded(CaseId(1)).await.complaint.details.words, words);
});

// Only on Telegram has a photo a caption.
both!(staff_speaks_for_an_owner, |db| async move {
    let mut world = World::new(db).await;
    world.phone("刘洋").photo("5-602 业主来电：下水管堵了");
    world.settle().await;
    world.advance(chrono::TimeDelta::seconds(3)).await;
    assert_snapshot!(world.reads("刘洋"), @r"
    收到。您是为自己家说的，还是替业主登记？
    [我自己家]
    [替业主登记]
    ");
    world.says("刘洋", "替业主").await;
    assert_snapshot!(world.reads("刘洋"), @r"
    登记来电来访
    是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
    [帮助] [取消]
    ");
    world.says("刘洋", "5-602").await;
    world.taps("刘洋", "水管、下水、漏水（建议）").await;
    world.taps("刘洋", "卫生间").await;
    world.taps("刘洋", "随时都行").await;
    assert_snapshot!(world.phone("刘洋").showing("请看一眼"), @r"
    登记来电来访
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：云栖里 5-602
    内容：5-602 业主来电：下水管堵了
    类别：水管、下水、漏水
    位置：卫生间
    照片：1 张
    方便时间：随时都行
    [提交]
    [改房屋] [改内容]
    [改类别] [改位置]
    [改照片] [改方便时间]
    [帮助] [取消]
    ");
    world.all_read();
    world.taps("刘洋", "提交").await;
    assert_snapshot!(world.reads("刘洋"), @r"
    已登记 TS-YQL-20251010-001：云栖里 5-602 · 陈强
    ---
    <1 photo>
    ---
    待派工 TS-YQL-20251010-001
    🏠 云栖里 5-602 · 陈强
    💬 5-602 业主来电：下水管堵了
    📌 水管、下水、漏水 · 卫生间
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2025年3月1日，保修到 2027年3月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    assert_snapshot!(world.reads("陈强"), @r"
    TS-YQL-20251010-001 已登记：云栖里 5-602「5-602 业主来电：下水管堵了」。有进展会告诉您。
    [看全部经过]
    ");
    assert_eq!(world.column("select state from complaints order by case_id").await, "withdrawn\nregistered");
    // Nobody else heard of the one that was taken back.
    assert!(!world.reads(CLERK).contains("撤回"));
    let case = world.case_of("陈强").await;
    assert_eq!(world.loaded(case).await.photos.len(), 1);
    world.nothing_left().await;
});

everywhere!(a_call_is_written_down, |mut world: World| async move {
    world.says(CLERK, "/register").await;
    assert_snapshot!(world.reads(CLERK), @r"
    登记来电来访
    （1/4）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
    [帮助] [取消]
    ");
    // Two hits, none, one by name, one by telephone number.
    world.says(CLERK, "安居花园 3-12").await;
    assert_snapshot!(world.reads(CLERK), @r"
    有几项符合，请选一个。
    （1/4）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
    [安居花园 3-1201]
    [安居花园 3-1202]
    [帮助] [取消]
    ");
    world.says(CLERK, "9-999").await;
    assert_snapshot!(world.reads(CLERK), @r"
    没有找到，请换个写法，例如楼号加房号。
    （1/4）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
    [帮助] [取消]
    ");
    // Nobody lives there: said at once, and another is asked.
    world.taps(CLERK, "安居花园 3-1202").await;
    assert_snapshot!(world.reads(CLERK), @r"
    这套房还没有登记业主，请先在资料里补上联系人。
    ---
    登记来电来访
    （1/4）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
    [安居花园 3-1202]
    [帮助] [取消]
    ");
    world.says(CLERK, "李娜").await;
    assert_snapshot!(world.reads(CLERK), @r"
    找到这些，请选一个；不对就换个写法再找。
    （1/4）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
    [安居花园 3-1201]
    [帮助] [取消]
    ");
    world.taps(CLERK, "安居花园 3-1201").await;
    world.says(CLERK, "推拉门关不上").await;
    world.taps(CLERK, "门窗（建议）").await;
    world.taps(CLERK, "阳台").await;
    world.taps(CLERK, "跳过").await;
    world.taps(CLERK, "周末").await;
    world.phone(CLERK).skip();
    world.taps(CLERK, "提交").await;
    assert_snapshot!(world.reads(CLERK), @r"
    已登记 TS-AJHY-20251010-001：安居花园 3-1201 · 李娜
    ---
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 推拉门关不上
    📌 门窗 · 阳台
    🕒 在家时间：周末
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    assert_snapshot!(world.reads("李娜"), @r"
    TS-AJHY-20251010-001 已登记：安居花园 3-1201「推拉门关不上」。有进展会告诉您。
    [看全部经过]
    ");
    assert_eq!(world.column("select source from complaints").await, "call");
    world.nothing_left().await;
});

everywhere!(a_home_is_found_by_telephone_and_by_name, |mut world: World| async move {
    let number = world.column("select phone from people where name = '李娜'").await;
    world.says(CLERK, "业主来电说窗户关不严").await;
    assert_snapshot!(world.reads(CLERK), @r"
    登记来电来访
    （1/3）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
    [帮助] [取消]
    ");
    world.says(CLERK, &number).await;
    assert_snapshot!(world.reads(CLERK), @r"
    找到这些，请选一个；不对就换个写法再找。
    （1/3）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
    [安居花园 3-1201]
    [帮助] [取消]
    ");
    world.taps(CLERK, "取消").await;
    world.says(CLERK, "/register").await;
    world.phone(CLERK).skip();
    // He has two homes.
    world.says(CLERK, "陈强").await;
    assert_snapshot!(world.reads(CLERK), @r"
    找到这些，请选一个；不对就换个写法再找。
    （1/4）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
    [安居花园 2-301] [云栖里 5-602]
    [帮助] [取消]
    ");
    // A clerk of one estate finds the homes of that one only.
    world.says("刘洋", "/register").await;
    world.phone("刘洋").skip();
    world.says("刘洋", "3-1201").await;
    assert_snapshot!(world.reads("刘洋"), @r"
    没有找到，请换个写法，例如楼号加房号。
    （1/4）是哪一套房？写楼号房号或业主姓名来查找，例如「3栋2单元501」。
    [帮助] [取消]
    ");
    world.says("张伟", "/register").await;
    assert_snapshot!(world.reads("张伟"), @"这件事不归您处理。");
    world.nothing_left().await;
});

everywhere!(an_emergency_by_telephone, |mut world: World| async move {
    world.says(CLERK, "业主来电：楼道里煤气味很重").await;
    world.says(CLERK, "李娜").await;
    world.phone(CLERK).skip();
    // Home and words are enough: nothing else is asked.
    world.taps(CLERK, "安居花园 3-1201").await;
    assert_snapshot!(world.reads(CLERK), @"
    已登记 TS-AJHY-20251010-001：安居花园 3-1201 · 李娜
    ---
    ⚠ 请读给业主听：
    · 打开门窗通风
    · 不碰任何开关、插头，不点火
    · 不在屋里打电话
    · 够得着就关上燃气阀门
    · 所有人马上到室外
    · 到了室外再打 119 和燃气公司抢修电话；有人头晕恶心，打 120
    ---
    紧急：燃气泄漏 TS-AJHY-20251010-001
    💬 业主来电：楼道里煤气味很重
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月10日 周五 14:10 报警，说到「煤气味很重」
    已通知：王芳
    [我来处理] [不是紧急情况]
    [看全部经过]
    ---
    紧急 · 待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 业主来电：楼道里煤气味很重
    📌 空调、地暖、电梯等设备
    收到：10月10日 周五 14:10
    燃气泄漏，说到「煤气味很重」
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    // The owner hears what to do, and nobody is taken to have it in hand.
    assert_snapshot!(world.reads(OWNER), @r"
    TS-AJHY-20251010-001 已登记：安居花园 3-1201「业主来电：楼道里煤气味很重」。有进展会告诉您。

    ⚠ 已按紧急情况处理：燃气泄漏
    · 打开门窗通风
    · 不碰任何开关、插头，不点火
    · 不在屋里打电话
    · 够得着就关上燃气阀门
    · 所有人马上到室外
    · 到了室外再打 119 和燃气公司抢修电话；有人头晕恶心，打 120
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000000。编号 TS-AJHY-20251010-001。
    [看全部经过]
    ");
    let case = world.case_of(OWNER).await;
    assert!(world.loaded(case).await.rings());
    world.nothing_left().await;
});

everywhere!(an_owner_without_any_account, |mut world: World| async move {
    world.moves_in("孙老伯", "3-1202", "owner").await;
    world.says(CLERK, "/register").await;
    world.says(CLERK, "孙老伯").await;
    world.taps(CLERK, "安居花园 3-1202").await;
    world.says(CLERK, "暖气不热").await;
    world.taps(CLERK, "空调、地暖、电梯等设备（建议）").await;
    world.taps(CLERK, "全屋").await;
    world.taps(CLERK, "跳过").await;
    world.taps(CLERK, "随时都行").await;
    world.phone(CLERK).skip();
    world.taps(CLERK, "提交").await;
    assert_snapshot!(world.reads(CLERK), @r"
    已登记 TS-AJHY-20251010-001：安居花园 3-1202 · 孙老伯
    ---
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1202 · 孙老伯
    💬 暖气不热
    📌 空调、地暖、电梯等设备 · 全屋
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    world.dispatched("800", "单工种").await;
    world.taps(MANAGER, "✅ 同意").await;
    world.taps(LEADER, "✅ 接单").await;
    world.all_read();
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "明天上午10点").await;
    world.phone(LEADER).skip();
    // Nobody can confirm in a chat: the leader has agreed it by telephone.
    assert_snapshot!(world.reads(LEADER), @"");
    assert_snapshot!(world.card(LEADER, "工程派工单"), @"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1202 · 孙老伯
    💬 暖气不热
    📌 空调、地暖、电梯等设备 · 全屋
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    ☎ 13800000012
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    已约上门：10月11日 周六 10:00
    [约上门] [已到现场]
    [申请延期] [退单]
    [看全部经过]
    ");
    world.nothing_left().await;
});
