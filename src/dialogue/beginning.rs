//! May this person begin the dialogue behind a button? Asked before a form is
//! opened, so that nobody types a reason for nothing: its command is carried out
//! on a copy of the case, with answers as good as any. What may be begun is what
//! may be done, because it is the same code.

use crate::dialogue::answers::Filled;
use crate::dialogue::commands;
use crate::dialogue::state::Subject;
use crate::domain::case::Case;
use crate::domain::command::{Command, Request};
use crate::domain::follow_up::Answered;
use crate::domain::form::{FieldKind, FormEnd};
use crate::domain::frame::Frame;
use crate::domain::ids::{AttachmentId, Seq};
use crate::domain::people::{Actor, Role};
use crate::domain::refusal::Refusal;
use crate::talk::answer::Answer;
use chrono::TimeDelta;

/// Later than any date that somebody has promised.
const LATE: TimeDelta = TimeDelta::days(3_650);

/// # Errors
/// The refusal that the form's command would meet as things stand now.
pub fn may_begin(case: &Case, end: FormEnd, subject: Subject, actor: &Actor, frame: &Frame) -> Result<(), Refusal> {
    let filled = sample(end, case, frame);
    let mut copy = case.clone();
    for request in commands::of_form(&filled, subject, case)? {
        match copy.carry_out(&request, actor, frame) {
            // What is missing is what this dialogue asks.
            Err(Refusal::Missing(_)) if end == FormEnd::Complaint => {}
            done => drop(done?),
        }
    }
    Ok(())
}

/// Whether the person may answer the rating questions of this call-back.
///
/// # Errors
/// `NotYours` for strangers, `AlreadyDone` when it was answered.
pub fn may_rate(case: &Case, follow_up: Seq, actor: &Actor, frame: &Frame) -> Result<(), Refusal> {
    let answer = Answered {
        key: String::new(),
        question: String::new(),
        score: Some(5),
        text: None,
        lang: String::new(),
        questionnaire: String::new(),
        version: 0,
    };
    let rate = Command::Rate { follow_up, answers: vec![answer] };
    case.clone().carry_out(&Request::plain(rate), actor, frame).map(drop)
}

/// Every field of the form, filled.
fn sample(end: FormEnd, case: &Case, frame: &Frame) -> Filled {
    let answers = end.fields().iter().map(|field| {
        let answer = match field.kind {
            FieldKind::Text => Answer::Text("—".to_owned()),
            FieldKind::Choice => Answer::Choice(choice(field.name, case, frame)),
            FieldKind::Photos => Answer::Photos(vec![AttachmentId(0)]),
            FieldKind::When => Answer::When(frame.now + LATE),
            FieldKind::Amount => Answer::Amount(1),
            FieldKind::YesNo => Answer::YesNo(true),
        };
        (field.name.to_owned(), answer)
    });
    Filled::with(end, answers.collect())
}

fn choice(field: &str, case: &Case, frame: &Frame) -> String {
    match field {
        "class" => "A".to_owned(),
        "trades" => "single".to_owned(),
        "team" => unit_of(Role::RepairTeamLeader, case, frame),
        "unit" => unit_of(Role::DeptHandler, case, frame),
        _ => String::new(),
    }
}

/// Any of the estate's; nothing where there is none.
fn unit_of(role: Role, case: &Case, frame: &Frame) -> String {
    let seats = frame.people.staff.iter().flat_map(|one| &one.seats);
    let mut units = seats.filter(|seat| seat.covers(role, case.estate)).filter_map(|seat| seat.unit.clone());
    units.next().unwrap_or_default()
}
