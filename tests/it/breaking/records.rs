//! What is in the database in the end, written down so that two days can be
//! compared: ids that a database gives out (and skips after a rollback) are
//! replaced by their order, machine times are left out.

use crate::world::World;
use anju::domain::ids::{AttachmentId, CaseId};
use anju::on;
use anju::store::{Tx, attachments, cards, cases, drafts, history, reminders};
use std::collections::BTreeMap;
use std::fmt::Write;

/// All records, as lines, and what each account was shown of them.
pub async fn records(world: &World) -> String {
    let mut tx = world.db.read().await.expect("a read");
    let mut out = facts(&mut tx).await;
    for (number, id) in case_ids(&mut tx).await.into_iter().enumerate() {
        let _ = writeln!(out, "== shown of case {}", number + 1);
        out.push_str(&shown(&mut tx, id).await);
    }
    out
}

/// What is on record, whatever the messengers that it came by.
pub async fn facts(tx: &mut Tx) -> String {
    let mut out = String::new();
    for (number, id) in case_ids(tx).await.into_iter().enumerate() {
        let _ = writeln!(out, "== case {}", number + 1);
        out.push_str(&case(tx, id).await);
    }
    let open = drafts::count(tx).await.expect("drafts are counted");
    let _ = writeln!(out, "drafts {open}");
    for (scope, last) in counters(tx).await {
        let _ = writeln!(out, "counter {scope} = {last}");
    }
    let votes: i64 =
        on!(tx, db => sqlx::query_scalar("select count(*) from approval_votes").fetch_one(db).await).expect("votes");
    let answers: i64 = on!(tx, db => sqlx::query_scalar("select count(*) from follow_up_answers").fetch_one(db).await)
        .expect("answers");
    let _ = writeln!(out, "votes {votes}, answers {answers}");
    out
}

pub async fn case_ids(tx: &mut Tx) -> Vec<CaseId> {
    on!(tx, db => sqlx::query_scalar("select id from cases order by id").fetch_all(db).await).expect("cases are listed")
}

async fn counters(tx: &mut Tx) -> Vec<(String, i64)> {
    on!(tx, db => sqlx::query_as("select scope, last from counters order by scope").fetch_all(db).await)
        .expect("counters")
}

async fn case(tx: &mut Tx, id: CaseId) -> String {
    let mut out = String::new();
    let case = cases::load(tx, id).await.expect("the case is read").expect("the case is there");
    let _ = writeln!(out, "{case:#?}");
    for entry in history::of_case(tx, id).await.expect("history is read") {
        let _ = writeln!(out, "history {} {:?} {:?} {} {}", entry.at, entry.by, entry.seat, entry.event, entry.facts);
    }
    for one in reminders::of_case(tx, id).await.expect("reminders are read") {
        let _ = writeln!(out, "reminder {} {} {} {} {}", one.seq, one.rule, one.level, one.person, one.said_at);
    }
    let photos = attachments::of_case(tx, id).await.expect("attachments are read");
    assert_eq!(photos.len(), case.photos.len(), "every photo of a case knows its case");
    let places: BTreeMap<AttachmentId, usize> =
        photos.iter().enumerate().map(|(place, photo)| (photo.id, place + 1)).collect();
    for photo in &photos {
        let (place, checksum) = (places[&photo.id], photo.checksum.as_deref().unwrap_or("-"));
        let _ = writeln!(out, "photo {place} {} {:?} {:?} {checksum}", photo.purpose, photo.seq, photo.state);
    }
    ordered(&out, id, &places)
}

async fn shown(tx: &mut Tx, id: CaseId) -> String {
    let mut out = String::new();
    for card in cards::of_case(tx, id).await.expect("cards are read") {
        let (_, topic) = card.subject.split_once('/').unwrap_or_default();
        let shown = if card.sent_rev == card.wanted_rev { "shown" } else { "not shown" };
        let _ = writeln!(
            out,
            "card {} {topic} last={} rev={} {shown} {:?}",
            card.account, card.last, card.wanted_rev, card.wanted.body
        );
    }
    for one in reminders::of_case(tx, id).await.expect("reminders are read") {
        let sent = one.sent_at.is_some();
        let _ = writeln!(out, "reminder {} {} {} sent={sent}", one.seq, one.rule, one.level);
    }
    out
}

/// Replaces ids by their order. Debug writes a newtype on three lines.
fn ordered(text: &str, case: CaseId, places: &BTreeMap<AttachmentId, usize>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let id = line.trim().trim_end_matches(',').parse().ok();
        let place = match (lines.last().map_or("", |before| before.trim_start()), id) {
            (before, Some(id)) if before.ends_with("AttachmentId(") => {
                places.get(&AttachmentId(id)).map(|place| format!("photo {place}"))
            }
            (before, Some(id)) if before.ends_with("CaseId(") && case == CaseId(id) => Some("this case".to_owned()),
            _ => None,
        };
        lines.push(place.unwrap_or_else(|| line.to_owned()));
    }
    lines.join("\n") + "\n"
}

/// What people have read: each person's messages of the bot, in order.
pub fn transcripts(world: &World) -> BTreeMap<String, Vec<String>> {
    let everybody = world.people().everybody();
    everybody
        .into_iter()
        .map(|(name, ..)| {
            let read = world.phone(&name).bot_messages().into_iter().map(|message| {
                let buttons: Vec<String> = message.buttons.iter().flatten().map(|button| button.text.clone()).collect();
                let photos = if message.photos.is_empty() { "" } else { "<photo>" };
                format!("{photos}{} [{}]", message.text, buttons.join("] ["))
            });
            (name, read.collect())
        })
        .collect()
}

/// Asserts that whatever was read on an undisturbed day was read on this one,
/// and gives how many messages there were beyond.
pub fn nothing_lost(calm: &BTreeMap<String, Vec<String>>, wild: &BTreeMap<String, Vec<String>>) -> usize {
    let mut beyond = 0;
    for (name, expected) in calm {
        let mut left = wild[name].clone();
        for message in expected {
            let place = left.iter().position(|one| one == message);
            let place = place.unwrap_or_else(|| {
                panic!("{name} never read this:\n{message}\n\nbut this:\n{}", wild[name].join("\n---\n"))
            });
            left.remove(place);
        }
        beyond += left.len();
    }
    beyond
}

/// The first difference of two texts, with what stands around it.
pub fn same(calm: &str, wild: &str) {
    if calm == wild {
        return;
    }
    let (a, b): (Vec<&str>, Vec<&str>) = (calm.lines().collect(), wild.lines().collect());
    let place = a.iter().zip(&b).position(|(a, b)| a != b).unwrap_or(a.len().min(b.len()));
    let around = |lines: &[&str]| lines[place.saturating_sub(12)..(place + 6).min(lines.len())].join("\n");
    panic!("the records differ at line {place}\n--- undisturbed\n{}\n--- disturbed\n{}", around(&a), around(&b));
}
