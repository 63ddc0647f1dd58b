//! The call-back 回访 (S12), the call list, and the end of a case.

use super::{Done, as_system};
use crate::domain::asks::still_to_say;
use crate::domain::beside::{Attempt, CallTask, CallTopic, Unheard};
use crate::domain::case::{COMPLAINT, Case};
use crate::domain::complaint;
use crate::domain::event::Event;
use crate::domain::follow_up::{Answered, FollowUp, Plan, State};
use crate::domain::frame::Frame;
use crate::domain::ids::{PersonId, Seq};
use crate::domain::people::{Actor, By, Role};
use crate::domain::refusal::Refusal;

/// Who may call back: the desk, or whoever holds the caller's seat of a plan.
const CALLERS: [Role; 4] = [Role::CsClerk, Role::CaseHandler, Role::MaintenanceSupervisor, Role::CsManager];

impl Case {
    pub(super) fn open_follow_up(
        &mut self,
        order: Option<Seq>,
        round: u32,
        again: bool,
        actor: &Actor,
        frame: &Frame,
    ) -> Done {
        let by = as_system(actor)?;
        for earlier in &mut self.follow_ups {
            earlier.cancel(frame.at);
        }
        let plans = if order.is_some() { vec![Plan::Phone000c, Plan::Repair004] } else { vec![Plan::Complaint004] };
        let follow_up = FollowUp {
            seq: self.take_seq(),
            order,
            round,
            again,
            plans,
            due_since: frame.at,
            asked_at: None,
            on_call_list_at: None,
            attempts: 0,
            answers: Vec::new(),
            shown_rev: 1,
            state: State::Due,
        };
        let seq = follow_up.seq;
        self.follow_ups.push(follow_up);
        Ok((by, vec![Event::FollowUpDue { follow_up: seq, again }]))
    }

    fn with_follow_up(
        &mut self,
        seq: Seq,
        change: impl FnOnce(FollowUp) -> Result<FollowUp, Refusal>,
    ) -> Result<(), Refusal> {
        let place = self.follow_ups.iter_mut().find(|one| one.seq == seq).ok_or(Refusal::Unknown)?;
        *place = change(place.clone())?;
        Ok(())
    }

    pub(super) fn ask_rating(&mut self, follow_up: Seq, actor: &Actor, frame: &Frame) -> Done {
        let by = as_system(actor)?;
        let open = self.follow_up(follow_up).is_some_and(|one| one.open() && one.asked_at.is_none());
        if !open || self.owner_side(frame).is_empty() {
            return Ok((by, Vec::new()));
        }
        self.with_follow_up(follow_up, |mut one| {
            one.asked_at = Some(frame.at);
            one.shown_rev += 1;
            Ok(one)
        })?;
        Ok((by, vec![Event::RatingAsked { follow_up }]))
    }

    pub(super) fn put_on_call_list(&mut self, follow_up: Seq, actor: &Actor, frame: &Frame) -> Done {
        let by = as_system(actor)?;
        let open = self.follow_up(follow_up).is_some_and(|one| one.open() && one.on_call_list_at.is_none());
        if !open {
            return Ok((by, Vec::new()));
        }
        self.with_follow_up(follow_up, |mut one| {
            one.on_call_list_at = Some(frame.at);
            one.shown_rev += 1;
            Ok(one)
        })?;
        let mut events = vec![Event::FollowUpOnCallList { follow_up }];
        events.extend(self.add_call(self.to_call(frame), CallTopic::Rate { follow_up }, Unheard::No, frame));
        Ok((by, events))
    }

    /// Answers of the owner himself, or told to a caller on the telephone, who
    /// is never the one who did the work.
    pub(super) fn rate(&mut self, follow_up: Seq, answers: Vec<Answered>, actor: &Actor, frame: &Frame) -> Done {
        let found = self.follow_up(follow_up).ok_or(Refusal::Unknown)?.clone();
        let (by, by_phone) = match self.as_voice(actor, frame) {
            Ok(by) => (by, false),
            Err(_) => (self.as_caller(actor, &found)?, true),
        };
        // Who has answered reads that, and not only that it is over.
        let rated = found.answer(answers, by, by_phone, frame.at)?;
        self.complaint.still_open()?;
        let seriously = matches!(rated.state, State::Dissatisfied { seriously: true, .. });
        let satisfied = matches!(rated.state, State::Satisfied { .. });
        self.with_follow_up(follow_up, |_| Ok(rated))?;
        Ok((by, vec![Event::Rated { follow_up, satisfied, seriously, by_phone }]))
    }

    /// May this actor call back on this follow-up?
    ///
    /// # Errors
    /// `OwnWork` for whoever did the work, `NotYours` without a caller's seat.
    pub fn as_caller(&self, actor: &Actor, follow_up: &FollowUp) -> Result<By, Refusal> {
        let did_it = follow_up.order.and_then(|order| self.order(order)).and_then(|order| order.leader);
        if did_it.is_some() && did_it == actor.person {
            return Err(Refusal::OwnWork);
        }
        self.by_seat(actor, &CALLERS)
    }

