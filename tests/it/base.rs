//! What every test here stands on: a fresh database of either kind, times, and
//! the macro that makes two tests of one.

use anju::store::Db;
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::AssertSqlSafe;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Executor};
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
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

/// A kind of database.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    /// Runs it on a fresh database of this kind.
    pub async fn fresh<T, F: Future<Output = T>>(self, test: impl FnOnce(Db) -> F) -> T {
        match self {
            Kind::Sqlite => on_sqlite(test).await,
            Kind::Postgres => on_postgres(test).await,
        }
    }
}

pub async fn on_sqlite<T, F: Future<Output = T>>(test: impl FnOnce(Db) -> F) -> T {
    let folder = tempfile::tempdir_in(quick_folder()).expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("anju.db").display());
    let db = Db::open(&url, CONNS).await.expect("SQLite opens");
    db.migrate().await.expect("migrations apply");
    let result = test(db.clone()).await;
    db.close().await;
    result
}

/// In memory where that can be: every commit waits for its disk, and what the
/// disk does when the machine fails is no matter here.
fn quick_folder() -> PathBuf {
    let memory = PathBuf::from("/dev/shm");
    if memory.is_dir() { memory } else { std::env::temp_dir() }
}

/// A test that panics leaves its database for a look; the server is thrown
/// away with all of them.
pub async fn on_postgres<T, F: Future<Output = T>>(test: impl FnOnce(Db) -> F) -> T {
    let url = postgres_url();
    let template = template(&url).await;
    let name = format!("t{}_{}", process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
    let mut admin = admin(&url).await;
    create(&mut admin, &name, template).await;
    let db = Db::open(&with_database(&url, &name), CONNS).await.expect("PostgreSQL opens");
    let result = test(db.clone()).await;
    db.close().await;
    let drop = AssertSqlSafe(format!("drop database {name} with (force)"));
    admin.execute(drop).await.expect("the database goes");
    result
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
/// template serves every test of every process, until the migrations change.
async fn template(url: &str) -> &'static str {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    TEMPLATE
        .get_or_init(|| async {
            let name = format!("template_{:016x}", fingerprint_of_migrations());
            let mut admin = admin(url).await;
            // Held by this connection until it closes.
            sqlx::query("select pg_advisory_lock(2026)").execute(&mut admin).await.expect("a lock");
            let there: bool = sqlx::query_scalar("select exists (select 1 from pg_database where datname = $1)")
                .bind(&name)
                .fetch_one(&mut admin)
                .await
                .expect("the list of databases");
            if !there {
                make_template(url, &mut admin, &name).await;
            }
            name
        })
        .await
}

/// Under another name first: what is named a template is whole.
async fn make_template(url: &str, admin: &mut PgConnection, name: &str) {
    let draft = format!("{name}_draft");
    for sql in [
        format!("drop database if exists {draft} with (force)"),
        format!("create database {draft} encoding 'UTF8' locale 'C' template template0"),
    ] {
        admin.execute(AssertSqlSafe(sql)).await.expect("the template is created");
    }
    let db = Db::open(&with_database(url, &draft), 2).await.expect("PostgreSQL opens");
    db.migrate().await.expect("migrations apply");
    db.close().await;
    let rename = AssertSqlSafe(format!("alter database {draft} rename to {name}"));
    admin.execute(rename).await.expect("the template is there");
}

fn fingerprint_of_migrations() -> u64 {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).expect("migrations").map(|file| file.unwrap().path()).collect();
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        std::fs::read(file).expect("a migration").hash(&mut hasher);
    }
    // The types that the words in braces stand for belong to them.
    include_str!("../../src/store/dialect.rs").hash(&mut hasher);
    hasher.finish()
}

async fn create(admin: &mut PgConnection, name: &str, template: &str) {
    // Since 15 a copy is written to the log page by page, which takes four times
    // as long as copying its files; before, that was the only way.
    let version: String =
        sqlx::query_scalar("show server_version_num").fetch_one(&mut *admin).await.expect("a version");
    let how = if version.parse::<u32>().is_ok_and(|version| version >= 150_000) { "strategy file_copy" } else { "" };
    // A copy is refused while another is being made of the same template.
    for _ in 0..1000 {
        let create = AssertSqlSafe(format!("create database {name} template {template} {how}"));
        match admin.execute(create).await {
            Ok(_) => return,
            Err(why) if why.to_string().contains("being accessed") => nap(5).await,
            Err(why) => panic!("{why}"),
        }
    }
    panic!("the template database is never free");
}

fn with_database(url: &str, name: &str) -> String {
    let (server, _) = url.rsplit_once('/').expect("ANJU_TEST_POSTGRES names a database");
    format!("{server}/{name}")
}
