//! What was forgotten once: who has it now, and until when.

use super::play::{Play, answer};
use crate::domain::approval::Decision;
use crate::domain::beside::{CallTopic, Unheard};
use crate::domain::clock::Rule;
use crate::domain::command::Command;
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::domain::tests::scene::{UNIT, actor, dispatch, person};
use crate::domain::topic::Topic;
use chrono::TimeDelta;

#[test]
fn a_returned_approval_waits_for_its_requester() {
    let mut play = Play::registered();
    play.does("cs_clerk", dispatch(Fen::yuan(800)));
    let (approval, rev) = play.case.approvals.last().map(|one| (one.seq, one.shown_rev)).expect("an approval");
    let vote = Command::Vote { approval, step: 0, rev, decision: Decision::Return, reason: Some("太贵".to_owned()) };
    play.does("cs_manager", vote);
    assert!(play.runs(Rule::Resubmit) && !play.runs(Rule::ApprovalStep));
    assert!(play.held_by(Rule::Resubmit).contains(&person("cs_clerk")));
    let order = play.order();
    play.does("cs_clerk", Command::Reestimate { order, estimate: Fen::yuan(500), reason: None });
    assert!(!play.runs(Rule::Resubmit) && play.runs(Rule::ApprovalStep));
}

#[test]
fn reported_work_waits_for_inspectors_who_are_there() {
    let mut play = Play::reported();
    assert!(play.runs(Rule::Inspect));
    assert_eq!(play.held_by(Rule::Inspect), [person("cs_clerk")]);
    play.away("cs_clerk");
    assert_eq!(play.held_by(Rule::Inspect), [person("case_handler")]);
    play.away("case_handler");
    // As an approver is represented: by the chair above, whose signature counts.
    assert_eq!(play.held_by(Rule::Inspect), [person("cs_manager")]);
    let order = play.order();
    play.does("cs_manager", Command::Check { order });
    assert_eq!(play.case.orders[0].state.word(), "owner_sign_pending");
    assert!(!play.runs(Rule::Inspect));
}

#[test]
fn two_signatures_are_two_people() {
    let mut play = Play::reported();
    play.scene.rules.inspectors_a = vec![vec![Role::CsClerk], vec![Role::EngineeringDept]];
    let staff = &mut play.scene.people.staff;
    let clerk = staff.iter_mut().find(|one| one.person == person("cs_clerk")).expect("a clerk");
    let mut both = actor("cs_clerk");
    both.seats.extend(actor("engineering_dept").seats);
    clerk.seats.clone_from(&both.seats);
    let order = play.order();
    play.acts(&both, Command::Check { order });
    play.acts(&both, Command::Check { order });
    assert_eq!(play.case.orders[0].state.word(), "completed_reported");
    assert_eq!(play.held_by(Rule::Inspect), [person("engineering_dept")]);
    play.does("engineering_dept", Command::Check { order });
    assert_eq!(play.case.orders[0].state.word(), "owner_sign_pending");
}

#[test]
fn the_manager_decides_in_time_where_contact_has_failed() {
    let mut play = Play::inspected();
    play.waits(TimeDelta::days(4));
    assert_eq!(play.case.orders[0].state.word(), "owner_unreachable");
    let task = play.case.calls.last().expect("a call").seq;
    for _ in 0..3 {
        play.does("cs_clerk", Command::CallTried { task });
    }
    assert!(play.has_card("cs_manager", |topic| matches!(topic, Topic::Close { .. })));
    assert_eq!(play.held_by(Rule::ManagerDecide).first(), Some(&person("cs_manager")));
    assert!(play.runs(Rule::ManagerDecide));
}

#[test]
fn what_could_not_be_said_is_told_by_telephone_in_time() {
    let mut play = Play::registered();
    let topic = CallTopic::Unsaid { text: "已登记".to_owned() };
    let call = Command::CallFor { person: person("owner"), topic, unheard: Unheard::Gone };
    play.acts(&crate::domain::people::Actor::system(), call);
    assert!(play.held_by(Rule::CallMade).contains(&person("cs_clerk")));
    assert!(play.runs(Rule::CallMade));
    let task = play.case.calls[0].seq;
    play.does("cs_clerk", Command::CallDone { task });
    assert!(!play.runs(Rule::CallMade) && !play.case.calls[0].open());
}

#[test]
fn a_call_is_not_over_while_his_word_is_waited_for() {
    let mut play = Play::inspected();
    play.waits(TimeDelta::days(4));
    let call = play.case.calls.last().expect("a call");
    let (task, before) = (call.seq, call.topics.clone());
    play.does("cs_clerk", Command::CallDone { task });
    assert_eq!(play.case.calls.last().map(|call| (call.open(), call.topics.clone())), Some((true, before)));
}

