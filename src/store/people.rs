//! People and their chat accounts.

use super::conversations;
use super::db::Tx;
use super::dialect;
use super::error::{Field, Result, one_row};
use super::text::{clean, clean_opt};
use crate::dialogue::state::Conversation;
use crate::domain::ids::{AccountId, PersonId};
use crate::on;
use crate::talk::inbound::{Address, Channel, Lang};
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::AssertSqlSafe;
use sqlx::types::Json;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub name: String,
    pub phone: Option<String>,
    pub lang: Lang,
    pub forgotten_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub person: Option<PersonId>,
    pub address: Address,
    /// As the messenger shows it; never a key.
    pub name: Option<String>,
    pub lang: Lang,
    pub last_heard_at: Option<DateTime<Utc>>,
    pub unreachable_since: Option<DateTime<Utc>>,
}

/// Whoever has just spoken: the account, the person behind it if it is bound,
/// and where their conversation stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Caller {
    pub account: Account,
    pub person: Option<Person>,
    pub conversation: Conversation,
    /// He has spoken from another account since he last spoke from this one.
    pub came_back: bool,
}

#[derive(sqlx::FromRow)]
struct StoredCaller {
    #[sqlx(flatten)]
    account: StoredAccount,
    person_name: Option<String>,
    person_phone: Option<String>,
    person_lang: Option<Field<Lang>>,
    person_forgotten_at: Option<DateTime<Utc>>,
    conversation: Option<Json<Value>>,
    came_back: bool,
}

#[derive(sqlx::FromRow)]
struct StoredAccount {
    account_id: AccountId,
    person_id: Option<PersonId>,
    channel: Field<Channel>,
    address: String,
    account_name: Option<String>,
    account_lang: Field<Lang>,
    last_heard_at: Option<DateTime<Utc>>,
    unreachable_since: Option<DateTime<Utc>>,
}

#[derive(sqlx::FromRow)]
struct StoredPerson {
    id: PersonId,
    name: String,
    phone: Option<String>,
    lang: Field<Lang>,
    forgotten_at: Option<DateTime<Utc>>,
}

