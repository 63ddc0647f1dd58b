//! Intake (S01): the first words make a case; the dialogue completes it, the
//! clerk may; left alone it goes to the clerk as it stands.

use super::{Done, as_system};
use crate::domain::case::{Case, Photo, Purpose};
use crate::domain::command::{Described, Opening};
use crate::domain::complaint::{Complaint, Details, Source, State};
use crate::domain::emergency::category_of;
use crate::domain::event::{Event, Happened};
use crate::domain::frame::Frame;
use crate::domain::ids::{AttachmentId, CaseId};
use crate::domain::people::{Actor, By, Role};
use crate::domain::refusal::Refusal;

/// – → received: the case exists from here on, whatever happens afterwards.
///
/// # Errors
/// `NotYours` when an owner opens for somebody else; `NotYourHome` when the
/// home is not one of his.
pub fn open(id: CaseId, opening: Opening, actor: &Actor, frame: &Frame) -> Result<(Case, Happened), Refusal> {
    let by = opener(&opening, actor)?;
    let event = Event::Received {
        words: opening.words.clone(),
        photos: opening.photos.len(),
        by_call: opening.source == Source::Call,
    };
    let complaint = Complaint {
        reporter: opening.reporter,
        recorder: by,
        source: opening.source,
        home: opening.home,
        details: Details { words: opening.words, category: opening.category, place: None, available: None },
        emergency: None,
        failed_repairs: 0,
        received_at: frame.at,
        registered_at: None,
        handed_over_at: None,
        desk_round: 1,
        back: None,
        units: Vec::new(),
        forwarded_with: None,
        urged_at: None,
        answer: None,
        state: State::Received,
    };
    let photos = opening.photos.into_iter().map(|id| Photo { id, purpose: Purpose::Complaint }).collect();
    let case = Case {
        id,
        number: None,
        estate: opening.estate,
        home: None,
        version: 0,
        next_seq: 1,
        shown_rev: 1,
        complaint,
        orders: Vec::new(),
        approvals: Vec::new(),
        visits: Vec::new(),
        extensions: Vec::new(),
        follow_ups: Vec::new(),
        calls: Vec::new(),
        clocks: Vec::new(),
        photos,
    };
    Ok((case, Happened { at: frame.at, by, event }))
}

fn opener(opening: &Opening, actor: &Actor) -> Result<By, Refusal> {
    match opening.source {
        Source::Bot => {
            if actor.person != Some(opening.reporter) {
                return Err(Refusal::NotYours);
            }
            if opening.home.is_some_and(|home| !actor.homes.contains(&home)) {
                return Err(Refusal::NotYourHome);
            }
            Ok(By::resident(actor))
        }
        Source::Call => actor
            .seat(&[Role::CsClerk, Role::CaseHandler, Role::CsManager], opening.estate)
            .map(|seat| By::seat(actor, seat))
            .ok_or(Refusal::NotYours),
    }
}

impl Case {
    /// The clerk, or somebody of the owner's side.
    pub(super) fn as_describer(&self, actor: &Actor) -> Result<By, Refusal> {
        self.as_desk(actor).or_else(|_| self.as_resident(actor))
    }

    /// What is being said may turn out to be part of another case, or said for
    /// somebody else.
    ///
    /// # Errors
    /// `NotYours` for strangers, `Closed` when it was taken back, `NotNow` once
    /// it has a number.
    pub fn may_join_another(&self, actor: &Actor) -> Result<(), Refusal> {
        self.as_resident(actor)?;
        self.complaint.still_open()?;
        if self.is_being_said() { Ok(()) } else { Err(Refusal::NotNow) }
    }

    pub(super) fn describe(&mut self, described: Described, actor: &Actor, _frame: &Frame) -> Done {
        let by = self.as_describer(actor)?;
        self.complaint.still_open()?;
        let before = self.complaint.details.clone();
        if let Some((home, estate)) = described.home {
            let own = by.seat.is_none();
            if own && !actor.homes.contains(&home) {
                return Err(Refusal::NotYourHome);
            }
            if self.complaint.state != State::Received && self.complaint.home != Some(home) {
                return Err(Refusal::NotNow);
            }
            self.complaint.home = Some(home);
            self.estate = estate;
        }
        let details = &mut self.complaint.details;
        details.words = described.words.unwrap_or(std::mem::take(&mut details.words));
        details.category = described.category.or(details.category.take());
        details.place = described.place.or(details.place.take());
        details.available = described.available.or(details.available.take());
        let changed = before.changed(details);
        self.shown_rev += 1;
        // While it is being said, every answer is part of saying it.
        let told = self.complaint.state != State::Received && !changed.is_empty();
        Ok((by, told.then_some(Event::Described { changed }).into_iter().collect()))
    }

