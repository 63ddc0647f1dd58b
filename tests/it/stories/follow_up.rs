//! The call-back 回访: asked, answered, or made by telephone; dissatisfaction
//! leads to correction and a second one, before anything is closed.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, LEADER, MANAGER, OWNER, World};
use insta::assert_snapshot;

const FINE: [&str; 3] = ["非常满意", "比较满意", "一般满意"];
const BAD: [&str; 3] = ["比较满意", "不满意", "比较满意"];
const AWFUL: [&str; 3] = ["非常不满意", "一般满意", "一般满意"];

everywhere!(answers_are_kept_as_they_were_asked, |mut world: World| async move {
    let case = world.signed_order().await;
    world.rates(OWNER, FINE).await;
    let rated = world.loaded(case).await;
    let kept: Vec<String> = rated.follow_ups[0]
        .answers
        .iter()
        .map(|one| {
            format!(
                "{} {} {:?} {:?} {} {} {}",
                one.key, one.question, one.score, one.text, one.lang, one.questionnaire, one.version
            )
        })
        .collect();
    assert_snapshot!(kept.join("\n"), @r#"
    quality 维修质量您满意吗？ Some(5) Some("非常满意") zh-CN questionnaires/repair_follow_up 1
    speed 维修速度您满意吗？ Some(4) Some("比较满意") zh-CN questionnaires/repair_follow_up 1
    attitude 师傅的服务态度您满意吗？ Some(3) Some("一般满意") zh-CN questionnaires/repair_follow_up 1
    suggestion 您还有什么意见或建议？ None None zh-CN questionnaires/repair_follow_up 1
    "#);
    assert_eq!(rated.complaint.state.word(), "closed");
    let plans: Vec<String> = rated.follow_ups[0].plans.iter().map(|plan| format!("{plan:?}")).collect();
    assert_eq!(plans, ["Phone000c", "Repair004"], "one conversation fulfils both");
    world.nothing_left().await;
});

everywhere!(an_unsigned_owner_is_asked_at_half_time_by_day_and_then_called, |mut world: World| async move {
    // Inspected on Friday at 14:10; the clock ends on Saturday, a make-up day, at 18:00.
    let case = world.inspected_order().await;
    assert!(world.loaded(case).await.follow_ups[0].asked_at.is_none());
    world.until("2025-10-11 07:59").await;
    assert_snapshot!(world.reads(OWNER), @"");
    world.until("2025-10-11 08:00").await;
    assert_snapshot!(world.reads(OWNER), @r"
    维修回访 TS-AJHY-20251010-001
    耽误您一分钟：安居花园 3-1201「水管漏水」的维修质量，您满意吗？
    [非常满意]
    [比较满意]
    [一般满意]
    [不满意]
    [非常不满意]
    ");
    world.until("2025-10-11 13:59").await;
    assert_snapshot!(world.reads(CLERK), @"");
    world.until("2025-10-11 14:00").await;
    assert_snapshot!(world.reads(CLERK), @r"
    请电话联系 李娜：TS-AJHY-20251010-001
    ☎ 13800000000
    🏠 安居花园 3-1201 · 李娜
    · 回访：问质量、速度、态度和建议
    [记录回访]
    [没接通] [看全部经过]
    ---
    提醒：快到期了
    维修回访：TS-AJHY-20251010-001 安居花园 3-1201「水管漏水」
    ⏰ 期限 10月11日 周六 18:00
    从 10月10日 周五 14:10 起 1 个工作日
    10月11日 周六 是调休上班日，算工作日
    [去处理] [看全部经过]
    ");
    // The clerk records what he is told, in the same dialogue.
    world.taps(CLERK, "记录回访").await;
    assert_snapshot!(world.reads(CLERK), @r"
    维修回访 · TS-AJHY-20251010-001
    耽误您一分钟，想听听您对这次维修的感受。
    （1/4）维修质量您满意吗？
    [非常满意]
    [比较满意]
    [一般满意]
    [不满意]
    [非常不满意]
    [帮助] [取消]
    ");
    world.rates(CLERK, FINE).await;
    assert_snapshot!(world.reads(CLERK), @r"
    维修速度：比较满意
    ---
    服务态度：一般满意
    ---
    意见和建议：没有填
    ---
    回访已记录（TS-AJHY-20251010-001）。
    ");
    assert_snapshot!(world.card(CLERK, "请电话联系"), @r"
    请电话联系 李娜：TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    ✔ 王芳 10月11日 周六 14:00 已完成
    ");
    let rated = world.loaded(case).await;
    assert_eq!(rated.follow_ups[0].state.word(), "satisfied");
    assert_ne!(rated.complaint.state.word(), "closed", "he has not signed");
    world.taps(OWNER, "✅ 满意，签认").await;
    assert_eq!(world.loaded(case).await.complaint.state.word(), "closed");
    world.nothing_left().await;
});

both!(whoever_did_the_work_never_calls_back, |db| async move {
    let mut world = World::new(db).await;
    world.is_appointed(LEADER, "cs_clerk", None).await;
    let case = world.signed_order().await;
    world.until("2025-10-11 17:30").await;
    assert!(world.phone(LEADER).with_button("记录回访").is_none());
    assert!(world.phone(CLERK).with_button("记录回访").is_some());
    let task = world.loaded(case).await.calls[0].clone();
    assert_eq!(
        world.forges_on(LEADER, case, (task.seq, task.shown_rev), "record").await,
        "这是您自己做的活，要由别人来检查或回访。"
    );
});

everywhere!(dissatisfaction_is_told_at_once_and_put_right, |mut world: World| async move {
    let case = world.signed_order().await;
    world.rates(OWNER, BAD).await;
    assert_snapshot!(world.card(OWNER, "谢谢您直说"), @"谢谢您直说。我们马上整改，修好后再听您的意见。");
    assert_snapshot!(world.reads(CLERK), @r"
    业主不满意，请发整改通知 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    维修质量您满意吗？ 比较满意（4 分）
    维修速度您满意吗？ 不满意（2 分）
    师傅的服务态度您满意吗？ 比较满意（4 分）
    10月11日 周六 14:10 前发出书面整改通知。
    [写整改通知]
    [看全部经过]
    ");
    assert_snapshot!(world.reads(MANAGER), @r"
    TS-AJHY-20251010-001 回访不满意，请尽快整改。
    [去处理] [看全部经过]
    ");
    world.phone(LEADER).skip();
    world.taps(CLERK, "写整改通知").await;
    world.says(CLERK, "三天内没有完成，水压不足，请复修").await;
    assert_snapshot!(world.card(CLERK, "请发整改通知"), @"
    业主不满意，请发整改通知 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    维修质量您满意吗？ 比较满意（4 分）
    维修速度您满意吗？ 不满意（2 分）
    师傅的服务态度您满意吗？ 比较满意（4 分）
    ✔ 王芳 10月10日 周五 14:10 已发整改通知：三天内没有完成，水压不足，请复修
    ");
    assert_snapshot!(world.reads(LEADER), @"
    返工 PG-A-AJHY-2025-0001（第 2 轮）
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    ☎ 13800000000
    A 类 · 单工种 · 水电一队
    ⚠ 要整改：三天内没有完成，水压不足，请复修
    完成期限：10月14日 周二 18:00
    [📷 报完工]
    [约上门] [申请延期]
    [退单] [看全部经过]
    ");
    let reworked = world.loaded(case).await;
    assert_eq!((reworked.orders[0].round, reworked.complaint.failed_repairs), (2, 0));
    assert!(reworked.finish_clock(reworked.orders[0].seq).is_some_and(|clock| clock.running()));
    world.all_read();
    world.reports_done().await;
    world.taps(CLERK, "✅ 检查合格").await;
    world.taps(OWNER, "✅ 满意，签认").await;
    let again = world.loaded(case).await;
    assert!(again.follow_ups[1].again, "a second call-back");
    world.rates(OWNER, FINE).await;
    assert_eq!(world.loaded(case).await.complaint.state.word(), "closed");
    world.nothing_left().await;
});

everywhere!(very_dissatisfied_is_serious, |mut world: World| async move {
    world.signed_order().await;
    world.rates(OWNER, AWFUL).await;
    assert_snapshot!(world.card(MANAGER, "⚠"), @r"
    ⚠ TS-AJHY-20251010-001 回访非常不满意，请马上处理。
    [去处理] [看全部经过]
    ");
});

everywhere!(a_correction_notice_is_due_in_a_day, |mut world: World| async move {
    let case = world.signed_order().await;
    world.rates(OWNER, BAD).await;
    let rated = world.loaded(case).await;
    let clock = rated.clocks.iter().find(|one| one.rule.word() == "s_correction_notice").expect("a clock");
    assert_eq!(clock.due_at - clock.started_at, chrono::TimeDelta::hours(24));
});

both!(an_answer_counts_once, |db| async move {
    let mut world = World::new(db).await;
    world.signed_order().await;
    let card = world.phone(OWNER).with_button("非常满意").expect("a card");
    world.rates(OWNER, FINE).await;
    assert_snapshot!(world.repeats(OWNER, &card, "非常不满意").await, @"这一步 李娜 在 10月10日 周五 14:10 已经办过了。");
    world.nothing_left().await;
});

everywhere!(three_calls_in_vain_end_at_the_manager, |mut world: World| async move {
    let case = world.signed_order().await;
    world.until("2025-10-11 14:00").await;
    for _ in 0..3 {
        world.all_read();
        world.taps(CLERK, "没接通").await;
    }
    assert_snapshot!(world.card(CLERK, "请电话联系"), @r"
    请电话联系 李娜：TS-AJHY-20251010-001
    ☎ 13800000000
    🏠 安居花园 3-1201 · 李娜
    · 回访：问质量、速度、态度和建议
    已打 3 次，最近 王芳 10月11日 周六 14:00 没接通
    [记录回访]
    [没接通] [看全部经过]
    ");
    assert_snapshot!(world.reads(MANAGER), @r"
    联系不上业主 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    签认或回访没有完成。需要您写明原因才能结案，结果不计为满意。
    [写明原因结案] [看全部经过]
    ");
    assert_eq!(world.loaded(case).await.follow_ups[0].state.word(), "unreachable");
    world.taps(MANAGER, "写明原因结案").await;
    world.taps(MANAGER, "多次电话无人接听").await;
    assert_snapshot!(world.phone(MANAGER).last().text, @"TS-AJHY-20251010-001 已结案。");
    let closed = world.loaded(case).await;
    assert_eq!((closed.follow_ups[0].state.word(), closed.complaint.state.word()), ("closed_unreached", "closed"));
    world.nothing_left().await;
});

everywhere!(an_answer_after_three_calls_still_counts, |mut world: World| async move {
    let case = world.signed_order().await;
    world.until("2025-10-11 14:00").await;
    for _ in 0..3 {
        world.taps(CLERK, "没接通").await;
    }
    world.rates(OWNER, FINE).await;
    assert_eq!(world.loaded(case).await.complaint.state.word(), "closed");
    assert_snapshot!(world.card(MANAGER, "联系不上业主"), @r"
    联系不上业主 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    签认或回访没有完成。需要您写明原因才能结案，结果不计为满意。
    ✔ 现状：已结案
    ");
});

both!(nothing_is_closed_over_a_dissatisfied_answer, |db| async move {
    let mut world = World::new(db).await;
    let case = world.signed_order().await;
    world.rates(OWNER, BAD).await;
    let found = world.loaded(case).await.follow_ups[0].clone();
    let press = world.forges_on(MANAGER, case, (found.seq, found.shown_rev), "close_unreached").await;
    assert_snapshot!(press, @"业主最近一次回访不满意，不能结案。");
    assert_ne!(world.loaded(case).await.complaint.state.word(), "closed");
});

everywhere!(the_weekly_call_back_falls_to_the_clerk, |mut world: World| async move {
    let case = world.signed_order().await;
    world.until("2025-10-16 10:00").await;
    assert_snapshot!(world.reminded(case, "s_repair_week").await, @"10-16 Thu 09:00 1 王芳");
});
