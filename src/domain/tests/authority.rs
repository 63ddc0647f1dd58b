//! Who may do what: each command against everybody. Whoever may, meets at most
//! "not now" or "already done"; everybody else is told that it is not his.

use super::scene::{APPROVAL, EVERYBODY, ORDER, Scene, Stage, UNIT, complete, dispatch, person, vote};
use crate::domain::approval::Decision;
use crate::domain::beside::{CallTopic, Unheard};
use crate::domain::calendar::tests::at;
use crate::domain::case::Case;
use crate::domain::command::{Command, Described};
use crate::domain::follow_up::Answered;
use crate::domain::ids::{AttachmentId, Seq};
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use std::collections::BTreeSet;

const DESK: &str = "cs_clerk case_handler cs_manager";
const HOME: &str = "owner family tenant";
const SIGNS: &str = "owner family";
const LEADER: &str = "repair_team_leader";
const CALLERS: &str = "cs_clerk case_handler maintenance_supervisor cs_manager";
const SYSTEM: &str = "system";

fn allowed(scene: &Scene, case: &Case, command: &Command) -> BTreeSet<&'static str> {
    let may = |name: &&&str| {
        let done = scene.does(&mut case.clone(), name, command.clone());
        !matches!(done, Err(Refusal::NotYours | Refusal::OwnWork))
    };
    EVERYBODY.iter().filter(may).copied().collect()
}

