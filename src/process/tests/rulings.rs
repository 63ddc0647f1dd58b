//! What the rulebook says and once was not so: failed repairs, askers and
//! approvers, old cards, the telephone, hours of business.

use super::play::{Play, answer};
use crate::domain::approval::Decision;
use crate::domain::clock::Rule;
use crate::domain::command::{Command, Described, Request};
use crate::domain::danger::Danger;
use crate::domain::emergency::Warning;
use crate::domain::event::Event;
use crate::domain::follow_up::Answered;
use crate::domain::frame::Frame;
use crate::domain::ids::AttachmentId;
use crate::domain::money::Fen;
use crate::domain::people::Actor;
use crate::domain::tests::scene::{actor, dispatch, person};
use crate::domain::topic::Topic;
use chrono::TimeDelta;

#[test]
fn a_low_score_for_speed_is_no_failed_repair() {
    let mut play = Play::inspected();
    let (order, follow_up) = (play.order(), play.follow_up());
    play.does("owner", Command::Sign { order });
    let slow = |key: &str, score| Answered { key: key.to_owned(), ..answer(score) };
    play.does("owner", Command::Rate { follow_up, answers: vec![slow("quality", 4), slow("speed", 2)] });
    play.does("cs_clerk", Command::Correct { follow_up, faults: "来得太慢".to_owned() });
    assert_eq!((play.case.complaint.failed_repairs, play.case.orders[0].round), (0, 2));
}

/// 002R §五(二)2: two failed repairs, and the third attempt is not given by itself.
#[test]
fn after_two_failed_repairs_the_desk_decides() {
    let mut play = Play::inspected();
    let order = play.order();
    play.does("owner", Command::RefuseWork { order, reason: None, photos: Vec::new() });
    assert_eq!((play.case.complaint.failed_repairs, play.case.orders[0].round), (1, 2));
    while play.case.orders[0].state.word() != "owner_sign_pending" {
        play.goes_on();
    }
    play.does("owner", Command::RefuseWork { order, reason: None, photos: Vec::new() });
    assert_eq!((play.case.complaint.failed_repairs, play.case.orders[0].state.word()), (2, "failed"));
    assert!(play.has_card("cs_clerk", |topic| matches!(topic, Topic::Desk { .. })) && play.runs(Rule::Route));
    play.does("cs_clerk", dispatch(Fen::yuan(800)));
}

#[test]
fn whoever_asked_first_does_not_approve_the_second_estimate() {
    let mut play = Play::registered();
    play.does("cs_manager", dispatch(Fen::yuan(800)));
    let order = play.order();
    play.does("cs_clerk", Command::Reestimate { order, estimate: Fen::yuan(900), reason: None });
    let approval = play.case.approvals.last().expect("an approval").clone();
    let vote = Command::Vote {
        approval: approval.seq,
        step: 0,
        rev: approval.shown_rev,
        decision: Decision::Approve,
        reason: None,
    };
    play.acts(&actor("cs_manager"), vote.clone());
    assert_eq!(play.case.orders[0].state.word(), "awaiting_cost_approval");
    play.does("vice_gm", vote);
    assert_eq!(play.case.orders[0].state.word(), "issued");
}

#[test]
fn an_old_card_says_nothing_of_a_newer_answer() {
    let mut play = Play::registered();
    play.does("cs_clerk", Command::Answer { words: "这是正常现象".to_owned() });
    let old = i64::from(play.case.complaint.desk_round);
    play.does("owner", Command::RejectAnswer { round: old, reason: None });
    play.does("cs_clerk", Command::Answer { words: "安排人去看".to_owned() });
    play.acts(&actor("owner"), Command::AcceptAnswer { round: old });
    play.acts(&actor("owner"), Command::RejectAnswer { round: old, reason: None });
    assert_eq!(play.case.complaint.state.word(), "handled");
    play.does("owner", Command::AcceptAnswer { round: old + 1 });
}

#[test]
fn what_is_changed_after_registration_is_a_line_of_the_history() {
    let mut play = Play::new();
    let place = |place: &str| Command::Describe(Described { place: Some(place.to_owned()), ..Described::default() });
    let told = |play: &mut Play, command: Command| {
        let scene = &play.scene;
        let frame = Frame {
            at: play.now,
            now: play.now,
            rules: &scene.rules,
            calendar: &scene.calendar,
            people: &scene.people,
        };
        let happened = play.case.carry_out(&Request::plain(command), &actor("cs_clerk"), &frame).expect("she may");
        happened.into_iter().map(|one| one.event).collect::<Vec<_>>()
    };
    assert_eq!(told(&mut play, place("厨房")), []);
    play.goes_on();
    assert_eq!(told(&mut play, place("卫生间")), [Event::Described { changed: vec!["place".to_owned()] }]);
    assert_eq!(told(&mut play, place("卫生间")), []);
}

