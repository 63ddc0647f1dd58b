//! The order in the team's hands (S08), up to the completion check (S11).

use super::{Done, as_system};
use crate::domain::beside::ExtensionState;
use crate::domain::case::{Case, Photo, Purpose};
use crate::domain::event::Event;
use crate::domain::frame::Frame;
use crate::domain::ids::{AttachmentId, Seq};
use crate::domain::inspection;
use crate::domain::people::{Actor, By, Role};
use crate::domain::refusal::Refusal;
use crate::domain::work_order::{Report, WorkOrder};

type Completion = (Vec<AttachmentId>, Vec<AttachmentId>, Option<String>, Option<String>);

impl Case {
    pub(super) fn the_order(&self, order: Seq) -> Result<WorkOrder, Refusal> {
        self.complaint.still_open()?;
        self.order(order).cloned().ok_or(Refusal::Unknown)
    }

    pub(super) fn issue(&mut self, order: Seq, number: String, actor: &Actor, frame: &Frame) -> Done {
        let by = as_system(actor)?;
        let issued = self.the_order(order)?.issue(number.clone(), frame.at)?;
        self.put_order(issued);
        Ok((by, vec![Event::OrderIssued { order, number }]))
    }

    pub(super) fn accept(&mut self, order: Seq, actor: &Actor, frame: &Frame) -> Done {
        let found = self.the_order(order)?;
        let by = self.as_leader(actor, &found)?;
        self.put_order(found.accept(by, frame.at)?);
        let taken = self.taken_by_acting(by, frame);
        Ok((by, taken.into_iter().chain([Event::OrderAccepted { order }]).collect()))
    }

    pub(super) fn return_order(&mut self, order: Seq, reason: String, actor: &Actor, frame: &Frame) -> Done {
        let found = self.the_order(order)?;
        let by = self.as_leader(actor, &found)?;
        self.put_order(found.return_unable(by, reason.clone(), frame.at)?);
        self.drop_beside(order, frame);
        // Nothing is paid for what nobody does.
        for approval in self.approvals.iter_mut().filter(|one| one.order == order) {
            approval.withdraw(None, frame.at);
        }
        self.complaint = self.complaint.clone().back_to_desk(frame.at);
        self.shown_rev += 1;
        Ok((by, vec![Event::OrderReturned { order, reason }]))
    }

    pub(super) fn cancel_order(&mut self, order: Seq, reason: String, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_desk(actor)?;
        let cancelled = self.the_order(order)?.cancel(by, reason.clone(), frame.at)?;
        self.put_order(cancelled);
        self.drop_beside(order, frame);
        for approval in self.approvals.iter_mut().filter(|one| one.order == order) {
            approval.withdraw(None, frame.at);
        }
        self.complaint = self.complaint.clone().back_to_desk(frame.at);
        self.shown_rev += 1;
        Ok((by, vec![Event::OrderCancelled { order, reason }]))
    }

    /// Ends everything that is still under way, with the case itself.
    pub(super) fn end_orders(&mut self, by: By, reason: &str, frame: &Frame) {
        let open: Vec<WorkOrder> = self.orders.iter().filter(|order| !order.is_over()).cloned().collect();
        for order in open {
            let seq = order.seq;
            if let Ok(ended) = order.cancel(by, reason.to_owned(), frame.at) {
                self.put_order(ended);
                self.drop_beside(seq, frame);
            }
        }
        for approval in &mut self.approvals {
            approval.withdraw(None, frame.at);
        }
    }

    /// Proposals and requests lapse with the order they belong to.
    pub(super) fn drop_beside(&mut self, order: Seq, frame: &Frame) {
        for visit in self.visits.iter_mut().filter(|one| one.order == order) {
            visit.supersede(frame.at);
        }
        for extension in self.extensions.iter_mut().filter(|one| one.order == order) {
            if extension.state == ExtensionState::Asked {
                extension.state = ExtensionState::Lapsed { at: frame.at };
                extension.shown_rev += 1;
            }
        }
    }

