//! What people do in one breath, and how far a story has come before it begins
//! to be told: `world.issued_order()` is where a story about the leader starts.

use super::journal::Deed;
use super::{MANAGER, World};
use anju::domain::ids::{CaseId, Seq};
use anju::sandbox::BotMessage;
use anju::store::reminders::Reminder;
use anju::store::{directory, lists, staff};
use anju::talk::tap::Tap;
use chrono::{DateTime, TimeDelta, Utc};

/// The owner, the clerk and the leader of most stories.
pub const OWNER: &str = "李娜";
pub const CLERK: &str = "王芳";
pub const LEADER: &str = "张伟";

impl World {
    /// Says something, and the bot has answered.
    pub async fn says(&mut self, name: &str, text: &str) {
        self.phone(name).says(text);
        self.settle().await;
    }

    /// Taps the newest button of this label; what pops up for it.
    pub async fn taps(&mut self, name: &str, label: &str) -> String {
        let press = self.phone(name).taps(label);
        self.settle().await;
        press.and_then(|press| press.answer()).map(|answer| answer.text).unwrap_or_default()
    }

    /// Sends so many photos at once, and the gathering ends.
    pub async fn photos(&mut self, name: &str, count: usize) {
        match count {
            1 => self.phone(name).photo(""),
            _ => self.phone(name).album(count, ""),
        }
        self.settle().await;
        self.advance(TimeDelta::seconds(3)).await;
    }

    /// Photos for a question that waits for them.
    pub async fn answers_photos(&mut self, name: &str, count: usize) {
        self.photos(name, count).await;
        self.taps(name, "完成").await;
    }

    /// What came since this phone was last read.
    pub fn reads(&self, name: &str) -> String {
        self.phone(name).reads()
    }

    /// The newest message with these words, as it stands on the phone now.
    pub fn card(&self, name: &str, words: &str) -> String {
        self.phone(name).showing(words)
    }

    /// What everybody has on his phone, for a story that went wrong.
    pub fn all_screens(&self) -> String {
        let of = |(name, ..): &(String, i64, String)| format!("=== {name}\n{}", self.phone(name).everything());
        self.people.everybody().iter().map(of).collect::<Vec<_>>().join("\n")
    }

    /// Everybody has read what is there.
    pub fn all_read(&self) {
        for (name, ..) in self.people.everybody() {
            self.phone(&name).skip();
        }
    }

    /// Until this local time, "2025-10-13 09:00".
    pub async fn until(&mut self, local: &str) {
        let by = china(local) - self.clock.calendar_now();
        self.advance(by).await;
    }

    /// The clock moves while nothing runs, as when the program is down.
    pub fn sleeps_until(&mut self, local: &str) {
        let by = china(local) - self.clock.calendar_now();
        self.journal.note(Deed::Sleeps(by));
        self.clock.advance(by);
    }

    /// Somebody new is invited, with a messenger in this language, and comes.
    pub async fn binds(&mut self, name: &str, messenger_lang: &str) {
        let (user, code) = {
            let found = self.people.everybody().into_iter().find(|(one, ..)| one == name);
            let (_, user, code) = found.unwrap_or_else(|| panic!("there is no {name}"));
            (user, code)
        };
        let so_far = self.journal.length();
        self.comes(name, user, &code, messenger_lang);
        self.settle().await;
        self.phone(name).skip();
        self.journal.shorten(so_far);
        self.journal.note(Deed::Binds(name.to_owned(), messenger_lang.to_owned()));
    }

    /// Moves into a home, without a chat so far.
    pub async fn moves_in(&mut self, name: &str, home: &str, tie: &str) {
        self.journal.note(Deed::MovesIn(name.to_owned(), home.to_owned(), tie.to_owned()));
        let (db, now) = (self.db.clone(), self.clock.calendar_now());
        self.people.resident(&db, now, name, home, tie).await;
    }

    /// Gets a seat for all estates, without a chat so far.
    pub async fn is_appointed(&mut self, name: &str, role: &str, unit: Option<&str>) {
        self.journal.note(Deed::IsAppointed(name.to_owned(), role.to_owned(), unit.map(str::to_owned)));
        let (db, now) = (self.db.clone(), self.clock.calendar_now());
        self.people.seat(&db, now, name, role, None, unit, false).await;
    }

