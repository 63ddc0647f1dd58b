//! Emergencies: who hears of them and when, who takes them, what their owner
//! hears, and what cannot be cancelled by the way.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, LEADER, MANAGER, OWNER, VICE, World, china};
use chrono::TimeDelta;
use insta::assert_snapshot;

/// Said, taken by the clerk, and dispatched to the plumbers.
async fn gas_dispatched(world: &mut World) {
    world.says(OWNER, "厨房煤气味道很大").await;
    world.taps(CLERK, "我来处理").await;
    world.all_read();
    world.dispatched("800", "单工种").await;
}

// A night in the National Day holidays, and the clerk is away.
everywhere!(gas_at_night_on_a_holiday, china("2025-10-03 23:30"), |mut world: World| async move {
    world.goes_on_leave(CLERK, 3).await;
    world.says(OWNER, "厨房煤气味道很大").await;
    assert_snapshot!(world.reads(OWNER), @r"
    ⚠ 已按紧急情况处理：燃气泄漏
    · 打开门窗通风
    · 不碰任何开关、插头，不点火
    · 不在屋里打电话
    · 够得着就关上燃气阀门
    · 所有人马上到室外
    · 到了室外再打 119 和燃气公司抢修电话；有人头晕恶心，打 120
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000000。编号 TS-AJHY-20251003-001。
    ");
    // Registered in the same turn, and nothing has to be filled in.
    assert_eq!(world.column("select state from complaints").await, "registered");
    assert_eq!(world.column("select category from complaints").await, "equipment");
    assert_eq!(world.column("select emergency from complaints").await, "gas");
    assert_eq!(world.rows("drafts").await, 0);
    assert_snapshot!(world.reads(LEADER), @"
    紧急：燃气泄漏 TS-AJHY-20251003-001
    💬 厨房煤气味道很大
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月3日 周五 23:30 报警，说到「煤气味道很大」
    已通知：张伟、赵军
    [我来处理] [不是紧急情况]
    [看全部经过]
    ");
    let kept = world.keeps(LEADER, "我来处理");
    assert_eq!((world.reads(CLERK), world.reads(MANAGER)), (String::new(), String::new()));
    world.advance(TimeDelta::seconds(599)).await;
    assert_eq!((world.reads(LEADER), world.reads(MANAGER)), (String::new(), String::new()));
    world.advance(TimeDelta::seconds(1)).await;
    assert_snapshot!(world.reads(MANAGER), @"
    紧急：燃气泄漏 TS-AJHY-20251003-001
    💬 厨房煤气味道很大
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月3日 周五 23:30 报警，说到「煤气味道很大」
    已通知：张伟、赵军、孙丽
    [我来处理] [不是紧急情况]
    [看全部经过]
    ---
    紧急 · 待派工 TS-AJHY-20251003-001
    🏠 安居花园 3-1201 · 李娜
    💬 厨房煤气味道很大
    📌 空调、地暖、电梯等设备 · 厨房
    收到：10月3日 周五 23:30
    燃气泄漏，说到「煤气味道很大」
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    assert_snapshot!(world.reads(LEADER), @"
    紧急：燃气泄漏 TS-AJHY-20251003-001
    💬 厨房煤气味道很大
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月3日 周五 23:30 报警，说到「煤气味道很大」
    还没有人接手！
    已通知：张伟、赵军、孙丽
    [我来处理] [不是紧急情况]
    [看全部经过]
    ");
    assert_eq!(world.reads(VICE), "");
    world.minutes(10).await;
    assert_snapshot!(world.reads(VICE), @"
    紧急：燃气泄漏 TS-AJHY-20251003-001
    💬 厨房煤气味道很大
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月3日 周五 23:30 报警，说到「煤气味道很大」
    已通知：张伟、赵军、孙丽、吴涛
    [我来处理] [不是紧急情况]
    [看全部经过]
    ");
    world.all_read();
    // Everybody once more, until somebody has it.
    world.minutes(10).await;
    for name in [LEADER, "赵军", MANAGER, VICE] {
        assert!(world.reads(name).contains("还没有人接手"), "{name}");
    }
    world.taps(MANAGER, "我来处理").await;
    assert_snapshot!(world.reads(OWNER), @"客户服务部经理 孙丽 已接手，正在联系您，电话 13800000007。");
    assert_snapshot!(world.card(LEADER, "已接手"), @"
    紧急：燃气泄漏 TS-AJHY-20251003-001
    💬 厨房煤气味道很大
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月3日 周五 23:30 报警，说到「煤气味道很大」
    ✔ 孙丽（客户服务部经理）10月4日 周六 00:00 已接手
    [看全部经过]
    ");
    world.all_read();
    world.presses(&kept).await;
    assert_eq!(world.rows("history where event = 'emergency_taken'").await, 1);
    world.minutes(120).await;
    for name in [LEADER, MANAGER, VICE] {
        assert!(!world.reads(name).contains("还没有人接手"), "{name}");
    }
    assert_eq!(
        world.column("select event from history order by id").await,
        "received\nemergency_rang\nregistered\nemergency_spread\nemergency_spread\nemergency_spread\nemergency_taken"
    );
});

everywhere!(the_first_tap_has_it, |mut world: World| async move {
    world.says(OWNER, "电梯困人了").await;
    assert_snapshot!(world.reads(CLERK), @"
    紧急：电梯困人 TS-AJHY-20251010-001
    💬 电梯困人了
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月10日 周五 14:10 报警，说到「梯困人了」
    已通知：王芳
    [我来处理] [不是紧急情况]
    [看全部经过]
    ---
    紧急 · 待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 电梯困人了
    📌 空调、地暖、电梯等设备 · 楼道、公共部位
    收到：10月10日 周五 14:10
    电梯困人，说到「梯困人了」
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    world.taps(CLERK, "我来处理").await;
    assert_snapshot!(world.reads(OWNER), @r"
    ⚠ 已按紧急情况处理：电梯困人
    · 不扒门，不爬出去
    · 按紧急呼叫按钮，或打轿厢内的救援电话
    · 靠里站稳或坐下，保持冷静
    · 轿厢是通风的，不会闷着
    · 有人不舒服，打 120；联系不上救援，打 119
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000000。编号 TS-AJHY-20251010-001。
    ---
    客服资料员 王芳 已接手，正在联系您，电话 13800000004。
    ");
    let case = world.case_of(OWNER).await;
    assert_eq!(world.loaded(case).await.number.as_deref(), Some("TS-AJHY-20251010-001"));
    // What he says now belongs to it; nobody is asked which case is meant.
    world.all_read();
    world.says(OWNER, "里面有个孩子").await;
    assert_snapshot!(world.reads(OWNER), @"好的，已记到 TS-AJHY-20251010-001。");
    assert_snapshot!(world.reads(CLERK), @r"
    紧急 · TS-AJHY-20251010-001 有补充：里面有个孩子
    [去处理] [看全部经过]
    ");
    assert_eq!(world.rows("cases").await, 1);
    world.says(OWNER, "什么时候有人来").await;
    assert!(world.reads(OWNER).contains("王芳 已接手"), "{}", world.all_screens());
});

everywhere!(missed_steps_are_one_notice, |mut world: World| async move {
    world.says(OWNER, "厨房着火了").await;
    world.all_read();
    world.sleeps_until("2025-10-10 14:35");
    world.comes_up().await;
    // Two steps have passed: the leaders and the manager are told, once.
    assert!(world.reads(MANAGER).starts_with("紧急：着火"));
    assert!(world.reads(LEADER).starts_with("紧急：着火"));
    assert_eq!(world.rows("history where event = 'emergency_spread'").await, 1);
    assert_eq!(world.reads(VICE), "");
    world.until("2025-10-10 14:40").await;
    assert!(world.reads(VICE).starts_with("紧急：着火"));
});

everywhere!(nobody_can_be_reached, |mut world: World| async move {
    for name in [CLERK, LEADER, "赵军", MANAGER, VICE] {
        world.goes_on_leave(name, 2).await;
    }
    world.says(OWNER, "厨房着火了").await;
    let told = world.reads(OWNER);
    assert!(told.contains("值班人员暂时联系不上") && told.contains("119"), "{told}");
    world.minutes(30).await;
    world.says(CLERK, "/desk").await;
    assert_snapshot!(world.reads(CLERK), @"
    客服台（1）

    ● 紧急 TS-AJHY-20251010-001 安居花园 3-1201「厨房着火了」
    ➡ 已登记，正在安排。
      ⚠ 超期：紧急情况接手 10月10日 周五 14:20
    [TS-AJHY-20251010-001]
    ");
});

everywhere!(an_owner_of_two_homes_is_asked_after_the_advice, |mut world: World| async move {
    world.says("陈强", "煤气泄漏了").await;
    assert_snapshot!(world.reads("陈强"), @r"
    ⚠ 已按紧急情况处理：燃气泄漏
    · 打开门窗通风
    · 不碰任何开关、插头，不点火
    · 不在屋里打电话
    · 够得着就关上燃气阀门
    · 所有人马上到室外
    · 到了室外再打 119 和燃气公司抢修电话；有人头晕恶心，打 120
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000002。
    ---
    是哪一套房？点一个就行，什么都不用填。
    [安居花园 2-301]
    [云栖里 5-602]
    ");
    assert_snapshot!(world.reads(CLERK), @"
    紧急：燃气泄漏 #1
    💬 煤气泄漏了
    🏠 还不知道是哪一套房 · 陈强
    ☎ 13800000002
    ⏰ 10月10日 周五 14:10 报警，说到「煤气泄漏了」
    已通知：王芳
    [我来处理] [不是紧急情况]
    [看全部经过]
    ---
    紧急 · 业主没说完 #1
    🏠 — · 陈强
    💬 煤气泄漏了
    📌 空调、地暖、电梯等设备
    收到：10月10日 周五 14:10
    燃气泄漏，说到「煤气泄漏了」
    [补全并登记] [看全部经过]
    ");
    assert_eq!(world.column("select state from complaints").await, "received");
    world.taps("陈强", "云栖里 5-602").await;
    assert_snapshot!(world.reads("陈强"), @"好的，云栖里 5-602，编号 TS-YQL-20251010-001。值班人员已经看到。");
    assert_eq!(world.column("select number from cases").await, "TS-YQL-20251010-001");
    assert!(world.reads("刘洋").contains("紧急：燃气泄漏 TS-YQL-20251010-001"));
});

everywhere!(words_name_the_home_too, |mut world: World| async move {
    world.says("陈强", "煤气泄漏了").await;
    world.says("陈强", "快来，是云栖里那套").await;
    assert_eq!(world.column("select number from cases").await, "TS-YQL-20251010-001");
    assert_eq!(world.rows("cases").await, 1);
});

everywhere!(a_doubt_is_asked_first, |mut world: World| async move {
    world.says(OWNER, "厨房有股怪味").await;
    assert_snapshot!(world.reads(OWNER), @r"
    要马上派人吗？
    [是，马上来人]
    [不急]
    ");
    assert_eq!(world.reads(CLERK), "");
    world.taps(OWNER, "是，马上来人").await;
    assert_snapshot!(world.reads(OWNER), @"
    ⚠ 已按紧急情况处理：燃气泄漏
    · 打开门窗通风
    · 不碰任何开关、插头，不点火
    · 不在屋里打电话
    · 够得着就关上燃气阀门
    · 所有人马上到室外
    · 到了室外再打 119 和燃气公司抢修电话；有人头晕恶心，打 120
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000000。编号 TS-AJHY-20251010-001。
    ");
    assert!(world.reads(CLERK).starts_with("紧急：燃气泄漏 TS-AJHY-20251010-001"));
});

everywhere!(no_hurry_goes_the_usual_way, |mut world: World| async move {
    world.says(OWNER, "厨房有股怪味").await;
    world.phone(OWNER).skip();
    world.says(OWNER, "不用").await;
    assert_snapshot!(world.reads(OWNER), @"
    报修与投诉 · 厨房有股怪味
    这件事属于哪一类？
    [水管、下水、漏水] [其他]
    [物业服务] [屋面、外墙、卫生间渗漏]
    [电路、插座、灯] [门窗]
    [墙面、地面、装修] [主体结构]
    [空调、地暖、电梯等设备] [收费]
    [服务态度] [销售服务]
    [帮助] [取消]
    ");
    assert_eq!(world.column("select emergency from complaints").await, "-");
    // It does not ring any more.
    world.minutes(5).await;
    assert_eq!(world.reads(CLERK), "");
});

everywhere!(silence_rings_after_two_minutes, |mut world: World| async move {
    world.says(OWNER, "厨房有股怪味").await;
    world.phone(OWNER).skip();
    world.advance(TimeDelta::seconds(119)).await;
    assert_eq!((world.reads(OWNER), world.reads(CLERK)), (String::new(), String::new()));
    world.advance(TimeDelta::seconds(1)).await;
    assert_snapshot!(world.reads(OWNER), @"
    ⚠ 已按紧急情况处理：燃气泄漏
    没有等到您的回答，先按紧急情况处理。
    · 打开门窗通风
    · 不碰任何开关、插头，不点火
    · 不在屋里打电话
    · 够得着就关上燃气阀门
    · 所有人马上到室外
    · 到了室外再打 119 和燃气公司抢修电话；有人头晕恶心，打 120
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000000。
    ---
    TS-AJHY-20251010-001 已登记：安居花园 3-1201「厨房有股怪味」。有进展会告诉您。
    [看全部经过]
    ");
    assert_snapshot!(world.reads(CLERK), @"
    可能紧急：燃气泄漏 TS-AJHY-20251010-001
    问过业主要不要马上派人，业主未回答。
    💬 厨房有股怪味
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月10日 周五 14:10 报警，说到「房有股…味」
    已通知：王芳
    [我来处理] [不是紧急情况]
    [看全部经过]
    ---
    紧急 · 待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 厨房有股怪味
    📌 空调、地暖、电梯等设备 · 厨房
    收到：10月10日 周五 14:10
    燃气泄漏，说到「房有股…味」
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    // "No hurry" comes too late to be his alone to say.
    world.taps(OWNER, "不急").await;
    let case = world.case_of(OWNER).await;
    assert!(world.loaded(case).await.rings());
    assert_eq!(world.rows("history where event = 'withdrawal_wished'").await, 1);
    assert!(world.reads(CLERK).contains("业主想撤回：不急"));
});

everywhere!(a_doubt_on_a_running_case, |mut world: World| async move {
    let case = world.accepted_order().await;
    world.says(OWNER, "/case 1").await;
    world.taps(OWNER, "补充情况").await;
    world.phone(OWNER).skip();
    world.says(OWNER, "厨房有股怪味").await;
    assert!(world.reads(OWNER).contains("要马上派人吗"));
    world.says(OWNER, "是的").await;
    assert!(world.loaded(case).await.rings());
    // Whoever has the order in hand is told with the desk.
    assert!(world.reads(LEADER).starts_with("紧急："));
    assert!(world.reads(CLERK).contains("紧急："));
});

everywhere!(urgent_work_goes_before_its_approval, |mut world: World| async move {
    gas_dispatched(&mut world).await;
    assert_snapshot!(world.reads(CLERK), @"
    派工类别：A 类：保修期内
    ---
    维修队：水电一队
    ---
    工种：单工种
    ---
    （4/4）预计费用多少元？
    [上一步] [帮助] [取消]
    ---
    派工 · TS-AJHY-20251010-001
    派工类别：A 类：保修期内
    维修队：水电一队
    工种：单工种
    预计费用：800.00 元
    ---
    紧急抢修，已直接派工（TS-AJHY-20251010-001），费用事后审批。
    ");
    assert_eq!(world.column("select number from work_orders").await, "PG-A-AJHY-2025-0001");
    assert!(world.reads(LEADER).starts_with("紧急 · 工程派工单 PG-A-AJHY-2025-0001"));
    assert_snapshot!(world.reads(MANAGER), @"
    紧急 · 费用审批 TS-AJHY-20251010-001
    紧急抢修，已先行派工，事后审批。
    预计费用：800.00 元
    🏠 安居花园 3-1201 · 李娜
    💬 厨房煤气味道很大
    📌 空调、地暖、电梯等设备 · 厨房
    收到：10月10日 周五 14:10
    A 类 · 单工种 · 水电一队 · 申请人 王芳 · 10月10日 周五 14:10
    请您审批，10月11日 周六 18:00 前。
    [✅ 同意]
    [❌ 驳回] [↩ 退回]
    [看全部经过]
    ");
    // Refused afterwards: the work is not touched, and the desk hears why.
    world.taps(MANAGER, "❌ 驳回").await;
    world.taps(MANAGER, "费用偏高").await;
    assert_eq!(world.column("select state from work_orders").await, "issued");
    assert_snapshot!(world.reads(CLERK), @r"
    紧急 · TS-AJHY-20251010-001 紧急抢修的费用被驳回：费用偏高。维修不停，请处理费用。
    [去处理] [看全部经过]
    ");
    world.taps(LEADER, "✅ 接单").await;
    assert_eq!(world.column("select state from work_orders").await, "accepted");
});

everywhere!(it_is_not_closed_before_its_cost_is_decided, |mut world: World| async move {
    gas_dispatched(&mut world).await;
    world.taps(MANAGER, "↩ 退回").await;
    world.taps(MANAGER, "请重新核算费用").await;
    assert_snapshot!(world.card(CLERK, "退回"), @r"
    紧急 · TS-AJHY-20251010-001 紧急抢修的费用被退回：请重新核算费用。维修不停，请调整费用再送审批。
    [去处理] [看全部经过]
    ");
    world.taps(LEADER, "✅ 接单").await;
    world.taps(LEADER, "已到现场").await;
    world.reports_done().await;
    world.taps(CLERK, "✅ 检查合格").await;
    world.taps(OWNER, "✅ 满意，签认").await;
    world.rates(OWNER, ["非常满意", "非常满意", "非常满意"]).await;
    assert_eq!(world.column("select state from complaints").await, "revisit_due");
    world.taps(CLERK, "调整费用").await;
    world.says(CLERK, "600").await;
    world.taps(CLERK, "填错了").await;
    assert_eq!(world.column("select state from complaints").await, "revisit_due");
    world.taps(MANAGER, "✅ 同意").await;
    assert_eq!(world.column("select state from complaints").await, "closed");
});

everywhere!(cancel_cancels_no_emergency, |mut world: World| async move {
    gas_dispatched(&mut world).await;
    world.all_read();
    world.says(OWNER, "取消").await;
    assert_snapshot!(world.reads(OWNER), @"
    「厨房煤气味道很大」按紧急情况在办，没有撤回。要是已经没有危险，请告诉值班人员，由他们来定。
    [「厨房煤气味道很大」没有危险了]
    ");
    world.taps(OWNER, "「厨房煤气味道很大」没有危险了").await;
    assert_eq!(world.column("select state from complaints").await, "routed");
    assert_eq!(world.column("select state from work_orders").await, "issued");
    assert!(world.reads(LEADER).contains("业主想撤回"));
    assert!(world.reads(CLERK).contains("业主想撤回"));
});

everywhere!(cancel_cancels_nothing_that_others_have, |mut world: World| async move {
    world.says(OWNER, "家里有点问题，请来看一下").await;
    world.minutes(31).await;
    world.all_read();
    world.says(OWNER, "取消").await;
    assert_snapshot!(world.reads(OWNER), @"
    「家里有点问题，请来看一下」还在办，没有撤回。真的要撤回，请点下面的按钮。
    [撤回「家里有点问题，请来看一下」]
    ");
    assert_eq!(world.column("select state from complaints").await, "received");
});

everywhere!(called_off_with_a_name, |mut world: World| async move {
    world.says(OWNER, "厨房煤气味道很大").await;
    world.all_read();
    world.taps(CLERK, "不是紧急情况").await;
    world.taps(CLERK, "已和业主电话核实，没有危险").await;
    assert_snapshot!(world.card(CLERK, "看过"), @"
    紧急：燃气泄漏 TS-AJHY-20251010-001
    💬 厨房煤气味道很大
    🏠 安居花园 3-1201 · 李娜
    ☎ 13800000000
    ⏰ 10月10日 周五 14:10 报警，说到「煤气味道很大」
    ✘ 王芳（客服资料员）10月10日 周五 14:10 看过，不是紧急情况：已和业主电话核实，没有危险
    [看全部经过]
    ");
    assert_snapshot!(world.reads(OWNER), @r"
    TS-AJHY-20251010-001 客服资料员 王芳 看过，不按紧急情况处理，照常办理。您觉得不对，请马上再说一次。
    [看全部经过]
    ");
    assert_eq!(world.column("select emergency from complaints").await, "-");
    world.minutes(60).await;
    assert_eq!(world.reads(LEADER), "");
    // It can be said again, and rings again.
    world.says(OWNER, "煤气味又来了").await;
    assert_eq!(world.rows("history where event = 'emergency_rang'").await, 2);
});

everywhere!(what_is_urgent_stands_first, |mut world: World| async move {
    world.complaint_of("李强").await;
    world.says(OWNER, "厨房煤气味道很大").await;
    world.all_read();
    world.says(CLERK, "/desk").await;
    assert_snapshot!(world.reads(CLERK), @"
    客服台（2）

    ● 紧急 TS-AJHY-20251010-002 安居花园 3-1201「厨房煤气味道很大」
    ➡ 已登记，正在安排。
      ⏰ 紧急情况接手 10月10日 周五 14:20 前

    ● TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ➡ 已登记，正在安排。
      ⏰ 派工 10月11日 周六 09:10 前
    [TS-AJHY-20251010-002] [TS-AJHY-20251010-001]
    ");
});

// 刘洋 is a clerk and has a home: he is asked for whom he speaks, and it rings
// all the same if he says nothing.
everywhere!(a_colleague_at_home, |mut world: World| async move {
    world.says("刘洋", "煤气味很重").await;
    assert_snapshot!(world.reads("刘洋"), @r"
    收到。您是为自己家说的，还是替业主登记？
    [我自己家]
    [替业主登记]
    ");
    world.taps("刘洋", "我自己家").await;
    assert_snapshot!(world.reads("刘洋"), @r"
    ⚠ 已按紧急情况处理：燃气泄漏
    · 打开门窗通风
    · 不碰任何开关、插头，不点火
    · 不在屋里打电话
    · 够得着就关上燃气阀门
    · 所有人马上到室外
    · 到了室外再打 119 和燃气公司抢修电话；有人头晕恶心，打 120
    已通知值班人员，10 分钟内有人联系您，打您登记的电话 13800000003。编号 TS-AJHY-20251010-001。
    ");
    assert!(world.reads(CLERK).starts_with("紧急：燃气泄漏"));
});

everywhere!(a_colleague_for_an_owner, |mut world: World| async move {
    world.says("刘洋", "云栖里 5-602 说煤气味很重").await;
    world.taps("刘洋", "替业主登记").await;
    world.phone("刘洋").skip();
    world.says("刘洋", "5-602").await;
    assert_snapshot!(world.reads("刘洋"), @"
    已登记 TS-YQL-20251010-001：云栖里 5-602 · 陈强
    ---
    ⚠ 请读给业主听：
    · 打开门窗通风
    · 不碰任何开关、插头，不点火
    · 不在屋里打电话
    · 够得着就关上燃气阀门
    · 所有人马上到室外
    · 到了室外再打 119 和燃气公司抢修电话；有人头晕恶心，打 120
    ---
    紧急：燃气泄漏 TS-YQL-20251010-001
    💬 云栖里 5-602 说煤气味很重
    🏠 云栖里 5-602 · 陈强
    ☎ 13800000002
    ⏰ 10月10日 周五 14:10 报警，说到「煤气味很重」
    已通知：刘洋、王芳
    [我来处理] [不是紧急情况]
    [看全部经过]
    ---
    紧急 · 待派工 TS-YQL-20251010-001
    🏠 云栖里 5-602 · 陈强
    💬 云栖里 5-602 说煤气味很重
    📌 空调、地暖、电梯等设备
    收到：10月10日 周五 14:10
    燃气泄漏，说到「煤气味很重」
    建议 A 类：水电管线、设备与装修，竣工验收 2025年3月1日，保修到 2027年3月1日，还在保修期内。
    [派工]
    [答复业主] [转交部门]
    [看全部经过]
    ");
    assert_eq!(world.column("select state from complaints order by case_id").await, "withdrawn\nregistered");
    world.minutes(3).await;
    assert_eq!(world.rows("history where event = 'emergency_rang'").await, 1);
});

everywhere!(a_colleague_who_does_not_answer, |mut world: World| async move {
    world.says("刘洋", "煤气味很重").await;
    world.minutes(2).await;
    assert!(world.reads(CLERK).starts_with("可能紧急：燃气泄漏"));
});

// A caption belongs to its picture on Telegram alone.
both!(a_picture_of_fire_ends_the_form, |db| async move {
    let mut world = World::new(db).await;
    world.says(OWNER, "水管漏水").await;
    world.phone(OWNER).skip();
    world.phone(OWNER).photo("插座冒火花了");
    world.settle().await;
    world.advance(TimeDelta::seconds(3)).await;
    let told = world.reads(OWNER);
    assert!(told.contains("已按紧急情况处理：着火、冒烟") && !told.contains("具体在什么位置"), "{told}");
    let case = world.case_of(OWNER).await;
    let found = world.loaded(case).await;
    assert_eq!((found.number.as_deref(), found.photos.len()), (Some("TS-AJHY-20251010-001"), 1));
    assert_eq!(world.rows("drafts").await, 0);
});
