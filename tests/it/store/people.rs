//! People, their accounts, and the codes that bind one to the other.

use super::helpers::{account, address, message, person, update};
use crate::base::{both, seconds, start};
use anju::dialogue::state::Conversation;
use anju::domain::ids::{DraftId, PersonId};
use anju::store::invitations::{self, Use};
use anju::store::staff::NewSeat;
use anju::store::{Db, Error, cards, conversations, directory, forgetting, inbox, outbox, people, staff};
use anju::talk::inbound::Lang;
use anju::talk::message::{Class, Message, Outgoing};

both!(a_stranger_is_met_once, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    assert_eq!(people::find_caller(&mut tx, &address("5")).await.unwrap(), None);
    let id = people::meet(&mut tx, &address("5"), Some("Li\0"), Lang::En, start()).await.unwrap();
    assert_eq!(people::meet(&mut tx, &address("5"), Some("Li"), Lang::Zh, start()).await.unwrap(), id);
    let caller = people::find_caller(&mut tx, &address("5")).await.unwrap().unwrap();
    assert_eq!((caller.account.id, caller.person, caller.conversation), (id, None, Conversation::new(id)));
    assert_eq!((caller.account.name.as_deref(), caller.account.lang), (Some("Li"), Lang::En));
    assert_eq!(caller.account.address, address("5"));
});

both!(a_bound_caller_comes_with_person_and_conversation, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let account = account(&mut tx, "5").await;
    let li = people::create(&mut tx, "李雷", Some("138"), Lang::Zh, start()).await.unwrap();
    people::bind(&mut tx, account, Some(li)).await.unwrap();
    let conversation =
        Conversation { focus: Some(DraftId(3)), suspended: vec![DraftId(1)], ..Conversation::new(account) };
    conversations::save(&mut tx, &conversation).await.unwrap();
    conversations::save(&mut tx, &conversation).await.unwrap();
    let caller = people::find_caller(&mut tx, &address("5")).await.unwrap().unwrap();
    let who = caller.person.unwrap();
    assert_eq!((who.id, who.name.as_str(), who.phone.as_deref(), who.lang), (li, "李雷", Some("138"), Lang::Zh));
    assert_eq!(caller.conversation, conversation);
    assert_eq!(conversations::load(&mut tx, account).await.unwrap(), Some(conversation));
    conversations::delete(&mut tx, account).await.unwrap();
    assert_eq!(conversations::load(&mut tx, account).await.unwrap(), None);
    people::bind(&mut tx, account, None).await.unwrap();
    assert_eq!(people::find_caller(&mut tx, &address("5")).await.unwrap().unwrap().person, None);
});

both!(a_word_makes_an_account_reachable, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let id = account(&mut tx, "5").await;
    people::unreachable(&mut tx, id, start(), "blocked").await.unwrap();
    people::unreachable(&mut tx, id, start() + seconds(9), "blocked").await.unwrap();
    assert_eq!(people::account(&mut tx, id).await.unwrap().unwrap().unreachable_since, Some(start()));
    people::heard(&mut tx, id, None, start() + seconds(10)).await.unwrap();
    let back = people::account(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((back.unreachable_since, back.last_heard_at), (None, Some(start() + seconds(10))));
    assert_eq!(back.name.as_deref(), Some("5"));
});

both!(the_account_last_heard_from_comes_first, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let li = person(&mut tx, "李").await;
    let (old, new) = (account(&mut tx, "1").await, account(&mut tx, "2").await);
    for id in [old, new] {
        people::bind(&mut tx, id, Some(li)).await.unwrap();
    }
    people::heard(&mut tx, old, None, start() - seconds(60)).await.unwrap();
    let ids = |accounts: Vec<people::Account>| accounts.iter().map(|one| one.id).collect::<Vec<_>>();
    assert_eq!(ids(people::accounts_of(&mut tx, &[li]).await.unwrap()), [new, old]);
    people::heard(&mut tx, old, None, start() + seconds(60)).await.unwrap();
    assert_eq!(ids(people::accounts_of(&mut tx, &[li, PersonId(77)]).await.unwrap()), [old, new]);
    assert_eq!(people::accounts_of(&mut tx, &[]).await.unwrap(), []);
});

both!(people_are_found_and_changed, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let li = person(&mut tx, "李").await;
    let wang = person(&mut tx, "王").await;
    people::update(&mut tx, li, "李雷", Some("139")).await.unwrap();
    let found = people::get_many(&mut tx, &[wang, li, PersonId(99)]).await.unwrap();
    assert_eq!(found.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["李雷", "王"]);
    assert_eq!(people::by_phone(&mut tx, "139").await.unwrap()[0].id, li);
    assert_eq!(people::by_phone(&mut tx, "0").await.unwrap(), []);
    let id = account(&mut tx, "5").await;
    people::bind(&mut tx, id, Some(li)).await.unwrap();
    people::set_lang(&mut tx, id, Lang::En).await.unwrap();
    let caller = people::find_caller(&mut tx, &address("5")).await.unwrap().unwrap();
    assert_eq!((caller.account.lang, caller.person.unwrap().lang), (Lang::En, Lang::En));
    let nobody = people::update(&mut tx, PersonId(99), "x", None).await;
    assert!(matches!(nobody, Err(Error::NotOne { table: "people", .. })), "{nobody:?}");
});

