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
