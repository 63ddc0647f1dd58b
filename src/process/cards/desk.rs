//! The clerk's card of a case to be routed, and the department's of a case
//! forwarded to it.

use super::Card;
use crate::domain::approval::Vote;
use crate::domain::case::{COMPLAINT, Case, Purpose};
use crate::domain::clock::Rule;
use crate::domain::complaint::{Giver, State};
use crate::domain::frame::Frame;
use crate::domain::teams;
use crate::domain::warranty::{self, Part, Suggestion, Why};
use crate::domain::work_order;
use crate::process::say::{Say, Sketch, who};
use crate::script::args::Args;
use chrono::NaiveDate;

pub(super) fn desk(card: &Card) -> Sketch {
    let case = card.case;
    let unfinished = case.complaint.state == State::Received;
    let title = match case.forwarded_to() {
        _ if unfinished => "card.desk.unfinished",
        Some(_) => "card.desk.with_unit",
        None => "card.desk.title",
    };
    let mut sketch = Sketch::titled(card.say(title)).lines(facts(card));
    if let Some(emergency) = case.complaint.emergency.as_ref().filter(|_| case.is_urgent()) {
        let args = card.args().key("danger", format!("danger.{}", emergency.danger.word()));
        sketch = sketch.line(Say::new("card.desk.because", args.text("because", emergency.because.clone())));
    }
    if !unfinished {
        sketch = sketch.line(suggestion(case, card.frame));
    }
    sketch = sketch.lines(back_from(card)).photos(case.photos_for(Purpose::Complaint));
    if !card.open {
        return sketch.line(outcome(card)).row(vec![card.story()]);
    }
    if unfinished && case.is_urgent() {
        // It is registered in the same step.
        let dispatch = case.home.is_some().then(|| card.button("dispatch"));
        return sketch.row(dispatch.into_iter().collect()).row(vec![card.button("intake"), card.story()]);
    }
    if unfinished {
        return sketch.row(vec![card.button("intake"), card.button("put_away")]).row(vec![card.story()]);
    }
    let draft = case.open_order().filter(|order| order.state == work_order::State::Draft);
    let waiting = case.open_approval().is_some();
    if case.forwarded_to().is_some() {
        sketch = sketch.line(forwarded_to(card));
    }
    if teams::leaderless(case, card.frame) {
        return sketch.row(vec![card.button("cancel_order"), card.story()]);
    }
    let work_goes_on = case.open_order().is_none_or(|order| !order.can_be_cancelled());
    if case.unsettled_cost().is_some() && work_goes_on {
        return sketch.row(vec![card.button("reestimate"), card.story()]);
    }
    if draft.is_some() || waiting || case.unsettled_cost().is_some() {
        return sketch.row(vec![card.button("reestimate"), card.button("cancel_order")]).row(vec![card.story()]);
    }
    sketch
        .row(vec![card.button("dispatch")])
        .row(vec![card.button("answer"), card.button("forward")])
        .row(vec![card.story()])
}

/// Who has it now, and until when; the desk can still take it back.
fn forwarded_to(card: &Card) -> Say {
    let unit = card.case.forwarded_to().unwrap_or_default();
    let there = !teams::handlers(card.case, unit, card.frame).is_empty();
    let args = card.args().text("unit", unit);
    let args = match card.case.running(Rule::ReplyCustomer, COMPLAINT) {
        Some(clock) => args.when("due", clock.due_at),
        None => args.flag("due", false),
    };
    Say::new(if there { "card.desk.forwarded" } else { "card.desk.no_handler" }, args)
}

/// Whose home, what, where, when.
pub(super) fn facts(card: &Card) -> Vec<Say> {
    let details = &card.case.complaint.details;
    let mut lines = vec![card.say("card.fact.home"), card.say("card.fact.words")];
    if details.category.is_some() || details.place.is_some() {
        lines.push(card.say("card.fact.category"));
    }
    if details.available.is_some() {
        lines.push(card.say("card.fact.available"));
    }
    lines.push(card.say("card.fact.received"));
    if card.case.complaint.failed_repairs > 0 {
        let times = i64::from(card.case.complaint.failed_repairs);
        lines.push(Say::new("card.fact.failed", card.args().int("times", times)));
    }
    lines
}

/// Class A or B from the warranty table, with the reason (S07).
#[must_use]
pub fn suggestion(case: &Case, frame: &Frame) -> Say {
    let Suggestion { why, .. } = suggest(case, frame);
    match why {
        Why::Within { part, accepted, last_day } => within("card.desk.suggest_a", part, (accepted, last_day), frame),
        Why::Expired { part, accepted, last_day } => within("card.desk.suggest_b", part, (accepted, last_day), frame),
        Why::ServiceLife => Say::plain("card.desk.suggest_structure"),
        Why::NoDate => Say::plain("card.desk.suggest_no_date"),
        Why::NoPart => Say::plain("card.desk.suggest_no_part"),
    }
}