/// Who speaks from an address: one query for all that a turn begins with.
pub async fn find_caller(tx: &mut Tx, from: &Address) -> Result<Option<Caller>> {
    let row: Option<StoredCaller> = on!(tx, db => sqlx::query_as(
        "select a.id as account_id, a.person_id, a.channel, a.address, a.name as account_name,
                a.lang as account_lang, a.last_heard_at, a.unreachable_since,
                p.name as person_name, p.phone as person_phone, p.lang as person_lang,
                p.forgotten_at as person_forgotten_at, c.state as conversation,
                exists (select 1 from accounts o
                         where o.person_id = a.person_id and o.last_heard_at > a.last_heard_at) as came_back
           from accounts a
           left join people p on p.id = a.person_id
           left join conversations c on c.account_id = a.id
          where a.channel = $1 and a.address = $2")
        .bind(from.channel)
        .bind(clean(&from.user))
        .fetch_optional(db)
        .await)?;
    row.map(StoredCaller::read).transpose()
}

/// A new account, or the one that is there.
pub async fn meet(tx: &mut Tx, from: &Address, name: Option<&str>, lang: Lang, at: DateTime<Utc>) -> Result<AccountId> {
    on!(tx, db => sqlx::query_scalar(
        "insert into accounts (channel, address, name, lang, last_heard_at) values ($1, $2, $3, $4, $5)
             on conflict (channel, address) do update
             set name = coalesce(excluded.name, accounts.name), last_heard_at = excluded.last_heard_at
         returning id")
        .bind(from.channel)
        .bind(clean(&from.user))
        .bind(clean_opt(name))
        .bind(lang)
        .bind(at)
        .fetch_one(db)
        .await)
}

/// Those of these addresses that have a name, or a person behind them.
pub async fn known_by_name(tx: &mut Tx, channel: Channel, users: &[String]) -> Result<Vec<String>> {
    let sql = format!(
        "select address from accounts
          where channel = $2 and (name is not null or person_id is not null) and address in {}",
        dialect::listed_text(tx, "$1"),
    );
    on!(tx, db => sqlx::query_scalar(AssertSqlSafe(sql)).bind(Json(users)).bind(channel).fetch_all(db).await)
}

/// The messenger says what an account calls itself, perhaps before the first
/// word from it has been looked at.
pub async fn is_called(tx: &mut Tx, who: &Address, name: &str) -> Result<()> {
    on!(tx, db => sqlx::query(
        "insert into accounts (channel, address, name, lang) values ($1, $2, $3, $4)
             on conflict (channel, address) do update set name = excluded.name")
        .bind(who.channel)
        .bind(clean(&who.user))
        .bind(clean(name))
        .bind(Lang::default())
        .execute(db)
        .await
        .map(drop))
}

/// A word from an account: it is reachable, and the one to write to.
pub async fn heard(tx: &mut Tx, account: AccountId, name: Option<&str>, at: DateTime<Utc>) -> Result<()> {
    let rows = on!(tx, db => sqlx::query(
        "update accounts
            set last_heard_at = $3, name = coalesce($2, name), unreachable_since = null, unreachable_why = null
          where id = $1")
        .bind(account)
        .bind(clean_opt(name))
        .bind(at)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("accounts", account, rows)
}

/// The messenger says that nothing reaches this account. The first time counts.
pub async fn unreachable(tx: &mut Tx, account: AccountId, since: DateTime<Utc>, why: &str) -> Result<()> {
    let rows = on!(tx, db => sqlx::query(
        "update accounts
            set unreachable_since = coalesce(unreachable_since, $2), unreachable_why = $3
          where id = $1")
        .bind(account)
        .bind(since)
        .bind(clean(why))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("accounts", account, rows)
}

/// Gives an account to a person (or to nobody).
pub async fn bind(tx: &mut Tx, account: AccountId, person: Option<PersonId>) -> Result<()> {
    let rows = on!(tx, db => sqlx::query("update accounts set person_id = $2 where id = $1")
        .bind(account)
        .bind(person)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("accounts", account, rows)
}

/// The language of an account, and of the person behind it.
pub async fn set_lang(tx: &mut Tx, account: AccountId, lang: Lang) -> Result<()> {
    let rows = on!(tx, db => sqlx::query("update accounts set lang = $2 where id = $1")
        .bind(account)
        .bind(lang)
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("accounts", account, rows)?;
    on!(tx, db => sqlx::query(
        "update people set lang = $2 where id = (select person_id from accounts where id = $1)")
        .bind(account)
        .bind(lang)
        .execute(db)
        .await
        .map(drop))
}

pub async fn create(tx: &mut Tx, name: &str, phone: Option<&str>, lang: Lang, at: DateTime<Utc>) -> Result<PersonId> {
    on!(tx, db => sqlx::query_scalar(
        "insert into people (name, phone, lang, created_at) values ($1, $2, $3, $4) returning id")
        .bind(clean(name))
        .bind(clean_opt(phone))
        .bind(lang)
        .bind(at)
        .fetch_one(db)
        .await)
}

pub async fn update(tx: &mut Tx, person: PersonId, name: &str, phone: Option<&str>) -> Result<()> {
    let rows = on!(tx, db => sqlx::query("update people set name = $2, phone = $3 where id = $1")
        .bind(person)
        .bind(clean(name))
        .bind(clean_opt(phone))
        .execute(db)
        .await
        .map(|done| done.rows_affected()))?;
    one_row("people", person, rows)
}

/// People by id, in the order of their ids; unknown ids are left out.
pub async fn get_many(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<Person>> {
    let sql = format!(
        "select id, name, phone, lang, forgotten_at from people where id in {} order by id",
        dialect::listed(tx, "$1"),
    );
    let rows: Vec<StoredPerson> =
        on!(tx, db => sqlx::query_as(AssertSqlSafe(sql)).bind(Json(people)).fetch_all(db).await)?;
    rows.into_iter().map(StoredPerson::read).collect()
}

/// Everybody with this telephone number, oldest entry first.
pub async fn by_phone(tx: &mut Tx, phone: &str) -> Result<Vec<Person>> {
    let rows: Vec<StoredPerson> = on!(tx, db => sqlx::query_as(
        "select id, name, phone, lang, forgotten_at from people where phone = $1 order by id")
        .bind(clean(phone))
        .fetch_all(db)
        .await)?;
    rows.into_iter().map(StoredPerson::read).collect()
}

/// One account.
pub async fn account(tx: &mut Tx, account: AccountId) -> Result<Option<Account>> {
    let row: Option<StoredAccount> = on!(tx, db => sqlx::query_as(
        "select id as account_id, person_id, channel, address, name as account_name, lang as account_lang,
                last_heard_at, unreachable_since
           from accounts
          where id = $1")
        .bind(account)
        .fetch_optional(db)
        .await)?;
    row.map(StoredAccount::read).transpose()
}

/// The accounts of people, last heard from first.
pub async fn accounts_of(tx: &mut Tx, people: &[PersonId]) -> Result<Vec<Account>> {
    let sql = format!(
        "select id as account_id, person_id, channel, address, name as account_name, lang as account_lang,
                last_heard_at, unreachable_since
           from accounts
          where person_id in {}",
        dialect::listed(tx, "$1"),
    );
    let rows: Vec<StoredAccount> =
        on!(tx, db => sqlx::query_as(AssertSqlSafe(sql)).bind(Json(people)).fetch_all(db).await)?;
    let mut accounts = rows.into_iter().map(StoredAccount::read).collect::<Result<Vec<_>>>()?;
    accounts.sort_by_key(|account| (std::cmp::Reverse(account.last_heard_at), account.id));
    Ok(accounts)
}

impl StoredCaller {
    fn read(self) -> Result<Caller> {
        let account = self.account.read()?;
        let person = match (account.person, self.person_name, self.person_lang) {
            (Some(id), Some(name), Some(lang)) => Some(Person {
                id,
                name,
                phone: self.person_phone,
                lang: lang.get("people", "lang", id)?,
                forgotten_at: self.person_forgotten_at,
            }),
            _ => None,
        };
        let conversation = match self.conversation {
            Some(Json(state)) => conversations::read(account.id, state)?,
            None => Conversation::new(account.id),
        };
        Ok(Caller { account, person, conversation, came_back: self.came_back })
    }
}

impl StoredAccount {
    fn read(self) -> Result<Account> {
        Ok(Account {
            address: Address { channel: self.channel.get("accounts", "channel", self.account_id)?, user: self.address },
            lang: self.account_lang.get("accounts", "lang", self.account_id)?,
            id: self.account_id,
            person: self.person_id,
            name: self.account_name,
            last_heard_at: self.last_heard_at,
            unreachable_since: self.unreachable_since,
        })
    }
}

impl StoredPerson {
    fn read(self) -> Result<Person> {
        Ok(Person {
            lang: self.lang.get("people", "lang", self.id)?,
            id: self.id,
            name: self.name,
            phone: self.phone,
            forgotten_at: self.forgotten_at,
        })
    }
}

/// Whose account it is.
pub async fn person_of(tx: &mut Tx, account: AccountId) -> Result<Option<PersonId>> {
    let person: Option<Option<PersonId>> = on!(tx, db => sqlx::query_scalar("select person_id from accounts where id = $1")
        .bind(account)
        .fetch_optional(db)
        .await)?;
    Ok(person.flatten())
}

/// The language in which an account is written to.
pub async fn lang_of(tx: &mut Tx, account: AccountId) -> Result<Option<Lang>> {
    let lang: Option<Field<Lang>> = on!(tx, db => sqlx::query_scalar(
        "select coalesce(p.lang, a.lang) from accounts a left join people p on p.id = a.person_id where a.id = $1")
        .bind(account)
        .fetch_optional(db)
        .await)?;
    lang.map(|lang| lang.get("accounts", "lang", account)).transpose()
}
