//! What the API has done and not said: every message and every change of a card
//! is carried out, and the first answer to it is lost. It is repeated, and the
//! repeat must be known for one.

use super::day::{Day, corp, on_wecom, play_slowly, slow_day_on_wecom, two_days};
use super::heard::Heard;
use crate::world::World;
use anju::store::Db;
use std::collections::BTreeSet;

async fn every_answer_lost(db: Db, calm: Day) {
    let mut world = on_wecom(db).await;
    let before = corp(&world).calls().len();
    corp(&world).loses_answers(&["message/send", "message/update_template_card", "kf/send_msg"]);
    play_slowly(&mut world, |_| {}).await;
    let lost = corp(&world).answers_lost();
    calm.left_the_same_as(&world).await;
    let heard = Heard::by_now(&world);
    heard.lost_nothing_of(&calm.heard);
    println!("{lost} answers lost of {} calls", corp(&world).calls().len() - before);
    assert!(lost > 60, "the corp hardly lost anything");
    assert_eq!((heard.again(&calm.heard), heard.pictures_again(&calm.heard)), (Vec::new(), 0), "came twice");
    said_once_more_where_a_change_was_refused(&world, &calm, &heard);
    assert_eq!(failed(&world).await, 0, "something was given up");
}

/// A change has no name by which its repeat would be known: the code is used
/// up, and WeCom says so as it says everything else against a code. What has
/// been decided is said in words then, once for each card.
pub fn said_once_more_where_a_change_was_refused(world: &World, calm: &Day, heard: &Heard) {
    let new = heard.in_place_of_changes(&calm.heard);
    let refused = corp(world).calls_of("message/update_template_card");
    let refused = refused.iter().filter(|call| call.code.is_some_and(|code| code != 0)).count();
    println!("{refused} changes refused, {} said in words instead", new.len());
    assert!(new.len() <= refused, "said again without need: {new:#?}");
    // What the phones show is what we have counted.
    assert_eq!(calm.fewer_than(world), new.len() + heard.pictures_again(&calm.heard));
    let said: BTreeSet<&String> = new.iter().collect();
    assert_eq!(said.len(), new.len(), "said more than once: {new:#?}");
}

/// What only answers a press has one try and is not missed.
async fn failed(world: &World) -> i64 {
    world.rows("outbox where failed_at is not null and rank > 0").await
}

two_days!(every_answer_is_lost_once, slow_day_on_wecom, every_answer_lost);
