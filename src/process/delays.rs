//! What the owner hears before he asks: that a step takes longer than was
//! promised, in his words, and that it has been passed on.

use crate::domain::case::Case;
use crate::domain::clock::{Clock, Rule};
use crate::domain::frame::Frame;
use crate::domain::reminding::{self, Wakeup};
use crate::process::say::{Notice, Say, Sketch};
use crate::process::status;
use crate::talk::message::Class;
use crate::talk::tap::Tap;

/// One sentence for the owner, when the first of these clocks has just expired
/// whose promise he feels. Said once for each promise: what goes on being late
/// he can ask about.
#[must_use]
pub fn of(case: &Case, reminded: &[(Clock, reminding::Notice)], frame: &Frame) -> Vec<Notice> {
    let expired = reminded.iter().filter(|(_, notice)| notice.kind == Wakeup::Expired);
    let felt = expired.filter_map(|(clock, _)| Some((clock, key(clock.rule)?)));
    let Some((clock, key)) = felt.min_by_key(|(clock, _)| clock.due_at) else { return Vec::new() };
    let args = status::with_whom(case, frame).when("due", clock.due_at).when("since", clock.started_at);
    let menu = |command: &str| Tap::Menu { command: command.to_owned(), arg: case.id.to_string() };
    let sketch = Sketch::default()
        .line(Say::new(key, args))
        .row(vec![(Say::plain("act.status"), menu("status")), (Say::plain("act.human"), menu("human"))]);
    let tell = |to| Notice { to, sketch: sketch.clone(), class: Class::News };
    case.owner_side(frame).into_iter().map(tell).collect()
}

/// The promises that an owner feels. Of his call-back he is asked, and an alarm
/// tells him minute by minute itself.
fn key(rule: Rule) -> Option<String> {
    let felt = !matches!(rule, Rule::Emergency | Rule::RepairPhone | Rule::RepairWeek | Rule::ComplaintRevisit);
    status::step(rule).filter(|_| felt).map(|step| format!("late.{step}"))
}
