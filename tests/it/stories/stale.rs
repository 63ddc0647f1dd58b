//! Taps that come too late, twice, from others, or on cards that have changed:
//! a polite sentence, and nothing changes.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, ENGINEER, LEADER, MANAGER, OWNER, World};
use insta::assert_snapshot;

everywhere!(the_amount_changes_while_a_card_is_out, |mut world: World| async move {
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    let agree = world.keeps(MANAGER, "✅ 同意");
    world.taps(CLERK, "看全部经过").await;
    world.taps(CLERK, "调整费用").await;
    world.says(CLERK, "950").await;
    world.taps(CLERK, "填错了").await;
    world.all_read();
    assert_snapshot!(world.card(MANAGER, "800.00"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    金额已改为 950.00 元，这张卡作废，10月10日 周五 14:10
    ");
    // His finger was on the old card: it decides nothing, and the new one comes.
    assert_snapshot!(world.presses(&agree).await, @"内容有变动，这次没有生效，请看新的卡片。");
    assert_snapshot!(world.reads(MANAGER), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：950.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    王芳：填错了
    请您审批，10月13日 周一 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    assert_eq!(world.rows("approval_votes").await, 0);
    world.taps(MANAGER, "✅ 同意").await;
    assert_eq!(world.column("select cast(amount_seen_fen as text) from approval_votes").await, "95000");
    world.nothing_left().await;
});

everywhere!(the_new_amount_is_anothers_to_decide, |mut world: World| async move {
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    let agree = world.keeps(MANAGER, "✅ 同意");
    world.taps(CLERK, "看全部经过").await;
    world.taps(CLERK, "调整费用").await;
    world.says(CLERK, "5000").await;
    world.taps(CLERK, "维修范围变大").await;
    world.all_read();
    assert_snapshot!(world.presses(&agree).await, @"内容有变动，这次没有生效，请看新的卡片。");
    assert_snapshot!(world.reads(MANAGER), @r"
    TS-AJHY-20251010-001
    安居花园 3-1201「水管漏水」
    ➡ 正在走内部审批。
    10月10日 周五 14:10 收到：水管漏水
    10月10日 周五 14:10 登记为 TS-AJHY-20251010-001
    10月10日 周五 14:10 王芳派工：A 类、单工种、水电一队，预计 800.00 元
    10月10日 周五 14:10 800.00 元 送客户服务部经理审批
    10月10日 周五 14:10 王芳把费用从 800.00 元 改为 5,000.00 元：维修范围变大
    10月10日 周五 14:10 5,000.00 元 送质量副总工程师审批
    ⏳ 费用审批
    ⏰ 期限 10月13日 周一 18:00
    从 10月10日 周五 14:10 起 2 个工作日
    10月11日 周六 是调休上班日，算工作日
    [补充情况] [调整费用] [取消派工]
    ");
    assert!(world.phone(ENGINEER).with_button("✅ 同意").is_some());
    assert_eq!(world.rows("approval_votes").await, 0);
    world.nothing_left().await;
});

everywhere!(a_reason_typed_for_an_old_card_decides_nothing, |mut world: World| async move {
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.taps(MANAGER, "❌ 驳回").await;
    world.taps(CLERK, "看全部经过").await;
    world.taps(CLERK, "调整费用").await;
    world.says(CLERK, "950").await;
    world.taps(CLERK, "填错了").await;
    world.all_read();
    world.taps(MANAGER, "费用偏高").await;
    assert_snapshot!(world.reads(MANAGER), @r"
    内容有变动，这次没有生效，请看新的卡片。
    ---
    费用审批 TS-AJHY-20251010-001
    预计费用：950.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    王芳：填错了
    请您审批，10月13日 周一 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    assert_eq!(world.rows("approval_votes").await, 0);
    world.nothing_left().await;
});

everywhere!(a_second_tap_changes_nothing, |mut world: World| async move {
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    let agree = world.keeps(MANAGER, "✅ 同意");
    let refuse = world.keeps(MANAGER, "❌ 驳回");
    world.phone(MANAGER).taps_twice("✅ 同意");
    world.settle().await;
    assert_eq!(world.rows("approval_votes").await, 1);
    world.minutes(2).await;
    assert_snapshot!(world.presses(&agree).await, @"已由 孙丽 在 10月10日 周五 14:10 同意。");
    assert_snapshot!(world.presses(&refuse).await, @"已由 孙丽 在 10月10日 周五 14:10 同意。");
    assert_eq!(world.rows("approval_votes").await, 1);
    assert_eq!(world.rows("work_orders").await, 1);
    world.nothing_left().await;
});

everywhere!(of_two_managers_the_first_decides, |mut world: World| async move {
    world.is_appointed("马经理", "cs_manager", None).await;
    world.binds("马经理", "zh-hans").await;
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.all_read();
    let second = world.keeps("马经理", "✅ 同意");
    let second_refuses = world.keeps("马经理", "❌ 驳回");
    // At once: the second has not seen the first.
    let press = world.phone("马经理").taps("✅ 同意").expect("a toast");
    world.phone(MANAGER).taps("✅ 同意").expect("a toast");
    world.settle().await;
    assert!(press.answer().is_some());
    assert_eq!(world.rows("approval_votes").await, 1);
    assert_eq!(
        world
            .column("select event from history where event in ('voted', 'approved', 'order_issued') order by id")
            .await,
        "voted\napproved\norder_issued"
    );
    assert_snapshot!(world.card(MANAGER, "费用审批"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    ✔ 同意 — 马经理（客户服务部经理）10月10日 周五 14:10，800.00 元
    审批通过，10月10日 周五 14:10
    ");
    assert_eq!(world.card(MANAGER, "费用审批"), world.card("马经理", "费用审批"));
    world.minutes(5).await;
    assert_snapshot!(world.presses(&second).await, @"已由 马经理 在 10月10日 周五 14:10 同意。");
    assert_snapshot!(world.presses(&second_refuses).await, @"已由 马经理 在 10月10日 周五 14:10 同意。");
    world.nothing_left().await;
});

both!(other_peoples_taps, |db| async move {
    let mut world = World::new(db).await;
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.all_read();
    let agree = world.keeps(MANAGER, "✅ 同意");
    let refuse = world.keeps(MANAGER, "❌ 驳回");
    for name in [OWNER, LEADER, ENGINEER, CLERK, "刘洋"] {
        let user = world.people().user(name);
        assert_eq!(world.presses_for(user, &agree).await, "这件事不归您处理。", "{name}");
        assert_eq!(world.presses_for(user, &refuse).await, "这件事不归您处理。", "{name}");
        assert_eq!(world.reads(name), "", "{name}");
    }
    world.passer_by(9001, "路人", "zh-hans");
    assert_eq!(world.presses_for(9001, &agree).await, "");
    assert!(world.phone_of(9001).reads().contains("安居客户服务"));
    // Buttons that the bot never made.
    for data in [
        "c:1:2:1:agree.9",
        "c:1:2:99:agree.0",
        "c:99:2:1:agree.0",
        "c:1:77:1:agree.0",
        "c:1:0:1:vote",
        "x",
        "a:1:x",
        "c:1:2:1:agree.x",
    ] {
        let press = world
            .messenger
            .taps_data(world.people().user(MANAGER), world.phone(MANAGER).last().message_id, data)
            .expect("a press");
        world.settle().await;
        assert!(press.answer().is_some(), "{data} spins for ever");
    }
    assert_eq!(world.rows("approval_votes").await, 0);
    world.nothing_left().await;
});

everywhere!(the_earlier_step_of_the_same_card, |mut world: World| async move {
    world.complaint().await;
    world.dispatched("5000", "单工种").await;
    let agree = world.keeps(ENGINEER, "✅ 同意");
    let back = world.keeps(ENGINEER, "↩ 退回");
    world.taps(ENGINEER, "✅ 同意").await;
    world.minutes(3).await;
    // Decided: his own tap again, and his second thoughts.
    assert_snapshot!(world.presses(&agree).await, @"已由 周明 在 10月10日 周五 14:10 同意。");
    assert_snapshot!(world.presses(&back).await, @"已由 周明 在 10月10日 周五 14:10 同意。");
    assert_eq!(world.rows("approval_votes").await, 1);
    world.nothing_left().await;
});
