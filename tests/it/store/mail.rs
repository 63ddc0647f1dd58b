//! The outbox and the cards as turns write them.

use super::helpers::{account, message, person};
use super::sending::ask;
use crate::base::{both, seconds, start};
use anju::domain::ids::{AccountId, CardId, CaseId, Seq};
use anju::store::cards::{self, Wanted};
use anju::store::outbox::{self, About};
use anju::store::results::{self, Recorded, SendResult};
use anju::store::{Db, sending};
use anju::talk::message::{Class, Message, Outgoing};

pub fn wanted(account: AccountId, subject: &str, words: &str) -> Wanted {
    Wanted {
        account,
        person: None,
        case: CaseId(7),
        seq: Some(Seq(2)),
        subject: subject.to_owned(),
        message: Message::text(words),
        last: false,
    }
}

both!(messages_are_put_in_their_order, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = account(&mut tx, "1").await;
    let mut all: Vec<_> = (0..600).map(|n| message(to, Class::Bulk, &n.to_string())).collect();
    all.push(message(to, Class::Reply, "nul\0"));
    let ids = outbox::put_many(&mut tx, &all).await.unwrap();
    assert!(ids.len() == 601 && ids.is_sorted());
    assert_eq!(outbox::put_many(&mut tx, &[]).await.unwrap(), Vec::<i64>::new());
    let last = outbox::get(&mut tx, ids[600]).await.unwrap().unwrap();
    assert_eq!((last.class, last.body, last.account), (Class::Reply, Outgoing::Message(Message::text("nul")), to));
    let open = outbox::open(&mut tx, 3).await.unwrap();
    assert_eq!(open.iter().map(|row| row.id).collect::<Vec<_>>(), ids[..3]);
    let backlog = outbox::backlog(&mut tx).await.unwrap();
    assert_eq!((backlog.open, backlog.oldest_due), (601, Some(start())));
});

both!(a_card_is_put_once_and_changed, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let (li, to, other) = (person(&mut tx, "李").await, account(&mut tx, "1").await, account(&mut tx, "2").await);
    let both = [wanted(other, "approval", "800"), wanted(to, "approval", "800")];
    let made = cards::put_many(&mut tx, &both, start()).await.unwrap();
    assert_eq!(made.iter().map(|card| card.account).collect::<Vec<_>>(), [to, other]);
    assert_eq!(cards::put_many(&mut tx, &both, start()).await.unwrap(), []);
    let later = start() + seconds(5);
    let decided = Wanted { last: true, person: Some(li), ..wanted(to, "approval", "同意") };
    let changed = cards::put_many(&mut tx, &[decided, wanted(to, "order", "派工")], later).await.unwrap();
    assert_eq!(changed.iter().map(|card| card.subject.as_str()).collect::<Vec<_>>(), ["approval", "order"]);
    assert_eq!(changed[0].id, made[0].id);
    let card = cards::get(&mut tx, made[0].id).await.unwrap().unwrap();
    assert_eq!((card.wanted_rev, card.sent_rev, card.last, card.person), (2, 0, true, Some(li)));
    assert_eq!((card.wanted.body.as_str(), card.updated_at), ("同意", later));
    assert_eq!(cards::of_case(&mut tx, CaseId(7)).await.unwrap().len(), 3);
    assert_eq!(cards::get(&mut tx, CardId(99)).await.unwrap(), None);
    assert_eq!(cards::put_many(&mut tx, &[], later).await.unwrap(), []);
});

both!(an_answer_to_a_message_finds_what_it_is_about, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = account(&mut tx, "1").await;
    let card = cards::put_many(&mut tx, &[wanted(to, "order", "派工")], start()).await.unwrap()[0].id;
    let mut bring = message(to, Class::Card, "");
    bring.body = Outgoing::Card { card: card.0 };
    let ids = outbox::put_many(&mut tx, &[message(to, Class::Reply, "hello"), bring]).await.unwrap();
    let ask = ask(start());
    let mut record = Vec::new();
    for (id, provider_ref, card) in [(ids[0], "m1", None), (ids[1], "m2", Some((card, 1)))] {
        let lease = sending::lease(&mut tx, &ask).await.unwrap();
        assert_eq!(lease.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [id]);
        let result = SendResult::Sent { provider_ref: Some(provider_ref.to_owned()), card, code: None };
        record.extend(results::record(&mut tx, &ask.holder, start(), &[Recorded { id, result }]).await.unwrap());
    }
    assert_eq!(record, ids);
    let plain = outbox::about(&mut tx, to, "m1").await.unwrap();
    assert_eq!(plain, Some(About { case_id: Some(CaseId(7)), seq: None }));
    let card_about = outbox::about(&mut tx, to, "m2").await.unwrap();
    assert_eq!(card_about, Some(About { case_id: Some(CaseId(7)), seq: Some(Seq(2)) }));
    assert_eq!(outbox::about(&mut tx, to, "m3").await.unwrap(), None);
    assert_eq!(cards::unsend(&mut tx, &[card]).await.unwrap(), 1);
    assert_eq!(cards::unsend(&mut tx, &[]).await.unwrap(), 0);
    let unsent = cards::get(&mut tx, card).await.unwrap().unwrap();
    assert_eq!((unsent.sent_rev, unsent.provider_ref), (0, None));
});

both!(sent_bodies_go_after_their_time, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = account(&mut tx, "1").await;
    let ids =
        outbox::put_many(&mut tx, &[message(to, Class::Reply, "1"), message(to, Class::Notice, "2")]).await.unwrap();
    let ask = ask(start());
    sending::lease(&mut tx, &ask).await.unwrap();
    let result = SendResult::Failed { why: "no".to_owned() };
    results::record(&mut tx, &ask.holder, start(), &[Recorded { id: ids[0], result }]).await.unwrap();
    assert_eq!(outbox::sweep_old(&mut tx, start(), 10).await.unwrap(), 0);
    assert_eq!(outbox::sweep_old(&mut tx, start() + seconds(1), 10).await.unwrap(), 1);
    assert_eq!(outbox::get(&mut tx, ids[0]).await.unwrap(), None);
    assert!(outbox::get(&mut tx, ids[1]).await.unwrap().is_some());
});
