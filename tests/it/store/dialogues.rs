//! Drafts: what a person has begun survives as it was.

use super::helpers::person;
use crate::base::{both, seconds, start};
use anju::dialogue::state::{Draft, Subject};
use anju::domain::ids::{CaseId, DraftId, PersonId, Seq};
use anju::on;
use anju::store::{Db, Error, drafts};
use anju::talk::answer::Answer;
use std::collections::BTreeMap;

fn draft(person: PersonId) -> Draft {
    let answers = BTreeMap::from([("place".to_owned(), Answer::Text("厨房\0".to_owned()))]);
    Draft {
        id: DraftId(0),
        person,
        script: "owner/complaint".to_owned(),
        subject: Subject { case: Some(CaseId(4)), seq: Some(Seq(2)), rev: 3 },
        answers,
        step: Some("category".to_owned()),
        trail: vec!["place".to_owned()],
        changing: false,
        started_at: start(),
        touched_at: start(),
        nudged_at: None,
        said: Default::default(),
    }
}

both!(a_draft_is_kept_as_it_is, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let li = person(&mut tx, "李").await;
    let id = drafts::create(&mut tx, &draft(li)).await.unwrap();
    let mut back = drafts::get(&mut tx, id).await.unwrap().unwrap();
    let answers = BTreeMap::from([("place".to_owned(), Answer::Text("厨房".to_owned()))]);
    assert_eq!(back, Draft { id, answers, ..draft(li) });
    back.step = None;
    back.touched_at = start() + seconds(60);
    drafts::save(&mut tx, &back).await.unwrap();
    assert_eq!(drafts::of_person(&mut tx, li).await.unwrap(), [back.clone()]);
    assert_eq!(drafts::count(&mut tx).await.unwrap(), 1);
    assert!(drafts::delete(&mut tx, id).await.unwrap());
    assert!(!drafts::delete(&mut tx, id).await.unwrap());
    assert_eq!(drafts::get(&mut tx, id).await.unwrap(), None);
    let gone = drafts::save(&mut tx, &back).await;
    assert!(matches!(gone, Err(Error::NotOne { table: "drafts", .. })), "{gone:?}");
    // An old button must not meet a new draft.
    assert!(drafts::create(&mut tx, &back).await.unwrap() > id);
});

both!(an_unreadable_draft_is_named, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let li = person(&mut tx, "李").await;
    let id = drafts::create(&mut tx, &draft(li)).await.unwrap();
    on!(&mut tx, db => sqlx::query("update drafts set state = '{}'").execute(db).await.map(drop)).unwrap();
    let why = drafts::get(&mut tx, id).await.unwrap_err().to_string();
    assert!(why.starts_with(&format!("drafts.state of row {id} cannot be read: ")), "{why}");
});