    /// What the owner said on the telephone, by whoever has the call about it on
    /// the list; never by the one who did the work.
    pub(super) fn as_told(&self, actor: &Actor, topic: &CallTopic) -> Result<By, Refusal> {
        let called = self.calls.iter().any(|call| call.open() && call.topics.contains(topic));
        let did_it = self.orders.iter().any(|order| order.leader.is_some() && order.leader == actor.person);
        match (called, did_it) {
            (true, true) => Err(Refusal::OwnWork),
            (true, false) => self.by_seat(actor, &CALLERS),
            (false, _) => Err(Refusal::NotYours),
        }
    }

    pub(super) fn call_for(
        &mut self,
        (person, topic, unheard): (PersonId, CallTopic, Unheard),
        actor: &Actor,
        frame: &Frame,
    ) -> Done {
        let by = as_system(actor)?;
        // It may have been settled while its message was on the way.
        if !still_to_say(self, &topic, frame) {
            return Ok((by, Vec::new()));
        }
        let event = self.add_call(person, topic, unheard, frame);
        Ok((by, event.into_iter().collect()))
    }

    /// One open call task per person collects all topics.
    pub(super) fn add_call(
        &mut self,
        person: PersonId,
        topic: CallTopic,
        unheard: Unheard,
        frame: &Frame,
    ) -> Option<Event> {
        if let Some(open) = self.calls.iter_mut().find(|call| call.person == person && call.open()) {
            if !open.topics.contains(&topic) {
                open.topics.push(topic);
                open.unheard = open.unheard.max(unheard);
                open.shown_rev += 1;
            }
            return None;
        }
        let task = CallTask {
            seq: self.take_seq(),
            person,
            topics: vec![topic],
            unheard,
            opened_at: frame.at,
            attempts: Vec::new(),
            shown_rev: 1,
            done_at: None,
            done_by: None,
        };
        let seq = task.seq;
        self.calls.push(task);
        Some(Event::CallWanted { task: seq, person })
    }

    /// What was settled in another way needs no call any more.
    pub(super) fn drop_settled_calls(&mut self, by: By, frame: &Frame) {
        let waits = |topic: &CallTopic| still_to_say(self, topic, frame);
        let open = self.calls.iter().filter(|call| call.open());
        let settled: Vec<(Seq, CallTopic)> = open
            .flat_map(|call| call.topics.iter().map(|topic| (call.seq, topic.clone())))
            .filter(|(_, topic)| !waits(topic))
            .collect();
        self.settle(&settled, by, frame);
    }

    fn settle(&mut self, settled: &[(Seq, CallTopic)], by: By, frame: &Frame) {
        for (seq, topic) in settled {
            let Some(call) = self.calls.iter_mut().find(|call| call.seq == *seq) else { continue };
            call.topics.retain(|one| one != topic);
            call.shown_rev += 1;
            if call.topics.is_empty() {
                call.finish(by, frame.at);
            }
        }
    }

    pub(super) fn call_tried(&mut self, task: Seq, actor: &Actor, frame: &Frame) -> Done {
        let by = self.by_seat(actor, &CALLERS)?;
        self.complaint.still_open()?;
        let call = self.calls.iter_mut().find(|call| call.seq == task).ok_or(Refusal::Unknown)?;
        if let (Some(at), Some(by)) = (call.done_at, call.done_by) {
            return Err(Refusal::AlreadyDone { by: by.person, at });
        }
        call.attempts.push(Attempt { at: frame.at, by });
        call.shown_rev += 1;
        let attempt = call.attempts.len();
        let topics = call.topics.clone();
        let mut events = vec![Event::CallTried { task, attempt }];
        for topic in topics {
            if let CallTopic::Rate { follow_up } = topic {
                events.extend(self.tried(follow_up, attempt, frame)?);
            }
        }
        Ok((by, events))
    }

    fn tried(&mut self, follow_up: Seq, attempt: usize, frame: &Frame) -> Result<Option<Event>, Refusal> {
        let most = frame.rules.x_revisit_attempts as usize;
        let mut gave_up = false;
        self.with_follow_up(follow_up, |mut one| {
            one.attempts += 1;
            if one.state == State::Due && attempt >= most {
                one.state = State::Unreachable { at: frame.at };
                gave_up = true;
            }
            one.shown_rev += 1;
            Ok(one)
        })?;
        Ok(gave_up.then_some(Event::FollowUpUnreachable { follow_up }))
    }

