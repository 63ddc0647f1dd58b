//! What stories about the office need: strangers, more invitations, deputies and
//! leaves, buttons kept for later, and a look into the tables.

use super::journal::Deed;
use super::phone::Kept;
use super::{Phone, Place, World};
use anju::on;
use anju::store::staff;
use anju::store::{estates, invitations};
use chrono::TimeDelta;
use sqlx::AssertSqlSafe;

impl World {
    /// Somebody with a phone and no invitation.
    pub fn passer_by(&self, user: i64, name: &str, lang: &str) -> Phone<'_> {
        self.journal.note(Deed::PassesBy(user, name.to_owned(), lang.to_owned()));
        let place = self.place_of_strangers();
        match &self.wecom {
            Some(side) if place != Place::Telegram => {
                side.add(place, user, name);
                side.opens(place, user, "");
            }
            _ => {
                self.messenger.add_user(user, name, lang);
                self.messenger.starts(user, None).expect("Start can be pressed");
            }
        }
        self.phone_of(user)
    }

    /// Somebody's second phone, on Telegram.
    pub fn telegram_of(&self, user: i64) -> Phone<'_> {
        Phone::on_telegram(self, user)
    }

    pub fn phone_of(&self, user: i64) -> Phone<'_> {
        Phone::of_stranger(self, user)
    }

    /// Opens an invitation link.
    pub async fn follows(&mut self, user: i64, code: &str) -> String {
        let so_far = self.journal.length();
        match &self.wecom {
            Some(side) if self.place_of_strangers() != Place::Telegram => {
                side.opens(self.place_of_strangers(), user, code);
            }
            _ => drop(self.messenger.starts(user, Some(code)).expect("Start can be pressed")),
        }
        self.settle().await;
        self.journal.shorten(so_far);
        self.journal.note(Deed::Follows(user, code.to_owned()));
        self.phone_of(user).reads()
    }

    /// Somebody on WeChat whom nobody knows yet.
    pub async fn new_customer(&mut self, id: &str, nickname: &str) -> anju::sandbox::wecom::CustomerPhone {
        self.wecom.as_ref().expect("a corp").corp.add_customer(id, nickname)
    }

    /// Has a second phone, on Telegram, and has been heard on it last.
    pub async fn also_on_telegram(&mut self, name: &str, user: i64) {
        let code = format!("SECOND-{user}-2025");
        self.invites(name, &code, 7).await;
        self.messenger.add_user(user, name, "zh-hans");
        self.minutes(1).await;
        self.messenger.starts(user, Some(&code)).expect("Start can be pressed");
        self.settle().await;
    }

    /// One more invitation for somebody.
    pub async fn invites(&mut self, name: &str, code: &str, days: i64) {
        self.journal.note(Deed::Invites(name.to_owned(), code.to_owned(), days));
        let (person, now) = (self.people.id(name), self.clock.calendar_now());
        let mut tx = self.db.begin().await.expect("a transaction");
        invitations::create(&mut tx, code, person, now, now + TimeDelta::days(days)).await.expect("an invitation");
        tx.commit().await.expect("a commit");
    }

    /// Signs for the holder of the seat when he is away.
    pub async fn is_deputy(&mut self, name: &str, role: &str) {
        self.journal.note(Deed::IsDeputy(name.to_owned(), role.to_owned()));
        let (db, now) = (self.db.clone(), self.clock.calendar_now());
        self.people.seat(&db, now, name, role, None, None, true).await;
    }

    pub async fn goes_on_leave(&mut self, name: &str, days: i64) {
        self.journal.note(Deed::GoesOnLeave(name.to_owned(), days));
        let (person, now) = (self.people.id(name), self.clock.calendar_now());
        let mut tx = self.db.begin().await.expect("a transaction");
        staff::put_leave(&mut tx, person, now, now + TimeDelta::days(days)).await.expect("a leave");
        tx.commit().await.expect("a commit");
    }

    pub async fn blocks(&mut self, name: &str) {
        self.phone(name).blocks();
        self.settle().await;
    }

    pub async fn unblocks(&mut self, name: &str) {
        self.phone(name).unblocks();
        self.settle().await;
    }

    /// How many rows a table has, perhaps only those with something.
    pub async fn rows(&self, from: &str) -> i64 {
        let sql = format!("select count(*) from {from}");
        let mut tx = self.db.read().await.expect("a read");
        on!(tx, db => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(db).await).expect("rows are counted")
    }

    /// One column as text, one row a line, in the order of the first column.
    pub async fn column(&self, sql: &str) -> String {
        let sql = sql.to_owned();
        let mut tx = self.db.read().await.expect("a read");
        let found: Vec<Option<String>> =
            on!(tx, db => sqlx::query_scalar(AssertSqlSafe(sql)).fetch_all(db).await).expect("rows are read");
        found.into_iter().map(|one| one.unwrap_or_else(|| "-".to_owned())).collect::<Vec<_>>().join("\n")
    }

    /// The newest button with this label, for a press when it may be gone.
    pub fn keeps(&self, name: &str, label: &str) -> Kept {
        self.phone(name).keeps(label)
    }

    /// Presses it; what pops up.
    pub async fn presses(&mut self, kept: &Kept) -> String {
        let so_far = self.journal.length();
        let press = kept.press(self);
        self.settle().await;
        self.journal.shorten(so_far);
        self.journal.note(Deed::Presses(kept.number));
        press.and_then(|press| press.answer()).map(|answer| answer.text).unwrap_or_default()
    }

    /// Somebody else presses the button of a card that is not in his chat.
    pub async fn presses_for(&mut self, user: i64, kept: &Kept) -> String {
        self.journal.note(Deed::OnTelegramAlone("somebody else's card is pressed"));
        let press = self.messenger.stranger_taps(user, kept.user, kept.message, &kept.data).expect("it can be pressed");
        self.settle().await;
        press.answer().map(|answer| answer.text).unwrap_or_default()
    }

    /// The commands of somebody's menu.
    pub fn menu(&self, name: &str) -> String {
        let commands = self.messenger.commands(self.people.user(name));
        commands.iter().map(|one| format!("/{} {}", one.command, one.description)).collect::<Vec<_>>().join("\n")
    }
}

impl World {
    /// A home more in the garden estate, perhaps without an acceptance date.
    pub async fn builds(&mut self, number: &'static str, accepted: Option<&str>) {
        self.journal.note(Deed::Builds(number, accepted.map(str::to_owned)));
        let accepted = accepted.map(|day| day.parse().expect("a date"));
        let mut tx = self.db.begin().await.expect("a transaction");
        let home = estates::put_home(&mut tx, self.people.garden, number, accepted).await.expect("a home");
        tx.commit().await.expect("a commit");
        self.people.homes.insert(number, home);
    }

    /// From the first sentence to the number, whatever is asked on the way.
    pub async fn reports(&mut self, name: &str, words: &str, home: &str) -> String {
        self.says(name, words).await;
        for label in ["新的事", home, "卫生间", "跳过", "跳过"] {
            if self.phone(name).last().labels().contains(&label) {
                self.taps(name, label).await;
            }
        }
        self.taps(name, "提交").await;
        let case = self.case_of(name).await;
        self.loaded(case).await.number.unwrap_or_else(|| panic!("no number:\n{}", self.phone(name).everything()))
    }
}
