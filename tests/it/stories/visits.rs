//! The visit: proposed by one side, agreed by the other.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{LEADER, OWNER, World};
use insta::assert_snapshot;

everywhere!(a_visit_is_agreed_back_and_forth, |mut world: World| async move {
    world.accepted_order().await;
    world.taps(LEADER, "约上门").await;
    world.taps(LEADER, "10月11日 周六 09:00").await;
    assert_snapshot!(world.reads(LEADER), @r"
    上门时间：10月11日 周六 09:00
    ---
    已发给对方确认（TS-AJHY-20251010-001）。
    ");
    assert_snapshot!(world.reads(OWNER), @r"
    约上门 TS-AJHY-20251010-001
    水电一队想在 10月11日 周六 09:00 上门，可以吗？
    [✅ 可以]
    [换个时间] [看全部经过]
    ");
    world.taps(OWNER, "换个时间").await;
    world.says(OWNER, "周日上午10点").await;
    assert_snapshot!(world.reads(OWNER), @r"
    换个上门时间 · TS-AJHY-20251010-001
    您希望师傅什么时候上门？点一个，或者直接写，例如「周六上午10点」。
    [10月10日 周五 18:00] [10月11日 周六 09:00]
    [10月11日 周六 14:00] [10月11日 周六 18:00]
    [10月12日 周日 09:00] [10月12日 周日 14:00]
    [10月12日 周日 18:00] [10月13日 周一 09:00]
    [10月13日 周一 14:00]
    [帮助] [取消]
    ---
    已发给对方确认（TS-AJHY-20251010-001）。
    ");
    assert_snapshot!(world.card(OWNER, "想在"), @r"
    约上门 TS-AJHY-20251010-001
    水电一队想在 10月11日 周六 09:00 上门，可以吗？
    这个时间已经改了。
    ");
    assert_snapshot!(world.reads(LEADER), @r"
    约上门 TS-AJHY-20251010-001
    业主希望 10月12日 周日 10:00 上门，可以吗？
    [✅ 可以]
    [换个时间] [看全部经过]
    ");
    world.taps(LEADER, "换个时间").await;
    world.says(LEADER, "周日下午2点").await;
    world.all_read();
    assert_snapshot!(world.taps(OWNER, "✅ 可以").await, @"好的");
    assert_snapshot!(world.reads(LEADER), @r"
    TS-AJHY-20251010-001 约好了：10月12日 周日 14:00 上门。
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
    完成期限：10月14日 周二 18:00
    已约上门：10月12日 周日 14:00
    [约上门] [已到现场]
    [申请延期] [退单]
    [看全部经过]
    ");
    world.nothing_left().await;
});

everywhere!(a_visit_lies_ahead, |mut world: World| async move {
    let case = world.accepted_order().await;
    world.taps(LEADER, "约上门").await;
    world.phone(LEADER).skip();
    world.says(LEADER, "今天上午9点").await;
    assert_snapshot!(world.reads(LEADER), @r"
    这个时间已经过了，请写一个以后的时间。
    打算什么时候上门？点一个，或者直接写，例如「明天下午3点」。业主确认后生效。
    [10月10日 周五 18:00] [10月11日 周六 09:00]
    [10月11日 周六 14:00] [10月11日 周六 18:00]
    [10月12日 周日 09:00] [10月12日 周日 14:00]
    [10月12日 周日 18:00] [10月13日 周一 09:00]
    [10月13日 周一 14:00]
    [帮助] [取消]
    ");
    assert!(world.loaded(case).await.visits.is_empty());
});

both!(an_old_proposal_cannot_be_agreed, |db| async move {
    let mut world = World::new(db).await;
    world.accepted_order().await;
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "周日上午10点").await;
    let old = world.phone(OWNER).with_button("✅ 可以").expect("a proposal");
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "周日下午2点").await;
    world.all_read();
    let press = world.repeats(OWNER, &old, "✅ 可以").await;
    assert_snapshot!(press, @"内容有变动，这次没有生效，请看新的卡片。");
    assert_snapshot!(world.card(OWNER, "10:00"), @r"
    约上门 TS-AJHY-20251010-001
    水电一队想在 10月12日 周日 10:00 上门，可以吗？
    这个时间已经改了。
    ");
});

everywhere!(an_owner_without_a_chat_agrees_by_telephone, |mut world: World| async move {
    world.moves_in("马兰", "3-1202", "owner").await;
    let case = world.issued_call("3-1202").await;
    world.taps(LEADER, "✅ 接单").await;
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "明天下午3点").await;
    assert_snapshot!(world.card(LEADER, "工程派工单"), @"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1202 · 马兰
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    收到：10月10日 周五 14:10
    ☎ 13800000012
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    已约上门：10月11日 周六 15:00
    [约上门] [已到现场]
    [申请延期] [退单]
    [看全部经过]
    ");
    let lines = world.history(case).await;
    assert!(lines.contains(&"visit_agreed".to_owned()));
    world.nothing_left().await;
});
