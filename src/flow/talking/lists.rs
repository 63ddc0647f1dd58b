//! What is on somebody's plate: an owner's cases, a leader's orders, a
//! manager's approvals, what is late, the clerk's desk.

use crate::domain::case::Case;
use crate::domain::clock::Clock;
use crate::domain::ids::{CaseId, EstateId};
use crate::domain::people::{Directory, Role};
use crate::flow::speaker::Speaker;
use crate::flow::turn::Turn;
use crate::process::lists::{self as drawing, Item};
use crate::store::{cases, lists};

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
