//! Settling with two programs on one database: every pump of both is a task of
//! its own, and all of them run at once. One of the two asks for updates, as
//! the messenger allows only one.

use super::{Pumps, World};
use crate::base::nap;
use anju::clock::Clock;
use anju::flow::pump::{Pump, Step};
use anju::on;
use chrono::TimeDelta;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::task::JoinSet;

/// So long, by the machine, until everything must have come to rest.
const PATIENCE: u64 = 60_000;

/// What could go, or was tried. What waits for its reader's next word has not
/// been tried and is not due, and what stands behind it waits too.
const UNSENT: &str = "select count(*) from outbox o
    where o.sent_at is null and o.failed_at is null
      and (o.attempts > 0
           or (o.due_at <= $1
               and not exists (select 1 from outbox b
                                where b.account_id = o.account_id and b.rank = o.rank and b.id < o.id
                                  and b.sent_at is null and b.failed_at is null and b.due_at > $1)))";

/// Programs that run until they are told to end.
pub struct Together {
    stop: Arc<AtomicBool>,
    tasks: JoinSet<()>,
    _ear: tokio::sync::watch::Sender<bool>,
}

impl World {
    /// Starts `programs` programs on this database.
    pub fn run_together(&self, programs: usize) -> Together {
        let stop = Arc::new(AtomicBool::new(false));
        let (ear, told) = tokio::sync::watch::channel(false);
        let mut tasks = JoinSet::new();
        for number in 0..programs {
            let pumps = Pumps::new(
                (&self.db, &self.clock),
                &self.api,
                self.wecom.as_ref(),
                Arc::clone(&self.office),
                &self.files,
                told.clone(),
            );
            let Pumps { poll, turns, timers, deliveries, customers, files, gate, .. } = pumps;
            gate.open();
            let mut all: Vec<Box<dyn Pump>> = vec![Box::new(timers), Box::new(files)];
            all.extend(deliveries.into_iter().map(|delivery| Box::new(delivery) as Box<dyn Pump>));
            all.extend(turns.into_iter().map(|turns| Box::new(turns) as Box<dyn Pump>));
            all.extend(customers.into_iter().map(|customers| Box::new(customers) as Box<dyn Pump>));
            if number == 0 {
                all.push(Box::new(poll));
            }
            for pump in all {
                tasks.spawn(keep_stepping(pump, Arc::clone(&stop)));
            }
        }
        if self.wecom.is_some() {
            tasks.spawn(time_passes(self.clock.clone(), Arc::clone(&stop)));
        }
        Together { stop, tasks, _ear: ear }
    }

    /// Waits until nothing is left to do anywhere.
    pub async fn rest(&self) {
        let mut quiet = 0;
        for _ in 0..PATIENCE / 5 {
            quiet = if self.is_quiet().await { quiet + 1 } else { 0 };
            if quiet == 3 {
                return;
            }
            nap(5).await;
        }
        self.nothing_left().await;
        panic!("files or updates are left");
    }

    async fn is_quiet(&self) -> bool {
        let mut tx = self.db.read().await.expect("a read");
        let inbox = anju::store::inbox::backlog(&mut tx).await.expect("the inbox is read");
        let now = self.clock.machine_now();
        let unsent: i64 =
            on!(tx, db => sqlx::query_scalar(UNSENT).bind(now).fetch_one(db).await).expect("it is counted");
        let files = anju::store::attachments::count_wanted(&mut tx).await.expect("files are counted");
        drop(tx);
        let heard = match &self.wecom {
            Some(side) => side.is_heard().await,
            None => true,
        };
        heard && self.messenger.pending_updates().is_empty() && inbox.open == 0 && unsent == 0 && files == 0
    }
}

impl Together {
    pub async fn end(mut self) {
        self.stop.store(true, Ordering::SeqCst);
        while let Some(ended) = self.tasks.join_next().await {
            ended.expect("a pump does not die");
        }
    }
}

/// One program waits by the machine's clock for what the other one does: for
/// the token of WeCom, while that one fetches it.
async fn time_passes(clock: Clock, stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::SeqCst) {
        nap(5).await;
        clock.advance_machine(TimeDelta::milliseconds(5));
    }
}

async fn keep_stepping(mut pump: Box<dyn Pump>, stop: Arc<AtomicBool>) {
    while !stop.load(Ordering::SeqCst) {
        match pump.step().await {
            Ok(Step::Worked) => tokio::task::yield_now().await,
            Ok(Step::Idle(_)) => nap(3).await,
            Err(why) => panic!("{}: {why:#}", pump.name()),
        }
    }
    pump.close().await;
}
