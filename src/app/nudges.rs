//! What the parts of the running bot have in common: a pump as a task, and who
//! tells which of them that there is work.

use super::stop::Stage;
use crate::clock::Clock;
use crate::flow::pump::{self, Nudge, Pump};

/// Tells each kind of pump that there is work.
#[derive(Clone, Default)]
pub struct Nudges {
    pub turns: Nudge,
    pub timers: Nudge,
    pub delivery: Nudge,
    pub files: Nudge,
}

/// A pump as a task, until its stage ends.
pub fn start(stage: &mut Stage, mut pump: impl Pump + 'static, clock: &Clock, nudge: &Nudge) {
    let (clock, nudge, stop) = (clock.clone(), nudge.clone(), stage.stopping());
    stage.spawn(async move {
        pump::run(&mut pump, &clock, &nudge, stop).await;
        Ok(())
    });
}
