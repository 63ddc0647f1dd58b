//! Fetching what people sent: never half, never twice, and never silently lost.

use crate::base::{both, seconds, start};
use crate::store::helpers::account;
use anju::channel::port::{Dispatch, Messenger, SendError, Sent};
use anju::clock::{Chance, Clock};
use anju::domain::ids::{AttachmentId, CaseId};
use anju::flow::files::{FilePump, FileSettings};
use anju::flow::pump::{Nudge, Pump, Step};
use anju::flow::receipt::Receipt;
use anju::store::attachments::{self, NewAttachment, State};
use anju::store::{Db, inbox};
use anju::talk::inbound::{Address, Channel, FileKind, FileRef};
use async_trait::async_trait;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A shelf with one file per provider id, or a refusal.
#[derive(Default)]
struct Shelf {
    files: Mutex<BTreeMap<String, Result<Vec<u8>, SendError>>>,
}

impl Shelf {
    fn lay(&self, id: &str, what: Result<&str, SendError>) {
        self.files.lock().unwrap().insert(id.to_owned(), what.map(|text| text.as_bytes().to_vec()));
    }
}

#[async_trait]
impl Messenger for Shelf {
    fn channel(&self) -> Channel {
        Channel::Telegram
    }

    async fn send(&self, _to: &Address, _what: &Dispatch, _key: &str) -> Result<Sent, SendError> {
        unreachable!("a shelf sends nothing")
    }

    async fn fetch(&self, file: &FileRef, _limit: u64) -> Result<Vec<u8>, SendError> {
        self.files.lock().unwrap()[&file.provider_id].clone()
    }
}

async fn want(db: &Db, case: Option<CaseId>, ids: &[&str]) -> Vec<AttachmentId> {
    let mut tx = db.begin().await.unwrap();
    let account = account(&mut tx, "9").await;
    let new: Vec<_> = ids
        .iter()
        .map(|id| NewAttachment {
            account,
            person: None,
            case,
            seq: None,
            purpose: "complaint".to_owned(),
            channel: Channel::Telegram,
            file: FileRef {
                kind: FileKind::Photo,
                provider_id: (*id).to_owned(),
                unique_id: None,
                name: None,
                mime: None,
                size: None,
            },
            created_at: start(),
            due_at: start(),
        })
        .collect();
    let ids = attachments::put_many(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    ids
}

fn pump(db: &Db, clock: &Clock, shelf: &Arc<Shelf>, folder: &Path) -> FilePump {
    let messenger: Arc<dyn Messenger> = shelf.clone();
    FilePump {
        db: db.clone(),
        clock: clock.clone(),
        chance: Chance::seeded(1),
        messengers: BTreeMap::from([(Channel::Telegram, messenger)]),
        settings: FileSettings { max_attempts: 3, ..FileSettings::new(folder.to_owned()) },
        turns: Nudge::new(),
    }
}

async fn receipts(db: &Db) -> Vec<(String, Receipt)> {
    let mut tx = db.begin().await.unwrap();
    let mut receipts = Vec::new();
    while let Some(row) = inbox::claim(&mut tx, start() + seconds(99_999)).await.unwrap() {
        receipts.push((row.lane.clone(), Receipt::read(&row).unwrap()));
        inbox::finish(&mut tx, row.id, start(), "done").await.unwrap();
    }
    tx.commit().await.unwrap();
    receipts
}

both!(a_file_is_stored_under_its_checksum, |db: Db| async move {
    let (clock, shelf, folder) = (Clock::frozen(start()), Arc::new(Shelf::default()), tempfile::tempdir().unwrap());
    let ids = want(&db, Some(CaseId(3)), &["a", "b"]).await;
    shelf.lay("a", Ok("the picture"));
    shelf.lay("b", Ok("the picture"));
    let mut pump = pump(&db, &clock, &shelf, folder.path());
    assert_eq!(pump.step().await.unwrap(), Step::Worked);
    assert_eq!(pump.step().await.unwrap(), Step::until(None));
    let mut tx = db.read().await.unwrap();
    let stored = attachments::get_many(&mut tx, &ids).await.unwrap();
    let path = stored[0].path.clone().unwrap();
    assert_eq!(std::fs::read_to_string(folder.path().join(&path)).unwrap(), "the picture");
    assert_eq!(path.split_once('/').unwrap().1, stored[0].checksum.as_deref().unwrap());
    assert_eq!((stored[1].path.as_ref(), stored[1].bytes, stored[1].state), (Some(&path), Some(11), State::Stored));
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 1, "no half file is left: {left:?}");
    drop(tx);
    let told =
        ids.iter().map(|id| ("case:3".to_owned(), Receipt::AttachmentStored { attachment: *id, case: CaseId(3) }));
    assert_eq!(receipts(&db).await, told.collect::<Vec<_>>());
});

