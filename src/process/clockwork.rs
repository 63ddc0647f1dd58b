//! Which event starts and stops which clock (deadline tables of S01–S13).

use crate::domain::case::{COMPLAINT, Case};
use crate::domain::clock::{Clock, Rule, Told};
use crate::domain::event::Event;
use crate::domain::frame::Frame;
use crate::domain::ids::Seq;
use crate::domain::work_order::Trades;
use crate::process::alarm;

/// Sets the case's clocks after one event.
pub fn set(case: &mut Case, event: &Event, frame: &Frame) {
    match event {
        Event::EmergencyRang { .. } => ring(case, frame),
        Event::EmergencyTaken {} | Event::EmergencyCalledOff { .. } => {
            stop(case, &[Rule::Emergency], COMPLAINT, frame);
        }
        // Half said or whole: once it is the clerk's, it is not forgotten there.
        Event::HandedOver { .. } | Event::Registered { .. } => start(case, Rule::Route, COMPLAINT, frame),
        Event::Dispatched { .. } => stop(case, &[Rule::Route, Rule::ReplyCustomer], COMPLAINT, frame),
        Event::Forwarded { .. } => {
            stop(case, &[Rule::Route], COMPLAINT, frame);
            start(case, Rule::ReplyCustomer, COMPLAINT, frame);
        }
        Event::ForwardReturned { .. } | Event::AnswerRejected { .. } => {
            stop(case, &[Rule::OwnerSign], COMPLAINT, frame);
            start(case, Rule::Route, COMPLAINT, frame);
        }
        Event::Answered { .. } => {
            stop(case, &[Rule::Route, Rule::ReplyCustomer], COMPLAINT, frame);
            start(case, Rule::OwnerSign, COMPLAINT, frame);
        }
        Event::AnswerAccepted {} => stop(case, &[Rule::OwnerSign], COMPLAINT, frame),
        Event::ApprovalAsked { approval, .. } | Event::ApprovalStranded { approval, .. } => {
            stop_replaced(case, frame);
            let ahead = case.approval(*approval).is_some_and(|one| one.ahead);
            start(case, if ahead { Rule::PostApproval } else { Rule::ApprovalStep }, *approval, frame);
        }
        // The work is not touched by it; neither is its routing.
        Event::ApprovalRefused { approval, .. } if case.approval(*approval).is_some_and(|one| one.ahead) => {
            stop_replaced(case, frame);
        }
        Event::Approved { .. } | Event::ApprovalReturned { .. } => stop_replaced(case, frame),
        Event::Voted { approval, .. } => stop(case, &[Rule::ApprovalStep], *approval, frame),
        Event::ApprovalRefused { .. } | Event::OrderReturned { .. } | Event::OrderCancelled { .. } => {
            if let Event::OrderReturned { order, .. } | Event::OrderCancelled { order, .. } = event {
                stop(case, &[Rule::Accept, Rule::SingleTrade, Rule::MultiTrade], *order, frame);
            }
            stop_replaced(case, frame);
            start(case, Rule::Route, COMPLAINT, frame);
        }
        Event::OrderIssued { order, .. } => {
            start(case, Rule::Accept, *order, frame);
            start(case, finish_rule(case, *order), *order, frame);
        }
        Event::OrderAccepted { order } => stop(case, &[Rule::Accept], *order, frame),
        Event::WorkReported { order, .. } => stop(case, &[Rule::SingleTrade, Rule::MultiTrade], *order, frame),
        Event::InspectionFailed { order, .. } | Event::PhotoLost { reopened: Some(order) } => run_on(case, *order),
        Event::InspectionPassed { order, .. } => start(case, Rule::OwnerSign, *order, frame),
        Event::Signed { order, .. } => stop(case, &[Rule::OwnerSign], *order, frame),
        Event::WorkRefused { order, .. } => stop(case, &[Rule::OwnerSign], *order, frame),
        Event::ReworkBegun { order, .. } => {
            stop(case, &[Rule::OwnerSign, Rule::SingleTrade, Rule::MultiTrade], *order, frame);
            stop_call_backs(case, frame);
            start(case, finish_rule(case, *order), *order, frame);
        }
        Event::FollowUpDue { follow_up, .. } => {
            stop_call_backs(case, frame);
            if case.follow_up(*follow_up).is_some_and(|one| one.order.is_some()) {
                start(case, Rule::RepairPhone, *follow_up, frame);
                start(case, Rule::RepairWeek, *follow_up, frame);
            } else {
                start(case, Rule::ComplaintRevisit, *follow_up, frame);
            }
        }
        Event::Rated { follow_up, satisfied, .. } => {
            stop_call_backs(case, frame);
            if !satisfied {
                start(case, Rule::CorrectionNotice, *follow_up, frame);
            }
        }
        Event::CorrectionIssued { follow_up, .. } => {
            stop(case, &[Rule::CorrectionNotice], *follow_up, frame);
            if case.follow_up(*follow_up).is_some_and(|one| one.order.is_none()) {
                start(case, Rule::Route, COMPLAINT, frame);
            }
        }
        Event::FollowUpUnreachable { .. } => stop_call_backs(case, frame),
        Event::PersonWanted { .. } => start(case, Rule::PersonWanted, COMPLAINT, frame),
        Event::CallMade { .. } if !case.owes_a_talk() => stop(case, &[Rule::PersonWanted], COMPLAINT, frame),
        Event::Withdrawn { .. } | Event::PutAway { .. } | Event::Closed { .. } => stop_all(case, frame),
        Event::Received { .. }
        | Event::EmergencySaid { .. }
        | Event::EmergencyDoubted { .. }
        | Event::EmergencyDenied {}
        | Event::EmergencyConfirmed {}
        | Event::EmergencySpread { .. }
        | Event::WithdrawalWished { .. }
        | Event::Urged {}
        | Event::Noted { .. }
        | Event::Reestimated { .. }
        | Event::VisitProposed { .. }
        | Event::VisitAgreed { .. }
        | Event::Arrived { .. }
        | Event::ExtensionAsked { .. }
        | Event::ExtensionAnswered { .. }
        | Event::PhotoLost { reopened: None }
        | Event::Checked { .. }
        | Event::OwnerSilent { .. }
        | Event::RatingAsked { .. }
        | Event::FollowUpOnCallList { .. }
        | Event::CallTried { .. }
        | Event::CallWanted { .. }
        | Event::CallMade { .. }
        | Event::FailedTooOften { .. } => {}
    }
}

