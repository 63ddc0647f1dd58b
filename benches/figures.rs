//! The figures of `docs/performance.md`: what a turn costs, what a sweep of
//! timers costs, what memory open dialogues take. Prints a line per figure.
//!
//!     cargo bench                            SQLite
//!     ANJU_TEST_POSTGRES=… cargo bench       PostgreSQL as well
//!
//! `ANJU_BENCH_QUICK=1` measures little and is for trying it out.

#![allow(clippy::disallowed_methods)]

use anju::clock::Clock;
use anju::config::Config;
use anju::flow::gate::Gate;
use anju::flow::handler::Turns;
use anju::flow::intake::{Intake, Letter};
use anju::flow::office::Office;
use anju::flow::pump::{Nudge, Pump, Step};
use anju::flow::timers::TimerPump;
use anju::flow::turns::{Downstream, TurnPump};
use anju::store::timers::Timer;
use anju::store::{Db, estates, people, timers};
use anju::talk::inbound::{Address, Channel, Lang};
use chrono::{DateTime, TimeDelta, Utc};
use std::sync::Arc;
use std::time::Instant;

fn main() -> anyhow::Result<()> {
    let quick = std::env::var_os("ANJU_BENCH_QUICK").is_some();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(async {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite:{}", folder.path().join("bench.db").display());
        measure("sqlite", &url, 1, quick).await?;
        if let Ok(server) = std::env::var("ANJU_TEST_POSTGRES") {
            let url = fresh(&server).await?;
            measure("postgres", &url, 4, quick).await?;
        } else {
            println!("postgres: not measured, ANJU_TEST_POSTGRES is not set");
        }
        anyhow::Ok(())
    })
}

async fn measure(name: &str, url: &str, workers: usize, quick: bool) -> anyhow::Result<()> {
    let db = Db::open(url, 8).await?;
    db.migrate().await?;
    let clock = Clock::real();
    let office = Arc::new(office()?);
    let owners = if quick { 300 } else { 4_000 };
    found(&db, owners, clock.calendar_now()).await?;
    let intake = Intake::new(db.clone(), clock.clone(), Nudge::new(), "telegram:1");
    let pumps = || (0..workers).map(|_| turn_pump(&db, &clock, &office)).collect::<Vec<_>>();

    let started = Instant::now();
    for chunk in (0..owners).collect::<Vec<_>>().chunks(100) {
        intake.file(chunk.iter().map(|owner| Letter::telegram(sentence(*owner))).collect()).await?;
    }
    rate(name, "updates filed, 100 in a commit", owners, started);

    let started = Instant::now();
    drain(pumps()).await?;
    rate(name, "turns: a first sentence (case, clock, card, dialogue, answer)", owners, started);

    intake.file((0..owners).map(|owner| Letter::telegram(tap(owner))).collect()).await?;
    let started = Instant::now();
    drain(pumps()).await?;
    rate(name, "turns: an answer in the dialogue", owners, started);

    sweeps(name, &db, &clock, quick).await?;
    drafts(name, &db, owners, quick, &clock).await?;
    println!("{name}: resident memory at the end {:.0} MB", resident_mb());
    db.close().await;
    Ok(())
}

fn rate(name: &str, what: &str, count: usize, started: Instant) {
    let seconds = started.elapsed().as_secs_f64();
    println!(
        "{name}: {what}: {:.0} per second ({:.2} ms each)",
        count as f64 / seconds,
        seconds * 1000.0 / count as f64
    );
}

async fn drain(pumps: Vec<TurnPump>) -> anyhow::Result<()> {
    let running = pumps.into_iter().map(|mut pump| {
        tokio::spawn(async move {
            while pump.step().await? == Step::Worked {}
            anyhow::Ok(())
        })
    });
    for one in running.collect::<Vec<_>>() {
        one.await??;
    }
    Ok(())
}

/// A sweep costs what is due, not what exists: ten due among a thousand and
/// among a million.
async fn sweeps(name: &str, db: &Db, clock: &Clock, quick: bool) -> anyhow::Result<()> {
    let many: i64 = if quick { 20_000 } else { 1_000_000 };
    for (label, upto) in [("1,000", 1_000), (if quick { "20,000" } else { "1,000,000" }, many)] {
        fill_timers(db, upto, clock.calendar_now()).await?;
        let gate = Gate::closed(clock.clone(), TimeDelta::seconds(1), Nudge::new());
        gate.open();
        let mut took = Vec::new();
        for round in 0..15_i64 {
            let due: Vec<Timer> = (0..10).map(|n| alarm(&format!("case:9{round}{n}"), clock.calendar_now())).collect();
            let mut tx = db.begin().await?;
            timers::set_many(&mut tx, &due).await?;
            tx.commit().await?;
            let mut pump = TimerPump { db: db.clone(), clock: clock.clone(), gate: gate.clone(), turns: Nudge::new() };
            let started = Instant::now();
            anyhow::ensure!(pump.step().await? == Step::Worked, "the sweep found nothing");
            took.push(started.elapsed().as_secs_f64() * 1000.0);
        }
        took.sort_by(f64::total_cmp);
        println!(
            "{name}: sweep that finds 10 due among {label} timers: {:.2} ms (median of {})",
            took[took.len() / 2],
            took.len()
        );
    }
    Ok(())
}

