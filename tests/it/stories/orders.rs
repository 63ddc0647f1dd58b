//! The order in the team's hands: taken, returned, reported done.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, LEADER, MANAGER, OWNER, World};
use insta::assert_snapshot;

everywhere!(one_tap_takes_an_order_and_only_one_leader_has_it, |mut world: World| async move {
    world.is_appointed("马超", "repair_team_leader", Some("水电一队")).await;
    world.binds("马超", "zh-hans").await;
    world.issued_order().await;
    let (first, second) = {
        let first = world.phone(LEADER).taps("✅ 接单").expect("a toast");
        (first, world.phone("马超").taps("✅ 接单").expect("a toast"))
    };
    world.settle().await;
    assert_snapshot!(first.answer().map(|one| one.text).unwrap_or_default(), @"好的");
    assert_snapshot!(second.answer().map(|one| one.text).unwrap_or_default(), @"这一步 张伟 在 10月10日 周五 14:10 已经办过了。");
    assert_snapshot!(world.card("马超", "工程派工单"), @r"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    ✔ 张伟 10月10日 周五 14:10 已接单
    ");
    world.nothing_left().await;
});

everywhere!(the_same_tap_twice_is_one_acceptance, |mut world: World| async move {
    let case = world.issued_order().await;
    world.phone(LEADER).taps_twice("✅ 接单");
    world.settle().await;
    let lines = world.history(case).await;
    assert_eq!(lines.iter().filter(|word| *word == "order_accepted").count(), 1);
    assert_snapshot!(world.reads(OWNER), @r"
    TS-AJHY-20251010-001 维修队已接单，张伟 会跟您约上门时间。
    [看全部经过]
    ");
    world.nothing_left().await;
});

both!(an_order_is_taken_by_its_own_team_alone, |db| async move {
    let mut world = World::new(db).await;
    let case = world.issued_order().await;
    for other in ["赵军", CLERK, MANAGER] {
        let press = world.forges(other, case, "accept").await;
        assert_eq!(press, "这件事不归您处理。", "{other}");
    }
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "issued");
});

everywhere!(an_order_comes_back_with_a_reason, |mut world: World| async move {
    world.issued_order().await;
    world.taps(LEADER, "退单").await;
    assert_snapshot!(world.reads(LEADER), @r"
    退回派工单 · TS-AJHY-20251010-001
    为什么做不了？点一个，或者写下来。
    [不是我们的工种]
    [该由施工单位处理]
    [没有材料或设备]
    [人手不够]
    [内容不清楚]
    [帮助] [取消]
    ");
    world.taps(LEADER, "该由施工单位处理").await;
    assert_snapshot!(world.reads(LEADER), @"已退单（TS-AJHY-20251010-001）。");
    assert_snapshot!(world.card(LEADER, "工程派工单"), @r"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    ↩ 张伟 10月10日 周五 14:10 退单：该由施工单位处理
    ");
    assert_snapshot!(world.reads(CLERK), @r"
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    ↩ 张伟 10月10日 周五 14:10 退单：该由施工单位处理
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    world.nothing_left().await;
});

everywhere!(a_report_with_too_few_photos_says_why, |mut world: World| async move {
    let case = world.order_at_work().await;
    world.taps(LEADER, "📷 报完工").await;
    world.taps(LEADER, "跳过").await;
    world.answers_photos(LEADER, 1).await;
    assert_snapshot!(world.reads(LEADER), @"
    维修前照片：没有填
    ---
    （2/3）请发维修后的照片，发完点「完成」。
    [上一步] [跳过] [帮助] [取消]
    ---
    维修后照片：1 张
    ---
    （3/3）照片不够，请说明原因。点一个，或者写下来。
    [业主不让拍] [光线太暗拍不清]
    [手机当时不能用] [隐蔽部位拍不到]
    [上一步] [帮助] [取消]
    ");
    assert!(world.phone(LEADER).last().labels().iter().all(|label| *label != "跳过"), "a reason cannot be skipped");
    world.taps(LEADER, "业主不让拍").await;
    world.taps(LEADER, "提交").await;
    assert_snapshot!(world.card(CLERK, "完工检查"), @r"
    完工检查 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    10月10日 周五 14:10 报完工，维修前 0 张、维修后 1 张照片
    照片不足的原因：业主不让拍
    ✔ 张伟（维修队长）10月10日 周五 14:10 已签
    [✅ 检查合格] [不合格，返工]
    [看全部经过]
    ");
    assert_eq!(
        world.loaded(case).await.orders[0].report.as_ref().and_then(|one| one.missing.as_deref()),
        Some("业主不让拍")
    );
});

everywhere!(photos_of_the_work_come_as_albums, |mut world: World| async move {
    let case = world.order_at_work().await;
    world.taps(LEADER, "📷 报完工").await;
    world.answers_photos(LEADER, 2).await;
    world.answers_photos(LEADER, 3).await;
    assert_snapshot!(world.reads(LEADER), @"
    报完工 · TS-AJHY-20251010-001
    （1/3）请发维修前的照片，发完点「完成」。没有点「跳过」。
    [跳过] [帮助] [取消]
    ---
    维修前照片：2 张
    ---
    请发维修后的照片，发完点「完成」。
    [上一步] [跳过] [帮助] [取消]
    ---
    维修后照片：3 张
    ---
    报完工 · TS-AJHY-20251010-001
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    维修前照片：2 张
    维修后照片：3 张
    [提交]
    [改维修前照片] [改维修后照片]
    [加说明]
    [帮助] [取消]
    ");
    world.taps(LEADER, "提交").await;
    let report = world.loaded(case).await.orders[0].report.clone().expect("a report");
    assert_eq!((report.before.len(), report.after.len()), (2, 3));
});
