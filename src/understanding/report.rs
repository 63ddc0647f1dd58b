//! What was measured and what a sentence says, written out for whoever keeps the
//! sentences.

use crate::understanding::alarm::{self, Alarm};
use crate::understanding::measure::{Measured, Row};
use crate::understanding::{Explained, category, intent, rating, signature};
use std::fmt::Write;

/// The rows of the page: their name, what they count, and the outcomes shown.
const TABLE: [(&str, &str, &[&str]); 18] = [
    ("emergency: real", "real emergencies", &["rings", "asked", "quiet"]),
    ("emergency: near miss", "near misses of emergencies", &["rings", "asked", "quiet"]),
    ("emergency: ordinary", "ordinary complaints", &["rings", "asked", "quiet"]),
    ("emergency: kind", "the kind of danger, of those that rang or were asked", &["right", "other"]),
    ("category", "category of a complaint", &["right", "asked", "wrong"]),
    ("category: offered first when asked", "among the first three, where it was asked", &["right", "other"]),
    ("opened: complaint", "a complaint is taken as one", &["opened", "not opened"]),
    ("opened: none", "what is none opens nothing", &["not opened", "opened"]),
    ("intent", "intent of a first message", &["right", "wrong"]),
    ("rating", "score in a reply", &["right", "asked", "wrong"]),
    ("signature: taken wrongly", "no signature given", &["right", "wrong"]),
    ("signature: plain", "signature plainly given", &["right", "asked"]),
    ("signature: all", "every reply to the signature", &["right", "wrong"]),
    ("times", "a time", &["right", "asked", "wrong"]),
    ("amounts", "an amount", &["right", "asked", "wrong"]),
    ("choices", "the number of a line", &["right", "asked", "wrong"]),
    ("homes", "a home", &["right", "asked", "wrong"]),
    ("binding", "who a stranger is", &["right", "asked", "wrong"]),
];

/// The page `docs/understanding.md`.
#[must_use]
pub fn page(crossed: &Measured, held: &Measured) -> String {
    let mut page = String::from(include_str!("page.md"));
    page.push_str("\n| | sentences | cross-validated | held back |\n|---|--:|---|---|\n");
    for (name, what, outcomes) in TABLE {
        let (Some(first), Some(second)) = (crossed.row(name), held.row(name)) else { continue };
        let counts = format!("{} + {}", first.total(), second.total());
        let _ = writeln!(page, "| {what} | {counts} | {} | {} |", shares(first, outcomes), shares(second, outcomes));
    }
    let _ = writeln!(
        page,
        "\nThresholds: an alarm rings from {:.2}, is asked about from {:.2}; a category is taken from {:.2}, a score from {:.2}, a signature from {:.2}, a message is a report from {:.2}.",
        alarm::RINGS_FROM,
        alarm::ASKED_FROM,
        category::SURE_FROM,
        rating::SCORE_FROM,
        signature::SIGNED_FROM,
        intent::REPORTS_FROM
    );
    page.push_str("\n## What still goes wrong\n\nCross-validated.\n");
    page.push_str("\n| what | sentence | label | heard |\n|---|---|---|---|\n");
    for mistake in &crossed.mistakes {
        let text = mistake.text.replace('|', "\\|");
        let (wanted, heard) = (mistake.wanted.replace('|', " or "), mistake.heard.replace('|', " "));
        let _ = writeln!(page, "| {} | {text} | {wanted} | {heard} |", mistake.what);
    }
    page
}

fn shares(row: &Row, outcomes: &[&str]) -> String {
    let share = |outcome: &&str| format!("{outcome} {:.1} %", row.percent(outcome));
    outcomes.iter().map(share).collect::<Vec<_>>().join(" · ")
}

/// What is made of one sentence, and what spoke for it.
#[must_use]
pub fn explained(found: &Explained) -> String {
    let mut lines = String::new();
    let alarm = match &found.heard.alarm {
        Alarm::Rings(_) => "rings",
        Alarm::Doubt(_) => "is asked about",
        Alarm::Quiet => "none",
    };
    let (danger, likely) = found.danger;
    let _ = writeln!(lines, "emergency   {alarm} ({} {likely:.2}){}", danger.word(), because(&found.danger_because));
    let meant = found.heard.meant;
    let _ =
        writeln!(lines, "intent      {} {:.2}{}", meant.intent.word(), meant.certainty, because(&found.intent_because));
    let guess = &found.heard.category;
    let sure = if guess.sure().is_some() { "" } else { ", to be asked" };
    let _ = writeln!(
        lines,
        "category    {} {:.2}{sure}{}",
        guess.likely.join(", "),
        guess.certainty,
        because(&found.category_because)
    );
    let _ = writeln!(lines, "as a rating     {:?}", found.rated);
    let _ = writeln!(lines, "as a signature  {}", found.signed.word());
    lines
}

fn because(parts: &[String]) -> String {
    if parts.is_empty() { String::new() } else { format!(": {}", parts.join(" · ")) }
}