fn finish_rule(case: &Case, order: Seq) -> Rule {
    match case.order(order).map(|order| order.trades) {
        Some(Trades::Multi) => Rule::MultiTrade,
        _ => Rule::SingleTrade,
    }
}

/// An alarm runs from when it rang, however long ago it was said, and begins
/// with the first level at which somebody is there.
fn ring(case: &mut Case, frame: &Frame) {
    start(case, Rule::Emergency, COMPLAINT, &Frame { at: frame.now, ..*frame });
    let level = alarm::climbed(case, 1, 0, frame);
    if let Some(clock) = case.clocks.iter_mut().find(|clock| clock.rule == Rule::Emergency && clock.running()) {
        clock.last_notice = Some(Told { at: frame.now, level });
    }
}

/// Starts a clock unless the same one runs already.
fn start(case: &mut Case, rule: Rule, subject: Seq, frame: &Frame) {
    if case.running(rule, subject).is_none() {
        let seq = case.take_seq();
        case.clocks.push(Clock::start(seq, rule, subject, frame));
    }
}

fn stop_where(case: &mut Case, frame: &Frame, which: impl Fn(&Clock) -> bool) {
    for clock in case.clocks.iter_mut().filter(|clock| clock.running() && which(clock)) {
        clock.stop(frame.at, frame);
    }
}

fn stop(case: &mut Case, rules: &[Rule], subject: Seq, frame: &Frame) {
    stop_where(case, frame, |clock| rules.contains(&clock.rule) && clock.subject == subject);
}

/// A failed inspection lets the finish clock run on as if it had never stopped.
fn run_on(case: &mut Case, order: Seq) {
    let finish = case
        .clocks
        .iter_mut()
        .rev()
        .find(|clock| matches!(clock.rule, Rule::SingleTrade | Rule::MultiTrade) && clock.subject == order);
    if let Some(clock) = finish {
        clock.run_on();
    }
}

fn stop_call_backs(case: &mut Case, frame: &Frame) {
    stop_where(case, frame, |clock| {
        matches!(clock.rule, Rule::RepairPhone | Rule::RepairWeek | Rule::ComplaintRevisit)
    });
}

/// Steps of approvals that are no longer pending have no clock.
fn stop_replaced(case: &mut Case, frame: &Frame) {
    let pending = case.open_approval().map(|approval| approval.seq);
    stop_where(case, frame, |clock| {
        matches!(clock.rule, Rule::ApprovalStep | Rule::PostApproval) && Some(clock.subject) != pending
    });
}

fn stop_all(case: &mut Case, frame: &Frame) {
    stop_where(case, frame, |_| true);
}
