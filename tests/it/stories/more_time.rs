//! More time for an order takes effect when the owner consents, and only then.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{LEADER, OWNER, World};
use insta::assert_snapshot;

everywhere!(more_time_needs_the_owners_consent, |mut world: World| async move {
    let case = world.accepted_order().await;
    let due = || async {
        world
            .loaded(case)
            .await
            .clocks
            .iter()
            .rev()
            .find(|one| one.rule.word() == "r_single_trade")
            .map(|one| one.due_at)
    };
    let before = due().await;
    world.taps(LEADER, "申请延期").await;
    world.says(LEADER, "10月20日").await;
    world.taps(LEADER, "等材料到货").await;
    world.taps(LEADER, "提交").await;
    assert_snapshot!(world.reads(LEADER), @r"
    申请延期 · TS-AJHY-20251010-001
    需要延到哪一天？写日期就行，例如「10月20日」「下周五」。业主同意后生效。
    [帮助] [取消]
    ---
    原因：等材料到货
    ---
    申请延期 · TS-AJHY-20251010-001
    新的完成时间：10月20日 周一 18:00
    原因：等材料到货
    ---
    已请业主决定（TS-AJHY-20251010-001）。业主同意前，期限不变。
    ");
    assert_snapshot!(world.reads(OWNER), @r"
    申请延期 TS-AJHY-20251010-001
    维修队想把完成时间从 10月14日 周二 18:00 延到 10月20日 周一 18:00。
    原因：等材料到货
    您同意吗？不同意则按原来的时间。
    [同意延期] [不同意]
    [看全部经过]
    ");
    let asked = world.loaded(case).await;
    assert_eq!(asked.clocks.iter().find(|one| one.rule.word() == "r_single_trade").map(|one| one.due_at), before);
    world.taps(OWNER, "同意延期").await;
    assert_snapshot!(world.card(OWNER, "申请延期"), @r"
    申请延期 TS-AJHY-20251010-001
    维修队想把完成时间从 10月14日 周二 18:00 延到 10月20日 周一 18:00。
    原因：等材料到货
    您同意吗？不同意则按原来的时间。
    ✔ 李娜 10月10日 周五 14:10 同意延期
    ");
    assert_snapshot!(world.reads(LEADER), @r"
    TS-AJHY-20251010-001 业主同意延期到 10月20日 周一 18:00。
    [去处理] [看全部经过]
    ");
    assert_snapshot!(world.card(LEADER, "工程派工单"), @"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    ☎ 13800000000
    A 类 · 单工种 · 水电一队
    完成期限：10月20日 周一 18:00
    [约上门] [已到现场]
    [申请延期] [退单]
    [看全部经过]
    ");
    world.nothing_left().await;
});

everywhere!(more_time_refused_changes_nothing, |mut world: World| async move {
    let case = world.accepted_order().await;
    world.asks_for_time("10月20日").await;
    world.all_read();
    world.taps(OWNER, "不同意").await;
    assert_snapshot!(world.card(OWNER, "申请延期"), @r"
    申请延期 TS-AJHY-20251010-001
    维修队想把完成时间从 10月14日 周二 18:00 延到 10月20日 周一 18:00。
    原因：等材料到货
    您同意吗？不同意则按原来的时间。
    ✘ 李娜 10月10日 周五 14:10 不同意，按原时间
    ");
    assert_snapshot!(world.reads(LEADER), @r"
    TS-AJHY-20251010-001 业主不同意延期，按原来的期限。
    [去处理] [看全部经过]
    ");
    assert!(world.loaded(case).await.clocks.iter().all(|one| one.extension.is_none()));
});

everywhere!(more_time_is_later_than_the_old_date, |mut world: World| async move {
    let case = world.accepted_order().await;
    world.asks_for_time("10月14日").await;
    assert_snapshot!(world.phone(LEADER).last().text, @"要比原来的期限 10月14日 周二 18:00 更晚。");
    assert!(world.loaded(case).await.extensions.is_empty());
});

both!(a_request_for_time_lapses_when_the_work_is_done, |db| async move {
    let mut world = World::new(db).await;
    world.order_at_work().await;
    world.asks_for_time("10月20日").await;
    let card = world.phone(OWNER).with_button("同意延期").expect("a request");
    world.reports_done().await;
    assert_snapshot!(world.card(OWNER, "申请延期"), @r"
    申请延期 TS-AJHY-20251010-001
    维修队想把完成时间从 10月14日 周二 18:00 延到 10月20日 周一 18:00。
    原因：等材料到货
    您同意吗？不同意则按原来的时间。
    这个申请已经失效。
    ");
    assert_snapshot!(world.repeats(OWNER, &card, "同意延期").await, @"现在的状态不能这样操作。");
});
