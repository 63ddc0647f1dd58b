//! Cost approval (S13): the votes at every state, strict order, one decision
//! per step, nobody for himself.

use super::scene::{APPROVAL, ESTATE, NOW, ORDER, Scene, Stage, actor, dispatch, person, vote, word};
use crate::domain::approval::{Act, Approval, Decision, State};
use crate::domain::calendar::tests::at;
use crate::domain::case::Case;
use crate::domain::command::Command;
use crate::domain::ids::Seq;
use crate::domain::money::Fen;
use crate::domain::people::{PassedUp, Role};
use crate::domain::refusal::Refusal;

fn request(yuan: i64, requester: &str, scene: &Scene) -> Approval {
    Approval::submit((APPROVAL, ORDER), Fen::yuan(yuan), (person(requester), Vec::new()), ESTATE, &scene.frame())
}

fn cast(approval: Approval, name: &str, step: usize, decision: Decision, scene: &Scene) -> Result<Approval, Refusal> {
    let rev = approval.shown_rev;
    approval.vote(step, decision, None, rev, (&actor(name), ESTATE), &scene.frame())
}

#[test]
fn every_vote_at_every_state() {
    let (scene, at) = (Scene::new(), at(NOW));
    let decided = |decision| cast(request(800, "cs_clerk", &scene), "cs_manager", 0, decision, &scene).unwrap();
    let mut withdrawn = request(800, "cs_clerk", &scene);
    withdrawn.withdraw(None, at);
    let table = [
        (request(800, "cs_clerk", &scene), "step_pending", ["approved", "refused", "returned"]),
        (decided(Decision::Approve), "approved", ["done"; 3]),
        (decided(Decision::Refuse), "refused", ["done"; 3]),
        (decided(Decision::Return), "returned", ["done"; 3]),
        (withdrawn, "withdrawn", ["refusal.outdated"; 3]),
    ];
    for (approval, state, expected) in table {
        assert_eq!(approval.state.word(), state);
        let votes = [Decision::Approve, Decision::Refuse, Decision::Return];
        let found = votes.map(|decision| {
            word(cast(approval.clone(), "cs_manager", 0, decision, &scene), |approval| approval.state.word())
        });
        assert_eq!(found, expected, "from {state}");
    }
}

#[test]
fn the_steps_come_in_their_order() {
    let scene = Scene::new();
    let chair = |approval: &Approval| approval.pending().map(|(step, found)| (step, found.role, found.act));
    let first = request(12_000, "cs_clerk", &scene);
    assert_eq!(chair(&first), Some((0, Role::QualityDeputyChiefEngineer, Act::Review)));
    for early in ["vice_gm", "general_manager", "cs_manager", "cs_clerk", "owner"] {
        assert_eq!(cast(first.clone(), early, 0, Decision::Approve, &scene), Err(Refusal::NotYours), "{early}");
    }
    assert_eq!(cast(first.clone(), "vice_gm", 1, Decision::Approve, &scene), Err(Refusal::Outdated));
    let second = cast(first, "quality_deputy_chief_engineer", 0, Decision::Approve, &scene).unwrap();
    assert_eq!(chair(&second), Some((1, Role::ViceGm, Act::Review)));
    let third = cast(second, "vice_gm", 1, Decision::Approve, &scene).unwrap();
    assert_eq!(chair(&third), Some((2, Role::GeneralManager, Act::Approve)));
    let done = cast(third, "general_manager", 2, Decision::Approve, &scene).unwrap();
    assert_eq!(done.state, State::Approved { at: at(NOW) });
    assert_eq!(done.steps.iter().filter(|step| step.vote.is_some()).count(), 3);
}

