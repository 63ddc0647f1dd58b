//! Which cards a case has now: for whom, about what. Declared from the state,
//! never event by event, so that no crash and no late update can leave a card
//! alive that has nothing to decide.

use crate::domain::beside::{ExtensionState, VisitState};
use crate::domain::case::{COMPLAINT, Case};
use crate::domain::complaint;
use crate::domain::follow_up;
use crate::domain::frame::Frame;
use crate::domain::ids::{PersonId, Seq};
use crate::domain::people::Role;
use crate::domain::work_order::State as OrderState;
use crate::process::alarm;
use crate::process::teams::{leaderless, leaders};
use std::fmt;

/// What a card is about. Its written form is the card's identity in one chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// Somebody has to move at once, and nobody has it in hand.
    Alarm {
        round: u32,
    },
    /// Route the case; also an unfinished complaint, an order that came back.
    Desk {
        round: i64,
    },
    /// A case forwarded to a department.
    Forwarded {
        round: i64,
    },
    Approval {
        approval: Seq,
    },
    Order {
        order: Seq,
        round: u32,
    },
    Visit {
        visit: Seq,
    },
    Extension {
        extension: Seq,
    },
    Check {
        order: Seq,
        round: u32,
    },
    Sign {
        order: Seq,
        round: u32,
    },
    /// The owner's word on an answer given with words.
    Answer {
        round: i64,
    },
    Rate {
        follow_up: Seq,
    },
    Call {
        task: Seq,
    },
    Correct {
        follow_up: Seq,
    },
    Close {
        follow_up: Seq,
    },
}

impl Topic {
    /// The owner is asked something; a leader, too, whom the owner proposed a visit.
    #[must_use]
    pub fn asks(self) -> bool {
        matches!(
            self,
            Topic::Visit { .. }
                | Topic::Extension { .. }
                | Topic::Sign { .. }
                | Topic::Answer { .. }
                | Topic::Rate { .. }
        )
    }

    /// The word of the kind: how its written form begins.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Topic::Alarm { .. } => "alarm",
            Topic::Desk { .. } => "desk",
            Topic::Forwarded { .. } => "forwarded",
            Topic::Approval { .. } => "approval",
            Topic::Order { .. } => "order",
            Topic::Visit { .. } => "visit",
            Topic::Extension { .. } => "extension",
            Topic::Check { .. } => "check",
            Topic::Sign { .. } => "sign",
            Topic::Answer { .. } => "answer",
            Topic::Rate { .. } => "rate",
            Topic::Call { .. } => "call",
            Topic::Correct { .. } => "correct",
            Topic::Close { .. } => "close",
        }
    }

    /// The record whose revision the card's buttons carry.
    #[must_use]
    pub fn record(self) -> Seq {
        match self {
            Topic::Alarm { .. } | Topic::Desk { .. } | Topic::Forwarded { .. } | Topic::Answer { .. } => COMPLAINT,
            Topic::Approval { approval } => approval,
            Topic::Order { order, .. } | Topic::Check { order, .. } | Topic::Sign { order, .. } => order,
            Topic::Visit { visit } => visit,
            Topic::Extension { extension } => extension,
            Topic::Rate { follow_up } | Topic::Correct { follow_up } | Topic::Close { follow_up } => follow_up,
            Topic::Call { task } => task,
        }
    }

    /// Reads the identity that `Display` wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Topic> {
        let mut parts = text.split('/');
        let kind = parts.next()?;
        let first: i64 = parts.next()?.parse().ok()?;
        let seq = Seq(first);
        let mut round = || parts.next()?.parse::<u32>().ok();
        Some(match kind {
            "alarm" => Topic::Alarm { round: u32::try_from(first).ok()? },
            "desk" => Topic::Desk { round: first },
            "forwarded" => Topic::Forwarded { round: first },
            "approval" => Topic::Approval { approval: seq },
            "order" => Topic::Order { order: seq, round: round()? },
            "visit" => Topic::Visit { visit: seq },
            "extension" => Topic::Extension { extension: seq },
            "check" => Topic::Check { order: seq, round: round()? },
            "sign" => Topic::Sign { order: seq, round: round()? },
            "answer" => Topic::Answer { round: first },
            "rate" => Topic::Rate { follow_up: seq },
            "call" => Topic::Call { task: seq },
            "correct" => Topic::Correct { follow_up: seq },
            "close" => Topic::Close { follow_up: seq },
            _ => return None,
        })
    }
}

impl fmt::Display for Topic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, record) = (self.word(), self.record());
        match self {
            Topic::Alarm { round } => write!(f, "{word}/{round}"),
            Topic::Desk { round } | Topic::Forwarded { round } | Topic::Answer { round } => write!(f, "{word}/{round}"),
            Topic::Order { round, .. } | Topic::Check { round, .. } | Topic::Sign { round, .. } => {
                write!(f, "{word}/{record}/{round}")
            }
            _ => write!(f, "{word}/{record}"),
        }
    }
}

/// Every card that waits for somebody.
#[must_use]
pub fn open(case: &Case, frame: &Frame) -> Vec<(PersonId, Topic)> {
    if case.complaint.state.is_over() {
        return Vec::new();
    }
    let mut cards = Vec::new();
    if let Some(emergency) = &case.complaint.emergency {
        let topic = Topic::Alarm { round: emergency.round };
        cards.extend(alarm::reached(case, frame).into_iter().map(|person| (person, topic)));
    }
    desk(case, frame, &mut cards);
    if let Some(approval) = case.open_approval() {
        let holders = approval.pending().and_then(|(_, step)| step.seating.as_ref());
        let topic = Topic::Approval { approval: approval.seq };
        cards.extend(holders.into_iter().flat_map(|seating| &seating.holders).map(|person| (*person, topic)));
    }
    for order in &case.orders {
        order_cards(case, order, frame, &mut cards);
    }
    owner_cards(case, frame, &mut cards);
    call_back_cards(case, frame, &mut cards);
    cards.sort_unstable();
    cards.dedup();
    cards
}

