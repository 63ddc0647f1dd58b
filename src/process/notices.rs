//! Who hears of an event that no card brings him: short, to the point, and
//! never to the one who did it.

use crate::domain::case::Case;
use crate::domain::complaint::Source;
use crate::domain::emergency::State;
use crate::domain::event::{Event, Happened};
use crate::domain::frame::Frame;
use crate::domain::ids::{PersonId, Seq};
use crate::domain::people::{By, Role};
use crate::domain::work_order::State as OrderState;
use crate::domain::{alarm, teams};
use crate::process::say::{Notice, Say, Sketch, about, who};
use crate::process::{cards, status};
use crate::script::args::Args;
use crate::talk::message::Class;
use crate::talk::tap::Tap;

/// The notices of one event.
#[must_use]
pub fn of(case: &Case, happened: &Happened, frame: &Frame) -> Vec<Notice> {
    let told = Telling { case, happened, frame };
    let mut notices = told.notices();
    notices.retain(|notice| Some(notice.to) != happened.by.person);
    notices
}

struct Telling<'a> {
    case: &'a Case,
    happened: &'a Happened,
    frame: &'a Frame<'a>,
}

impl Telling<'_> {
    fn args(&self) -> Args {
        who(about(self.case, self.frame), self.happened.by, self.frame).when("at", self.happened.at)
    }

    fn owner(&self) -> Vec<PersonId> {
        self.case.owner_side(self.frame)
    }

    fn leaders(&self, order: Seq) -> Vec<PersonId> {
        self.case.order(order).map(|order| teams::leaders(self.case, order, self.frame)).unwrap_or_default()
    }

    fn desk(&self) -> Vec<PersonId> {
        self.frame.people.desk(self.case.estate)
    }

    fn seat(&self, role: Role) -> Vec<PersonId> {
        self.frame.people.seat_for(role, self.case.estate, &[]).map(|seating| seating.holders).unwrap_or_default()
    }

    fn tell(&self, people: Vec<PersonId>, key: &str, args: Args) -> Vec<Notice> {
        let button = |label: &str, command: &str| {
            (Say::plain(label), Tap::Menu { command: command.to_owned(), arg: self.case.id.to_string() })
        };
        let sketch = Sketch::default().line(Say::new(key, args));
        let owners = self.owner();
        // How far the work is the owner can ask at any time; when somebody
        // comes to his door he has to know.
        let must_know = matches!(self.happened.event, Event::VisitAgreed { .. });
        let drawn = |to: PersonId| {
            let story = button("act.story", "case");
            // Whoever works on the case finds his card here, however far up it is.
            let is_owner = owners.contains(&to);
            let row = if is_owner { vec![story] } else { vec![button("act.handle", "card"), story] };
            let urgent = self.case.is_urgent() && !is_owner;
            let class = if is_owner && !must_know { Class::News } else { Class::Notice };
            Notice { to, sketch: sketch.clone().row(row).urgent(urgent), class }
        };
        people.into_iter().map(drawn).collect()
    }

    fn notices(&self) -> Vec<Notice> {
        let args = self.args();
        match &self.happened.event {
            // What registers itself is told with what the owner hears of his alarm.
            Event::Registered { .. } if self.happened.by == By::SYSTEM && self.is_sure() => Vec::new(),
            Event::Registered { .. } => self.tell(self.owner(), "notice.registered", args),
            Event::HandedOver { emergency: false } => self.tell(self.owner(), "notice.handed_over", args),
            // While it is being said the words belong to the dialogue.
            Event::Noted { .. } if self.unheard_of() => Vec::new(),
            Event::Noted { words, photos } => {
                let args = args.text("note", words.clone().unwrap_or_default()).int("photos", count(*photos));
                self.tell(self.listeners(), "notice.noted", args.flag("said", words.is_some()))
            }
            Event::Urged {} => self.tell(status::waits_for(self.case, self.frame), "notice.urged", args),
            Event::PutAway { reason: Some(reason) } => {
                self.tell(self.owner(), "notice.put_away", args.text("reason", reason.clone()))
            }
            Event::EmergencyRang { .. } => self.owner_at_once(&cards::heard(self.case, self.frame)),
            // Those who are told for the first time have the card.
            Event::EmergencySpread { told, .. } => {
                let mut people = alarm::reached(self.case, self.frame);
                people.retain(|person| !told.contains(person));
                let mut again = at_once(people, &cards::again(self.case, self.frame));
                if !told.is_empty() {
                    again.extend(self.owner_at_once(&Sketch::default().line(cards::climbed(told, args, self.frame))));
                }
                again
            }
            Event::EmergencyTaken {} => {
                let by = self.happened.by;
                let phone = by.person.and_then(|person| self.frame.people.phone(person));
                let args = cards::taker(args, by.seat, phone);
                self.owner_at_once(&Sketch::default().line(Say::new("notice.emergency_taken", args)))
            }
            Event::EmergencyCalledOff { .. } => self.tell(self.owner(), "notice.emergency_called_off", args),
            Event::WithdrawalWished { reason } => {
                let args = args.text("reason", reason.clone().unwrap_or_default()).flag("reasoned", reason.is_some());
                self.tell(self.workers(), "notice.withdrawal_wished", args)
            }
            Event::ApprovalRefused { approval, reason, .. } | Event::ApprovalReturned { approval, reason, .. }
                if self.case.approval(*approval).is_some_and(|one| one.ahead) =>
            {
                let refused = matches!(self.happened.event, Event::ApprovalRefused { .. });
                let key = if refused { "notice.ahead_refused" } else { "notice.ahead_returned" };
                let mut people = self.desk();
                people.extend(self.seat(Role::CsManager));
                people.sort_unstable();
                people.dedup();
                self.tell(people, key, args.text("reason", reason.clone().unwrap_or_else(|| "—".to_owned())))
            }
            Event::Withdrawn { .. } if self.unheard_of() => Vec::new(),
            Event::Withdrawn { reason } => {
                let args = args.text("reason", reason.clone().unwrap_or_default()).flag("reasoned", reason.is_some());
                self.tell(self.workers(), "notice.withdrawn", args)
            }
            Event::ApprovalStranded { amount, .. } => {
                self.tell(self.desk(), "notice.stranded", args.money("amount", amount.0))
            }
            Event::OrderIssued { order, number } => {
                let team = self.case.order(*order).map_or(String::new(), |order| order.team.clone());
                self.tell(self.owner(), "notice.issued", args.text("order", number.clone()).text("team", team))
            }
            Event::OrderAccepted { .. } => self.tell(self.owner(), "notice.accepted", args),
            Event::OrderCancelled { order, reason } => {
                let args = args.text("reason", reason.clone());
                let mut told = self.tell(self.leaders(*order), "notice.cancelled", args.clone());
                told.extend(self.rearranged(*order, args));
                told
            }
            Event::OrderReturned { order, .. } => self.rearranged(*order, args),
            Event::VisitAgreed { order, start, by_phone, .. } => {
                // Whoever was on the telephone knows.
                let mut people = if *by_phone { Vec::new() } else { self.owner() };
                people.extend(self.leaders(*order));
                self.tell(people, "notice.visit_agreed", args.when("visit", *start))
            }
            Event::Arrived { .. } => self.tell(self.owner(), "notice.arrived", args),
            Event::ExtensionAnswered { order, consent, until, .. } => {
                let key = if *consent { "notice.extended" } else { "notice.extension_denied" };
                self.tell(self.leaders(*order), key, args.when("until", *until))
            }
            Event::InspectionFailed { order, faults } => {
                let faulty = args.clone().text("faults", faults.clone());
                let mut told = self.tell(self.leaders(*order), "notice.inspection_failed", faulty);
                told.extend(self.tell(self.owner(), "notice.not_right_yet", args));
                told
            }
            Event::Signed { order, .. } => self.tell(self.leaders(*order), "notice.signed", args),
            // What follows says that no further attempt is made by itself.
            Event::WorkRefused { order, .. }
                if self.case.order(*order).is_some_and(|one| matches!(one.state, OrderState::Failed { .. })) =>
            {
                Vec::new()
            }
            Event::WorkRefused { reason, .. } => {
                let args = args.text("reason", reason.clone().unwrap_or_else(|| "—".to_owned()));
                self.tell(self.desk(), "notice.work_refused", args)
            }
            Event::Rated { satisfied: false, seriously, .. } => {
                let key = if *seriously { "notice.seriously_dissatisfied" } else { "notice.dissatisfied" };
                // The desk has a card about it; only the worst is said twice.
                let mut people = if *seriously { self.desk() } else { Vec::new() };
                people.extend(self.seat(Role::CsManager));
                people.sort_unstable();
                people.dedup();
                self.tell(people, key, args)
            }
            Event::CorrectionIssued { .. } => self.tell(self.owner(), "notice.correction", args),
            Event::FailedTooOften { times, order } => {
                let args = args.int("times", i64::from(*times));
                let mut people = self.desk();
                people.extend(self.seat(Role::CsManager));
                people.sort_unstable();
                people.dedup();
                let mut told = self.tell(people, "notice.failed_too_often", args.clone());
                if let Some(order) = order {
                    told.extend(self.tell(self.leaders(*order), "notice.order_failed", args.clone()));
                    told.extend(self.tell(self.owner(), "notice.others_come", args));
                }
                told
            }
            Event::Closed { reason: None } => self.tell(self.owner(), "notice.closed", args),
            _ => Vec::new(),
        }
    }

    /// The owner was told who comes, and now somebody else will.
    fn rearranged(&self, order: Seq, args: Args) -> Vec<Notice> {
        let Some(order) = self.case.order(order).filter(|order| order.number.is_some()) else { return Vec::new() };
        self.tell(self.owner(), "notice.rearranged", args.text("team", order.team.clone()))
    }

    /// Whoever telephoned is spoken to anyway: nobody has to call him for its sake.
    fn owner_at_once(&self, sketch: &Sketch) -> Vec<Notice> {
        let class = match self.case.complaint.source {
            Source::Bot => Class::Alarm,
            Source::Call => Class::News,
        };
        let told = at_once(self.owner(), sketch);
        told.into_iter().map(|notice| Notice { class, ..notice }).collect()
    }

    /// Somebody has said it, who hears at once.
    fn is_sure(&self) -> bool {
        let emergency = self.case.complaint.emergency.as_ref();
        !emergency.is_some_and(|one| matches!(one.state, State::Ringing { sure: false, .. }))
    }

    /// Nobody of the company has seen the case: it is still being said.
    fn unheard_of(&self) -> bool {
        self.case.number.is_none() && self.case.complaint.handed_over_at.is_none()
    }

    /// Whoever has the case in hand: the leader of an open order, else the desk;
    /// whoever has taken an emergency, before that everybody who was told.
    fn workers(&self) -> Vec<PersonId> {
        if self.case.rings() {
            return alarm::reached(self.case, self.frame);
        }
        let mut people = self.hands();
        if let Some(State::Taken { by, .. }) = self.case.complaint.emergency.as_ref().map(|one| &one.state)
            && self.case.is_urgent()
        {
            people.extend(by.person.filter(|person| !people.contains(person)));
        }
        people
    }

    /// What the owner says while he is asked how it was, is not for whoever is
    /// being rated.
    fn listeners(&self) -> Vec<PersonId> {
        let asked = self.case.latest_follow_up().is_some_and(|one| one.asked_at.is_some());
        if asked && self.happened.by.seat.is_none() { self.desk() } else { self.workers() }
    }

    fn hands(&self) -> Vec<PersonId> {
        match self.case.orders.iter().rev().find(|order| order.number.is_some()) {
            Some(order) => self.leaders(order.seq),
            None => self.desk(),
        }
    }
}

/// Before everything else that waits for these people.
fn at_once(people: Vec<PersonId>, sketch: &Sketch) -> Vec<Notice> {
    people.into_iter().map(|to| Notice { to, sketch: sketch.clone(), class: Class::Alarm }).collect()
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
