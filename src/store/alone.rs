//! One program serves one SQLite file: two would share out what people write,
//! and each would believe that it has said what the other has.

use super::db::Tx;
use super::error::{Error, Result};
use crate::on;
use sqlx::sqlite::SqliteConnectOptions;
use std::fs::{File, TryLockError};
use std::path::PathBuf;

/// Held as long as the program serves; the system gives it back when it ends,
/// however it ends.
pub struct Alone(#[expect(dead_code, reason = "kept for the lock on it")] File);

/// Takes the file for this program; `None` where a server has the database.
///
/// # Errors
/// `Unusable` when another program has it, or the lock's file cannot be made.
pub fn take(url: &str) -> Result<Option<Alone>> {
    if !url.starts_with("sqlite:") {
        return Ok(None);
    }
    let options: SqliteConnectOptions = url.parse()?;
    let database = options.get_filename();
    let mut path = database.as_os_str().to_owned();
    path.push(".lock");
    let path = PathBuf::from(path);
    let unusable = |why: &dyn std::fmt::Display| Error::Unusable(format!("cannot lock {}: {why}", path.display()));
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(|why| unusable(&why))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Alone(file))),
        Err(TryLockError::WouldBlock) => Err(Error::Unusable(format!(
            "another program serves the database {}: only one may, so end that one first",
            database.display()
        ))),
        Err(TryLockError::Error(why)) => Err(unusable(&why)),
    }
}

/// Whoever serves alone takes back at once what its own former self had leased,
/// and nobody waits for a lease of the dead to run out.
pub async fn take_back(tx: &mut Tx) -> Result<()> {
    for sql in [
        "update outbox set lease_until = null, lease_holder = null where lease_until is not null",
        "update attachments set lease_until = null, lease_holder = null where lease_until is not null",
        "update accounts set busy_until = null, busy_by = null where busy_until is not null",
        "delete from leases",
    ] {
        on!(tx, db => sqlx::query(sql).execute(db).await.map(drop))?;
    }
    Ok(())
}
