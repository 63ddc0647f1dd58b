//! The completion check and the owner's own word on the work.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, LEADER, MANAGER, OWNER, World};
use insta::assert_snapshot;

everywhere!(faults_send_the_work_back_and_the_clock_runs_on, |mut world: World| async move {
    let case = world.completed_order().await;
    let order = world.loaded(case).await.orders[0].seq;
    let stopped = world.loaded(case).await.finish_clock(order).cloned();
    assert!(stopped.is_some_and(|clock| clock.stopped_at.is_some()));
    world.taps(CLERK, "不合格，返工").await;
    world.taps(CLERK, "还在渗漏").await;
    assert_snapshot!(world.reads(CLERK), @r"
    问题：还在渗漏
    ---
    已退回维修队整改（TS-AJHY-20251010-001）。
    ");
    assert_snapshot!(world.card(CLERK, "完工检查"), @r"
    完工检查 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    10月10日 周五 14:10 报完工，维修前 1 张、维修后 1 张照片
    ✘ 检查不合格，10月10日 周五 14:10，已退回维修队
    ");
    assert_snapshot!(world.reads(LEADER), @"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    ☎ 13800000000
    A 类 · 单工种 · 水电一队
    ⚠ 要整改：还在渗漏
    完成期限：10月14日 周二 18:00
    [📷 报完工]
    [约上门] [申请延期]
    [退单] [看全部经过]
    ---
    TS-AJHY-20251010-001 检查不合格，请整改：还在渗漏
    [去处理] [看全部经过]
    ");
    let after = world.loaded(case).await;
    let clock = after.finish_clock(order).expect("a clock");
    assert!(clock.running(), "as if it had never stopped");
    assert_eq!(after.clocks.iter().filter(|one| one.rule.word() == "r_single_trade").count(), 1);
    world.nothing_left().await;
});

both!(nobody_checks_his_own_work, |db| async move {
    let mut world = World::new(db).await;
    world.is_appointed(LEADER, "cs_clerk", None).await;
    let case = world.completed_order().await;
    assert_eq!(world.forges(LEADER, case, "pass").await, "这是您自己做的活，要由别人来检查或回访。");
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "completed_reported");
});

everywhere!(where_the_desk_did_the_work_the_chair_above_checks, |mut world: World| async move {
    world.is_appointed(LEADER, "cs_clerk", None).await;
    world.resigns(CLERK, "case_handler").await;
    world.order_at_work().await;
    world.resigns(CLERK, "cs_clerk").await;
    world.reports_done().await;
    assert_snapshot!(world.card(MANAGER, "完工检查"), @r"
    完工检查 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    10月10日 周五 14:10 报完工，维修前 1 张、维修后 1 张照片
    ✔ 张伟（维修队长）10月10日 周五 14:10 已签
    [✅ 检查合格] [不合格，返工]
    [看全部经过]
    ");
});

// Only on Telegram does a card that was answered stay a card.
both!(the_owner_signs_and_says_a_few_words, |db| async move {
    let mut world = World::new(db).await;
    let case = world.inspected_order().await;
    assert_snapshot!(world.taps(OWNER, "✅ 满意，签认").await, @"好的");
    assert_snapshot!(world.card(OWNER, "请您签认"), @r"
    请您签认 TS-AJHY-20251010-001
    「水管漏水」已经修好并检查过了。满意就点签认；哪里不行，直接告诉我们，我们继续修。
    ✔ 李娜 10月10日 周五 14:10 已签认
    [说几句]
    ");
    world.all_read();
    world.taps(OWNER, "说几句").await;
    world.says(OWNER, "师傅很负责").await;
    assert_snapshot!(world.reads(OWNER), @r"
    说几句 · TS-AJHY-20251010-001
    您想说点什么？
    [谢谢师傅] [上门很准时]
    [收拾得很干净] [等得有点久]
    [帮助] [取消]
    ---
    谢谢，您的话记下了。
    ");
    assert_snapshot!(world.reads(LEADER), @"");
    assert!(world.history(case).await.contains(&"noted".to_owned()));
});

both!(two_taps_are_one_signature, |db| async move {
    let mut world = World::new(db).await;
    let case = world.inspected_order().await;
    let card = world.phone(OWNER).with_button("✅ 满意，签认").expect("a card");
    world.phone(OWNER).taps_twice("✅ 满意，签认");
    world.settle().await;
    assert_snapshot!(world.repeats(OWNER, &card, "✅ 满意，签认").await, @"这一步 李娜 在 10月10日 周五 14:10 已经办过了。");
    let signed = world.history(case).await.into_iter().filter(|word| word == "signed").count();
    assert_eq!(signed, 1);
    world.nothing_left().await;
});

both!(a_refusal_reopens_the_work, |db| async move {
    let mut world = World::new(db).await;
    let case = world.inspected_order().await;
    let old = world.phone(OWNER).with_button("✅ 满意，签认").expect("a card");
    world.hours(2).await;
    world.all_read();
    world.taps(OWNER, "❌ 没修好").await;
    world.says(OWNER, "水还在滴").await;
    world.answers_photos(OWNER, 1).await;
    assert_snapshot!(world.reads(OWNER), @r"
    还没修好 · TS-AJHY-20251010-001
    很抱歉没让您满意。哪里还不行？点一个，或者写下来。
    [问题还在] [没做完]
    [弄坏了别的地方] [现场没收拾干净]
    [做得不好看]
    [跳过] [帮助] [取消]
    ---
    方便的话拍张照片发过来，没有点「跳过」。
    [上一步] [跳过] [帮助] [取消]
    ---
    照片：1 张
    ---
    收到，我们马上处理（TS-AJHY-20251010-001）。
    ");
    assert_snapshot!(world.card(OWNER, "请您签认"), @r"
    请您签认 TS-AJHY-20251010-001
    「水管漏水」已经修好并检查过了。满意就点签认；哪里不行，直接告诉我们，我们继续修。
    已退回返工，修好后再请您签认。
    ");
    assert_snapshot!(world.reads(LEADER), @"
    <1 photo>
    ---
    返工 PG-A-AJHY-2025-0001（第 2 轮）
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    ⚠ 已有 1 次没修好
    ☎ 13800000000
    A 类 · 单工种 · 水电一队
    ⚠ 要整改：水还在滴
    完成期限：10月14日 周二 18:00
    [📷 报完工]
    [约上门] [申请延期]
    [退单] [看全部经过]
    ");
    assert_snapshot!(world.reads(CLERK), @r"
    TS-AJHY-20251010-001 业主没有签认：水还在滴。已返工。
    [去处理] [看全部经过]
    ");
    let after = world.loaded(case).await;
    assert_eq!((after.orders[0].round, after.complaint.failed_repairs), (2, 1));
    let clock = after.finish_clock(after.orders[0].seq).expect("a clock");
    assert_eq!(clock.started_at, world.clock.calendar_now());
    assert_eq!(after.follow_ups[0].state.word(), "cancelled");

    // The card of the first round signs nothing.
    assert_snapshot!(world.repeats(OWNER, &old, "✅ 满意，签认").await, @"现在的状态不能这样操作。");
    world.reports_done().await;
    world.taps(CLERK, "✅ 检查合格").await;
    assert_snapshot!(world.repeats(OWNER, &old, "✅ 满意，签认").await, @"内容有变动，这次没有生效，请看新的卡片。");
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "owner_sign_pending");
    world.taps(OWNER, "✅ 满意，签认").await;
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "owner_signed");
    world.nothing_left().await;
});

everywhere!(a_second_refusal_is_told_to_the_manager, |mut world: World| async move {
    world.inspected_order().await;
    world.refuses_work().await;
    assert_snapshot!(world.reads(MANAGER), @"");
    world.reports_done().await;
    world.taps(CLERK, "✅ 检查合格").await;
    world.all_read();
    world.refuses_work().await;
    assert_snapshot!(world.reads(MANAGER), @"
    ⚠ TS-AJHY-20251010-001 已经 2 次没修好，不再自动返工，请过问：换队、转部门，还是另请单位。
    [去处理] [看全部经过]
    ");
    assert_snapshot!(world.reads(LEADER), @"
    TS-AJHY-20251010-001 修了 2 次业主仍不认可，这张派工单到此为止，由客服另行安排。
    [去处理] [看全部经过]
    ");
});

both!(a_tenant_signs_only_what_he_reported, |db| async move {
    let mut world = World::new(db).await;
    world.moves_in("租客小周", "3-1201", "tenant").await;
    world.binds("租客小周", "zh-hans").await;
    let case = world.inspected_order().await;
    assert_eq!(world.forges("租客小周", case, "sign").await, "这件事不归您处理。");
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "owner_sign_pending");
});

everywhere!(a_tenant_signs_his_own, |mut world: World| async move {
    world.moves_in("租客小周", "3-1202", "tenant").await;
    world.binds("租客小周", "zh-hans").await;
    let case = world.issued_order_of("租客小周").await;
    world.taps(LEADER, "✅ 接单").await;
    world.taps(LEADER, "已到现场").await;
    world.reports_done().await;
    world.taps(CLERK, "✅ 检查合格").await;
    world.taps("租客小周", "✅ 满意，签认").await;
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "owner_signed");
});

everywhere!(silence_is_no_signature, |mut world: World| async move {
    let case = world.inspected_order().await;
    world.until("2025-10-14 08:30").await;
    let silent = world.loaded(case).await;
    assert_eq!(silent.orders[0].state.word(), "owner_unreachable");
    assert_snapshot!(world.card(CLERK, "请电话联系"), @r"
    请电话联系 李娜：TS-AJHY-20251010-001
    ☎ 13800000000
    🏠 安居花园 3-1201 · 李娜
    · 回访：问质量、速度、态度和建议
    · 请业主签认维修结果
    [记录回访]
    [上传纸质签字]
    [没接通] [看全部经过]
    ");
    assert!(world.history(case).await.iter().all(|word| word != "signed"));
    // A late signature still counts.
    world.taps(OWNER, "✅ 满意，签认").await;
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "owner_signed");
    assert_snapshot!(world.card(CLERK, "请电话联系"), @r"
    请电话联系 李娜：TS-AJHY-20251010-001
    ☎ 13800000000
    🏠 安居花园 3-1201 · 李娜
    · 回访：问质量、速度、态度和建议
    [记录回访]
    [没接通] [看全部经过]
    ");
    world.nothing_left().await;
});

everywhere!(the_clerk_keeps_a_signature_on_paper, |mut world: World| async move {
    world.moves_in("马兰", "3-1202", "owner").await;
    let case = world.issued_call("3-1202").await;
    world.taps(LEADER, "✅ 接单").await;
    world.taps(LEADER, "已到现场").await;
    world.reports_done().await;
    world.taps(CLERK, "✅ 检查合格").await;
    assert_snapshot!(world.card(CLERK, "请电话联系"), @r"
    请电话联系 马兰：TS-AJHY-20251010-001
    ☎ 13800000012
    🏠 安居花园 3-1202 · 马兰
    · 请业主签认维修结果
    [已联系]
    [上传纸质签字]
    [没接通] [看全部经过]
    ");
    world.taps(CLERK, "上传纸质签字").await;
    world.answers_photos(CLERK, 1).await;
    assert_snapshot!(world.phone(CLERK).last().text, @"已凭纸质签字签认（TS-AJHY-20251010-001）。");
    let signed = world.loaded(case).await;
    assert_eq!(signed.orders[0].state.word(), "owner_signed");
    assert!(matches!(&signed.orders[0].state, anju::domain::work_order::State::OwnerSigned { on_paper: Some(_), .. }));
    world.nothing_left().await;
});