    pub(super) fn arrive(&mut self, order: Seq, actor: &Actor, frame: &Frame) -> Done {
        let found = self.the_order(order)?;
        let by = self.as_leader(actor, &found)?;
        self.put_order(found.arrive(frame.at)?);
        self.complaint = self.complaint.clone().in_progress(frame.at);
        Ok((by, vec![Event::Arrived { order }]))
    }

    pub(super) fn complete(
        &mut self,
        order: Seq,
        (before, after, missing, note): Completion,
        actor: &Actor,
        frame: &Frame,
    ) -> Done {
        let found = self.the_order(order)?;
        let by = self.as_leader(actor, &found)?;
        let photos = before.len() + after.len();
        let report =
            Report { at: frame.at, before: before.clone(), after: after.clone(), missing: missing.clone(), note };
        let earlier = self.photos_for(Purpose::Before).count();
        self.put_order(found.report(by, report, earlier, frame)?);
        self.drop_beside(order, frame);
        self.photos.extend(before.into_iter().map(|id| Photo { id, purpose: Purpose::Before }));
        self.photos.extend(after.into_iter().map(|id| Photo { id, purpose: Purpose::After }));
        Ok((by, vec![Event::WorkReported { order, photos, missing }]))
    }

    /// A photo counts from the moment it was sent; when its file never comes, a
    /// completion that then shows too little is open again, and its clock runs on.
    pub(super) fn lose_photo(&mut self, photo: AttachmentId, actor: &Actor, frame: &Frame) -> Done {
        let by = as_system(actor)?;
        if !self.photos.iter().any(|one| one.id == photo) {
            return Ok((by, Vec::new()));
        }
        self.photos.retain(|one| one.id != photo);
        self.shown_rev += 1;
        let earlier = self.photos_for(Purpose::Before).count();
        let mut reopened = None;
        for order in &mut self.orders {
            if order.lose_photo(photo, earlier, frame) {
                reopened = Some(order.seq);
            }
        }
        Ok((by, vec![Event::PhotoLost { reopened }]))
    }

    /// Who may sign the check, and in the place of which group.
    fn as_inspector(&self, actor: &Actor, order: &WorkOrder, frame: &Frame) -> Result<(By, Option<Role>), Refusal> {
        if let Some((by, group)) = inspection::seat_of(self, order, actor, frame) {
            return Ok((by, Some(group)));
        }
        // Whoever could have signed is told that it is done, not that it is not
        // his; and where no inspector has a seat, the desk's chain signs.
        let mut all: Vec<Role> = frame.rules.inspectors(order.class).iter().flatten().copied().collect();
        all.retain(|role| *role != Role::RepairTeamLeader);
        all.extend([Role::CsClerk, Role::CaseHandler, Role::CsManager]);
        self.by_seat(actor, &all).map(|by| (by, None))
    }

    pub(super) fn check(&mut self, order: Seq, actor: &Actor, frame: &Frame) -> Done {
        let found = self.the_order(order)?;
        let (by, group) = self.as_inspector(actor, &found, frame)?;
        let round = found.round;
        let (checked, passed) = found.check((by, group), self.estate, frame)?;
        self.put_order(checked);
        let mut events = vec![Event::Checked { order }];
        if passed {
            self.complaint = self.complaint.clone().handled(frame.at)?;
            events.push(Event::InspectionPassed { order, round });
        }
        Ok((by, events))
    }

    pub(super) fn fail_check(&mut self, order: Seq, faults: String, actor: &Actor, frame: &Frame) -> Done {
        let found = self.the_order(order)?;
        let (by, _) = self.as_inspector(actor, &found, frame)?;
        self.put_order(found.inspection_failed(faults.clone(), frame.at)?);
        Ok((by, vec![Event::InspectionFailed { order, faults }]))
    }
}
