//! What one message says, read in one pass.

use crate::understanding::alarm::Alarm;
use crate::understanding::category::Guess;
use crate::understanding::intent::Meant;

/// What a message says by itself, whatever was asked.
#[derive(Clone, Debug, PartialEq)]
pub struct Heard {
    pub alarm: Alarm,
    pub meant: Meant,
    pub category: Guess,
}

impl Heard {
    /// It reports something, or may: nothing that may be a matter is lost.
    #[must_use]
    pub fn opens(&self) -> bool {
        self.alarm != Alarm::Quiet || self.meant.reports_something()
    }
}