#[test]
fn a_forwarded_case_stays_the_desks_to_press_for() {
    let mut play = Play::registered();
    play.does("cs_clerk", Command::Forward { unit: UNIT.to_owned(), words: "请看看".to_owned() });
    assert!(play.has_card("cs_clerk", |topic| matches!(topic, Topic::Desk { .. })));
    assert!(play.has_card("dept_handler", |topic| matches!(topic, Topic::Forwarded { .. })));
    assert!(play.held_by(Rule::ReplyCustomer).contains(&person("dept_handler")));
    play.away("dept_handler");
    assert!(!play.has_card("dept_handler", |_| true));
    assert!(!play.held_by(Rule::ReplyCustomer).is_empty());
    play.does("cs_clerk", Command::Answer { words: "已经处理".to_owned() });
}

#[test]
fn a_second_answer_has_a_date_of_its_own() {
    let mut play = Play::registered();
    play.does("cs_clerk", Command::Answer { words: "这是正常现象".to_owned() });
    let first = play.case.clocks.iter().find(|one| one.rule == Rule::OwnerSign).map(|one| one.due_at).expect("it runs");
    play.waits(TimeDelta::days(1));
    let follow_up = play.follow_up();
    play.does("owner", Command::Rate { follow_up, answers: vec![answer(2)] });
    assert!(!play.runs(Rule::OwnerSign), "he has said what he thinks of it");
    play.does("cs_clerk", Command::Correct { follow_up, faults: "没说清楚".to_owned() });
    play.waits(TimeDelta::days(1));
    play.does("cs_clerk", Command::Answer { words: "安排人去看".to_owned() });
    let second = play.case.clocks.iter().find(|one| one.rule == Rule::OwnerSign && one.running()).map(|one| one.due_at);
    assert!(second.is_some_and(|second| second > first));
    play.waits(TimeDelta::hours(1));
    assert_eq!(play.case.complaint.state.word(), "handled");
}

#[test]
fn a_rejected_answer_ends_its_call_back_and_the_clock_of_it() {
    let mut play = Play::registered();
    play.does("cs_clerk", Command::Answer { words: "这是正常现象".to_owned() });
    assert!(play.runs(Rule::ComplaintRevisit));
    play.does("owner", Command::RejectAnswer { round: 1, reason: None });
    assert!(!play.runs(Rule::ComplaintRevisit) && !play.runs(Rule::OwnerSign) && play.runs(Rule::Route));
}

#[test]
fn rated_bad_and_then_refused_leaves_no_notice_to_write() {
    let mut play = Play::inspected();
    let (order, follow_up) = (play.order(), play.follow_up());
    play.does("owner", Command::Rate { follow_up, answers: vec![answer(1)] });
    assert!(play.runs(Rule::CorrectionNotice));
    play.does("owner", Command::RefuseWork { order, reason: None, photos: Vec::new() });
    assert!(!play.runs(Rule::CorrectionNotice));
}

#[test]
fn reported_work_is_not_withdrawn() {
    let mut play = Play::reported();
    play.acts(&actor("owner"), Command::Withdraw { reason: None });
    assert_eq!(play.case.complaint.state.word(), "in_progress");
}

#[test]
fn the_supervisor_of_the_weekly_call_has_its_card() {
    let mut play = Play::inspected();
    let order = play.order();
    play.does("owner", Command::Sign { order });
    play.waits(TimeDelta::days(5));
    assert!(play.runs(Rule::RepairWeek));
    assert_eq!(play.held_by(Rule::RepairWeek), [person("maintenance_supervisor")]);
    assert!(play.has_card("maintenance_supervisor", |topic| matches!(topic, Topic::Call { .. })));
}

#[test]
fn a_visit_to_which_nobody_comes_has_a_clock() {
    let mut play = Play::registered();
    while play.case.orders.last().is_none_or(|order| order.state.word() != "accepted") {
        play.goes_on();
    }
    let (order, start) = (play.order(), play.now + TimeDelta::hours(3));
    play.does("repair_team_leader", Command::ProposeVisit { order, start });
    assert!(play.runs(Rule::OwnerAnswer));
    let visit = play.case.visits[0].seq;
    play.does("owner", Command::AgreeVisit { visit });
    assert!(!play.runs(Rule::OwnerAnswer));
    let kept = play.case.clocks.iter().find(|clock| clock.rule == Rule::VisitKept).expect("it runs");
    assert_eq!(kept.due_at, start + TimeDelta::hours(1));
    play.does("repair_team_leader", Command::Arrive { order });
    assert!(!play.runs(Rule::VisitKept));
}

#[test]
fn a_visit_without_an_answer_becomes_a_call() {
    let mut play = Play::registered();
    while play.case.orders.last().is_none_or(|order| order.state.word() != "accepted") {
        play.goes_on();
    }
    let order = play.order();
    play.does("repair_team_leader", Command::ProposeVisit { order, start: play.now + TimeDelta::days(6) });
    play.waits(TimeDelta::days(4));
    let visit = play.case.visits[0].seq;
    assert!(play.case.calls.iter().any(|call| call.open() && call.topics.contains(&CallTopic::Visit { visit })));
}