fn desk(case: &Case, frame: &Frame, cards: &mut Vec<(PersonId, Topic)>) {
    let round = i64::from(case.complaint.desk_round);
    let unfinished = case.complaint.state == complaint::State::Received && case.complaint.handed_over_at.is_some();
    let draft = case.open_order().is_some_and(|order| order.state == OrderState::Draft);
    let returned = case.unsettled_cost().is_some_and(|cost| cost.pending().is_none());
    if unfinished || draft || returned || case.is_stranded() || leaderless(case, frame) || case.waits_for_routing() {
        let topic = Topic::Desk { round };
        let mut people = frame.people.desk(case.estate);
        if case.rings() {
            // Above the desk the ladder says who hears of it, and when.
            let told = alarm::reached(case, frame);
            people.retain(|person| told.contains(person));
        }
        cards.extend(people.into_iter().map(|person| (person, topic)));
    }
    if let Some(unit) = case.forwarded_to() {
        let topic = Topic::Forwarded { round };
        cards.extend(frame.people.unit_heads(Role::DeptHandler, case.estate, unit).map(|person| (person, topic)));
    }
}

fn order_cards(
    case: &Case,
    order: &crate::domain::work_order::WorkOrder,
    frame: &Frame,
    cards: &mut Vec<(PersonId, Topic)>,
) {
    if matches!(order.state, OrderState::Issued { .. }) || order.with_team() {
        let topic = Topic::Order { order: order.seq, round: order.round };
        cards.extend(leaders(case, order, frame).into_iter().map(|person| (person, topic)));
    }
    if let OrderState::CompletedReported { .. } = order.state {
        let topic = Topic::Check { order: order.seq, round: order.round };
        let may = |role: &Role| {
            let holders = frame.people.holders(*role, case.estate);
            holders
                .filter(|one| one.reachable && Some(one.person) != order.leader)
                .map(|one| one.person)
                .collect::<Vec<_>>()
        };
        // Of each group the first seat that somebody holds: a manager is not
        // asked where there is a clerk.
        let mut inspectors: Vec<PersonId> = order
            .unsigned(case.estate, frame)
            .filter_map(|group| group.iter().map(may).find(|holders| !holders.is_empty()))
            .flatten()
            .collect();
        if inspectors.is_empty() {
            inspectors = frame.people.desk_without(case.estate, order.leader.as_slice());
        }
        cards.extend(inspectors.into_iter().map(|person| (person, topic)));
    }
    if matches!(order.state, OrderState::OwnerSignPending { .. } | OrderState::OwnerUnreachable { .. }) {
        let topic = Topic::Sign { order: order.seq, round: order.round };
        cards.extend(case.owner_side(frame).into_iter().map(|person| (person, topic)));
    }
}

fn owner_cards(case: &Case, frame: &Frame, cards: &mut Vec<(PersonId, Topic)>) {
    for visit in case.visits.iter().filter(|visit| visit.state == VisitState::Proposed) {
        let topic = Topic::Visit { visit: visit.seq };
        let asked = match case.order(visit.order) {
            Some(order) if visit.from_owner => leaders(case, order, frame),
            _ => case.owner_side(frame),
        };
        cards.extend(asked.into_iter().map(|person| (person, topic)));
    }
    for extension in case.extensions.iter().filter(|one| one.state == ExtensionState::Asked) {
        let topic = Topic::Extension { extension: extension.seq };
        cards.extend(case.owner_side(frame).into_iter().map(|person| (person, topic)));
    }
    let answered = matches!(
        case.complaint.state,
        complaint::State::Handled { .. } | complaint::State::RevisitDue { accepted: false, .. }
    );
    let in_words = case.latest_follow_up().is_some_and(|one| one.order.is_none() && one.open());
    if answered && in_words {
        let topic = Topic::Answer { round: i64::from(case.complaint.desk_round) };
        cards.extend(case.owner_side(frame).into_iter().map(|person| (person, topic)));
    }
}

fn call_back_cards(case: &Case, frame: &Frame, cards: &mut Vec<(PersonId, Topic)>) {
    for follow_up in &case.follow_ups {
        match &follow_up.state {
            follow_up::State::Due | follow_up::State::Unreachable { .. } if follow_up.asked_at.is_some() => {
                let topic = Topic::Rate { follow_up: follow_up.seq };
                cards.extend(case.owner_side(frame).into_iter().map(|person| (person, topic)));
            }
            follow_up::State::Dissatisfied { .. } => {
                let topic = Topic::Correct { follow_up: follow_up.seq };
                cards.extend(frame.people.desk(case.estate).into_iter().map(|person| (person, topic)));
            }
            _ => {}
        }
    }
    for call in case.calls.iter().filter(|call| call.open()) {
        let topic = Topic::Call { task: call.seq };
        cards.extend(callers(case, frame).into_iter().map(|person| (person, topic)));
    }
    if case.may_close_unreached()
        && case.unsettled_cost().is_none()
        && let Some(follow_up) = case.latest_follow_up()
        && let Some(seating) = frame.people.seat_for(Role::CsManager, case.estate, None)
    {
        let topic = Topic::Close { follow_up: follow_up.seq };
        cards.extend(seating.holders.into_iter().map(|person| (person, topic)));
    }
}

/// The desk, without whoever did the work.
fn callers(case: &Case, frame: &Frame) -> Vec<PersonId> {
    let did_it: Vec<PersonId> = case.orders.iter().filter_map(|order| order.leader).collect();
    frame.people.desk_without(case.estate, &did_it)
}
