//! The tables as they are, for the sandbox's viewer: names, numbers of rows,
//! and rows as text. SQLite only; nobody looks into a real database this way.

use super::db::Tx;
use super::error::{Error, Result};
use crate::on;
use serde_json::Value;
use sqlx::AssertSqlSafe;

/// A page of a table: the names of its columns, and rows with each value as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Option<String>>>,
}

/// Every table of ours, with the number of its rows.
pub async fn all(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    let names = names(tx).await?;
    let mut tables = Vec::with_capacity(names.len());
    for name in names {
        let sql = format!("select count(*) from \"{name}\"");
        let rows: i64 = on!(tx, db => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(db).await)?;
        tables.push((name, rows));
    }
    Ok(tables)
}

/// Rows of a table, the newest first.
pub async fn page(tx: &mut Tx, table: &str, offset: i64, limit: i64) -> Result<Page> {
    if !names(tx).await?.iter().any(|name| name == table) {
        return Err(Error::Unusable(format!("there is no table {table}")));
    }
    let columns: Vec<String> = on!(tx, db => sqlx::query_scalar("select name from pragma_table_info($1) order by cid")
        .bind(table)
        .fetch_all(db)
        .await)?;
    // SQLite makes one JSON list of a row, so that no type is known here.
    let values: Vec<String> = columns
        .iter()
        .map(|column| format!("case typeof(\"{column}\") when 'blob' then hex(\"{column}\") else \"{column}\" end"))
        .collect();
    let sql =
        format!("select json_array({}) from \"{table}\" order by rowid desc limit $1 offset $2", values.join(", "),);
    let rows: Vec<String> = on!(tx, db => sqlx::query_scalar(AssertSqlSafe(sql))
        .bind(limit)
        .bind(offset)
        .fetch_all(db)
        .await)?;
    let rows = rows.iter().map(|row| read(table, row)).collect::<Result<_>>()?;
    Ok(Page { columns, rows })
}

async fn names(tx: &mut Tx) -> Result<Vec<String>> {
    if tx.is_postgres() {
        return Err(Error::Unusable("only the tables of an SQLite database can be looked at".to_owned()));
    }
    on!(tx, db => sqlx::query_scalar(
        "select name from sqlite_master
          where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like '\\_sqlx%' escape '\\'
          order by name")
        .fetch_all(db)
        .await)
}

fn read(table: &str, row: &str) -> Result<Vec<Option<String>>> {
    let values: Vec<Value> =
        serde_json::from_str(row).map_err(|why| Error::Unusable(format!("a row of {table} cannot be shown: {why}")))?;
    Ok(values
        .into_iter()
        .map(|value| match value {
            Value::Null => None,
            Value::String(text) => Some(text),
            other => Some(other.to_string()),
        })
        .collect())
}
