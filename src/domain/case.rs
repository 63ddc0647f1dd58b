//! A case: one complaint and every record that belongs to it, loaded and locked
//! as a whole. What may be done to it stands in `acts/`, one file per subject.

use crate::domain::approval::Approval;
use crate::domain::beside::{CallTask, Extension, Visit, VisitState};
use crate::domain::clock::{Clock, Rule};
use crate::domain::complaint::Complaint;
use crate::domain::emergency::Emergency;
use crate::domain::follow_up::FollowUp;
use crate::domain::frame::Frame;
use crate::domain::ids::{AttachmentId, CaseId, EstateId, HomeId, PersonId, Seq};
use crate::domain::people::{Actor, By, Role, Seat, Tie};
use crate::domain::refusal::Refusal;
use crate::domain::topic::Topic;
use crate::domain::work_order::{State as OrderState, WorkOrder};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// The complaint's own place among the case's records.
pub const COMPLAINT: Seq = Seq(0);

#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub id: CaseId,
    /// The complaint's number, once registered.
    pub number: Option<String>,
    pub estate: EstateId,
    pub home: Option<Home>,
    /// Moves with every write.
    pub version: i64,
    /// The next free `Seq`.
    pub next_seq: i64,
    /// Moves with what the complaint's own cards show.
    pub shown_rev: i64,
    pub complaint: Complaint,
    pub orders: Vec<WorkOrder>,
    pub approvals: Vec<Approval>,
    pub visits: Vec<Visit>,
    pub extensions: Vec<Extension>,
    pub follow_ups: Vec<FollowUp>,
    pub calls: Vec<CallTask>,
    pub clocks: Vec<Clock>,
    pub photos: Vec<Photo>,
}

/// The home a case is about, with what the warranty needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Home {
    pub id: HomeId,
    pub estate: EstateId,
    pub estate_code: String,
    pub estate_name: String,
    /// "3-1201".
    pub number: String,
    /// The day the completion acceptance was passed (竣工验收合格之日).
    pub accepted_on: Option<NaiveDate>,
}

impl Home {
    /// As people say it: estate and number.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.estate_name, self.number)
    }
}

/// A picture of the case and what it is evidence of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    pub id: AttachmentId,
    pub purpose: Purpose,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    Complaint,
    Before,
    After,
    Note,
    Refusal,
    Signature,
}

impl Purpose {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Complaint => "complaint",
            Purpose::Before => "before",
            Purpose::After => "after",
            Purpose::Note => "note",
            Purpose::Refusal => "refusal",
            Purpose::Signature => "signature",
        }
    }
}

impl Case {
    pub fn take_seq(&mut self) -> Seq {
        let seq = Seq(self.next_seq);
        self.next_seq += 1;
        seq
    }

    #[must_use]
    pub fn order(&self, seq: Seq) -> Option<&WorkOrder> {
        self.orders.iter().find(|order| order.seq == seq)
    }

    /// The order that is not over, if there is one.
    #[must_use]
    pub fn open_order(&self) -> Option<&WorkOrder> {
        self.orders.iter().rev().find(|order| !order.is_over())
    }

    #[must_use]
    pub fn latest_order(&self) -> Option<&WorkOrder> {
        self.orders.last()
    }

    #[must_use]
    pub fn approval(&self, seq: Seq) -> Option<&Approval> {
        self.approvals.iter().find(|approval| approval.seq == seq)
    }

    #[must_use]
    pub fn open_approval(&self) -> Option<&Approval> {
        self.approvals.iter().find(|approval| approval.pending().is_some())
    }

    /// Its cost waits for a decision, and nobody up the whole chain can give it.
    #[must_use]
    pub fn is_stranded(&self) -> bool {
        self.open_approval().is_some_and(|one| one.pending().is_some_and(|(_, step)| step.seating.is_none()))
    }

    #[must_use]
    pub fn visit(&self, seq: Seq) -> Option<&Visit> {
        self.visits.iter().find(|visit| visit.seq == seq)
    }

    #[must_use]
    pub fn proposed_visit(&self, order: Seq) -> Option<&Visit> {
        self.visits.iter().rev().find(|visit| visit.order == order && visit.state == VisitState::Proposed)
    }

    #[must_use]
    pub fn agreed_visit(&self, order: Seq) -> Option<&Visit> {
        self.visits.iter().rev().find(|visit| visit.order == order && matches!(visit.state, VisitState::Agreed { .. }))
    }

    #[must_use]
    pub fn extension(&self, seq: Seq) -> Option<&Extension> {
        self.extensions.iter().find(|extension| extension.seq == seq)
    }

