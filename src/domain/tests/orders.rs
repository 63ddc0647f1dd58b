//! The dispatch order (S08, S11): every transition from every state.

use super::scene::{ESTATE, NOW, Scene, Stage, by, complete, person, word};
use crate::domain::calendar::tests::at;
use crate::domain::ids::Seq;
use crate::domain::money::Fen;
use crate::domain::refusal::Refusal;
use crate::domain::warranty::Class;
use crate::domain::work_order::{Report, State, Trades, WorkOrder};

fn order(state: State) -> WorkOrder {
    WorkOrder {
        seq: Seq(1),
        class: Class::A,
        team: "一队".to_owned(),
        trades: Trades::Single,
        estimate: Fen::yuan(800),
        content: None,
        requester: person("cs_clerk"),
        number: None,
        issued_at: None,
        begun_at: None,
        round: 1,
        shown_rev: 1,
        leader: Some(person("repair_team_leader")),
        report: None,
        faults: None,
        checks: Vec::new(),
        state,
    }
}

fn states() -> Vec<State> {
    let (at, by, reason) = (at(NOW), by("repair_team_leader"), "r".to_owned());
    vec![
        State::Draft,
        State::AwaitingCostApproval,
        State::Refused { at },
        State::Issued { at },
        State::Accepted { at, by },
        State::AppointmentSet { at, visit: Seq(3) },
        State::InProgress { at },
        State::CompletedReported { at },
        State::OwnerSignPending { at },
        State::OwnerUnreachable { at },
        State::OwnerSigned { at, by, on_paper: None },
        State::ReturnedUnable { at, by, reason: reason.clone() },
        State::Cancelled { at, by, reason },
    ]
}

const COLUMNS: [&str; 12] =
    ["await", "issue", "accept", "return", "arrive", "report", "check", "fail", "sign", "silent", "rework", "cancel"];

fn step(order: WorkOrder, column: &str, scene: &Scene) -> &'static str {
    let (frame, at) = (scene.frame(), at(NOW));
    let (leader, clerk, owner) = (by("repair_team_leader"), by("cs_clerk"), by("owner"));
    let report = Report { at, before: Vec::new(), after: Vec::new(), missing: Some("none".to_owned()), note: None };
    let result = match column {
        "await" => order.await_approval(Fen::yuan(900)),
        "issue" => order.issue("PG-1".to_owned(), at),
        "accept" => order.accept(leader, at),
        "return" => order.return_unable(leader, "r".to_owned(), at),
        "arrive" => order.arrive(at),
        "report" => order.report(leader, report, 0, &frame),
        // The leader's own signature came with his report.
        "check" => {
            WorkOrder { checks: vec![crate::domain::work_order::Check { by: leader, at, group: None }], ..order }
                .check((clerk, None), ESTATE, &frame)
                .map(|(order, _)| order)
        }
        "fail" => order.inspection_failed("f".to_owned(), at),
        "sign" => order.sign(owner, None, at),
        "silent" => order.owner_silent(at),
        "rework" => order.rework(None, at),
        _ => order.cancel(clerk, "r".to_owned(), at),
    };
    word(result, |order| order.state.word())
}

/// From the state in the first column; `-` is "not now", `done` names who did it.
const TABLE: &str = "
draft                  awaiting_cost_approval - - - - - - - - - - cancelled
awaiting_cost_approval awaiting_cost_approval issued - - - - - - - - - cancelled
refused                - - - - - - - - - - - -
issued                 - - accepted returned_unable - - - - - - - cancelled
accepted               - - done returned_unable in_progress completed_reported - - - - - cancelled
appointment_set        - - - returned_unable in_progress completed_reported - - - - - cancelled
in_progress            - - - returned_unable done completed_reported - - - - - cancelled
completed_reported     - - - - - done owner_sign_pending in_progress - - - -
owner_sign_pending     - - - - - - done - owner_signed owner_unreachable in_progress -
owner_unreachable      - - - - - - - - owner_signed - in_progress -
owner_signed           - - - - - - - - done - in_progress -
returned_unable        - - - done - - - - - - - -
cancelled              - - - - - - - - - - - -
";