#[track_caller]
fn only(scene: &Scene, case: &Case, command: &Command, names: &[&'static str]) {
    let expected: BTreeSet<&str> = names.iter().flat_map(|group| group.split_whitespace()).collect();
    assert_eq!(allowed(scene, case, command), expected, "{command:?}");
}

#[test]
fn intake_and_routing() {
    let scene = Scene::new();
    let case = scene.at_stage(Stage::Registered);
    let text = || "w".to_owned();
    let place = Described { place: Some(text()), ..Described::default() };
    only(&scene, &case, &Command::Describe(place), &[DESK, HOME]);
    only(&scene, &scene.received(), &Command::Register { number: text() }, &[DESK, HOME]);
    only(&scene, &scene.received(), &Command::HandOver, &[SYSTEM]);
    only(&scene, &case, &Command::Withdraw { reason: None }, &[HOME]);
    only(&scene, &scene.received(), &Command::PutAway { reason: "x".into() }, &[DESK]);
    let note = Command::Note { words: None, photos: Vec::new() };
    let with_a_unit = ["repair_team_leader", "dept_handler"];
    let office = Role::ALL.iter().map(|role| role.word()).filter(|role| !with_a_unit.contains(role));
    let office = office.chain([HOME]).collect::<Vec<_>>();
    only(&scene, &case, &note, &office);
    // The team that has it, and not the other one.
    let with_team = office.iter().copied().chain(["repair_team_leader"]).collect::<Vec<_>>();
    only(&scene, &scene.at_stage(Stage::Pending), &note, &with_team);
    only(&scene, &case, &dispatch(Fen::yuan(1)), &[DESK]);
    only(&scene, &case, &Command::Answer { words: text() }, &[DESK]);
    only(&scene, &case, &Command::Forward { unit: UNIT.to_owned(), words: text() }, &[DESK]);
    let pending = scene.at_stage(Stage::Pending);
    only(&scene, &pending, &Command::Reestimate { order: ORDER, estimate: Fen::yuan(1), reason: None }, &[DESK]);
    only(&scene, &pending, &Command::CancelOrder { order: ORDER, reason: text() }, &[DESK]);
}

#[test]
fn a_forwarded_case_is_the_departments_too() {
    let scene = Scene::new();
    let mut case = scene.at_stage(Stage::Registered);
    let words = || "w".to_owned();
    scene.does(&mut case, "cs_clerk", Command::Forward { unit: UNIT.to_owned(), words: words() }).unwrap();
    only(&scene, &case, &Command::Answer { words: words() }, &[DESK, "dept_handler"]);
    only(&scene, &case, &Command::ReturnForward { reason: words() }, &["dept_handler"]);
}

#[test]
fn approval_and_issue() {
    let scene = Scene::new();
    let case = scene.at_stage(Stage::Pending);
    for decision in [Decision::Approve, Decision::Refuse, Decision::Return] {
        only(&scene, &case, &vote(0, 1, decision), &["cs_manager"]);
    }
    only(&scene, &case, &Command::Reseat, &[SYSTEM]);
    only(&scene, &case, &Command::Issue { order: ORDER, number: "n".to_owned() }, &[SYSTEM]);
    assert_eq!(case.approvals[0].seq, APPROVAL);
}

#[test]
fn the_order() {
    let scene = Scene::new();
    let case = scene.at_stage(Stage::Accepted);
    let reason = || "r".to_owned();
    only(&scene, &scene.at_stage(Stage::Issued), &Command::Accept { order: ORDER }, &[LEADER]);
    only(&scene, &case, &Command::ReturnOrder { order: ORDER, reason: reason() }, &[LEADER]);
    only(&scene, &case, &Command::Arrive { order: ORDER }, &[LEADER]);
    only(&scene, &case, &complete(1, 1, None), &[LEADER]);
    let until = at("2025-11-01 12:00");
    only(&scene, &case, &Command::AskExtension { order: ORDER, until, reason: reason() }, &[LEADER]);
    only(&scene, &case, &Command::ProposeVisit { order: ORDER, start: until }, &[LEADER, HOME]);
    let mut asked = case.clone();
    scene.does(&mut asked, LEADER, Command::AskExtension { order: ORDER, until, reason: reason() }).unwrap();
    let extension = asked.extensions[0].seq;
    only(&scene, &asked, &Command::AnswerExtension { extension, consent: true }, &[SIGNS]);
    for (proposer, answerers) in [(LEADER, HOME), ("owner", LEADER)] {
        let mut proposed = case.clone();
        scene.does(&mut proposed, proposer, Command::ProposeVisit { order: ORDER, start: until }).unwrap();
        let visit = proposed.visits[0].seq;
        only(&scene, &proposed, &Command::AgreeVisit { visit }, &[answerers]);
    }
}

#[test]
fn completion() {
    let scene = Scene::new();
    let reported = scene.at_stage(Stage::Reported);
    only(&scene, &reported, &Command::Check { order: ORDER }, &[DESK]);
    only(&scene, &reported, &Command::FailCheck { order: ORDER, faults: "f".to_owned() }, &[DESK]);
    let checked = scene.at_stage(Stage::Checked);
    only(&scene, &checked, &Command::Sign { order: ORDER }, &[SIGNS]);
    only(&scene, &checked, &Command::RefuseWork { order: ORDER, reason: None, photos: Vec::new() }, &[SIGNS]);
    only(&scene, &checked, &Command::SignOnPaper { order: ORDER, photo: AttachmentId(9) }, &[DESK]);
    only(&scene, &checked, &Command::OwnerSilent { subject: ORDER }, &[SYSTEM]);
    only(&scene, &checked, &Command::AcceptAnswer { round: 1 }, &[SIGNS]);
    only(&scene, &checked, &Command::RejectAnswer { round: 1, reason: None }, &[SIGNS]);
}

#[test]
fn call_backs() {
    let scene = Scene::new();
    let mut case = scene.at_stage(Stage::Signed);
    let open = Command::OpenFollowUp { order: Some(ORDER), round: 1, again: false };
    only(&scene, &case, &open, &[SYSTEM]);
    scene.does(&mut case, SYSTEM, open).unwrap();
    let follow_up = case.follow_ups[0].seq;
    only(&scene, &case, &Command::AskRating { follow_up }, &[SYSTEM]);
    only(&scene, &case, &Command::PutOnCallList { follow_up }, &[SYSTEM]);
    only(&scene, &case, &Command::Rate { follow_up, answers: answers(1) }, &[HOME, CALLERS]);
    only(&scene, &case, &Command::TryClose, &[SYSTEM]);
    only(&scene, &case, &Command::CloseUnreached { reason: "r".to_owned() }, &["cs_manager"]);
    let topic = CallTopic::Rate { follow_up };
    only(&scene, &case, &Command::CallFor { person: person("owner"), topic, unheard: Unheard::Gone }, &[SYSTEM]);
    scene.does(&mut case, SYSTEM, Command::PutOnCallList { follow_up }).unwrap();
    let task = case.calls[0].seq;
    only(&scene, &case, &Command::CallTried { task }, &[CALLERS]);
    only(&scene, &case, &Command::CallDone { task }, &[CALLERS]);
    scene.does(&mut case, "owner", Command::Rate { follow_up, answers: answers(1) }).unwrap();
    only(&scene, &case, &Command::Correct { follow_up, faults: "f".to_owned() }, &[DESK]);
}

#[test]
fn whoever_did_the_work_neither_checks_it_nor_calls_back() {
    let mut scene = Scene::new();
    // The leader is made a clerk as well: another chair, the same person.
    let mut case = scene.at_stage(Stage::Reported);
    case.orders[0].leader = Some(person("cs_clerk"));
    let check = Command::Check { order: ORDER };
    assert_eq!(scene.does(&mut case.clone(), "cs_clerk", check.clone()), Err(Refusal::OwnWork));
    assert_eq!(scene.does(&mut case, "case_handler", check), Ok(()));
    let paper = Command::SignOnPaper { order: ORDER, photo: AttachmentId(9) };
    assert_eq!(scene.does(&mut case.clone(), "cs_clerk", paper), Err(Refusal::OwnWork));
    scene.does(&mut case, "owner", Command::Sign { order: ORDER }).unwrap();
    scene.does(&mut case, SYSTEM, Command::OpenFollowUp { order: Some(ORDER), round: 1, again: false }).unwrap();
    let follow_up = case.follow_ups[0].seq;
    let rate = || Command::Rate { follow_up, answers: answers(5) };
    assert_eq!(scene.does(&mut case.clone(), "cs_clerk", rate()), Err(Refusal::OwnWork));
    scene.people = super::scene::company();
    assert_eq!(scene.does(&mut case, "case_handler", rate()), Ok(()));
}

#[test]
fn a_tenant_signs_what_he_reported_himself() {
    let scene = Scene::new();
    let mut case = scene.at_stage(Stage::Checked);
    case.complaint.reporter = person("tenant");
    assert_eq!(scene.does(&mut case, "tenant", Command::Sign { order: ORDER }), Ok(()));
}

#[test]
fn a_dissatisfied_call_back_is_never_closed_over() {
    let scene = Scene::new();
    let mut case = scene.at_stage(Stage::Signed);
    scene.does(&mut case, SYSTEM, Command::OpenFollowUp { order: Some(ORDER), round: 1, again: false }).unwrap();
    let follow_up = case.follow_ups[0].seq;
    scene.does(&mut case, "owner", Command::Rate { follow_up, answers: answers(2) }).unwrap();
    let close = Command::CloseUnreached { reason: "r".to_owned() };
    assert_eq!(scene.does(&mut case, "cs_manager", close), Err(Refusal::Dissatisfied));
    scene.does(&mut case, SYSTEM, Command::TryClose).unwrap();
    assert_eq!(case.complaint.state.word(), "revisit_due", "and the system does not close it either");
}

#[test]
fn an_unknown_record_is_refused() {
    let scene = Scene::new();
    let case = scene.at_stage(Stage::Accepted);
    for command in [Command::Accept { order: Seq(99) }, Command::AgreeVisit { visit: Seq(99) }] {
        assert_eq!(scene.does(&mut case.clone(), LEADER, command), Err(Refusal::Unknown));
    }
}

fn answers(score: u8) -> Vec<Answered> {
    vec![Answered {
        key: "quality".to_owned(),
        question: "?".to_owned(),
        score: Some(score),
        text: None,
        lang: "zh-CN".to_owned(),
        questionnaire: "q".to_owned(),
        version: 1,
    }]
}