fn within(key: &str, part: Part, (accepted, last_day): (NaiveDate, NaiveDate), frame: &Frame) -> Say {
    let args = Args::new()
        .now(frame.now)
        .key("part", format!("part.{}", part.word()))
        .date("accepted", accepted)
        .date("last_day", last_day);
    Say::new(key, args)
}

/// The suggestion for a case's category, home and day of report.
#[must_use]
pub fn suggest(case: &Case, frame: &Frame) -> Suggestion {
    let part = case.complaint.details.category.as_deref().and_then(|id| frame.part_of(id));
    let accepted = case.home.as_ref().and_then(|home| home.accepted_on);
    let reported = frame.calendar.local_day(case.complaint.received_at);
    warranty::suggest(part, accepted, reported, frame.rules)
}

/// Why it is on the desk again.
fn back_from(card: &Card) -> Vec<Say> {
    let case = card.case;
    let mut lines = Vec::new();
    if let Some(back) = &case.complaint.back {
        let key = match back.from {
            Giver::Unit => "card.desk.not_ours",
            Giver::Owner => "card.desk.answer_rejected",
        };
        let args = who(card.args(), back.by, card.frame)
            .text("reason", back.reason.clone().unwrap_or_else(|| "—".to_owned()))
            .flag("phoned", back.by.seat.is_some())
            .when("at", back.at);
        lines.push(Say::new(key, args));
    } else if let Some(order) = case.latest_order() {
        match &order.state {
            work_order::State::ReturnedUnable { by, reason, at } => {
                let args = who(card.args(), *by, card.frame).text("reason", reason.clone()).when("at", *at);
                lines.push(Say::new("card.desk.returned", args));
            }
            work_order::State::Cancelled { by, reason, at } => {
                let args = who(card.args(), *by, card.frame).text("reason", reason.clone()).when("at", *at);
                lines.push(Say::new("card.desk.cancelled", args));
            }
            work_order::State::Failed { .. } => {
                let args = card.args().int("times", i64::from(case.complaint.failed_repairs));
                let args = args.text("team", order.team.clone());
                lines.push(Say::new(
                    "card.desk.failed",
                    args.text("faults", order.faults.clone().unwrap_or_else(|| "—".to_owned())),
                ));
            }
            work_order::State::Refused { .. } | work_order::State::Draft => {
                if let Some(vote) = case.approvals.iter().rev().find_map(|approval| approval.final_vote()) {
                    lines.push(not_approved(card, vote));
                }
            }
            _ => lines
                .extend(case.unsettled_cost().and_then(|cost| cost.final_vote()).map(|vote| not_approved(card, vote))),
        }
    }
    if case.is_stranded() {
        lines.push(Say::plain("card.desk.stranded"));
    }
    if let Some(order) = case.open_order().filter(|_| teams::leaderless(case, card.frame)) {
        lines.push(Say::new("card.desk.no_leader", Args::new().text("team", order.team.clone())));
    }
    lines
}

fn not_approved(card: &Card, vote: &Vote) -> Say {
    let args = who(card.args(), vote.by, card.frame)
        .text("reason", vote.reason.clone().unwrap_or_else(|| "—".to_owned()))
        .when("at", vote.at)
        .key("decision", format!("decision.{}", vote.decision.word()));
    Say::new("card.desk.not_approved", args)
}

/// What became of it.
fn outcome(card: &Card) -> Say {
    let case = card.case;
    if case.complaint.state == State::Received {
        return card.say("card.desk.with_owner");
    }
    if let Some(order) = case.latest_order().filter(|order| !order.is_over()) {
        let args = card.args().text("team", order.team.clone()).money("amount", order.estimate.0);
        let args = args.text("class", order.class.word()).key("state", format!("order_state.{}", order.state.word()));
        let args = args.flag("waiting", order.state == work_order::State::AwaitingCostApproval);
        let draft = order.state == work_order::State::Draft;
        return Say::new(if draft { "card.desk.draft" } else { "card.desk.dispatched" }, args);
    }
    Say::new("card.desk.gone", card.args().key("state", format!("state.{}", case.complaint.state.word())))
}

pub(super) fn forwarded(card: &Card) -> Sketch {
    let said = card.case.complaint.forwarded_with.as_ref().filter(|_| card.open);
    let said = said.map(|said| Say::new("card.forwarded.said", card.args().text("said", said.clone())));
    let sketch = Sketch::titled(card.say("card.forwarded.title"))
        .lines(facts(card))
        .lines(said)
        .photos(card.case.photos_for(Purpose::Complaint));
    if card.open {
        return sketch.row(vec![card.button("reply"), card.button("not_ours")]).row(vec![card.story()]);
    }
    sketch.line(outcome(card))
}
