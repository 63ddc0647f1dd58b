//! People who cannot be reached: what was not said ends at a human.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, LEADER, World};
use insta::assert_snapshot;

/// Lives alone in 3-1202, with a chat.
async fn mei(world: &mut World) {
    world.moves_in("马兰", "3-1202", "owner").await;
    world.binds("马兰", "zh-hans").await;
}

async fn done_for_mei(world: &mut World) -> anju::domain::ids::CaseId {
    let case = world.issued_order_of("马兰").await;
    world.taps(LEADER, "✅ 接单").await;
    world.taps(LEADER, "已到现场").await;
    world.reports_done().await;
    world.all_read();
    case
}

everywhere!(a_blocked_owner_is_called_and_any_word_brings_him_back, |mut world: World| async move {
    mei(&mut world).await;
    let case = done_for_mei(&mut world).await;
    world.phone("马兰").blocks();
    world.settle().await;
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
    assert_snapshot!(world.reads("马兰"), @"");
    world.phone("马兰").unblocks();
    world.settle().await;
    assert_snapshot!(world.reads("马兰"), @"
    <1 photo>
    ---
    请您签认 TS-AJHY-20251010-001
    「水管漏水」已经修好并检查过了。满意就点签认；哪里不行，直接告诉我们，我们继续修。
    [✅ 满意，签认]
    [❌ 没修好]
    [看全部经过]
    ");
    world.taps("马兰", "✅ 满意，签认").await;
    assert_snapshot!(world.card(CLERK, "请电话联系"), @r"
    请电话联系 马兰：TS-AJHY-20251010-001
    🏠 安居花园 3-1202 · 马兰
    ✔ 马兰 10月10日 周五 14:10 已完成
    ");
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "owner_signed");
});

everywhere!(an_owner_who_vanished_is_found_out_by_the_card, |mut world: World| async move {
    mei(&mut world).await;
    done_for_mei(&mut world).await;
    // No word of it: the messenger answers only when something is sent.
    world.phone("马兰").vanishes();
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
    world.nothing_left().await;
});

// Only Telegram tells that somebody has turned away.
both!(an_owner_who_blocks_with_a_card_in_hand_is_called, |db| async move {
    let mut world = World::new(db).await;
    mei(&mut world).await;
    done_for_mei(&mut world).await;
    world.taps(CLERK, "✅ 检查合格").await;
    world.all_read();
    world.phone("马兰").blocks();
    world.settle().await;
    assert_snapshot!(world.card(CLERK, "请电话联系"), @r"
    请电话联系 马兰：TS-AJHY-20251010-001
    ☎ 13800000012
    🏠 安居花园 3-1202 · 马兰
    · 请业主签认维修结果
    [已联系]
    [上传纸质签字]
    [没接通] [看全部经过]
    ");
});

// Only Telegram tells that somebody has turned away before something is sent.
both!(where_the_reporter_is_gone_the_family_is_asked, |db| async move {
    let mut world = World::new(db).await;
    world.completed_order().await;
    world.phone("李娜").blocks();
    world.settle().await;
    world.taps(CLERK, "✅ 检查合格").await;
    assert!(world.phone("李强").with_button("✅ 满意，签认").is_some());
    world.taps("李强", "✅ 满意，签认").await;
    assert_snapshot!(world.card("李强", "请您签认"), @r"
    请您签认 TS-AJHY-20251010-001
    「水管漏水」已经修好并检查过了。满意就点签认；哪里不行，直接告诉我们，我们继续修。
    ✔ 李强 10月10日 周五 14:10 已签认
    [说几句]
    ");
});

everywhere!(the_order_of_a_leader_who_is_gone_goes_to_the_next, |mut world: World| async move {
    world.is_appointed("马超", "repair_team_leader", Some("水电一队")).await;
    world.binds("马超", "zh-hans").await;
    let case = world.accepted_order().await;
    world.phone(LEADER).blocks();
    world.settle().await;
    assert_snapshot!(world.card("马超", "工程派工单"), @"
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    ☎ 13800000000
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    [约上门] [已到现场]
    [申请延期] [退单]
    [看全部经过]
    ");
    world.taps("马超", "已到现场").await;
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "in_progress");
});

everywhere!(an_order_that_reaches_no_leader_is_back_on_the_desk, |mut world: World| async move {
    world.phone(LEADER).blocks();
    world.settle().await;
    world.issued_order().await;
    assert_snapshot!(world.card(CLERK, "待派工"), @r"
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    ⚠ 水电一队的队长都联系不上。请打电话，或取消派工改派别的队。
    [取消派工] [看全部经过]
    ");
    world.phone(LEADER).unblocks();
    world.settle().await;
    assert!(world.phone(LEADER).with_button("✅ 接单").is_some());
    assert_snapshot!(world.card(CLERK, "待派工"), @r"
    待派工 TS-AJHY-20251010-001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    建议 A 类：水电管线、设备与装修，竣工验收 2024年6月1日，保修到 2026年6月1日，还在保修期内。
    ✔ 已派 水电一队，A 类，预计 800.00 元
    [看全部经过]
    ");
});

both!(a_photo_that_is_lost_is_asked_for_again, |db| async move {
    let mut world = World::new(db).await;
    let case = world.order_at_work().await;
    world.taps(LEADER, "📷 报完工").await;
    world.answers_photos(LEADER, 1).await;
    // The photo after the work is gone before it is fetched.
    world.hold_files();
    world.photos(LEADER, 1).await;
    world.phone(LEADER).loses_last_photo();
    world.phone(LEADER).skip();
    world.release_files().await;
    world.minutes(1).await;
    assert_snapshot!(world.reads(LEADER), @"
    有一张照片没能保存下来。正在填写的话，请直接再发一次；不然请回复这条消息再发。
    ---
    报完工 · TS-AJHY-20251010-001
    我们接着说「报完工」。
    （2/3）请发维修后的照片，发完点「完成」。
    [上一步] [跳过] [帮助] [取消]
    ");
    world.answers_photos(LEADER, 1).await;
    world.taps(LEADER, "提交").await;
    assert_eq!(world.loaded(case).await.orders[0].report.as_ref().map(|one| one.after.len()), Some(1));
});

both!(a_report_does_not_stand_on_a_lost_photo, |db| async move {
    let mut world = World::new(db).await;
    let case = world.order_at_work().await;
    world.taps(LEADER, "📷 报完工").await;
    world.answers_photos(LEADER, 1).await;
    world.hold_files();
    world.answers_photos(LEADER, 1).await;
    world.phone(LEADER).loses_last_photo();
    world.taps(LEADER, "提交").await;
    assert_eq!(world.loaded(case).await.orders[0].state.word(), "completed_reported");
    world.all_read();
    world.release_files().await;
    world.minutes(1).await;
    let reopened = world.loaded(case).await;
    assert_eq!(reopened.orders[0].state.word(), "in_progress");
    assert!(reopened.finish_clock(reopened.orders[0].seq).is_some_and(|clock| clock.running()));
    assert_snapshot!(world.reads(LEADER), @"
    有一张照片没能保存下来。正在填写的话，请直接再发一次；不然请回复这条消息再发。
    ---
    工程派工单 PG-A-AJHY-2025-0001
    🏠 安居花园 3-1201 · 李娜
    💬 水管漏水
    📌 水管、下水、漏水 · 厨房
    🕒 在家时间：随时都行
    收到：10月10日 周五 14:10
    ☎ 13800000000
    A 类 · 单工种 · 水电一队
    完成期限：10月14日 周二 18:00
    [📷 报完工]
    [约上门] [申请延期]
    [退单] [看全部经过]
    ");
});
