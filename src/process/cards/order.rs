//! The leader's order, and the clerk's completion check.

use super::Card;
use super::desk::facts;
use crate::domain::case::Purpose;
use crate::domain::ids::Seq;
use crate::domain::work_order::{State, WorkOrder};
use crate::process::say::{Say, Sketch, who};
use crate::script::args::{Args, Value};

fn order_args(card: &Card, order: &WorkOrder) -> Args {
    card.args()
        .text("order", order.number.clone().unwrap_or_else(|| "—".to_owned()))
        .text("class", order.class.word())
        .key("trades", format!("trades.{}", order.trades.word()))
        .text("team", order.team.clone())
        .int("round", i64::from(order.round))
        .key("state", format!("order_state.{}", order.state.word()))
}

pub(super) fn order(card: &Card, seq: Seq, round: u32) -> Sketch {
    let Some(order) = card.case.order(seq) else {
        return Sketch::titled(card.say("card.order.title"));
    };
    let args = order_args(card, order);
    let title = if round > 1 { "card.order.rework" } else { "card.order.title" };
    let mut sketch = Sketch::titled(Say::new(title, args.clone())).lines(facts(card)).lines(phone(card));
    sketch = sketch.line(Say::new("card.order.kind", args.clone()));
    if let Some(faults) = order.faults.as_ref().filter(|_| order.round == round) {
        sketch = sketch.line(Say::new("card.order.faults", Args::new().text("faults", faults.clone())));
    }
    if let Some(content) = &order.content {
        sketch = sketch.line(Say::new("card.approval.content", Args::new().text("content", content.clone())));
    }
    if let Some(clock) = card.case.finish_clock(seq) {
        sketch = sketch.line(Say::new("card.order.due", args.clone().when("due", clock.due_at)));
    }
    if let Some(visit) = card.case.agreed_visit(seq) {
        sketch = sketch.line(Say::new("card.order.visit", args.clone().when("visit", visit.start)));
    } else if let Some(visit) = card.case.proposed_visit(seq) {
        sketch = sketch.line(Say::new("card.order.visit_proposed", args.clone().when("visit", visit.start)));
    }
    sketch = sketch.photos(card.case.photos_for(Purpose::Complaint));
    if round > 1 {
        sketch = sketch.photos(card.case.photos_for(Purpose::Refusal));
    }
    if !card.open {
        if order.round > round {
            return sketch.line(Say::new("card.order.reopened", args));
        }
        return sketch.line(ending(card, order, args));
    }
    match order.state {
        State::Issued { .. } => sketch.row(vec![card.button("accept")]).row(vec![card.button("unable"), card.story()]),
        State::InProgress { .. } => sketch
            .row(vec![card.button("done")])
            .row(vec![card.button("visit"), card.button("extend")])
            .row(vec![card.button("unable"), card.story()]),
        _ => sketch
            .row(vec![card.button("visit"), card.button("arrive")])
            .row(vec![card.button("extend"), card.button("unable")])
            .row(vec![card.story()]),
    }
}

/// Whom to call before coming; not on a card that is over.
fn phone(card: &Card) -> Option<Say> {
    let reporter = card.case.complaint.reporter;
    let phone = card.frame.people.phone(reporter).filter(|_| card.open)?;
    Some(Say::new("card.call.phone", Args::new().text("phone", phone)))
}

fn ending(card: &Card, order: &WorkOrder, args: Args) -> Say {
    match &order.state {
        State::Accepted { at, by } => card.stamp("card.order.taken", *by, *at),
        State::ReturnedUnable { at, by, reason } => {
            Say::new("card.order.returned", who(args, *by, card.frame).text("reason", reason.clone()).when("at", *at))
        }
        State::Cancelled { at, by, reason } => {
            Say::new("card.order.cancelled", who(args, *by, card.frame).text("reason", reason.clone()).when("at", *at))
        }
        _ => Say::new("card.order.state", args),
    }
}

pub(super) fn check(card: &Card, seq: Seq, round: u32) -> Sketch {
    let Some(order) = card.case.order(seq) else {
        return Sketch::titled(card.say("card.check.title"));
    };
    let args = order_args(card, order);
    let mut sketch = Sketch::titled(Say::new("card.check.title", args.clone())).lines(facts(card));
    let current = order.round == round;
    if let Some(report) = order.report.as_ref().filter(|_| current) {
        let counts = args
            .clone()
            .int("before", i64::try_from(report.before.len()).unwrap_or(0))
            .int("after", i64::try_from(report.after.len()).unwrap_or(0))
            .when("at", report.at);
        sketch = sketch.line(Say::new("card.check.photos", counts));
        if let Some(missing) = &report.missing {
            sketch = sketch.line(Say::new("card.check.missing", Args::new().text("reason", missing.clone())));
        }
        if let Some(note) = &report.note {
            sketch = sketch.line(Say::new("card.check.note", Args::new().text("note", note.clone())));
        }
        sketch = sketch.photos(report.before.iter().chain(&report.after).copied());
    }
    sketch = sketch.lines(
        order.checks.iter().filter(|_| current).map(|check| card.stamp("card.check.signed", check.by, check.at)),
    );
    if card.open {
        return sketch.row(vec![card.button("pass"), card.button("fail")]).row(vec![card.story()]);
    }
    match order.state {
        State::OwnerSignPending { at } if current => sketch.line(Say::new("card.check.passed", args.when("at", at))),
        State::InProgress { at } => sketch.line(Say::new("card.check.failed", args.when("at", at))),
        State::CompletedReported { .. } if current => {
            let groups = order.unsigned(card.case.estate, card.frame).filter_map(|group| group.first());
            let roles = groups.map(|role| Value::Key(format!("role.{}", role.word()))).collect();
            sketch.line(Say::new("card.check.waits", args.with("roles", Value::List(roles))))
        }
        _ => sketch.line(Say::new("card.order.state", args)),
    }
}

/// The pictures of the finished work, for whoever has to sign: what it looked
/// like before he knows.
pub(super) fn finished_photos(card: &Card, order: &WorkOrder) -> Vec<crate::domain::ids::AttachmentId> {
    match &order.report {
        Some(report) => report.after.clone(),
        None => card.case.photos_for(Purpose::After).collect(),
    }
}
