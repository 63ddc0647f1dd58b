//! What the owner is asked: a visit, more time, his signature, his opinion.
//! A visit that the owner proposed is asked of the leader on the same card.

use super::Card;
use super::order::finished_photos;
use crate::domain::beside::{ExtensionState, VisitState};
use crate::domain::complaint;
use crate::domain::follow_up::State as FollowUpState;
use crate::domain::ids::Seq;
use crate::domain::work_order::State as OrderState;
use crate::process::say::{Say, Sketch};

pub(super) fn visit(card: &Card, seq: Seq) -> Sketch {
    let Some(visit) = card.case.visit(seq) else {
        return Sketch::titled(card.say("card.visit.title"));
    };
    let args =
        card.args().when("visit", visit.start).text("team", card.case.order(visit.order).map_or("", |o| &o.team));
    let who = if visit.from_owner { "card.visit.by_owner" } else { "card.visit.by_team" };
    let sketch = Sketch::titled(Say::new("card.visit.title", args.clone())).line(Say::new(who, args.clone()));
    if card.open {
        return sketch.row(vec![card.button("visit_ok")]).row(vec![card.button("visit_other"), card.story()]);
    }
    match &visit.state {
        VisitState::Agreed { at, by, .. } => sketch.line(card.stamp("card.visit.agreed", *by, *at)),
        _ => sketch.line(Say::new("card.visit.superseded", args)),
    }
}

pub(super) fn extension(card: &Card, seq: Seq) -> Sketch {
    let Some(extension) = card.case.extension(seq) else {
        return Sketch::titled(card.say("card.extension.title"));
    };
    let args = card
        .args()
        .when("before", extension.before)
        .when("until", extension.until)
        .text("reason", extension.reason.clone());
    let sketch =
        Sketch::titled(Say::new("card.extension.title", args.clone())).line(Say::new("card.extension.body", args));
    if card.open {
        return sketch.row(vec![card.button("consent"), card.button("deny")]).row(vec![card.story()]);
    }
    match &extension.state {
        ExtensionState::Extended { at, by } => sketch.line(card.stamp("card.extension.extended", *by, *at)),
        ExtensionState::Denied { at, by } => sketch.line(card.stamp("card.extension.denied", *by, *at)),
        _ => sketch.line(card.say("card.extension.lapsed")),
    }
}

pub(super) fn sign(card: &Card, seq: Seq, round: u32) -> Sketch {
    let Some(order) = card.case.order(seq) else {
        return Sketch::titled(card.say("card.sign.title"));
    };
    let current = order.round == round;
    let mut sketch = Sketch::titled(card.say("card.sign.title")).line(card.say("card.sign.body"));
    if current {
        sketch = sketch.photos(finished_photos(card, order));
        if let Some(note) = order.report.as_ref().and_then(|report| report.note.as_ref()) {
            sketch = sketch.line(Say::new("card.check.note", card.args().text("note", note.clone())));
        }
    }
    if card.open {
        return sketch.row(vec![card.button("sign")]).row(vec![card.button("refuse_work")]).row(vec![card.story()]);
    }
    match &order.state {
        OrderState::OwnerSigned { at, by, on_paper: None } if current => {
            sketch.line(card.stamp("card.sign.signed", *by, *at)).row(vec![card.button("comment")])
        }
        OrderState::OwnerSigned { at, by, .. } if current => sketch.line(card.stamp("card.sign.on_paper", *by, *at)),
        _ => sketch.line(card.say("card.sign.reopened")),
    }
}

pub(super) fn answer(card: &Card) -> Sketch {
    let args = card.args().text("answer", card.case.complaint.answer.clone().unwrap_or_default());
    let sketch = Sketch::titled(card.say("card.answer.title")).line(Say::new("card.answer.body", args));
    if card.open {
        return sketch.row(vec![card.button("answer_ok"), card.button("answer_not_ok")]).row(vec![card.story()]);
    }
    match card.case.complaint.state {
        complaint::State::RevisitDue { accepted: true, .. } | complaint::State::Closed { .. } => {
            sketch.line(card.say("card.answer.accepted"))
        }
        _ => sketch.line(card.say("card.answer.rejected")),
    }
}

/// The first question with its five buttons; the dialogue goes on from the tap.
pub(super) fn rate(card: &Card, seq: Seq) -> Sketch {
    let Some(follow_up) = card.case.follow_up(seq) else {
        return Sketch::titled(card.say("card.rate.title"));
    };
    let repair = follow_up.order.is_some();
    let (title, opener) = match repair {
        true => ("card.rate.title", "card.rate.repair"),
        false => ("card.rate.title_complaint", "card.rate.complaint"),
    };
    let sketch = Sketch::titled(card.say(title)).line(card.say(opener));
    if card.open {
        return [5u8, 4, 3, 2, 1].into_iter().fold(sketch, |sketch, score| {
            sketch.row(vec![card.labelled(&format!("scale.{score}"), &format!("score.{score}"))])
        });
    }
    match &follow_up.state {
        FollowUpState::Satisfied { at, by, .. } => sketch.line(card.stamp("card.rate.satisfied", *by, *at)),
        FollowUpState::Dissatisfied { at, by, .. } | FollowUpState::Corrected { at, by, .. } => {
            sketch.line(card.stamp("card.rate.dissatisfied", *by, *at))
        }
        _ => sketch.line(card.say("card.rate.over")),
    }
}
