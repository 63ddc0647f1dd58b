//! The database layer itself: transactions, the stop for crash tests, traps.

use super::helpers::{person, update};
use crate::base::{both, on_sqlite, start};
use anju::on;
use anju::store::error::Field;
use anju::store::{Db, Error, Fate, Tx, channel_state, counters, inbox, people};
use anju::talk::inbound::Lang;
use chrono::{DateTime, Utc};
use sqlx::types::Json;
use std::future::Future;
use std::task::Poll;

both!(nothing_is_pending_after_migrating, |db: Db| async move {
    assert_eq!(db.migrations_pending().await.unwrap(), Vec::<&str>::new());
    db.migrate().await.unwrap();
});

#[tokio::test]
async fn a_new_database_says_what_is_pending() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("deep/inside/anju.db").display());
    let db = Db::open(&url, 2).await.unwrap();
    assert_eq!(db.migrations_pending().await.unwrap(), ["people", "records", "mail", "codes_and_windows"]);
    db.migrate().await.unwrap();
    assert_eq!(db.migrations_pending().await.unwrap(), Vec::<&str>::new());
}

#[tokio::test]
async fn only_files_and_servers_are_opened() {
    for url in ["sqlite::memory:", "mysql://x", "anju.db"] {
        assert!(matches!(Db::open(url, 2).await, Err(Error::Unusable(_))), "{url}");
    }
}

both!(a_transaction_dropped_never_happened, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    person(&mut tx, "李").await;
    drop(tx);
    let mut tx = db.read().await.unwrap();
    assert_eq!(count_people(&mut tx).await.unwrap(), 0);
});

both!(a_savepoint_undoes_its_part, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    person(&mut tx, "李").await;
    tx.savepoint("turn").await.unwrap();
    person(&mut tx, "王").await;
    tx.rollback_to("turn").await.unwrap();
    person(&mut tx, "张").await;
    tx.release("turn").await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.read().await.unwrap();
    assert_eq!(count_people(&mut tx).await.unwrap(), 2);
});

both!(a_savepoint_heals_a_failed_statement, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    tx.savepoint("turn").await.unwrap();
    let nobody = anju::domain::ids::AccountId(99);
    assert!(people::heard(&mut tx, nobody, None, start()).await.is_err());
    let broken = on!(&mut tx, db => sqlx::query("insert into conversations (account_id, state) values (99, '{}')").execute(db).await.map(drop));
    assert_eq!(broken.unwrap_err().fate(), Fate::Failure);
    tx.rollback_to("turn").await.unwrap();
    person(&mut tx, "李").await;
    tx.commit().await.unwrap();
});

both!(a_reader_cannot_write, |db: Db| async move {
    let mut tx = db.read().await.unwrap();
    let written = people::create(&mut tx, "李", None, Lang::Zh, start()).await;
    assert!(matches!(written, Err(Error::Database(_))), "{written:?}");
});

both!(everything_fails_after_the_stop, |db: Db| async move {
    for n in 0..4 {
        db.stop_after(n);
        assert_eq!(put_one(&db).await.unwrap_err().fate(), Fate::Unavailable, "{n}");
        assert!(matches!(db.begin().await.map(drop), Err(Error::Stopped)), "{n}");
        assert!(db.go_on(), "{n}");
    }
    let mut tx = db.read().await.unwrap();
    assert_eq!(inbox::backlog(&mut tx).await.unwrap().open, 0);
    drop(tx);
    // begin, lanes, rows, commit: four steps and no more.
    db.stop_after(4);
    put_one(&db).await.unwrap();
    assert!(!db.go_on());
    let mut tx = db.read().await.unwrap();
    assert_eq!(inbox::backlog(&mut tx).await.unwrap().open, 1);
});

async fn put_one(db: &Db) -> anju::store::Result<()> {
    let mut tx = db.begin().await?;
    inbox::put(&mut tx, &[update("chat:a", "1")]).await?;
    tx.commit().await
}

both!(an_instant_comes_back_as_it_was, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let exact = start() + chrono::TimeDelta::microseconds(123_456);
    let mut row = update("chat:a", "1");
    row.said_at = exact;
    inbox::put(&mut tx, &[row]).await.unwrap();
    assert_eq!(inbox::claim(&mut tx, start()).await.unwrap().unwrap().said_at, exact);
});

both!(a_bad_row_is_named, |db: Db| async move {
    #[derive(sqlx::FromRow)]
    struct Row {
        id: i64,
        lang: Field<Lang>,
        value: Field<Json<i64>>,
    }
    let mut tx = db.begin().await.unwrap();
    let id = person(&mut tx, "李").await;
    channel_state::put(&mut tx, "offset", &"five").await.unwrap();
    let sql = "select p.id, 'tlh' as lang, s.value from people p cross join channel_state s";
    let row: Row = on!(&mut tx, db => sqlx::query_as(sql).fetch_one(db).await).unwrap();
    let why = row.lang.get("people", "lang", row.id).unwrap_err();
    assert!(why.to_string().starts_with(&format!("people.lang of row {id} cannot be read: ")), "{why}");
    assert_eq!(why.fate(), Fate::Failure);
    let why = row.value.get("channel_state", "value", "offset").unwrap_err();
    assert!(why.to_string().starts_with("channel_state.value of row offset cannot be read: "), "{why}");
});

