//! Alive, ready or not, and the metrics.

use super::Open;
use crate::base::{both, seconds};
use crate::store::helpers::update;
use anju::channel::telegram::poll::PollError;
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

both!(what_cannot_work_is_not_ready, |db| async move {
    let open = Open::before(&db).await;
    open.hearing.heard();
    open.vitals.fails("turns");
    assert_eq!(open.get("/readyz").await.0, 200, "a moment is no alarm");
    open.clock.advance_machine(seconds(10));
    assert_eq!(open.get("/readyz").await, (503, "not ready\n`turns` has not worked for 10 s\n".to_owned()));
    open.vitals.works("turns");
    assert_eq!(open.get("/readyz").await.0, 200);
});

both!(a_messenger_that_is_dead_or_shared_is_said, |db| async move {
    let open = Open::before(&db).await;
    let why = |open: &Open| open.hearing.deaf().unwrap_or_default();
    open.hearing.heard();
    open.hearing.failed(&PollError::Later { after: None, why: "502".to_owned() });
    assert_eq!(why(&open), "");
    open.clock.advance_machine(seconds(60));
    assert_eq!(why(&open), "the messenger cannot be heard for 60 s");
    open.hearing.heard();
    assert_eq!(why(&open), "");
    open.hearing.failed(&PollError::Refused { why: "401".to_owned() });
    assert_eq!(why(&open), "the messenger does not accept the token");
    // Two programs take turns: each success between two conflicts means nothing.
    for _ in 0..3 {
        open.hearing.heard();
        assert_eq!(why(&open), "");
        open.hearing.failed(&PollError::Conflict { why: "409".to_owned() });
        open.clock.advance_machine(seconds(5));
    }
    open.hearing.heard();
    assert!(why(&open).contains("another program uses this token"), "{}", why(&open));
    open.clock.advance_machine(seconds(301));
    open.hearing.heard();
    assert_eq!(why(&open), "", "it has gone");
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
