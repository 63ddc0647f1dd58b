//! Leases and results: one message of a chat at a time, the urgent first, none
//! lost, none blocked by another that cannot go.

use super::helpers::{account, message};
use super::mail::wanted;
use crate::base::{both, seconds, start};
use anju::domain::ids::{AccountId, CaseId, PersonId, Seq};
use anju::store::outbox::NewMessage;
use anju::store::pace::Pace;
use anju::store::reminders::NewReminder;
use anju::store::results::{self, Recorded, SendResult};
use anju::store::sending::{self, Ask, Lease, Leased};
use anju::store::windows::{self, Budget};
use anju::store::{Db, Tx, cards, outbox, people, reminders};
use anju::talk::inbound::Channel;
use anju::talk::message::{Button, Class, Message, Outgoing};
use chrono::{DateTime, TimeDelta, Utc};

pub fn ask(now: DateTime<Utc>) -> Ask {
    Ask {
        channel: Channel::Telegram,
        holder: "h".to_owned(),
        now,
        until: now + seconds(60),
        limit: 100,
        chat_pace: Pace::per_second(1, 8),
        bot_pace: Pace::per_second(25, 30),
        calendar: now,
        budget: None,
        daily: None,
    }
}

fn by(holder: &str, now: DateTime<Utc>) -> Ask {
    Ask { holder: holder.to_owned(), ..ask(now) }
}

async fn put(tx: &mut Tx, messages: &[NewMessage]) -> Vec<i64> {
    outbox::put_many(tx, messages).await.unwrap()
}

async fn lease(tx: &mut Tx, ask: &Ask) -> Lease {
    sending::lease(tx, ask).await.unwrap()
}

fn ids(lease: &Lease) -> Vec<i64> {
    lease.rows.iter().map(|row| row.id).collect()
}

fn words(lease: &Lease) -> Vec<String> {
    let word = |body: &Outgoing| match body {
        Outgoing::Message(message) => message.body.clone(),
        other => format!("{other:?}"),
    };
    let with = |row: &Leased| if row.with.is_empty() { String::new() } else { format!(" + {}", row.with.len()) };
    lease.rows.iter().map(|row| word(&row.body) + &with(row)).collect()
}

fn sent(id: i64) -> Recorded {
    Recorded { id, result: SendResult::Sent { provider_ref: Some(format!("m{id}")), card: None, code: None } }
}

fn again(id: i64, at: DateTime<Utc>) -> Recorded {
    Recorded { id, result: SendResult::Later { at, why: "429".to_owned() } }
}

fn failed(id: i64) -> Recorded {
    Recorded { id, result: SendResult::Failed { why: "never".to_owned() } }
}

async fn record(tx: &mut Tx, ask: &Ask, results: &[Recorded]) -> Vec<i64> {
    results::record(tx, &ask.holder, ask.now, results).await.unwrap().into_iter().collect()
}

async fn accounts(tx: &mut Tx, n: usize) -> Vec<AccountId> {
    let mut all = Vec::new();
    for n in 0..n {
        all.push(account(tx, &format!("u{n}")).await);
    }
    all
}

both!(a_chat_has_one_message_on_its_way, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 2).await;
    let put = put(
        &mut tx,
        &[
            message(to[0], Class::Reply, "a1"),
            message(to[0], Class::Reply, "a2"),
            message(to[0], Class::Card, "a3"),
            message(to[1], Class::Reply, "b1"),
        ],
    )
    .await;
    let first = lease(&mut tx, &ask(start())).await;
    assert_eq!(words(&first), ["a1", "b1"]);
    assert_eq!(first.rows[0].to, crate::store::helpers::address("u0"));
    let none = lease(&mut tx, &by("i", start())).await;
    assert_eq!((ids(&none), none.next_at), (vec![], Some(start() + seconds(60))));
    assert_eq!(record(&mut tx, &ask(start()), &[sent(put[0])]).await, [put[0]]);
    let second = lease(&mut tx, &by("i", start())).await;
    assert_eq!(words(&second), ["a2"]);
});

both!(the_urgent_overtakes_in_order_within_a_class, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    let classes = [Class::Bulk, Class::Notice, Class::Card, Class::Reply, Class::Bulk, Class::Notice, Class::Reply];
    let all: Vec<_> =
        classes.iter().enumerate().map(|(n, class)| message(to, *class, &format!("{class:?}{n}"))).collect();
    put(&mut tx, &all).await;
    let mut order = Vec::new();
    loop {
        let lease = lease(&mut tx, &ask(start())).await;
        let Some(row) = lease.rows.first() else { break };
        order.extend(words(&lease));
        let results: Vec<_> = row.ids().map(sent).collect();
        record(&mut tx, &ask(start()), &results).await;
    }
    assert_eq!(order, ["Reply3", "Reply6", "Card2", "Notice1 + 1", "Bulk0", "Bulk4"]);
});

