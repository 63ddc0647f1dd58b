//! The alarm: what, where, whose telephone, since when, who has been told. It is
//! the same for whoever reads it, as a card and as the reminder that it waits.

use super::Card;
use crate::domain::alarm;
use crate::domain::case::{COMPLAINT, Case, Purpose};
use crate::domain::emergency::{Emergency, State};
use crate::domain::frame::Frame;
use crate::domain::people::Role;
use crate::process::say::{Say, Sketch, about, who};
use crate::script::args::{Args, Value};
use crate::talk::tap::Tap;

pub(super) fn alarm(card: &Card, round: u32) -> Sketch {
    let Some(emergency) = card.case.complaint.emergency.as_ref().filter(|one| one.round == round) else {
        return Sketch::titled(card.say("card.alarm.over"));
    };
    let sketch = facts(card.case, emergency, card.frame);
    if card.open {
        return sketch.lines(told(card.case, card.frame)).row(buttons(card.case)).row(vec![card.story()]);
    }
    sketch.line(ending(card, emergency)).row(vec![card.story()])
}

/// The reminder for those who have the card and have not taken it.
#[must_use]
pub fn again(case: &Case, frame: &Frame) -> Sketch {
    let Some(emergency) = &case.complaint.emergency else { return Sketch::default() };
    let story = Tap::Menu { command: "case".into(), arg: case.id.to_string() };
    facts(case, emergency, frame)
        .line(Say::plain("card.alarm.nobody_yet"))
        .lines(told(case, frame))
        .row(buttons(case))
        .row(vec![(Say::plain("act.story"), story)])
}

/// Whoever reads it has to be able to call and to go.
fn facts(case: &Case, emergency: &Emergency, frame: &Frame) -> Sketch {
    let reporter = case.complaint.reporter;
    let phone = frame.people.phone(reporter);
    let sure = !matches!(emergency.state, State::Ringing { sure: false, .. });
    let args = about(case, frame)
        .key("danger", format!("danger.{}", emergency.danger.word()))
        .text("because", emergency.because.clone())
        .text("phone", phone.unwrap_or_default())
        .flag("known", case.home.is_some())
        .when("at", emergency.said_at.unwrap_or(case.complaint.received_at));
    let title = if sure { "card.alarm.title" } else { "card.alarm.perhaps" };
    let later = !case.complaint.details.words.contains(&emergency.said);
    let mut sketch = Sketch::titled(Say::new(title, args.clone()));
    if !sure {
        sketch = sketch.line(Say::plain("card.alarm.unanswered"));
    }
    sketch
        .line(Say::new("card.alarm.words", args.clone()))
        .lines(later.then(|| Say::new("card.alarm.said", args.clone().text("said", emergency.said.clone()))))
        .line(Say::new("card.alarm.home", args.clone()))
        .line(Say::new("card.alarm.phone", args.clone()))
        .line(Say::new("card.alarm.since", args))
        .photos(case.photos_for(Purpose::Complaint).chain(case.photos_for(Purpose::Note)))
}

/// "Told so far: …", with the seat by which each is told.
fn told(case: &Case, frame: &Frame) -> Option<Say> {
    let people = alarm::reached(case, frame);
    let name = |person: &_| Value::Text(frame.people.name(*person).to_owned());
    let names: Vec<Value> = people.iter().map(name).collect();
    (!names.is_empty()).then(|| Say::new("card.alarm.told", Args::new().with("people", Value::List(names))))
}

/// They carry no revision: whoever is first has it, whatever the card showed.
fn buttons(case: &Case) -> Vec<(Say, Tap)> {
    let tap = |act: &str| Tap::Card { case: case.id, seq: COMPLAINT, rev: 0, act: act.to_owned() };
    vec![(Say::plain("act.take"), tap("take")), (Say::plain("act.call_off"), tap("call_off"))]
}

fn ending(card: &Card, emergency: &Emergency) -> Say {
    match &emergency.state {
        State::Taken { at, by } => card.stamp("card.alarm.taken", *by, *at),
        State::CalledOff { at, by, reason } => {
            let args = who(card.args(), *by, card.frame).text("reason", reason.clone()).when("at", *at);
            Say::new("card.alarm.called_off", args)
        }
        State::Ringing { .. } if !card.case.complaint.state.is_over() => card.say("card.alarm.elsewhere"),
        _ => card.say("card.alarm.over"),
    }
}

/// Who comes: his name, his seat, and his telephone where it is known.
#[must_use]
pub fn taker(args: Args, seat: Option<Role>, phone: Option<&str>) -> Args {
    let comes = matches!(seat, Some(Role::RepairTeamLeader | Role::EngineeringDept));
    args.flag("comes", comes).text("phone", phone.unwrap_or_default())
}
