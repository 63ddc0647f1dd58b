//! The timer pump: what is due becomes inbox rows, but nobody is called late
//! whose word is still on its way in.

use crate::base::{both, seconds, start};
use crate::store::helpers::update;
use anju::clock::{Clock, Until};
use anju::flow::gate::Gate;
use anju::flow::pump::{Nudge, Pump, Step};
use anju::flow::timers::TimerPump;
use anju::store::inbox::{self, Kind};
use anju::store::timers::{self, Timer};
use anju::store::{Db, Tx};

async fn set(db: &Db, key: &str, after: i64) {
    let mut tx = db.begin().await.unwrap();
    let timer = Timer { key: key.to_owned(), lane: "case:1".to_owned(), due_at: start() + seconds(after) };
    timers::set_many(&mut tx, &[timer]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn fallen(tx: &mut Tx) -> i64 {
    inbox::backlog(tx).await.unwrap().open - inbox::backlog(tx).await.unwrap().updates
}

fn pump(db: &Db, clock: &Clock) -> TimerPump {
    let gate = Gate::closed(clock.clone(), seconds(60), Nudge::new());
    TimerPump { db: db.clone(), clock: clock.clone(), gate, turns: Nudge::new() }
}

both!(timers_fall_when_the_calendar_says_so, |db: Db| async move {
    let clock = Clock::frozen(start());
    let mut pump = pump(&db, &clock);
    pump.gate.open();
    assert_eq!(pump.step().await.unwrap(), Step::until(None));
    for (key, after) in [("a", 10), ("b", 20), ("c", 500)] {
        set(&db, key, after).await;
    }
    let until = |after: i64| Step::Idle(Until { calendar: Some(start() + seconds(after)), machine: None });
    assert_eq!(pump.step().await.unwrap(), until(10));
    clock.advance_machine(seconds(1000));
    assert_eq!(pump.step().await.unwrap(), until(10), "machine time is none of theirs");
    clock.advance_calendar(seconds(400));
    assert_eq!(pump.step().await.unwrap(), Step::Worked);
    assert_eq!(pump.step().await.unwrap(), until(500));
    let mut tx = db.begin().await.unwrap();
    assert_eq!(fallen(&mut tx).await, 2);
    let row = inbox::claim(&mut tx, clock.machine_now()).await.unwrap().unwrap();
    assert_eq!((row.kind, row.said_at, row.received_at), (Kind::Timer, start() + seconds(10), start() + seconds(1000)));
});

both!(timers_wait_for_what_people_have_said, |db: Db| async move {
    let clock = Clock::frozen(start());
    let mut pump = pump(&db, &clock);
    set(&db, "a", 0).await;
    let shut = Step::until(Some(start() + seconds(60)));
    assert_eq!(pump.step().await.unwrap(), shut, "nothing has been heard yet");
    let mut tx = db.begin().await.unwrap();
    inbox::put(&mut tx, &[update("chat:a", "1")]).await.unwrap();
    tx.commit().await.unwrap();
    pump.gate.drained();
    assert_eq!(pump.step().await.unwrap(), shut, "heard, not yet worked off");
    let mut tx = db.begin().await.unwrap();
    let row = inbox::claim(&mut tx, start()).await.unwrap().unwrap();
    inbox::finish(&mut tx, row.id, start(), "done").await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(pump.step().await.unwrap(), Step::Worked);
    let mut tx = db.read().await.unwrap();
    assert_eq!(fallen(&mut tx).await, 1);
});

both!(timers_do_not_wait_for_ever, |db: Db| async move {
    let clock = Clock::frozen(start());
    let mut pump = pump(&db, &clock);
    set(&db, "a", 0).await;
    assert_eq!(pump.step().await.unwrap(), Step::until(Some(start() + seconds(60))));
    clock.advance_machine(seconds(60));
    assert_eq!(pump.step().await.unwrap(), Step::Worked);
});
