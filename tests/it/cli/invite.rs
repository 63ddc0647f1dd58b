//! `anju invite`: codes that bind, once, and are nowhere stored.

use super::lists::said;
use crate::base::{both, start};
use crate::store::helpers::account;
use anju::app::invite::{Invitation, Whom, invite};
use anju::app::sandbox::DEMO;
use anju::cli;
use anju::cli::links::Links;
use anju::clock::{Chance, Clock};
use anju::domain::people::Role;
use anju::import::Table;
use anju::store::invitations::{self, Use};
use anju::store::{Db, people};
use chrono::TimeDelta;
use std::collections::BTreeSet;

async fn filled(db: &Db) {
    let (good, words) = said(db, Table::read("demo.csv", DEMO.as_bytes()), false).await;
    assert!(good, "{words}");
}

async fn invited(db: &Db, whom: &Whom) -> Vec<Invitation> {
    let clock = Clock::frozen(start());
    cli::invite::people(db, &clock, &Chance::real(), whom, 7).await.unwrap()
}

fn names(invited: &[Invitation]) -> Vec<&str> {
    invited.iter().map(|one| one.name.as_str()).collect()
}

both!(everybody_without_an_account_is_invited, |db| async move {
    filled(&db).await;
    let first = invited(&db, &Whom::default()).await;
    assert_eq!(first.len(), 15);
    let codes: BTreeSet<&str> = first.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes.len(), 15);
    assert!(codes.iter().all(|code| code.len() == 17 && code.bytes().all(|byte| byte.is_ascii_alphanumeric())));
    let owner = first.iter().find(|one| one.name == "陈强").unwrap();
    assert_eq!(owner.is, ["owner AJHY 2栋301", "owner YQL 6栋1201"]);

    let mut tx = db.begin().await.unwrap();
    let account = account(&mut tx, "7").await;
    let code = owner.code.to_lowercase();
    assert_eq!(invitations::redeem(&mut tx, &code, account, start()).await.unwrap(), Use::Bound(owner.person));
    people::bind(&mut tx, account, Some(owner.person)).await.unwrap();
    tx.commit().await.unwrap();

    let second = invited(&db, &Whom::default()).await;
    assert_eq!(second.len(), 14, "who has an account is not invited again");
    let mut tx = db.begin().await.unwrap();
    let (old, new) = (&first[0].code, &second[0].code);
    assert_eq!(invitations::redeem(&mut tx, old, account, start()).await.unwrap(), Use::Unknown, "replaced");
    let later = start() + TimeDelta::days(7);
    assert_eq!(invitations::redeem(&mut tx, new, account, later).await.unwrap(), Use::Expired);
});

both!(one_may_choose_whom, |db| async move {
    filled(&db).await;
    let clerks = Whom { role: Some(Role::CsClerk), ..Whom::default() };
    assert_eq!(names(&invited(&db, &clerks).await), ["王芳", "刘洋"]);
    let home = Whom { home: Some(("AJHY".to_owned(), "2栋301".to_owned())), ..Whom::default() };
    assert_eq!(names(&invited(&db, &home).await), ["陈强", "孙浩"]);
    for word in
        ["owner", "13900001001", "139 0000 1001", "+86 139-0000-1001", "008613900001001", "１３９００００１００１"]
    {
        let one = Whom { person: Some(word.to_owned()), ..Whom::default() };
        assert_eq!(names(&invited(&db, &one).await), ["李娜"]);
    }
    let nobody = Whom { person: Some("nobody".to_owned()), ..Whom::default() };
    let mut tx = db.begin().await.unwrap();
    let why = invite(&mut tx, &Chance::real(), &nobody, start(), start()).await.unwrap_err();
    assert!(why.to_string().contains("nobody is known as"), "{why}");
});

both!(the_list_is_csv_and_the_codes_are_not_stored, |db| async move {
    filled(&db).await;
    let invited = invited(&db, &Whom { person: Some("clerk".to_owned()), ..Whom::default() }).await;
    let mut out = Vec::new();
    let links = Links { bot: Some("anju_bot".to_owned()), application: true, ..Links::default() };
    cli::invite::write(&invited, &links, chrono_tz::Asia::Shanghai, &mut out).unwrap();
    let code = &invited[0].code;
    let person = invited[0].person;
    assert_eq!(
        String::from_utf8(out).unwrap().trim_start_matches('\u{feff}'),
        format!(
            "person,key,name,is,code,link,good_until,wechat_link,send_to_wecom_app\n\
             {person},clerk,王芳,cs_clerk; case_handler,{code},https://t.me/anju_bot?start={code},2026-03-09 09:00,,\
             /start {code}\n"
        )
    );
    if !db.is_postgres() {
        let mut tx = db.read().await.unwrap();
        let page = anju::store::tables::page(&mut tx, "invitations", 0, 100).await.unwrap();
        assert!(!format!("{page:?}").contains(code.as_str()));
    }
});
