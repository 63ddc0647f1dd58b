//! Delivery: what the outbox holds arrives, once where the world allows it, and
//! whatever cannot arrive is told.

use crate::base::{both, seconds, start};
use crate::store::helpers::{account, address, message};
use anju::channel::port::{Dispatch, Messenger, Picture, SendError, Sent};
use anju::clock::{Chance, Clock};
use anju::domain::ids::{CaseId, Seq};
use anju::flow::delivery::{DeliveryPump, DeliverySettings};
use anju::flow::pump::{Nudge, Pump, Step};
use anju::flow::receipt::Receipt;
use anju::store::attachments::{self, NewAttachment};
use anju::store::cards::{self, Wanted};
use anju::store::outbox::{self, NewMessage};
use anju::store::{Db, inbox, people};
use anju::talk::inbound::{Address, Channel, FileKind, FileRef};
use anju::talk::message::{Class, Message, Outgoing};
use async_trait::async_trait;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::sync::Notify;

/// Answers as prepared, else "sent"; writes down what was sent to whom.
#[derive(Default)]
struct Phone {
    answers: Mutex<VecDeque<Result<Sent, SendError>>>,
    sent: Mutex<Vec<(String, Dispatch)>>,
    /// Messages that say "slow" wait for this.
    release: Notify,
}

impl Phone {
    fn will(&self, answer: Result<&str, SendError>) {
        let answer = answer.map(|id| Sent { messages: vec!["photo".to_owned(), id.to_owned()], code: None });
        self.answers.lock().unwrap().push_back(answer);
    }

    fn words(&self) -> Vec<String> {
        let words = |what: &Dispatch| match what {
            Dispatch::Message { message, .. } => message.body.clone(),
            Dispatch::Edit { sent, message, .. } => format!("{sent} → {}", message.body),
            other => format!("{other:?}"),
        };
        self.sent.lock().unwrap().iter().map(|(_, what)| words(what)).collect()
    }
}

#[async_trait]
impl Messenger for Phone {
    fn channel(&self) -> Channel {
        Channel::Telegram
    }

    async fn send(&self, to: &Address, what: &Dispatch, _key: &str) -> Result<Sent, SendError> {
        let text = format!("{what:?}");
        self.sent.lock().unwrap().push((to.user.clone(), what.clone()));
        if text.contains("slow") {
            self.release.notified().await;
        }
        assert!(!text.contains("bug"), "a bug");
        let number = self.sent.lock().unwrap().len();
        let usual = || Ok(Sent { messages: vec![format!("m{number}")], code: None });
        self.answers.lock().unwrap().pop_front().unwrap_or_else(usual)
    }

    async fn fetch(&self, _file: &FileRef, _limit: u64) -> Result<Vec<u8>, SendError> {
        unreachable!("a phone fetches nothing")
    }
}

struct World {
    db: Db,
    clock: Clock,
    phone: Arc<Phone>,
    nudge: Nudge,
    pump: DeliveryPump,
}

impl World {
    fn new(db: &Db) -> World {
        World::with_timeout(db, Duration::from_secs(60))
    }

    fn with_timeout(db: &Db, send_timeout: Duration) -> World {
        let (clock, phone, nudge) = (Clock::frozen(start()), Arc::new(Phone::default()), Nudge::new());
        let settings = DeliverySettings { send_timeout, ..DeliverySettings::new(PathBuf::from("/files")) };
        let chance = Chance::seeded(1);
        let pump = DeliveryPump::new(db.clone(), clock.clone(), chance, phone.clone(), settings, &nudge, Nudge::new());
        World { db: db.clone(), clock, phone, nudge, pump }
    }

    async fn put(&self, messages: &[NewMessage]) -> Vec<i64> {
        let mut tx = self.db.begin().await.unwrap();
        let ids = outbox::put_many(&mut tx, messages).await.unwrap();
        tx.commit().await.unwrap();
        self.nudge.nudge();
        ids
    }

    async fn text(&self, user: &str, words: &[&str]) -> Vec<i64> {
        let mut tx = self.db.begin().await.unwrap();
        let to = account(&mut tx, user).await;
        tx.commit().await.unwrap();
        let all: Vec<_> = words.iter().map(|words| message(to, Class::Reply, words)).collect();
        self.put(&all).await
    }

