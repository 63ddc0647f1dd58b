//! Everything is heard twice: the messenger delivers each update a second time
//! after it was confirmed, each button is pressed twice at once, and afterwards
//! every button ever shown is pressed once more.

use super::day::{Day, calm_day, calm_day_on_wecom, corp, on_wecom, two_days};
use super::records::{records, same};
use super::story::{Finger, MAIN_LINE, play};
use crate::world::{Place, World};
use anju::store::Db;

async fn every_update_again(db: Db, calm: Day) {
    let mut world = World::new(db).await;
    world.messenger.deliver_twice(true);
    let before = world.messenger.taken();
    play(&mut world, MAIN_LINE, Finger::Calm).await;
    assert!(world.messenger.taken() - before >= 2 * 30, "the messenger did not repeat itself");
    assert_eq!(calm.is_like(&world).await, 0, "something was said twice");
}

/// A notice of customer service comes again as well: at once, and after the
/// next one, when its token may be over.
async fn every_callback_again(db: Db, calm: Day) {
    let mut world = on_wecom(db).await;
    corp(&world).repeats_callbacks(true);
    let before = corp(&world).deliveries().len();
    play(&mut world, MAIN_LINE, Finger::Calm).await;
    assert!(corp(&world).deliveries().len() - before >= 3 * 30, "the corp did not repeat itself");
    assert_eq!(calm.is_like(&world).await, 0, "something was said twice");
}

async fn every_button_twice(db: Db, calm: Day) {
    nervous_day(World::new(db).await, calm).await;
}

async fn every_button_twice_on_wecom(db: Db, calm: Day) {
    nervous_day(on_wecom(db).await, calm).await;
}

async fn nervous_day(mut world: World, calm: Day) {
    play(&mut world, MAIN_LINE, Finger::Nervous).await;
    world.nothing_left().await;
    same(&calm.records, &records(&world).await);
}

/// A restart of the messenger tells of old presses under new numbers.
async fn every_old_button_again(db: Db, calm: Day) {
    old_buttons(World::new(db).await, calm).await;
}

/// A menu on WeChat can be pressed for ever; a press of a card that has turned
/// grey was made before and arrives late.
async fn every_old_button_again_on_wecom(db: Db, calm: Day) {
    old_buttons(on_wecom(db).await, calm).await;
}

async fn old_buttons(mut world: World, calm: Day) {
    let mut presses = Vec::new();
    for act in MAIN_LINE {
        play(&mut world, &[*act], Finger::Calm).await;
        for (name, user, _) in world.people().everybody() {
            for message in world.phone(&name).bot_messages() {
                let data = message.buttons.iter().flatten().filter_map(|button| button.data.clone());
                presses.extend(data.map(|data| (user, message.message_id, data, world.place(&name))));
            }
        }
    }
    same(&calm.records, &records(&world).await);
    presses.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
    presses.dedup();
    assert!(presses.len() > 40, "only {} buttons", presses.len());
    // What only shows something may be asked for at any time; what decides may not decide again.
    for (user, message, data, place) in presses {
        match (&world.wecom, place) {
            (Some(side), Place::App | Place::Customer) => side.taps_late(place, user, message, &data),
            _ => drop(world.messenger.taps_data(user, message, &data).expect("it can be pressed")),
        }
    }
    world.settle().await;
    world.everything_heard().await;
    let end = records(&world).await;
    let decisions = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("history") || line.starts_with("votes"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(decisions(&calm.records), decisions(&end), "an old button did something");
}

two_days!(every_update_is_delivered_again, calm_day, every_update_again);
two_days!(every_callback_is_delivered_again, calm_day_on_wecom, every_callback_again);
two_days!(every_button_is_pressed_twice, calm_day, every_button_twice);
two_days!(every_button_is_pressed_twice_on_wecom, calm_day_on_wecom, every_button_twice_on_wecom);
two_days!(every_old_button_is_pressed_again, calm_day, every_old_button_again);
two_days!(every_old_button_is_pressed_again_on_wecom, calm_day_on_wecom, every_old_button_again_on_wecom);