both!(notices_that_wait_together_go_out_together, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 2).await;
    let button = |text: &str| Message {
        title: Some("late".to_owned()),
        ..Message::text(text).row(vec![Button { label: "open".to_owned(), data: format!("g:case:{text}") }])
    };
    let all: Vec<_> = (1..=7)
        .map(|n| NewMessage { body: Outgoing::Message(button(&n.to_string())), ..message(to[0], Class::Notice, "") })
        .chain([message(to[1], Class::Notice, "alone")])
        .collect();
    let put = put(&mut tx, &all).await;
    let first = lease(&mut tx, &ask(start())).await;
    assert_eq!(words(&first), ["1 + 4", "alone"]);
    let merged = first.rows[0].merged.as_ref().unwrap();
    assert_eq!(merged.body.lines().take(4).collect::<Vec<_>>(), ["1. late", "1", "", "2. late"]);
    let labels: Vec<_> = merged.buttons.iter().flatten().map(|one| (one.label.as_str(), one.data.as_str())).collect();
    assert_eq!(labels[4], ("5. open", "g:case:5"));
    assert!(first.rows[1].merged.is_none());
    // All of them are held, and none is given to another.
    assert_eq!(ids(&lease(&mut tx, &by("i", start())).await), Vec::<i64>::new());
    // What failed goes alone the next time: another may be the fault.
    let later = |id: i64| Recorded { id, result: SendResult::Later { at: start(), why: "500".to_owned() } };
    let results: Vec<_> = first.rows[0].ids().map(later).collect();
    assert_eq!(record(&mut tx, &ask(start()), &results).await.len(), 5);
    let second = lease(&mut tx, &ask(start() + seconds(9))).await;
    assert_eq!((words(&second), second.rows[0].id), (vec!["1".to_owned()], put[0]));
});

both!(a_message_that_must_wait_holds_its_class_and_no_other, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    let put = put(
        &mut tx,
        &[message(to, Class::Reply, "r1"), message(to, Class::Reply, "r2"), message(to, Class::Notice, "n1")],
    )
    .await;
    lease(&mut tx, &ask(start())).await;
    let back = start() + seconds(30);
    record(&mut tx, &ask(start()), &[again(put[0], back)]).await;
    let meanwhile = lease(&mut tx, &ask(start())).await;
    assert_eq!(words(&meanwhile), ["n1"]);
    record(&mut tx, &ask(start()), &[sent(put[2])]).await;
    let none = lease(&mut tx, &ask(start())).await;
    assert_eq!((ids(&none), none.next_at), (vec![], Some(back)));
    let row = outbox::get(&mut tx, put[0]).await.unwrap().unwrap();
    assert_eq!((row.attempts, row.due_at), (1, back));
    let tried = lease(&mut tx, &ask(back)).await;
    assert_eq!((words(&tried), tried.rows[0].attempts), (vec!["r1".to_owned()], 1));
    // What fails for good never blocks the next.
    record(&mut tx, &ask(back), &[failed(put[0])]).await;
    assert_eq!(words(&lease(&mut tx, &ask(back)).await), ["r2"]);
    let row = outbox::get(&mut tx, put[0]).await.unwrap().unwrap();
    assert_eq!((row.failed_at, row.failure.as_deref()), (Some(back), Some("never")));
});

both!(a_lease_that_ran_out_is_sent_again_and_its_late_result_ignored, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    let id = put(&mut tx, &[message(to, Class::Reply, "r1")]).await[0];
    let old = by("old", start());
    assert_eq!(ids(&lease(&mut tx, &old).await), [id]);
    let new = by("new", start() + seconds(60));
    assert_eq!(ids(&lease(&mut tx, &new).await), [id]);
    assert_eq!(record(&mut tx, &old, &[failed(id)]).await, Vec::<i64>::new());
    assert_eq!(
        ids(&lease(&mut tx, &by("third", start() + seconds(61))).await),
        Vec::<i64>::new(),
        "still the new one's"
    );
    assert_eq!(record(&mut tx, &new, &[sent(id)]).await, [id]);
    let row = outbox::get(&mut tx, id).await.unwrap().unwrap();
    assert_eq!((row.sent_at, row.failed_at, row.attempts), (Some(new.now), None, 2));
    assert_eq!(record(&mut tx, &new, &[sent(id)]).await, Vec::<i64>::new(), "recorded once");
});

