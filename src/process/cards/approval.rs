//! The approver's card (S13): the facts, the photos, what was decided before
//! him, and three buttons; afterwards who decided, and when.

use super::Card;
use super::desk::facts;
use crate::domain::approval::{Approval, State, Step};
use crate::domain::case::Purpose;
use crate::domain::clock::Rule;
use crate::domain::ids::Seq;
use crate::domain::people::{PassedUp, Role};
use crate::domain::warranty::Class;
use crate::process::say::{Say, Sketch, who};
use crate::script::args::Args;

pub(super) fn approval(card: &Card, seq: Seq) -> Sketch {
    let Some(found) = card.case.approval(seq) else {
        return Sketch::titled(card.say("card.approval.title"));
    };
    let requester = card.frame.people.name(found.requester);
    let args =
        card.args().money("amount", found.amount.0).text("requester", requester).when("asked", found.submitted_at);
    let mut sketch = Sketch::titled(Say::new("card.approval.title", args.clone()))
        .lines(found.ahead.then(|| Say::plain("card.approval.ahead")))
        .line(Say::new("card.approval.amount", args.clone()))
        .lines(facts(card));
    if let Some(order) = card.case.order(found.order) {
        let args = args
            .clone()
            .text("class", order.class.word())
            .key("trades", format!("trades.{}", order.trades.word()))
            .text("team", order.team.clone());
        sketch = sketch.line(Say::new("card.approval.order", args));
        sketch = sketch.lines((order.class == Class::B).then(|| Say::plain("card.approval.bears")));
        if let Some(content) = &order.content {
            sketch = sketch.line(Say::new("card.approval.content", Args::new().text("content", content.clone())));
        }
    }
    // Whoever sent it back sees that it is the same matter, and what was changed.
    let earlier = card.case.approvals.iter().filter(|one| one.order == found.order && one.seq < found.seq);
    sketch = sketch.lines(earlier.flat_map(|one| &one.steps).filter_map(|step| decided(card, step)));
    if let Some(said) = &found.said {
        sketch = sketch.line(Say::new("card.approval.said", args.clone().text("said", said.clone())));
    }
    sketch = sketch.lines(found.steps.iter().filter_map(|step| decided(card, step)));
    let pictures = card.case.photos_for(Purpose::Complaint).chain(card.case.photos_for(Purpose::Note));
    sketch = sketch.lines(passed(found)).photos(pictures);
    match found.state {
        State::StepPending { step } if card.open => {
            let act = found.steps.get(step).map_or("approve", |one| one.act.word());
            let deputies =
                found.steps.get(step).and_then(|one| one.seating.as_ref()).filter(|seating| seating.deputies);
            if let Some(seating) = deputies {
                let role = Args::new().key("role", format!("role.{}", seating.role.word()));
                sketch = sketch.line(Say::new("card.approval.as_deputy", role));
            }
            let clock =
                [Rule::PostApproval, Rule::ApprovalStep].into_iter().find_map(|rule| card.case.running(rule, seq));
            let due = clock.map(|clock| clock.due_at);
            if let Some(due) = due {
                sketch = sketch.line(Say::new(format!("card.approval.asked_{act}"), args.when("due", due)));
            }
            sketch
                .row(vec![card.button(&format!("agree.{step}"))])
                .row(vec![card.button(&format!("refuse.{step}")), card.button(&format!("return.{step}"))])
                .row(vec![card.story()])
        }
        _ => sketch.line(ending(card, found)),
    }
}

/// "✔ 同意 — who, when", one line for each step decided.
fn decided(card: &Card, step: &Step) -> Option<Say> {
    let vote = step.vote.as_ref()?;
    let args = who(card.args(), vote.by, card.frame)
        .when("at", vote.at)
        .money("amount", vote.amount_seen.0)
        .text("reason", vote.reason.clone().unwrap_or_default())
        .flag("reasoned", vote.reason.is_some());
    Some(Say::new(format!("card.approval.voted_{}", vote.decision.word()), args))
}

/// Why it is with this chair and not with the one the rule names.
pub(crate) fn passed(approval: &Approval) -> Vec<Say> {
    let line = |(role, why): (Role, PassedUp)| {
        let why = match why {
            PassedUp::Empty => "empty",
            PassedUp::Unreachable => "unreachable",
            PassedUp::Requester => "requester",
        };
        Say::new(format!("card.approval.passed_{why}"), Args::new().key("role", format!("role.{}", role.word())))
    };
    approval.passed().into_iter().map(line).collect()
}

fn ending(card: &Card, approval: &Approval) -> Say {
    match &approval.state {
        State::StepPending { step } => {
            let chair = approval.steps.get(*step).and_then(|one| one.seating.as_ref());
            let role = chair.map_or("role.nobody".to_owned(), |seating| format!("role.{}", seating.role.word()));
            Say::new("card.approval.now_with", card.args().key("role", role))
        }
        State::Approved { at } => Say::new("card.approval.approved", card.args().when("at", *at)),
        State::Refused { at } => Say::new("card.approval.refused", card.args().when("at", *at)),
        State::Returned { at } => Say::new("card.approval.returned", card.args().when("at", *at)),
        State::Withdrawn { at, replaced_by: Some(newer) } => {
            let amount = card.case.approval(*newer).map_or(0, |newer| newer.amount.0);
            Say::new("card.approval.replaced", card.args().when("at", *at).money("amount", amount))
        }
        State::Withdrawn { at, replaced_by: None } => Say::new("card.approval.withdrawn", card.args().when("at", *at)),
    }
}
