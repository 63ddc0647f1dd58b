//! Whoever may press the button may do it, and nobody types for nothing.

use crate::dialogue::beginning::{may_begin, may_rate};
use crate::dialogue::state::Subject;
use crate::domain::case::{COMPLAINT, Case};
use crate::domain::form::FormEnd;
use crate::domain::ids::Seq;
use crate::domain::people::Role;
use crate::domain::refusal::Refusal;
use crate::domain::tests::scene::{ORDER, Scene, Stage, actor};

fn begins(scene: &Scene, case: &Case, form: FormEnd, seq: Seq, name: &str) -> Result<(), Refusal> {
    let rev = case.rev_of(seq).unwrap_or_default();
    let subject = Subject { case: Some(case.id), seq: Some(seq), rev };
    may_begin(case, form, subject, &actor(name), &scene.frame())
}

#[test]
fn an_inspector_of_the_settings_passes_and_fails() {
    let mut scene = Scene::new();
    scene.rules.inspectors_a = vec![vec![Role::QualityDeputyChiefEngineer]];
    let case = scene.at_stage(Stage::Reported);
    assert_eq!(begins(&scene, &case, FormEnd::InspectFaults, ORDER, "quality_deputy_chief_engineer"), Ok(()));
    assert_eq!(begins(&scene, &case, FormEnd::InspectFaults, ORDER, "engineering_dept"), Err(Refusal::NotYours));
}

#[test]
fn nobody_types_for_nothing() {
    let scene = Scene::new();
    let case = scene.at_stage(Stage::Reported);
    for (form, name) in [
        (FormEnd::PaperSignature, "cs_clerk"),
        (FormEnd::RejectAnswer, "owner"),
        (FormEnd::Withdraw, "owner"),
        (FormEnd::CancelOrder, "cs_clerk"),
        (FormEnd::PutAway, "cs_clerk"),
    ] {
        assert_eq!(begins(&scene, &case, form, COMPLAINT, name), Err(Refusal::NotNow), "{form:?}");
    }
    assert_eq!(may_rate(&case, Seq(99), &actor("owner"), &scene.frame()), Err(Refusal::Unknown));
}

/// Every form by somebody at the stage where its button stands, and what it
/// asks for is never the reason of a refusal.
#[test]
fn every_form_can_be_begun_by_whoever_has_its_button() {
    use FormEnd as F;
    for (form, seq, stage, name) in [
        (F::Complaint, COMPLAINT, None, "owner"),
        (F::AddNote, COMPLAINT, Some(Stage::Issued), "owner"),
        (F::Withdraw, COMPLAINT, Some(Stage::Registered), "owner"),
        (F::Dispatch, COMPLAINT, Some(Stage::Registered), "cs_clerk"),
        (F::AnswerOwner, COMPLAINT, Some(Stage::Registered), "cs_clerk"),
        (F::Forward, COMPLAINT, Some(Stage::Registered), "cs_clerk"),
        (F::Reestimate, COMPLAINT, Some(Stage::Pending), "cs_clerk"),
        (F::CancelOrder, COMPLAINT, Some(Stage::Accepted), "cs_clerk"),
        (F::ReturnOrder, ORDER, Some(Stage::Issued), "repair_team_leader"),
        (F::ProposeVisit, ORDER, Some(Stage::Accepted), "repair_team_leader"),
        (F::ProposeVisit, ORDER, Some(Stage::Accepted), "owner"),
        (F::AskExtension, ORDER, Some(Stage::Arrived), "repair_team_leader"),
        (F::CompleteOrder, ORDER, Some(Stage::Arrived), "repair_team_leader"),
        (F::InspectFaults, ORDER, Some(Stage::Reported), "cs_clerk"),
        (F::RefuseWork, ORDER, Some(Stage::Checked), "owner"),
        (F::PaperSignature, COMPLAINT, Some(Stage::Checked), "cs_clerk"),
    ] {
        let scene = Scene::new();
        let case = stage.map_or_else(|| scene.received(), |stage| scene.at_stage(stage));
        assert_eq!(begins(&scene, &case, form, seq, name), Ok(()), "{form:?}");
        assert_eq!(begins(&scene, &case, form, seq, "neighbour"), Err(Refusal::NotYours), "{form:?}");
    }
}
