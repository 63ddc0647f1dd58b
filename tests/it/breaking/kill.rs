//! The real program against the practice messenger: killed at random moments
//! while people chat, started again at once; and stopped gently at the end.

use super::crowd::{self, One};
use super::hand::Ground;
use super::records::case_ids;
use crate::base::nap;
use anju::clock::Chance;
use anju::on;
use anju::sandbox::Messenger;
use anju::store::staff::{self, NewSeat};
use anju::store::{Db, cases, estates, history, people};
use chrono::Utc;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const OWNERS: i64 = 16;
const KILLS: usize = 12;
const SEED: u64 = 20_251_010;
/// A gentle stop takes no longer than this.
const GENTLY: Duration = Duration::from_secs(8);

/// The running program; it never outlives the test.
struct Bot {
    child: Child,
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Place<'a> {
    folder: &'a Path,
    url: String,
    api: String,
}

impl Place<'_> {
    /// Settings partly in a file, partly in the environment, as people do it.
    fn start(&self) -> Bot {
        let settings = self.folder.join("anju.toml");
        let text = format!(
            "[telegram]\napi_url = \"{}\"\npoll_wait = \"1 s\"\nmax_per_second = 1000\nburst = 1000\nchat_per_second = 100\nchat_burst = 100\n\n[http]\nlisten = \"\"\n",
            self.api
        );
        std::fs::write(&settings, text).expect("the settings are written");
        let log = std::fs::File::options().create(true).append(true).open(self.folder.join("log")).expect("a log");
        let child = Command::new(env!("CARGO_BIN_EXE_anju"))
            .args(["serve", "--config"])
            .arg(&settings)
            .env("ANJU_DATABASE__URL", &self.url)
            .env("ANJU_FILES__DIR", self.folder.join("files"))
            .env("ANJU_TELEGRAM__TOKEN", "4242:practice")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("a log"))
            .stderr(log)
            .spawn()
            .expect("the program starts");
        Bot { child }
    }

    fn log(&self) -> String {
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        log.lines().rev().take(60).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killed_while_people_chat() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let url = format!("sqlite:{}", folder.path().join("anju.db").display());
    let db = Db::open(&url, 2).await.expect("SQLite opens");
    db.migrate().await.expect("migrations apply");
    let now = real_now();
    let messenger = Messenger::start("4242:practice", Arc::new(real_now)).await.expect("the messenger starts");
    let owners = found(&db, &messenger, now).await;
    let place = Place { folder: folder.path(), url, api: messenger.url().to_owned() };

    let began = instant();
    let mut bot = place.start();
    let mut talks = JoinSet::new();
    for (number, owner) in owners.iter().enumerate() {
        let owner = owner.clone();
        talks.spawn(async move { chat(&owner, number).await });
    }
    let chance = Chance::seeded(SEED);
    for _ in 0..KILLS {
        nap(u64::try_from(300 + chance.below(1200)).expect("small")).await;
        // On Unix this is SIGKILL: nothing of the program runs any more.
        bot.child.kill().expect("it can be killed");
        bot.child.wait().expect("it is dead");
        bot = place.start();
    }
    while let Some(done) = talks.join_next().await {
        if let Err(why) = done {
            panic!("{why}\n{}", place.log());
        }
    }
    for owner in &owners {
        owner.says("/cases");
    }
    for owner in &owners {
        owner.reads("您的事项").await;
    }
    println!("{KILLS} kills, {} people, {:.1} s", owners.len(), began.elapsed().as_secs_f64());
    everything_said_is_there_once(&db, &owners).await;
    stops_gently(&mut bot, &db, &owners, &place).await;
    db.close().await;
}

async fn found(db: &Db, messenger: &Messenger, now: chrono::DateTime<Utc>) -> Vec<One> {
    let mut tx = db.begin().await.expect("a transaction");
    let estate = estates::put(&mut tx, "AJHY", "安居花园").await.expect("an estate");
    let clerk = people::create(&mut tx, "王芳", None, anju::talk::inbound::Lang::Zh, now).await.expect("a clerk");
    let seat = NewSeat {
        person: clerk,
        role: "cs_clerk".to_owned(),
        estate: None,
        unit: None,
        standing_deputy: false,
        since: now,
    };
    staff::put(&mut tx, &seat).await.expect("a seat");
    tx.commit().await.expect("a commit");
    crowd::owners(db, &Ground::Telegram(messenger), estate, now, OWNERS).await
}

