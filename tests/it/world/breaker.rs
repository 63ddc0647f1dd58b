//! Settling while the program dies: after every single step of the store that a
//! piece of work takes, it is killed and started again, and the work is done
//! anew until it gets through.

use super::World;
use anju::flow::pump::{Pump, Step};
use anju::on;
use chrono::{DateTime, TimeDelta, Utc};

/// How often the program has died.
#[derive(Clone, Copy, Debug, Default)]
pub struct Breaker {
    pub stops: u32,
    /// Of these, while messages were sent and recorded.
    pub in_delivery: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Door,
    Poll,
    Customers,
    Timers,
    Turns,
    Files,
    Delivery,
}

/// Everything that a program holds, and until when.
const HELD: &str = "select max(held) from (
    select max(lease_until) as held from outbox union all select max(lease_until) from attachments
    union all select max(busy_until) from accounts union all select max(until) from leases) as leases";

impl World {
    /// From here on the program dies wherever it can.
    pub fn dies_everywhere(&mut self) {
        self.breaker = Some(Breaker::default());
        if let Some(side) = &self.wecom {
            side.corp.stops_calling();
        }
    }

    pub fn deaths(&self) -> Breaker {
        self.breaker.unwrap_or_default()
    }

    pub(super) async fn settle_dying(&mut self) {
        for _ in 0..400 {
            let mut worked = false;
            self.bring_callbacks().await;
            for part in [Part::Poll, Part::Customers, Part::Timers, Part::Turns, Part::Files] {
                if part != Part::Customers || self.wecom.is_some() {
                    worked |= self.get_through(part).await;
                }
            }
            for channel in 0..self.pumps.deliveries.len() {
                worked |= self.deliver_dying(channel).await;
            }
            if !worked {
                return;
            }
        }
        panic!("the pumps never come to rest");
    }

    /// A door that has died gave no answer, so WeCom comes again.
    async fn bring_callbacks(&mut self) {
        let callbacks = self.wecom.as_ref().map(|side| side.corp.take_callbacks());
        for callback in callbacks.into_iter().flatten() {
            for survived in 0.. {
                assert!(survived < 2000, "a callback never gets through");
                self.db.stop_after(survived);
                let status = self.wecom.as_ref().expect("a corp").brings(&callback).await;
                if !self.db.go_on() {
                    assert_eq!(status, 200, "a callback is refused: {}", callback.words);
                    break;
                }
                assert_eq!(status, 500, "it said that it has what it has not: {}", callback.words);
                self.die(Part::Door).await;
            }
        }
    }

    /// One step of a pump that dies after none of its steps of the store, after
    /// one, after two …; the last try lives. Says whether there was work.
    async fn get_through(&mut self, part: Part) -> bool {
        for survived in 0..2000 {
            self.db.stop_after(survived);
            let step = self.pumps.pump(part).step().await;
            if !self.db.go_on() {
                return step.expect("nothing but the stop is in the way") == Step::Worked;
            }
            self.die(part).await;
        }
        panic!("{part:?} never gets through");
    }

    /// Sends are recorded one step after they were leased, so the delivery of a
    /// channel dies anywhere on its whole way until nothing is left; from the
    /// beginning again whenever something has been recorded.
    async fn deliver_dying(&mut self, channel: usize) -> bool {
        let (mut survived, mut worked) = (0, false);
        for _ in 0..20_000 {
            let before = self.unsent().await;
            self.db.stop_after(survived);
            let drained = self.drain_outbox(channel).await;
            if !self.db.go_on() {
                return drained.expect("nothing but the stop is in the way") || worked;
            }
            self.die(Part::Delivery).await;
            let recorded = self.unsent().await != before;
            worked |= recorded;
            survived = if recorded { 0 } else { survived + 1 };
        }
        panic!("delivery never gets through");
    }

    async fn drain_outbox(&mut self, channel: usize) -> anyhow::Result<bool> {
        let mut worked = false;
        while self.pumps.deliveries[channel].step().await? == Step::Worked {
            worked = true;
        }
        Ok(worked)
    }

    async fn unsent(&self) -> i64 {
        let mut tx = self.db.read().await.expect("a read");
        anju::store::outbox::backlog(&mut tx).await.expect("the outbox is read").open
    }

    async fn die(&mut self, part: Part) {
        let breaker = self.breaker.get_or_insert_default();
        breaker.stops += 1;
        if part == Part::Delivery {
            breaker.in_delivery += 1;
        }
        self.restart();
        // Whoever starts again finds nothing held: rows, chats, the leave to fetch a token.
        if matches!(part, Part::Customers | Part::Files | Part::Delivery) {
            let (held, now) = (self.held_until().await, self.clock.machine_now());
            self.clock.advance_machine(held.map_or(TimeDelta::zero(), |held| (held - now).max(TimeDelta::zero())));
        }
    }

    async fn held_until(&self) -> Option<DateTime<Utc>> {
        let mut tx = self.db.read().await.expect("a read");
        on!(tx, db => sqlx::query_scalar(HELD).fetch_one(db).await).expect("leases are read")
    }
}

impl super::Pumps {
    fn pump(&mut self, part: Part) -> &mut dyn Pump {
        self.gate.open();
        match part {
            Part::Door => unreachable!("the door is no pump"),
            Part::Poll => &mut self.poll,
            Part::Timers => &mut self.timers,
            Part::Turns => &mut self.turns[0],
            Part::Files => &mut self.files,
            Part::Customers => self.customers.as_mut().expect("there is a corp"),
            Part::Delivery => &mut self.deliveries[0],
        }
    }
}
