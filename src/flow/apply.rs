//! Writes what a turn has decided, and decides nothing: cases, history, cards,
//! alarms, messages; a few statements, whatever happened.

use crate::domain::ids::{AccountId, AttachmentId, CaseId, PersonId, Seq};
use crate::domain::people::Role;
use crate::domain::topic::Topic;
use crate::flow::effect::Effect;
use crate::flow::held::Held;
use crate::flow::office::Office;
use crate::flow::turn::Turn;
use crate::process::board;
use crate::process::{cards as drawing, wake};
use crate::store::cards::{self, Wanted};
use crate::store::history::NewEntry;
use crate::store::inbox;
use crate::store::outbox::{self, NewMessage};
use crate::store::reminders::NewReminder;
use crate::store::timers::{self, Timer};
use crate::store::{attachments, cases, conversations, drafts, history, people, reminders};
use crate::talk::message::{Class, Message, Outgoing};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// A press that nobody answers in this time has stopped spinning by itself.
const TAP_LIVES: TimeDelta = TimeDelta::seconds(60);

/// What is collected before it is written in one statement per table.
#[derive(Default)]
struct Writing {
    messages: Vec<NewMessage>,
    history: Vec<NewEntry>,
    timers: Vec<Timer>,
    ended: Vec<String>,
    /// Reminders, with the place of their message in `messages`.
    reminders: Vec<(usize, NewReminder)>,
}

pub async fn apply(turn: &mut Turn<'_>) -> anyhow::Result<()> {
    let mut writing = Writing::default();
    carry_out(turn, &mut writing).await?;
    let held = std::mem::take(&mut turn.held);
    for (id, mut one) in held {
        case(turn, id, &mut one, &mut writing).await?;
    }
    history::append_many(turn.tx, &writing.history).await?;
    timers::set_many(turn.tx, &writing.timers).await?;
    timers::clear(turn.tx, &writing.ended).await?;
    let rows = outbox::put_many(turn.tx, &writing.messages).await?;
    let told: Vec<NewReminder> = writing
        .reminders
        .into_iter()
        .map(|(place, reminder)| NewReminder { outbox: rows.get(place).copied(), ..reminder })
        .collect();
    reminders::add_many(turn.tx, &told).await?;
    Ok(())
}

/// The effects in their order: the only `match` over them.
async fn carry_out(turn: &mut Turn<'_>, writing: &mut Writing) -> anyhow::Result<()> {
    let (now, machine) = (turn.now, turn.machine);
    let mut greetings = Vec::new();
    for effect in std::mem::take(&mut turn.effects) {
        match effect {
            Effect::Say { account, message, .. } if turn.welcome.as_ref().is_some_and(|(who, _)| *who == account) => {
                greetings.push(message);
            }
            Effect::Say { account, class, message, about } => {
                let (case, seq) = about.map_or((None, None), |(case, seq)| (Some(case), seq));
                writing.messages.push(row(account, class, Outgoing::Message(message), (case, seq), now, machine));
            }
            Effect::ShowCard { account, card, case, seq } => {
                let body = Outgoing::Card { card: card.0 };
                writing.messages.push(row(account, Class::Card, body, (Some(case), seq), now, machine));
            }
            Effect::Settle { account, sent, code, message } => {
                let body = Outgoing::Settle { sent, code, message };
                writing.messages.push(row(account, Class::AnswerTap, body, (None, None), now, machine));
            }
            Effect::AnswerTap { account, query, text, alert } => {
                let body = Outgoing::AnswerTap { query, text, alert };
                writing.messages.push(fleeting(account, body, now, machine));
            }
            Effect::ShowMenu { account, menu } => {
                writing.messages.push(row(account, Class::Notice, Outgoing::Menu(menu), (None, None), now, machine));
            }
            Effect::SaveDraft(draft) => drafts::save(turn.tx, &draft).await?,
            Effect::DropDraft(draft) => {
                drafts::delete(turn.tx, draft).await?;
                writing.ended.push(format!("draft:{draft}"));
            }
            Effect::SaveConversation(conversation) => conversations::save(turn.tx, &conversation).await?,
            Effect::SetTimer(timer) => writing.timers.push(timer),
            Effect::ClearTimer(key) => writing.ended.push(key),
            Effect::Speak { account, lang } => people::set_lang(turn.tx, account, lang).await?,
        }
    }
    if let Some((account, code)) = turn.welcome.take().filter(|_| !greetings.is_empty()) {
        let body = Outgoing::Welcome { code, message: Message::greeting(greetings) };
        writing.messages.push(fleeting(account, body, now, machine));
    }
    // A timer that was set and ended in one turn is ended.
    let ended: BTreeSet<&String> = writing.ended.iter().collect();
    writing.timers.retain(|timer| !ended.contains(&timer.key));
    Ok(())
}

/// Of use only at once: no pacing, one try.
fn fleeting(account: AccountId, body: Outgoing, created_at: DateTime<Utc>, due_at: DateTime<Utc>) -> NewMessage {
    let message = row(account, Class::AnswerTap, body, (None, None), created_at, due_at);
    NewMessage { expires_at: Some(due_at + TAP_LIVES), ..message }
}

fn row(
    account: AccountId,
    class: Class,
    body: Outgoing,
    (case, seq): (Option<CaseId>, Option<Seq>),
    created_at: DateTime<Utc>,
    due_at: DateTime<Utc>,
) -> NewMessage {
    NewMessage { account, class, body, case, seq, created_at, due_at, expires_at: None }
}