both!(a_renewed_lease_runs_on, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 2).await;
    let put = put(&mut tx, &[message(to[0], Class::Reply, "a"), message(to[1], Class::Reply, "b")]).await;
    let one = Ask { limit: 1, ..by("one", start()) };
    assert_eq!(ids(&lease(&mut tx, &one).await), [put[0]]);
    let two = by("two", start());
    assert_eq!(ids(&lease(&mut tx, &two).await), [put[1]]);
    results::renew(&mut tx, &["one", "nobody"], start() + seconds(100)).await.unwrap();
    assert_eq!(ids(&lease(&mut tx, &by("three", start() + seconds(60))).await), [put[1]]);
    assert_eq!(ids(&lease(&mut tx, &by("four", start() + seconds(99))).await), Vec::<i64>::new());
    assert_eq!(record(&mut tx, &one, &[sent(put[0])]).await, [put[0]]);
    let next = outbox::put_many(&mut tx, &[message(to[0], Class::Reply, "c")]).await.unwrap();
    assert_eq!(ids(&lease(&mut tx, &by("five", start() + seconds(99))).await), next, "the chat is free again");
});

both!(an_answer_to_a_tap_is_unpaced_tried_once_and_expires, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    let tap = |n: u32, expires: i64| NewMessage {
        class: Class::AnswerTap,
        body: Outgoing::AnswerTap { query: n.to_string(), text: None, alert: false },
        expires_at: Some(start() + seconds(expires)),
        ..message(to, Class::AnswerTap, "")
    };
    let mut all = vec![message(to, Class::Reply, "r")];
    all.extend((0..20).map(|n| tap(n, 10)));
    let put_ids = put(&mut tx, &all).await;
    let first = lease(&mut tx, &ask(start())).await;
    assert_eq!(first.rows.len(), 21, "taps wait for nobody, and the reply not for them");
    assert_eq!(first.rows[20].id, put_ids[0]);
    // Nobody recorded anything: the taps are not tried again, the reply is.
    let later = lease(&mut tx, &by("i", start() + seconds(60))).await;
    assert_eq!((ids(&later), later.dropped.len()), (vec![put_ids[0]], 20));
    let late = put(&mut tx, &[tap(77, 10), tap(78, 100)]).await;
    let lease = lease(&mut tx, &by("j", start() + seconds(61))).await;
    assert_eq!((ids(&lease), lease.dropped[0].id, lease.dropped[0].why), (vec![late[1]], late[0], "expired"));
    assert_eq!(outbox::get(&mut tx, late[0]).await.unwrap().unwrap().failure.as_deref(), Some("expired"));
});

both!(a_chat_is_paced, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    put(&mut tx, &(0..12).map(|n| message(to, Class::Reply, &n.to_string())).collect::<Vec<_>>()).await;
    let mut sends = Vec::new();
    let mut now = start();
    while now < start() + seconds(5) {
        let lease = lease(&mut tx, &ask(now)).await;
        match lease.rows.first() {
            Some(row) => {
                sends.push((now - start()).num_seconds());
                record(&mut tx, &ask(now), &[sent(row.id)]).await;
            }
            None => now = lease.next_at.unwrap_or(now + seconds(100)),
        }
    }
    // Eight at once, then one a second.
    assert_eq!(sends, [0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]);
});

both!(an_album_counts_as_its_pictures, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    let album = Message { photos: (1..=9).map(anju::domain::ids::AttachmentId).collect(), ..Message::text("album") };
    let id = put(
        &mut tx,
        &[
            NewMessage { body: Outgoing::Message(album), ..message(to, Class::Reply, "") },
            message(to, Class::Reply, "next"),
        ],
    )
    .await[0];
    lease(&mut tx, &ask(start())).await;
    record(&mut tx, &ask(start()), &[sent(id)]).await;
    assert_eq!(lease(&mut tx, &ask(start())).await.next_at, Some(start() + seconds(3)));
});

both!(a_bot_is_paced_over_all_chats, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 40).await;
    put(&mut tx, &to.iter().map(|to| message(*to, Class::Bulk, "b")).collect::<Vec<_>>()).await;
    let first = lease(&mut tx, &ask(start())).await;
    assert_eq!(first.rows.len(), 30);
    let next = first.next_at.unwrap();
    assert_eq!(next, start() + chrono::TimeDelta::milliseconds(40));
    let none = lease(&mut tx, &ask(start())).await;
    assert_eq!((none.rows.len(), none.next_at), (0, Some(next)));
    assert_eq!(lease(&mut tx, &ask(next)).await.rows.len(), 1);
});

