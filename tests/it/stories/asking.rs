//! Asking where things stand: each in his own words, nobody what is not his.

use super::everywhere::everywhere;
use crate::world::{CLERK, LEADER, MANAGER, OWNER, World};
use insta::assert_snapshot;

everywhere!(an_owner_asks_for_his_cases, |mut world: World| async move {
    world.says(OWNER, "/cases").await;
    assert_snapshot!(world.reads(OWNER), @"您还没有报过事。哪里要修，直接写一句话就行。");
    world.inspected_order().await;
    world.says(OWNER, "/cases").await;
    assert_snapshot!(world.reads(OWNER), @"
    您的事项（1）

    ● TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ➡ 已修好，请业主签认。
    [水管漏水]
    ");
    world.taps(OWNER, "水管漏水").await;
    assert_snapshot!(world.reads(OWNER), @r"
    TS-AJHY-20251010-001
    安居花园 3-1201「水管漏水」
    ➡ 已修好，请业主签认。
    10月10日 周五 14:10 收到：水管漏水
    10月10日 周五 14:10 登记为 TS-AJHY-20251010-001
    10月10日 周五 14:10 派工单 PG-A-AJHY-2025-0001 已发出
    10月10日 周五 14:10 张伟接单
    10月10日 周五 14:10 师傅到现场
    10月10日 周五 14:10 张伟报完工，照片 2 张
    10月10日 周五 14:10 完工检查合格（第 1 轮）
    [补充情况]
    ");
});

everywhere!(the_staff_read_the_whole_story, |mut world: World| async move {
    world.accepted_order().await;
    world.says(CLERK, "/case 1").await;
    assert_snapshot!(world.reads(CLERK), @r"
    TS-AJHY-20251010-001
    安居花园 3-1201「水管漏水」
    ➡ 水电一队已接单，正在约时间。
    10月10日 周五 14:10 收到：水管漏水
    10月10日 周五 14:10 登记为 TS-AJHY-20251010-001
    10月10日 周五 14:10 王芳派工：A 类、单工种、水电一队，预计 800.00 元
    10月10日 周五 14:10 800.00 元 送客户服务部经理审批
    10月10日 周五 14:10 孙丽（客户服务部经理）同意 800.00 元
    10月10日 周五 14:10 费用 800.00 元 审批通过
    10月10日 周五 14:10 派工单 PG-A-AJHY-2025-0001 已发出
    10月10日 周五 14:10 张伟接单
    ⏳ 维修完成（单工种）
    ⏰ 期限 10月14日 周二 18:00
    从 10月10日 周五 14:10 起 3 个工作日
    10月11日 周六 是调休上班日，算工作日
    [补充情况] [取消派工]
    ");
});

everywhere!(a_strangers_case_stays_his, |mut world: World| async move {
    let case = world.complaint().await;
    world.all_read();
    world.says("陈强", &format!("/case {case}")).await;
    assert_snapshot!(world.reads("陈强"), @"这件事不归您处理。");
    world.says("陈强", "/case 999").await;
    assert_snapshot!(world.reads("陈强"), @"这件事不归您处理。");
});

everywhere!(a_leader_asks_for_his_orders, |mut world: World| async move {
    world.says(LEADER, "/orders").await;
    assert_snapshot!(world.reads(LEADER), @"现在没有派工单。");
    world.accepted_order().await;
    world.says(LEADER, "/orders").await;
    assert_snapshot!(world.reads(LEADER), @r"
    手上的派工单（1）

    ● TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ➡ 水电一队已接单，正在约时间。
    ⏰ 10月14日 周二 18:00 前
    [PG-A-AJHY-2025-0001]
    ");
    world.taps(LEADER, "PG-A-AJHY-2025-0001").await;
    assert_snapshot!(world.reads(LEADER), @"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    ☎ 13800000000
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    [约上门] [已到现场]
    [申请延期] [退单]
    [看全部经过]
    ");
    world.says("赵军", "/orders").await;
    assert_snapshot!(world.reads("赵军"), @"现在没有派工单。");
});

everywhere!(a_manager_asks_what_waits_for_him, |mut world: World| async move {
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.all_read();
    world.says(MANAGER, "/pending").await;
    assert_snapshot!(world.reads(MANAGER), @r"
    等您审批（1）

    ● TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」 800.00 元
    [TS-AJHY-20251010-001]
    ");
    world.taps(MANAGER, "TS-AJHY-20251010-001").await;
    world.taps(MANAGER, "✅ 同意").await;
    world.phone(MANAGER).skip();
    world.says(MANAGER, "/pending").await;
    assert_snapshot!(world.reads(MANAGER), @"现在没有等您审批的。");
});

everywhere!(what_is_late_is_asked_for, |mut world: World| async move {
    world.issued_order().await;
    world.says(MANAGER, "/overdue").await;
    assert_snapshot!(world.reads(MANAGER), @"没有超期的事。");
    world.until("2025-10-15 10:00").await;
    world.all_read();
    world.says(MANAGER, "/overdue").await;
    assert_snapshot!(world.reads(MANAGER), @"
    超期（1）

    ● TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
      接单，应于 10月11日 周六 09:10 完成
      维修完成（单工种），应于 10月14日 周二 18:00 完成
    [TS-AJHY-20251010-001]
    ");
    world.says(LEADER, "/overdue").await;
    assert_snapshot!(world.reads(LEADER), @"
    超期（1）

    ● TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
      接单，应于 10月11日 周六 09:10 完成
      维修完成（单工种），应于 10月14日 周二 18:00 完成
    [TS-AJHY-20251010-001]
    ");
    world.says("赵军", "/overdue").await;
    assert_snapshot!(world.reads("赵军"), @"没有超期的事。");
});

everywhere!(the_clerk_looks_at_the_desk, |mut world: World| async move {
    world.says(CLERK, "/desk").await;
    assert_snapshot!(world.reads(CLERK), @"台面上没有待办。");
    world.signed_order().await;
    world.until("2025-10-11 14:30").await;
    world.says("陈强", "插座没电").await;
    world.minutes(31).await;
    world.all_read();
    world.says(CLERK, "/desk").await;
    assert_snapshot!(world.reads(CLERK), @"
    客服台（2）

    ● TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ➡ 已处理，等回访。
      📞 要打电话
      ⏰ 维修回访 10月11日 周六 18:00 前

    ● #2 —「插座没电」
    ➡ 刚收到，还在补充。
      ⏰ 派工 10月13日 周一 10:00 前
    [TS-AJHY-20251010-001] [#2]
    ");
    world.says(OWNER, "/desk").await;
    assert_snapshot!(world.reads(OWNER), @"
    这件事不归您处理。
    ---
    维修回访 TS-AJHY-20251010-001
    耽误您一分钟：安居花园 3-1201「水管漏水」的维修质量，您满意吗？
    [非常满意]
    [比较满意]
    [一般满意]
    [不满意]
    [非常不满意]
    ");
});
