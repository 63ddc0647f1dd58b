//! What runs beside an order: visits and requests for more time.

use super::scene::{NOW, ORDER, Scene, Stage, by, word};
use crate::domain::beside::{Extension, ExtensionState, Visit, VisitState};
use crate::domain::calendar::tests::at;
use crate::domain::command::Command;
use crate::domain::ids::Seq;
use crate::domain::refusal::Refusal;

#[test]
fn every_transition_of_a_visit() {
    let (at, by) = (at(NOW), by("owner"));
    let table = [
        (VisitState::Proposed, "agreed"),
        (VisitState::Agreed { at, by, by_phone: false }, "done"),
        (VisitState::Superseded { at }, "refusal.outdated"),
    ];
    for (state, agreed) in table {
        let visit = Visit {
            seq: Seq(3),
            order: ORDER,
            start: at,
            by,
            proposed_at: None,
            from_owner: false,
            shown_rev: 1,
            state,
        };
        let mut overtaken = visit.clone();
        assert_eq!(word(visit.agree(by, false, at), |visit| visit.state.word()), agreed);
        overtaken.supersede(at);
        assert_eq!(overtaken.state.word(), "superseded");
    }
}

#[test]
fn every_transition_of_a_request_for_more_time() {
    let (at, by) = (at(NOW), by("owner"));
    let table = [
        (ExtensionState::Asked, "extended", "denied"),
        (ExtensionState::Extended { at, by }, "done", "done"),
        (ExtensionState::Denied { at, by }, "done", "done"),
        (ExtensionState::Lapsed { at }, "-", "-"),
    ];
    for (state, consented, denied) in table {
        let one = Extension {
            seq: Seq(4),
            order: ORDER,
            before: at,
            until: at,
            reason: String::new(),
            by,
            asked_at: at,
            shown_rev: 1,
            state,
        };
        assert_eq!(word(one.clone().answer(true, by, at), |one| one.state.word()), consented);
        assert_eq!(word(one.answer(false, by, at), |one| one.state.word()), denied);
    }
}

fn propose(start: &str) -> Command {
    Command::ProposeVisit { order: ORDER, start: at(start) }
}

#[test]
fn a_visit_is_proposed_by_one_side_and_agreed_by_the_other() {
    let scene = Scene::new();
    let mut case = scene.at_stage(Stage::Accepted);
    assert_eq!(scene.does(&mut case, "repair_team_leader", propose(NOW)), Err(Refusal::InThePast));
    scene.does(&mut case, "repair_team_leader", propose("2025-10-11 15:00")).unwrap();
    let first = case.visits[0].seq;
    assert_eq!(
        scene.does(&mut case, "repair_team_leader", Command::AgreeVisit { visit: first }),
        Err(Refusal::NotYours)
    );
    // Another proposal takes the place of the first, whose card then decides nothing.
    scene.does(&mut case, "owner", propose("2025-10-12 09:00")).unwrap();
    assert_eq!(scene.does(&mut case, "family", Command::AgreeVisit { visit: first }), Err(Refusal::Outdated));
    let second = case.visits[1].seq;
    scene.does(&mut case, "repair_team_leader", Command::AgreeVisit { visit: second }).unwrap();
    assert_eq!(case.orders[0].state.word(), "appointment_set");
}

#[test]
fn more_time_takes_effect_only_with_the_owners_consent() {
    let scene = Scene::new();
    let mut case = scene.at_stage(Stage::Accepted);
    let due = case.finish_clock(ORDER).unwrap().due_at;
    let ask = |until| Command::AskExtension { order: ORDER, until, reason: "parts".to_owned() };
    let refused = scene.does(&mut case, "repair_team_leader", ask(due));
    assert_eq!(refused, Err(Refusal::NotLater { due }));
    let until = at("2025-10-20 18:00");
    scene.does(&mut case, "repair_team_leader", ask(until)).unwrap();
    assert_eq!(case.finish_clock(ORDER).unwrap().due_at, due, "asking alone moves nothing");
    let extension = case.extensions[0].seq;
    for somebody in ["repair_team_leader", "cs_manager", "tenant", "general_manager"] {
        let answer = Command::AnswerExtension { extension, consent: true };
        assert_eq!(scene.does(&mut case, somebody, answer), Err(Refusal::NotYours), "{somebody}");
    }
    scene.does(&mut case, "owner", Command::AnswerExtension { extension, consent: true }).unwrap();
    assert_eq!(case.finish_clock(ORDER).unwrap().due_at, until);
}