both!(a_silenced_bot_is_silent, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    put(&mut tx, &[message(to, Class::Reply, "r")]).await;
    let until = start() + seconds(20);
    sending::silence(&mut tx, Channel::Telegram, until).await.unwrap();
    sending::silence(&mut tx, Channel::Telegram, start()).await.unwrap();
    let none = lease(&mut tx, &ask(start())).await;
    assert_eq!((none.rows.len(), none.next_at), (0, Some(until)));
    assert_eq!(lease(&mut tx, &ask(until)).await.rows.len(), 1);
});

both!(other_channels_are_left_alone, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    put(&mut tx, &[message(to, Class::Reply, "r")]).await;
    let wecom = Ask { channel: Channel::WecomApp, ..ask(start()) };
    assert_eq!(lease(&mut tx, &wecom).await.rows.len(), 0);
});

both!(nothing_is_sent_to_whom_nothing_reaches, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    let put = put(&mut tx, &[message(to, Class::Reply, "r"), message(to, Class::Notice, "n")]).await;
    people::unreachable(&mut tx, to, start(), "blocked").await.unwrap();
    let mut dropped = Vec::new();
    for _ in 0..2 {
        dropped.extend(lease(&mut tx, &ask(start())).await.dropped);
    }
    assert_eq!(
        dropped.iter().map(|one| (one.id, one.why)).collect::<Vec<_>>(),
        [(put[0], sending::UNREACHABLE), (put[1], sending::UNREACHABLE)]
    );
    assert_eq!((dropped[0].case, dropped[0].account), (Some(CaseId(7)), to));
    assert_eq!(outbox::backlog(&mut tx).await.unwrap().open, 0);
});

both!(a_card_goes_out_in_its_newest_form, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    let show = async |tx: &mut Tx, words: &str| {
        let changed = cards::put_many(tx, &[wanted(to, "order", words)], start()).await.unwrap();
        let body = |card: i64| Outgoing::Card { card };
        let bring: Vec<_> =
            changed.iter().map(|card| NewMessage { body: body(card.id.0), ..message(to, Class::Card, "") }).collect();
        put(tx, &bring).await[0]
    };
    let rows = [show(&mut tx, "1").await, show(&mut tx, "2").await];
    let first = lease(&mut tx, &ask(start())).await;
    let card = first.rows[0].card.clone().unwrap();
    assert_eq!((card.wanted.body.as_str(), card.rev, card.provider_ref), ("2", 2, None));
    let result = SendResult::Sent { provider_ref: Some("m1".to_owned()), card: Some((card.id, card.rev)), code: None };
    record(&mut tx, &ask(start()), &[Recorded { id: rows[0], result }]).await;
    let second = lease(&mut tx, &ask(start())).await;
    assert_eq!((second.rows.len(), second.skipped), (0, 1), "the chat shows it already");
    assert!(outbox::get(&mut tx, rows[1]).await.unwrap().unwrap().sent_at.is_some());

    // An edit; while it is on its way the card changes once more.
    let third = show(&mut tx, "3").await;
    let edit = lease(&mut tx, &ask(start())).await.rows.remove(0).card.unwrap();
    assert_eq!((edit.wanted.body.as_str(), edit.provider_ref.as_deref()), ("3", Some("m1")));
    show(&mut tx, "4").await;
    let result = SendResult::Sent { provider_ref: None, card: Some((edit.id, edit.rev)), code: None };
    record(&mut tx, &ask(start()), &[Recorded { id: third, result }]).await;
    let last = lease(&mut tx, &ask(start())).await.rows.remove(0).card.unwrap();
    assert_eq!((last.wanted.body.as_str(), last.rev, last.provider_ref.as_deref()), ("4", 4, Some("m1")));
});

both!(a_reminder_knows_when_it_left, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    let person: PersonId = crate::store::helpers::person(&mut tx, "李").await;
    let outbox = put(&mut tx, &[message(to, Class::Notice, "n")]).await[0];
    let rule = "x_dispatch_accept".to_owned();
    let (case, seq, said_at) = (CaseId(7), Seq(1), start());
    let reminder = NewReminder { case, seq, rule, level: 1, person, said_at, outbox: Some(outbox) };
    reminders::add_many(&mut tx, &[reminder]).await.unwrap();
    lease(&mut tx, &ask(start())).await;
    record(&mut tx, &ask(start()), &[sent(outbox)]).await;
    assert_eq!(reminders::of_case(&mut tx, case).await.unwrap()[0].sent_at, Some(start()));
});

