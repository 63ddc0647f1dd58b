//! The turn pump: one row, one transaction, and what happens when it fails.

use crate::base::{both, seconds, start};
use crate::store::helpers::update;
use anju::clock::Clock;
use anju::flow::pump::{Pump, Step};
use anju::flow::turns::{Downstream, Outcome, Parker, TurnHandler, TurnPump};
use anju::store::inbox::{self, InboxRow};
use anju::store::{Db, Error, Tx, channel_state};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use std::sync::{Arc, Mutex};

/// Writes down what it was given, in the transaction, and does as the row says.
#[derive(Default)]
struct Scribe {
    seen: Mutex<Vec<String>>,
    told: Mutex<Vec<String>>,
    parker_fails: bool,
}

#[async_trait]
impl TurnHandler for Scribe {
    async fn turn(&self, tx: &mut Tx, row: &InboxRow, now: DateTime<Utc>) -> anyhow::Result<Outcome> {
        assert_eq!(now, start());
        self.seen.lock().unwrap().push(row.event_key.clone());
        channel_state::put(tx, &format!("done:{}", row.event_key), &1).await?;
        match row.event_key.split('-').next() {
            Some("fail") => anyhow::bail!("cannot be understood"),
            Some("panic") => panic!("a bug"),
            Some("stale") if self.seen.lock().unwrap().len() < 4 => {
                Err(Error::Overtaken { table: "cases", id: "1".to_owned() })?
            }
            _ => Ok(Outcome::new("answered")),
        }
    }
}

#[async_trait]
impl Parker for Scribe {
    async fn park(&self, tx: &mut Tx, row: &InboxRow, _now: DateTime<Utc>, why: &str) -> anyhow::Result<()> {
        channel_state::put(tx, &format!("told:{}", row.event_key), &why).await?;
        self.told.lock().unwrap().push(row.event_key.clone());
        anyhow::ensure!(!self.parker_fails, "nobody to tell");
        Ok(())
    }
}

fn pump(db: &Db, clock: &Clock, scribe: &Arc<Scribe>) -> TurnPump {
    TurnPump::new(db.clone(), clock.clone(), scribe.clone(), scribe.clone(), Downstream::default(), 3)
}

async fn put(db: &Db, rows: &[(&str, &str)]) {
    let mut tx = db.begin().await.unwrap();
    let rows: Vec<_> = rows.iter().map(|(lane, key)| update(lane, key)).collect();
    inbox::put(&mut tx, &rows).await.unwrap();
    tx.commit().await.unwrap();
}

async fn is_done(db: &Db, key: &str) -> bool {
    let mut tx = db.read().await.unwrap();
    channel_state::get::<serde_json::Value>(&mut tx, key).await.unwrap().is_some()
}

both!(a_turn_and_its_end_commit_together, |db: Db| async move {
    let (clock, scribe) = (Clock::frozen(start()), Arc::new(Scribe::default()));
    put(&db, &[("chat:a", "1"), ("chat:b", "2")]).await;
    let mut pump = pump(&db, &clock, &scribe);
    assert_eq!(pump.step().await.unwrap(), Step::Worked);
    assert_eq!(pump.step().await.unwrap(), Step::Worked);
    assert_eq!(pump.step().await.unwrap(), Step::until(None));
    assert_eq!(*scribe.seen.lock().unwrap(), ["1", "2"]);
    assert!(is_done(&db, "done:1").await && is_done(&db, "done:2").await);
});

both!(a_failing_turn_is_counted_waits_and_is_parked, |db: Db| async move {
    for key in ["fail-1", "panic-1"] {
        let (clock, scribe) = (Clock::frozen(start()), Arc::new(Scribe::default()));
        let lane = format!("chat:{key}");
        put(&db, &[(&lane, key), (&lane, &format!("{key}-next").replace("fail", "x").replace("panic", "y"))]).await;
        let mut pump = pump(&db, &clock, &scribe);
        assert_eq!(pump.step().await.unwrap(), Step::Worked);
        assert_eq!(pump.step().await.unwrap(), Step::until(Some(start() + seconds(1))));
        clock.advance_machine(seconds(1));
        assert_eq!(pump.step().await.unwrap(), Step::Worked);
        assert_eq!(pump.step().await.unwrap(), Step::until(Some(start() + seconds(3))));
        assert!(scribe.told.lock().unwrap().is_empty());
        clock.advance_machine(seconds(2));
        assert_eq!(pump.step().await.unwrap(), Step::Worked);
        assert_eq!(*scribe.told.lock().unwrap(), [key]);
        assert!(is_done(&db, &format!("told:{key}")).await && !is_done(&db, &format!("done:{key}")).await);
        // The lane goes on without it.
        assert_eq!(pump.step().await.unwrap(), Step::Worked);
        assert_eq!(pump.step().await.unwrap(), Step::until(None));
    }
    let mut tx = db.read().await.unwrap();
    let parked = inbox::list_parked(&mut tx, 10).await.unwrap();
    let parked: Vec<_> =
        parked.iter().map(|row| (row.event_key.as_str(), row.attempts, row.last_error.as_deref())).collect();
    assert_eq!(parked, [("fail-1", 3, Some("cannot be understood")), ("panic-1", 3, Some("panic: a bug"))]);
});