    /// Runs until there is nothing to do; gives when there is again.
    async fn settle(&mut self) -> Step {
        for _ in 0..1000 {
            let step = self.pump.step().await.unwrap();
            if step != Step::Worked {
                return step;
            }
        }
        panic!("it never ends");
    }

    async fn receipts(&self) -> Vec<Receipt> {
        let mut tx = self.db.begin().await.unwrap();
        let mut receipts = Vec::new();
        while let Some(row) = inbox::claim(&mut tx, start()).await.unwrap() {
            assert_eq!(row.lane, "case:7");
            receipts.push(Receipt::read(&row).unwrap());
            inbox::finish(&mut tx, row.id, start(), "done").await.unwrap();
        }
        tx.commit().await.unwrap();
        receipts
    }

    async fn outbox(&self, id: i64) -> outbox::OutboxRow {
        outbox::get(&mut self.db.read().await.unwrap(), id).await.unwrap().unwrap()
    }
}

both!(what_is_put_arrives_in_order, |db: Db| async move {
    let mut world = World::new(&db);
    world.text("1", &["a", "b", "c"]).await;
    world.text("2", &["x"]).await;
    assert_eq!(world.settle().await, Step::until(None));
    let words = world.phone.words();
    let mine: Vec<_> = words.iter().map(String::as_str).filter(|word| *word != "x").collect();
    assert_eq!((mine, words.len()), (vec!["a", "b", "c"], 4));
    assert_eq!(outbox::backlog(&mut db.read().await.unwrap()).await.unwrap().open, 0);
});

both!(a_slow_chat_holds_up_nobody, |db: Db| async move {
    let mut world = World::new(&db);
    let slow = world.text("1", &["slow", "after"]).await;
    world.pump.step().await.unwrap();
    let quick = world.text("2", &["quick"]).await;
    for _ in 0..10 {
        world.pump.step().await.unwrap();
        if world.outbox(quick[0]).await.sent_at.is_some() {
            break;
        }
    }
    assert_eq!(world.phone.words(), ["slow", "quick"]);
    assert!(world.outbox(slow[0]).await.sent_at.is_none());
    world.phone.release.notify_one();
    assert_eq!(world.settle().await, Step::until(None));
    assert_eq!(world.phone.words(), ["slow", "quick", "after"]);
});

both!(a_slow_send_keeps_its_lease, |db: Db| async move {
    let mut world = World::new(&db);
    let id = world.text("1", &["slow"]).await[0];
    world.pump.step().await.unwrap();
    // Twice as long as a lease: nobody else may take it.
    for _ in 0..6 {
        let clock = world.clock.clone();
        let world_goes_on = async {
            crate::base::nap(20).await;
            clock.advance_machine(seconds(10));
        };
        let (step, ()) = tokio::join!(world.pump.step(), world_goes_on);
        assert_eq!(step.unwrap(), Step::Worked);
    }
    let mut other = World::new(&db);
    other.clock.advance_machine(seconds(60));
    assert!(matches!(other.settle().await, Step::Idle(_)));
    assert_eq!(other.phone.words(), Vec::<String>::new());
    world.phone.release.notify_one();
    world.settle().await;
    assert!(world.outbox(id).await.sent_at.is_some());
});

both!(a_send_without_an_answer_is_repeated, |db: Db| async move {
    let mut world = World::with_timeout(&db, Duration::from_millis(300));
    let id = world.text("1", &["slow"]).await[0];
    assert_eq!(world.settle().await, Step::until(Some(start() + seconds(1))), "the time-out, then a second's wait");
    assert_eq!(world.outbox(id).await.attempts, 1);
    world.clock.advance_machine(seconds(1));
    world.phone.release.notify_one();
    assert_eq!(world.settle().await, Step::until(None));
    assert_eq!(world.phone.words(), ["slow", "slow"]);
});

both!(later_means_later, |db: Db| async move {
    let mut world = World::new(&db);
    let later = |after, everyone| SendError::Later { after, everyone, why: "429".to_owned() };
    world.phone.will(Err(later(Some(Duration::from_secs(7)), false)));
    world.text("1", &["a"]).await;
    assert_eq!(world.settle().await, Step::until(Some(start() + seconds(7))));
    world.text("2", &["b"]).await;
    world.phone.will(Err(later(Some(Duration::from_secs(30)), true)));
    world.settle().await;
    world.clock.advance_machine(seconds(7));
    assert_eq!(world.settle().await, Step::until(Some(start() + seconds(30))), "everyone was asked to wait");
    world.clock.advance_machine(seconds(23));
    assert_eq!(world.settle().await, Step::until(None));
    assert_eq!(world.phone.words().len(), 4);
});

