//! The complaint (S01, S03, S04) and the call-back (S12): every transition from
//! every state.

use super::scene::{NOW, Scene, by, word};
use crate::domain::calendar::tests::at;
use crate::domain::complaint::{Complaint, State};
use crate::domain::follow_up::{self, Answered, FollowUp, Plan};
use crate::domain::ids::Seq;
use crate::domain::refusal::Refusal;

fn complaint(state: State) -> Complaint {
    Complaint { state, ..Scene::new().received().complaint }
}

fn states() -> Vec<State> {
    let (at, by) = (at(NOW), by("owner"));
    vec![
        State::Received,
        State::Registered,
        State::Routed { unit: None, at },
        State::InProgress { at },
        State::Handled { at },
        State::RevisitDue { accepted: false, at },
        State::RevisitDue { accepted: true, at },
        State::Closed { at, by, reason: None },
        State::Withdrawn { at, by, reason: None },
    ]
}

const TABLE: &str = "
received    registered withdrawn - - - -
registered  - withdrawn routed handled - -
routed      - withdrawn routed handled - -
in_progress - withdrawn routed handled - -
handled     - - - - revisit_due revisit_due
revisit_due - - - - revisit_due revisit_due
revisit_due - - - - - -
closed      refusal.closed refusal.closed refusal.closed refusal.closed refusal.closed refusal.closed
withdrawn   refusal.closed refusal.closed refusal.closed refusal.closed refusal.closed refusal.closed
";

#[test]
fn every_transition_of_a_complaint() {
    let rows: Vec<Vec<&str>> = TABLE.trim().lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(rows.len(), states().len());
    for (state, row) in states().into_iter().zip(rows) {
        let one = || complaint(state.clone());
        let results = [
            one().register(at(NOW)),
            one().withdraw(by("owner"), None, at(NOW)),
            one().route(Some("一队".to_owned()), at(NOW)),
            one().handled(at(NOW)),
            one().revisit_due(true, at(NOW)),
            one().revisit_due(false, at(NOW)),
        ];
        let found: Vec<&str> = results.map(|result| word(result, |complaint| complaint.state.word())).to_vec();
        assert_eq!(state.word(), row[0]);
        assert_eq!(found, row[1..], "from {}", state.word());
    }
}

#[test]
fn registration_names_what_is_missing() {
    let mut homeless = complaint(State::Received);
    homeless.home = None;
    assert_eq!(homeless.register(at(NOW)), Err(Refusal::Missing("home")));
    let mut unsorted = complaint(State::Received);
    unsorted.details.category = None;
    assert_eq!(unsorted.register(at(NOW)), Err(Refusal::Missing("category")));
}

fn follow_up(state: follow_up::State) -> FollowUp {
    FollowUp {
        seq: Seq(9),
        order: Some(Seq(1)),
        round: 1,
        again: false,
        plans: vec![Plan::Phone000c],
        due_since: at(NOW),
        asked_at: None,
        on_call_list_at: None,
        attempts: 0,
        answers: Vec::new(),
        shown_rev: 1,
        state,
    }
}

fn scored(scores: &[u8]) -> Vec<Answered> {
    let one = |score: &u8| Answered {
        key: "quality".to_owned(),
        question: "?".to_owned(),
        score: Some(*score),
        text: None,
        lang: "zh-CN".to_owned(),
        questionnaire: "q".to_owned(),
        version: 1,
    };
    scores.iter().map(one).collect()
}

#[test]
fn every_transition_of_a_call_back() {
    use follow_up::State as S;
    let (at, by) = (at(NOW), by("owner"));
    let table = [
        (S::Due, "satisfied", "-", "cancelled"),
        (S::Satisfied { at, by, by_phone: false }, "done", "-", "satisfied"),
        (S::Dissatisfied { at, by, by_phone: false, seriously: false }, "done", "correction_notice", "cancelled"),
        (S::Corrected { at, by, faults: String::new() }, "-", "done", "correction_notice"),
        (S::Cancelled { at }, "-", "-", "cancelled"),
        (S::Unreachable { at }, "satisfied", "-", "cancelled"),
        (S::ClosedUnreached { at, by, reason: String::new() }, "-", "-", "closed_unreached"),
    ];
    for (state, answered, corrected, cancelled) in table {
        let one = || follow_up(state.clone());
        assert_eq!(word(one().answer(scored(&[4]), by, false, at), |one| one.state.word()), answered, "{state:?}");
        assert_eq!(word(one().correct(by, "f".to_owned(), at), |one| one.state.word()), corrected, "{state:?}");
        let mut overtaken = one();
        overtaken.cancel(at);
        assert_eq!(overtaken.state.word(), cancelled, "{state:?}");
    }
}

#[test]
fn three_is_satisfied_and_one_is_serious() {
    let judge = |scores: &[u8]| follow_up(follow_up::State::Due).answer(scored(scores), by("owner"), false, at(NOW));
    for (scores, expected, serious) in [
        (&[5, 5, 5][..], "satisfied", false),
        (&[5, 3, 5], "satisfied", false),
        (&[5, 2, 5], "dissatisfied", false),
        (&[5, 5, 1], "dissatisfied", true),
    ] {
        let state = judge(scores).unwrap().state;
        assert_eq!(state.word(), expected, "{scores:?}");
        let seriously = matches!(state, follow_up::State::Dissatisfied { seriously: true, .. });
        assert_eq!(seriously, serious, "{scores:?}");
    }
    assert_eq!(judge(&[]), Err(Refusal::Missing("score")));
}
