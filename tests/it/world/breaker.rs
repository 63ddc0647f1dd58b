//! Settling while the program dies: after every single step of the store that a
//! piece of work takes, it is killed and started again, and the work is done
//! anew until it gets through.

use super::World;
use anju::flow::pump::{Pump, Step};
use chrono::TimeDelta;

/// How often the program has died.
#[derive(Clone, Copy, Debug, Default)]
pub struct Breaker {
    pub stops: u32,
    /// Of these, while messages were sent and recorded.
    pub in_delivery: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Poll,
    Customers,
    Timers,
    Turns,
    Files,
    Delivery,
}

/// Longer than every lease: whoever starts again finds nothing held.
const LEASES_END: TimeDelta = TimeDelta::seconds(200);

impl World {
    /// From here on the program dies wherever it can.
    pub fn dies_everywhere(&mut self) {
        self.breaker = Some(Breaker::default());
    }

    pub fn deaths(&self) -> Breaker {
        self.breaker.unwrap_or_default()
    }

    pub(super) async fn settle_dying(&mut self) {
        for _ in 0..400 {
            let mut worked = false;
            if let Some(side) = &self.wecom {
                side.told().await;
            }
            for part in [Part::Poll, Part::Customers, Part::Timers, Part::Turns, Part::Files] {
                if part != Part::Customers || self.wecom.is_some() {
                    worked |= self.get_through(part).await;
                }
            }
            worked |= self.deliver_dying().await;
            if !worked {
                return;
            }
        }
        panic!("the pumps never come to rest");
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
            self.die(part);
        }
        panic!("{part:?} never gets through");
    }

    /// Sends are recorded one step after they were leased, so delivery dies
    /// anywhere on its whole way until nothing is left; from the beginning again
    /// whenever something has been recorded.
    async fn deliver_dying(&mut self) -> bool {
        let (mut survived, mut worked) = (0, false);
        for _ in 0..20_000 {
            let before = self.unsent().await;
            self.db.stop_after(survived);
            let drained = self.drain_outbox().await;
            if !self.db.go_on() {
                return drained.expect("nothing but the stop is in the way") || worked;
            }
            self.die(Part::Delivery);
            let recorded = self.unsent().await != before;
            worked |= recorded;
            survived = if recorded { 0 } else { survived + 1 };
        }
        panic!("delivery never gets through");
    }

    async fn drain_outbox(&mut self) -> anyhow::Result<bool> {
        let mut worked = false;
        for delivery in &mut self.pumps.deliveries {
            while delivery.step().await? == Step::Worked {
                worked = true;
            }
        }
        Ok(worked)
    }

    async fn unsent(&self) -> i64 {
        let mut tx = self.db.read().await.expect("a read");
        anju::store::outbox::backlog(&mut tx).await.expect("the outbox is read").open
    }

    fn die(&mut self, part: Part) {
        let breaker = self.breaker.get_or_insert_default();
        breaker.stops += 1;
        if part == Part::Delivery {
            breaker.in_delivery += 1;
        }
        self.restart();
        // The last two hold rows, and all of these may hold the leave to fetch a token.
        if matches!(part, Part::Customers | Part::Files | Part::Delivery) {
            self.clock.advance_machine(LEASES_END);
        }
    }
}

impl super::Pumps {
    fn pump(&mut self, part: Part) -> &mut dyn Pump {
        self.gate.open();
        match part {
            Part::Poll => &mut self.poll,
            Part::Timers => &mut self.timers,
            Part::Turns => &mut self.turns[0],
            Part::Files => &mut self.files,
            Part::Customers => self.customers.as_mut().expect("there is a corp"),
            Part::Delivery => &mut self.deliveries[0],
        }
    }
}
