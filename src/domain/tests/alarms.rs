//! Emergencies row by row: who may take one, call it off, raise it, withdraw it;
//! and urgent work, which goes before its approval.

use super::scene::{APPROVAL, EVERYBODY, ORDER, Scene, Stage, dispatch, person, vote};
use crate::domain::approval::{Decision, State as ApprovalState};
use crate::domain::case::Case;
use crate::domain::command::Command;
use crate::domain::danger::Danger;
use crate::domain::emergency::{State, Warning, category_of};
use crate::domain::money::Fen;
use crate::domain::people::By;
use crate::domain::refusal::Refusal;
use crate::domain::work_order::State as OrderState;
use std::collections::BTreeSet;

const HOME: &str = "owner family tenant";
const DESK: &str = "cs_clerk case_handler cs_manager";

fn warning(sure: bool) -> Command {
    Command::RaiseAlarm(Warning { danger: Danger::Gas, because: "gas".to_owned(), said: "gas".to_owned(), sure })
}

fn ringing(scene: &Scene, stage: Option<Stage>) -> Case {
    let mut case = stage.map_or_else(|| scene.received(), |stage| scene.at_stage(stage));
    scene.does(&mut case, "owner", warning(true)).expect("he may");
    case
}

#[track_caller]
fn only(scene: &Scene, case: &Case, command: &Command, names: &[&str]) {
    let may = |name: &&&str| {
        let done = scene.does(&mut case.clone(), name, command.clone());
        !matches!(done, Err(Refusal::NotYours))
    };
    let allowed: BTreeSet<&str> = EVERYBODY.iter().filter(may).copied().collect();
    let expected: BTreeSet<&str> = names.iter().flat_map(|group| group.split_whitespace()).collect();
    assert_eq!(allowed, expected, "{command:?}");
}

#[test]
fn who_may_do_what() {
    let scene = Scene::new();
    let case = ringing(&scene, None);
    let reason = || "r".to_owned();
    let leaders = "repair_team_leader other_leader";
    only(&scene, &scene.received(), &warning(true), &[HOME, DESK]);
    only(&scene, &case, &Command::TakeEmergency, &[DESK, leaders, "engineering_dept vice_gm general_manager"]);
    only(&scene, &case, &Command::CallOff { reason: reason() }, &[DESK, leaders, "vice_gm general_manager"]);
    only(&scene, &case, &Command::SpreadAlarm { level: 2, told: Vec::new() }, &["system"]);
    only(&scene, &case, &Command::DoubtUnanswered, &["system"]);
    only(&scene, &case, &Command::AnswerDoubt { urgent: true }, &[HOME, DESK]);
    only(&scene, &case, &Command::WishWithdrawn { reason: None }, &[HOME]);
    only(&scene, &case, &Command::TakeBack, &[HOME]);
    // What is urgent registers itself, and nothing else does.
    let register = Command::Register { number: "TS-1".to_owned() };
    only(&scene, &case, &register, &[HOME, DESK, "system"]);
    only(&scene, &scene.received(), &register, &[HOME, DESK]);
}

#[test]
fn from_every_state() {
    let scene = Scene::new();
    let does = |case: &Case, name: &str, command: Command| {
        let mut case = case.clone();
        scene.does(&mut case, name, command).map(|()| case)
    };
    let state = |case: &Case| case.complaint.emergency.as_ref().map(|one| one.state.clone());
    let doubted = does(&scene.received(), "owner", warning(false)).expect("a doubt");
    assert!(!doubted.is_urgent() && doubted.doubted_until().is_some());
    assert_eq!(does(&doubted, "cs_clerk", Command::TakeEmergency), Err(Refusal::NotNow));
    // No hurry: as if it had never been said.
    let denied = does(&doubted, "owner", Command::AnswerDoubt { urgent: false }).expect("he may");
    assert_eq!(state(&denied), None);
    // Silence, and a yes that comes after it.
    let unsure = does(&doubted, "system", Command::DoubtUnanswered).expect("it rings");
    assert!(matches!(state(&unsure), Some(State::Ringing { sure: false, .. })));
    let sure = does(&unsure, "owner", Command::AnswerDoubt { urgent: true }).expect("he may");
    assert!(matches!(state(&sure), Some(State::Ringing { sure: true, .. })));
    assert_eq!(does(&unsure, "owner", Command::AnswerDoubt { urgent: false }), Err(Refusal::OnDutyDecides));
    // Taken once.
    let taken = does(&sure, "repair_team_leader", Command::TakeEmergency).expect("he may");
    let again = does(&taken, "cs_clerk", Command::TakeEmergency);
    assert!(
        matches!(again, Err(Refusal::AlreadyDone { by: Some(by), .. }) if by == person("repair_team_leader")),
        "{again:?}"
    );
    assert_eq!(state(&does(&taken, "owner", warning(true)).expect("words")), state(&taken));
    // Called off, and said again: a new round.
    let off = does(&taken, "cs_clerk", Command::CallOff { reason: "r".to_owned() }).expect("he may");
    assert!(!off.is_urgent());
    let anew = does(&off, "owner", warning(true)).expect("he may");
    assert!(anew.rings());
    assert_eq!(anew.complaint.emergency.expect("one").round, 2);
}

