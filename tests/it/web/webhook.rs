//! The webhook's door: nobody without the secret, nothing too large, and
//! "received" only after it is stored.

use super::{Open, SECRET};
use crate::base::{both, start};
use anju::channel::telegram::webhook::{LARGEST_UPDATE, SECRET_HEADER};
use anju::store::Db;
use anju::store::inbox::{self, InboxRow};

const UPDATE: &str = r#"{"update_id":10,"message":{"message_id":1,"date":1772413200,"chat":{"id":7,"type":"private"},
    "from":{"id":7,"is_bot":false,"first_name":"Li"},"text":"厨房漏水"}}"#;

async fn send(open: &Open, secret: Option<&str>, body: impl Into<reqwest::Body>) -> u16 {
    let request = reqwest::Client::new().post(format!("{}/telegram/door", open.url)).body(body);
    let request = match secret {
        Some(secret) => request.header(SECRET_HEADER, secret),
        None => request,
    };
    request.send().await.unwrap().status().as_u16()
}

async fn waiting(db: &Db) -> Vec<InboxRow> {
    let mut tx = db.begin().await.unwrap();
    let mut rows = Vec::new();
    while let Some(row) = inbox::claim(&mut tx, start()).await.unwrap() {
        inbox::finish(&mut tx, row.id, start(), "seen").await.unwrap();
        rows.push(row);
    }
    rows
}

both!(an_update_is_stored_before_it_is_answered, |db| async move {
    let open = Open::before(&db).await;
    assert_eq!(send(&open, Some(SECRET), UPDATE).await, 200);
    assert_eq!(send(&open, Some(SECRET), UPDATE).await, 200, "once more is no harm");
    let rows = waiting(&db).await;
    assert_eq!(rows.len(), 1);
    assert_eq!((rows[0].lane.as_str(), rows[0].raw.as_str()), ("chat:telegram:7", UPDATE));
});

both!(nobody_without_the_secret_gets_in, |db| async move {
    let open = Open::before(&db).await;
    for secret in [None, Some(""), Some("s3cret"), Some("S3CRET_OF-THE-DOOR")] {
        assert_eq!(send(&open, secret, UPDATE).await, 401, "{secret:?}");
    }
    assert_eq!(waiting(&db).await, []);
    let elsewhere = reqwest::Client::new().post(format!("{}/telegram/other", open.url)).send().await.unwrap();
    assert_eq!(elsewhere.status().as_u16(), 404);
    assert_eq!(open.get("/telegram/door").await.0, 405);
});

both!(what_is_too_large_is_refused, |db| async move {
    let open = Open::before(&db).await;
    assert_eq!(send(&open, Some(SECRET), vec![b' '; LARGEST_UPDATE + 1]).await, 413);
    assert_eq!(waiting(&db).await, []);
});

both!(what_cannot_be_read_is_kept_and_answered, |db| async move {
    let open = Open::before(&db).await;
    assert_eq!(send(&open, Some(SECRET), "no JSON").await, 200);
    assert_eq!(send(&open, Some(SECRET), b"\xff\xfe\x00 not even text".to_vec()).await, 200);
    let parked = inbox::list_parked(&mut db.read().await.unwrap(), 10).await.unwrap();
    assert_eq!(parked.len(), 2);
    assert!(parked.iter().all(|row| row.lane == "unreadable"), "{parked:?}");
});

both!(what_cannot_be_stored_is_sent_again, |db| async move {
    let open = Open::before(&db).await;
    db.stop_after(2);
    assert_eq!(send(&open, Some(SECRET), UPDATE).await, 500);
    assert!(db.go_on());
    assert_eq!(send(&open, Some(SECRET), UPDATE).await, 200);
    assert_eq!(waiting(&db).await.len(), 1);
});
