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
use crate::process::lists::{self as drawing, Item};
use crate::store::{cards, cases, lists};
use std::collections::BTreeMap;

/// A list is read on a phone.
const MOST: i64 = 10;

impl Turn<'_> {
    pub(super) async fn cases(&mut self, speaker: &Speaker) -> anyhow::Result<()> {
        let ids = lists::cases_of(self.tx, speaker.person, self.now, MOST).await?;
        let cases = self.loaded(ids).await?;
        let people = Directory::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let items = cases.iter().map(|case| drawing::of_owner(case, &frame)).collect();
        self.show(speaker.account, speaker.lang, &drawing::list("cases", "case", items), None);
        Ok(())
    }

    pub(super) async fn orders(&mut self, speaker: &Speaker) -> anyhow::Result<()> {
        let cases = self.waiting(speaker, "%/order/%").await?;
        let people = Directory::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let items = cases.iter().map(|case| drawing::of_leader(case, &frame)).collect();
        self.show(speaker.account, speaker.lang, &drawing::list("orders", "card", items), None);
        Ok(())
    }

    pub(super) async fn pending(&mut self, speaker: &Speaker) -> anyhow::Result<()> {
        let mut cases = self.waiting(speaker, "%/approval/%").await?;
        cases.retain(|case| {
            let pending = case.open_approval().and_then(|approval| approval.pending());
            pending
                .and_then(|(_, step)| step.seating.as_ref())
                .is_some_and(|chair| chair.holders.contains(&speaker.person))
        });
        let people = Directory::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let items = cases.iter().map(|case| drawing::of_approver(case, &frame)).collect();
        self.show(speaker.account, speaker.lang, &drawing::list("pending", "card", items), None);
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
                self.show(speaker.account, speaker.lang, &drawing::list("waits", "card", items), None);
            }
        }
        let said = self.effects.len() - before;
        self.effects.rotate_right(said);
        Ok(())
    }

    /// What is late: a leader sees his team's, everybody else his estates'.
    pub(super) async fn overdue(&mut self, speaker: &Speaker) -> anyhow::Result<()> {
        let mut ids = Vec::new();
        for estate in self.estates(speaker) {
            ids.extend(lists::late_cases(self.tx, estate, self.now, MOST).await?);
        }
        ids.sort_unstable();
        ids.dedup();
        let mut cases = self.loaded(ids).await?;
        drawing::urgent_first(&mut cases);
        let people = Directory::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let units: Vec<&str> = speaker.actor.seats.iter().filter_map(|seat| seat.unit.as_deref()).collect();
        let only_units = speaker.actor.seats.iter().all(|seat| seat.unit.is_some());
        let mine =
            |case: &Case| !only_units || case.latest_order().is_some_and(|order| units.contains(&order.team.as_str()));
        let items = cases.iter().filter(|case| mine(case)).filter_map(|case| {
            let late: Vec<&Clock> =
                case.clocks.iter().filter(|clock| clock.running() && clock.due_at < self.now).collect();
            (!late.is_empty()).then(|| drawing::of_late(case, &late, &frame))
        });
        let items: Vec<Item> = items.collect();
        self.show(speaker.account, speaker.lang, &drawing::list("overdue", "case", items), None);
        Ok(())
    }

    /// Cards that wait, calls to make, and messages that were given up.
    pub(super) async fn desk(&mut self, speaker: &Speaker) -> anyhow::Result<()> {
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
        let ringing: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
        let waiting = self.waiting(speaker, "%/%").await?;
        cases.extend(waiting.into_iter().filter(|case| !ringing.contains(&case.id)));
        let people = Directory::default();
        let frame = self.office.frame(self.now, self.now, &people);
        let items = cases.iter().map(|case| drawing::of_desk(case, &frame)).collect();
        let mut sketch = drawing::list("desk", "card", items);
        let parked = crate::store::inbox::list_parked(self.tx, MOST).await?.len();
        if parked > 0 {
            let count = i64::try_from(parked).unwrap_or(i64::MAX);
            let args = crate::script::args::Args::new().int("count", count);
            sketch = sketch.line(crate::process::say::Say::new("list.desk.parked", args));
        }
        self.show(speaker.account, speaker.lang, &sketch, None);
        Ok(())
    }

    /// The cases whose cards of a kind wait for the speaker.
    async fn waiting(&mut self, speaker: &Speaker, kinds: &str) -> anyhow::Result<Vec<Case>> {
        let ids = lists::waiting_for(self.tx, speaker.person, kinds, MOST).await?;
        let mut cases = self.loaded(ids).await?;
        drawing::urgent_first(&mut cases);
        Ok(cases)
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
