//! What a start does before the first message: the tables, the calendar.

use crate::base::{both, start};
use anju::app::parts::Parts;
use anju::clock::{Chance, Clock};
use anju::config::Config;
use anju::store::timers::{self, Timer};
use anju::store::{Db, calendars, leases};
use chrono::{DateTime, TimeDelta, Utc};
use std::path::Path;

fn config(folder: &Path, holidays: &str) -> Config {
    let calendar = folder.join("calendar.toml");
    std::fs::write(&calendar, format!("[2026]\noff = [{holidays}]\nwork = []\n")).unwrap();
    let text = format!(
        "[database]\nurl = \"sqlite:{}\"\n[telegram]\ntoken = \"42:x\"\n[calendar]\nfile = \"{}\"\n",
        folder.join("anju.db").display(),
        calendar.display()
    );
    Config::read(Some(("anju.toml", &text)), []).unwrap()
}

async fn started(folder: &Path, holidays: &str) -> Parts {
    Parts::build(config(folder, holidays), Clock::frozen(start()), Chance::real()).await.unwrap()
}

async fn due(db: &Db, key: &str) -> Option<DateTime<Utc>> {
    timers::due_at(&mut db.read().await.unwrap(), key).await.unwrap()
}

async fn set(db: &Db) -> DateTime<Utc> {
    let due_at = start() + TimeDelta::days(3);
    let timer = |key: &str| Timer { key: key.to_owned(), lane: "case:1".to_owned(), due_at };
    let mut tx = db.begin().await.unwrap();
    timers::set_many(&mut tx, &[timer("case:1"), timer("draft:1")]).await.unwrap();
    tx.commit().await.unwrap();
    due_at
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_calendar_lets_every_case_look_again() {
    let folder = tempfile::tempdir().unwrap();
    let parts = started(folder.path(), "\"05-01\"").await;
    let version = parts.office.calendar.version().to_owned();
    let later = set(&parts.db).await;
    parts.db.close().await;
    drop(parts);

    let parts = started(folder.path(), "\"05-01\"").await;
    assert_eq!(parts.office.calendar.version(), version, "the same calendar is no new one");
    assert_eq!(due(&parts.db, "case:1").await, Some(later));
    parts.db.close().await;
    drop(parts);

    let parts = started(folder.path(), "\"05-01\", \"10-01\"").await;
    assert_ne!(parts.office.calendar.version(), version);
    assert_eq!(due(&parts.db, "case:1").await, Some(start()));
    assert_eq!(due(&parts.db, "draft:1").await, Some(later));
    let kept = calendars::latest(&mut parts.db.read().await.unwrap()).await.unwrap().unwrap();
    assert_eq!(kept.version.to_string(), parts.office.calendar.version());
}

both!(ringing_takes_only_what_is_still_to_come, |db| async move {
    let later = set(&db).await;
    let mut tx = db.begin().await.unwrap();
    assert_eq!(timers::ring_all(&mut tx, "case:", start()).await.unwrap(), 1);
    assert_eq!(timers::ring_all(&mut tx, "case:", start()).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!((due(&db, "case:1").await, due(&db, "draft:1").await), (Some(start()), Some(later)));
});

#[tokio::test(flavor = "multi_thread")]
async fn dialogues_that_are_wrong_stop_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let built = Parts::build(config(folder.path(), "\"02-30\""), Clock::frozen(start()), Chance::real()).await;
    let why = built.err().expect("there is no such day").to_string();
    assert!(why.contains("calendar.toml:2: "), "{why}");
    assert!(!folder.path().join("anju.db").exists(), "and nothing was begun");
}

/// Two programs on one file would share out what people write.
#[tokio::test(flavor = "multi_thread")]
async fn a_second_program_on_the_same_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let first = started(folder.path(), "\"05-01\"").await;
    let second = Parts::build(config(folder.path(), "\"05-01\""), Clock::frozen(start()), Chance::real()).await;
    let why = second.err().map(|why| format!("{why:#}")).unwrap_or_default();
    assert!(why.contains("another program serves the database") && why.contains("anju.db"), "{why}");
    drop(first);
    started(folder.path(), "\"05-01\"").await.db.close().await;
}

/// Whoever was in the middle of something at a kill does not wait for its lease.
#[tokio::test(flavor = "multi_thread")]
async fn a_start_takes_back_what_its_former_self_had_leased() {
    let folder = tempfile::tempdir().unwrap();
    let parts = started(folder.path(), "\"05-01\"").await;
    let far = start() + TimeDelta::hours(9);
    let mut tx = parts.db.begin().await.unwrap();
    assert!(leases::take(&mut tx, "token", "the former self", start(), far).await.unwrap());
    tx.commit().await.unwrap();
    parts.db.close().await;
    drop(parts);
    let parts = started(folder.path(), "\"05-01\"").await;
    let mut tx = parts.db.begin().await.unwrap();
    assert!(leases::take(&mut tx, "token", "the new self", start(), far).await.unwrap());
}
