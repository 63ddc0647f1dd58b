//! What is kept beside the records: history, reminders, channel state, leases,
//! calendars.

use super::helpers::{account, message, person};
use crate::base::{both, seconds, start};
use anju::domain::ids::{CaseId, Seq};
use anju::store::history::NewEntry;
use anju::store::reminders::NewReminder;
use anju::store::{Db, calendars, channel_state, history, leases, outbox, reminders};
use anju::talk::message::Class;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Facts {
    amount: i64,
    words: String,
}

both!(history_is_kept_in_order, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let li = person(&mut tx, "李").await;
    let facts = Facts { amount: 100_000, words: "漏水\0了".to_owned() };
    let received = NewEntry::new(CaseId(1), start(), "received", &facts).unwrap();
    let approved = NewEntry::new(CaseId(1), start(), "approved", &()).unwrap().by(li, Some("cs_manager"));
    let other = NewEntry::new(CaseId(2), start(), "received", &()).unwrap();
    history::append_many(&mut tx, &[received, approved, other]).await.unwrap();
    history::append_many(&mut tx, &[]).await.unwrap();
    let story = history::of_case(&mut tx, CaseId(1)).await.unwrap();
    assert_eq!(story.iter().map(|entry| entry.event.as_str()).collect::<Vec<_>>(), ["received", "approved"]);
    assert_eq!((story[1].by, story[1].seat.as_deref()), (Some(li), Some("cs_manager")));
    assert_eq!(story[0].facts::<Facts>().unwrap(), Facts { amount: 100_000, words: "漏水了".to_owned() });
    let wrong = story[1].facts::<Facts>().unwrap_err().to_string();
    assert!(wrong.starts_with(&format!("history.facts of row {}", story[1].id)), "{wrong}");
});

both!(reminders_are_kept, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let (li, to) = (person(&mut tx, "李").await, account(&mut tx, "1").await);
    let sent = outbox::put_many(&mut tx, &[message(to, Class::Notice, "超时")]).await.unwrap()[0];
    let reminder = |level, outbox| NewReminder {
        case: CaseId(1),
        seq: Seq(3),
        rule: "x_dispatch_accept".to_owned(),
        level,
        person: li,
        said_at: start(),
        outbox,
    };
    reminders::add_many(&mut tx, &[reminder(0, Some(sent)), reminder(1, None)]).await.unwrap();
    reminders::add_many(&mut tx, &[]).await.unwrap();
    let all = reminders::of_case(&mut tx, CaseId(1)).await.unwrap();
    assert_eq!(
        all.iter().map(|one| (one.level, one.outbox, one.sent_at)).collect::<Vec<_>>(),
        [(0, Some(sent), None), (1, None, None)]
    );
});

both!(a_channel_remembers, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    assert_eq!(channel_state::get::<i64>(&mut tx, "offset:1").await.unwrap(), None);
    channel_state::put(&mut tx, "offset:1", &5_i64).await.unwrap();
    channel_state::put(&mut tx, "offset:1", &6_i64).await.unwrap();
    assert_eq!(channel_state::get(&mut tx, "offset:1").await.unwrap(), Some(6_i64));
    assert!(channel_state::get::<Facts>(&mut tx, "offset:1").await.is_err());
});

both!(a_lease_has_one_holder_and_runs_out, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let end = start() + seconds(60);
    let mut take = async |holder: &str, now, until| leases::take(&mut tx, "poll", holder, now, until).await.unwrap();
    assert!(take("a", start(), end).await);
    assert!(!take("b", start(), end).await);
    assert!(take("a", start(), end + seconds(10)).await);
    assert!(!take("b", end, end + seconds(60)).await);
    assert!(take("b", end + seconds(10), end + seconds(60)).await);
    leases::release(&mut tx, "poll", "a").await.unwrap();
    assert!(!leases::take(&mut tx, "poll", "a", end, end).await.unwrap());
    leases::release(&mut tx, "poll", "b").await.unwrap();
    assert!(leases::take(&mut tx, "poll", "a", end, end).await.unwrap());
});

both!(a_calendar_is_kept_when_it_changes, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    assert_eq!(calendars::latest(&mut tx).await.unwrap(), None);
    let first = calendars::put(&mut tx, "2026", start()).await.unwrap();
    assert_eq!(calendars::put(&mut tx, "2026", start()).await.unwrap(), first);
    let second = calendars::put(&mut tx, "2027", start()).await.unwrap();
    assert!(second > first);
    assert_eq!(calendars::latest(&mut tx).await.unwrap().unwrap().source, "2027");
    assert_eq!(calendars::get(&mut tx, first).await.unwrap().unwrap().source, "2026");
});
