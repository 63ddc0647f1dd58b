//! The people of the sandbox: `demo/demo.csv` for the register, `demo/phones.csv`
//! for their phones.

use crate::app::invite;
use crate::clock::Chance;
use crate::flow::office::Office;
use crate::import::{Import, RoleNames, Table, import};
use crate::sandbox::{Phone, Place};
use crate::store::{Db, estates, register};
use anyhow::{Context, bail};
use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

/// The list that an empty sandbox is filled with.
pub const DEMO: &str = include_str!("../../../demo/demo.csv");
const PHONES: &str = include_str!("../../../demo/phones.csv");

/// A phone of the file.
#[derive(Clone, Debug, Deserialize)]
pub struct DemoPhone {
    pub key: String,
    pub messenger: Place,
    pub user_id: i64,
    pub label_zh: String,
    pub label_en: String,
    pub language: String,
    start: String,
}

/// A phone on the table.
#[derive(Clone, Debug)]
pub struct Laid {
    pub phone: Phone,
    /// Its owner opens his invitation, or says hello again, at the start.
    pub starts: bool,
    /// It has an account already.
    pub bound: bool,
}

/// The row of the file that is no phone: what the bot is called.
const BOT: &str = "bot";

/// What the bot calls itself.
pub fn bot_name() -> anyhow::Result<String> {
    let bot = read()?.into_iter().find(|one| one.key == BOT);
    Ok(bot.context("demo/phones.csv has no bot")?.label_zh)
}

/// Fills an empty database.
pub async fn fill(db: &Db, office: &Office, now: DateTime<Utc>) -> anyhow::Result<()> {
    let mut tx = db.begin().await?;
    if !estates::all(&mut tx).await?.is_empty() {
        return Ok(());
    }
    let roles = RoleNames::new(&office.texts);
    let list = Import { calendar: &office.calendar, roles: &roles, now };
    if let Err(faults) = import(&mut tx, Table::read("demo.csv", DEMO.as_bytes()), &list).await? {
        let faults: Vec<String> = faults.iter().map(ToString::to_string).collect();
        bail!("the demo data cannot be imported: {}", faults.join("; "));
    }
    tx.commit().await?;
    Ok(())
}

/// The phones, each with the code of an invitation unless it has an account.
pub async fn phones(db: &Db, chance: &Chance, now: DateTime<Utc>) -> anyhow::Result<Vec<Laid>> {
    let mut tx = db.begin().await?;
    let bound = register::bound(&mut tx).await?;
    let mut laid = Vec::new();
    for one in read()?.into_iter().filter(|one| one.key != BOT) {
        let known = register::by_keys(&mut tx, std::slice::from_ref(&one.key)).await?.pop();
        let bound = known.as_ref().is_some_and(|known| bound.contains(&known.id));
        let code = match &known {
            Some(known) if !bound => {
                Some(invite::new_code(&mut tx, chance, known.id, now, now + TimeDelta::days(365)).await?)
            }
            _ => None,
        };
        laid.push(Laid {
            starts: one.start == "yes",
            bound,
            phone: Phone {
                name: known.map_or_else(|| one.label_zh.clone(), |known| known.name),
                key: one.key,
                messenger: one.messenger,
                user_id: one.user_id,
                role_zh: one.label_zh,
                role_en: one.label_en,
                language: one.language,
                code,
            },
        });
    }
    tx.commit().await?;
    Ok(laid)
}

fn read() -> anyhow::Result<Vec<DemoPhone>> {
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(PHONES.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().context("demo/phones.csv")
}
