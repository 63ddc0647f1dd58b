//! The inbox: once per event, one worker per lane, nothing lost on failure.

use super::helpers::update;
use crate::base::{both, seconds, start};
use anju::domain::ids::CaseId;
use anju::store::inbox::{self, Filing, Kind};
use anju::store::{Db, Error};
use std::collections::BTreeSet;

both!(an_event_is_put_once, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let rows = [update("chat:a", "1"), update("chat:b", "2")];
    assert_eq!(inbox::put(&mut tx, &rows).await.unwrap(), 2);
    assert_eq!(inbox::put(&mut tx, &[update("chat:a", "1"), update("chat:a", "3")]).await.unwrap(), 1);
    assert_eq!(inbox::put(&mut tx, &[]).await.unwrap(), 0);
    tx.commit().await.unwrap();
    let mut tx = db.read().await.unwrap();
    let backlog = inbox::backlog(&mut tx).await.unwrap();
    assert_eq!((backlog.open, backlog.updates, backlog.parked, backlog.oldest), (3, 3, 0, Some(start())));
});

both!(a_lane_is_worked_off_in_order, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let rows: Vec<_> = (0..6).map(|n| update(if n % 2 == 0 { "chat:a" } else { "chat:b" }, &n.to_string())).collect();
    inbox::put(&mut tx, &rows).await.unwrap();
    tx.commit().await.unwrap();
    let mut seen = Vec::new();
    loop {
        let mut tx = db.begin().await.unwrap();
        let Some(row) = inbox::claim(&mut tx, start()).await.unwrap() else { break };
        assert_eq!((row.kind, row.source.as_str(), row.attempts), (Kind::Update, "telegram:7", 0));
        inbox::finish(&mut tx, row.id, start(), "done").await.unwrap();
        seen.push(row.event_key);
        tx.commit().await.unwrap();
    }
    assert_eq!(seen, ["0", "1", "2", "3", "4", "5"]);
});

both!(a_row_is_finished_once, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    inbox::put(&mut tx, &[update("chat:a", "1")]).await.unwrap();
    let row = inbox::claim(&mut tx, start()).await.unwrap().unwrap();
    inbox::finish(&mut tx, row.id, start(), "done").await.unwrap();
    let again = inbox::finish(&mut tx, row.id, start(), "done").await;
    assert!(matches!(again, Err(Error::NotOne { table: "inbox", rows: 0, .. })), "{again:?}");
});

both!(a_failing_row_holds_its_own_lane_only, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    inbox::put(&mut tx, &[update("chat:a", "1"), update("chat:a", "2"), update("chat:b", "3")]).await.unwrap();
    let row = inbox::claim(&mut tx, start()).await.unwrap().unwrap();
    let later = start() + seconds(10);
    assert_eq!(inbox::fail(&mut tx, row.id, later, "no\0good").await.unwrap(), Some(1));
    let other = inbox::claim(&mut tx, start()).await.unwrap().unwrap();
    assert_eq!(other.event_key, "3");
    inbox::finish(&mut tx, other.id, start(), "done").await.unwrap();
    assert_eq!(inbox::claim(&mut tx, start()).await.unwrap(), None);
    assert_eq!(inbox::next_free(&mut tx, start()).await.unwrap(), Some(later));
    let again = inbox::claim(&mut tx, later).await.unwrap().unwrap();
    assert_eq!((again.event_key.as_str(), again.attempts, again.last_error.as_deref()), ("1", 1, Some("nogood")));
    inbox::finish(&mut tx, again.id, later, "done").await.unwrap();
    assert_eq!(inbox::fail(&mut tx, again.id, later, "late").await.unwrap(), None);
});