#[test]
fn nobody_withdraws_an_emergency_alone() {
    let scene = Scene::new();
    let mut case = ringing(&scene, Some(Stage::Registered));
    let withdraw = || Command::Withdraw { reason: None };
    assert_eq!(scene.does(&mut case, "owner", withdraw()), Err(Refusal::OnDutyDecides));
    scene.does(&mut case, "cs_clerk", Command::CallOff { reason: "r".to_owned() }).expect("she may");
    scene.does(&mut case, "owner", withdraw()).expect("it is none");
}

#[test]
fn cancelling_by_the_way_reaches_only_what_nobody_has() {
    let scene = Scene::new();
    scene.does(&mut scene.received(), "owner", Command::TakeBack).expect("nobody has it");
    let mut handed = scene.received();
    scene.does(&mut handed, "system", Command::HandOver).expect("it goes to the desk");
    let mut off = ringing(&scene, None);
    scene.does(&mut off, "cs_clerk", Command::CallOff { reason: "r".to_owned() }).expect("she may");
    for mut case in [scene.at_stage(Stage::Registered), handed, ringing(&scene, None), off] {
        assert_eq!(scene.does(&mut case, "owner", Command::TakeBack), Err(Refusal::GoesOn));
    }
}

#[test]
fn the_danger_sorts_what_nobody_has_sorted() {
    let scene = Scene::new();
    for danger in Danger::ALL {
        let mut case = scene.received();
        case.complaint.details.category = None;
        let alarm = Command::RaiseAlarm(Warning { danger, because: String::new(), said: String::new(), sure: true });
        scene.does(&mut case, "owner", alarm).expect("he may");
        assert_eq!(case.complaint.details.category.as_deref(), Some(category_of(danger)));
    }
    assert_eq!(ringing(&scene, None).complaint.details.category.as_deref(), Some("pipes"));
}

#[test]
fn urgent_work_stands_whatever_becomes_of_its_cost() {
    let scene = Scene::new();
    let urgent = || {
        let mut case = ringing(&scene, Some(Stage::Registered));
        scene.does(&mut case, "cs_clerk", dispatch(Fen::yuan(800))).expect("she may");
        // Whoever sends somebody has it in hand.
        assert!(!case.rings() && case.is_urgent());
        scene.does(&mut case, "system", Command::Issue { order: ORDER, number: "PG-1".to_owned() }).expect("at once");
        case
    };
    for decision in [Decision::Refuse, Decision::Return] {
        let mut case = urgent();
        assert!(case.approvals[0].ahead && case.unsettled_cost().is_some());
        scene.does(&mut case, "cs_manager", vote(0, 1, decision)).expect("she may");
        assert!(matches!(case.orders[0].state, OrderState::Issued { .. }), "{decision:?}");
        assert_eq!(case.unsettled_cost().is_some(), decision == Decision::Return, "{decision:?}");
    }
    // Another estimate asks again, and the order stays where it is.
    let mut case = urgent();
    scene.does(&mut case, "cs_manager", vote(0, 1, Decision::Return)).expect("she may");
    let again = Command::Reestimate { order: ORDER, estimate: Fen::yuan(600), reason: None };
    scene.does(&mut case, "cs_clerk", again).expect("she may");
    assert!(matches!(case.orders[0].state, OrderState::Issued { .. }));
    let newest = case.approvals.last().expect("asked again");
    assert!(newest.seq != APPROVAL && newest.ahead && newest.pending().is_some());
    assert!(matches!(case.approvals[0].state, ApprovalState::Returned { .. }));
    // Given back by the team: nothing is paid for what nobody does.
    let mut case = urgent();
    let unable = Command::ReturnOrder { order: ORDER, reason: "r".to_owned() };
    scene.does(&mut case, "repair_team_leader", unable).expect("he may");
    assert_eq!(case.unsettled_cost(), None);
}

#[test]
fn an_alarm_lets_waiting_work_go_ahead() {
    let scene = Scene::new();
    let mut case = scene.at_stage(Stage::Pending);
    assert!(!case.approvals[0].ahead);
    scene.does(&mut case, "owner", warning(true)).expect("he may");
    assert!(case.approvals[0].ahead);
    let by = case.complaint.emergency.as_ref().and_then(|one| one.by());
    assert_eq!(by, None::<By>);
}