    /// He was reached. What only had to be told is told; what waits for his own
    /// word goes on waiting, and the call with it.
    pub(super) fn call_done(&mut self, task: Seq, actor: &Actor, frame: &Frame) -> Done {
        let by = self.by_seat(actor, &CALLERS)?;
        self.complaint.still_open()?;
        let call = self.calls.iter_mut().find(|call| call.seq == task).ok_or(Refusal::Unknown)?;
        if let (Some(at), Some(by)) = (call.done_at, call.done_by) {
            return Err(Refusal::AlreadyDone { by: by.person, at });
        }
        call.attempts.push(Attempt { at: frame.at, by });
        call.shown_rev += 1;
        let told = |topic: &&CallTopic| matches!(topic, CallTopic::Talk { .. } | CallTopic::Unsaid { .. });
        let told: Vec<(Seq, CallTopic)> = call.topics.iter().filter(told).map(|topic| (task, topic.clone())).collect();
        self.settle(&told, by, frame);
        Ok((by, vec![Event::CallMade { task }]))
    }

    /// The written notice to the repairer; the rework begins with it.
    pub(super) fn correct(&mut self, follow_up: Seq, faults: String, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_desk(actor)?;
        self.complaint.still_open()?;
        let found = self.follow_up(follow_up).ok_or(Refusal::Unknown)?.clone();
        let corrected = found.correct(by, faults.clone(), frame.at)?;
        let (order, failed) = (corrected.order, corrected.faults_quality());
        self.with_follow_up(follow_up, |_| Ok(corrected))?;
        self.complaint = self.complaint.clone().in_progress(frame.at);
        self.shown_rev += 1;
        let mut events = vec![Event::CorrectionIssued { follow_up, faults }];
        match order {
            Some(order) => events.extend(self.try_again(order, Some(self.correction(follow_up)), failed, frame)?),
            None => self.complaint.desk_round += 1,
        }
        Ok((by, events))
    }

    fn correction(&self, follow_up: Seq) -> String {
        match self.follow_up(follow_up).map(|one| &one.state) {
            Some(State::Corrected { faults, .. }) => faults.clone(),
            _ => String::new(),
        }
    }

    /// Closes what may be closed; says nothing when it may not yet.
    pub(super) fn try_close(&mut self, actor: &Actor, frame: &Frame) -> Done {
        let by = as_system(actor)?;
        let accepted = matches!(self.complaint.state, complaint::State::RevisitDue { accepted: true, .. });
        let satisfied = self.latest_follow_up().is_some_and(|one| matches!(one.state, State::Satisfied { .. }));
        if !(accepted && satisfied) || self.unsettled_cost().is_some() {
            return Ok((by, Vec::new()));
        }
        self.close(by, None, frame);
        Ok((by, vec![Event::Closed { reason: None }]))
    }

    /// The manager's written reason after failed contact; never over a
    /// dissatisfied call-back (section 5 no. 45).
    pub(super) fn close_unreached(&mut self, reason: String, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_closer(actor)?;
        let unreached: Vec<Seq> = self.follow_ups.iter().filter(|one| one.open()).map(|one| one.seq).collect();
        for seq in unreached {
            let reason = reason.clone();
            self.with_follow_up(seq, |mut one| {
                one.state = State::ClosedUnreached { at: frame.at, by, reason };
                one.shown_rev += 1;
                Ok(one)
            })?;
        }
        self.close(by, Some(reason.clone()), frame);
        Ok((by, vec![Event::Closed { reason: Some(reason) }]))
    }

    /// Who may close where contact has failed.
    ///
    /// # Errors
    /// `NotYours` without the manager's seat, `Dissatisfied` over such a
    /// call-back, `NotNow` while contact has not failed.
    pub fn as_closer(&self, actor: &Actor) -> Result<By, Refusal> {
        let by = self.by_seat(actor, &[Role::CsManager])?;
        self.complaint.still_open()?;
        if self.unsettled_cost().is_some() {
            return Err(Refusal::CostUnsettled);
        }
        if self.may_close_unreached() {
            return Ok(by);
        }
        let dissatisfied = self
            .latest_follow_up()
            .is_some_and(|one| matches!(one.state, State::Dissatisfied { .. } | State::Corrected { .. }));
        Err(if dissatisfied { Refusal::Dissatisfied } else { Refusal::NotNow })
    }

    /// Contact has failed: no signature, or no call-back, and nothing that is
    /// dissatisfied.
    #[must_use]
    pub fn may_close_unreached(&self) -> bool {
        let complaint::State::RevisitDue { accepted, .. } = self.complaint.state else {
            return false;
        };
        match self.latest_follow_up().map(|one| &one.state) {
            Some(State::Unreachable { .. }) => true,
            Some(State::Satisfied { .. }) => !accepted,
            _ => false,
        }
    }

    fn close(&mut self, by: By, reason: Option<String>, frame: &Frame) {
        self.complaint = self.complaint.clone().close(by, reason, frame.at);
        for call in &mut self.calls {
            call.finish(by, frame.at);
        }
        self.shown_rev += 1;
    }

    /// What a record's cards are addressed by; `Seq(0)` is the complaint.
    #[must_use]
    pub fn knows(&self, seq: Seq) -> bool {
        seq == COMPLAINT || self.rev_of(seq).is_some()
    }
}
