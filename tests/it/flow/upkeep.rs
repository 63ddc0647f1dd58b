//! What nobody sees: letting go of old rows, and the gauges.

use crate::base::{both, seconds, start};
use crate::store::helpers::{account, message, update};
use anju::clock::Clock;
use anju::flow::gauges;
use anju::flow::pump::{Nudge, Pump, Step};
use anju::flow::sweep::SweepPump;
use anju::store::{Db, inbox, outbox};
use anju::talk::message::Class;
use chrono::TimeDelta;

both!(old_rows_go_in_their_time_and_open_ones_stay, |db: Db| async move {
    let clock = Clock::frozen(start());
    let mut pump = SweepPump {
        db: db.clone(),
        clock: clock.clone(),
        // Keys are kept a week at least, whatever the settings say.
        keep_raw: TimeDelta::days(1),
        keep_sent: TimeDelta::days(180),
        delivery: Nudge::new(),
    };
    let mut tx = db.begin().await.unwrap();
    let to = account(&mut tx, "1").await;
    outbox::put_many(&mut tx, &[message(to, Class::Bulk, "waits")]).await.unwrap();
    let rows: Vec<_> = (0..1203).map(|n| update("chat:a", &n.to_string())).collect();
    inbox::put(&mut tx, &rows).await.unwrap();
    for id in 1..=1202 {
        inbox::finish(&mut tx, id, start(), "done").await.unwrap();
    }
    tx.commit().await.unwrap();
    let idle = |clock: &Clock| Step::until(Some(clock.machine_now() + seconds(3600)));
    clock.advance_machine(TimeDelta::days(7));
    assert_eq!(pump.step().await.unwrap(), idle(&clock));
    clock.advance_machine(seconds(1));
    for _ in 0..3 {
        assert_eq!(pump.step().await.unwrap(), Step::Worked);
    }
    assert_eq!(pump.step().await.unwrap(), idle(&clock));
    let mut tx = db.read().await.unwrap();
    assert_eq!(inbox::get(&mut tx, 1202).await.unwrap(), None);
    assert!(inbox::get(&mut tx, 1203).await.unwrap().is_some());
    assert_eq!(outbox::backlog(&mut tx).await.unwrap().open, 1);
    drop(tx);
    gauges::update(&db, &clock).await.unwrap();
});
