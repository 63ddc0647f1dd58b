//! The same stories on Telegram, on WeCom, and mixed: whatever the messengers,
//! the records at the end are the same. What Telegram shows, word for word,
//! stands in the other files; here people do the same things on other phones.

use crate::base::{on_postgres, on_sqlite};
use crate::world::{CLERK, ENGINEER, GM, LEADER, MANAGER, OWNER, Stage, VICE, World, friday};
use anju::domain::ids::CaseId;
use std::sync::Arc;

/// Everything that is on record of a case, and what happened in which order.
async fn records(world: &World, case: CaseId) -> String {
    let loaded = world.loaded(case).await;
    format!("{loaded:#?}\n{}", world.history(case).await.join("\n"))
}

/// One story, which every stage plays; `$body` gives the case it was about.
macro_rules! everywhere {
    ($name:ident, |$world:ident| $body:expr) => {
        mod $name {
            use super::*;

            async fn play($world: &mut World) -> CaseId {
                $body
            }

            async fn played(db: anju::store::Db, stage: Stage) -> String {
                let mut world = World::on(db, stage, friday()).await;
                let case = play(&mut world).await;
                world.everything_heard().await;
                records(&world, case).await
            }

            /// What Telegram leaves behind, on a database of its own.
            async fn as_on_telegram() -> String {
                let told = Arc::new(std::sync::Mutex::new(String::new()));
                let keep = Arc::clone(&told);
                on_sqlite(|db| async move {
                    *keep.lock().unwrap() = String::new();
                    let record = played(db, Stage::Telegram).await;
                    *keep.lock().unwrap() = record;
                })
                .await;
                told.lock().unwrap().clone()
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn wecom_sqlite() {
                let expected = as_on_telegram().await;
                on_sqlite(|db| async move { same(&played(db, Stage::Wecom).await, &expected) }).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn wecom_postgres() {
                let expected = as_on_telegram().await;
                on_postgres(|db| async move { same(&played(db, Stage::Wecom).await, &expected) }).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn mixed_sqlite() {
                let expected = as_on_telegram().await;
                on_sqlite(|db| async move { same(&played(db, Stage::Mixed).await, &expected) }).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn mixed_postgres() {
                let expected = as_on_telegram().await;
                on_postgres(|db| async move { same(&played(db, Stage::Mixed).await, &expected) }).await;
            }
        }
    };
}

/// Line by line, so that a difference is seen where it is.
fn same(got: &str, expected: &str) {
    for (number, (got, expected)) in got.lines().zip(expected.lines()).enumerate() {
        assert_eq!(got, expected, "line {number}");
    }
    assert_eq!(got.lines().count(), expected.lines().count());
}

everywhere!(the_whole_line, |world| {
    world.says(OWNER, "厨房水管漏水").await;
    world.taps(OWNER, "厨房").await;
    world.photos(OWNER, 3).await;
    world.taps(OWNER, "完成").await;
    world.says(OWNER, "周末都在").await;
    world.taps(OWNER, "提交").await;
    let case = world.case_of(OWNER).await;
    world.dispatched("800", "单工种").await;
    world.taps(MANAGER, "✅ 同意").await;
    world.taps(LEADER, "✅ 接单").await;
    world.taps(LEADER, "约上门").await;
    world.says(LEADER, "明天下午3点").await;
    world.taps(OWNER, "✅ 可以").await;
    world.until("2025-10-11 15:05").await;
    world.taps(LEADER, "已到现场").await;
    world.reports_done().await;
    world.taps(CLERK, "✅ 检查合格").await;
    world.taps(OWNER, "✅ 满意，签认").await;
    world.rates(OWNER, ["非常满意", "比较满意", "非常满意"]).await;
    case
});

everywhere!(a_large_sum_goes_up_the_chain, |world| {
    let case = world.complaint().await;
    world.dispatched("12000", "多工种").await;
    world.taps(ENGINEER, "✅ 同意").await;
    world.taps(VICE, "↩ 退回").await;
    world.says(VICE, "请先报价").await;
    world.taps(CLERK, "调整费用").await;
    world.says(CLERK, "11000").await;
    world.taps(CLERK, "现场情况有变").await;
    world.taps(ENGINEER, "✅ 同意").await;
    world.taps(VICE, "✅ 同意").await;
    world.taps(GM, "✅ 同意").await;
    world.taps(LEADER, "✅ 接单").await;
    case
});

everywhere!(a_refusal_and_the_way_back, |world| {
    let case = world.inspected_order().await;
    world.refuses_work().await;
    world.reports_done().await;
    world.taps(CLERK, "✅ 检查合格").await;
    world.taps(OWNER, "✅ 满意，签认").await;
    world.rates(OWNER, ["一般满意", "一般满意", "非常满意"]).await;
    case
});

everywhere!(a_bad_rating_and_its_correction, |world| {
    let case = world.signed_order().await;
    world.rates(OWNER, ["不满意", "非常不满意", "一般满意"]).await;
    world.taps(CLERK, "写整改通知").await;
    world.says(CLERK, "三天内没有完成，水压不足，请复修").await;
    case
});

everywhere!(more_time_needs_the_owner, |world| {
    let case = world.accepted_order().await;
    world.asks_for_time("10月20日").await;
    world.taps(OWNER, "同意延期").await;
    world.asks_for_time("10月27日").await;
    world.taps(OWNER, "不同意").await;
    case
});

everywhere!(an_order_comes_back, |world| {
    let case = world.issued_order().await;
    world.taps(LEADER, "退单").await;
    world.says(LEADER, "不是水电的问题").await;
    case
});

everywhere!(a_call_for_an_owner, |world| {
    world.moves_in("赵敏", "3-1202", "owner").await;
    world.issued_call("3-1202").await
});

everywhere!(words_answer_a_complaint, |world| {
    let case = world.complaint().await;
    world.taps(CLERK, "答复业主").await;
    world.says(CLERK, "这是正常冷凝水，不是漏水。").await;
    world.taps(OWNER, "❌ 不满意").await;
    world.says(OWNER, "水一直在滴，请派人来看").await;
    case
});

everywhere!(a_department_answers, |world| {
    let case = world.complaint().await;
    world.taps(CLERK, "转交部门").await;
    world.taps(CLERK, "物业服务部").await;
    world.says(CLERK, "请今天清理").await;
    world.taps(CLERK, "提交").await;
    world.taps("何敏", "答复业主").await;
    world.says("何敏", "已清理，以后每天打扫。").await;
    world.taps(OWNER, "✅ 满意").await;
    case
});

everywhere!(an_approval_is_refused, |world| {
    let case = world.complaint().await;
    world.dispatched("800", "单工种").await;
    world.taps(MANAGER, "❌ 驳回").await;
    world.taps(MANAGER, "费用偏高").await;
    case
});

everywhere!(a_visit_goes_back_and_forth, |world| {
    let case = world.accepted_order().await;
    world.taps(LEADER, "约上门").await;
    world.taps(LEADER, "10月11日 周六 09:00").await;
    world.taps(OWNER, "换个时间").await;
    world.says(OWNER, "周日上午10点").await;
    world.taps(LEADER, "换个时间").await;
    world.says(LEADER, "周日下午2点").await;
    world.taps(OWNER, "✅ 可以").await;
    case
});

everywhere!(what_is_begun_reaches_the_desk, |world| {
    world.says(OWNER, "家里出了点问题").await;
    world.minutes(31).await;
    world.taps(CLERK, "补全并登记").await;
    world.taps(CLERK, "门窗").await;
    world.taps(CLERK, "卧室").await;
    world.taps(CLERK, "跳过").await;
    world.taps(CLERK, "来之前先打电话").await;
    world.taps(CLERK, "提交").await;
    world.case_of(OWNER).await
});

everywhere!(an_emergency_is_told_at_once, |world| {
    world.says(OWNER, "厨房煤气泄漏").await;
    world.case_of(OWNER).await
});

everywhere!(second_thoughts, |world| {
    world.says(OWNER, "厨房水管漏水").await;
    world.says(OWNER, "取消").await;
    world.case_of(OWNER).await
});

everywhere!(faults_are_found, |world| {
    let case = world.completed_order().await;
    world.taps(CLERK, "不合格，返工").await;
    world.taps(CLERK, "还在渗漏").await;
    world.reports_done().await;
    world.taps(CLERK, "✅ 检查合格").await;
    case
});
