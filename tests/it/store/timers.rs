//! Timers: each falls once, in its lane, however often it is looked for.

use crate::base::{both, seconds, start};
use anju::store::inbox::{self, Kind};
use anju::store::timers::{self, Fell, Timer};
use anju::store::{Db, Tx};

fn timer(key: &str, after: i64) -> Timer {
    Timer { key: key.to_owned(), lane: "case:1".to_owned(), due_at: start() + seconds(after) }
}

async fn fallen(tx: &mut Tx) -> Vec<String> {
    let mut keys = Vec::new();
    while let Some(row) = inbox::claim(tx, start()).await.unwrap() {
        assert_eq!((row.kind, row.lane.as_str(), row.source.as_str()), (Kind::Timer, "case:1", "timer"));
        let fell = Fell::read(&row).unwrap();
        assert_eq!(fell.due_at, row.said_at);
        keys.push(fell.key);
        inbox::finish(tx, row.id, start(), "done").await.unwrap();
    }
    keys
}

both!(what_is_due_falls_in_order_and_once, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    timers::set_many(&mut tx, &[timer("c", 30), timer("a", 10), timer("b", 20)]).await.unwrap();
    assert_eq!(timers::next_due(&mut tx).await.unwrap(), Some(start() + seconds(10)));
    let mut fall = async |after: i64| timers::fall_due(&mut tx, start() + seconds(after), start(), 100).await.unwrap();
    assert_eq!([fall(9).await, fall(20).await, fall(20).await], [0, 2, 0]);
    assert_eq!(fallen(&mut tx).await, ["a", "b"]);
    assert_eq!(timers::count(&mut tx).await.unwrap(), 1);
});

both!(a_timer_set_again_moves, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    timers::set_many(&mut tx, &[timer("a", 10)]).await.unwrap();
    timers::set_many(&mut tx, &[timer("a", 50), timer("b", 60)]).await.unwrap();
    assert_eq!(timers::due_at(&mut tx, "a").await.unwrap(), Some(start() + seconds(50)));
    assert_eq!(timers::clear(&mut tx, &["b".to_owned(), "x".to_owned()]).await.unwrap(), 1);
    assert_eq!(timers::clear(&mut tx, &[]).await.unwrap(), 0);
    assert_eq!(timers::fall_due(&mut tx, start() + seconds(99), start(), 100).await.unwrap(), 1);
    assert_eq!(fallen(&mut tx).await, ["a"]);
    assert_eq!(timers::next_due(&mut tx).await.unwrap(), None);
});

both!(a_timer_set_again_after_its_fall_falls_again, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    for _ in 0..3 {
        // The same key and instant: the inbox must not take it for the last one.
        timers::set_many(&mut tx, &[timer("a", 10)]).await.unwrap();
        assert_eq!(timers::fall_due(&mut tx, start() + seconds(10), start(), 100).await.unwrap(), 1);
        assert_eq!(fallen(&mut tx).await, ["a"]);
    }
});

both!(a_sweep_takes_so_many_and_no_more, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let all: Vec<Timer> = (0..1200).map(|n| timer(&format!("t{n:04}"), n)).collect();
    timers::set_many(&mut tx, &all).await.unwrap();
    assert_eq!(timers::fall_due(&mut tx, start() + seconds(9999), start(), 100).await.unwrap(), 100);
    let keys = fallen(&mut tx).await;
    assert_eq!((keys.len(), keys[0].as_str(), keys[99].as_str()), (100, "t0000", "t0099"));
});

both!(two_sweepers_share_what_is_due, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let all: Vec<Timer> = (0..300).map(|n| timer(&format!("t{n:03}"), 0)).collect();
    timers::set_many(&mut tx, &all).await.unwrap();
    tx.commit().await.unwrap();
    let sweepers: Vec<_> = (0..4)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut fell = 0;
                loop {
                    let mut tx = db.begin().await.unwrap();
                    let now = timers::fall_due(&mut tx, start(), start(), 20).await.unwrap();
                    tx.commit().await.unwrap();
                    if now == 0 {
                        return fell;
                    }
                    fell += now;
                }
            })
        })
        .collect();
    let mut fell = 0;
    for sweeper in sweepers {
        fell += sweeper.await.unwrap();
    }
    let mut tx = db.begin().await.unwrap();
    fell += timers::fall_due(&mut tx, start(), start(), 1000).await.unwrap();
    assert_eq!((fell, fallen(&mut tx).await.len()), (300, 300));
});
