//! Everything is heard twice: the messenger delivers each update a second time
//! after it was confirmed, each button is pressed twice at once, and afterwards
//! every button ever shown is pressed once more.

use super::records::{nothing_lost, records, same, transcripts};
use super::steps::calm_day;
use super::story::{Finger, MAIN_LINE, play};
use crate::base::{on_postgres, on_sqlite};
use crate::world::World;
use anju::store::Db;

/// Two days on two databases of the same kind.
macro_rules! two_days {
    ($name:ident, $second:expr) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                on_sqlite(|first| async move {
                    let calm = calm_day(first).await;
                    on_sqlite(|second| async move { $second(second, calm).await }).await;
                })
                .await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                on_postgres(|first| async move {
                    let calm = calm_day(first).await;
                    on_postgres(|second| async move { $second(second, calm).await }).await;
                })
                .await;
            }
        }
    };
}

type Day = (String, std::collections::BTreeMap<String, Vec<String>>);

async fn every_update_again(db: Db, calm: Day) {
    let mut world = World::new(db).await;
    world.messenger.deliver_twice(true);
    let before = world.messenger.taken();
    play(&mut world, MAIN_LINE, Finger::Calm).await;
    world.nothing_left().await;
    assert!(world.messenger.taken() - before >= 2 * 30, "the messenger did not repeat itself");
    same(&calm.0, &records(&world).await);
    assert_eq!(nothing_lost(&calm.1, &transcripts(&world)), 0, "something was said twice");
}

async fn every_button_twice(db: Db, calm: Day) {
    let mut world = World::new(db).await;
    play(&mut world, MAIN_LINE, Finger::Nervous).await;
    world.nothing_left().await;
    same(&calm.0, &records(&world).await);
}

/// A restart of the messenger tells of old presses under new numbers.
async fn every_old_button_again(db: Db, calm: Day) {
    let mut world = World::new(db).await;
    let mut presses = Vec::new();
    for act in MAIN_LINE {
        play(&mut world, &[*act], Finger::Calm).await;
        for (_, user, _) in world.people().everybody() {
            for message in world.messenger.messages(user).into_iter().filter(|message| message.from_bot) {
                let data = message.buttons.iter().flatten().filter_map(|button| button.data.clone());
                presses.extend(data.map(|data| (user, message.message_id, data)));
            }
        }
    }
    same(&calm.0, &records(&world).await);
    presses.sort();
    presses.dedup();
    // What only shows something may be asked for at any time; what decides may not decide again.
    for (user, message, data) in presses {
        world.messenger.taps_data(user, message, &data).expect("it can be pressed");
    }
    world.settle().await;
    world.nothing_left().await;
    let end = records(&world).await;
    let decisions = |text: &str| {
        text.lines()
            .filter(|line| line.starts_with("history") || line.starts_with("votes"))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(decisions(&calm.0), decisions(&end), "an old button did something");
}

two_days!(every_update_is_delivered_again, every_update_again);
two_days!(every_button_is_pressed_twice, every_button_twice);
two_days!(every_old_button_is_pressed_again, every_old_button_again);
