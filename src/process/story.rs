//! A case's story in plain words: what happened, who, when, and what is next.
//! An owner does not read what the company says to itself.

use crate::domain::case::{COMPLAINT, Case};
use crate::domain::clock::Rule;
use crate::domain::event::{Event, Happened};
use crate::domain::frame::Frame;
use crate::process::reminders;
use crate::process::say::{Say, Sketch, about, who};
use crate::script::args::{Args, Value};
use crate::talk::tap::Tap;

/// Whose eyes the story is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    Owner,
    Staff,
    /// Staff who may route the case, and take back what they have routed.
    Desk,
}

/// The whole story.
#[must_use]
pub fn tell(case: &Case, history: &[Happened], reader: Reader, frame: &Frame) -> Sketch {
    let mut sketch = Sketch::titled(Say::new("story.title", about(case, frame)))
        .urgent(case.is_urgent())
        .line(Say::new("story.what", about(case, frame)))
        .line(now(case, frame))
        .lines(told(history, reader).iter().map(|line| entry(case, line, frame)));
    sketch = sketch.lines(waits(case, reader, frame));
    let button = |act: &str| match act {
        "withdraw" if case.is_urgent() => take_back(case, frame),
        act => button(case, act),
    };
    sketch.row(acts(case, reader).into_iter().map(button).collect())
}

/// The owner's way to take a case back. Of what is urgent he says that the danger
/// is over, and whoever is on duty decides.
#[must_use]
pub fn take_back(case: &Case, frame: &Frame) -> (Say, Tap) {
    let label = if case.is_urgent() { "act.danger_over" } else { "act.withdraw_by_name" };
    (Say::new(label, about(case, frame)), button(case, "withdraw").1)
}

/// What the reader may do about it from here.
fn acts(case: &Case, reader: Reader) -> Vec<&'static str> {
    if case.complaint.state.is_over() {
        return Vec::new();
    }
    match reader {
        Reader::Owner => {
            let early = case.complaint.answer.is_none() && case.orders.iter().all(|order| order.report.is_none());
            if early { vec!["note", "withdraw"] } else { vec!["note"] }
        }
        Reader::Desk if case.is_being_said() && case.complaint.handed_over_at.is_some() => vec!["put_away"],
        Reader::Desk => {
            let open = case.open_order();
            let priced = open.is_some_and(|order| order.can_be_reestimated()) || case.unsettled_cost().is_some();
            let changes = priced.then_some("reestimate");
            let cancels = open.filter(|order| order.can_be_cancelled()).map(|_| "cancel_order");
            let calm = case.is_urgent().then_some("call_off");
            std::iter::once("note").chain(changes).chain(cancels).chain(calm).collect()
        }
        Reader::Staff if case.is_urgent() => vec!["note", "call_off"],
        Reader::Staff => vec!["note"],
    }
}

fn button(case: &Case, act: &str) -> (Say, Tap) {
    let tap = Tap::Card { case: case.id, seq: COMPLAINT, rev: case.shown_rev, act: act.to_owned() };
    (Say::plain(format!("act.{act}")), tap)
}

/// Where it stands, in one sentence.
#[must_use]
pub fn now(case: &Case, frame: &Frame) -> Say {
    let order = case.open_order();
    let key = match order {
        Some(order) if !case.complaint.state.is_over() => format!("story.order.{}", order.state.word()),
        _ => format!("story.state.{}", case.complaint.state.word()),
    };
    let mut args = about(case, frame);
    if let Some(order) = order {
        args = args.text("team", order.team.clone());
        args = case
            .agreed_visit(order.seq)
            .map_or(args.clone().flag("visited", false), |visit| args.flag("visited", true).when("visit", visit.start));
    }
    Say::new(key, args)
}