both!(a_row_is_parked_even_if_nobody_can_be_told, |db: Db| async move {
    let (clock, scribe) = (Clock::frozen(start()), Arc::new(Scribe { parker_fails: true, ..Scribe::default() }));
    put(&db, &[("chat:a", "fail-1"), ("chat:a", "2")]).await;
    let mut pump = pump(&db, &clock, &scribe);
    for _ in 0..4 {
        assert_eq!(pump.step().await.unwrap(), Step::Worked);
        clock.advance_machine(seconds(60));
    }
    assert_eq!(scribe.told.lock().unwrap().len(), 1);
    assert!(!is_done(&db, "told:fail-1").await, "what the parker had written is undone");
    assert!(is_done(&db, "done:2").await);
    let mut tx = db.read().await.unwrap();
    assert_eq!(inbox::backlog(&mut tx).await.unwrap().parked, 1);
});

both!(who_was_overtaken_tries_again_uncounted, |db: Db| async move {
    let (clock, scribe) = (Clock::frozen(start()), Arc::new(Scribe::default()));
    put(&db, &[("chat:a", "stale-1")]).await;
    let mut pump = pump(&db, &clock, &scribe);
    for _ in 0..4 {
        assert_eq!(pump.step().await.unwrap(), Step::Worked);
    }
    assert_eq!(pump.step().await.unwrap(), Step::until(None));
    let mut tx = db.read().await.unwrap();
    assert_eq!(inbox::get(&mut tx, 1).await.unwrap().unwrap().attempts, 0);
});

both!(a_database_that_is_away_is_nobodys_fault, |db: Db| async move {
    let (clock, scribe) = (Clock::frozen(start()), Arc::new(Scribe::default()));
    put(&db, &[("chat:a", "1")]).await;
    let mut steps = 0;
    loop {
        db.stop_after(steps);
        let result = pump(&db, &clock, &scribe).step().await;
        if !db.go_on() {
            assert_eq!(result.unwrap(), Step::Worked);
            break;
        }
        assert!(result.is_err(), "stopped after {steps}");
        assert!(!is_done(&db, "done:1").await, "stopped after {steps}");
        let mut tx = db.read().await.unwrap();
        let row = inbox::list_parked(&mut tx, 1).await.unwrap();
        assert!(row.is_empty() && inbox::backlog(&mut tx).await.unwrap().open == 1);
        steps += 1;
        assert!(steps < 20);
    }
    assert!(is_done(&db, "done:1").await);
    // begin, claim (two on PostgreSQL), the turn's own, finish, commit
    assert_eq!(steps, if db.is_postgres() { 6 } else { 5 });
});

both!(several_workers_do_everything_once, |db: Db| async move {
    let (clock, scribe) = (Clock::frozen(start()), Arc::new(Scribe::default()));
    let rows: Vec<(String, String)> = (0..60).map(|n| (format!("chat:{}", n % 7), n.to_string())).collect();
    put(&db, &rows.iter().map(|(lane, key)| (lane.as_str(), key.as_str())).collect::<Vec<_>>()).await;
    let workers: Vec<_> = (0..3)
        .map(|_| {
            let mut pump = pump(&db, &clock, &scribe);
            tokio::spawn(async move {
                let mut idle = 0;
                while idle < 10 {
                    if pump.step().await.unwrap() == Step::Worked {
                        idle = 0;
                    } else {
                        idle += 1;
                        crate::base::nap(2).await;
                    }
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let mut seen = scribe.seen.lock().unwrap().clone();
    seen.sort_by_key(|key| key.parse::<u32>().unwrap());
    assert_eq!(seen, rows.into_iter().map(|(_, key)| key).collect::<Vec<_>>());
});