both!(without_a_token_everything_waits, |db: Db| async move {
    let mut world = World::new(&db);
    world.phone.will(Err(SendError::Refused { why: "401".to_owned() }));
    let ids = world.text("1", &["a", "b"]).await;
    assert_eq!(world.settle().await, Step::until(Some(start() + seconds(60))));
    world.clock.advance_machine(seconds(60));
    assert_eq!(world.settle().await, Step::until(None));
    assert!(world.outbox(ids[1]).await.sent_at.is_some());
    assert_eq!(world.receipts().await, []);
});

both!(what_never_arrives_is_told_and_blocks_nobody, |db: Db| async move {
    let mut world = World::new(&db);
    world.phone.will(Err(SendError::Never { why: "too long".to_owned() }));
    let ids = world.text("1", &["a", "b"]).await;
    assert_eq!(world.settle().await, Step::until(None));
    assert_eq!(world.phone.words(), ["a", "b"]);
    let account = world.outbox(ids[0]).await.account;
    assert_eq!(
        world.receipts().await,
        [Receipt::Undeliverable {
            outbox: ids[0],
            account,
            case: CaseId(7),
            seq: None,
            class: Class::Reply,
            what: Outgoing::Message(Message::text("a")),
            why: "too long".to_owned(),
            account_gone: false,
        }]
    );
});

both!(who_blocked_the_bot_is_not_written_to_until_he_speaks, |db: Db| async move {
    let mut world = World::new(&db);
    world.phone.will(Err(SendError::Unreachable { why: "blocked".to_owned() }));
    world.text("1", &["a", "b"]).await;
    assert_eq!(world.settle().await, Step::until(None));
    assert_eq!(world.phone.words(), ["a"]);
    let told = world.receipts().await;
    assert!(
        matches!(
            &told[..],
            [Receipt::Undeliverable { account_gone: true, .. }, Receipt::Undeliverable { account_gone: true, .. }]
        ),
        "{told:?}"
    );
    let mut tx = db.begin().await.unwrap();
    let one = people::find_caller(&mut tx, &address("1")).await.unwrap().unwrap().account;
    assert_eq!(one.unreachable_since, Some(start()));
    people::heard(&mut tx, one.id, None, start()).await.unwrap();
    tx.commit().await.unwrap();
    world.text("1", &["c"]).await;
    world.settle().await;
    assert_eq!(world.phone.words(), ["a", "c"]);
});

both!(an_answer_to_a_tap_is_tried_once_and_told_to_nobody, |db: Db| async move {
    let mut world = World::new(&db);
    let to = world.outbox(world.text("1", &["x"]).await[0]).await.account;
    world.settle().await;
    world.phone.will(Err(SendError::Later { after: None, everyone: false, why: "502".to_owned() }));
    let body = Outgoing::AnswerTap { query: "q".to_owned(), text: None, alert: false };
    let tap = NewMessage { body, ..message(to, Class::AnswerTap, "") };
    let id = world.put(&[tap]).await[0];
    assert_eq!(world.settle().await, Step::until(None));
    assert!(world.outbox(id).await.failed_at.is_some());
    assert_eq!(world.receipts().await, []);
});

both!(a_panic_is_tried_again_and_then_given_up, |db: Db| async move {
    let mut world = World::new(&db);
    let ids = world.text("1", &["bug", "next"]).await;
    for _ in 0..3 {
        world.settle().await;
        world.clock.advance_machine(seconds(60));
    }
    assert_eq!(world.settle().await, Step::until(None));
    assert_eq!(world.phone.words(), ["bug", "bug", "bug", "next"]);
    assert_eq!(world.outbox(ids[0]).await.failure.as_deref(), Some("panic: a bug"));
});

