//! The answers to `/cases`, `/orders`, `/pending`, `/overdue` and `/desk`: one
//! line and one button for each case.

use crate::domain::case::Case;
use crate::domain::clock::Clock;
use crate::domain::frame::Frame;
use crate::domain::ids::CaseId;
use crate::domain::topic::Topic;
use crate::process::say::{Say, Sketch, about};
use crate::process::story;
use crate::script::args::Args;
use crate::talk::tap::Tap;

/// One entry of a list.
pub struct Item {
    pub case: CaseId,
    /// What the button says.
    pub label: Say,
    pub lines: Vec<Say>,
}

/// Where in the whole list these entries stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub total: usize,
    /// Of the page, from 1.
    pub number: usize,
    /// So many come after it.
    pub left: usize,
}

impl Place {
    /// All of it at once.
    #[must_use]
    pub fn whole(total: usize) -> Place {
        Place { total, number: 1, left: 0 }
    }
}

/// A list with a title, its real count and a button for what comes after; empty
/// lists say so in a sentence of their own.
#[must_use]
pub fn list(name: &str, open: &str, items: Vec<Item>, place: Place) -> Sketch {
    if items.is_empty() {
        return Sketch::default().line(Say::plain(format!("list.{name}.empty")));
    }
    let mut sketch = Sketch::titled(Say::new(format!("list.{name}.title"), Args::new().count("count", place.total)));
    let mut row = Vec::new();
    for item in items {
        sketch = sketch.lines(item.lines);
        let tap = Tap::Menu { command: open.to_owned(), arg: item.case.to_string() };
        row.push((item.label, tap));
        if row.len() == 2 {
            sketch = sketch.row(std::mem::take(&mut row));
        }
    }
    sketch = sketch.row(row);
    if place.left == 0 {
        return sketch;
    }
    let next = Tap::Menu { command: name.to_owned(), arg: (place.number + 1).to_string() };
    sketch.row(vec![(Say::new("act.more", Args::new().count("count", place.left)), next)])
}

/// With the word for what is urgent, for those who work on it.
fn marked(case: &Case, frame: &Frame) -> Args {
    about(case, frame).flag("urgent", case.is_urgent())
}

/// Colleagues know a case by its number.
fn by_number(number: String) -> Say {
    Say::new("act.open", Args::new().text("label", number))
}

fn number(case: &Case) -> String {
    case.number.clone().unwrap_or_else(|| format!("#{}", case.id))
}

/// Its owner knows it by what he said.
fn by_words(case: &Case, frame: &Frame) -> Say {
    Say::new("act.open_by_words", about(case, frame))
}

/// A case and where it stands, for its owner.
#[must_use]
pub fn of_owner(case: &Case, frame: &Frame) -> Item {
    let lines = vec![Say::new("list.cases.item", about(case, frame)), story::now(case, frame)];
    Item { case: case.id, label: by_words(case, frame), lines }
}

/// What a case asks its owner.
#[must_use]
pub fn of_asked(case: &Case, topics: &[Topic], frame: &Frame) -> Item {
    let lines = topics.iter().map(|topic| Say::new(format!("list.waits.{}", topic.word()), about(case, frame)));
    Item { case: case.id, label: by_words(case, frame), lines: lines.collect() }
}

/// A case on the desk, in words for the clerk.
#[must_use]
pub fn of_desk(case: &Case, frame: &Frame) -> Item {
    let mut lines = vec![Say::new("list.desk.item", marked(case, frame)), story::now(case, frame)];
    let calls = case.calls.iter().filter(|call| call.open()).count();
    if calls > 0 {
        lines.push(Say::plain("list.desk.call"));
    }
    lines.extend(next_due(case, frame));
    Item { case: case.id, label: by_number(number(case)), lines }
}

/// Until when the next thing has to be done, or since when it is late.
fn next_due(case: &Case, frame: &Frame) -> Option<Say> {
    let clock = case.clocks.iter().filter(|clock| clock.running()).min_by_key(|clock| clock.due_at)?;
    let args = Args::new().now(frame.now).when("due", clock.due_at).flag("late", clock.due_at < frame.now);
    Some(Say::new("list.desk.due", args.key("what", format!("reminder.what.{}", clock.rule.word()))))
}

/// An order of the leader's team.
#[must_use]
pub fn of_leader(case: &Case, frame: &Frame) -> Item {
    let mut lines = vec![Say::new("list.orders.item", marked(case, frame)), story::now(case, frame)];
    if let Some(clock) =
        case.open_order().and_then(|order| case.finish_clock(order.seq)).filter(|clock| clock.running())
    {
        lines.push(Say::new("list.due", Args::new().now(frame.now).when("due", clock.due_at)));
    }
    let order = case.open_order().and_then(|order| order.number.clone());
    Item { case: case.id, label: by_number(order.unwrap_or_else(|| number(case))), lines }
}

/// An approval that waits for the reader.
#[must_use]
pub fn of_approver(case: &Case, frame: &Frame) -> Item {
    let amount = case.open_approval().map_or(0, |approval| approval.amount.0);
    let lines = vec![Say::new("list.pending.item", marked(case, frame).money("amount", amount))];
    Item { case: case.id, label: by_number(number(case)), lines }
}

/// What is late: which limit, since when.
#[must_use]
pub fn of_late(case: &Case, late: &[&Clock], frame: &Frame) -> Item {
    let mut lines = vec![Say::new("list.overdue.item", marked(case, frame))];
    lines.extend(late.iter().map(|clock| {
        let args = Args::new().now(frame.now).when("due", clock.due_at);
        Say::new("list.overdue.clock", args.key("what", format!("reminder.what.{}", clock.rule.word())))
    }));
    Item { case: case.id, label: by_number(number(case)), lines }
}
