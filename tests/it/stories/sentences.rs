//! Strange sentences, edited ones, and answers to messages of the bot.

use super::everywhere::everywhere;
use crate::base::both;
use crate::world::{CLERK, LEADER, OWNER, World};
use insta::assert_snapshot;

everywhere!(nonsense_is_kept_and_harmless, |mut world: World| async move {
    world.says(OWNER, "水管漏水 <b>&</b> <script>alert(1)</script> \u{202e}水漏\u{202c}").await;
    world.phone(OWNER).skip();
    world.says(OWNER, "🚿🚿🚿").await;
    world.says(OWNER, "跳过").await;
    world.says(OWNER, "a\u{0}b").await;
    assert_snapshot!(world.phone(OWNER).showing("您反映的是"), @"
    报修与投诉 · 水管漏水 <b>&</b>…
    您反映的是：水管漏水 <b>&</b> <script>alert(1)</script> 水漏
    请看一眼，没问题就提交；要改哪一项，点哪一项。
    房屋：安居花园 3-1201
    类别：水管、下水、漏水
    位置：🚿🚿🚿
    照片：没有填
    方便时间：ab
    [提交]
    [改房屋] [改类别]
    [改位置] [改照片]
    [改方便时间]
    [帮助] [取消]
    ");
    world.taps(OWNER, "提交").await;
    assert!(world.reads(CLERK).contains("水管漏水 <b>&</b> <script>"));
    world.nothing_left().await;
});

// Only Telegram cuts what somebody writes.
both!(five_thousand_letters, |db| async move {
    let mut world = World::new(db).await;
    let long = "水管漏水。".repeat(1000);
    world.says(OWNER, &long).await;
    let read = world.reads(OWNER);
    assert_eq!(world.rows("cases").await, 1);
    assert!(read.contains("有点长了"), "{}", read.chars().rev().take(300).collect::<String>());
    // The phone sent it in two pieces; neither is lost.
    let case = world.case_of(OWNER).await;
    let kept = world.loaded(case).await.complaint.details.words.chars().count();
    assert_eq!(kept, 4096);
    assert_eq!(world.rows("history where event = 'noted'").await, 1);
    world.taps(OWNER, "厨房").await;
    world.taps(OWNER, "跳过").await;
    world.taps(OWNER, "跳过").await;
    world.taps(OWNER, "提交").await;
    // Cards are cut into messages that the messenger takes.
    assert!(world.phone(CLERK).bot_messages().iter().all(|one| one.text.chars().count() <= 4096));
    assert!(world.phone(CLERK).with_button("派工").is_some());
    world.nothing_left().await;
});

both!(an_edited_message_replaces_its_answer, |db| async move {
    let mut world = World::new(db).await;
    let first = world.phone(OWNER).says("水管漏");
    world.settle().await;
    world.phone(OWNER).skip();
    // The first sentence, while it is being said.
    world.phone(OWNER).edits(first, "水管漏水，是热水管");
    world.settle().await;
    assert_snapshot!(world.reads(OWNER), @"改动已记到 #1。");
    let case = world.case_of(OWNER).await;
    assert_eq!(world.loaded(case).await.complaint.details.words, "水管漏水，是热水管");
    // Telegram reports edits in which no word has changed.
    world.phone(OWNER).edits(first, "水管漏水，是热水管");
    world.settle().await;
    assert_eq!(world.reads(OWNER), "");
    // An answer.
    let place = world.phone(OWNER).says("厨房左边");
    world.settle().await;
    world.phone(OWNER).skip();
    world.phone(OWNER).edits(place, "厨房右边");
    world.settle().await;
    assert_snapshot!(world.reads(OWNER), @"
    已改好，位置：厨房右边
    （2/3）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [帮助] [取消]
    ");
    world.phone(OWNER).edits(place, "厨房右边");
    world.settle().await;
    assert_eq!(world.reads(OWNER), "");
    world.taps(OWNER, "跳过").await;
    world.taps(OWNER, "跳过").await;
    world.taps(OWNER, "提交").await;
    assert_eq!(world.loaded(case).await.complaint.details.place.as_deref(), Some("厨房右边"));
    world.all_read();
    // Later both are notes.
    world.phone(OWNER).edits(first, "水管漏水，热水管和冷水管");
    world.settle().await;
    assert_snapshot!(world.reads(OWNER), @"改动已记到 TS-AJHY-20251010-001。");
    assert_snapshot!(world.reads(CLERK), @r"
    TS-AJHY-20251010-001 有补充：水管漏水，热水管和冷水管
    [去处理] [看全部经过]
    ");
    assert_eq!(world.loaded(case).await.complaint.details.words, "水管漏水，是热水管");
    let lines = world.history(case).await.len();
    world.phone(OWNER).edits(first, "水管漏水，热水管和冷水管");
    world.settle().await;
    assert_eq!((world.reads(OWNER), world.reads(CLERK)), (String::new(), String::new()));
    assert_eq!(world.history(case).await.len(), lines);
    world.nothing_left().await;
});

both!(an_answer_to_a_message_is_a_note_on_its_case, |db| async move {
    let mut world = World::new(db).await;
    let case = world.accepted_order().await;
    let notice =
        world.phone(OWNER).bot_messages().into_iter().find(|one| one.text.contains("已接单")).expect("a notice");
    world.phone(OWNER).replies(notice.message_id, "来之前请打电话");
    world.settle().await;
    assert_snapshot!(world.reads(OWNER), @"好的，已记到 TS-AJHY-20251010-001。");
    assert_snapshot!(world.reads(LEADER), @r"
    TS-AJHY-20251010-001 有补充：来之前请打电话
    [去处理] [看全部经过]
    ");
    // Also while something else is being said.
    world.says(OWNER, "窗户关不严").await;
    world.taps(OWNER, "新的事").await;
    world.phone(OWNER).skip();
    world.phone(OWNER).replies(notice.message_id, "带上梯子");
    world.settle().await;
    assert_snapshot!(world.reads(OWNER), @"好的，已记到 TS-AJHY-20251010-001。");
    assert_snapshot!(world.reads(LEADER), @r"
    TS-AJHY-20251010-001 有补充：带上梯子
    [去处理] [看全部经过]
    ");
    // An answer to the dialogue's own question is its answer.
    let question =
        world.phone(OWNER).bot_messages().into_iter().rev().find(|one| one.text.contains("什么位置")).expect("it");
    world.phone(OWNER).replies(question.message_id, "主卧");
    world.settle().await;
    assert_snapshot!(world.reads(OWNER), @r"
    （2/3）方便的话发几张照片，我们看得更清楚。没有就点「跳过」。
    [上一步] [跳过] [帮助] [取消]
    ");
    assert_eq!(world.rows("cases").await, 2);
    // The leader answers his card.
    let card =
        world.phone(LEADER).bot_messages().into_iter().find(|one| one.text.contains("工程派工单")).expect("a card");
    world.phone(LEADER).replies(card.message_id, "缺角阀，明天到货");
    world.settle().await;
    assert_snapshot!(world.reads(LEADER), @"好的，已记到 TS-AJHY-20251010-001。");
    let noted = world.loaded(case).await;
    assert_eq!(noted.photos.len(), 0);
    world.nothing_left().await;
});
