//! The connection to either database, the transaction that every store function
//! takes, and the macro `on!` that writes a query once for both drivers.

use super::error::{Error, Result};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, Connection, Postgres, Sqlite, Transaction};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

/// Either database, with its pools. Clones share them.
#[derive(Clone)]
pub struct Db {
    pub(super) pools: Pools,
    steps: Steps,
}

#[derive(Clone)]
pub(super) enum Pools {
    /// SQLite has one writer at a time: one connection writes, several read.
    Sqlite {
        write: SqlitePool,
        read: SqlitePool,
    },
    Postgres(PgPool),
}

/// One transaction. Dropped without `commit`, it never happened.
pub struct Tx {
    conn: Conn,
    steps: Steps,
    /// The database has undone it by itself: whatever is written now would stand
    /// alone.
    undone: bool,
}

pub enum Conn {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one statement on whichever database the transaction is on; the body is
/// compiled once per driver and gives a `sqlx::Result`. Statements are counted,
/// so that a test can make the program "die" after any of them.
#[macro_export]
macro_rules! on {
    ($tx:expr, $conn:ident => $body:expr) => {
        match $tx.step() {
            Err(stopped) => Err(stopped),
            Ok($crate::store::db::Conn::Sqlite(transaction)) => {
                let $conn = &mut **transaction;
                let done = $body.map_err($crate::store::error::Error::from);
                $tx.met(&done);
                done
            }
            Ok($crate::store::db::Conn::Postgres(transaction)) => {
                let $conn = &mut **transaction;
                $body.map_err($crate::store::error::Error::from)
            }
        }
    };
}

const BUSY: Duration = Duration::from_secs(10);

impl Db {
    /// Opens `sqlite:PATH` or `postgres://…` with up to `conns` connections
    /// (on SQLite: readers). Nothing is migrated yet.
    pub async fn open(url: &str, conns: u32) -> Result<Db> {
        let pools = if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Pools::Postgres(open_postgres(url, conns).await?)
        } else if url.starts_with("sqlite:") {
            open_sqlite(url, conns).await?
        } else {
            return Err(Error::Unusable("the database URL must begin with sqlite: or postgres://".to_owned()));
        };
        Ok(Db { pools, steps: Steps::default() })
    }

    /// A transaction that may write. SQLite begins "immediate": otherwise it
    /// takes the write lock at the first write, and fails at once if somebody
    /// has written since, however long it may wait for locks.
    pub async fn begin(&self) -> Result<Tx> {
        self.steps.take()?;
        let conn = match &self.pools {
            Pools::Sqlite { write, .. } => Conn::Sqlite(write.begin_with("begin immediate").await?),
            Pools::Postgres(pool) => Conn::Postgres(pool.begin().await?),
        };
        Ok(Tx { conn, steps: self.steps.clone(), undone: false })
    }

    /// A transaction that only reads, and reads one moment.
    pub async fn read(&self) -> Result<Tx> {
        self.steps.take()?;
        let conn = match &self.pools {
            Pools::Sqlite { read, .. } => Conn::Sqlite(read.begin().await?),
            Pools::Postgres(pool) => {
                Conn::Postgres(pool.begin_with("begin isolation level repeatable read, read only").await?)
            }
        };
        Ok(Tx { conn, steps: self.steps.clone(), undone: false })
    }

    #[must_use]
    pub fn is_postgres(&self) -> bool {
        matches!(self.pools, Pools::Postgres(_))
    }

    /// Waits for borrowed connections and closes them all.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }

    /// A hook for tests: the next `n` steps (begin, statement, commit) succeed,
    /// and everything after them fails as if the program had died.
    pub fn stop_after(&self, n: u32) {
        self.steps.left.store(i64::from(n), Ordering::SeqCst);
    }

    /// Ends `stop_after`; says whether the stop was reached.
    pub fn go_on(&self) -> bool {
        self.steps.left.swap(i64::MAX, Ordering::SeqCst) < 0
    }
}

