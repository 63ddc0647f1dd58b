//! How much each has to read and to do, from the sentence to the closed case:
//! the whole line as people go it who know what they want.

use crate::base::both;
use crate::world::journal::{Deed, Who};
use crate::world::{CLERK, LEADER, MANAGER, OWNER, World};
use insta::assert_snapshot;

/// The engineering department's inspector.
const ENGINEERING: &str = "钱进";

both!(from_the_sentence_to_the_closed_case, |db| async move {
    let mut world = World::new(db).await;
    world.is_appointed(ENGINEERING, "engineering_dept", None).await;
    world.binds(ENGINEERING, "zh-hans").await;
    let everybody = [OWNER, CLERK, MANAGER, LEADER, ENGINEERING];
    let before: Vec<usize> = everybody.iter().map(|name| world.phone(name).bot_messages().len()).collect();
    let begun = world.journal.length();

    world.says(OWNER, "厨房水管漏水，明天上午在家").await;
    world.taps(OWNER, "提交").await;
    world.dispatched("800", "单工种").await;
    world.taps(MANAGER, "✅ 同意").await;
    world.taps(LEADER, "✅ 接单").await;
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "明天上午10点").await;
    world.taps(OWNER, "✅ 可以").await;
    world.until("2025-10-11 10:00").await;
    world.taps(LEADER, "已到现场").await;
    world.reports_done().await;
    world.taps(CLERK, "✅ 检查合格").await;
    world.taps(ENGINEERING, "✅ 检查合格").await;
    world.taps(OWNER, "✅ 满意，签认").await;
    world.rates(OWNER, ["非常满意", "非常满意", "非常满意"]).await;
    assert_eq!(world.column("select state from complaints").await, "closed");

    let deeds = world.journal.deeds().split_off(begun);
    let counts = everybody.iter().zip(before).map(|(name, before)| {
        let read = world.phone(name).bot_messages().len() - before;
        format!("{name}: {read} messages, {} actions", deeds.iter().filter(|deed| is_by(deed, name)).count())
    });
    assert_snapshot!(counts.collect::<Vec<_>>().join("\n"), @"
    李娜: 14 messages, 8 actions
    王芳: 10 messages, 7 actions
    孙丽: 1 messages, 1 actions
    张伟: 11 messages, 10 actions
    钱进: 3 messages, 1 actions
    ");
});

/// A word, a tap or pictures of his; pictures that go together are one action.
fn is_by(deed: &Deed, name: &str) -> bool {
    match deed {
        Deed::Says(Who::Named(who), _)
        | Deed::Photo(Who::Named(who), _)
        | Deed::Album(Who::Named(who), ..)
        | Deed::Taps(Who::Named(who), _) => who == name,
        _ => false,
    }
}
