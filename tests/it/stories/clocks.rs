//! Clocks: who hears when that something is due or late, and why then.

use super::everywhere::everywhere;
use crate::world::{CLERK, LEADER, MANAGER, OWNER, World, china};
use insta::assert_snapshot;

everywhere!(routing_is_due_in_four_working_hours, |mut world: World| async move {
    let case = world.complaint().await;
    world.all_read();
    world.until("2025-10-10 17:10").await;
    assert_snapshot!(world.reads(CLERK), @"
    提醒：快到期了
    派工：TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ⏰ 期限 10月11日 周六 09:10
    从 10月10日 周五 14:10 起 4 个工作小时
    10月11日 周六 是调休上班日，算工作日
    [去处理] [看全部经过]
    ");
    world.until("2025-10-14 10:00").await;
    assert_snapshot!(world.reminded(case, "x_route_limit").await, @"
    10-10 Fri 17:10 1 王芳
    10-11 Sat 09:10 2 孙丽
    10-11 Sat 09:10 2 王芳
    10-13 Mon 09:00 2 孙丽
    10-13 Mon 09:00 2 王芳
    10-13 Mon 18:00 3 吴涛
    10-13 Mon 18:00 3 孙丽
    10-13 Mon 18:00 3 王芳
    10-14 Tue 09:00 3 吴涛
    10-14 Tue 09:00 3 孙丽
    10-14 Tue 09:00 3 王芳
    ");
    // Done: silent from here on.
    world.dispatched("800", "单工种").await;
    let told = world.reminded(case, "x_route_limit").await;
    world.until("2025-10-17 10:00").await;
    assert_eq!(world.reminded(case, "x_route_limit").await, told);
    let late = world
        .loaded(case)
        .await
        .clocks
        .iter()
        .find(|one| one.rule.word() == "x_route_limit")
        .and_then(|one| one.lateness);
    assert!(late.is_some(), "the lateness is kept");
    world.nothing_left().await;
});

everywhere!(taking_an_order_is_due_in_four_working_hours, |mut world: World| async move {
    let case = world.issued_order().await;
    world.until("2025-10-13 10:00").await;
    assert_snapshot!(world.reminded(case, "x_dispatch_accept").await, @"
    10-10 Fri 17:10 1 张伟
    10-11 Sat 09:10 2 张伟
    10-11 Sat 09:10 2 王芳
    10-13 Mon 09:00 2 张伟
    10-13 Mon 09:00 2 王芳
    ");
    assert_snapshot!(world.card(LEADER, "还没完成"), @"
    1. 还没完成
    接单：TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ⏰ 期限 10月11日 周六 09:10
    从 10月10日 周五 14:10 起 4 个工作小时
    10月11日 周六 是调休上班日，算工作日

    2. 提醒：快到期了
    维修完成（单工种）：TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ⏰ 期限 10月14日 周二 18:00
    从 10月10日 周五 14:10 起 3 个工作日
    10月11日 周六 是调休上班日，算工作日
    [1. 去处理] [1. 看全部经过]
    [2. 去处理] [2. 看全部经过]
    ");
});

everywhere!(a_repair_of_one_trade_has_three_working_days, |mut world: World| async move {
    let case = world.accepted_order().await;
    world.until("2025-10-13 09:00").await;
    // The Saturday is a make-up day and counts.
    assert_snapshot!(world.reads(LEADER), @r"
    提醒：快到期了
    维修完成（单工种）：TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ⏰ 期限 10月14日 周二 18:00
    从 10月10日 周五 14:10 起 3 个工作日
    10月11日 周六 是调休上班日，算工作日
    [去处理] [看全部经过]
    ");
    world.until("2025-10-17 10:00").await;
    assert_snapshot!(world.reminded(case, "r_single_trade").await, @r"
    10-13 Mon 09:00 1 张伟
    10-14 Tue 09:00 1 张伟
    10-14 Tue 18:00 2 孙丽
    10-14 Tue 18:00 2 张伟
    10-14 Tue 18:00 2 王芳
    10-15 Wed 09:00 2 孙丽
    10-15 Wed 09:00 2 张伟
    10-15 Wed 09:00 2 王芳
    10-15 Wed 18:00 3 吴涛
    10-15 Wed 18:00 3 孙丽
    10-15 Wed 18:00 3 张伟
    10-15 Wed 18:00 3 王芳
    10-16 Thu 09:00 3 吴涛
    10-16 Thu 09:00 3 孙丽
    10-16 Thu 09:00 3 张伟
    10-16 Thu 09:00 3 王芳
    10-17 Fri 09:00 3 吴涛
    10-17 Fri 09:00 3 孙丽
    10-17 Fri 09:00 3 张伟
    10-17 Fri 09:00 3 王芳
    ");
    assert_snapshot!(world.card(MANAGER, "已到期"), @r"
    已到期
    维修完成（单工种）：TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ⏰ 期限 10月14日 周二 18:00
    从 10月10日 周五 14:10 起 3 个工作日
    10月11日 周六 是调休上班日，算工作日
    [去处理] [看全部经过]
    ");
    world.taps(LEADER, "已到现场").await;
    world.reports_done().await;
    let told = world.reminded(case, "r_single_trade").await;
    world.until("2025-10-20 10:00").await;
    assert_eq!(world.reminded(case, "r_single_trade").await, told);
    let late = world
        .loaded(case)
        .await
        .clocks
        .iter()
        .find(|one| one.rule.word() == "r_single_trade")
        .and_then(|one| one.lateness);
    assert_eq!(late.map(|late| late.working_days), Some(3));
});

everywhere!(
    a_repair_of_several_trades_counts_around_the_holidays,
    china("2025-09-29 10:00"),
    |mut world: World| async move {
        let case = world.complaint().await;
        world.dispatched("800", "多工种").await;
        world.taps(MANAGER, "✅ 同意").await;
        world.taps(LEADER, "✅ 接单").await;
        world.all_read();
        let due =
            world.loaded(case).await.clocks.iter().find(|one| one.rule.word() == "r_multi_trade").map(|one| one.due_at);
        assert_eq!(due, Some(china("2025-10-15 18:00")));
        world.until("2025-10-14 09:00").await;
        assert_snapshot!(world.card(LEADER, "提醒"), @r"
    提醒：快到期了
    维修完成（多工种）：TS-AJHY-20250929-001 安居花园 3-1201「水管漏水」
    ⏰ 期限 10月15日 周三 18:00
    从 9月29日 周一 10:00 起 7 个工作日
    10月1日 周三 放假，不算
    10月2日 周四 放假，不算
    10月3日 周五 放假，不算
    10月6日 周一 放假，不算
    10月7日 周二 放假，不算
    10月8日 周三 放假，不算
    10月11日 周六 是调休上班日，算工作日
    [去处理] [看全部经过]
    ");
        assert_snapshot!(world.reminded(case, "r_multi_trade").await, @"10-14 Tue 09:00 1 张伟");
    }
);

everywhere!(an_approval_step_has_two_working_days, |mut world: World| async move {
    let case = world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.until("2025-10-15 10:00").await;
    assert_snapshot!(world.reminded(case, "t_normal").await, @r"
    10-11 Sat 09:00 1 孙丽
    10-13 Mon 09:00 1 孙丽
    10-13 Mon 18:00 2 孙丽
    10-13 Mon 18:00 2 王芳
    10-14 Tue 09:00 2 孙丽
    10-14 Tue 09:00 2 王芳
    10-14 Tue 18:00 3 吴涛
    10-14 Tue 18:00 3 孙丽
    10-14 Tue 18:00 3 王芳
    10-15 Wed 09:00 3 吴涛
    10-15 Wed 09:00 3 孙丽
    10-15 Wed 09:00 3 王芳
    ");
    assert_snapshot!(world.card(MANAGER, "已到期"), @r"
    已到期
    费用审批：TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ⏰ 期限 10月13日 周一 18:00
    从 10月10日 周五 14:10 起 2 个工作日
    10月11日 周六 是调休上班日，算工作日
    [去处理] [看全部经过]
    ");
});

everywhere!(a_signature_is_waited_for_three_days, |mut world: World| async move {
    let case = world.inspected_order().await;
    world.until("2025-10-16 10:00").await;
    assert_snapshot!(world.reminded(case, "x_owner_sign_wait").await, @r"
    10-12 Sun 09:00 1 李娜
    10-13 Mon 09:00 1 李娜
    10-14 Tue 08:00 2 王芳
    10-14 Tue 18:00 3 孙丽
    10-14 Tue 18:00 3 王芳
    10-15 Wed 09:00 3 孙丽
    10-15 Wed 09:00 3 王芳
    10-16 Thu 09:00 3 孙丽
    10-16 Thu 09:00 3 王芳
    ");
    assert_snapshot!(world.card(OWNER, "提醒"), @r"
    提醒：快到期了
    业主签认：TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ⏰ 期限 10月14日 周二 00:00
    从 10月10日 周五 14:10 起 3 天
    [去处理] [看全部经过]
    ");
});

everywhere!(a_call_back_has_one_working_day, |mut world: World| async move {
    let case = world.signed_order().await;
    world.until("2025-10-14 10:00").await;
    assert_snapshot!(world.reminded(case, "s_repair_phone_1wd").await, @r"
    10-11 Sat 14:00 1 王芳
    10-11 Sat 18:00 2 孙丽
    10-11 Sat 18:00 2 王芳
    10-13 Mon 09:00 2 孙丽
    10-13 Mon 09:00 2 王芳
    10-13 Mon 18:00 3 吴涛
    10-13 Mon 18:00 3 孙丽
    10-13 Mon 18:00 3 王芳
    10-14 Tue 09:00 3 吴涛
    10-14 Tue 09:00 3 孙丽
    10-14 Tue 09:00 3 王芳
    ");
});

everywhere!(a_correction_notice_has_a_day, |mut world: World| async move {
    let case = world.signed_order().await;
    world.rates(OWNER, ["不满意", "不满意", "不满意"]).await;
    world.until("2025-10-14 10:00").await;
    assert_snapshot!(world.reminded(case, "s_correction_notice").await, @r"
    10-11 Sat 08:10 1 王芳
    10-11 Sat 14:10 2 孙丽
    10-11 Sat 14:10 2 王芳
    10-13 Mon 09:00 2 孙丽
    10-13 Mon 09:00 2 王芳
    10-13 Mon 18:00 3 吴涛
    10-13 Mon 18:00 3 孙丽
    10-13 Mon 18:00 3 王芳
    10-14 Tue 09:00 3 吴涛
    10-14 Tue 09:00 3 孙丽
    10-14 Tue 09:00 3 王芳
    ");
    world.taps(CLERK, "写整改通知").await;
    world.says(CLERK, "请复修").await;
    let told = world.reminded(case, "s_correction_notice").await;
    world.until("2025-10-16 10:00").await;
    assert_eq!(world.reminded(case, "s_correction_notice").await, told);
});

everywhere!(nobody_is_disturbed_at_night, china("2025-10-13 03:00"), |mut world: World| async move {
    let case = world.signed_order().await;
    world.rates(OWNER, ["不满意", "不满意", "不满意"]).await;
    world.until("2025-10-14 09:30").await;
    // Due at 03:00: brought to mind before the quiet hours, told of after them.
    assert_snapshot!(world.reminded(case, "s_correction_notice").await, @"
    10-13 Mon 20:59 1 王芳
    10-14 Tue 08:00 2 孙丽
    10-14 Tue 08:00 2 王芳
    ");
});

// Said in the evening: what counts in hours of business is due before noon.
everywhere!(nobody_is_late_by_night, china("2025-10-13 20:38"), |mut world: World| async move {
    let case = world.complaint().await;
    world.until("2025-10-14 13:30").await;
    assert_snapshot!(world.reminded(case, "x_route_limit").await, @"
    10-14 Tue 12:00 1 王芳
    10-14 Tue 13:00 2 孙丽
    10-14 Tue 13:00 2 王芳
    ");
});

everywhere!(however_many_were_missed_there_is_one_notice, |mut world: World| async move {
    let case = world.accepted_order().await;
    world.sleeps_until("2025-10-17 11:00");
    world.comes_up().await;
    assert_snapshot!(world.reminded(case, "r_single_trade").await, @r"
    10-17 Fri 11:00 3 吴涛
    10-17 Fri 11:00 3 孙丽
    10-17 Fri 11:00 3 张伟
    10-17 Fri 11:00 3 王芳
    ");
    world.hours(1).await;
    assert_eq!(world.reminders(case).await.iter().filter(|one| one.rule == "r_single_trade").count(), 4);
});

everywhere!(what_was_said_in_time_is_in_time, |mut world: World| async move {
    let case = world.signed_order().await;
    world.rates(OWNER, ["不满意", "不满意", "不满意"]).await;
    world.until("2025-10-11 13:50").await;
    world.taps(CLERK, "写整改通知").await;
    // The program stands still; the clerk writes in time.
    world.sleeps_until("2025-10-11 14:05");
    world.phone(CLERK).says("请复修");
    world.sleeps_until("2025-10-11 15:30");
    world.comes_up().await;
    let after = world.loaded(case).await;
    let clock = after.clocks.iter().find(|one| one.rule.word() == "s_correction_notice").expect("a clock");
    assert_eq!((clock.stopped_at, clock.lateness), (Some(china("2025-10-11 14:05")), None));
    assert!(world.reminders(case).await.iter().all(|one| one.rule != "s_correction_notice" || one.level == 1));
});

everywhere!(more_time_moves_the_reminders, |mut world: World| async move {
    let case = world.accepted_order().await;
    world.asks_for_time("10月20日").await;
    world.taps(OWNER, "同意延期").await;
    world.until("2025-10-21 10:00").await;
    assert_snapshot!(world.reminded(case, "r_single_trade").await, @r"
    10-17 Fri 09:00 1 张伟
    10-20 Mon 09:00 1 张伟
    10-20 Mon 18:00 2 孙丽
    10-20 Mon 18:00 2 张伟
    10-20 Mon 18:00 2 王芳
    10-21 Tue 09:00 2 孙丽
    10-21 Tue 09:00 2 张伟
    10-21 Tue 09:00 2 王芳
    ");
    assert_snapshot!(world.card(LEADER, "提醒"), @r"
    提醒：快到期了
    维修完成（单工种）：TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ⏰ 期限 10月20日 周一 18:00
    从 10月10日 周五 14:10 起算，原期限 10月14日 周二 18:00，业主同意后延长
    [去处理] [看全部经过]
    ");
});

everywhere!(every_reminder_is_a_row_with_its_message, |mut world: World| async move {
    let case = world.issued_order().await;
    world.until("2025-10-11 10:00").await;
    let told = world.reminders(case).await;
    assert!(!told.is_empty());
    assert!(told.iter().all(|one| one.outbox.is_some() && one.sent_at.is_some()), "{told:?}");
});