/// What is running, and until when.
fn waits<'a>(case: &'a Case, reader: Reader, frame: &'a Frame) -> Vec<Say> {
    let interesting = |rule: Rule| match reader {
        Reader::Staff | Reader::Desk => true,
        Reader::Owner => matches!(rule, Rule::SingleTrade | Rule::MultiTrade | Rule::ReplyCustomer),
    };
    let mut lines = Vec::new();
    for clock in case.clocks.iter().filter(|clock| clock.running() && interesting(clock.rule)) {
        lines.push(Say::new("story.clock", Args::new().key("what", format!("reminder.what.{}", clock.rule.word()))));
        lines.extend(reminders::explain(clock, frame));
    }
    lines
}

/// Lines that an owner reads too. What colleagues note is for colleagues: an
/// owner is answered.
fn shown(line: &Happened) -> bool {
    let among_staff = matches!(line.event, Event::Noted { .. }) && line.by.seat.is_some();
    !among_staff
        && !matches!(
            line.event,
            Event::ApprovalAsked { .. }
                | Event::ApprovalStranded { .. }
                | Event::Voted { .. }
                | Event::Approved { .. }
                | Event::ApprovalReturned { .. }
                | Event::ApprovalRefused { .. }
                | Event::Reestimated { .. }
                | Event::Checked { .. }
                | Event::PhotoLost { .. }
                | Event::FollowUpDue { .. }
                | Event::FollowUpOnCallList { .. }
                | Event::CallTried { .. }
                | Event::CallWanted { .. }
                | Event::CallMade { .. }
                | Event::FollowUpUnreachable { .. }
                | Event::FailedTooOften { .. }
                | Event::ForwardReturned { .. }
                | Event::EmergencySpread { .. }
                | Event::Dispatched { .. }
        )
}

/// The lines for this reader; photos that came one after the other are one line.
fn told(history: &[Happened], reader: Reader) -> Vec<Happened> {
    let mut lines: Vec<Happened> = Vec::new();
    for line in history.iter().filter(|line| reader != Reader::Owner || shown(line)) {
        if let Event::Noted { words: None, photos: more } = &line.event
            && let Some(last) = lines.last_mut().filter(|last| last.by == line.by)
            && let Event::Noted { words: None, photos } | Event::Received { photos, .. } = &mut last.event
        {
            *photos += more;
            continue;
        }
        lines.push(line.clone());
    }
    lines
}

fn entry(case: &Case, line: &Happened, frame: &Frame) -> Say {
    // The owner's own word, written down by whoever had him on the telephone.
    let phoned = line.by.seat.is_some();
    let args = who(about(case, frame), line.by, frame).when("at", line.at).flag("phoned", phoned);
    let args = match &line.event {
        Event::EmergencySpread { told, .. } => {
            let name = |person: &_| Value::Text(frame.people.name(*person).to_owned());
            args.with("people", Value::List(told.iter().map(name).collect())).flag("new", !told.is_empty())
        }
        event => facts(args, event),
    };
    Say::new(format!("history.{}", line.event.word()), args)
}