/// Each begins a little later than the one before; every third sends a photo.
async fn chat(owner: &One, number: usize) {
    nap(u64::try_from(number).expect("few") * 400).await;
    owner.starts();
    owner.reads("安居花园").await;
    owner.says(&words_of(owner));
    owner.taps("厨房").await;
    if number.is_multiple_of(3) {
        owner.sends_photo(number);
        owner.taps("完成").await;
    } else {
        owner.taps("跳过").await;
    }
    for label in ["随时都行", "提交"] {
        owner.taps(label).await;
    }
    owner.reads("已登记，编号").await;
}

fn words_of(owner: &One) -> String {
    format!("{}家水管漏水", owner.name)
}

async fn everything_said_is_there_once(db: &Db, owners: &[One]) {
    let mut tx = db.read().await.expect("a read");
    let mut by_words: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for id in case_ids(&mut tx).await {
        let case = cases::load(&mut tx, id).await.expect("a case").expect("it is there");
        let events: Vec<String> =
            history::of_case(&mut tx, id).await.expect("history").into_iter().map(|entry| entry.event).collect();
        let once: BTreeSet<&String> = events.iter().collect();
        assert_eq!(once.len(), events.len(), "something happened twice: {events:?}");
        by_words.entry(case.complaint.details.words.clone()).or_default().extend(case.number);
    }
    assert_eq!(by_words.len(), owners.len(), "{by_words:?}");
    for owner in owners {
        let numbers = &by_words[&words_of(owner)];
        assert_eq!(numbers.len(), 1, "{}: {numbers:?}", owner.name);
        let confirmed: BTreeSet<String> = owner.heard().iter().filter_map(|text| confirmed_number(text)).collect();
        assert_eq!(confirmed, numbers.iter().cloned().collect(), "{} was told another number", owner.name);
    }
    let parked: i64 =
        on!(tx, conn => sqlx::query_scalar("select count(*) from inbox where parked_at is not null").fetch_one(conn).await)
            .expect("rows are counted");
    assert_eq!(parked, 0);
}

/// The number in "registered, number …".
fn confirmed_number(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("已登记，编号 ")?;
    Some(rest.chars().take_while(|letter| letter.is_ascii_alphanumeric() || *letter == '-').collect())
}

/// SIGTERM in the middle of a conversation: what came in is worked off, what
/// was said goes out, nothing is held, and the exit code says that all is well.
async fn stops_gently(bot: &mut Bot, db: &Db, owners: &[One], place: &Place<'_>) {
    for owner in owners {
        owner.says("/cases");
    }
    nap(30).await;
    let began = instant();
    let told = Command::new("kill").args(["-TERM", &bot.child.id().to_string()]).status().expect("kill runs");
    assert!(told.success());
    let status = ended(&mut bot.child, began).await.unwrap_or_else(|| panic!("it does not stop\n{}", place.log()));
    println!("stopped gently in {:.1} s", began.elapsed().as_secs_f64());
    assert_eq!(status.code(), Some(0), "{}", place.log());
    let mut tx = db.read().await.expect("a read");
    let inbox = anju::store::inbox::backlog(&mut tx).await.expect("the inbox is read");
    let outbox = anju::store::outbox::backlog(&mut tx).await.expect("the outbox is read");
    assert_eq!((inbox.open, outbox.open), (0, 0), "left half done\n{}", place.log());
    let held: i64 =
        on!(tx, conn => sqlx::query_scalar("select count(*) from outbox where lease_until is not null").fetch_one(conn).await)
            .expect("leases are counted");
    assert_eq!(held, 0, "a lease is held by nobody");
}

async fn ended(child: &mut Child, began: Instant) -> Option<ExitStatus> {
    while began.elapsed() < GENTLY {
        if let Some(status) = child.try_wait().expect("it can be asked") {
            return Some(status);
        }
        nap(20).await;
    }
    None
}

#[expect(clippy::disallowed_methods, reason = "the program under test lives in real time, and so does the messenger")]
fn real_now() -> chrono::DateTime<Utc> {
    Utc::now()
}

#[expect(clippy::disallowed_methods, reason = "real seconds of a real program are measured")]
fn instant() -> Instant {
    Instant::now()
}
