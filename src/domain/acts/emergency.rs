//! Emergencies: raised by whoever speaks of a danger, doubted until he answers,
//! spread level by level, taken in hand by one tap, or called off with a reason.

use super::{Done, as_system};
use crate::domain::case::Case;
use crate::domain::clock::{Rule, Told};
use crate::domain::emergency::{CALLERS_OFF, Emergency, State, TAKERS, Warning, category_of};
use crate::domain::event::Event;
use crate::domain::frame::Frame;
use crate::domain::ids::PersonId;
use crate::domain::people::{Actor, By};
use crate::domain::refusal::Refusal;

impl Case {
    /// The first danger that is spoken of counts; while somebody is on it, later
    /// words are words like others. What was called off may be said again.
    pub(super) fn raise_alarm(&mut self, warning: Warning, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_describer(actor)?;
        self.complaint.still_open()?;
        let before = self.complaint.emergency.as_ref();
        let open = match before.map(|one| &one.state) {
            Some(State::Ringing { .. } | State::Taken { .. }) => false,
            Some(State::Doubted { .. } | State::Recorded) => warning.sure,
            None | Some(State::CalledOff { .. }) => true,
        };
        if !open {
            return Ok((by, Vec::new()));
        }
        let Warning { danger, because, said, sure } = warning;
        let round = match before.map(|one| (&one.state, one.round)) {
            Some((State::Doubted { .. }, round)) => round,
            Some((_, round)) => round + 1,
            None => 1,
        };
        let until = frame.due(frame.now, frame.rules.x_emergency_doubt).at;
        let said_at = Some(frame.at);
        let emergency =
            Emergency { danger, because: because.clone(), said, said_at, round, state: State::Doubted { until } };
        self.complaint.emergency = Some(emergency);
        self.shown_rev += 1;
        let event = if sure { self.ring(true, frame) } else { Some(Event::EmergencyDoubted { danger, because }) };
        Ok((by, event.into_iter().collect()))
    }

    /// It rings from now on, however long ago it was said: nobody had a chance
    /// to move before. What nobody has sorted the danger sorts.
    fn ring(&mut self, sure: bool, frame: &Frame) -> Option<Event> {
        let emergency = self.complaint.emergency.as_mut()?;
        emergency.state = State::Ringing { since: frame.now, sure };
        let (danger, because) = (emergency.danger, emergency.because.clone());
        self.complaint.details.category.get_or_insert_with(|| category_of(danger).to_owned());
        // Work that waits for its approval goes ahead of it now.
        for approval in self.approvals.iter_mut().filter(|one| one.pending().is_some()) {
            approval.ahead = true;
        }
        self.shown_rev += 1;
        Some(Event::EmergencyRang { danger, because, sure })
    }

    /// "Yes, at once", "no hurry". Once it rings, only the person on duty can
    /// say that it is none.
    pub(super) fn answer_doubt(&mut self, urgent: bool, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_describer(actor)?;
        self.complaint.still_open()?;
        let Some(emergency) = &mut self.complaint.emergency else { return Err(Refusal::NotNow) };
        let event = match (&mut emergency.state, urgent) {
            (State::Doubted { .. }, true) => self.ring(true, frame),
            (State::Doubted { .. }, false) => {
                self.complaint.emergency = None;
                Some(Event::EmergencyDenied {})
            }
            (State::Ringing { sure, .. }, true) if !*sure => {
                *sure = true;
                Some(Event::EmergencyConfirmed {})
            }
            (State::Ringing { .. } | State::Taken { .. } | State::Recorded, true) => None,
            (State::Ringing { .. } | State::Taken { .. } | State::Recorded, false) => {
                return Err(Refusal::OnDutyDecides);
            }
            (State::CalledOff { at, by, .. }, _) => return Err(Refusal::AlreadyDone { by: by.person, at: *at }),
        };
        self.shown_rev += 1;
        Ok((by, event.into_iter().collect()))
    }

    pub(super) fn doubt_unanswered(&mut self, actor: &Actor, frame: &Frame) -> Done {
        let by = as_system(actor)?;
        let doubted = self.doubted_until().is_some();
        let event = if doubted { self.ring(false, frame) } else { None };
        Ok((by, event.into_iter().collect()))
    }

    /// One level higher, or everybody once more. Whom that reaches now is found
    /// by whoever asks for it; how far it has come is the clock's.
    pub(super) fn spread_alarm(&mut self, level: u8, told: Vec<PersonId>, actor: &Actor, frame: &Frame) -> Done {
        let by = as_system(actor)?;
        let clock = self.clocks.iter_mut().find(|clock| clock.rule == Rule::Emergency && clock.running());
        let Some(clock) = clock.filter(|_| self.complaint.emergency.as_ref().is_some_and(Emergency::rings)) else {
            return Ok((by, Vec::new()));
        };
        clock.last_notice = Some(Told { at: frame.now, level });
        Ok((by, vec![Event::EmergencySpread { level, told }]))
    }

    pub(super) fn take_emergency(&mut self, actor: &Actor, frame: &Frame) -> Done {
        let by = self.by_seat(actor, TAKERS)?;
        self.complaint.still_open()?;
        match self.complaint.emergency.as_ref().map(|one| &one.state) {
            Some(State::Taken { at, by } | State::CalledOff { at, by, .. }) => {
                return Err(Refusal::AlreadyDone { by: by.person, at: *at });
            }
            Some(State::Ringing { .. }) => {}
            Some(State::Doubted { .. } | State::Recorded) | None => return Err(Refusal::NotNow),
        }
        Ok((by, self.taken_by_acting(by, frame).into_iter().collect()))
    }

    /// Whoever sends somebody, or goes, has it in hand.
    pub(super) fn taken_by_acting(&mut self, by: By, frame: &Frame) -> Option<Event> {
        let emergency = self.complaint.emergency.as_mut().filter(|one| one.rings())?;
        emergency.state = State::Taken { at: frame.at, by };
        self.shown_rev += 1;
        Some(Event::EmergencyTaken {})
    }

    /// Who may say that it is none, and whether there is one to say it of.
    ///
    /// # Errors
    /// `NotYours` without such a seat, `AlreadyDone` when it was called off,
    /// `NotNow` where nothing is urgent.
    pub fn may_call_off(&self, actor: &Actor) -> Result<By, Refusal> {
        let by = self.by_seat(actor, CALLERS_OFF)?;
        self.complaint.still_open()?;
        match self.complaint.emergency.as_ref().map(|one| &one.state) {
            Some(State::CalledOff { at, by, .. }) => Err(Refusal::AlreadyDone { by: by.person, at: *at }),
            Some(State::Ringing { .. } | State::Taken { .. } | State::Recorded) => Ok(by),
            Some(State::Doubted { .. }) | None => Err(Refusal::NotNow),
        }
    }

    pub(super) fn call_off(&mut self, reason: String, actor: &Actor, frame: &Frame) -> Done {
        let by = self.may_call_off(actor)?;
        if let Some(emergency) = &mut self.complaint.emergency {
            emergency.state = State::CalledOff { at: frame.at, by, reason: reason.clone() };
        }
        self.shown_rev += 1;
        Ok((by, vec![Event::EmergencyCalledOff { reason }]))
    }
}
