//! What a messenger allows in a day: what is over it waits for the next one.

use crate::base::{both, start};
use crate::store::helpers::message;
use anju::channel::port::{Dispatch, Messenger, SendError, Sent};
use anju::clock::{Chance, Clock};
use anju::flow::delivery::{DeliveryPump, DeliverySettings};
use anju::flow::pump::{Nudge, Pump, Step};
use anju::store::days::{self, Daily};
use anju::store::{Db, outbox, people};
use anju::talk::inbound::{Address, Channel, FileRef, Lang};
use anju::talk::message::Class;
use async_trait::async_trait;
use chrono::{FixedOffset, TimeDelta};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Takes everything.
#[derive(Default)]
struct Application(AtomicUsize);

#[async_trait]
impl Messenger for Application {
    fn channel(&self) -> Channel {
        Channel::WecomApp
    }

    async fn send(&self, _to: &Address, _what: &Dispatch, _key: &str) -> Result<Sent, SendError> {
        let id = self.0.fetch_add(1, Ordering::SeqCst);
        Ok(Sent { messages: vec![format!("m{id}")], code: None })
    }

    async fn fetch(&self, _file: &FileRef, _limit: u64) -> Result<Vec<u8>, SendError> {
        Err(SendError::Never { why: "no files".to_owned() })
    }
}

const CHINA: i32 = 8 * 3600;

fn daily(most: Option<u64>) -> Daily {
    Daily { zone: FixedOffset::east_opt(CHINA).unwrap(), most }
}

fn pump(db: &Db, clock: &Clock, messenger: &Arc<Application>, most: Option<u64>) -> DeliveryPump {
    let settings = DeliverySettings { daily: Some(daily(most)), ..DeliverySettings::new(PathBuf::from("files")) };
    let (db, clock, chance) = (db.clone(), clock.clone(), Chance::seeded(1));
    DeliveryPump::new(db, clock, chance, messenger.clone(), settings, &Nudge::new(), Nudge::new())
}

/// Steps until nothing is left to do now.
async fn rest(pump: &mut DeliveryPump) -> Step {
    loop {
        match pump.step().await.unwrap() {
            Step::Worked => {}
            step => return step,
        }
    }
}

/// One message for each of so many people.
async fn waiting(db: &Db, clock: &Clock, people_there: usize) {
    let mut tx = db.begin().await.unwrap();
    let mut rows = Vec::new();
    for n in 0..people_there {
        let address = Address { channel: Channel::WecomApp, user: format!("member{n}") };
        let account = people::meet(&mut tx, &address, None, Lang::Zh, clock.calendar_now()).await.unwrap();
        rows.push(message(account, Class::Notice, "到期提醒"));
    }
    outbox::put_many(&mut tx, &rows).await.unwrap();
    tx.commit().await.unwrap();
}

async fn today(db: &Db, clock: &Clock) -> u64 {
    let mut tx = db.read().await.unwrap();
    days::sent(&mut tx, Channel::WecomApp, &daily(None), clock.machine_now()).await.unwrap()
}

both!(what_is_over_the_day_waits_for_the_next, |db| async move {
    let clock = Clock::frozen(start());
    let messenger = Arc::new(Application::default());
    waiting(&db, &clock, 5).await;
    let step = rest(&mut pump(&db, &clock, &messenger, Some(3))).await;
    assert_eq!((messenger.0.load(Ordering::SeqCst), today(&db, &clock).await), (3, 3));
    let midnight = daily(None).ends(clock.machine_now());
    assert_eq!(step, Step::until(Some(midnight)));
    assert_eq!(midnight.with_timezone(&FixedOffset::east_opt(CHINA).unwrap()).time(), chrono::NaiveTime::MIN);
    // Neither time alone nor a restart gives more.
    clock.advance(midnight - clock.machine_now() - TimeDelta::seconds(1));
    rest(&mut pump(&db, &clock, &messenger, Some(3))).await;
    assert_eq!(messenger.0.load(Ordering::SeqCst), 3);
    clock.advance(TimeDelta::seconds(1));
    rest(&mut pump(&db, &clock, &messenger, Some(3))).await;
    assert_eq!((messenger.0.load(Ordering::SeqCst), today(&db, &clock).await), (5, 2));
    let mut tx = db.read().await.unwrap();
    assert_eq!(outbox::backlog(&mut tx).await.unwrap().open, 0, "nothing was dropped");
});

both!(where_it_is_not_known_it_is_counted_alone, |db| async move {
    let clock = Clock::frozen(start());
    let messenger = Arc::new(Application::default());
    waiting(&db, &clock, 4).await;
    rest(&mut pump(&db, &clock, &messenger, None)).await;
    assert_eq!((messenger.0.load(Ordering::SeqCst), today(&db, &clock).await), (4, 4));
});
