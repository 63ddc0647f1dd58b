//! What a case does when its alarm rings, and when it has to ring next. A case
//! has one alarm: the earliest of everything it waits for.

use crate::domain::alarm;
use crate::domain::asks::{Until, asks};
use crate::domain::case::Case;
use crate::domain::clock::{Clock, Rule, Told};
use crate::domain::command::Command;
use crate::domain::complaint::State;
use crate::domain::frame::Frame;
use crate::domain::reminding::{self, Notice};
use crate::process::follow;
use chrono::{DateTime, TimeDelta, Utc};

/// What there is to do now.
#[derive(Debug, Default)]
pub struct Woken {
    pub commands: Vec<Command>,
    /// Clocks to be spoken of, as they stood, with the kind and level.
    pub reminders: Vec<(Clock, Notice)>,
}

/// Looks from now: one notice per clock however many wake-ups were missed.
pub fn wake(case: &mut Case, frame: &Frame) -> Woken {
    let mut woken = Woken::default();
    if case.complaint.state.is_over() {
        return woken;
    }
    woken.commands.extend(moments(case, frame).filter(|(at, _)| *at <= frame.now).map(|(_, then)| then));
    woken.commands.extend(alarm::spread(case, frame));
    let emergency = case.is_urgent();
    for clock in &mut case.clocks {
        clock.recount(frame);
        // The alarm climbs a ladder of its own.
        if !clock.running() || clock.rule == Rule::Emergency {
            continue;
        }
        let facts = clock.facts(emergency && clock.rule.moves_somebody());
        let notice = reminding::notice_due(&facts, clock.told(), frame.now, &frame.rules.reminders, frame.calendar);
        if let Some(notice) = notice {
            clock.last_notice = Some(Told { at: frame.now, level: notice.level });
            woken.reminders.push((clock.clone(), notice));
        }
        let step_is_late = matches!(clock.rule, Rule::ApprovalStep | Rule::PostApproval) && notice.is_some();
        if step_is_late {
            woken.commands.push(Command::Reseat);
        }
        if clock.rule == Rule::OwnerSign
            && silent_at(clock, frame) <= frame.now
            && waits_for_owner(&case.complaint.state)
        {
            woken.commands.push(Command::OwnerSilent { subject: clock.subject });
        }
    }
    call_back(case, frame, &mut woken.commands);
    woken.commands.extend(follow::calls(case, frame));
    woken
}

/// Where the system goes on by itself.
fn moments(case: &Case, frame: &Frame) -> impl Iterator<Item = (DateTime<Utc>, Command)> {
    asks(case, frame).into_iter().filter_map(|ask| match ask.until {
        Until::Moment { at, then } => Some((at, then)),
        Until::Clock(_) => None,
    })
}

/// Silence is established by day: it puts a call on somebody's list.
fn silent_at(clock: &Clock, frame: &Frame) -> DateTime<Utc> {
    reminding::awake(clock.due_at, &frame.rules.reminders, frame.calendar)
}

/// Silence is noted once; afterwards the clock only reminds.
fn waits_for_owner(state: &State) -> bool {
    matches!(state, State::Handled { .. })
}

/// The owner is asked when half of the call-back's clock is gone; who has not
/// answered stands on the call list before it expires.
fn call_back(case: &Case, frame: &Frame, commands: &mut Vec<Command>) {
    let Some((ask_at, list_at)) = call_back_times(case, frame) else {
        return;
    };
    let Some(follow_up) = case.latest_follow_up() else {
        return;
    };
    if follow_up.asked_at.is_none() && ask_at <= frame.now {
        commands.push(Command::AskRating { follow_up: follow_up.seq });
    }
    let unreachable = case.owner_side(frame).is_empty() && ask_at <= frame.now;
    if follow_up.on_call_list_at.is_none() && (list_at <= frame.now || unreachable) {
        commands.push(Command::PutOnCallList { follow_up: follow_up.seq });
    }
}

fn call_back_times(case: &Case, frame: &Frame) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let follow_up = case.latest_follow_up().filter(|one| one.open())?;
    let clock = case
        .running(Rule::RepairPhone, follow_up.seq)
        .or_else(|| case.running(Rule::ComplaintRevisit, follow_up.seq))?;
    // Nobody is asked how he liked it in the middle of the night.
    let by_day = |at| reminding::awake(at, &frame.rules.reminders, frame.calendar);
    let half = by_day(reminding::half(clock.started_at, clock.due_at));
    let lead = TimeDelta::hours(i64::from(frame.rules.reminders.remind_1wd_hours));
    Some((half, by_day(clock.due_at - lead).max(half)))
}

/// The case's next alarm; `None` when it waits for nothing.
#[must_use]
pub fn next(case: &Case, frame: &Frame) -> Option<DateTime<Utc>> {
    if case.complaint.state.is_over() {
        return None;
    }
    let emergency = case.is_urgent();
    let ordinary = |clock: &&Clock| clock.running() && clock.rule != Rule::Emergency;
    let clocks = case.clocks.iter().filter(ordinary).flat_map(|clock| {
        let wake = reminding::next_wake(
            &clock.facts(emergency && clock.rule.moves_somebody()),
            clock.told(),
            frame.now,
            &frame.rules.reminders,
            frame.calendar,
        );
        let silence =
            (clock.rule == Rule::OwnerSign && waits_for_owner(&case.complaint.state)).then(|| silent_at(clock, frame));
        [wake.map(|wake| wake.at), silence]
    });
    let call_back = call_back_times(case, frame).into_iter().flat_map(|(ask, list)| {
        let follow_up = case.latest_follow_up();
        let ask = follow_up.is_some_and(|one| one.asked_at.is_none() && one.on_call_list_at.is_none()).then_some(ask);
        let list = follow_up.is_some_and(|one| one.on_call_list_at.is_none()).then_some(list);
        [ask, list]
    });
    let moments = moments(case, frame).map(|(at, _)| Some(at));
    let earliest = clocks.chain(call_back).chain(moments).chain([alarm::next(case, frame)]).flatten().min();
    // Never an alarm that has rung already: it would ring for ever.
    earliest.map(|at| at.max(frame.now + TimeDelta::seconds(1)))
}
