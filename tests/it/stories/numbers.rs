//! Numbers of complaints: per estate and day of the company, never used again.

use super::everywhere::everywhere;
use crate::world::{OWNER, World, china};

const GARDEN: &str = "安居花园 2-301";
const VALLEY: &str = "云栖里 5-602";

everywhere!(each_estate_counts_for_itself, |mut world: World| async move {
    assert_eq!(world.reports(OWNER, "水管漏水", "").await, "TS-AJHY-20251010-001");
    assert_eq!(world.reports("陈强", "下水管堵了", VALLEY).await, "TS-YQL-20251010-001");
    assert_eq!(world.reports("陈强", "门锁坏了", GARDEN).await, "TS-AJHY-20251010-002");
    assert_eq!(world.reports("李强", "插座没电", "").await, "TS-AJHY-20251010-003");
    assert_eq!(world.reports("陈强", "窗户关不严", VALLEY).await, "TS-YQL-20251010-002");
    world.nothing_left().await;
});

// The day ends at midnight in Shanghai, not in Greenwich; what counts is when
// it was registered, not when it was begun.
everywhere!(each_day_counts_anew, china("2025-10-10 23:50"), |mut world: World| async move {
    assert_eq!(world.reports(OWNER, "水管漏水", "").await, "TS-AJHY-20251010-001");
    world.until("2025-10-10 23:59").await;
    assert_eq!(world.reports("陈强", "门锁坏了", GARDEN).await, "TS-AJHY-20251010-002");
    world.says("李强", "插座没电").await;
    world.taps("李强", "新的事").await;
    world.until("2025-10-11 00:01").await;
    world.taps("李强", "客厅").await;
    world.taps("李强", "跳过").await;
    world.taps("李强", "跳过").await;
    world.taps("李强", "提交").await;
    let case = world.case_of("李强").await;
    assert_eq!(world.loaded(case).await.number.as_deref(), Some("TS-AJHY-20251011-001"));
    world.until("2025-10-11 07:59").await;
    assert_eq!(world.reports("陈强", "窗户关不严", GARDEN).await, "TS-AJHY-20251011-002");
    world.until("2025-10-11 08:01").await;
    assert_eq!(world.reports("陈强", "插座没电", GARDEN).await, "TS-AJHY-20251011-003");
    world.nothing_left().await;
});

everywhere!(what_is_withdrawn_before_draws_no_number, |mut world: World| async move {
    world.says(OWNER, "水管漏水").await;
    world.taps(OWNER, "厨房").await;
    world.says(OWNER, "取消").await;
    assert_eq!(world.rows("counters").await, 0);
    assert_eq!(world.reports(OWNER, "水管漏水", "").await, "TS-AJHY-20251010-001");
    world.nothing_left().await;
});

everywhere!(a_number_is_never_given_again, |mut world: World| async move {
    assert_eq!(world.reports(OWNER, "水管漏水", "").await, "TS-AJHY-20251010-001");
    world.says(OWNER, "/case 1").await;
    world.taps(OWNER, "撤回").await;
    world.taps(OWNER, "发错了").await;
    world.taps(OWNER, "提交").await;
    assert_eq!(world.column("select state from complaints").await, "withdrawn");
    world.restart();
    assert_eq!(world.reports(OWNER, "水管漏水", "").await, "TS-AJHY-20251010-002");
    assert_eq!(
        world.column("select number from cases order by id").await,
        "TS-AJHY-20251010-001\nTS-AJHY-20251010-002"
    );
    world.nothing_left().await;
});
