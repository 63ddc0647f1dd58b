//! What the owner hears the moment his alarm rings: what to do first, then who
//! has been told, by when somebody calls, and at which number.

use crate::domain::alarm;
use crate::domain::case::Case;
use crate::domain::emergency::State;
use crate::domain::frame::Frame;
use crate::domain::ids::PersonId;
use crate::process::say::{Say, Sketch, about, limit};
use crate::script::args::{Args, Value};

#[must_use]
pub fn heard(case: &Case, frame: &Frame) -> Sketch {
    let Some(emergency) = &case.complaint.emergency else { return Sketch::default() };
    let phone = frame.people.phone(case.complaint.reporter);
    let args = about(case, frame)
        .flag("told", !alarm::reached(case, frame).is_empty())
        .flag("registered", case.number.is_some())
        .text("phone", phone.unwrap_or_default());
    let args = limit(args, "limit", frame.rules.x_emergency_taken);
    let mut sketch = Sketch::titled(Say::new(
        "emergency.title",
        args.clone().key("danger", format!("danger.{}", emergency.danger.word())),
    ));
    if let State::Ringing { sure: false, .. } = emergency.state {
        sketch = sketch.line(Say::plain("emergency.unanswered"));
    }
    sketch
        .line(Say::plain(format!("emergency.advice.{}", emergency.danger.word())))
        .line(Say::new("emergency.told", args))
}

/// Nobody has taken it yet, and more people know of it now.
#[must_use]
pub fn climbed(told: &[PersonId], args: Args, frame: &Frame) -> Say {
    let name = |person: &_| Value::Text(frame.people.name(*person).to_owned());
    Say::new("emergency.climbed", args.with("people", Value::List(told.iter().map(name).collect())))
}

/// For the colleague who has the owner on the telephone.
#[must_use]
pub fn read_out(case: &Case) -> Sketch {
    let Some(emergency) = &case.complaint.emergency else { return Sketch::default() };
    Sketch::titled(Say::plain("emergency.read_out"))
        .line(Say::plain(format!("emergency.advice.{}", emergency.danger.word())))
}