both!(a_code_works_once, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let (li, one, two) = (person(&mut tx, "李").await, account(&mut tx, "1").await, account(&mut tx, "2").await);
    let until = start() + seconds(60);
    invitations::create(&mut tx, "ABCD", li, start(), until).await.unwrap();
    let mut redeem = async |code: &str, account, at| invitations::redeem(&mut tx, code, account, at).await.unwrap();
    assert_eq!(redeem("ABCE", one, start()).await, Use::Unknown);
    assert_eq!(redeem("ABCD", one, until).await, Use::Expired);
    assert_eq!(redeem(" abcd ", one, start()).await, Use::Bound(li));
    assert_eq!(redeem("ABCD", one, start()).await, Use::Used { person: li, same: true });
    assert_eq!(redeem("ABCD", two, start()).await, Use::Used { person: li, same: false });
});

both!(of_two_accounts_one_gets_the_code, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let li = person(&mut tx, "李").await;
    let accounts = [account(&mut tx, "1").await, account(&mut tx, "2").await];
    invitations::create(&mut tx, "ABCD", li, start(), start() + seconds(60)).await.unwrap();
    tx.commit().await.unwrap();
    let tries = accounts.map(|account| {
        let db = db.clone();
        tokio::spawn(async move {
            let mut tx = db.begin().await.unwrap();
            let used = invitations::redeem(&mut tx, "ABCD", account, start()).await.unwrap();
            tx.commit().await.unwrap();
            used
        })
    });
    let mut won = 0;
    for one in tries {
        won += i32::from(one.await.unwrap() == Use::Bound(li));
    }
    assert_eq!(won, 1);
});

both!(wrong_codes_are_counted_in_a_window, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let (li, id) = (person(&mut tx, "李").await, account(&mut tx, "1").await);
    let window = seconds(600);
    let mut wrong = async |at: i64| {
        let now = start() + seconds(at);
        invitations::count_wrong(&mut tx, id, now, now - window).await.unwrap()
    };
    assert_eq!(
        [wrong(0).await, wrong(10).await, wrong(600).await, wrong(601).await, wrong(602).await],
        [1, 2, 3, 1, 2]
    );
    let now = start() + seconds(700);
    assert_eq!(invitations::wrong_tries(&mut tx, id, now - window).await.unwrap(), 2);
    assert_eq!(invitations::wrong_tries(&mut tx, id, now).await.unwrap(), 0);
    invitations::create(&mut tx, "ABCD", li, start(), now).await.unwrap();
    assert_eq!(invitations::revoke_unused(&mut tx, li).await.unwrap(), 1);
    assert_eq!(invitations::redeem(&mut tx, "ABCD", id, start()).await.unwrap(), Use::Unknown);
});

both!(a_forgotten_person_leaves_no_word, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = account(&mut tx, "13800").await;
    let li = people::create(&mut tx, "李雷", Some("13800138000"), Lang::Zh, start()).await.unwrap();
    people::bind(&mut tx, to, Some(li)).await.unwrap();
    let seat = NewSeat {
        person: li,
        role: "cs_clerk".to_owned(),
        estate: None,
        unit: None,
        standing_deputy: false,
        since: start(),
    };
    staff::put(&mut tx, &seat).await.unwrap();
    invitations::create(&mut tx, "ABCD", li, start(), start() + seconds(60)).await.unwrap();
    conversations::save(&mut tx, &Conversation::new(to)).await.unwrap();
    let lane = inbox::lane_of_chat(&address("13800"));
    inbox::put(&mut tx, &[update(&lane, "1"), update(&lane, "2"), update("chat:other", "3")]).await.unwrap();
    let card =
        cards::put_many(&mut tx, &[crate::store::mail::wanted(to, "order", "李雷家")], start()).await.unwrap()[0].id;
    let mut bring = message(to, Class::Card, "");
    bring.body = Outgoing::Card { card: card.0 };
    let sent = outbox::put_many(&mut tx, &[message(to, Class::Reply, "李雷"), bring]).await.unwrap();

    forgetting::person(&mut tx, li, start(), start()).await.unwrap();
    let who = people::get_many(&mut tx, &[li]).await.unwrap().remove(0);
    assert_eq!((who.name.as_str(), who.phone, who.forgotten_at), ("", None, Some(start())));
    assert_eq!(people::find_caller(&mut tx, &address("13800")).await.unwrap(), None);
    assert_eq!(people::accounts_of(&mut tx, &[li]).await.unwrap(), []);
    assert!(directory::standing(&mut tx, li, start() + seconds(1)).await.unwrap().seats.is_empty());
    let row = inbox::get(&mut tx, 1).await.unwrap().unwrap();
    assert_eq!((row.raw.as_str(), row.lane), ("", format!("forgotten:{to}")));
    assert_eq!(inbox::backlog(&mut tx).await.unwrap().open, 1, "only the other chat's");
    assert_eq!(cards::get(&mut tx, card).await.unwrap().unwrap().wanted, Message::text(""));
    for id in sent {
        let row = outbox::get(&mut tx, id).await.unwrap().unwrap();
        assert_eq!((row.body, row.failure.as_deref()), (Outgoing::Message(Message::text("")), Some("forgotten")));
    }
    assert_eq!(outbox::backlog(&mut tx).await.unwrap().open, 0);
    forgetting::person(&mut tx, li, start() + seconds(9), start()).await.unwrap();
    assert!(forgetting::person(&mut tx, PersonId(99), start(), start()).await.is_err());
    // Whoever comes back is a stranger.
    assert_ne!(account(&mut tx, "13800").await, to);
});