/// The placeholders that an event's line may use.
fn facts(args: Args, event: &Event) -> Args {
    let none = || "—".to_owned();
    let reason = |args: Args, reason: &Option<String>| args.text("reason", reason.clone().unwrap_or_else(none));
    match event {
        Event::Received { words, photos, .. } => args.text("words", words.clone()).int("photos", count(*photos)),
        Event::Registered { number } => args.text("number", number.clone()),
        Event::Withdrawn { reason: why } => reason(args, why).flag("reasoned", why.is_some()),
        Event::AnswerRejected { reason: why } => reason(args, why),
        Event::Described { changed } => {
            let fields = changed.iter().map(|field| Value::Key(format!("field.{field}")));
            args.with("changed", Value::List(fields.collect()))
        }
        Event::Noted { words, photos } => {
            let args = args.text("note", words.clone().unwrap_or_default()).flag("said", words.is_some());
            args.int("photos", count(*photos))
        }
        Event::Dispatched { class, team, trades, estimate, .. } => args
            .text("class", class.word())
            .text("team", team.clone())
            .key("trades", format!("trades.{}", trades.word()))
            .money("amount", estimate.0),
        Event::Reestimated { before, estimate, reason: why, .. } => {
            reason(args, why).flag("reasoned", why.is_some()).money("before", before.0).money("amount", estimate.0)
        }
        Event::ApprovalAsked { amount, role, .. } => {
            args.money("amount", amount.0).key("role", format!("role.{}", role.word()))
        }
        Event::ApprovalStranded { amount, .. } | Event::Approved { amount, .. } => args.money("amount", amount.0),
        Event::Voted { decision, reason: why, amount, .. } => reason(args, why)
            .flag("reasoned", why.is_some())
            .key("decision", format!("decision.{}", decision.word()))
            .money("amount", amount.0),
        Event::ApprovalReturned { reason: why, .. } | Event::ApprovalRefused { reason: why, .. } => reason(args, why),
        Event::WorkRefused { reason: why, round, .. } => reason(args, why).int("round", i64::from(*round)),
        Event::Answered { words } => args.text("answer", words.clone()),
        Event::Forwarded { unit, words } => args.text("unit", unit.clone()).text("note", words.clone()),
        Event::ForwardReturned { unit, reason } => args.text("unit", unit.clone()).text("reason", reason.clone()),
        Event::OrderIssued { number, .. } => args.text("order", number.clone()),
        Event::OrderReturned { reason, .. } | Event::OrderCancelled { reason, .. } => {
            args.text("reason", reason.clone())
        }
        Event::VisitProposed { start, .. } | Event::VisitAgreed { start, .. } => args.when("visit", *start),
        Event::ExtensionAsked { until, reason, .. } => args.when("until", *until).text("reason", reason.clone()),
        Event::ExtensionAnswered { consent, until, .. } => args.flag("consent", *consent).when("until", *until),
        Event::WorkReported { photos, missing, .. } => {
            reason(args, missing).int("photos", count(*photos)).flag("reasoned", missing.is_some())
        }
        Event::InspectionFailed { faults, .. } | Event::CorrectionIssued { faults, .. } => {
            args.text("faults", faults.clone())
        }
        Event::ReworkBegun { round, .. } => args.int("round", i64::from(*round)),
        Event::Rated { satisfied, by_phone, .. } => args.flag("satisfied", *satisfied).flag("by_phone", *by_phone),
        Event::CallTried { attempt, .. } => args.int("count", count(*attempt)),
        Event::FailedTooOften { times, .. } => args.int("times", i64::from(*times)),
        Event::Signed { on_paper, .. } => args.flag("on_paper", *on_paper),
        Event::Closed { reason: why } => reason(args, why).flag("reasoned", why.is_some()),
        Event::EmergencySaid { word } => args.text("word", word.clone()),
        Event::EmergencyDoubted { danger, because } | Event::EmergencyRang { danger, because, .. } => {
            let sure = matches!(event, Event::EmergencyRang { sure: true, .. });
            args.key("danger", format!("danger.{}", danger.word())).text("because", because.clone()).flag("sure", sure)
        }
        Event::EmergencyCalledOff { reason } => args.text("reason", reason.clone()),
        Event::WithdrawalWished { reason: why } => reason(args, why).flag("reasoned", why.is_some()),
        Event::HandedOver { emergency } => args.flag("emergency", *emergency),
        Event::InspectionPassed { round, .. } => args.int("round", i64::from(*round)),
        Event::PhotoLost { reopened } => args.flag("reopened", reopened.is_some()),
        Event::OrderAccepted { .. }
        | Event::Arrived { .. }
        | Event::Checked { .. }
        | Event::OwnerSilent { .. }
        | Event::AnswerAccepted {}
        | Event::FollowUpDue { .. }
        | Event::RatingAsked { .. }
        | Event::FollowUpOnCallList { .. }
        | Event::FollowUpUnreachable { .. }
        | Event::CallWanted { .. }
        | Event::CallMade { .. }
        | Event::EmergencyDenied {}
        | Event::EmergencyConfirmed {}
        | Event::EmergencySpread { .. }
        | Event::EmergencyTaken {}
        | Event::Urged {} => args,
        Event::PutAway { reason: why } => reason(args, why).flag("reasoned", why.is_some()),
        Event::PersonWanted { words } => args.text("words", words.clone()),
    }
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
