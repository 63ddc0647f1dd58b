//! What can go wrong with stored rows, and what that means for whoever asked.

use sqlx::error::BoxDynError;
use sqlx::{Database, Decode, Type};

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("{table}.{column} of row {id} cannot be read: {why}")]
    BadRow { table: &'static str, column: &'static str, id: String, why: String },
    #[error("{table} {id}: one row was to be written, {rows} were")]
    NotOne { table: &'static str, id: String, rows: u64 },
    #[error("{table} {id}: somebody else wrote it first")]
    Overtaken { table: &'static str, id: String },
    #[error("{0}")]
    Unusable(String),
    #[error("the database has undone the transaction by itself: nothing of it is kept")]
    Undone,
    #[error("stopped here by a test, as if the program had died")]
    Stopped,
}

/// What an error means for the work that met it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The database cannot be used just now; nobody's work is to blame.
    Unavailable,
    /// Somebody else was faster: the same again from a fresh load.
    Conflict,
    /// The work itself failed.
    Failure,
}

impl Error {
    #[must_use]
    pub fn bad_row(table: &'static str, column: &'static str, id: impl ToString, why: impl ToString) -> Error {
        Error::BadRow { table, column, id: id.to_string(), why: why.to_string() }
    }

    #[must_use]
    pub fn fate(&self) -> Fate {
        match self {
            Error::Database(error) => fate_of_sqlx(error),
            Error::Stopped | Error::Undone => Fate::Unavailable,
            Error::Overtaken { .. } => Fate::Conflict,
            Error::Migration(_) | Error::BadRow { .. } | Error::NotOne { .. } | Error::Unusable(_) => Fate::Failure,
        }
    }

    /// SQLite undoes the whole transaction by itself after this one: full (13),
    /// broken disk (10), no memory (7), interrupted (9).
    #[must_use]
    pub fn undoes_all(&self) -> bool {
        let Error::Database(sqlx::Error::Database(told)) = self else { return false };
        let code = told.code().and_then(|code| code.parse::<u32>().ok());
        code.is_some_and(|code| matches!(code & 0xff, 7 | 9 | 10 | 13))
    }

    /// Looks through a chain of causes for an error of the database.
    #[must_use]
    pub fn fate_of(error: &anyhow::Error) -> Fate {
        let known = error.chain().find_map(|cause| match cause.downcast_ref::<Error>() {
            Some(ours) => Some(ours.fate()),
            None => cause.downcast_ref::<sqlx::Error>().map(fate_of_sqlx),
        });
        known.unwrap_or(Fate::Failure)
    }
}

fn fate_of_sqlx(error: &sqlx::Error) -> Fate {
    use sqlx::Error as E;
    match error {
        E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::BeginFailed => Fate::Unavailable,
        E::Database(error) => error.code().map_or(Fate::Failure, |code| fate_of_code(&code)),
        _ => Fate::Failure,
    }
}

/// SQLSTATEs have five characters, SQLite's codes are numbers below 10,000
/// whose lowest byte is the primary one.
fn fate_of_code(code: &str) -> Fate {
    if code.len() == 5 {
        return match code {
            // serialization failure, deadlock, lock not available
            "40001" | "40P01" | "55P03" => Fate::Conflict,
            // read only after a failover, too many connections, shutting down, starting up
            "25006" | "53300" | "57P01" | "57P02" | "57P03" => Fate::Unavailable,
            // connection lost, disk or memory exhausted, system error
            _ if ["08", "53", "58"].iter().any(|class| code.starts_with(class)) => Fate::Unavailable,
            _ => Fate::Failure,
        };
    }
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(5 | 6) => Fate::Conflict,               // SQLITE_BUSY, SQLITE_LOCKED
        Ok(8 | 10 | 13 | 14) => Fate::Unavailable, // READONLY, IOERR, FULL, CANTOPEN
        _ => Fate::Failure,
    }
}

/// The number of rows that a write hit must be one.
pub fn one_row(table: &'static str, id: impl ToString, rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::NotOne { table, id: id.to_string(), rows }) }
}

/// A column whose content may be unreadable (a word of an enum, a JSON
/// document): it is decoded with the row, and asked for together with the
/// table, column and id that the error shall name.
#[derive(Clone, Debug)]
pub struct Field<T>(std::result::Result<T, String>);

impl<T> Field<T> {
    pub fn get(self, table: &'static str, column: &'static str, id: impl ToString) -> Result<T> {
        self.0.map_err(|why| Error::bad_row(table, column, id, why))
    }
}

impl<DB: Database, T: Type<DB>> Type<DB> for Field<T> {
    fn type_info() -> DB::TypeInfo {
        T::type_info()
    }

    fn compatible(ty: &DB::TypeInfo) -> bool {
        T::compatible(ty)
    }
}

impl<'r, DB: Database, T: Decode<'r, DB>> Decode<'r, DB> for Field<T> {
    fn decode(value: DB::ValueRef<'r>) -> std::result::Result<Self, BoxDynError> {
        Ok(Field(T::decode(value).map_err(|why| why.to_string())))
    }
}