    #[must_use]
    pub fn follow_up(&self, seq: Seq) -> Option<&FollowUp> {
        self.follow_ups.iter().find(|one| one.seq == seq)
    }

    #[must_use]
    pub fn latest_follow_up(&self) -> Option<&FollowUp> {
        self.follow_ups.last()
    }

    #[must_use]
    pub fn call(&self, seq: Seq) -> Option<&CallTask> {
        self.calls.iter().find(|call| call.seq == seq)
    }

    #[must_use]
    pub fn running(&self, rule: Rule, subject: Seq) -> Option<&Clock> {
        self.clocks.iter().find(|clock| clock.rule == rule && clock.subject == subject && clock.running())
    }

    /// The clock by which the team has to finish the order.
    #[must_use]
    pub fn finish_clock(&self, order: Seq) -> Option<&Clock> {
        self.clocks
            .iter()
            .rev()
            .find(|clock| matches!(clock.rule, Rule::SingleTrade | Rule::MultiTrade) && clock.subject == order)
    }

    pub fn photos_for(&self, purpose: Purpose) -> impl Iterator<Item = AttachmentId> + '_ {
        self.photos.iter().filter(move |photo| photo.purpose == purpose).map(|photo| photo.id)
    }

    /// The revision of what the cards of this record show.
    #[must_use]
    pub fn rev_of(&self, seq: Seq) -> Option<i64> {
        if seq == COMPLAINT {
            return Some(self.shown_rev);
        }
        None.or_else(|| self.order(seq).map(|one| one.shown_rev))
            .or_else(|| self.approval(seq).map(|one| one.shown_rev))
            .or_else(|| self.visit(seq).map(|one| one.shown_rev))
            .or_else(|| self.extension(seq).map(|one| one.shown_rev))
            .or_else(|| self.follow_up(seq).map(|one| one.shown_rev))
            .or_else(|| self.call(seq).map(|one| one.shown_rev))
    }

    /// Somebody has to move at once: an emergency that is neither called off nor
    /// merely doubted, of a case that is not over.
    #[must_use]
    pub fn is_urgent(&self) -> bool {
        !self.complaint.state.is_over() && self.complaint.emergency.as_ref().is_some_and(Emergency::is_urgent)
    }

    /// An alarm that nobody has in hand.
    #[must_use]
    pub fn rings(&self) -> bool {
        !self.complaint.state.is_over() && self.complaint.emergency.as_ref().is_some_and(Emergency::rings)
    }

    /// Until when an answer to a doubt is waited for.
    #[must_use]
    pub fn doubted_until(&self) -> Option<DateTime<Utc>> {
        let doubted = self.complaint.emergency.as_ref().filter(|_| !self.complaint.state.is_over());
        doubted.and_then(Emergency::doubted_until)
    }

    /// The cost of work that went ahead of its approval and that is not decided:
    /// it is asked, or came back for another estimate.
    #[must_use]
    pub fn unsettled_cost(&self) -> Option<&Approval> {
        let given_up =
            |order: &WorkOrder| matches!(order.state, OrderState::Cancelled { .. } | OrderState::ReturnedUnable { .. });
        self.orders
            .iter()
            .filter(|order| !given_up(order))
            .filter_map(|order| self.approvals.iter().rev().find(|one| one.order == order.seq))
            .find(|one| one.ahead && one.is_undecided())
    }

    /// Where work can be dispatched, answered or forwarded: registered and
    /// nobody has it.
    #[must_use]
    pub fn waits_for_routing(&self) -> bool {
        use crate::domain::complaint::State;
        self.open_order().is_none() && matches!(self.complaint.state, State::Registered | State::InProgress { .. })
    }

    /// Open, and without a number so far.
    #[must_use]
    pub fn is_being_said(&self) -> bool {
        self.complaint.state == crate::domain::complaint::State::Received
    }

    // Authority. Every act begins with one of these.

    /// The clerks' desk: clerks, case handlers, and the manager above them.
    ///
    /// # Errors
    /// `NotYours` for everybody else.
    pub fn as_desk(&self, actor: &Actor) -> Result<By, Refusal> {
        self.by_seat(actor, &[Role::CsClerk, Role::CaseHandler, Role::CsManager])
    }

    /// # Errors
    /// `NotYours` unless the actor holds one of the roles in this estate.
    pub fn by_seat(&self, actor: &Actor, roles: &[Role]) -> Result<By, Refusal> {
        actor.seat(roles, self.estate).map(|seat| By::seat(actor, seat)).ok_or(Refusal::NotYours)
    }

    /// Whoever has to do with the case and may read it and add to it: its people
    /// and the company's staff of the estate; of the teams and departments those
    /// that have or had it, and every team's leader while it is urgent.
    ///
    /// # Errors
    /// `NotYours` for everybody else.
    pub fn as_concerned(&self, actor: &Actor) -> Result<By, Refusal> {
        let had = |seat: &Seat| match (seat.role, seat.unit.as_deref()) {
            (Role::RepairTeamLeader, Some(unit)) => {
                self.is_urgent() || self.orders.iter().any(|order| order.team == unit)
            }
            (Role::DeptHandler, Some(unit)) => {
                self.forwarded_to() == Some(unit) || self.complaint.units.iter().any(|one| one == unit)
            }
            _ => true,
        };
        let mut seats = actor.seats.iter().filter(|seat| seat.covers(seat.role, self.estate));
        let seat = |_| seats.find(|seat| had(seat)).map(|seat| By::seat(actor, seat)).ok_or(Refusal::NotYours);
        self.as_resident(actor).or_else(seat)
    }

    /// The leader of the order's team.
    ///
    /// # Errors
    /// `NotYours` for everybody else.
    pub fn as_leader(&self, actor: &Actor, order: &WorkOrder) -> Result<By, Refusal> {
        actor
            .seats
            .iter()
            .find(|seat| seat.covers(Role::RepairTeamLeader, self.estate) && seat.unit.as_deref() == Some(&order.team))
            .map(|seat| By::seat(actor, seat))
            .ok_or(Refusal::NotYours)
    }

    /// Somebody of the home, or who reported it.
    ///
    /// # Errors
    /// `NotYours` for everybody else.
    pub fn as_resident(&self, actor: &Actor) -> Result<By, Refusal> {
        let reporter = actor.person.is_some() && actor.person == Some(self.complaint.reporter);
        let lives_there = self.complaint.home.is_some_and(|home| actor.homes.contains(&home));
        if reporter || lives_there { Ok(By::resident(actor)) } else { Err(Refusal::NotYours) }
    }

    /// Who speaks for the home today. Whoever reported it and has moved out reads
    /// on and adds to it, but agrees to nothing: the household of today does.
    ///
    /// # Errors
    /// `NotYours` for everybody else.
    pub fn as_voice(&self, actor: &Actor, frame: &Frame) -> Result<By, Refusal> {
        let by = self.as_resident(actor)?;
        let household = &frame.people.residents;
        let lives_there = household.iter().any(|one| Some(one.person) == actor.person);
        let nobody = self.complaint.home.is_none() || household.is_empty();
        if lives_there || nobody { Ok(by) } else { Err(Refusal::NotYours) }
    }

    /// Whom to telephone for the home: whoever reported it, once he has moved out
    /// the household of today.
    #[must_use]
    pub fn to_call(&self, frame: &Frame) -> PersonId {
        let household = &frame.people.residents;
        let reporter = self.complaint.reporter;
        if household.iter().any(|one| one.person == reporter) {
            return reporter;
        }
        household.iter().find(|one| one.tie != Tie::Tenant).map_or(reporter, |one| one.person)
    }

    /// Who may sign and consent: the home's owner and family, or whoever
    /// reported it; nobody signs on behalf of the owner (003c §4.6.2(4)).
    ///
    /// # Errors
    /// `NotYours` for everybody else.
    pub fn as_signatory(&self, actor: &Actor, frame: &Frame) -> Result<By, Refusal> {
        let by = self.as_voice(actor, frame)?;
        let tenant =
            frame.people.residents.iter().any(|one| Some(one.person) == actor.person && one.tie == Tie::Tenant);
        let reporter = actor.person == Some(self.complaint.reporter);
        if tenant && !reporter { Err(Refusal::NotYours) } else { Ok(by) }
    }

    /// A question to the owner's side; a visit that the owner himself proposed
    /// is one to the team.
    #[must_use]
    pub fn asks_owner(&self, topic: Topic) -> bool {
        match topic {
            Topic::Visit { visit } => self.visit(visit).is_none_or(|visit| !visit.from_owner),
            Topic::Extension { .. } | Topic::Sign { .. } | Topic::Answer { .. } | Topic::Rate { .. } => true,
            _ => false,
        }
    }

    /// Whom to ask on the owner's side: the reporter first, then whoever of the
    /// home can be reached.
    #[must_use]
    pub fn owner_side(&self, frame: &Frame) -> Vec<PersonId> {
        let reachable =
            |person: PersonId| frame.people.residents.iter().any(|one| one.person == person && one.reachable);
        if reachable(self.complaint.reporter) {
            return vec![self.complaint.reporter];
        }
        frame
            .people
            .residents
            .iter()
            .filter(|one| one.reachable && one.tie != Tie::Tenant)
            .map(|one| one.person)
            .collect()
    }
}