#[test]
fn every_transition_from_every_state() {
    let scene = Scene::new();
    let rows: Vec<Vec<&str>> = TABLE.trim().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), states().len());
    for (state, row) in states().into_iter().zip(rows) {
        assert_eq!(state.word(), row[0]);
        for (place, column) in COLUMNS.iter().enumerate() {
            assert_eq!(step(order(state.clone()), column, &scene), row[place + 1], "{column} from {}", state.word());
        }
    }
}

#[test]
fn a_transition_moves_what_cards_show() {
    let taken = order(State::Issued { at: at(NOW) }).accept(by("repair_team_leader"), at(NOW)).unwrap();
    assert_eq!((taken.shown_rev, taken.leader), (2, Some(person("repair_team_leader"))));
}

#[test]
fn a_rework_is_a_new_round_and_forgets_the_check() {
    let scene = Scene::new();
    let mut case = scene.at_stage(Stage::Checked);
    let done = case.orders.remove(0);
    assert_eq!((done.round, done.checks.len()), (1, 2));
    let again = done.rework(Some("still drips".to_owned()), at(NOW)).unwrap();
    assert_eq!((again.round, again.checks.len(), again.report.is_none()), (2, 0, true));
    assert_eq!(again.faults.as_deref(), Some("still drips"));
}

#[test]
fn a_check_waits_for_every_group_that_somebody_sits_in() {
    let mut scene = Scene::new();
    use crate::domain::people::Role;
    scene.rules.inspectors_a.push(vec![Role::EngineeringDept]);
    let reported = scene.at_stage(Stage::Reported).orders.remove(0);
    let (once, passed) = reported.clone().check((by("cs_clerk"), None), ESTATE, &scene.frame()).unwrap();
    assert_eq!((once.state.word(), passed), ("completed_reported", false));
    let (twice, passed) = once.check((by("engineering_dept"), None), ESTATE, &scene.frame()).unwrap();
    assert_eq!((twice.state.word(), passed), ("owner_sign_pending", true));
    // With that seat empty nobody waits for it.
    scene.people.staff.retain(|one| one.person != person("engineering_dept"));
    let (_, passed) = reported.check((by("cs_clerk"), None), ESTATE, &scene.frame()).unwrap();
    assert!(passed);
}

#[test]
fn nobody_checks_his_own_work() {
    let scene = Scene::new();
    let reported = scene.at_stage(Stage::Reported).orders.remove(0);
    let refused = reported.check((by("repair_team_leader"), None), ESTATE, &scene.frame());
    assert_eq!(refused.map(drop), Err(Refusal::OwnWork));
}

#[test]
fn fewer_photos_than_asked_for_need_a_reason() {
    let scene = Scene::new();
    let arrived = scene.at_stage(Stage::Arrived);
    for (before, after, missing, expected) in [
        (1, 1, None, Ok(())),
        (2, 0, None, Ok(())),
        (1, 0, None, Err(Refusal::PhotosMissing { needed: 2, given: 1 })),
        (0, 0, Some("  "), Err(Refusal::PhotosMissing { needed: 2, given: 0 })),
        (0, 0, Some("the phone fell into the water"), Ok(())),
    ] {
        let mut case = arrived.clone();
        assert_eq!(scene.does(&mut case, "repair_team_leader", complete(before, after, missing)), expected);
    }
}

#[test]
fn an_order_costs_something() {
    for fen in [0, -1] {
        assert_eq!(order(State::Draft).await_approval(Fen(fen)), Err(Refusal::BadAmount));
    }
    assert!(order(State::Draft).await_approval(Fen(1)).is_ok());
}
