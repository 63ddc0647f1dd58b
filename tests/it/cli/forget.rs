//! `anju forget`: after it, no table knows who somebody was.

use super::lists::said;
use crate::base::{both, start};
use crate::store::helpers::{address, message, update};
use anju::app::sandbox::DEMO;
use anju::cli::forget::one;
use anju::clock::Clock;
use anju::domain::ids::CaseId;
use anju::import::Table;
use anju::store::inbox::lane_of_chat;
use anju::store::{Db, cards, inbox, outbox, people, register, tables};
use anju::talk::inbound::Lang;
use anju::talk::message::{Class, Message};

async fn forget(db: &Db, yes: bool) -> String {
    let mut out = Vec::new();
    one(db, &Clock::frozen(start()), "owner", yes, &mut out).await.unwrap();
    String::from_utf8(out).unwrap()
}

both!(who_is_forgotten_leaves_no_name, |db| async move {
    said(&db, Table::read("demo.csv", DEMO.as_bytes()), false).await;
    let mut tx = db.begin().await.unwrap();
    let person = register::by_keys(&mut tx, &["owner".to_owned()]).await.unwrap().remove(0).id;
    let from = address("50001");
    let account = people::meet(&mut tx, &from, Some("Li Na"), Lang::Zh, start()).await.unwrap();
    people::bind(&mut tx, account, Some(person)).await.unwrap();
    let mut said = update(&lane_of_chat(&from), "k1");
    said.raw = "{\"text\":\"13900001001 李娜\"}".to_owned();
    inbox::put(&mut tx, &[said]).await.unwrap();
    outbox::put_many(&mut tx, &[message(account, Class::Reply, "李娜,您好")]).await.unwrap();
    // The clerk was to call.
    let clerk = people::meet(&mut tx, &address("50002"), None, Lang::Zh, start()).await.unwrap();
    let card = cards::Wanted {
        account: clerk,
        person: None,
        case: CaseId(1),
        seq: None,
        subject: "1/call/3".to_owned(),
        message: Message::text("请电话联系\n☎ 13900001001"),
        last: false,
    };
    cards::put_many(&mut tx, &[card], start()).await.unwrap();
    tx.commit().await.unwrap();

    let asked = forget(&db, false).await;
    assert!(asked.contains("accounts 1, homes 1, seats 0") && asked.contains("add --yes"), "{asked}");
    assert!(register::person(&mut db.read().await.unwrap(), person).await.unwrap().is_some());

    assert!(forget(&db, true).await.contains("forgotten"));
    let mut tx = db.read().await.unwrap();
    assert_eq!(register::person(&mut tx, person).await.unwrap(), None);
    let left = people::get_many(&mut tx, &[person]).await.unwrap().remove(0);
    assert_eq!((left.name.as_str(), left.phone, left.forgotten_at), ("—", None, Some(start())));
    assert_eq!(people::find_caller(&mut tx, &from).await.unwrap(), None, "who writes again is a stranger");
    assert_eq!(cards::of_case(&mut tx, CaseId(1)).await.unwrap()[0].wanted.body, "请电话联系\n☎ —");
    assert_eq!(inbox::backlog(&mut tx).await.unwrap().open, 0);
    if !db.is_postgres() {
        for (table, _) in tables::all(&mut tx).await.unwrap() {
            let page = tables::page(&mut tx, &table, 0, 1000).await.unwrap();
            let text = format!("{page:?}");
            for trace in ["李娜", "Li Na", "13900001001", "50001"] {
                assert!(!text.contains(trace), "{trace} is left in {table}: {text}");
            }
        }
    }
});
