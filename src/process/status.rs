//! Where a case stands, for its owner who asks: in his own words, who comes and
//! when, whose turn it is and until when.

use crate::domain::asks::asks;
use crate::domain::case::{COMPLAINT, Case};
use crate::domain::clock::{Clock, Rule};
use crate::domain::frame::Frame;
use crate::domain::ids::PersonId;
use crate::process::cards;
use crate::process::say::{Say, Sketch, about, who};
use crate::process::story;
use crate::script::args::Args;
use crate::talk::tap::Tap;

/// The answer to "when will somebody come?".
#[must_use]
pub fn status(case: &Case, frame: &Frame) -> Sketch {
    let sketch = Sketch::default()
        .line(Say::new("status.about", about(case, frame)))
        .line(story::now(case, frame))
        .lines(who_comes(case, frame).or_else(|| who_has_taken(case, frame)))
        .line(whose_turn(case, frame));
    if case.complaint.state.is_over() {
        return sketch;
    }
    let card = |act: &str| Tap::Card { case: case.id, seq: COMPLAINT, rev: case.shown_rev, act: act.to_owned() };
    let menu = |command: &str| Tap::Menu { command: command.to_owned(), arg: case.id.to_string() };
    let urge = (!waits_for_owner(case, frame)).then(|| (Say::plain("act.urge"), card("urge")));
    let row = urge.into_iter().chain([(Say::plain("act.human"), menu("human"))]).collect();
    sketch.row(row).row(vec![(Say::plain("act.story"), menu("case"))])
}

/// Who of the company the case waits for.
#[must_use]
pub fn waits_for(case: &Case, frame: &Frame) -> Vec<PersonId> {
    let theirs = asks(case, frame).into_iter().filter(|ask| ask.topic.has_card() && !case.asks_owner(ask.topic));
    let mut people: Vec<PersonId> = theirs.flat_map(|ask| ask.of).collect();
    people.sort_unstable();
    people.dedup();
    if people.is_empty() { frame.people.desk(case.estate) } else { people }
}

/// The owner himself is asked something.
#[must_use]
pub fn waits_for_owner(case: &Case, frame: &Frame) -> bool {
    asks(case, frame).iter().any(|ask| case.asks_owner(ask.topic) && !ask.of.is_empty())
}

fn who_comes(case: &Case, frame: &Frame) -> Option<Say> {
    let order = case.open_order().filter(|order| order.number.is_some())?;
    let leader = order.leader?;
    let phone = frame.people.phone(leader);
    let args = Args::new().text("team", order.team.clone()).text("who", frame.people.name(leader));
    Some(Say::new("status.who", args.text("phone", phone.unwrap_or_default()).flag("reachable", phone.is_some())))
}

/// Before there is an order: whoever has the emergency in hand.
fn who_has_taken(case: &Case, frame: &Frame) -> Option<Say> {
    let emergency = case.complaint.emergency.as_ref().filter(|_| case.is_urgent())?;
    let by = emergency.by()?;
    let phone = by.person.and_then(|person| frame.people.phone(person));
    Some(Say::new("notice.emergency_taken", cards::taker(who(about(case, frame), by, frame), by.seat, phone)))
}

fn whose_turn(case: &Case, frame: &Frame) -> Say {
    if case.complaint.state.is_over() {
        return Say::plain("status.over");
    }
    if waits_for_owner(case, frame) {
        return Say::plain("status.you");
    }
    let args = with_whom(case, frame);
    // A visit agreed for later is told with who comes.
    let running = case.clocks.iter().filter(|clock| clock.running() && clock.started_at <= frame.now);
    let next = running.filter_map(|clock| Some((clock, step(clock.rule)?))).min_by_key(|(clock, _)| clock.due_at);
    match next {
        Some((clock, step)) => Say::new(format!("status.{step}"), promised(clock, args, frame)),
        None if case.number.is_none() => Say::plain("status.saying"),
        None => Say::plain("status.checking"),
    }
}

/// Until when; what is over is said to be late and nothing else.
fn promised(clock: &Clock, args: Args, frame: &Frame) -> Args {
    args.when("since", clock.started_at).when("due", clock.due_at).flag("late", clock.due_at < frame.now)
}

/// The case and the team or department that has it.
#[must_use]
pub fn with_whom(case: &Case, frame: &Frame) -> Args {
    let team = case.open_order().map(|order| order.team.clone()).or_else(|| case.forwarded_to().map(str::to_owned));
    about(case, frame).text("team", team.unwrap_or_default())
}

/// The step that a promise of the company belongs to, in the words for owners;
/// his own answer and the company's papers are none.
#[must_use]
pub fn step(rule: Rule) -> Option<&'static str> {
    Some(match rule {
        Rule::Emergency => "emergency",
        Rule::Route | Rule::Resubmit => "desk",
        Rule::ReplyCustomer => "unit",
        Rule::ApprovalStep => "approval",
        Rule::Accept => "accept",
        Rule::SingleTrade | Rule::MultiTrade => "repair",
        Rule::VisitKept => "visit",
        Rule::Inspect => "check",
        Rule::PersonWanted => "call",
        Rule::RepairPhone | Rule::RepairWeek | Rule::ComplaintRevisit => "call_back",
        Rule::CorrectionNotice => "correction",
        Rule::PostApproval | Rule::OwnerSign | Rule::OwnerAnswer | Rule::ManagerDecide | Rule::CallMade => return None,
    })
}