both!(counters_have_no_gaps, |db: Db| async move {
    let workers: Vec<_> = (0..4)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut got = Vec::new();
                for n in 0..10 {
                    let mut tx = db.begin().await.unwrap();
                    let number = counters::next(&mut tx, "TS-20260302").await.unwrap();
                    if n % 3 == 0 {
                        continue; // undone: the number is given again
                    }
                    tx.commit().await.unwrap();
                    got.push(number);
                }
                got
            })
        })
        .collect();
    let mut all = Vec::new();
    for worker in workers {
        all.extend(worker.await.unwrap());
    }
    all.sort_unstable();
    assert_eq!(all, (1..=24).collect::<Vec<i64>>());
    let mut tx = db.begin().await.unwrap();
    assert_eq!(counters::next(&mut tx, "GC-2026").await.unwrap(), 1);
});

both!(a_deleted_draft_gives_its_id_to_nobody, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let sql = "insert into lanes (lane) values ('chat:a')";
    on!(&mut tx, db => sqlx::query(sql).execute(db).await.map(drop)).unwrap();
    let mut last = 0;
    for key in ["1", "2", "3"] {
        inbox::put(&mut tx, &[update("chat:a", key)]).await.unwrap();
        let row = inbox::claim(&mut tx, start()).await.unwrap().unwrap();
        assert!(row.id > last, "{} after {last}", row.id);
        last = row.id;
        on!(&mut tx, db => sqlx::query("delete from inbox").execute(db).await.map(drop)).unwrap();
    }
});

both!(a_cancelled_begin_does_not_poison_the_pool, |db: Db| async move {
    for polls in 1..5 {
        for _ in 0..100 {
            let (mut begin, mut n) = (Box::pin(db.begin()), 0);
            std::future::poll_fn(|context| {
                n += 1;
                match begin.as_mut().poll(context) {
                    Poll::Pending if n < polls => Poll::Pending,
                    _ => Poll::Ready(()),
                }
            })
            .await;
            drop(begin);
        }
    }
    if !db.is_postgres() {
        return;
    }
    // A borrower inside somebody's old transaction would see time stand still.
    let mut last: Option<DateTime<Utc>> = None;
    for _ in 0..30 {
        let mut tx = db.begin().await.unwrap();
        let now: DateTime<Utc> = on!(&mut tx, db => sqlx::query_scalar("select now()").fetch_one(db).await).unwrap();
        assert_ne!(Some(now), last);
        last = Some(now);
        tx.commit().await.unwrap();
    }
});

both!(a_busy_writer_is_waited_for, |db: Db| async move {
    let mut first = db.begin().await.unwrap();
    counters::next(&mut first, "a").await.unwrap();
    let second = tokio::spawn({
        let db = db.clone();
        async move {
            let mut tx = db.begin().await?;
            let number = counters::next(&mut tx, "a").await?;
            tx.commit().await?;
            Ok::<_, Error>(number)
        }
    });
    crate::base::nap(50).await;
    first.commit().await.unwrap();
    assert_eq!(second.await.unwrap().unwrap(), 2);
});

async fn count_people(tx: &mut anju::store::Tx) -> anju::store::Result<i64> {
    on!(tx, db => sqlx::query_scalar("select count(*) from people").fetch_one(db).await)
}

#[test]
fn lost_connections_are_nobodys_fault() {
    let lost = Error::from(sqlx::Error::PoolTimedOut);
    assert_eq!(lost.fate(), Fate::Unavailable);
    let wrapped = anyhow::Error::from(Error::from(sqlx::Error::PoolClosed)).context("while deciding");
    assert_eq!(Error::fate_of(&wrapped), Fate::Unavailable);
    let stale = Error::Overtaken { table: "cases", id: "1".to_owned() };
    assert_eq!(Error::fate_of(&stale.into()), Fate::Conflict);
    assert_eq!(Error::fate_of(&anyhow::anyhow!("anything")), Fate::Failure);
}

/// SQLite undoes everything by itself when the disk is full, and then takes no
/// rollback. Nothing of it may be kept, and whoever comes next can write.
#[tokio::test]
async fn a_full_disk_stops_nothing_for_ever() {
    on_sqlite(|db| async move {
        let mut tx = db.begin().await.expect("it begins");
        // As full as a disk can be: not one page more. It holds for this connection.
        run(&mut tx, "pragma max_page_count = 1").await.expect("a pragma");
        tx.commit().await.expect("nothing to keep");

        let mut tx = db.begin().await.expect("it begins");
        run(&mut tx, "insert into channel_state (key, value) values ('before', '1')").await.expect("there is room");
        let much = "insert into channel_state (key, value) values ('much', hex(randomblob(3000000)))";
        let why = run(&mut tx, much).await.expect_err("the disk is full");
        assert_eq!(why.fate(), Fate::Unavailable);
        // Whatever would be written now would stand alone.
        assert!(matches!(run(&mut tx, "delete from channel_state").await, Err(Error::Undone)));
        let ended: Result<(), Error> = tx.end(Err(why)).await;
        assert!(ended.is_err());

        for _ in 0..3 {
            let mut tx = db.begin().await.expect("the connection was thrown away");
            run(&mut tx, "insert into channel_state (key, value) values ('after', '1') on conflict do nothing")
                .await
                .expect("there is room");
            tx.commit().await.expect("it is kept");
        }
        let mut tx = db.read().await.expect("it reads");
        let kept: Vec<String> =
            on!(tx, conn => sqlx::query_scalar("select key from channel_state order by key").fetch_all(conn).await)
                .expect("the keys");
        assert_eq!(kept, ["after"]);
    })
    .await;
}

async fn run(tx: &mut Tx, sql: &'static str) -> Result<(), Error> {
    on!(tx, conn => sqlx::raw_sql(sql).execute(conn).await.map(drop))
}