both!(a_file_that_cannot_come_now_is_tried_again, |db: Db| async move {
    let (clock, shelf, folder) = (Clock::frozen(start()), Arc::new(Shelf::default()), tempfile::tempdir().unwrap());
    let id = want(&db, Some(CaseId(3)), &["a"]).await[0];
    let later = || SendError::Later { after: None, everyone: false, why: "502".to_owned() };
    shelf.lay("a", Err(SendError::Refused { why: "401".to_owned() }));
    let mut pump = pump(&db, &clock, &shelf, folder.path());
    // Without a token nothing is proved against the file, however long it takes.
    for _ in 0..5 {
        assert_eq!(pump.step().await.unwrap(), Step::Worked);
        assert_eq!(pump.step().await.unwrap(), Step::until(Some(clock.machine_now() + seconds(60))));
        clock.advance_machine(seconds(60));
    }
    shelf.lay("a", Err(later()));
    assert_eq!(pump.step().await.unwrap(), Step::Worked);
    assert_eq!(pump.step().await.unwrap(), Step::until(Some(clock.machine_now() + seconds(2))));
    clock.advance_machine(seconds(2));
    pump.step().await.unwrap();
    clock.advance_machine(seconds(4));
    assert_eq!(receipts(&db).await, []);
    pump.step().await.unwrap();
    let told = receipts(&db).await;
    let [(lane, Receipt::AttachmentLost { attachment, case, why, .. })] = &told[..] else { panic!("{told:?}") };
    assert_eq!((lane.as_str(), *attachment, *case, why.as_str()), ("case:3", id, Some(CaseId(3)), "502"));
});

both!(a_lost_file_of_no_case_is_told_in_the_chat, |db: Db| async move {
    let (clock, shelf, folder) = (Clock::frozen(start()), Arc::new(Shelf::default()), tempfile::tempdir().unwrap());
    want(&db, None, &["a", "b"]).await;
    shelf.lay("a", Err(SendError::Never { why: "too big".to_owned() }));
    shelf.lay("b", Ok("fine"));
    let mut pump = pump(&db, &clock, &shelf, folder.path());
    pump.step().await.unwrap();
    let told = receipts(&db).await;
    assert!(
        matches!(&told[..], [(lane, Receipt::AttachmentLost { case: None, .. })] if lane == "chat:telegram:9"),
        "{told:?}"
    );
});

both!(a_full_disk_loses_nothing, |db: Db| async move {
    let (clock, shelf, folder) = (Clock::frozen(start()), Arc::new(Shelf::default()), tempfile::tempdir().unwrap());
    let id = want(&db, Some(CaseId(3)), &["a"]).await[0];
    shelf.lay("a", Ok("the picture"));
    // A file where the folder should be is as good as a full disk.
    let blocked = folder.path().join("blocked");
    std::fs::write(&blocked, "x").unwrap();
    let mut blocked_pump = pump(&db, &clock, &shelf, &blocked);
    for _ in 0..5 {
        blocked_pump.step().await.unwrap();
        clock.advance_machine(seconds(3600));
    }
    pump(&db, &clock, &shelf, folder.path()).step().await.unwrap();
    let mut tx = db.read().await.unwrap();
    assert_eq!(attachments::get_many(&mut tx, &[id]).await.unwrap()[0].state, State::Stored);
});
