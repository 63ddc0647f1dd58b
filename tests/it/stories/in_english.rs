//! The line as an owner reads it whose messenger speaks English.

use crate::base::both;
use crate::world::{CLERK, LEADER, MANAGER, World};
use insta::assert_snapshot;

// Only Telegram tells which language somebody reads.
both!(an_owner_who_speaks_english, |db| async move {
    let mut world = World::new(db).await;
    world.moves_in("Emma", "3-1202", "owner").await;
    world.binds("Emma", "en").await;
    world.says("Emma", "The pipe is leaking").await;
    assert_snapshot!(world.reads("Emma"), @"
    Your report · The pipe is leaking
    (1/3) Where exactly? Press one, or write it, such as “left of the bedroom window”.
    [Kitchen] [Bathroom]
    [Living room] [Bedroom]
    [Balcony] [Whole home]
    [Roof] [Common areas]
    [Help] [Cancel]
    ");
    world.taps("Emma", "Kitchen").await;
    world.taps("Emma", "Skip").await;
    world.taps("Emma", "Any time").await;
    world.taps("Emma", "Submit").await;
    assert_snapshot!(world.reads("Emma"), @"
    Photos: not given
    ---
    When at home: Any time
    ---
    Your report · The pipe is leaking
    Home: 安居花园 3-1202
    Category: Water, pipes, leaks
    Place: Kitchen
    Photos: not given
    When at home: Any time
    ---
    Registered, your number is TS-AJHY-20251010-001. 安居花园 3-1202, Water, pipes, leaks. We will arrange it soon and keep you posted.
    ");
    world.dispatched("800", "单工种").await;
    world.taps(MANAGER, "✅ 同意").await;
    world.taps(LEADER, "✅ 接单").await;
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "明天下午3点").await;
    assert_snapshot!(world.reads("Emma"), @r"
    TS-AJHY-20251010-001 is with 水电一队 (order PG-A-AJHY-2025-0001); they will agree a visit with you.
    [The whole story]
    ---
    TS-AJHY-20251010-001: 张伟 has taken the order and will agree a visit with you.
    [The whole story]
    ---
    Visit for TS-AJHY-20251010-001
    水电一队 would like to come on Sat 11 Oct 15:00. Is that all right?
    [✅ Agreed]
    [Another time] [The whole story]
    ");
    world.phone("Emma").skip();
    world.taps(LEADER, "已到现场").await;
    world.reports_done().await;
    world.taps(CLERK, "✅ 检查合格").await;
    assert_snapshot!(world.reads("Emma"), @"
    TS-AJHY-20251010-001: the repairer has arrived.
    [The whole story]
    ---
    <1 photo>
    ---
    Please sign TS-AJHY-20251010-001
    “The pipe is leaking” has been repaired and checked. If you are satisfied, please sign; if anything is wrong, tell us and we go on.
    [✅ Satisfied, sign]
    [❌ Not right yet]
    [The whole story]
    ");
    world.nothing_left().await;
});
