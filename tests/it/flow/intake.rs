//! The door and the poll: everything is on disk before the messenger may forget.

use crate::base::{both, seconds, start};
use anju::channel::telegram::poll::PollError;
use anju::clock::Clock;
use anju::flow::gate::{Gate, Passage};
use anju::flow::intake::{Intake, Letter, Whose};
use anju::flow::poll::{PollPump, UpdateSource};
use anju::flow::pump::{Nudge, Pump, Step};
use anju::store::inbox;
use anju::store::{Db, Fate};
use async_trait::async_trait;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

fn said(id: i64, user: i64, words: &str) -> String {
    format!(
        r#"{{"update_id":{id},"message":{{"message_id":{id},"date":1772413200,"text":"{words}",
            "chat":{{"id":{user},"type":"private"}},"from":{{"id":{user},"is_bot":false,"first_name":"Li"}}}}}}"#
    )
}

fn in_group(id: i64) -> String {
    format!(
        r#"{{"update_id":{id},"message":{{"message_id":{id},"date":1772413200,"text":"hi",
            "chat":{{"id":-5,"type":"group","title":"x"}},"from":{{"id":3,"is_bot":false,"first_name":"Li"}}}}}}"#
    )
}

fn press(id: i64) -> String {
    format!(
        r#"{{"update_id":{id},"callback_query":{{"id":"q{id}","data":"g:help:","chat_instance":"1",
            "from":{{"id":9,"is_bot":false,"first_name":"Li"}},
            "message":{{"message_id":4,"date":1772000000,"chat":{{"id":9,"type":"private"}}}}}}}}"#
    )
}

fn intake(db: &Db, clock: &Clock) -> Intake {
    Intake::new(db.clone(), clock.clone(), Nudge::new(), "telegram:7")
}

both!(letters_are_filed_by_what_is_on_the_envelope, |db: Db| async move {
    let clock = Clock::frozen(start());
    clock.advance_calendar(seconds(3600));
    let raws = [said(1, 9, "水管漏了"), press(2), in_group(3), "no update".to_owned(), "{\"update_id\":5}".to_owned()];
    let letters: Vec<_> = raws.iter().map(|raw| Letter::telegram(raw.clone())).collect();
    assert!(matches!(letters[3].whose, Whose::Unreadable(_)));
    let intake = intake(&db, &clock);
    assert_eq!(intake.file(letters.clone()).await.unwrap(), 5);
    assert_eq!(intake.file(letters).await.unwrap(), 0, "redelivered");
    let mut tx = db.begin().await.unwrap();
    let row = inbox::claim(&mut tx, start()).await.unwrap().unwrap();
    assert_eq!(
        (row.lane.as_str(), row.raw.as_str(), row.source.as_str()),
        ("chat:telegram:9", raws[0].as_str(), "telegram:7")
    );
    assert_eq!(
        (row.said_at, row.received_at),
        (start(), start()),
        "the provider's time of it, the machine's of its arrival"
    );
    inbox::finish(&mut tx, row.id, start(), "done").await.unwrap();
    let row = inbox::claim(&mut tx, start()).await.unwrap().unwrap();
    assert_eq!(row.said_at, start() + seconds(3600), "a press has no time: its arrival counts");
    let backlog = inbox::backlog(&mut tx).await.unwrap();
    assert!(backlog.parked >= 1 && backlog.open + backlog.parked <= 3, "{backlog:?}");
});

both!(an_id_that_comes_again_with_other_words_is_new, |db: Db| async move {
    let intake = intake(&db, &Clock::frozen(start()));
    let letter = |words| Letter::telegram(said(1, 9, words));
    assert_eq!(intake.file(vec![letter("a")]).await.unwrap(), 1);
    assert_eq!(intake.file(vec![letter("b"), letter("a")]).await.unwrap(), 1);
});

type Answer = Result<Vec<(i64, String)>, PollError>;

/// Gives the prepared answers, and writes down what was asked.
#[derive(Default)]
struct Desk {
    answers: Mutex<VecDeque<Answer>>,
    asked: Mutex<Vec<i64>>,
    prepared: Mutex<u32>,
}

#[async_trait]
impl UpdateSource for Desk {
    async fn get_updates(&self, offset: i64, _timeout_s: u32) -> Result<Vec<(i64, String)>, PollError> {
        self.asked.lock().unwrap().push(offset);
        self.answers.lock().unwrap().pop_front().unwrap_or_else(|| Ok(Vec::new()))
    }

    async fn prepare(&self) -> Result<(), PollError> {
        *self.prepared.lock().unwrap() += 1;
        Ok(())
    }
}

