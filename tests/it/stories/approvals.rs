//! Approval of a repair's cost: chains by amount, one card and one tap for each
//! approver, refusing and returning with a reason.

use super::everywhere::everywhere;
use crate::world::{CLERK, ENGINEER, GM, MANAGER, OWNER, VICE, World};
use insta::assert_snapshot;

/// Who has a card with a button to agree.
fn asked(world: &World) -> String {
    let all = [MANAGER, ENGINEER, VICE, GM, CLERK, "刘洋", "张伟", OWNER];
    all.into_iter().filter(|name| world.phone(name).with_button("✅ 同意").is_some()).collect::<Vec<_>>().join(" ")
}

/// The chain of an amount: who is asked, one after the other.
async fn chain(mut world: World, amount: &str) -> Vec<String> {
    world.complaint().await;
    world.dispatched(amount, "单工种").await;
    let mut chain = Vec::new();
    for _ in 0..4 {
        let now = asked(&world);
        if now.is_empty() {
            break;
        }
        assert_eq!(world.rows("work_orders where state = 'awaiting_cost_approval'").await, 1);
        world.taps(&now, "✅ 同意").await;
        chain.push(now);
    }
    assert_eq!(world.rows("work_orders where state = 'issued'").await, 1, "{amount}");
    assert_eq!(world.rows("approval_votes").await, i64::try_from(chain.len()).expect("few"));
    world.nothing_left().await;
    chain
}

everywhere!(one_thousand_is_the_managers, |world: World| async move {
    assert_eq!(chain(world, "1000.00").await, [MANAGER]);
});

everywhere!(one_fen_more_is_the_engineers_and_the_vice_gms, |world: World| async move {
    assert_eq!(chain(world, "1000.01").await, [ENGINEER, VICE]);
});

everywhere!(ten_thousand_is_too, |world: World| async move {
    assert_eq!(chain(world, "10,000.00").await, [ENGINEER, VICE]);
});

everywhere!(one_fen_more_goes_up_to_the_general_manager, |world: World| async move {
    assert_eq!(chain(world, "10000.01").await, [ENGINEER, VICE, GM]);
});

