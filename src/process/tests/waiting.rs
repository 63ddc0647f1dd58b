//! Whatever anybody does to a case, in whatever order, and whoever is away
//! meanwhile: nothing of it waits for nobody, nothing waits without a clock, and
//! no clock outlives its reason.

use super::play::Play;
use crate::domain::alarm;
use crate::domain::approval::State as Cost;
use crate::domain::asks::{Ask, Until, asks};
use crate::domain::beside::{CallTopic, ExtensionState, VisitState};
use crate::domain::clock::{Promise, Rule};
use crate::domain::follow_up::State as FollowUp;
use crate::domain::ids::Seq;
use crate::domain::tests::scene::{EVERYBODY, actor};
use crate::domain::topic::Topic;
use crate::domain::work_order::{State as Order, WorkOrder};
use crate::process::wake;
use chrono::TimeDelta;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The bytes of one step: who, what, which record, how.
type Step = (u8, u8, u8, u8);

impl Play {
    fn step(&mut self, (who, what, which, how): Step) {
        if what.is_multiple_of(8) {
            return self.waits(TimeDelta::minutes([3, 40, 300, 1_500, 6_000, 20_000][usize::from(how) % 6]));
        }
        if what % 16 == 1 {
            return self.comes_and_goes(who, how);
        }
        // Mostly what waits is answered; else anything is tried on anything.
        let waits: Vec<Topic> = asks(&self.case, &self.frame()).iter().map(|ask| ask.topic).collect();
        let topics = if what % 8 < 6 && !waits.is_empty() { waits } else { self.everything() };
        let topic = topics[usize::from(which) % topics.len()];
        let commands = self.commands(topic, how);
        let command = commands[usize::from(what / 8) % commands.len()].clone();
        // Half of what is tried is tried by those who may.
        let first = usize::from(who) % EVERYBODY.len();
        let others = if how.is_multiple_of(2) { EVERYBODY.len() } else { 1 };
        for name in EVERYBODY.iter().cycle().skip(first).take(others).filter(|name| **name != "system") {
            let before = self.done.len();
            self.acts(&actor(name), command.clone());
            if self.done.len() > before {
                return;
            }
        }
    }

    /// What must hold after whatever was done.
    fn holds(&self) {
        let case = &self.case;
        let told = || format!("{:#?}\n{}", case.complaint.state, self.done.join("\n"));
        let asks = asks(case, &self.frame());
        if case.complaint.state.is_over() {
            let withdrawn = case.complaint.state.word() == "withdrawn";
            assert!(!withdrawn || case.orders.iter().all(WorkOrder::is_over), "work without a case\n{}", told());
            assert!(asks.is_empty() && case.clocks.iter().all(|clock| !clock.running()), "{}", told());
            return;
        }
        for ask in &asks {
            let called = || {
                let about = CallTopic::of(ask.topic);
                case.calls
                    .iter()
                    .any(|call| call.open() && about.as_ref().is_some_and(|about| call.topics.contains(about)))
            };
            // While an alarm climbs, the levels below the desk have it.
            let climbs = || case.rings() && !alarm::reached(case, &self.frame()).is_empty();
            let somebody = !ask.of.is_empty()
                || (matches!(ask.topic, Topic::Desk { .. }) && climbs())
                || (case.asks_owner(ask.topic) && called());
            assert!(somebody, "{:?} waits for nobody\n{}", ask.topic, told());
        }
        let promises: BTreeSet<Promise> = asks.iter().filter_map(Ask::promise).collect();
        let running: BTreeSet<Promise> =
            case.clocks.iter().filter(|one| one.running()).map(|one| one.promise()).collect();
        assert_eq!(promises, running, "clocks and what waits\n{}", told());
        assert!(wake::next(case, &self.frame()).is_some(), "no alarm\n{}", told());
        for record in self.open_records() {
            assert!(asks.iter().any(|ask| is_about(ask, &record)), "{record:?} waits for nothing\n{}", told());
        }
        let signed = case.complaint.state.word();
        let silent = case
            .clocks
            .iter()
            .any(|clock| clock.rule == Rule::OwnerSign && clock.running() && clock.started_at > self.now);
        assert!(!silent, "silent before it began: {signed}\n{}", told());
    }

    /// Everything that is under way, by the states of the records alone.
    fn open_records(&self) -> Vec<Record> {
        let case = &self.case;
        let given_up = |order: &Order| {
            matches!(order, Order::Cancelled { .. } | Order::ReturnedUnable { .. } | Order::Refused { .. })
        };
        let mut open = vec![Record::Complaint];
        for order in &case.orders {
            let latest = case.approvals.iter().rev().find(|one| one.order == order.seq);
            let undecided = latest.filter(|one| matches!(one.state, Cost::StepPending { .. } | Cost::Returned { .. }));
            if !given_up(&order.state) {
                open.extend(undecided.map(|one| Record::With(one.seq)));
            }
            if !order.is_over() && !order.can_be_reestimated() {
                open.push(Record::With(order.seq));
            }
        }
        open.extend(
            case.visits.iter().filter(|one| one.state == VisitState::Proposed).map(|one| Record::With(one.seq)),
        );
        open.extend(
            case.extensions.iter().filter(|one| one.state == ExtensionState::Asked).map(|one| Record::With(one.seq)),
        );
        let unanswered = |state: &FollowUp| matches!(state, FollowUp::Due | FollowUp::Dissatisfied { .. });
        open.extend(case.follow_ups.iter().filter(|one| unanswered(&one.state)).map(|one| Record::With(one.seq)));
        if case.may_close_unreached() && case.unsettled_cost().is_none() {
            open.push(Record::Decision);
        }
        open.extend(case.calls.iter().filter(|one| one.open()).map(|one| Record::Call(one.seq)));
        open
    }
}

#[derive(Debug)]
enum Record {
    Complaint,
    /// Its own clock runs.
    With(Seq),
    /// The manager's last word.
    Decision,
    /// Its card is with somebody.
    Call(Seq),
}

fn is_about(ask: &Ask, record: &Record) -> bool {
    match record {
        Record::Complaint => true,
        Record::Decision => matches!(ask.topic, Topic::Close { .. }) && !ask.of.is_empty(),
        Record::With(seq) => matches!(ask.until, Until::Clock(promise) if promise.subject == *seq),
        Record::Call(seq) => ask.topic.record() == *seq && !ask.of.is_empty(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_waits_for_nobody(come in 0..10_u8, steps in prop::collection::vec(any::<Step>(), 1..60)) {
        let mut play = Play::new();
        for _ in 0..come {
            play.holds();
            play.goes_on();
        }
        play.holds();
        for step in steps {
            play.step(step);
            play.holds();
        }
        // Left alone for a quarter of a year it still waits for somebody.
        play.waits(TimeDelta::days(90));
        play.holds();
    }
}
