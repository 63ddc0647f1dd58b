//! What is on somebody's plate: an owner's cases, a leader's orders, a
//! manager's approvals, what is late, the clerk's desk.

use super::card_words::topic_of;
use crate::domain::case::Case;
use crate::domain::clock::Clock;
use crate::domain::ids::{CardId, CaseId, EstateId};
use crate::domain::people::{Directory, Role};
use crate::domain::topic::Topic;
use crate::flow::effect::Effect;
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::process::lists::{self as drawing, Item, Place};
use crate::store::{cards, cases, lists};
use std::collections::BTreeMap;

/// A list is read on a phone: so many entries at once, the rest by a button.
const PAGE: usize = 10;
/// So many are counted.
const MOST: i64 = 500;

/// One page of a list.
struct Page {
    ids: Vec<CaseId>,
    place: Place,
}

impl Page {
    /// `args`: the page's number as its button says it; the first without.
    fn of(all: &[CaseId], args: &str) -> Page {
        let number = args.trim().parse::<usize>().unwrap_or(1).max(1);
        let before = (number - 1).saturating_mul(PAGE).min(all.len());
        let ids: Vec<CaseId> = all.iter().skip(before).take(PAGE).copied().collect();
        Page { place: Place { total: all.len(), number, left: all.len() - before - ids.len() }, ids }
    }
}

