//! What the parts of the running bot have in common: a pump as a task, and who
//! tells which of them that there is work.

use super::stop::Stage;
use crate::clock::Clock;
use crate::flow::pump::{self, Nudge, Pump};
use crate::flow::vitals::Vitals;

/// Tells each kind of pump that there is work, and knows which of them fail.
#[derive(Clone)]
pub struct Nudges {
    pub vitals: Vitals,
    pub turns: Nudge,
    pub timers: Nudge,
    pub delivery: Nudge,
    pub files: Nudge,
}

impl Nudges {
    #[must_use]
    pub fn new(clock: &Clock) -> Nudges {
        let [turns, timers, delivery, files] = std::array::from_fn(|_| Nudge::new());
        Nudges { vitals: Vitals::new(clock.clone()), turns, timers, delivery, files }
    }

    /// A pump as a task, until its stage ends.
    pub fn start(&self, stage: &mut Stage, mut pump: impl Pump + 'static, clock: &Clock, nudge: &Nudge) {
        let (clock, nudge, stop) = (clock.clone(), nudge.clone(), stage.stopping());
        let vitals = self.vitals.clone();
        stage.spawn(async move {
            pump::run(&mut pump, &clock, &nudge, &vitals, stop).await;
            Ok(())
        });
    }
}