#[test]
fn an_old_card_decides_nothing() {
    let scene = Scene::new();
    let mut case = scene.at_stage(Stage::Pending);
    scene
        .does(&mut case, "cs_clerk", Command::Reestimate { order: ORDER, estimate: Fen::yuan(900), reason: None })
        .unwrap();
    assert_eq!(scene.does(&mut case, "cs_manager", vote(0, 1, Decision::Approve)), Err(Refusal::Outdated));
    let newest = case.approvals.last().unwrap().clone();
    assert_eq!((newest.amount, newest.seq), (Fen::yuan(900), Seq(3)));
    assert!(matches!(case.approvals[0].state, State::Withdrawn { replaced_by: Some(Seq(3)), .. }));
    let stale = Command::Vote { approval: Seq(3), step: 0, rev: 7, decision: Decision::Approve, reason: None };
    assert_eq!(scene.does(&mut case, "cs_manager", stale), Err(Refusal::Outdated));
}

#[test]
fn nobody_approves_his_own_request() {
    let scene = Scene::new();
    let mut case = scene.at_stage(Stage::Registered);
    scene.does(&mut case, "cs_manager", dispatch(Fen::yuan(800))).unwrap();
    let step = &case.approvals[0].steps[0];
    let seating = step.seating.as_ref().unwrap();
    assert_eq!((seating.role, &seating.passed[..]), (Role::ViceGm, &[(Role::CsManager, PassedUp::Requester)][..]));
    let refused = scene.does(&mut case, "cs_manager", vote(0, 1, Decision::Approve));
    assert_eq!(refused, Err(Refusal::NotYours), "his chair no longer decides it");
    assert_eq!(scene.does(&mut case, "vice_gm", vote(0, 1, Decision::Approve)), Ok(()));
}

#[test]
fn nobody_is_asked_twice_when_a_step_is_passed_up() {
    let mut scene = Scene::new();
    scene.people.staff.retain(|one| one.person != person("quality_deputy_chief_engineer"));
    let approval = request(5_000, "cs_clerk", &scene);
    assert!(approval.steps[0].merged);
    assert_eq!(approval.pending().map(|(step, _)| step), Some(1));
    assert_eq!(approval.passed(), [(Role::QualityDeputyChiefEngineer, PassedUp::Empty)]);
    let done = cast(approval, "vice_gm", 1, Decision::Approve, &scene).unwrap();
    assert_eq!(done.state.word(), "approved");
}

#[test]
fn an_approval_that_nobody_can_give_is_no_approval() {
    let mut scene = Scene::new();
    scene.people.staff.clear();
    let stranded = request(800, "cs_clerk", &scene);
    assert_eq!(stranded.state.word(), "step_pending");
    assert!(stranded.steps[0].seating.is_none());
}

#[test]
fn whoever_comes_back_gets_his_chair_back() {
    let mut scene = Scene::new();
    let manager = person("cs_manager");
    let reachable = |scene: &mut Scene, yes| {
        scene.people.staff.iter_mut().filter(|one| one.person == manager).for_each(|one| one.reachable = yes);
    };
    reachable(&mut scene, false);
    let mut approval = request(800, "cs_clerk", &scene);
    assert_eq!(approval.passed(), [(Role::CsManager, PassedUp::Unreachable)]);
    assert!(!approval.reseat(ESTATE, &scene.people, at(NOW)), "nothing has changed");
    reachable(&mut scene, true);
    assert!(approval.reseat(ESTATE, &scene.people, at(NOW)));
    assert_eq!((approval.shown_rev, approval.passed()), (2, Vec::new()));
}

#[test]
fn what_a_decision_does_to_the_order() {
    let scene = Scene::new();
    let end = |decision| {
        let mut case: Case = scene.at_stage(Stage::Pending);
        scene.does(&mut case, "cs_manager", vote(0, 1, decision)).unwrap();
        (case.orders[0].state.word(), case.complaint.state.word(), case.waits_for_routing())
    };
    assert_eq!(end(Decision::Approve), ("awaiting_cost_approval", "routed", false));
    assert_eq!(end(Decision::Refuse), ("refused", "in_progress", true));
    assert_eq!(end(Decision::Return), ("draft", "routed", false));
}