/// One held case: its records, its history, its cards, its alarm.
async fn case(turn: &mut Turn<'_>, id: CaseId, held: &mut Held, writing: &mut Writing) -> anyhow::Result<()> {
    let changed = held.before.as_ref() != Some(&held.case);
    if !changed && !held.look_again && held.notices.is_empty() {
        return Ok(());
    }
    if changed {
        cases::save(turn.tx, held.before.as_ref(), &mut held.case, turn.now).await?;
        photos(turn, id, held).await?;
    }
    for line in &held.happened {
        let entry = NewEntry::new(id, line.at, line.event.word(), line)?;
        let entry = match line.by.person {
            Some(person) => entry.by(person, line.by.seat.map(Role::word)),
            None => entry,
        };
        writing.history.push(entry);
    }
    notices(turn.office, held, id, writing, (turn.now, turn.machine));
    board_of(turn, id, held, writing).await?;
    let frame = turn.office.frame(turn.now, turn.now, &held.people);
    match wake::next(&held.case, &frame) {
        Some(due_at) => writing.timers.push(Timer { key: format!("case:{id}"), lane: inbox::lane_of_case(id), due_at }),
        None => writing.ended.push(format!("case:{id}")),
    }
    Ok(())
}

/// Photos that have come to the case are the case's from now on: what happens
/// to their files, it hears.
async fn photos(turn: &mut Turn<'_>, id: CaseId, held: &Held) -> anyhow::Result<()> {
    let known = held.before.as_ref().map_or(&[][..], |before| &before.photos);
    let mut new: BTreeMap<&'static str, Vec<AttachmentId>> = BTreeMap::new();
    for photo in held.case.photos.iter().filter(|photo| !known.contains(photo)) {
        new.entry(photo.purpose.word()).or_default().push(photo.id);
    }
    for (purpose, ids) in new {
        attachments::assign(turn.tx, &ids, id, None, purpose).await?;
    }
    Ok(())
}

/// Notices and reminders, each to the account that was heard last.
fn notices(
    office: &Office,
    held: &Held,
    id: CaseId,
    writing: &mut Writing,
    (now, machine): (DateTime<Utc>, DateTime<Utc>),
) {
    for notice in &held.notices {
        let Some(reached) = held.reach.get(&notice.to) else { continue };
        let message = notice.sketch.message(&office.texts, reached.lang);
        writing.messages.push(row(
            reached.account,
            notice.class,
            Outgoing::Message(message),
            (Some(id), None),
            now,
            machine,
        ));
    }
    for (clock, level, notice) in &held.reminders {
        let Some(reached) = held.reach.get(&notice.to) else { continue };
        let message = notice.sketch.message(&office.texts, reached.lang);
        let reminder = NewReminder {
            case: id,
            seq: clock.seq,
            rule: clock.rule.word().to_owned(),
            level: i64::from(*level),
            person: notice.to,
            said_at: now,
            outbox: None,
        };
        writing.reminders.push((writing.messages.len(), reminder));
        writing.messages.push(row(
            reached.account,
            notice.class,
            Outgoing::Message(message),
            (Some(id), None),
            now,
            machine,
        ));
    }
}

/// Brings the cards of the case to what its state wants: new ones appear, open
/// ones are redrawn, all others say how it ended.
async fn board_of(turn: &mut Turn<'_>, id: CaseId, held: &Held, writing: &mut Writing) -> anyhow::Result<()> {
    let frame = turn.office.frame(turn.now, turn.now, &held.people);
    let there = if held.before.is_some() { cards::of_case(turn.tx, id).await? } else { Vec::new() };
    let mut wanted: Vec<Wanted> = Vec::new();
    let mut open: BTreeSet<(AccountId, String)> = BTreeSet::new();
    for (person, topic) in board::open(&held.case, &frame) {
        let Some(reached) = held.reach.get(&person) else { continue };
        let subject = subject(id, topic);
        if open.insert((reached.account, subject.clone())) {
            let sketch = drawing::draw(&held.case, topic, true, &frame);
            wanted.push(Wanted {
                account: reached.account,
                person: Some(person),
                case: id,
                seq: Some(topic.record()),
                subject,
                message: sketch.message(&turn.office.texts, reached.lang),
                last: false,
            });
        }
    }
    for card in there.iter().filter(|card| !card.last && !open.contains(&(card.account, card.subject.clone()))) {
        let Some(topic) = card.subject.split_once('/').and_then(|(_, topic)| Topic::parse(topic)) else { continue };
        let sketch = drawing::draw(&held.case, topic, false, &frame);
        let lang = card.person.map_or_else(Default::default, |person: PersonId| held.lang(person));
        wanted.push(Wanted {
            account: card.account,
            person: card.person,
            case: id,
            seq: card.seq,
            subject: card.subject.clone(),
            message: sketch.message(&turn.office.texts, lang),
            last: board::is_final(&held.case, topic),
        });
    }
    let changed = cards::put_many(turn.tx, &wanted, turn.now).await?;
    let reachable: BTreeSet<AccountId> = held.reach.values().map(|reached| reached.account).collect();
    for card in changed.into_iter().filter(|card| reachable.contains(&card.account)) {
        let seq = wanted.iter().find(|one| one.subject == card.subject).and_then(|one| one.seq);
        let body = Outgoing::Card { card: card.id.0 };
        writing.messages.push(row(
            card.account,
            class_of(&card.subject),
            body,
            (Some(id), seq),
            turn.now,
            turn.machine,
        ));
    }
    Ok(())
}

/// An alarm goes before every other card, and so does the word that it is over.
fn class_of(subject: &str) -> Class {
    match subject.split_once('/').and_then(|(_, topic)| Topic::parse(topic)) {
        Some(Topic::Alarm { .. }) => Class::Alarm,
        _ => Class::Card,
    }
}

/// The card's identity in one chat.
#[must_use]
pub fn subject(case: CaseId, topic: Topic) -> String {
    format!("{case}/{topic}")
}