both!(two_senders_never_hold_one_chat, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 6).await;
    let classes = [Class::Reply, Class::Card, Class::Notice];
    let all: Vec<_> = (0..90).map(|n| message(to[n % 6], classes[n % 3], &n.to_string())).collect();
    put(&mut tx, &all).await;
    tx.commit().await.unwrap();
    let busy = std::sync::Arc::new(std::sync::Mutex::new(std::collections::BTreeSet::new()));
    let senders: Vec<_> = (0..4)
        .map(|n| {
            let (db, busy) = (db.clone(), busy.clone());
            tokio::spawn(async move {
                let (mut done, mut idle) = (0, 0);
                while idle < 20 {
                    let pace = Pace::per_second(1_000_000, 1000);
                    let ask = Ask { limit: 2, chat_pace: pace, bot_pace: pace, ..by(&n.to_string(), start()) };
                    let mut tx = db.begin().await.unwrap();
                    let rows = sending::lease(&mut tx, &ask).await.unwrap().rows;
                    tx.commit().await.unwrap();
                    if rows.is_empty() {
                        idle += 1;
                        crate::base::nap(3).await;
                        continue;
                    }
                    idle = 0;
                    for row in &rows {
                        assert!(
                            busy.lock().unwrap().insert(row.account),
                            "two messages on their way to {}",
                            row.account
                        );
                    }
                    tokio::task::yield_now().await;
                    for row in &rows {
                        busy.lock().unwrap().remove(&row.account);
                    }
                    let results: Vec<_> = rows.iter().flat_map(Leased::ids).map(sent).collect();
                    let mut tx = db.begin().await.unwrap();
                    done += results::record(&mut tx, &ask.holder, start(), &results).await.unwrap().len();
                    tx.commit().await.unwrap();
                }
                done
            })
        })
        .collect();
    let mut done = 0;
    for sender in senders {
        done += sender.await.unwrap();
    }
    assert_eq!(done, 90);
});

both!(a_complaint_about_a_message_finds_it_before_its_record_and_after, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 2).await;
    let put = put(&mut tx, &[message(to[0], Class::Card, "a1"), message(to[0], Class::Card, "a2")]).await;
    let now = start();
    let found = async |tx: &mut Tx, account, word: &str, now| {
        let rows = outbox::sent_as(tx, account, word, now).await.unwrap();
        rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
    };
    assert!(found(&mut tx, to[0], "x", now).await.is_empty());
    lease(&mut tx, &ask(now)).await;
    // On its way, and its name not known to us yet.
    assert_eq!(found(&mut tx, to[0], "x", now).await, [put[0]]);
    assert!(found(&mut tx, to[1], "x", now).await.is_empty());
    record(&mut tx, &ask(now), &[sent(put[0])]).await;
    lease(&mut tx, &by("i", now)).await;
    let known = format!("m{}", put[0]);
    assert_eq!(found(&mut tx, to[0], &known, now).await, [put[0]], "the second is on its way, but the first is meant");
});

/// Where five messages may be sent in 48 hours.
fn counted(now: DateTime<Utc>) -> Ask {
    Ask { budget: Some(Budget { messages: 5, lasts: TimeDelta::hours(48), kept: 2 }), ..ask(now) }
}

both!(news_wait_for_a_word_and_a_notice_does_not, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    put(&mut tx, &[message(to, Class::News, "news"), message(to, Class::Notice, "notice")]).await;
    // Nobody has ever written: nothing may be sent.
    let now = start();
    assert!(lease(&mut tx, &counted(now)).await.rows.is_empty());
    let second = lease(&mut tx, &counted(now)).await;
    assert_eq!(
        second.dropped.iter().map(|one| one.why).collect::<Vec<_>>(),
        [sending::CLOSED],
        "the notice is given up"
    );
    let later = now + TimeDelta::days(3);
    windows::open(&mut tx, to, later, later).await.unwrap();
    assert_eq!(words(&lease(&mut tx, &counted(later)).await), ["news"]);
});

both!(old_news_are_given_up, |db: Db| async move {
    let mut tx = db.begin().await.unwrap();
    let to = accounts(&mut tx, 1).await[0];
    put(&mut tx, &[message(to, Class::News, "news")]).await;
    let asked = |days| counted(start() + TimeDelta::days(days));
    assert!(lease(&mut tx, &asked(0)).await.dropped.is_empty());
    assert!(lease(&mut tx, &asked(6)).await.dropped.is_empty());
    assert_eq!(lease(&mut tx, &asked(8)).await.dropped.len(), 1);
});