impl Tx {
    pub async fn commit(self) -> Result<()> {
        if let Err(stopped) = self.steps.take() {
            let _ = self.rollback().await;
            return Err(stopped);
        }
        if self.undone {
            return Err(Error::Undone);
        }
        match self.conn {
            Conn::Sqlite(transaction) => transaction.commit().await?,
            Conn::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }

    /// Undoes everything, and returns when it is undone. A dropped transaction is
    /// undone a moment later, and holds its locks until then.
    pub async fn rollback(self) -> Result<()> {
        match self.conn {
            Conn::Sqlite(transaction) => transaction.rollback().await?,
            Conn::Postgres(transaction) => transaction.rollback().await?,
        }
        Ok(())
    }

    /// Commits what succeeded, undoes what failed.
    pub async fn end<T, E: From<Error>>(self, result: Result<T, E>) -> Result<T, E> {
        match result {
            Ok(value) => {
                self.commit().await?;
                Ok(value)
            }
            Err(why) => {
                // If not even that works, the connection is lost, and the server undoes it.
                let _ = self.rollback().await;
                Err(why)
            }
        }
    }

    /// Marks a place that `rollback_to` returns to.
    pub async fn savepoint(&mut self, name: &'static str) -> Result<()> {
        self.plain(format!("savepoint {name}")).await
    }

    /// Undoes everything since the savepoint, which stays.
    pub async fn rollback_to(&mut self, name: &'static str) -> Result<()> {
        self.plain(format!("rollback to savepoint {name}")).await
    }

    /// Forgets the savepoint and keeps what came after it.
    pub async fn release(&mut self, name: &'static str) -> Result<()> {
        self.plain(format!("release savepoint {name}")).await
    }

    async fn plain(&mut self, sql: String) -> Result<()> {
        on!(self, conn => sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await.map(drop))
    }

    #[must_use]
    pub fn is_postgres(&self) -> bool {
        matches!(self.conn, Conn::Postgres(_))
    }

    /// For `on!` only: counts a statement and hands out the connection.
    #[doc(hidden)]
    pub fn step(&mut self) -> Result<&mut Conn> {
        self.steps.take()?;
        if self.undone { Err(Error::Undone) } else { Ok(&mut self.conn) }
    }

    /// For `on!` only: looks at how a statement on SQLite ended. On a full or
    /// broken disk it undoes the whole transaction by itself (sqlite.org,
    /// "Response To Errors Within A Transaction").
    #[doc(hidden)]
    pub fn met<T>(&mut self, done: &Result<T>) {
        self.undone |= done.as_ref().is_err_and(Error::undoes_all);
    }
}

async fn open_postgres(url: &str, conns: u32) -> Result<PgPool> {
    let options: PgConnectOptions = url.parse()?;
    // A turn that hangs must not hold its locks for ever.
    let options = options.application_name("anju").options([("idle_in_transaction_session_timeout", "30s")]);
    let pool = PgPoolOptions::new()
        .max_connections(conns.max(2))
        // sqlx 0.9.0 (issues 4385 and 4393): a begin() that is cancelled can leave its
        // connection inside a transaction. This takes the place of the usual ping,
        // costs the same round trip, ends such a transaction and is silent otherwise.
        .test_before_acquire(false)
        .before_acquire(|conn, _| {
            Box::pin(async move {
                sqlx::raw_sql("begin; rollback").execute(conn).await?;
                Ok(true)
            })
        })
        .connect_with(options)
        .await?;
    Ok(pool)
}

async fn open_sqlite(url: &str, conns: u32) -> Result<Pools> {
    let options: SqliteConnectOptions = url.parse()?;
    if url.contains(":memory:") || url.contains("mode=memory") {
        return Err(Error::Unusable("an SQLite database in memory is lost at every stop: name a file".to_owned()));
    }
    if let Some(folder) = options.get_filename().parent().filter(|folder| *folder != Path::new("")) {
        std::fs::create_dir_all(folder)
            .map_err(|why| Error::Unusable(format!("cannot create the folder {}: {why}", folder.display())))?;
    }
    // After a disk was full the rollback has failed, and the connection would take
    // no further transaction: such a one is thrown away. Nothing else is asked of
    // it when it is lent: that would be one more wait for each transaction.
    let pool = |most: u32| {
        SqlitePoolOptions::new()
            .max_connections(most)
            .test_before_acquire(false)
            .before_acquire(|conn, _| Box::pin(async move { Ok(!conn.is_in_transaction()) }))
    };
    let options = options
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        // Normal would lose the last commits when the power fails, and with them
        // messages that the provider was told we have.
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(BUSY)
        // What is forgotten is gone from the file as well, not only from its tables.
        .pragma("secure_delete", "on")
        .foreign_keys(true);
    Ok(Pools::Sqlite {
        write: pool(1).connect_with(options.clone()).await?,
        read: pool(conns.max(1)).connect_with(options.read_only(true)).await?,
    })
}

/// Counts down to the stop that a test has asked for.
#[derive(Clone)]
struct Steps {
    left: Arc<AtomicI64>,
}

impl Default for Steps {
    fn default() -> Self {
        Steps { left: Arc::new(AtomicI64::new(i64::MAX)) }
    }
}

impl Steps {
    fn take(&self) -> Result<()> {
        let left = &self.left;
        // The usual case costs one load: nobody counts.
        if left.load(Ordering::Relaxed) == i64::MAX {
            return Ok(());
        }
        if left.fetch_sub(1, Ordering::SeqCst) > 0 { Ok(()) } else { Err(Error::Stopped) }
    }
}