struct Poll {
    desk: Arc<Desk>,
    clock: Clock,
    gate: Gate,
    pump: PollPump,
    _stop: watch::Sender<bool>,
}

fn poll(db: &Db, answers: Vec<Answer>) -> Poll {
    let clock = Clock::frozen(start());
    let desk = Arc::new(Desk { answers: Mutex::new(answers.into()), ..Desk::default() });
    let gate = Gate::closed(clock.clone(), seconds(60), Nudge::new());
    let (stop, stopped) = watch::channel(false);
    let pump = PollPump::new(desk.clone(), Arc::new(intake(db, &clock)), clock.clone(), gate.clone(), 0, stopped);
    Poll { desk, clock, gate, pump, _stop: stop }
}

both!(the_offset_rises_only_with_the_commit, |db: Db| async move {
    let batch = || Ok(vec![(41, said(41, 9, "a")), (42, said(42, 9, "b"))]);
    let mut poll = poll(&db, vec![batch(), batch(), Ok(vec![(43, said(43, 9, "c"))])]);
    db.stop_after(5); // the offset's read takes two, the batch four
    let why = poll.pump.step().await.unwrap_err();
    assert_eq!(anju::store::Error::fate_of(&why), Fate::Unavailable);
    assert!(db.go_on());
    assert_eq!(poll.pump.step().await.unwrap(), Step::Worked);
    assert_eq!(poll.pump.step().await.unwrap(), Step::Worked);
    assert_eq!(poll.pump.step().await.unwrap(), Step::until(Some(start())));
    assert_eq!(*poll.desk.asked.lock().unwrap(), [0, 0, 43, 44]);
    let mut tx = db.read().await.unwrap();
    assert_eq!(inbox::backlog(&mut tx).await.unwrap().open, 3);
});

both!(a_restart_goes_on_where_it_was, |db: Db| async move {
    let mut before = poll(&db, vec![Ok(vec![(900, said(900, 9, "a"))])]);
    before.pump.step().await.unwrap();
    // After a quiet week the ids begin anew, and lower.
    let mut after = poll(&db, vec![Ok(vec![(17, said(17, 9, "b"))])]);
    after.pump.step().await.unwrap();
    after.pump.step().await.unwrap();
    assert_eq!(*after.desk.asked.lock().unwrap(), [901, 18]);
});

both!(refusals_are_waited_out, |db: Db| async move {
    let why = || "no".to_owned();
    let mut poll = poll(
        &db,
        vec![
            Err(PollError::Conflict { why: why() }),
            Err(PollError::Later { after: Some(std::time::Duration::from_secs(17)), why: why() }),
            Err(PollError::Webhook { why: why() }),
            Err(PollError::Refused { why: why() }),
            Ok(vec![]),
        ],
    );
    let mut waits = Vec::new();
    for _ in 0..5 {
        let Step::Idle(until) = poll.pump.step().await.unwrap() else { panic!("nothing to work on") };
        waits.push((until.machine.unwrap() - start()).num_seconds());
    }
    assert_eq!(waits, [1, 17, 1, 8, 0]);
    assert_eq!(*poll.desk.prepared.lock().unwrap(), 1);
});

both!(the_gate_opens_when_all_is_heard, |db: Db| async move {
    let later = || Err(PollError::Later { after: None, why: "502".to_owned() });
    let mut poll = poll(
        &db,
        vec![Ok(vec![(1, said(1, 9, "a"))]), Ok(vec![]), later(), Ok(vec![(2, said(2, 9, "b"))]), Ok(vec![])],
    );
    let latest = start() + seconds(60);
    let mut passages = vec![poll.gate.passage()];
    for _ in 0..2 {
        poll.pump.step().await.unwrap();
        passages.push(poll.gate.passage());
    }
    assert_eq!(passages, [Passage::Shut(latest), Passage::Shut(latest), Passage::OnceWorkedOff(latest)]);
    poll.gate.open();
    assert_eq!(poll.gate.passage(), Passage::Free);
    poll.pump.step().await.unwrap();
    assert_eq!(poll.gate.passage(), Passage::Shut(latest), "deaf: what comes next may be old");
    poll.clock.advance_machine(seconds(60));
    assert_eq!(poll.gate.passage(), Passage::Free, "but not for ever");
    poll.pump.step().await.unwrap();
    assert_eq!(poll.gate.passage(), Passage::Shut(latest + seconds(60)), "the first words after the gap");
    poll.pump.step().await.unwrap();
    assert_eq!(poll.gate.passage(), Passage::OnceWorkedOff(latest + seconds(60)));
});
