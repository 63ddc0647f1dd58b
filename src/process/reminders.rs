//! What a reminder says and to whom (S14): what, since when, due when, and why
//! then; level by level, and never to nobody.

use crate::domain::asks::asks;
use crate::domain::calendar::DayKind;
use crate::domain::case::Case;
use crate::domain::clock::{Clock, Rule};
use crate::domain::deadline::Counted;
use crate::domain::frame::Frame;
use crate::domain::ids::PersonId;
use crate::domain::people::Role;
use crate::domain::reminding::{self, Wakeup};
use crate::process::say::{self, Notice, Say, Sketch, about};
use crate::script::args::Args;
use crate::talk::message::Class;
use crate::talk::tap::Tap;

/// The reminder of one clock, for everybody up to its level.
#[must_use]
pub fn of(case: &Case, clock: &Clock, notice: reminding::Notice, frame: &Frame) -> Vec<Notice> {
    let sketch = draw(case, clock, notice.kind, frame);
    let owners = case.owner_side(frame);
    // It comes again by itself, and what the clock ends in has steps of its own.
    let reminder = |to| {
        let urgent = case.is_urgent() && !owners.contains(&to);
        Notice { to, sketch: sketch.clone().urgent(urgent), class: Class::News }
    };
    listeners(case, clock, notice.level, frame).into_iter().map(reminder).collect()
}

fn draw(case: &Case, clock: &Clock, kind: Wakeup, frame: &Frame) -> Sketch {
    let kind = match kind {
        Wakeup::Before => "before",
        Wakeup::Expired => "expired",
        Wakeup::Escalated => "escalated",
        Wakeup::Daily => "daily",
    };
    let what = format!("reminder.what.{}", clock.rule.word());
    let args = about(case, frame).key("what", what);
    let button = |label: &str, command: &str| {
        (Say::plain(label), Tap::Menu { command: command.to_owned(), arg: case.id.to_string() })
    };
    Sketch::titled(Say::new(format!("reminder.title.{kind}"), args.clone()))
        .line(Say::new("reminder.case", args))
        .lines(explain(clock, frame))
        .row(vec![button("act.handle", "card"), button("act.story", "case")])
}

/// "Due …: 3 working days from Fri 14:10; Sat 11 Oct is a make-up day and counts."
#[must_use]
pub fn explain(clock: &Clock, frame: &Frame) -> Vec<Say> {
    let args = Args::new().now(frame.now).when("since", clock.started_at).when("due", clock.due_at);
    let mut lines = vec![Say::new("reminder.due", args.clone())];
    if let Some(extension) = &clock.extension {
        lines.push(Say::new("reminder.extended", args.when("before", extension.before)));
        return lines;
    }
    let counted = frame.due(clock.started_at, clock.limit).counted;
    lines.push(Say::new("reminder.why", say::limit(args, "limit", clock.limit)));
    lines.extend(days(&counted, frame));
    if clock.provisional {
        lines.push(Say::plain("reminder.provisional"));
    }
    lines
}

/// The days that a reader may have counted differently.
fn days<'a>(counted: &'a Counted, frame: &'a Frame) -> impl Iterator<Item = Say> + 'a {
    counted.notable_days.iter().filter_map(|(day, kind)| {
        let key = match kind {
            DayKind::MakeUp => "reminder.make_up",
            DayKind::Holiday => "reminder.holiday",
            DayKind::Workday | DayKind::Weekend => return None,
        };
        Some(Say::new(key, Args::new().now(frame.now).day("day", *day)))
    })
}

/// Everybody up to the level; where a level finds nobody it climbs.
#[must_use]
pub fn listeners(case: &Case, clock: &Clock, level: u8, frame: &Frame) -> Vec<PersonId> {
    let mut people = first(case, clock, frame);
    if level >= 2 {
        if matches!(clock.rule, Rule::OwnerSign | Rule::OwnerAnswer) {
            // The owner was asked; from now on it is ours to call him.
            let owners = case.owner_side(frame);
            people.retain(|person| !owners.contains(person));
        }
        people.extend(second(case, clock, frame));
    }
    if level >= 3 {
        people.extend(seats(case, clock.rule.chain().level3, frame));
    }
    if people.is_empty() {
        people = frame.people.desk(case.estate);
    }
    people.sort_unstable();
    people.dedup();
    people
}

fn seats(case: &Case, roles: &[Role], frame: &Frame) -> Vec<PersonId> {
    let filled = |role: &Role| frame.people.holders(*role, case.estate).next().is_some();
    let asked: Vec<Role> = roles.iter().copied().filter(filled).collect();
    let asked = if asked.is_empty() { roles.to_vec() } else { asked };
    asked
        .into_iter()
        .filter_map(|role| frame.people.seat_for(role, case.estate, &[]))
        .flat_map(|seating| seating.holders)
        .collect()
}

/// Whoever has to move. Where the owner's own answer is part of what somebody of
/// the company owes, it is not the owner who is pressed for it.
fn first(case: &Case, clock: &Clock, frame: &Frame) -> Vec<PersonId> {
    let owners = matches!(clock.rule, Rule::OwnerSign | Rule::OwnerAnswer);
    let asked = asks(case, frame).into_iter().filter(|ask| ask.promise() == Some(clock.promise()));
    asked.filter(|ask| owners || !case.asks_owner(ask.topic)).flat_map(|ask| ask.of).collect()
}

/// Who hears of it when the limit is over.
fn second(case: &Case, clock: &Clock, frame: &Frame) -> Vec<PersonId> {
    let mut people = match clock.rule {
        Rule::ApprovalStep | Rule::PostApproval | Rule::Resubmit => {
            let approval = case.approval(clock.subject);
            let mut people: Vec<PersonId> = approval.map(|approval| approval.requester).into_iter().collect();
            let role = approval.and_then(|approval| approval.pending()).map(|(_, step)| step.role);
            people
                .extend(role.filter(|role| role.delegable()).into_iter().flat_map(|role| deputies(case, role, frame)));
            people
        }
        // The clerk hears of an order that nobody takes and of an owner who is silent.
        Rule::Accept
        | Rule::OwnerSign
        | Rule::OwnerAnswer
        | Rule::SingleTrade
        | Rule::MultiTrade
        | Rule::Inspect
        | Rule::VisitKept
        | Rule::ReplyCustomer => frame.people.desk(case.estate),
        _ => Vec::new(),
    };
    people.extend(seats(case, clock.rule.chain().level2, frame));
    people
}

fn deputies(case: &Case, role: Role, frame: &Frame) -> Vec<PersonId> {
    frame
        .people
        .staff
        .iter()
        .filter(|one| one.seats.iter().any(|seat| seat.standing_deputy && seat.covers(role, case.estate)))
        .map(|one| one.person)
        .collect()
}