    /// What is urgent registers itself, and its danger says what it is about.
    pub(super) fn register(&mut self, number: String, actor: &Actor, frame: &Frame) -> Done {
        let urgent = self.complaint.emergency.as_ref().filter(|one| one.is_urgent()).map(|one| one.danger);
        let by = if urgent.is_some() && actor.is_system() { By::SYSTEM } else { self.as_describer(actor)? };
        if self.number.is_some() {
            // By whom is not on record: the recorder is whoever opened it.
            return Err(Refusal::AlreadyDone { by: None, at: self.complaint.registered_at.unwrap_or(frame.at) });
        }
        let mut complaint = self.complaint.clone();
        if let Some(danger) = urgent {
            complaint.details.category.get_or_insert_with(|| category_of(danger).to_owned());
        }
        self.complaint = complaint.register(frame.at)?;
        self.number = Some(number.clone());
        self.shown_rev += 1;
        Ok((by, vec![Event::Registered { number }]))
    }

    pub(super) fn hand_over(&mut self, actor: &Actor, frame: &Frame) -> Done {
        let by = as_system(actor)?;
        if self.complaint.state != State::Received || self.complaint.handed_over_at.is_some() {
            return Ok((by, Vec::new()));
        }
        self.complaint.handed_over_at = Some(frame.at);
        self.shown_rev += 1;
        Ok((by, vec![Event::HandedOver { emergency: self.is_urgent() }]))
    }

    /// By name, with what it stops said before. What is urgent nobody takes back
    /// alone: somebody may be on the way, and the danger may be another's.
    pub(super) fn withdraw(&mut self, reason: Option<String>, actor: &Actor, frame: &Frame) -> Done {
        let by = self.as_voice(actor, frame)?;
        self.complaint.still_open()?;
        if self.is_urgent() {
            return Err(Refusal::OnDutyDecides);
        }
        // Work that was reported is inspected and signed, or refused (S04).
        if self.open_order().is_some_and(|order| !order.can_be_cancelled()) {
            return Err(Refusal::NotNow);
        }
        self.complaint = self.complaint.clone().withdraw(by, reason.clone(), frame.at)?;
        self.end_orders(by, reason.as_deref().unwrap_or_default(), frame);
        for call in &mut self.calls {
            call.finish(by, frame.at);
        }
        self.shown_rev += 1;
        Ok((by, vec![Event::Withdrawn { reason }]))
    }

    /// Left off before anybody has heard of it: "cancel" means what is being
    /// said, never what others have in hand or what is or was urgent.
    pub(super) fn take_back(&mut self, actor: &Actor, frame: &Frame) -> Done {
        self.as_resident(actor)?;
        self.complaint.still_open()?;
        let spoken_of = self.complaint.emergency.is_some() && self.doubted_until().is_none();
        if self.number.is_some() || self.complaint.handed_over_at.is_some() || spoken_of {
            return Err(Refusal::GoesOn);
        }
        self.withdraw(None, actor, frame)
    }

    /// The owner's wish, for whoever decides.
    pub(super) fn wish_withdrawn(&mut self, reason: Option<String>, actor: &Actor) -> Done {
        let by = self.as_resident(actor)?;
        self.complaint.still_open()?;
        self.shown_rev += 1;
        Ok((by, vec![Event::WithdrawalWished { reason }]))
    }

    /// Handed over unfinished, and no complaint at all: a word that its owner
    /// took back in the next one. Only the desk may, and only before it has a number.
    pub(super) fn put_away(&mut self, reason: String, actor: &Actor, frame: &Frame) -> Done {
        let by = self.may_put_away(actor)?;
        self.complaint = self.complaint.clone().withdraw(by, Some(reason.clone()), frame.at)?;
        for call in &mut self.calls {
            call.finish(by, frame.at);
        }
        self.shown_rev += 1;
        Ok((by, vec![Event::PutAway { reason: Some(reason) }]))
    }

    /// # Errors
    /// `NotYours` for others than the desk, `Closed`, `NotNow` for what is being
    /// said or has a number.
    pub fn may_put_away(&self, actor: &Actor) -> Result<By, Refusal> {
        let by = self.as_desk(actor)?;
        self.complaint.still_open()?;
        let unfinished = self.is_being_said() && self.complaint.handed_over_at.is_some();
        if unfinished { Ok(by) } else { Err(Refusal::NotNow) }
    }

    /// Words and pictures that belong to the case, from anybody who has to do
    /// with it. A closed case still takes a note.
    pub(super) fn note(&mut self, words: Option<String>, photos: Vec<AttachmentId>, actor: &Actor) -> Done {
        let by = self.as_concerned(actor)?;
        let event = Event::Noted { words, photos: photos.len() };
        let purpose = if self.complaint.state == State::Received { Purpose::Complaint } else { Purpose::Note };
        self.photos.extend(photos.into_iter().map(|id| Photo { id, purpose }));
        self.shown_rev += 1;
        Ok((by, vec![event]))
    }
}