everywhere!(each_sees_the_facts_the_photos_and_who_decided_before, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.taps(OWNER, "厨房").await;
    world.answers_photos(OWNER, 2).await;
    world.taps(OWNER, "周末").await;
    world.taps(OWNER, "提交").await;
    world.dispatched("20000", "多工种").await;
    assert!(world.reads(CLERK).contains("已提交 TS-AJHY-20251010-001，费用等质量副总工程师审批"));
    assert_snapshot!(world.reads(ENGINEER), @r"
    <1 photo>
    ---
    <1 photo>
    ---
    费用审批 TS-AJHY-20251010-001
    预计费用：20,000.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末
    收到：10月10日 周五 14:10
    A 类 · 多工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    请您审核，10月13日 周一 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    world.minutes(10).await;
    assert_snapshot!(world.taps(ENGINEER, "✅ 同意").await, @"好的");
    assert_snapshot!(world.card(ENGINEER, "费用审批"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：20,000.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末
    收到：10月10日 周五 14:10
    A 类 · 多工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    ✔ 同意 — 周明（质量副总工程师）10月10日 周五 14:20，20,000.00 元
    现在等：副总经理
    ");
    assert_snapshot!(world.reads(VICE), @r"
    <1 photo>
    ---
    <1 photo>
    ---
    费用审批 TS-AJHY-20251010-001
    预计费用：20,000.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末
    收到：10月10日 周五 14:10
    A 类 · 多工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    ✔ 同意 — 周明（质量副总工程师）10月10日 周五 14:20，20,000.00 元
    请您审核，10月13日 周一 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    world.minutes(10).await;
    world.taps(VICE, "✅ 同意").await;
    assert_snapshot!(world.reads(GM), @r"
    <1 photo>
    ---
    <1 photo>
    ---
    费用审批 TS-AJHY-20251010-001
    预计费用：20,000.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末
    收到：10月10日 周五 14:10
    A 类 · 多工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    ✔ 同意 — 周明（质量副总工程师）10月10日 周五 14:20，20,000.00 元
    ✔ 同意 — 吴涛（副总经理）10月10日 周五 14:30，20,000.00 元
    请您审批，10月13日 周一 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    world.says(GM, "/pending").await;
    assert_snapshot!(world.reads(GM), @r"
    等您审批（1）

    ● TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」 20,000.00 元
    [TS-AJHY-20251010-001]
    ");
    world.taps(GM, "✅ 同意").await;
    // Every copy says who decided, and when; nothing can be pressed any more.
    for name in [ENGINEER, VICE, GM] {
        let card = world.card(name, "预计费用");
        assert!(!card.contains('['), "{card}");
        assert_eq!(card.matches("✔ 同意").count(), 3, "{card}");
    }
    assert_snapshot!(world.card(ENGINEER, "预计费用"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：20,000.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：周末
    收到：10月10日 周五 14:10
    A 类 · 多工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    ✔ 同意 — 周明（质量副总工程师）10月10日 周五 14:20，20,000.00 元
    ✔ 同意 — 吴涛（副总经理）10月10日 周五 14:30，20,000.00 元
    ✔ 同意 — 郑华（总经理）10月10日 周五 14:30，20,000.00 元
    审批通过，10月10日 周五 14:30
    ");
    // The owner hears nothing of money.
    assert!(!world.phone(OWNER).everything().contains("20,000"));
    world.says(OWNER, "/case 1").await;
    assert!(!world.reads(OWNER).contains("20,000"));
    world.says(GM, "/pending").await;
    assert_snapshot!(world.phone(GM).last().text, @"现在没有等您审批的。");
    world.nothing_left().await;
});

everywhere!(refused_with_a_reason, |mut world: World| async move {
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.all_read();
    world.taps(MANAGER, "❌ 驳回").await;
    assert_snapshot!(world.reads(MANAGER), @r"
    驳回 · TS-AJHY-20251010-001
    驳回的理由是？点一个，或者写下来。
    [费用偏高] [没有必要做]
    [不该由公司承担] [派工类别不对]
    [帮助] [取消]
    ");
    world.taps(MANAGER, "费用偏高").await;
    assert_snapshot!(world.reads(MANAGER), @"已驳回（TS-AJHY-20251010-001）。");
    assert_snapshot!(world.card(MANAGER, "费用审批"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    ✘ 驳回 — 孙丽（客户服务部经理）10月10日 周五 14:10：费用偏高
    申请已驳回，10月10日 周五 14:10
    ");
    assert_snapshot!(world.reads(CLERK), @r"
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    驳回 — 孙丽（客户服务部经理）10月10日 周五 14:10：费用偏高
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    assert_eq!(world.column("select state from work_orders").await, "refused");
    // A new order, and a new approval.
    world.dispatched("500", "单工种").await;
    world.taps(MANAGER, "✅ 同意").await;
    assert_eq!(world.column("select state from work_orders order by seq").await, "refused\nissued");
    world.nothing_left().await;
});

everywhere!(returned_in_own_words_and_submitted_again, |mut world: World| async move {
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.all_read();
    world.taps(MANAGER, "↩ 退回").await;
    world.phone(MANAGER).skip();
    world.says(MANAGER, "材料费按新价目表重算").await;
    assert_snapshot!(world.reads(MANAGER), @"已退回修改（TS-AJHY-20251010-001）。");
    assert_snapshot!(world.card(MANAGER, "费用审批"), @r"
    费用审批 TS-AJHY-20251010-001
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    ↩ 退回 — 孙丽（客户服务部经理）10月10日 周五 14:10：材料费按新价目表重算
    已退回修改，10月10日 周五 14:10
    ");
    assert_snapshot!(world.reads(CLERK), @r"
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    退回 — 孙丽（客户服务部经理）10月10日 周五 14:10：材料费按新价目表重算
    [调整费用] [取消派工]
    [看全部经过]
    ");
    world.taps(CLERK, "调整费用").await;
    assert_snapshot!(world.reads(CLERK), @r"
    调整预计费用 · TS-AJHY-20251010-001
    新的预计费用是多少元？
    [帮助] [取消]
    ");
    world.says(CLERK, "1200").await;
    world.taps(CLERK, "现场情况有变").await;
    assert_snapshot!(world.reads(CLERK), @r"
    原因：现场情况有变
    ---
    已改 TS-AJHY-20251010-001，重新送质量副总工程师审批。
    ");
    // More money, another chain.
    assert_eq!(asked(&world), ENGINEER);
    // Whoever is asked now sees why it was sent back, and what the clerk says to it.
    let card = world.card(ENGINEER, "费用审批");
    assert!(card.contains("↩ 退回 — 孙丽（客户服务部经理）10月10日 周五 14:10：材料费按新价目表重算"), "{card}");
    assert!(card.contains("王芳：现场情况有变"), "{card}");
    world.taps(ENGINEER, "✅ 同意").await;
    world.taps(VICE, "✅ 同意").await;
    assert_eq!(world.column("select state from work_orders").await, "issued");
    world.says(CLERK, "/case 1").await;
    assert_snapshot!(world.reads(CLERK), @"
    TS-AJHY-20251010-001
    安居花园 3-1201「水管漏水」
    ➡ 已派给水电一队，等接单。
    10月10日 周五 14:10 收到：水管漏水
    10月10日 周五 14:10 登记为 TS-AJHY-20251010-001
    10月10日 周五 14:10 王芳派工：A 类、单工种、水电一队，预计 800.00 元
    10月10日 周五 14:10 800.00 元 送客户服务部经理审批
    10月10日 周五 14:10 孙丽（客户服务部经理）退回 800.00 元：材料费按新价目表重算
    10月10日 周五 14:10 审批退回：材料费按新价目表重算
    10月10日 周五 14:10 王芳把费用从 800.00 元 改为 1,200.00 元：现场情况有变
    10月10日 周五 14:10 1,200.00 元 送质量副总工程师审批
    10月10日 周五 14:10 周明（质量副总工程师）同意 1,200.00 元
    10月10日 周五 14:10 1,200.00 元 送副总经理审批
    10月10日 周五 14:10 吴涛（副总经理）同意 1,200.00 元
    10月10日 周五 14:10 费用 1,200.00 元 审批通过
    10月10日 周五 14:10 派工单 PG-A-AJHY-2025-0001 已发出
    ⏳ 接单
    ⏰ 期限 10月11日 周六 09:10
    从 10月10日 周五 14:10 起 4 个工作小时
    10月11日 周六 是调休上班日，算工作日
    ⏳ 维修完成（单工种）
    ⏰ 期限 10月14日 周二 18:00
    从 10月10日 周五 14:10 起 3 个工作日
    10月11日 周六 是调休上班日，算工作日
    [补充情况] [取消派工]
    ");
    world.nothing_left().await;
});

everywhere!(a_reason_is_not_left_out, |mut world: World| async move {
    world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.taps(MANAGER, "❌ 驳回").await;
    world.all_read();
    world.says(MANAGER, "跳过").await;
    assert_snapshot!(world.reads(MANAGER), @r"
    这一项需要您填一下，不能跳过。
    驳回的理由是？点一个，或者写下来。
    [费用偏高] [没有必要做]
    [不该由公司承担] [派工类别不对]
    [帮助] [取消]
    ");
    // Thought better of it: the card decides with one tap.
    world.says(MANAGER, "取消").await;
    assert_snapshot!(world.reads(MANAGER), @"好的，已取消。");
    world.taps(MANAGER, "✅ 同意").await;
    assert_eq!(world.column("select decision from approval_votes").await, "approve");
    world.nothing_left().await;
});

everywhere!(what_the_approver_misses_is_added_from_the_story, |mut world: World| async move {
    let case = world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.taps(MANAGER, "↩ 退回").await;
    world.says(MANAGER, "请补充照片").await;
    world.taps(CLERK, "看全部经过").await;
    world.taps(CLERK, "补充情况").await;
    world.says(CLERK, "现场照片在这里").await;
    world.answers_photos(CLERK, 1).await;
    assert_eq!(world.loaded(case).await.photos.len(), 1);
    world.all_read();
    world.taps(CLERK, "调整费用").await;
    world.says(CLERK, "800").await;
    world.taps(CLERK, "现场情况有变").await;
    assert!(world.reads(MANAGER).starts_with("<1 photo>\n---\n费用审批"), "{}", world.phone(MANAGER).everything());
    // What colleagues note is not what an owner is told.
    world.says(OWNER, "/case 1").await;
    assert!(!world.reads(OWNER).contains("现场照片"), "{}", world.phone(OWNER).everything());
    world.everything_heard().await;
});