    /// Every seat of this role is given up.
    pub async fn resigns(&mut self, name: &str, role: &str) {
        self.journal.note(Deed::Resigns(name.to_owned(), role.to_owned()));
        let person = self.people.id(name);
        let now = self.clock.calendar_now();
        let mut tx = self.db.begin().await.expect("a transaction");
        let standing = directory::standing(&mut tx, person, now).await.expect("seats");
        for seat in standing.seats.iter().filter(|seat| seat.role == role) {
            staff::end(&mut tx, seat.id, now).await.expect("the seat ends");
        }
        tx.commit().await.expect("a commit");
    }

    /// The newest case of somebody.
    pub async fn case_of(&self, name: &str) -> CaseId {
        let mut tx = self.db.read().await.expect("a read");
        let cases = lists::cases_of(&mut tx, self.people.id(name), self.clock.calendar_now(), 50).await.expect("cases");
        cases.into_iter().max().expect("a case")
    }

    pub async fn loaded(&self, case: CaseId) -> anju::domain::case::Case {
        let mut tx = self.db.read().await.expect("a read");
        anju::store::cases::load(&mut tx, case).await.expect("it loads").expect("there is such a case")
    }

    /// The words of a case's history.
    pub async fn history(&self, case: CaseId) -> Vec<String> {
        let mut tx = self.db.read().await.expect("a read");
        let lines = anju::store::history::of_case(&mut tx, case).await.expect("its history");
        lines.into_iter().map(|line| line.event).collect()
    }

    /// Presses a button of a message that the phone still shows, whatever has
    /// become of the message since.
    pub async fn repeats(&mut self, name: &str, message: &BotMessage, label: &str) -> String {
        self.journal.note(Deed::OnTelegramAlone("a message is pressed that has changed since"));
        let button = message.buttons.iter().flatten().find(|button| button.text == label).expect("such a button");
        let data = button.data.clone().expect("a button with data");
        let press =
            self.messenger.taps_data(self.phone(name).user(), message.message_id, &data).expect("it can be pressed");
        self.settle().await;
        press.answer().map(|answer| answer.text).unwrap_or_default()
    }

    /// Presses what a card of the case's order would carry, without having one.
    pub async fn forges(&mut self, name: &str, case: CaseId, act: &str) -> String {
        let found = self.loaded(case).await;
        let order = found.latest_order().expect("an order");
        self.forges_on(name, case, (order.seq, order.shown_rev), act).await
    }

    pub async fn forges_on(&mut self, name: &str, case: CaseId, (seq, rev): (Seq, i64), act: &str) -> String {
        self.journal.note(Deed::OnTelegramAlone("a press is forged"));
        let tap = Tap::Card { case, seq, rev, act: act.to_owned() };
        let message = self.phone(name).last().message_id;
        let press =
            self.messenger.taps_data(self.phone(name).user(), message, &tap.to_string()).expect("it can be pressed");
        self.settle().await;
        press.answer().map(|answer| answer.text).unwrap_or_default()
    }

    pub async fn reminders(&self, case: CaseId) -> Vec<Reminder> {
        let mut tx = self.db.read().await.expect("a read");
        anju::store::reminders::of_case(&mut tx, case).await.expect("reminders")
    }

    /// One line for each reminder of one rule: when, level, to whom.
    pub async fn reminded(&self, case: CaseId, rule: &str) -> String {
        let names = self.people.everybody();
        let name = |id| names.iter().map(|(name, ..)| name).find(|name| self.people.id(name) == id).expect("somebody");
        let told = self.reminders(case).await;
        let lines = told.iter().filter(|one| one.rule == rule).map(|one| {
            let at = one.said_at + TimeDelta::hours(8);
            format!("{} {} {}", at.format("%m-%d %a %H:%M"), one.level, name(one.person))
        });
        let mut lines: Vec<String> = lines.collect();
        lines.sort();
        lines.join("\n")
    }

    // How far a story has come.

    /// The owner's complaint is registered.
    pub async fn complaint(&mut self) -> CaseId {
        self.complaint_of(OWNER).await
    }

    pub async fn complaint_of(&mut self, owner: &str) -> CaseId {
        self.says(owner, "水管漏水").await;
        self.taps(owner, "厨房").await;
        self.taps(owner, "跳过").await;
        self.taps(owner, "随时都行").await;
        self.taps(owner, "提交").await;
        self.case_of(owner).await
    }