async fn fill_timers(db: &Db, upto: i64, now: DateTime<Utc>) -> anyhow::Result<()> {
    for from in (0..upto).step_by(10_000) {
        let timers: Vec<Timer> = (from..(from + 10_000).min(upto))
            .map(|n| {
                alarm(&format!("case:{}", 10_000_000 + n), now + TimeDelta::days(30) + TimeDelta::seconds(n % 86_400))
            })
            .collect();
        let mut tx = db.begin().await?;
        timers::set_many(&mut tx, &timers).await?;
        tx.commit().await?;
    }
    Ok(())
}

fn alarm(key: &str, due_at: DateTime<Utc>) -> Timer {
    Timer { key: key.to_owned(), lane: key.to_owned(), due_at }
}

/// Open dialogues live in the database: they take no memory.
async fn drafts(name: &str, db: &Db, owners: usize, quick: bool, clock: &Clock) -> anyhow::Result<()> {
    use anju::dialogue::state::{Draft, Subject};
    use anju::domain::ids::{DraftId, PersonId};
    let before = resident_mb();
    let many = if quick { 2_000 } else { 100_000 };
    let now = clock.calendar_now();
    for from in (0..many).step_by(1_000) {
        let mut tx = db.begin().await?;
        for n in from..from + 1_000 {
            let person = PersonId(1 + i64::try_from(n % owners)?);
            let draft = Draft {
                id: DraftId(0),
                person,
                script: "owner/complaint".to_owned(),
                subject: Subject::default(),
                answers: Default::default(),
                step: Some("place".to_owned()),
                trail: Vec::new(),
                changing: false,
                started_at: now,
                touched_at: now,
                nudged_at: None,
                said: Default::default(),
            };
            anju::store::drafts::create(&mut tx, &draft).await?;
        }
        tx.commit().await?;
    }
    println!(
        "{name}: resident memory with {many} more open drafts: {:.0} MB, before them {before:.0} MB",
        resident_mb()
    );
    Ok(())
}

fn turn_pump(db: &Db, clock: &Clock, office: &Arc<Office>) -> TurnPump {
    let turns = Arc::new(Turns::new(Arc::clone(office), clock.clone()));
    TurnPump::new(db.clone(), clock.clone(), turns.clone(), turns, Downstream::default(), 5)
}

/// What the shipped settings and dialogues make.
fn office() -> anyhow::Result<Office> {
    let config = Config::read(None, []).map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
    Ok(anju::app::office::open(&config).map_err(|faults| anyhow::anyhow!("{faults:?}"))?.office)
}

/// An estate with a home and a bound account for each owner, and a clerk.
async fn found(db: &Db, owners: usize, now: DateTime<Utc>) -> anyhow::Result<()> {
    let mut tx = db.begin().await?;
    let estate = estates::put(&mut tx, "AJHY", "安居花园").await?;
    for owner in 0..owners {
        let person = people::create(&mut tx, &format!("业主{owner}"), None, Lang::Zh, now).await?;
        let home = estates::put_home(&mut tx, estate, &format!("1-{owner}"), "2024-06-01".parse().ok()).await?;
        estates::put_resident(&mut tx, person, home, "owner", now).await?;
        bound(&mut tx, person, user(owner), now).await?;
    }
    let clerk = people::create(&mut tx, "王芳", None, Lang::Zh, now).await?;
    let seat = anju::store::staff::NewSeat {
        person: clerk,
        role: "cs_clerk".to_owned(),
        estate: None,
        unit: None,
        standing_deputy: false,
        since: now,
    };
    anju::store::staff::put(&mut tx, &seat).await?;
    bound(&mut tx, clerk, 1, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn bound(
    tx: &mut anju::store::Tx,
    person: anju::domain::ids::PersonId,
    user: usize,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let address = Address { channel: Channel::Telegram, user: user.to_string() };
    let account = people::meet(tx, &address, None, Lang::Zh, now).await?;
    people::bind(tx, account, Some(person)).await?;
    Ok(())
}

fn user(owner: usize) -> usize {
    1_000 + owner
}

fn sentence(owner: usize) -> String {
    let user = user(owner);
    let now = Utc::now().timestamp();
    format!(
        r#"{{"update_id":{owner},"message":{{"message_id":1,"date":{now},"chat":{{"id":{user},"type":"private","first_name":"o"}},"from":{{"id":{user},"is_bot":false,"first_name":"o","language_code":"zh-hans"}},"text":"厨房水管漏水"}}}}"#
    )
}

/// Words for the question "where": what a tap on "kitchen" would say.
fn tap(owner: usize) -> String {
    let user = user(owner);
    let now = Utc::now().timestamp();
    let update = 1_000_000 + owner;
    format!(
        r#"{{"update_id":{update},"message":{{"message_id":2,"date":{now},"chat":{{"id":{user},"type":"private","first_name":"o"}},"from":{{"id":{user},"is_bot":false,"first_name":"o","language_code":"zh-hans"}},"text":"厨房"}}}}"#
    )
}

fn resident_mb() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kilobytes = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .and_then(|rest| rest.trim().trim_end_matches(" kB").trim().parse::<f64>().ok());
    kilobytes.map_or(f64::NAN, |kilobytes| kilobytes / 1024.0)
}

/// A database of its own on the server.
async fn fresh(server: &str) -> anyhow::Result<String> {
    use sqlx::{AssertSqlSafe, Connection, Executor};
    let name = format!("bench{}", std::process::id());
    let mut admin = sqlx::PgConnection::connect(server).await?;
    admin
        .execute(AssertSqlSafe(format!("create database {name} encoding 'UTF8' locale 'C' template template0")))
        .await?;
    let (before, _) = server.rsplit_once('/').ok_or_else(|| anyhow::anyhow!("ANJU_TEST_POSTGRES names no database"))?;
    Ok(format!("{before}/{name}"))
}
