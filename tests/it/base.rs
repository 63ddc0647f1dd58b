//! What every test here stands on: a fresh database of either kind, times, and
//! the macro that makes two tests of one.

use anju::store::Db;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Executor};
use std::future::Future;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

/// Makes a test for SQLite and one for PostgreSQL, each on a fresh database:
/// `both!(a_row_is_put_once, |db| async move { … });`
macro_rules! both {
    ($(#[$meta:meta])* $name:ident, $body:expr) => {
        mod $name {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            $(#[$meta])*
            async fn sqlite() {
                $crate::base::on_sqlite($body).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            $(#[$meta])*
            async fn postgres() {
                $crate::base::on_postgres($body).await;
            }
        }
    };
}
pub(crate) use both;

const CONNS: u32 = 6;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// 2026-03-02 09:00 in China, a Monday.
pub fn start() -> DateTime<Utc> {
    at("2026-03-02T01:00:00Z")
}

pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("an instant in RFC 3339")
}

pub fn seconds(seconds: i64) -> TimeDelta {
    TimeDelta::seconds(seconds)
}

/// Lets real time pass, for what no clock of ours governs (a server, a lock).
#[expect(clippy::disallowed_methods, reason = "a test of real concurrency")]
pub async fn nap(milliseconds: u64) {
    tokio::time::sleep(std::time::Duration::from_millis(milliseconds)).await;
}

pub async fn on_sqlite<F: Future<Output = ()>>(test: impl FnOnce(Db) -> F) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("anju.db").display());
    let db = Db::open(&url, CONNS).await.expect("SQLite opens");
    db.migrate().await.expect("migrations apply");
    test(db.clone()).await;
    db.close().await;
}

/// A test that panics leaves its database for a look; the server is thrown
/// away with all of them.
pub async fn on_postgres<F: Future<Output = ()>>(test: impl FnOnce(Db) -> F) {
    let url = postgres_url();
    let template = template(&url).await;
    let name = format!("t{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut admin = admin(&url).await;
    create(&mut admin, &name, template).await;
    let db = Db::open(&with_database(&url, &name), CONNS).await.expect("PostgreSQL opens");
    test(db.clone()).await;
    db.close().await;
    let drop = AssertSqlSafe(format!("drop database {name} with (force)"));
    admin.execute(drop).await.expect("the database goes");
}

pub fn postgres_url() -> String {
    std::env::var("ANJU_TEST_POSTGRES").unwrap_or_else(|_| {
        panic!("this test needs PostgreSQL: run `eval \"$(scripts/postgres)\"` in this shell first; it starts a throwaway server and sets ANJU_TEST_POSTGRES")
    })
}

async fn admin(url: &str) -> PgConnection {
    let options: PgConnectOptions = url.parse().expect("ANJU_TEST_POSTGRES is a URL");
    PgConnection::connect_with(&options).await.expect("the server of ANJU_TEST_POSTGRES answers (scripts/postgres)")
}

/// Migrating takes much longer than copying a database that is migrated: one
/// copy per test process serves all its tests.
async fn template(url: &str) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE
        .get_or_init(|| async {
            let name = format!("template{}", process::id());
            let mut admin = admin(url).await;
            let create = AssertSqlSafe(format!("create database {name} encoding 'UTF8' locale 'C' template template0"));
            admin.execute(create).await.expect("the template is created");
            let db = Db::open(&with_database(url, &name), 2).await.expect("PostgreSQL opens");
            db.migrate().await.expect("migrations apply");
            db.close().await;
            name
        })
        .await
}

async fn create(admin: &mut PgConnection, name: &str, template: &str) {
    // Copies of one template are refused while another is being made.
    for _ in 0..200 {
        let create = AssertSqlSafe(format!("create database {name} template {template}"));
        match admin.execute(create).await {
            Ok(_) => return,
            Err(why) if why.to_string().contains("being accessed") => {
                tokio::task::yield_now().await;
            }
            Err(why) => panic!("{why}"),
        }
    }
    panic!("the template database is never free");
}

fn with_database(url: &str, name: &str) -> String {
    let (server, _) = url.rsplit_once('/').expect("ANJU_TEST_POSTGRES names a database");
    format!("{server}/{name}")
}
