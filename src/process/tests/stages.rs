//! How far a case has come, and who has what of it.

use super::play::Play;
use crate::domain::asks::asks;
use crate::domain::clock::Rule;
use crate::domain::command::Command;
use crate::domain::ids::{PersonId, Seq};
use crate::domain::tests::scene::{actor, person};
use crate::domain::topic::Topic;

impl Play {
    /// Somebody may, and does.
    pub fn does(&mut self, name: &str, command: Command) {
        let before = self.done.len();
        self.acts(&actor(name), command.clone());
        assert!(self.done.len() > before, "{name} may not {command:?}");
    }

    pub fn registered() -> Play {
        let mut play = Play::new();
        play.goes_on();
        assert_eq!(play.case.complaint.state.word(), "registered");
        play
    }

    /// The main line up to the work reported.
    pub fn reported() -> Play {
        let mut play = Play::registered();
        while play.case.orders.last().is_none_or(|order| order.state.word() != "completed_reported") {
            play.goes_on();
        }
        play
    }

    pub fn inspected() -> Play {
        let mut play = Play::reported();
        let order = play.order();
        play.does("cs_clerk", Command::Check { order });
        assert_eq!(play.case.orders[0].state.word(), "owner_sign_pending");
        play
    }

    pub fn order(&self) -> Seq {
        self.case.orders.last().expect("an order").seq
    }

    pub fn follow_up(&self) -> Seq {
        self.case.latest_follow_up().expect("a call-back").seq
    }

    pub fn runs(&self, rule: Rule) -> bool {
        self.case.clocks.iter().any(|clock| clock.rule == rule && clock.running())
    }

    /// Who has to move under this rule.
    pub fn held_by(&self, rule: Rule) -> Vec<PersonId> {
        let asks = asks(&self.case, &self.frame());
        let of = asks.iter().filter(|ask| ask.promise().is_some_and(|promise| promise.rule == rule));
        of.flat_map(|ask| ask.of.clone()).collect()
    }

    pub fn has_card(&self, name: &str, wanted: impl Fn(Topic) -> bool) -> bool {
        let cards = crate::process::board::open(&self.case, &self.frame());
        cards.into_iter().any(|(who, topic)| who == person(name) && wanted(topic))
    }

    pub fn away(&mut self, name: &str) {
        let staff = self.scene.people.staff.iter_mut();
        staff.filter(|one| one.person == person(name)).for_each(|one| one.away = true);
        self.settle(Vec::new());
    }
}