    /// Dispatched to the plumbers, and waiting for approval.
    pub async fn dispatched(&mut self, amount: &str, trades: &str) {
        self.taps(CLERK, "派工").await;
        self.taps(CLERK, "A 类：保修期内（建议）").await;
        self.taps(CLERK, "水电一队").await;
        self.taps(CLERK, trades).await;
        self.says(CLERK, amount).await;
        self.taps(CLERK, "提交").await;
    }

    /// The order is with the team.
    pub async fn issued_order(&mut self) -> CaseId {
        self.issued_order_of(OWNER).await
    }

    pub async fn issued_order_of(&mut self, owner: &str) -> CaseId {
        let case = self.complaint_of(owner).await;
        self.dispatched("800", "单工种").await;
        self.taps(MANAGER, "✅ 同意").await;
        self.all_read();
        case
    }

    /// The leader has taken it.
    pub async fn accepted_order(&mut self) -> CaseId {
        let case = self.issued_order().await;
        self.taps(LEADER, "✅ 接单").await;
        self.all_read();
        case
    }

    /// The leader stands in the kitchen.
    pub async fn order_at_work(&mut self) -> CaseId {
        let case = self.accepted_order().await;
        self.taps(LEADER, "已到现场").await;
        self.all_read();
        case
    }

    /// Reported done, with a photo before and one after.
    pub async fn reports_done(&mut self) {
        self.taps(LEADER, "📷 报完工").await;
        if self.phone(LEADER).last().text.contains("维修前") {
            self.answers_photos(LEADER, 1).await;
            self.answers_photos(LEADER, 1).await;
        } else {
            self.answers_photos(LEADER, 2).await;
        }
        self.taps(LEADER, "提交").await;
    }

    pub async fn completed_order(&mut self) -> CaseId {
        let case = self.order_at_work().await;
        self.reports_done().await;
        self.all_read();
        case
    }

    /// Checked, and the owner is asked to sign.
    pub async fn inspected_order(&mut self) -> CaseId {
        let case = self.completed_order().await;
        self.taps(CLERK, "✅ 检查合格").await;
        self.all_read();
        case
    }

    /// Signed, and the owner is asked what it was like.
    pub async fn signed_order(&mut self) -> CaseId {
        let case = self.inspected_order().await;
        self.taps(OWNER, "✅ 满意，签认").await;
        self.all_read();
        case
    }

    /// Refused with words, without photos.
    pub async fn refuses_work(&mut self) {
        self.taps(OWNER, "❌ 没修好").await;
        self.says(OWNER, "水还在滴").await;
        self.taps(OWNER, "跳过").await;
    }

    pub async fn asks_for_time(&mut self, until: &str) {
        self.taps(LEADER, "申请延期").await;
        self.says(LEADER, until).await;
        self.taps(LEADER, "等材料到货").await;
        self.taps(LEADER, "提交").await;
    }

    /// A complaint by telephone, dispatched and approved.
    pub async fn issued_call(&mut self, home: &str) -> CaseId {
        self.says(CLERK, "/register").await;
        self.says(CLERK, home).await;
        let option = format!("安居花园 {home}");
        if self.phone(CLERK).last().labels().contains(&option.as_str()) {
            self.taps(CLERK, &option).await;
        }
        self.says(CLERK, "水管漏水").await;
        self.taps(CLERK, "水管、下水、漏水（建议）").await;
        self.taps(CLERK, "厨房").await;
        self.taps(CLERK, "跳过").await;
        self.taps(CLERK, "跳过").await;
        self.taps(CLERK, "提交").await;
        self.dispatched("800", "单工种").await;
        self.taps(MANAGER, "✅ 同意").await;
        self.all_read();
        let mut tx = self.db.read().await.expect("a read");
        let open = lists::open_cases(&mut tx, None, 50).await.expect("cases");
        open.into_iter().max().expect("a case")
    }

    /// Three answers with one tap each, and no suggestion.
    pub async fn rates(&mut self, name: &str, [quality, speed, attitude]: [&str; 3]) {
        self.taps(name, quality).await;
        self.taps(name, speed).await;
        self.taps(name, attitude).await;
        self.taps(name, "跳过").await;
    }
}

/// A local time of the company.
pub fn china(local: &str) -> DateTime<Utc> {
    let naive = chrono::NaiveDateTime::parse_from_str(local, "%Y-%m-%d %H:%M").expect("a local time");
    (naive - TimeDelta::hours(8)).and_utc()
}
