//! `anju inbox`: what was set aside, and putting it back.

use crate::base::{both, start};
use crate::store::helpers::update;
use anju::cli::inbox::{list, retry, retry_all};
use anju::store::{Db, inbox};

async fn parked(db: &Db, count: usize) -> Vec<i64> {
    let rows: Vec<_> = (0..count).map(|n| update(&format!("chat:telegram:{n}"), &format!("k{n}"))).collect();
    let mut tx = db.begin().await.unwrap();
    inbox::put(&mut tx, &rows).await.unwrap();
    let mut ids = Vec::new();
    while let Some(row) = inbox::claim(&mut tx, start()).await.unwrap() {
        inbox::park(&mut tx, &row, start(), "no such\ncolumn").await.unwrap();
        ids.push(row.id);
    }
    tx.commit().await.unwrap();
    ids
}

async fn open(db: &Db) -> i64 {
    inbox::backlog(&mut db.read().await.unwrap()).await.unwrap().open
}

both!(what_was_set_aside_is_listed_and_put_back, |db| async move {
    let ids = parked(&db, 3).await;
    let mut out = Vec::new();
    list(&db, &mut out).await.unwrap();
    let listed = String::from_utf8(out).unwrap();
    assert!(listed.contains(&format!("{}\t2026-03-02 01:00:00 UTC\tUpdate\tchat:telegram:0\t", ids[0])), "{listed}");
    assert!(listed.contains("no such column\n") && listed.ends_with("parked: 3\n"), "{listed}");
    assert!(!listed.contains("update_id"), "what was said is not shown: {listed}");

    let mut out = Vec::new();
    retry(&db, &[ids[1], 999], &mut out).await.unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "put back: 1\n999 is not parked\n");
    assert_eq!(open(&db).await, 1);

    let mut out = Vec::new();
    retry_all(&db, &mut out).await.unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), "put back: 2\n");
    assert_eq!(open(&db).await, 3);
});
