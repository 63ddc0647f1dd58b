//! A story told everywhere: on Telegram with every word that is read there, and
//! then once more by the same people, who do the same things in WeCom and on
//! WeChat, and then on all three: whatever the messengers, the records at the
//! end are the same.

use crate::base::Kind;
use crate::breaking::records::facts;
use crate::world::{Stage, World};
use anju::store::Db;
use chrono::{DateTime, Utc};
use similar::TextDiff;
use std::future::Future;

/// Makes a test for SQLite and one for PostgreSQL:
/// `everywhere!(a_leader_accepts, |mut world: World| async move { … });`
/// What can happen on Telegram alone (an edit, a forged press) is told with `both!`.
macro_rules! everywhere {
    ($name:ident, $story:expr) => {
        everywhere!($name, $crate::world::friday(), $story);
    };
    ($name:ident, $from:expr, $story:expr) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::stories::everywhere::tell($crate::base::Kind::Sqlite, $from, $story).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $crate::stories::everywhere::tell($crate::base::Kind::Postgres, $from, $story).await;
            }
        }
    };
}
pub(crate) use everywhere;

pub async fn tell<F: Future<Output = ()>>(kind: Kind, from: DateTime<Utc>, story: impl FnOnce(World) -> F) {
    let (deeds, expected) = kind
        .fresh(|db| async move {
            let world = World::at(db.clone(), from).await;
            let journal = world.journal.clone();
            story(world).await;
            (journal.deeds(), on_record(&db).await)
        })
        .await;
    for stage in [Stage::Wecom, Stage::Mixed] {
        let (deeds, expected) = (&deeds, &expected);
        kind.fresh(|db| async move {
            let mut world = World::on(db.clone(), stage, from).await;
            // Stories are told in no time: nobody reads so much in a minute.
            world.wecom.as_ref().expect("a corp").corp.lift_member_limit();
            world.plays(deeds).await;
            world.everything_heard().await;
            let found = on_record(&db).await;
            if found != *expected {
                let difference = TextDiff::from_lines(expected, &found);
                let difference = difference.unified_diff().context_radius(8).to_string();
                panic!("{stage:?}: other records\n{difference}\nand read was\n{}", world.all_screens());
            }
        })
        .await;
    }
}

/// How often something was stored and shown, and which chat failed, is no part
/// of what the messengers have in common.
async fn on_record(db: &Db) -> String {
    let facts = facts(&mut db.read().await.expect("a read")).await;
    let counted =
        |line: &&str| ["version: ", "shown_rev: ", "unheard: "].iter().any(|word| line.trim_start().starts_with(word));
    facts.lines().filter(|line| !counted(line)).map(|line| format!("{line}\n")).collect()
}
