//! The main line with a stop after every step of the store: of each update,
//! callback and page filed, each turn, each timer, each file, each message sent
//! and recorded.

use super::answers::said_once_more_where_a_change_was_refused;
use super::day::{Day, calm_day, calm_day_on_wecom, corp, on_wecom, two_days};
use super::heard::Heard;
use super::story::{Finger, MAIN_LINE, play};
use crate::world::{Breaker, World};
use anju::store::Db;

async fn dying_day(db: Db, calm: Day) {
    let mut world = World::new(db).await;
    let deaths = dies(&mut world).await;
    let again = calm.is_like(&world).await;
    println!("{again} messages came again");
    // A message may come again only where the program died between sending and recording.
    assert!(again <= deaths.in_delivery as usize, "more messages came again than sends were interrupted");
}

/// The staff in the application and the owner on WeChat.
async fn dying_day_on_wecom(db: Db, calm: Day) {
    let mut world = on_wecom(db).await;
    corp(&world).lift_member_limit();
    let deaths = dies(&mut world).await;
    calm.left_the_same_as(&world).await;
    let heard = Heard::by_now(&world);
    heard.lost_nothing_of(&calm.heard);
    // A picture is uploaded anew by every program, and is another one for WeCom.
    let pictures = heard.pictures_again(&calm.heard);
    println!("{pictures} pictures came again");
    assert_eq!(heard.again(&calm.heard), Vec::<String>::new(), "came twice");
    said_once_more_where_a_change_was_refused(&world, &calm, &heard);
    assert!(pictures <= deaths.in_delivery as usize, "more pictures came again than sends were interrupted");
}

async fn dies(world: &mut World) -> Breaker {
    world.dies_everywhere();
    play(world, MAIN_LINE, Finger::Calm).await;
    let deaths = world.deaths();
    println!("{} stops, {} of them in delivery", deaths.stops, deaths.in_delivery);
    assert!(deaths.stops > 1000, "the breaker hardly broke anything");
    deaths
}

two_days!(a_stop_after_every_step_changes_nothing, calm_day, dying_day);
two_days!(a_stop_after_every_step_changes_nothing_on_wecom, calm_day_on_wecom, dying_day_on_wecom);
