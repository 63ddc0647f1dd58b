//! Brings a database's tables up to date. One folder serves both databases: the
//! files name native types by words in braces, replaced here.

use super::db::{Db, Pools};
use super::dialect;
use super::error::Result;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

const FILES: &[(i64, &str, &str)] = &[
    (1, "people", include_str!("../../migrations/0001_people.sql")),
    (2, "records", include_str!("../../migrations/0002_records.sql")),
    (3, "mail", include_str!("../../migrations/0003_mail.sql")),
    (4, "codes_and_windows", include_str!("../../migrations/0004_codes_and_windows.sql")),
];

impl Db {
    /// Applies what is missing, one transaction per file.
    pub async fn migrate(&self) -> Result<()> {
        let migrator = self.migrator();
        match &self.pools {
            Pools::Sqlite { write, .. } => migrator.run(write).await?,
            Pools::Postgres(pool) => migrator.run(pool).await?,
        }
        Ok(())
    }

    /// The names of the migrations that `migrate` would apply.
    pub async fn migrations_pending(&self) -> Result<Vec<&'static str>> {
        let mut tx = self.read().await?;
        let applied = dialect::applied_migrations(&mut tx).await?;
        Ok(FILES.iter().filter(|(version, ..)| !applied.contains(version)).map(|(_, name, _)| *name).collect())
    }

    fn migrator(&self) -> Migrator {
        let postgres = self.is_postgres();
        let migrations = FILES.iter().map(|&(version, name, text)| {
            let sql = AssertSqlSafe(dialect::native_types(text, postgres)).into_sql_str();
            Migration::new(version, name.into(), MigrationType::Simple, sql, false)
        });
        Migrator::with_migrations(migrations.collect())
    }
}