both!(a_parked_row_frees_its_lane_and_can_be_retried, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    inbox::put(&mut tx, &[update("chat:a", "1"), update("chat:a", "2")]).await.unwrap();
    let row = inbox::claim(&mut tx, start()).await.unwrap().unwrap();
    inbox::fail(&mut tx, row.id, start() + seconds(99), "bad").await.unwrap();
    inbox::park(&mut tx, &row, start(), "too bad").await.unwrap();
    assert_eq!(inbox::claim(&mut tx, start()).await.unwrap().unwrap().event_key, "2");
    let parked = inbox::list_parked(&mut tx, 10).await.unwrap();
    assert_eq!(parked.iter().map(|row| row.event_key.as_str()).collect::<Vec<_>>(), ["1"]);
    assert_eq!(parked[0].last_error.as_deref(), Some("too bad"));
    assert!(inbox::retry(&mut tx, row.id).await.unwrap());
    assert!(!inbox::retry(&mut tx, row.id).await.unwrap());
    let back = inbox::claim(&mut tx, start()).await.unwrap().unwrap();
    assert_eq!((back.event_key.as_str(), back.attempts), ("1", 0));
});

both!(an_unreadable_row_is_stored_parked, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let mut row = update("unreadable", "1");
    row.filing = Filing::Unreadable("no id".to_owned());
    row.raw = "\0 not json".to_owned();
    inbox::put(&mut tx, &[row]).await.unwrap();
    assert_eq!(inbox::claim(&mut tx, start()).await.unwrap(), None);
    let parked = inbox::list_parked(&mut tx, 10).await.unwrap();
    assert_eq!((parked.len(), parked[0].raw.as_str()), (1, " not json"));
});

both!(old_rows_and_secrets_go, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    inbox::put(&mut tx, &[update("chat:a", "1"), update("chat:a", "2")]).await.unwrap();
    let row = inbox::claim(&mut tx, start()).await.unwrap().unwrap();
    inbox::redact(&mut tx, row.id, "/start …").await.unwrap();
    assert_eq!(inbox::get(&mut tx, row.id).await.unwrap().unwrap().raw, "/start …");
    inbox::finish(&mut tx, row.id, start(), "done").await.unwrap();
    assert_eq!(inbox::sweep_old(&mut tx, start(), 10).await.unwrap(), 0);
    assert_eq!(inbox::sweep_old(&mut tx, start() + seconds(1), 10).await.unwrap(), 1);
    assert_eq!(inbox::get(&mut tx, row.id).await.unwrap(), None);
    assert_eq!(inbox::backlog(&mut tx).await.unwrap().open, 1);
});

both!(no_two_workers_are_in_one_lane, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let rows: Vec<_> = (0..120).map(|n| update(&format!("chat:{}", n % 5), &format!("{n:03}"))).collect();
    inbox::put(&mut tx, &rows).await.unwrap();
    tx.commit().await.unwrap();
    let busy = std::sync::Arc::new(std::sync::Mutex::new(BTreeSet::new()));
    let workers = (0..4).map(|_| {
        let (db, busy) = (db.clone(), busy.clone());
        tokio::spawn(async move {
            let mut seen = Vec::new();
            let mut idle = 0;
            while idle < 20 {
                let mut tx = db.begin().await.unwrap();
                let Some(row) = inbox::claim(&mut tx, start()).await.unwrap() else {
                    // The other lanes may be busy only.
                    idle += 1;
                    crate::base::nap(2).await;
                    continue;
                };
                idle = 0;
                assert!(busy.lock().unwrap().insert(row.lane.clone()), "two workers in {}", row.lane);
                tokio::task::yield_now().await;
                inbox::finish(&mut tx, row.id, start(), "done").await.unwrap();
                assert!(busy.lock().unwrap().remove(&row.lane));
                tx.commit().await.unwrap();
                seen.push(row.event_key);
            }
            seen
        })
    });
    let mut seen = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        seen.extend(worker.await.unwrap());
    }
    seen.sort();
    assert_eq!(seen, (0..120).map(|n| format!("{n:03}")).collect::<Vec<_>>());
});

#[test]
fn lanes_name_their_case() {
    assert_eq!(inbox::case_of_lane(&inbox::lane_of_case(CaseId(12))), Some(CaseId(12)));
    assert_eq!(inbox::case_of_lane(&inbox::lane_of_chat(&super::helpers::address("5"))), None);
    assert_eq!(inbox::lane_of_chat(&super::helpers::address("5")), "chat:telegram:5");
}
