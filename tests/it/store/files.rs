//! Attachments: a queue, and a shelf.

use super::helpers::account;
use crate::base::{both, seconds, start};
use anju::domain::ids::{AccountId, CaseId, Seq};
use anju::store::attachments::{self, NewAttachment, State};
use anju::store::{Db, Error};
use anju::talk::inbound::{Channel, FileKind, FileRef};

fn photo(account: AccountId, id: &str) -> NewAttachment {
    NewAttachment {
        account,
        person: None,
        case: None,
        seq: None,
        purpose: "complaint".to_owned(),
        channel: Channel::Telegram,
        file: FileRef {
            kind: FileKind::Photo,
            provider_id: id.to_owned(),
            unique_id: None,
            name: None,
            mime: None,
            size: Some(12),
        },
        created_at: start(),
        due_at: start(),
    }
}

both!(attachments_come_back_in_their_order, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let from = account(&mut tx, "1").await;
    let new: Vec<_> = (0..7).map(|n| photo(from, &n.to_string())).collect();
    let ids = attachments::put_many(&mut tx, &new).await.unwrap();
    let back = attachments::get_many(&mut tx, &ids).await.unwrap();
    assert_eq!(
        back.iter().map(|one| one.file.clone()).collect::<Vec<_>>(),
        new.iter().map(|one| one.file.clone()).collect::<Vec<_>>()
    );
    assert_eq!(back.iter().map(|one| one.id).collect::<Vec<_>>(), ids);
    assert_eq!(attachments::get_many(&mut tx, &[]).await.unwrap(), []);
    assert_eq!(attachments::assign(&mut tx, &ids[..2], CaseId(3), Some(Seq(1)), "before").await.unwrap(), 2);
    assert_eq!(attachments::assign(&mut tx, &[], CaseId(3), None, "").await.unwrap(), 0);
    let of_case = attachments::of_case(&mut tx, CaseId(3)).await.unwrap();
    assert_eq!(
        of_case.iter().map(|one| (one.id, one.purpose.as_str())).collect::<Vec<_>>(),
        [(ids[0], "before"), (ids[1], "before")]
    );
});

both!(a_wanted_file_is_fetched_stored_or_lost, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let from = account(&mut tx, "1").await;
    let ids = attachments::put_many(&mut tx, &[photo(from, "a"), photo(from, "b"), photo(from, "c")]).await.unwrap();
    let end = start() + seconds(60);
    let leased = attachments::lease(&mut tx, "h", start(), end, 2).await.unwrap();
    assert_eq!(leased.iter().map(|one| (one.id, one.attempts)).collect::<Vec<_>>(), [(ids[0], 1), (ids[1], 1)]);
    assert_eq!(attachments::lease(&mut tx, "i", start(), end, 9).await.unwrap().len(), 1);
    assert_eq!(attachments::lease(&mut tx, "j", start(), end, 9).await.unwrap(), []);
    assert_eq!(attachments::next_due(&mut tx, start()).await.unwrap(), Some(end));

    assert_eq!(attachments::stored(&mut tx, ids[0], "i", "sum", "su/sum", 12).await.unwrap(), None);
    let stored = attachments::stored(&mut tx, ids[0], "h", "sum", "su/sum", 12).await.unwrap().unwrap();
    assert_eq!((stored.state, stored.path.as_deref(), stored.bytes), (State::Stored, Some("su/sum"), Some(12)));
    let again = start() + seconds(5);
    assert!(attachments::later(&mut tx, ids[1], "h", again, "503", true).await.unwrap());
    assert!(!attachments::later(&mut tx, ids[1], "h", again, "503", true).await.unwrap());
    assert!(attachments::later(&mut tx, ids[2], "i", again, "401", false).await.unwrap());
    let leased = attachments::lease(&mut tx, "k", again, end, 9).await.unwrap();
    assert_eq!(leased.iter().map(|one| (one.id, one.attempts)).collect::<Vec<_>>(), [(ids[1], 2), (ids[2], 1)]);
    let lost = attachments::lost(&mut tx, ids[1], "k", "404").await.unwrap().unwrap();
    assert_eq!(lost.state, State::Lost);
    assert_eq!(attachments::count_wanted(&mut tx).await.unwrap(), 1);
    // The lease of the third runs out: it is fetched again by another.
    assert_eq!(attachments::lease(&mut tx, "l", end, end + seconds(9), 9).await.unwrap()[0].id, ids[2]);
    attachments::retry(&mut tx, ids[1], end).await.unwrap();
    assert!(matches!(attachments::retry(&mut tx, ids[0], end).await, Err(Error::NotOne { .. })));
    assert_eq!(attachments::count_wanted(&mut tx).await.unwrap(), 2);
});
