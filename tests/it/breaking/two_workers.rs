//! Two programs on one queue, every pump of both a task of its own: thirty
//! owners complain at once, two managers decide the same cards, two leaders
//! take the same orders.

use super::crowd::{self, One};
use super::records::case_ids;
use crate::base::both;
use crate::world::{MANAGER, World};
use anju::on;
use anju::store::{Tx, cases, history};
use std::collections::{BTreeMap, BTreeSet};
use tokio::task::JoinSet;

const OWNERS: i64 = 30;
const DISPATCHED: usize = 6;

both!(thirty_owners_at_once, |db| async move {
    let mut world = World::new(db).await;
    let now = world.clock.calendar_now();
    let owners = crowd::owners(&world.db, &world.messenger, world.people().garden, now, OWNERS).await;
    let second = crowd::employ(&world.db, &world.messenger, 6001, "钱进", ("cs_manager", None), now).await;
    let mate =
        crowd::employ(&world.db, &world.messenger, 6002, "马超", ("repair_team_leader", Some("水电一队")), now).await;
    for one in owners.iter().chain([&second, &mate]) {
        one.starts();
    }
    world.settle().await;

    let programs = world.run_together(2);
    let mut talks = JoinSet::new();
    for owner in &owners {
        let owner = owner.clone();
        talks.spawn(async move {
            owner.complains(&format!("{}家厨房水管漏水", owner.name)).await;
            for question in ["/cases", "/help", "/cases", "/help", "/cases"] {
                owner.says(question);
            }
        });
    }
    while let Some(done) = talks.join_next().await {
        done.expect("nobody is left without an answer");
    }
    world.rest().await;

    for number in 0..DISPATCHED {
        dispatch(&world, number).await;
    }
    decide_together(&world, &second).await;
    take_together(&world, &mate).await;
    programs.end().await;

    world.nothing_left().await;
    let mut tx = world.db.read().await.expect("a read");
    every_case_once(&mut tx).await;
    one_decision_each(&mut tx).await;
    for owner in &owners {
        answers_in_order(owner);
    }
});

async fn dispatch(world: &World, number: usize) {
    let clerk = world.phone("王芳");
    clerk.taps("派工");
    world.rest().await;
    for label in ["A 类：保修期内（建议）", "水电一队", "单工种"] {
        clerk.taps(label);
        world.rest().await;
    }
    clerk.says(&(100 + number).to_string());
    world.rest().await;
    for label in ["跳过", "提交"] {
        clerk.taps(label);
        world.rest().await;
    }
}

/// Both managers press every card in the same moment, each twice.
async fn decide_together(world: &World, second: &One) {
    press_all(world, &[world.people().user(MANAGER), second.user], "✅ 同意");
    world.rest().await;
}

async fn take_together(world: &World, mate: &One) {
    press_all(world, &[world.people().user("张伟"), mate.user], "✅ 接单");
    world.rest().await;
}

fn press_all(world: &World, users: &[i64], label: &str) {
    let mut pressed = 0;
    for round in 0..2 {
        for user in users {
            let cards = world.messenger.messages(*user).into_iter().filter(|message| message.from_bot);
            for card in cards.filter(|card| card.labels().contains(&label)) {
                world.messenger.taps(*user, card.message_id, label).expect("it can be tapped");
                pressed += usize::from(round == 0);
            }
        }
    }
    assert_eq!(pressed, DISPATCHED * users.len(), "everybody has every card with `{label}`");
}

async fn every_case_once(tx: &mut Tx) {
    let ids = case_ids(tx).await;
    assert_eq!(ids.len(), usize::try_from(OWNERS).expect("few"));
    let (mut numbers, mut reporters) = (BTreeSet::new(), BTreeSet::new());
    for id in ids {
        let case = cases::load(tx, id).await.expect("a case").expect("it is there");
        numbers.insert(case.number.expect("it has been registered"));
        reporters.insert(case.complaint.reporter);
        let mut events: BTreeMap<String, usize> = BTreeMap::new();
        for entry in history::of_case(tx, id).await.expect("history") {
            *events.entry(entry.event).or_default() += 1;
        }
        for (event, times) in events {
            assert_eq!(times, 1, "case {id}: {event} happened {times} times");
        }
    }
    assert_eq!((numbers.len(), reporters.len()), (30, 30));
    let expected: Vec<String> = (1..=OWNERS).map(|number| format!("TS-AJHY-20251010-{number:03}")).collect();
    assert_eq!(numbers.into_iter().collect::<Vec<_>>(), expected, "a number was skipped or given twice");
}

async fn one_decision_each(tx: &mut Tx) {
    let decided = i64::try_from(DISPATCHED).expect("few");
    let votes: i64 =
        on!(tx, db => sqlx::query_scalar("select count(*) from approval_votes").fetch_one(db).await).expect("votes");
    let taken: i64 =
        on!(tx, db => sqlx::query_scalar("select count(*) from work_orders where state = 'accepted'").fetch_one(db).await)
            .expect("orders");
    let failed: i64 =
        on!(tx, db => sqlx::query_scalar("select count(*) from inbox where attempts > 0").fetch_one(db).await)
            .expect("rows");
    let numbers: Vec<String> =
        on!(tx, db => sqlx::query_scalar("select number from work_orders order by number").fetch_all(db).await)
            .expect("numbers");
    assert_eq!((votes, taken, failed), (decided, decided, 0));
    let expected: Vec<String> = (1..=DISPATCHED).map(|number| format!("PG-A-AJHY-2025-{number:04}")).collect();
    assert_eq!(numbers, expected);
}

/// Questions were asked in one breath: the answers come in their order.
fn answers_in_order(owner: &One) {
    let heard = owner.heard();
    let registered = heard.iter().position(|text| text.contains("已登记，编号")).expect("it was registered");
    let kinds = heard[registered + 1..].iter().map(|text| text.contains("您的事项")).collect::<Vec<_>>();
    assert!(
        kinds.windows(5).any(|window| window == [true, false, true, false, true]),
        "{}: answers out of order:\n{}",
        owner.name,
        heard[registered..].join("\n---\n")
    );
}
