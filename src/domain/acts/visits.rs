//! The visit and the request for more time: what the two sides agree.

use super::Done;
use crate::domain::beside::{CallTopic, Extension, ExtensionState, Visit, VisitState};
use crate::domain::case::{Case, Photo, Purpose};
use crate::domain::event::Event;
use crate::domain::frame::Frame;
use crate::domain::ids::{AttachmentId, Seq};
use crate::domain::people::{Actor, By};
use crate::domain::refusal::Refusal;
use chrono::{DateTime, Utc};

impl Case {
    pub(super) fn propose_visit(&mut self, order: Seq, start: DateTime<Utc>, actor: &Actor, frame: &Frame) -> Done {
        let found = self.the_order(order)?;
        let (by, from_owner) = match self.as_leader(actor, &found) {
            Ok(by) => (by, false),
            Err(_) => (self.as_voice(actor, frame)?, true),
        };
        if !found.with_team() {
            return Err(Refusal::NotNow);
        }
        if start <= frame.now {
            return Err(Refusal::InThePast);
        }
        for earlier in self.visits.iter_mut().filter(|one| one.order == order) {
            earlier.supersede(frame.at);
        }
        let visit = Visit {
            seq: self.take_seq(),
            order,
            start,
            by,
            proposed_at: Some(frame.at),
            from_owner,
            shown_rev: 1,
            state: VisitState::Proposed,
        };
        let seq = visit.seq;
        self.visits.push(visit);
        self.bump(order);
        let mut events = vec![Event::VisitProposed { visit: seq, order, start, from_owner }];
        // Nobody of the home can answer in a chat: the leader has agreed it on the telephone.
        if !from_owner && self.owner_side(frame).is_empty() {
            events.push(self.agree(seq, by, true, frame)?);
        }
        Ok((by, events))
    }

    pub(super) fn agree_visit(&mut self, visit: Seq, actor: &Actor, frame: &Frame) -> Done {
        let found = self.visit(visit).cloned().ok_or(Refusal::Unknown)?;
        let order = self.the_order(found.order)?;
        let (by, by_phone) = if found.from_owner {
            (self.as_leader(actor, &order)?, false)
        } else {
            match self.as_voice(actor, frame) {
                Ok(by) => (by, false),
                Err(_) => (self.as_told(actor, &CallTopic::Visit { visit })?, true),
            }
        };
        let event = self.agree(visit, by, by_phone, frame)?;
        Ok((by, vec![event]))
    }

    fn agree(&mut self, visit: Seq, by: By, by_phone: bool, frame: &Frame) -> Result<Event, Refusal> {
        let agreed = self.visit(visit).cloned().ok_or(Refusal::Unknown)?.agree(by, by_phone, frame.at)?;
        let (order, start) = (agreed.order, agreed.start);
        if let Some(place) = self.visits.iter_mut().find(|one| one.seq == visit) {
            *place = agreed;
        }
        let appointed = self.the_order(order)?.appointed(visit, frame.at);
        self.put_order(appointed);
        self.bump(order);
        Ok(Event::VisitAgreed { visit, order, start, by_phone })
    }

    /// The order's cards show visits and due times too.
    fn bump(&mut self, order: Seq) {
        if let Some(place) = self.orders.iter_mut().find(|one| one.seq == order) {
            place.shown_rev += 1;
        }
    }

    pub(super) fn ask_extension(
        &mut self,
        order: Seq,
        until: DateTime<Utc>,
        reason: String,
        actor: &Actor,
        frame: &Frame,
    ) -> Done {
        let found = self.the_order(order)?;
        let by = self.as_leader(actor, &found)?;
        if !found.with_team() {
            return Err(Refusal::NotNow);
        }
        let before = self.finish_clock(order).map(|clock| clock.due_at).ok_or(Refusal::NotNow)?;
        if until <= before {
            return Err(Refusal::NotLater { due: before });
        }
        if until <= frame.now {
            return Err(Refusal::InThePast);
        }
        self.lapse_extensions(order, frame);
        let extension = Extension {
            seq: self.take_seq(),
            order,
            before,
            until,
            reason: reason.clone(),
            by,
            asked_at: frame.at,
            shown_rev: 1,
            state: ExtensionState::Asked,
        };
        let seq = extension.seq;
        self.extensions.push(extension);
        Ok((by, vec![Event::ExtensionAsked { extension: seq, order, until, reason }]))
    }

    /// A newer request takes the place of one not answered.
    fn lapse_extensions(&mut self, order: Seq, frame: &Frame) {
        for open in self.extensions.iter_mut().filter(|one| one.order == order && one.state == ExtensionState::Asked) {
            open.state = ExtensionState::Lapsed { at: frame.at };
            open.shown_rev += 1;
        }
    }

    /// Only the owner's own consent moves the date; that he does not consent may
    /// be told on the telephone.
    pub(super) fn answer_extension(&mut self, extension: Seq, consent: bool, actor: &Actor, frame: &Frame) -> Done {
        self.complaint.still_open()?;
        let told = |refusal| match consent {
            true => Err(refusal),
            false => self.as_told(actor, &CallTopic::Extension { extension }),
        };
        let by = self.as_signatory(actor, frame).or_else(told)?;
        self.extended(extension, consent, by, frame)
    }

    /// An owner without a chat consents on paper; spoken words do not move the
    /// date (S08).
    pub(super) fn consent_on_paper(
        &mut self,
        (extension, photo): (Seq, AttachmentId),
        actor: &Actor,
        frame: &Frame,
    ) -> Done {
        self.complaint.still_open()?;
        let by = self.as_desk(actor)?;
        let done = self.extended(extension, true, by, frame)?;
        self.photos.push(Photo { id: photo, purpose: Purpose::Signature });
        Ok(done)
    }

    fn extended(&mut self, extension: Seq, consent: bool, by: By, frame: &Frame) -> Done {
        let found = self.extension(extension).cloned().ok_or(Refusal::Unknown)?;
        let (order, until) = (found.order, found.until);
        let answered = found.answer(consent, by, frame.at)?;
        if let Some(place) = self.extensions.iter_mut().find(|one| one.seq == extension) {
            *place = answered;
        }
        if consent {
            let clock = self.clocks.iter_mut().rev().find(|clock| {
                use crate::domain::clock::Rule;
                matches!(clock.rule, Rule::SingleTrade | Rule::MultiTrade) && clock.subject == order && clock.running()
            });
            if let Some(clock) = clock {
                clock.extend(until, by, frame.at);
            }
        }
        self.bump(order);
        Ok((by, vec![Event::ExtensionAnswered { extension, order, consent, until }]))
    }
}
