//! Alive, ready or not, and the metrics.

use super::Open;
use crate::base::{both, seconds};
use crate::store::helpers::update;
use anju::store::{Db, inbox};

both!(ready_is_who_hears_and_remembers, |db| async move {
    let open = Open::before(&db).await;
    assert_eq!(open.get("/healthz").await, (200, "alive\n".to_owned()));
    let (status, why) = open.get("/readyz").await;
    assert_eq!((status, why.as_str()), (503, "not ready\nthe messenger has not answered yet\n"));
    open.hearing.heard();
    assert_eq!(open.get("/readyz").await, (200, "ready\n".to_owned()));
    open.clock.advance_machine(seconds(91));
    let (status, why) = open.get("/readyz").await;
    assert!(status == 503 && why.contains("has not answered for 91 s"), "{why}");
    open.hearing.heard();
    db.close().await;
    let (status, why) = open.get("/readyz").await;
    assert!(status == 503 && why.contains("the database does not answer"), "{why}");
    assert_eq!(open.get("/healthz").await.0, 200, "alive all the same");
});

both!(the_queues_are_measured, |db| async move {
    let mut tx = db.begin().await.unwrap();
    inbox::put(&mut tx, &[update("chat:telegram:1", "k1")]).await.unwrap();
    tx.commit().await.unwrap();
    let open = Open::before(&db).await;
    open.clock.advance_machine(seconds(30));
    let (status, metrics) = open.get("/metrics").await;
    assert_eq!(status, 200);
    for name in
        ["anju_inbox_open", "anju_inbox_oldest_seconds", "anju_outbox_open", "anju_timers_set", "anju_drafts_open"]
    {
        assert!(metrics.lines().any(|line| line.starts_with(name)), "{name}: {metrics}");
    }
});

#[tokio::test]
async fn a_database_without_its_tables_is_not_ready() {
    let folder = tempfile::tempdir().unwrap();
    let db = Db::open(&format!("sqlite:{}", folder.path().join("anju.db").display()), 2).await.unwrap();
    let open = Open::before(&db).await;
    open.hearing.heard();
    let (status, why) = open.get("/readyz").await;
    assert!(status == 503 && why.contains("lacks migrations: people"), "{why}");
}