/// By night nobody is late with what is counted in hours of business; in an
/// emergency somebody is.
#[test]
fn an_emergency_does_not_wait_for_the_morning() {
    let mut play = Play::registered();
    play.waits(TimeDelta::minutes(1));
    let route = |play: &Play| {
        let clock = play.case.clocks.iter().find(|clock| clock.rule == Rule::Route).expect("it runs");
        (clock.limit.to_string(), clock.due_at - clock.started_at)
    };
    assert_eq!(route(&play).0, "4 wh");
    let (danger, because, said) = (Danger::Flood, "漫".to_owned(), "水漫出来了".to_owned());
    play.does("owner", Command::RaiseAlarm(Warning { danger, because, said, sure: true }));
    assert_eq!(route(&play), ("4 h".to_owned(), TimeDelta::hours(4)));
}

/// An owner without a chat: what he says on the telephone is written down, with
/// the name of whoever had him there; his consent to more time is on paper.
#[test]
fn what_is_said_on_the_telephone_is_recorded() {
    let mut play = Play::registered();
    while play.case.orders.last().is_none_or(|order| order.state.word() != "accepted") {
        play.goes_on();
    }
    let order = play.order();
    play.does("repair_team_leader", Command::ProposeVisit { order, start: play.now + TimeDelta::days(1) });
    play.scene.people.residents.iter_mut().for_each(|one| one.reachable = false);
    play.settle(Vec::new());
    let visit = play.case.visits[0].seq;
    play.acts(&actor("vice_gm"), Command::AgreeVisit { visit });
    assert_eq!(play.case.visits[0].state.word(), "proposed");
    play.does("cs_clerk", Command::AgreeVisit { visit });
    assert_eq!(play.case.visits[0].state.word(), "agreed");

    let until = play.now + TimeDelta::days(9);
    let more = Command::AskExtension { order, until, reason: "缺配件".to_owned() };
    play.does("repair_team_leader", more.clone());
    let extension = play.case.extensions[0].seq;
    play.acts(&actor("cs_clerk"), Command::AnswerExtension { extension, consent: true });
    assert_eq!(play.case.extensions[0].state.word(), "asked", "spoken words do not move the date");
    play.does("cs_clerk", Command::ConsentOnPaper { extension, photo: AttachmentId(7) });
    assert_eq!(play.case.finish_clock(order).map(|clock| clock.due_at), Some(until));
    assert!(play.case.calls.iter().all(|call| !call.open()), "nothing is left to say");
}

#[test]
fn an_answer_is_judged_on_the_telephone() {
    let mut play = Play::registered();
    play.scene.people.residents.iter_mut().for_each(|one| one.reachable = false);
    play.does("cs_clerk", Command::Answer { words: "这是正常现象".to_owned() });
    let round = i64::from(play.case.complaint.desk_round);
    play.does("case_handler", Command::RejectAnswer { round, reason: None });
    play.does("cs_clerk", Command::Answer { words: "安排人去看".to_owned() });
    play.does("case_handler", Command::AcceptAnswer { round: round + 1 });
    assert_eq!(play.case.complaint.state.word(), "revisit_due");
}

/// Who has moved out reads on, but the household of today agrees and signs.
#[test]
fn who_has_moved_out_is_no_longer_the_voice_of_the_home() {
    let mut play = Play::inspected();
    let order = play.order();
    play.scene.people.residents.retain(|one| one.person != person("owner"));
    play.settle(Vec::new());
    let gone = Actor { homes: Vec::new(), ..actor("owner") };
    play.acts(&gone, Command::Sign { order });
    play.acts(&gone, Command::RefuseWork { order, reason: None, photos: Vec::new() });
    assert_eq!(play.case.orders[0].state.word(), "owner_sign_pending");
    assert!(!play.has_card("owner", |_| true) && play.has_card("family", |topic| matches!(topic, Topic::Sign { .. })));
    play.does("family", Command::Sign { order });
    play.acts(&gone, Command::Note { words: Some("钥匙在门卫".to_owned()), photos: Vec::new() });
    assert!(play.done.last().is_some_and(|done| done.contains("Note")), "he may still add to it");
}
