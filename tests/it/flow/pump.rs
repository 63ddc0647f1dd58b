//! The loop around every pump: it wakes when nudged, waits when it fails, ends
//! when told.

use crate::base::{seconds, start};
use anju::clock::Clock;
use anju::flow::backoff::Backoff;
use anju::flow::pump::{self, Nudge, Pump, Step, caught};
use anju::flow::vitals::Vitals;
use async_trait::async_trait;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::watch;

/// Works off `work`, fails or panics when told to.
struct Counter {
    work: Arc<AtomicU32>,
    steps: Arc<AtomicU32>,
    fault: Arc<AtomicU32>,
    closed: Arc<AtomicU32>,
}

#[async_trait]
impl Pump for Counter {
    fn name(&self) -> &'static str {
        "counter"
    }

    async fn step(&mut self) -> anyhow::Result<Step> {
        self.steps.fetch_add(1, Ordering::SeqCst);
        match self.fault.load(Ordering::SeqCst) {
            1 => anyhow::bail!("no database"),
            2 => panic!("a bug"),
            _ => {}
        }
        let left = self.work.load(Ordering::SeqCst);
        if left == 0 {
            return Ok(Step::until(None));
        }
        self.work.fetch_sub(1, Ordering::SeqCst);
        Ok(Step::Worked)
    }

    async fn close(&mut self) {
        self.closed.fetch_add(1, Ordering::SeqCst);
    }
}

async fn soon(what: &str, done: impl Fn() -> bool) {
    for _ in 0..500 {
        if done() {
            return;
        }
        crate::base::nap(2).await;
    }
    panic!("not in time: {what}");
}

#[tokio::test]
async fn a_pump_works_waits_fails_and_stops() {
    let [work, steps, fault, closed] = [5, 0, 0, 0].map(|n| Arc::new(AtomicU32::new(n)));
    let mut counter =
        Counter { work: work.clone(), steps: steps.clone(), fault: fault.clone(), closed: closed.clone() };
    let (clock, nudge, (stop, stopped)) = (Clock::frozen(start()), Nudge::new(), watch::channel(false));
    let vitals = Vitals::new(clock.clone());
    let running = tokio::spawn({
        let (clock, nudge, vitals) = (clock.clone(), nudge.clone(), vitals.clone());
        async move { pump::run(&mut counter, &clock, &nudge, &vitals, stopped).await }
    });
    soon("all work done", || work.load(Ordering::SeqCst) == 0).await;
    soon("and one look more", || steps.load(Ordering::SeqCst) == 6).await;

    work.store(2, Ordering::SeqCst);
    nudge.nudge();
    soon("the nudge is heard", || steps.load(Ordering::SeqCst) == 9).await;

    for (n, kind) in [(1, 1), (2, 2)] {
        let before = steps.load(Ordering::SeqCst);
        fault.store(kind, Ordering::SeqCst);
        nudge.nudge();
        soon("it fails", || steps.load(Ordering::SeqCst) > before).await;
        let failed = steps.load(Ordering::SeqCst);
        nudge.nudge();
        crate::base::nap(20).await;
        assert_eq!(steps.load(Ordering::SeqCst), failed, "a nudge does not shorten the wait, fault {n}");
        assert_eq!(vitals.faults(), Vec::<String>::new(), "it may heal at once");
        clock.advance_machine(seconds(60));
        soon("it fails again", || steps.load(Ordering::SeqCst) > failed).await;
        assert_eq!(vitals.faults(), ["`counter` has not worked for 60 s"]);
        let failed = steps.load(Ordering::SeqCst);
        fault.store(0, Ordering::SeqCst);
        clock.advance_machine(seconds(60));
        soon("it tries again", || steps.load(Ordering::SeqCst) > failed).await;
        soon("it works", || vitals.faults().is_empty()).await;
    }
    stop.send(true).unwrap();
    running.await.unwrap();
    assert_eq!(closed.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_nudge_before_the_wait_is_not_lost() {
    let nudge = Nudge::new();
    let mut listener = nudge.listen();
    listener.mark();
    nudge.nudge();
    nudge.nudge();
    tokio::time::timeout(Duration::from_secs(5), listener.nudged()).await.expect("it was nudged");
    let quiet = tokio::time::timeout(Duration::from_millis(10), listener.nudged()).await;
    assert!(quiet.is_err(), "two nudges are one look");
}

#[tokio::test]
async fn a_panic_becomes_an_error() {
    let panics = async |owned: bool| {
        tokio::task::yield_now().await;
        if owned { panic!("at {}", 5) } else { panic!("at five") }
    };
    assert_eq!(caught::<()>(panics(true)).await.unwrap_err().to_string(), "panic: at 5");
    assert_eq!(caught::<()>(panics(false)).await.unwrap_err().to_string(), "panic: at five");
    assert_eq!(caught(async { 5 }).await.unwrap(), 5);
}

#[test]
fn delays_double_up_to_a_bound() {
    let delays = [0, 1, 2, 3, 4, 7, 8, 100, i64::MAX].map(|n| Backoff::TURN.after(n).as_secs());
    assert_eq!(delays, [1, 1, 2, 4, 8, 60, 60, 60, 60]);
}
