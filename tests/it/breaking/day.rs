//! Days to compare with: the main line undisturbed, on a database of its own,
//! and the macro that plays a wild one after it.

use super::heard::Heard;
use super::records::{nothing_lost, records, same, transcripts};
use super::story::{Finger, MAIN_LINE, play};
use crate::world::{Stage, World, friday};
use anju::sandbox::wecom::Corp;
use anju::store::Db;
use chrono::TimeDelta;
use std::collections::BTreeMap;

/// What is on record in the end, and what everybody has read.
pub struct Day {
    pub records: String,
    pub read: BTreeMap<String, Vec<String>>,
    /// What WeCom was told to show, where anybody is there.
    pub heard: Heard,
}

/// Two days on two databases of the same kind: the second is told of the first.
macro_rules! two_days {
    ($name:ident, $calm:expr, $second:expr) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::base::on_sqlite(|first| async move {
                    let calm = $calm(first).await;
                    $crate::base::on_sqlite(|second| async move { $second(second, calm).await }).await;
                })
                .await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $crate::base::on_postgres(|first| async move {
                    let calm = $calm(first).await;
                    $crate::base::on_postgres(|second| async move { $second(second, calm).await }).await;
                })
                .await;
            }
        }
    };
}
pub(super) use two_days;

pub async fn calm_day(db: Db) -> Day {
    let mut world = World::new(db).await;
    play(&mut world, MAIN_LINE, Finger::Calm).await;
    Day::over(&world).await
}

/// The staff in the application, the owner on WeChat.
pub async fn on_wecom(db: Db) -> World {
    World::on(db, Stage::Wecom, friday()).await
}

pub async fn calm_day_on_wecom(db: Db) -> Day {
    let mut world = on_wecom(db).await;
    play(&mut world, MAIN_LINE, Finger::Calm).await;
    Day::over(&world).await
}

/// The same with pauses.
pub async fn slow_day_on_wecom(db: Db) -> Day {
    let mut world = on_wecom(db).await;
    play_slowly(&mut world, |_| {}).await;
    Day::over(&world).await
}

/// Something happens before each act, and after it there is a pause in which
/// what failed is done again.
pub async fn play_slowly(world: &mut World, happens: impl Fn(&World)) {
    for act in MAIN_LINE {
        happens(world);
        play(world, &[*act], Finger::Calm).await;
        for _ in 0..8 {
            world.advance(TimeDelta::seconds(10)).await;
        }
    }
}

pub fn corp(world: &World) -> &Corp {
    &world.wecom.as_ref().expect("a corp").corp
}

impl Day {
    pub async fn over(world: &World) -> Day {
        world.nothing_left().await;
        let read = transcripts(world);
        assert!(!read.values().flatten().any(|message| message.contains('⟦')), "a text is missing");
        let records = records(world).await;
        assert_eq!(records.matches("== case").count(), 1);
        let heard = world.wecom.as_ref().map(|_| Heard::by_now(world)).unwrap_or_default();
        Day { records, read, heard }
    }

    /// Asserts that another day left the same behind.
    pub async fn left_the_same_as(&self, world: &World) {
        world.nothing_left().await;
        same(&self.records, &records(world).await);
    }

    /// How many messages more there are on all phones.
    pub fn fewer_than(&self, world: &World) -> usize {
        let count = |read: &BTreeMap<String, Vec<String>>| read.values().map(Vec::len).sum::<usize>();
        count(&transcripts(world)).checked_sub(count(&self.read)).expect("messages are missing")
    }

    /// And that every phone shows everything; gives how many messages there are
    /// beyond.
    pub async fn is_like(&self, world: &World) -> usize {
        self.left_the_same_as(world).await;
        nothing_lost(&self.read, &transcripts(world))
    }
}