impl Turn<'_> {
    pub(super) async fn cases(&mut self, speaker: &Speaker, args: &str) -> anyhow::Result<()> {
        let Page { ids, place } = Page::of(&lists::cases_of(self.tx, speaker.person, self.now, MOST).await?, args);
        let cases = self.loaded(ids).await?;
        let people = Directory::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let items = cases.iter().map(|case| drawing::of_owner(case, &frame)).collect();
        self.show(speaker.account, speaker.lang, &drawing::list("cases", "case", items, place), None);
        Ok(())
    }

    pub(super) async fn orders(&mut self, speaker: &Speaker, args: &str) -> anyhow::Result<()> {
        let Page { ids, place } = Page::of(&self.waiting(speaker, "%/order/%").await?, args);
        let cases = self.loaded(ids).await?;
        let people = Directory::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let items = cases.iter().map(|case| drawing::of_leader(case, &frame)).collect();
        self.show(speaker.account, speaker.lang, &drawing::list("orders", "card", items, place), None);
        Ok(())
    }

    pub(super) async fn pending(&mut self, speaker: &Speaker, args: &str) -> anyhow::Result<()> {
        let Page { ids, place } = Page::of(&self.waiting(speaker, "%/approval/%").await?, args);
        let mut cases = self.loaded(ids).await?;
        cases.retain(|case| {
            let pending = case.open_approval().and_then(|approval| approval.pending());
            pending
                .and_then(|(_, step)| step.seating.as_ref())
                .is_some_and(|chair| chair.holders.contains(&speaker.person))
        });
        let people = Directory::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let items = cases.iter().map(|case| drawing::of_approver(case, &frame)).collect();
        self.show(speaker.account, speaker.lang, &drawing::list("pending", "card", items, place), None);
        Ok(())
    }

    /// Silent for a long while before this word.
    pub(super) fn was_away(&self, speaker: &Speaker) -> bool {
        speaker.last_heard_at.is_some_and(|last| self.said_at - last >= self.office.manners.back_after)
    }

    /// What waits for whoever comes back, before the answer to what he said: in
    /// one message, or the one card itself. Not what he has just dealt with, or
    /// sees in this turn anyway.
    pub(super) async fn say_what_waits(&mut self, speaker: &Speaker) -> anyhow::Result<()> {
        if self.held.values().any(|held| held.case.is_urgent()) {
            return Ok(());
        }
        let shown: Vec<CardId> = self.effects.iter().filter_map(shown_card).collect();
        let mut asked: BTreeMap<CaseId, Vec<Topic>> = BTreeMap::new();
        for card in cards::open_of(self.tx, speaker.account, MOST).await? {
            let dealt_with = self.held.get(&card.case).is_some_and(|held| !held.happened.is_empty());
            if let Some(topic) = topic_of(&card).filter(|topic| topic.asks())
                && !dealt_with
                && !shown.contains(&card.id)
            {
                asked.entry(card.case).or_default().push(topic);
            }
        }
        let before = self.effects.len();
        let only = asked.first_key_value().filter(|_| asked.len() == 1).map(|(case, _)| *case);
        match only {
            Some(case) => drop(self.show_cards(speaker, case).await?),
            None if asked.is_empty() => {}
            None => {
                let people = Directory::default();
                let frame = self.office.frame(self.now, self.now, &people);
                let mut items = Vec::new();
                for (case, topics) in &asked {
                    let case = cases::load(self.tx, *case).await?;
                    items.extend(case.map(|case| drawing::of_asked(&case, topics, &frame)));
                }
                self.show(
                    speaker.account,
                    speaker.lang,
                    &drawing::list("waits", "card", items, Place::whole(asked.len())),
                    None,
                );
            }
        }
        let said = self.effects.len() - before;
        self.effects.rotate_right(said);
        Ok(())
    }

    /// What is late, the longest first: a leader sees his team's, everybody else
    /// his estates'.
    pub(super) async fn overdue(&mut self, speaker: &Speaker, args: &str) -> anyhow::Result<()> {
        let mut late = Vec::new();
        for estate in self.estates(speaker) {
            let more = lists::late_cases(self.tx, estate, self.now, MOST).await?;
            late.extend(more.into_iter().filter(|id| !late.contains(id)).collect::<Vec<_>>());
        }
        if speaker.actor.seats.iter().all(|seat| seat.unit.is_some()) {
            let orders = self.waiting(speaker, "%/order/%").await?;
            late.retain(|id| orders.contains(id));
        }
        let Page { ids, place } = Page::of(&late, args);
        let cases = self.loaded(ids).await?;
        let people = Directory::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let items = cases.iter().map(|case| {
            let over = |clock: &&Clock| clock.running() && clock.due_at < self.now;
            drawing::of_late(case, &case.clocks.iter().filter(over).collect::<Vec<_>>(), &frame)
        });
        let items: Vec<Item> = items.collect();
        self.show(speaker.account, speaker.lang, &drawing::list("overdue", "case", items, place), None);
        Ok(())
    }

    /// Cards that wait, calls to make, and messages that were given up.
    pub(super) async fn desk(&mut self, speaker: &Speaker, args: &str) -> anyhow::Result<()> {
        if !speaker.is_desk() {
            let text = self.refusal(speaker, &crate::domain::refusal::Refusal::NotYours, None);
            self.say(speaker.account, crate::talk::message::Message::text(text));
            return Ok(());
        }
        // An alarm that reached nobody has no card, and stands here all the same.
        let mut ids = Vec::new();
        for estate in self.estates(speaker) {
            ids.extend(lists::urgent_in(self.tx, estate, MOST).await?);
        }
        let mut cases = self.loaded(ids).await?;
        cases.retain(Case::rings);
        let mut all: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
        let waiting = self.waiting(speaker, "%/%").await?;
        all.extend(waiting.into_iter().filter(|id| !all.contains(id)).collect::<Vec<_>>());
        let Page { ids, place } = Page::of(&all, args);
        let cases = self.loaded(ids).await?;
        let people = Directory::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let items = cases.iter().map(|case| drawing::of_desk(case, &frame)).collect();
        let mut sketch = drawing::list("desk", "card", items, place);
        let parked = crate::store::inbox::list_parked(self.tx, MOST).await?.len();
        if parked > 0 {
            let count = i64::try_from(parked).unwrap_or(i64::MAX);
            let args = crate::script::args::Args::new().int("count", count);
            sketch = sketch.line(crate::process::say::Say::new("list.desk.parked", args));
        }
        self.show(speaker.account, speaker.lang, &sketch, None);
        Ok(())
    }

    /// The cases whose cards of a kind wait for the speaker: what is urgent first,
    /// then by what is due.
    async fn waiting(&mut self, speaker: &Speaker, kinds: &str) -> anyhow::Result<Vec<CaseId>> {
        Ok(lists::waiting_for(self.tx, speaker.person, kinds, MOST).await?)
    }

    async fn loaded(&mut self, ids: Vec<CaseId>) -> anyhow::Result<Vec<Case>> {
        let mut loaded = Vec::new();
        for id in ids {
            loaded.extend(cases::load(self.tx, id).await?);
        }
        Ok(loaded)
    }

    /// The estates that the speaker's seats cover; `None` stands for all.
    fn estates(&self, speaker: &Speaker) -> Vec<Option<EstateId>> {
        let mut estates: Vec<Option<EstateId>> =
            speaker.actor.seats.iter().filter(|seat| seat.role != Role::DeptHandler).map(|seat| seat.estate).collect();
        estates.sort_unstable();
        estates.dedup();
        if estates.contains(&None) { vec![None] } else { estates }
    }
}

fn shown_card(effect: &Effect) -> Option<CardId> {
    match effect {
        Effect::ShowCard { card, .. } => Some(*card),
        _ => None,
    }
}
