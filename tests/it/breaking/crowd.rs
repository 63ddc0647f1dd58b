//! Many people at once: owners who move in with homes of their own, staff with
//! a second holder of a seat, and scripted fingers that know what to tap next.

use super::hand::{Ground, Hand};
use super::story::own_picture;
use anju::domain::ids::{EstateId, PersonId};
use anju::store::staff::{self, NewSeat};
use anju::store::{Db, Tx, estates, invitations, people};
use anju::talk::inbound::Lang;
use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;

/// Somebody of the crowd, with a phone in his hand.
#[derive(Clone)]
pub struct One {
    pub name: String,
    pub hand: Hand,
    code: String,
}

/// So long, by the machine, until the bot must have answered.
const PATIENCE: Duration = Duration::from_secs(45);

/// Owners with a home each, invited and not bound yet.
pub async fn owners(db: &Db, ground: &Ground<'_>, estate: EstateId, now: DateTime<Utc>, count: i64) -> Vec<One> {
    let mut crowd = Vec::new();
    for number in 0..count {
        let mut tx = db.begin().await.expect("a transaction");
        let name = format!("业主{number:02}");
        let user = 5000 + number;
        let hand = ground.hand(user, &name, false);
        let (one, person) = invite(&mut tx, hand, &name, user, now).await;
        let accepted = Some("2024-06-01".parse().expect("a date"));
        let home = estates::put_home(&mut tx, estate, &format!("9-{}", 101 + number), accepted).await.expect("a home");
        estates::put_resident(&mut tx, person, home, "owner", now).await.expect("a resident");
        tx.commit().await.expect("a commit");
        crowd.push(one);
    }
    crowd
}

/// A member of the staff, invited and not bound yet.
pub async fn employ(
    db: &Db,
    ground: &Ground<'_>,
    user: i64,
    name: &str,
    (role, unit): (&str, Option<&str>),
    now: DateTime<Utc>,
) -> One {
    let mut tx = db.begin().await.expect("a transaction");
    let hand = ground.hand(user, name, true);
    let (one, person) = invite(&mut tx, hand, name, user, now).await;
    let seat = NewSeat {
        person,
        role: role.to_owned(),
        estate: None,
        unit: unit.map(str::to_owned),
        standing_deputy: false,
        since: now,
    };
    staff::put(&mut tx, &seat).await.expect("a seat");
    tx.commit().await.expect("a commit");
    one
}

async fn invite(tx: &mut Tx, hand: Hand, name: &str, user: i64, now: DateTime<Utc>) -> (One, PersonId) {
    let person = people::create(tx, name, Some(&format!("139{user:08}")), Lang::Zh, now).await.expect("a person");
    let code = format!("WELCOME{user}");
    invitations::create(tx, &code, person, now, now + TimeDelta::days(7)).await.expect("an invitation");
    (One { name: name.to_owned(), hand, code }, person)
}

impl One {
    pub fn starts(&self) {
        self.hand.opens(&self.code);
    }

    pub fn says(&self, text: &str) {
        self.hand.says(text);
    }

    pub fn sends_photo(&self, number: usize) {
        let number = i64::try_from(number).expect("few");
        self.hand.sends_photo(own_picture(number));
    }

    /// Waits for a button with this label and taps the newest.
    pub async fn taps(&self, label: &str) {
        let found = self.hand.until(PATIENCE, |hand| hand.buttons(label).pop()).await;
        let (message, data) =
            found.unwrap_or_else(|| panic!("{} never gets the button {label}; he reads:\n{}", self.name, self.read()));
        self.hand.presses(message, &data);
    }

    /// Waits until he has read something with these words, and gives it.
    pub async fn reads(&self, words: &str) -> String {
        let last = |hand: &Hand| hand.messages().into_iter().rev().find(|one| one.text.contains(words));
        let found = self.hand.until(PATIENCE, last).await;
        found.unwrap_or_else(|| panic!("{} never reads {words}, but:\n{}", self.name, self.read())).text
    }

    /// From the first sentence to the registered complaint.
    pub async fn complains(&self, words: &str) {
        self.says(words);
        for label in ["厨房", "跳过", "随时都行", "提交"] {
            self.taps(label).await;
        }
        self.reads("已登记，编号").await;
    }

    /// Everything the bot has said to him.
    pub fn heard(&self) -> Vec<String> {
        self.hand.messages().into_iter().map(|one| one.text).collect()
    }

    fn read(&self) -> String {
        self.heard().join("\n---\n")
    }
}
