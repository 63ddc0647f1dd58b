//! The clerk's calls and correction notices, and the manager's last word where
//! nobody could be reached.

use super::Card;
use super::desk::facts;
use crate::domain::beside::{CallTopic as Reason, Unheard};
use crate::domain::case::COMPLAINT;
use crate::domain::follow_up::{Answered, State};
use crate::domain::ids::Seq;
use crate::process::say::{Say, Sketch, who};
use crate::script::args::Args;
use crate::talk::tap::Tap;

pub(super) fn call(card: &Card, seq: Seq) -> Sketch {
    let Some(call) = card.case.call(seq) else {
        return Sketch::titled(card.say("card.call.title"));
    };
    let args = card.args().text("person", card.frame.people.name(call.person));
    let phone = card.frame.people.phone(call.person).filter(|_| card.open);
    let phone = phone.map(|phone| Say::new("card.call.phone", Args::new().text("phone", phone)));
    let mut sketch = Sketch::titled(Say::new("card.call.title", args.clone())).lines(phone);
    sketch = sketch.line(card.say("card.fact.home"));
    sketch = sketch.lines(call.topics.iter().map(|topic| about(card, topic)));
    sketch = match call.unheard {
        Unheard::No => sketch,
        Unheard::Window => sketch.line(card.say("card.call.window")),
        Unheard::Gone => sketch.line(card.say("card.call.gone")),
    };
    if let Some(last) = call.attempts.last() {
        let count = i64::try_from(call.attempts.len()).unwrap_or(i64::MAX);
        let args = who(args, last.by, card.frame).when("at", last.at).int("count", count);
        sketch = sketch.line(Say::new("card.call.tried", args));
    }
    if !card.open {
        return match (call.done_at, call.done_by) {
            (Some(at), Some(by)) => sketch.line(card.stamp("card.call.done", by, at)),
            _ => sketch.line(card.say("card.call.elsewhere")),
        };
    }
    for topic in &call.topics {
        sketch = sketch.row(told(card, topic));
    }
    let rates = call.topics.iter().any(|topic| matches!(topic, Reason::Rate { .. }));
    let signs = call.topics.iter().any(|topic| matches!(topic, Reason::Sign { order } if *order != COMPLAINT));
    let says = |topic: &Reason| matches!(topic, Reason::Talk { .. } | Reason::Unsaid { .. });
    if rates {
        sketch = sketch.row(vec![card.button("record")]);
    }
    if call.topics.iter().any(says) || !rates {
        sketch = sketch.row(vec![card.button("called")]);
    }
    if signs {
        sketch = sketch.row(vec![card.button("paper")]);
    }
    sketch.row(vec![card.button("no_answer"), card.story()])
}

/// What he may have said about it, one tap each.
fn told(card: &Card, topic: &Reason) -> Vec<(Say, Tap)> {
    match topic {
        Reason::Visit { visit } => vec![card.button(&format!("told_visit.{visit}"))],
        Reason::Extension { extension } => {
            vec![card.button("paper_consent"), card.button(&format!("told_no_longer.{extension}"))]
        }
        Reason::Sign { order: COMPLAINT } => {
            let round = card.case.complaint.desk_round;
            vec![card.button(&format!("told_ok.{round}")), card.button(&format!("told_not_ok.{round}"))]
        }
        _ => Vec::new(),
    }
}

fn about(card: &Card, topic: &Reason) -> Say {
    match topic {
        Reason::Rate { .. } => card.say("card.call.rate"),
        Reason::Sign { order: COMPLAINT } => card.say("card.call.answer"),
        Reason::Sign { .. } => card.say("card.call.sign"),
        Reason::Extension { extension } => {
            let until = card.case.extension(*extension).map(|one| one.until);
            let args = until.map_or_else(|| card.args(), |until| card.args().when("until", until));
            Say::new(if until.is_some() { "card.call.extension" } else { "card.call.unsaid_other" }, args)
        }
        Reason::Visit { visit } => {
            let start = card.case.visit(*visit).map(|one| one.start);
            let args = start.map_or_else(|| card.args(), |start| card.args().when("visit", start));
            Say::new(if start.is_some() { "card.call.visit" } else { "card.call.unsaid_other" }, args)
        }
        Reason::Talk { words, .. } => Say::new("card.call.talk", card.args().text("said", words.clone())),
        Reason::Unsaid { text } => Say::new("card.call.unsaid", Args::new().text("text", text.clone())),
    }
}

/// The answers, as they were given, for whoever has to act on them.
fn answers(answers: &[Answered]) -> impl Iterator<Item = Say> + '_ {
    answers.iter().filter(|answer| answer.score.is_some() || answer.text.is_some()).map(|answer| {
        let args = Args::new().text("question", answer.question.clone());
        match (answer.score, &answer.text) {
            (Some(score), _) => Say::new(
                "card.correct.score",
                args.key("answer", format!("scale.{score}")).int("score", i64::from(score)),
            ),
            (None, text) => Say::new("card.correct.text", args.text("answer", text.clone().unwrap_or_default())),
        }
    })
}

pub(super) fn correct(card: &Card, seq: Seq) -> Sketch {
    let Some(follow_up) = card.case.follow_up(seq) else {
        return Sketch::titled(card.say("card.correct.title"));
    };
    let sketch = Sketch::titled(card.say("card.correct.title")).lines(facts(card)).lines(answers(&follow_up.answers));
    if card.open {
        let due = card.case.running(crate::domain::clock::Rule::CorrectionNotice, seq).map(|clock| clock.due_at);
        let due = due.map(|due| Say::new("card.correct.due", card.args().when("due", due)));
        return sketch.lines(due).row(vec![card.button("correct")]).row(vec![card.story()]);
    }
    match &follow_up.state {
        State::Corrected { at, by, faults } => {
            let args = who(card.args(), *by, card.frame).when("at", *at).text("faults", faults.clone());
            sketch.line(Say::new("card.correct.done", args))
        }
        _ => sketch.line(card.say("card.correct.over")),
    }
}

pub(super) fn close(card: &Card) -> Sketch {
    let sketch = Sketch::titled(card.say("card.close.title")).lines(facts(card)).line(card.say("card.close.body"));
    if card.open {
        return sketch.row(vec![card.button("close_unreached"), card.story()]);
    }
    let state = card.args().key("state", format!("state.{}", card.case.complaint.state.word()));
    sketch.line(Say::new("card.desk.gone", state))
}
