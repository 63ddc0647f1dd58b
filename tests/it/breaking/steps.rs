//! The main line with a stop after every step of the store: of each update
//! filed, each turn, each timer, each file, each message sent and recorded.

use super::day::{Day, calm_day, calm_day_on_wecom, corp, on_wecom, two_days};
use super::story::{Finger, MAIN_LINE, play};
use crate::world::World;
use anju::store::Db;

async fn dying_day(db: Db, calm: Day) {
    dies(World::new(db).await, calm).await;
}

/// The staff in the application and the owner on WeChat.
async fn dying_day_on_wecom(db: Db, calm: Day) {
    let world = on_wecom(db).await;
    corp(&world).lift_member_limit();
    dies(world, calm).await;
}

async fn dies(mut world: World, calm: Day) {
    world.dies_everywhere();
    play(&mut world, MAIN_LINE, Finger::Calm).await;
    let again = calm.is_like(&world).await;
    let deaths = world.deaths();
    println!("{} stops, {} of them in delivery; {again} messages came again", deaths.stops, deaths.in_delivery);
    assert!(deaths.stops > 1000, "the breaker hardly broke anything");
    // A message may come again only where the program died between sending and recording.
    assert!(again <= deaths.in_delivery as usize, "more messages came again than sends were interrupted");
}

two_days!(a_stop_after_every_step_changes_nothing, calm_day, dying_day);
two_days!(a_stop_after_every_step_changes_nothing_on_wecom, calm_day_on_wecom, dying_day_on_wecom);
