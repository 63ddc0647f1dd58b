//! Chairs that nobody can decide from: empty, unreachable, the requester's own.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, ENGINEER, GM, MANAGER, VICE, World};
use insta::assert_snapshot;

both!(nobody_approves_his_own_request, |db| async move {
    let mut world = World::new(db).await;
    world.is_appointed(CLERK, "cs_manager", None).await;
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    // The other manager has the card, she herself has none.
    assert!(world.phone(CLERK).with_button("✅ 同意").is_none());
    let agree = world.keeps(MANAGER, "✅ 同意");
    let user = world.people().user(CLERK);
    assert_snapshot!(world.presses_for(user, &agree).await, @"这是您自己提的申请，不能自己审批。");
    assert_eq!(world.rows("approval_votes").await, 0);
    world.nothing_left().await;
});

everywhere!(only_the_requester_holds_the_chair, |mut world: World| async move {
    world.is_appointed(CLERK, "cs_manager", None).await;
    world.resigns(MANAGER, "cs_manager").await;
    world.complaint().await;
    world.all_read();
    world.dispatched("800", "单工种").await;
    assert_snapshot!(world.reads(VICE), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    客户服务部经理就是申请人，由上一级处理。
    请您审批，10月13日 周一 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    world.taps(VICE, "✅ 同意").await;
    assert_eq!(world.column("select seat from approval_votes").await, "vice_gm");
    world.nothing_left().await;
});

everywhere!(an_empty_chair_passes_the_step_up, |mut world: World| async move {
    world.resigns(MANAGER, "cs_manager").await;
    world.complaint().await;
    world.all_read();
    world.dispatched("800", "单工种").await;
    assert!(world.reads(CLERK).contains("费用等副总经理审批"));
    assert_snapshot!(world.reads(VICE), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    客户服务部经理岗位空缺，由上一级处理。
    请您审批，10月13日 周一 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    world.nothing_left().await;
});

everywhere!(an_unreachable_chair_passes_the_step_up, |mut world: World| async move {
    world.blocks(MANAGER).await;
    world.complaint().await;
    world.all_read();
    world.dispatched("800", "单工种").await;
    assert_snapshot!(world.reads(VICE), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    客户服务部经理暂时联系不上，由上一级处理。
    请您审批，10月13日 周一 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    world.nothing_left().await;
});

everywhere!(a_manager_who_blocks_the_bot_leaves_his_chair, |mut world: World| async move {
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.all_read();
    world.blocks(MANAGER).await;
    assert!(world.reads(VICE).contains("客户服务部经理暂时联系不上，由上一级处理。"));
    // He comes back and takes it again; the other's copy says so.
    world.unblocks(MANAGER).await;
    assert_snapshot!(world.card(VICE, "费用审批"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    现在等：客户服务部经理
    ");
    world.taps(MANAGER, "✅ 同意").await;
    assert_snapshot!(world.card(VICE, "费用审批"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    ✔ 同意 — 孙丽（客户服务部经理）10月10日 周五 14:10，800.00 元
    审批通过，10月10日 周五 14:10
    ");
    world.nothing_left().await;
});

// The server refuses the card: only then it is known that he is gone.
both!(a_card_that_cannot_be_delivered_passes_up, |db| async move {
    let mut world = World::new(db).await;
    world.complaint().await;
    world.messenger.deactivates(world.people().user(MANAGER)).expect("it can be deleted");
    world.all_read();
    world.dispatched("800", "单工种").await;
    assert!(world.reads(VICE).contains("客户服务部经理暂时联系不上，由上一级处理。"));
    world.taps(VICE, "✅ 同意").await;
    assert_eq!(world.column("select state from work_orders").await, "issued");
    world.nothing_left().await;
});

everywhere!(a_step_passed_up_to_a_later_chair_is_merged, |mut world: World| async move {
    world.resigns(ENGINEER, "quality_deputy_chief_engineer").await;
    world.complaint().await;
    world.all_read();
    world.dispatched("20000", "单工种").await;
    // The vice GM is asked once, not for the engineer and again for himself.
    assert_snapshot!(world.reads(VICE), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：20,000.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    质量副总工程师岗位空缺，由上一级处理。
    请您审核，10月13日 周一 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    world.taps(VICE, "✅ 同意").await;
    world.taps(GM, "✅ 同意").await;
    assert_eq!(world.column("select seat from approval_votes order by step").await, "vice_gm\ngeneral_manager");
    assert_eq!(world.column("select state from work_orders").await, "issued");
    world.nothing_left().await;
});

both!(nobody_at_all_alarms_the_desk, |db| async move {
    let mut world = World::new(db).await;
    world.resigns(MANAGER, "cs_manager").await;
    world.resigns(VICE, "vice_gm").await;
    world.resigns(GM, "general_manager").await;
    world.complaint().await;
    world.taps(CLERK, "派工").await;
    world.taps(CLERK, "A 类：保修期内（建议）").await;
    world.taps(CLERK, "水电一队").await;
    world.taps(CLERK, "单工种").await;
    world.says(CLERK, "800").await;
    world.all_read();
    world.taps(CLERK, "提交").await;
    assert_snapshot!(world.reads(CLERK), @r"
    已提交 TS-AJHY-20251010-001，但费用现在没有人可审批，请看新的卡片。
    ---
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    ⚠ 审批没有人可签：各级岗位都空缺、联系不上或就是申请人。请联系公司。
    [调整费用] [取消派工]
    [看全部经过]
    ");
    // A new manager is bound, and it goes on by itself.
    world.is_appointed("钱总", "vice_gm", None).await;
    world.messenger.add_user(world.people().user("钱总"), "钱总", "zh-hans");
    let code = world.people().everybody().into_iter().find(|(name, ..)| name == "钱总").expect("he").2;
    let read = world.follows(world.people().user("钱总"), &code).await;
    assert!(read.contains("绑定成功") && read.contains("费用审批 TS-AJHY-20251010-001"), "{read}");
    world.taps("钱总", "✅ 同意").await;
    assert_eq!(world.column("select state from work_orders").await, "issued");
    world.nothing_left().await;
});

both!(a_deputy_signs_for_a_manager_on_leave, |db| async move {
    let mut world = World::new(db).await;
    world.is_deputy("何敏", "cs_manager").await;
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.all_read();
    // While the manager is there the deputy has no card and no say.
    assert!(world.phone("何敏").with_button("✅ 同意").is_none());
    let agree = world.keeps(MANAGER, "✅ 同意");
    let deputy = world.people().user("何敏");
    assert_snapshot!(world.presses_for(deputy, &agree).await, @"这件事不归您处理。");
    world.taps(MANAGER, "↩ 退回").await;
    world.taps(MANAGER, "请重新核算费用").await;
    world.goes_on_leave(MANAGER, 5).await;
    world.taps(CLERK, "调整费用").await;
    world.says(CLERK, "900").await;
    world.taps(CLERK, "填错了").await;
    assert_snapshot!(world.reads("何敏"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：900.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    ↩ 退回 — 孙丽（客户服务部经理）10月10日 周五 14:10：请重新核算费用
    王芳：填错了
    客户服务部经理不在，请您代签。
    请您审批，10月13日 周一 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    world.taps("何敏", "✅ 同意").await;
    assert_snapshot!(world.card("何敏", "费用审批"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：900.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    ↩ 退回 — 孙丽（客户服务部经理）10月10日 周五 14:10：请重新核算费用
    王芳：填错了
    ✔ 同意 — 何敏（客户服务部经理，代签）10月10日 周五 14:10，900.00 元
    审批通过，10月10日 周五 14:10
    ");
    assert_eq!(world.rows("approval_votes where decision = 'approve' and seat = 'cs_manager' and deputy").await, 1);
    world.nothing_left().await;
});

everywhere!(leaders_of_the_company_have_no_deputies, |mut world: World| async move {
    world.is_deputy("何敏", "vice_gm").await;
    world.goes_on_leave(VICE, 5).await;
    world.complaint().await;
    world.dispatched("5000", "单工种").await;
    world.taps(ENGINEER, "✅ 同意").await;
    assert!(world.phone("何敏").with_button("✅ 同意").is_none());
    assert!(world.reads(GM).contains("副总经理暂时联系不上，由上一级处理。"));
    world.taps(GM, "✅ 同意").await;
    assert_eq!(
        world.column("select seat from approval_votes order by step").await,
        "quality_deputy_chief_engineer\ngeneral_manager"
    );
    world.nothing_left().await;
});