both!(a_card_is_sent_then_edited, |db: Db| async move {
    let mut world = World::new(&db);
    let show = async |words: &str| {
        let mut tx = db.begin().await.unwrap();
        let to = account(&mut tx, "1").await;
        let wanted = Wanted {
            account: to,
            person: None,
            case: CaseId(7),
            seq: Some(Seq(1)),
            subject: "order".to_owned(),
            message: Message::text(words),
            last: false,
        };
        let changed = cards::put_many(&mut tx, &[wanted], start()).await.unwrap();
        let body = Outgoing::Card { card: changed[0].id.0 };
        outbox::put_many(&mut tx, &[NewMessage { body, ..message(to, Class::Card, "") }]).await.unwrap();
        tx.commit().await.unwrap();
    };
    show("派工").await;
    show("已接单").await;
    world.settle().await;
    show("已完成").await;
    world.settle().await;
    assert_eq!(world.phone.words(), ["已接单", "m1 → 已完成"]);
});

both!(pictures_go_by_id_in_their_own_messenger, |db: Db| async move {
    let mut world = World::new(&db);
    let mut tx = db.begin().await.unwrap();
    let to = account(&mut tx, "1").await;
    let photo = |channel, id: &str| NewAttachment {
        account: to,
        person: None,
        case: None,
        seq: None,
        purpose: "before".to_owned(),
        channel,
        file: FileRef {
            kind: FileKind::Photo,
            provider_id: id.to_owned(),
            unique_id: None,
            name: None,
            mime: None,
            size: None,
        },
        created_at: start(),
        due_at: start(),
    };
    let new = [photo(Channel::Telegram, "t"), photo(Channel::WecomApp, "w"), photo(Channel::WecomApp, "missing")];
    let ids = attachments::put_many(&mut tx, &new).await.unwrap();
    attachments::lease(&mut tx, "h", start(), start() + seconds(60), 9).await.unwrap();
    attachments::stored(&mut tx, ids[1], "h", "sum", "su/sum", 1).await.unwrap();
    tx.commit().await.unwrap();
    let album = Message { photos: ids, ..Message::text("album") };
    world.put(&[NewMessage { body: Outgoing::Message(album), ..message(to, Class::Reply, "") }]).await;
    world.settle().await;
    let sent = world.phone.sent.lock().unwrap().clone();
    let Dispatch::Message { photos, .. } = &sent[0].1 else { panic!("{sent:?}") };
    let picture = |provider_id: Option<&str>, path: Option<&str>| Picture {
        kind: FileKind::Photo,
        provider_id: provider_id.map(str::to_owned),
        path: path.map(PathBuf::from),
        name: None,
        mime: None,
    };
    assert_eq!(*photos, [picture(Some("t"), None), picture(None, Some("/files/su/sum"))]);
});

both!(a_crash_loses_no_message, |db: Db| async move {
    let id = World::new(&db).text("1", &["a"]).await[0];
    for steps in 0..60 {
        // A new pump each time: the old one died with what it knew, and its
        // leases have run out.
        let mut fresh = World::new(&db);
        fresh.clock.advance_machine(seconds(i64::from(steps) * 3600));
        db.stop_after(steps);
        let result = async {
            while fresh.pump.step().await? == Step::Worked {}
            anyhow::Ok(())
        };
        let result = result.await;
        assert_eq!(result.is_err(), db.go_on(), "stopped after {steps}: {result:?}");
        // The server may still be undoing what the dead one held.
        crate::base::nap(10).await;
        if fresh.outbox(id).await.sent_at.is_some() {
            assert_eq!(fresh.phone.words(), ["a"]);
            return;
        }
    }
    panic!("never sent");
});

both!(answers_wait_for_a_database_that_is_away, |db: Db| async move {
    let mut world = World::new(&db);
    let id = world.text("1", &["a"]).await[0];
    world.pump.step().await.unwrap(); // leased, under way
    world.pump.step().await.unwrap(); // answered
    db.stop_after(0);
    assert!(world.pump.step().await.is_err());
    assert!(db.go_on());
    world.pump.step().await.unwrap();
    assert!(world.outbox(id).await.sent_at.is_some());
    assert_eq!(world.phone.words(), ["a"]);
});

both!(closing_ends_what_is_under_way, |db: Db| async move {
    let mut world = World::new(&db);
    let id = world.text("1", &["a"]).await[0];
    world.pump.step().await.unwrap();
    world.pump.close().await;
    assert!(world.outbox(id).await.sent_at.is_some());
});
