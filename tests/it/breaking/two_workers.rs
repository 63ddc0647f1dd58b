//! Two programs on one queue, every pump of both a task of its own: thirty
//! owners complain at once, two managers decide the same cards, two leaders
//! take the same orders.

use super::crowd;
use super::day::{corp, on_wecom};
use super::hand::{Ground, Hand};
use super::records::case_ids;
use crate::base::both;
use crate::world::{MANAGER, World};
use anju::on;
use anju::store::{Tx, cases, history};
use std::collections::{BTreeMap, BTreeSet};
use tokio::task::JoinSet;

const OWNERS: i64 = 30;
const DISPATCHED: usize = 6;

both!(thirty_owners_at_once, |db| async move { a_crowd(World::new(db).await).await });

// Both programs fetch what owners wrote, three messages to a page, and share
// one token, which is taken back twice.
both!(thirty_owners_on_wechat_at_once, |db| async move {
    let world = on_wecom(db).await;
    let corp = corp(&world).clone();
    // Nobody's minute passes, and the clerk gets thirty cards in it.
    corp.lift_member_limit();
    corp.page_size(3);
    let before = corp.token_fetches();
    a_crowd(world).await;
    assert_eq!(corp.token_fetches() - before, 2, "one token for both programs, each time");
});

async fn a_crowd(mut world: World) {
    let now = world.clock.calendar_now();
    let ground = Ground::World(&world);
    let owners = crowd::owners(&world.db, &ground, world.people().garden, now, OWNERS).await;
    let second = crowd::employ(&world.db, &ground, 6001, "钱进", ("cs_manager", None), now).await;
    let mate = crowd::employ(&world.db, &ground, 6002, "马超", ("repair_team_leader", Some("水电一队")), now).await;
    for one in owners.iter().chain([&second, &mate]) {
        one.starts();
    }
    world.settle().await;

    let programs = world.run_together(2);
    let mut talks = JoinSet::new();
    for owner in &owners {
        let owner = owner.clone();
        talks.spawn(async move {
            owner.complains(&format!("{}家水管漏水", owner.name)).await;
            for question in ["/cases", "/help", "/cases", "/help", "/cases"] {
                owner.says(question);
            }
        });
    }
    while let Some(done) = talks.join_next().await {
        done.expect("nobody is left without an answer");
    }
    world.rest().await;
    token_is_taken_back(&world);

    for number in 0..DISPATCHED {
        dispatch(&world, number).await;
    }
    // Both managers and then both leaders press every card in the same moment, each twice.
    press_all(&[Hand::of(&world, MANAGER), second.hand], "✅ 同意");
    token_is_taken_back(&world);
    world.rest().await;
    press_all(&[Hand::of(&world, "张伟"), mate.hand], "✅ 接单");
    world.rest().await;
    programs.end().await;

    world.everything_heard().await;
    let mut tx = world.db.read().await.expect("a read");
    every_case_once(&mut tx).await;
    one_decision_each(&mut tx).await;
    for owner in &owners {
        answers_in_order(owner);
    }
}

fn token_is_taken_back(world: &World) {
    if let Some(side) = &world.wecom {
        side.corp.revoke_token();
    }
}

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
    clerk.taps("提交");
    world.rest().await;
}

fn press_all(hands: &[Hand], label: &str) {
    let cards: Vec<Vec<(i64, String)>> = hands.iter().map(|hand| hand.buttons(label)).collect();
    assert!(cards.iter().all(|cards| cards.len() == DISPATCHED), "everybody has every card with `{label}`: {cards:?}");
    for _ in 0..2 {
        for (hand, cards) in hands.iter().zip(&cards) {
            for (message, data) in cards {
                hand.presses(*message, data);
            }
        }
    }
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

/// Questions were asked in one breath: the answers come in their order, on
/// WeChat perhaps several in one message.
fn answers_in_order(owner: &crowd::One) {
    let heard = owner.heard();
    let registered = heard.iter().position(|text| text.contains("已登记，编号")).expect("it was registered");
    let read = heard[registered + 1..].join("\n");
    let mut answers: Vec<(usize, bool)> = read.match_indices("您的事项").map(|(place, _)| (place, true)).collect();
    answers.extend(read.match_indices("报修或投诉：直接写").map(|(place, _)| (place, false)));
    answers.sort_unstable();
    let kinds: Vec<bool> = answers.into_iter().map(|(_, cases)| cases).collect();
    assert_eq!(
        kinds,
        [true, false, true, false, true],
        "{}: answers out of order:\n{}",
        owner.name,
        heard.join("\n---\n")
    );
}
