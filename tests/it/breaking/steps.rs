//! The main line with a stop after every step of the store: of each update
//! filed, each turn, each timer, each file, each message sent and recorded.

use super::records::{nothing_lost, records, same, transcripts};
use super::story::{FIRST_HALF, Finger, MAIN_LINE, play};
use crate::base::{on_postgres, on_sqlite};
use crate::world::{Stage, World, friday};
use anju::store::Db;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

type Day = (String, BTreeMap<String, Vec<String>>);

/// An undisturbed day on a database of its own.
pub async fn calm_day(db: Db) -> Day {
    let mut world = World::new(db).await;
    play(&mut world, MAIN_LINE, Finger::Calm).await;
    world.nothing_left().await;
    let read = transcripts(&world);
    assert!(!read.values().flatten().any(|message| message.contains('⟦')), "a text is missing");
    (records(&world).await, read)
}

async fn dying_day(db: Db, calm: &Day) {
    let mut world = World::new(db).await;
    world.dies_everywhere();
    play(&mut world, MAIN_LINE, Finger::Calm).await;
    world.nothing_left().await;
    same(&calm.0, &records(&world).await);
    let again = nothing_lost(&calm.1, &transcripts(&world));
    let deaths = world.deaths();
    println!("{} stops, {} of them in delivery; {again} messages came again", deaths.stops, deaths.in_delivery);
    assert!(deaths.stops > 1000, "the breaker hardly broke anything");
    // A message may come again only where the program died between sending and recording.
    assert!(again <= deaths.in_delivery as usize, "more messages came again than sends were interrupted");
    assert_eq!(calm.0.matches("== case").count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_after_every_step_changes_nothing_sqlite() {
    let calm = Arc::new(Mutex::new(None));
    let told = Arc::clone(&calm);
    on_sqlite(|db| async move { *told.lock().unwrap() = Some(calm_day(db).await) }).await;
    let calm = calm.lock().unwrap().take().unwrap();
    on_sqlite(|db| async move { dying_day(db, &calm).await }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_after_every_step_changes_nothing_postgres() {
    let calm = Arc::new(Mutex::new(None));
    let told = Arc::clone(&calm);
    on_postgres(|db| async move { *told.lock().unwrap() = Some(calm_day(db).await) }).await;
    let calm = calm.lock().unwrap().take().unwrap();
    on_postgres(|db| async move { dying_day(db, &calm).await }).await;
}

/// The same with the staff in the application and the owner on WeChat: the
/// records are compared, for what a chat shows is a card there, and here a text.
async fn dying_day_on_wecom(db: Db, calm: &str) {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    world.wecom.as_ref().expect("a corp").corp.lift_member_limit();
    world.dies_everywhere();
    play(&mut world, FIRST_HALF, Finger::Calm).await;
    world.everything_heard().await;
    same(calm, &records(&world).await);
    let deaths = world.deaths();
    println!("{} stops, {} of them in delivery", deaths.stops, deaths.in_delivery);
    assert!(deaths.stops > 300, "the breaker hardly broke anything");
}

async fn calm_day_on_wecom(db: Db) -> String {
    let mut world = World::on(db, Stage::Wecom, friday()).await;
    play(&mut world, FIRST_HALF, Finger::Calm).await;
    world.everything_heard().await;
    records(&world).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_after_every_step_on_wecom_sqlite() {
    let calm = Arc::new(Mutex::new(None));
    let told = Arc::clone(&calm);
    on_sqlite(|db| async move { *told.lock().unwrap() = Some(calm_day_on_wecom(db).await) }).await;
    let calm = calm.lock().unwrap().take().unwrap();
    on_sqlite(|db| async move { dying_day_on_wecom(db, &calm).await }).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_after_every_step_on_wecom_postgres() {
    let calm = Arc::new(Mutex::new(None));
    let told = Arc::clone(&calm);
    on_postgres(|db| async move { *told.lock().unwrap() = Some(calm_day_on_wecom(db).await) }).await;
    let calm = calm.lock().unwrap().take().unwrap();
    on_postgres(|db| async move { dying_day_on_wecom(db, &calm).await }).await;
}
