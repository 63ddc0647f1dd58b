//! Pages and lists as messengers have been seen to send them: broken texts, a
//! place that does not move.

use crate::base::{both, seconds, start};
use anju::channel::filing::Unread;
use anju::channel::port::SendError;
use anju::channel::telegram::poll::PollError;
use anju::channel::wecom::kf::PullError;
use anju::clock::Clock;
use anju::flow::customers::{Bell, CustomerPump};
use anju::flow::gate::Gate;
use anju::flow::intake::Intake;
use anju::flow::pages::PageSource;
use anju::flow::poll::{PollPump, UpdateSource};
use anju::flow::pump::{Nudge, Pump, Step};
use anju::store::{Db, inbox};
use async_trait::async_trait;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use tokio::sync::watch;

/// Gives the prepared pages, the last one again and again; notes the cursors.
struct Pages {
    pages: Mutex<VecDeque<String>>,
    asked: Mutex<Vec<String>>,
}

#[async_trait]
impl PageSource for Pages {
    async fn accounts(&self) -> Result<Vec<String>, SendError> {
        Ok(vec!["wk1".to_owned()])
    }

    async fn page(&self, _account: &str, cursor: &str, _token: &str) -> Result<String, PullError> {
        self.asked.lock().unwrap().push(cursor.to_owned());
        let mut pages = self.pages.lock().unwrap();
        let first = pages.front().cloned().unwrap_or_default();
        if pages.len() > 1 {
            pages.pop_front();
        }
        Ok(first)
    }

    async fn names(&self, _users: &[String]) -> Result<BTreeMap<String, String>, SendError> {
        Ok(BTreeMap::new())
    }
}

fn message(id: &str, words: &str) -> String {
    format!(
        r#"{{"msgid":"{id}","open_kfid":"wk1","external_userid":"wmA","send_time":1772413200,"origin":3,"msgtype":"text","text":{{"content":"{words}"}}}}"#
    )
}

fn page(cursor: &str, more: u8, items: &str) -> String {
    format!(r#"{{"errcode":0,"errmsg":"ok","next_cursor":"{cursor}","has_more":{more},"msg_list":[{items}]}}"#)
}

fn customers(db: &Db, pages: &[String]) -> (Arc<Pages>, Clock, CustomerPump) {
    let clock = Clock::frozen(start());
    let source = Arc::new(Pages { pages: Mutex::new(pages.iter().cloned().collect()), asked: Mutex::default() });
    let pump = CustomerPump::new(source.clone(), db.clone(), clock.clone(), Bell::default(), Nudge::new(), None);
    (source, clock, pump)
}

async fn kept(db: &Db) -> (i64, i64) {
    let mut tx = db.read().await.unwrap();
    let backlog = inbox::backlog(&mut tx).await.unwrap();
    (backlog.open, backlog.parked)
}

both!(a_page_beyond_mending_is_kept_and_passed_by, |db: Db| async move {
    // Cut off in the middle of its list.
    let broken = page("c2", 1, &message("m1", "漏水")).replace("漏水\"}}]}", "漏");
    let good = page("c3", 0, &message("m2", "水管漏水"));
    let broken_often = std::iter::repeat_n(broken, 5);
    let pages: Vec<String> = broken_often.chain([good]).collect();
    let (source, clock, mut pump) = customers(&db, &pages);
    for tries in 1..5 {
        let step = pump.step().await.unwrap();
        assert!(matches!(step, Step::Idle(_)), "asked again later");
        assert_eq!(kept(&db).await, (0, 0), "try {tries}");
        clock.advance_machine(seconds(60));
    }
    assert_eq!(pump.step().await.unwrap(), Step::Worked);
    assert_eq!(kept(&db).await, (0, 1), "its text is kept, parked");
    assert_eq!(pump.step().await.unwrap(), Step::Worked);
    assert_eq!(kept(&db).await, (1, 1), "the others are answered");
    assert_eq!(source.asked.lock().unwrap().last().map(String::as_str), Some("c2"));
});

both!(more_at_the_same_place_is_not_asked_for_at_once, |db: Db| async move {
    let (source, clock, mut pump) = customers(&db, &[page("c1", 1, &message("m1", "漏水")), page("c1", 1, "")]);
    for _ in 0..20 {
        pump.step().await.unwrap();
    }
    assert_eq!(source.asked.lock().unwrap().len(), 2);
    clock.advance_machine(seconds(61));
    for _ in 0..5 {
        pump.step().await.unwrap();
    }
    assert_eq!(source.asked.lock().unwrap().len(), 3);
});

/// Says the same broken list until its ids are behind us.
struct Broken {
    body: String,
    last: i64,
}

#[async_trait]
impl UpdateSource for Broken {
    async fn get_updates(&self, offset: i64, _timeout_s: u32) -> Result<Vec<(i64, String)>, PollError> {
        if offset > self.last { Ok(Vec::new()) } else { Err(PollError::Garbled(Unread(self.body.clone()))) }
    }

    async fn prepare(&self) -> Result<(), PollError> {
        Ok(())
    }
}

both!(a_list_beyond_mending_is_kept_and_passed_by, |db: Db| async move {
    let body = r#"{"ok":true,"result":[{"update_id": 41,"message":{"text":"水"}},{"update_id":42,"message":{"te"#;
    let clock = Clock::frozen(start());
    let (_stop, stopped) = watch::channel(false);
    let gate = Gate::closed(clock.clone(), seconds(60), Nudge::new());
    let intake = Arc::new(Intake::new(db.clone(), clock.clone(), Nudge::new(), "telegram:7"));
    let source = Arc::new(Broken { body: body.to_owned(), last: 42 });
    let mut pump = PollPump::new(source, intake.clone(), clock, gate, 0, stopped);
    for _ in 0..4 {
        assert!(matches!(pump.step().await.unwrap(), Step::Idle(_)));
    }
    assert_eq!(pump.step().await.unwrap(), Step::Worked);
    assert_eq!((intake.offset().await.unwrap(), kept(&db).await), (43, (0, 1)));
    assert_eq!(pump.step().await.unwrap(), Step::until(Some(start())), "and goes on behind it");
});
