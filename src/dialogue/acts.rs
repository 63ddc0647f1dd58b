//! What the word on a card's button asks for: a command at once, or a dialogue
//! that ends in one. Whether the person may is `domain`'s to say.

use crate::domain::approval::Decision;
use crate::domain::command::{Command, Request};
use crate::domain::ids::{CaseId, HomeId, Seq};

/// What a card's button leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Do(Request),
    /// Opens a form about the record.
    Open(&'static str),
    /// The first answer of the rating questions, given by the owner himself.
    Score(i64),
    /// A caller writes down what he is told on the telephone.
    Record,
    /// New words are a new complaint after all.
    NewCase,
    /// New words belong to an earlier case.
    Belongs(CaseId),
    /// The owner presses for it.
    Urge,
    /// What was said in one sentence are several matters, or one after all.
    Split,
    OneMatter,
    /// The clerk's words were said for an owner.
    ForOwner,
    /// Whether somebody has to come at once.
    Urgent(bool),
    /// Which home the alarm is about.
    Home(HomeId),
}

/// Reads the word of a button on the card of record `seq`, which showed `rev`.
#[must_use]
pub fn act(word: &str, seq: Seq, rev: i64) -> Option<Act> {
    let (name, rest) = word.split_once('.').unwrap_or((word, ""));
    let seen = |command: Command| Some(Act::Do(Request { command, seen: Some((seq, rev)) }));
    let at_once = |command: Command| Some(Act::Do(Request::plain(command)));
    match name {
        "agree" => at_once(Command::Vote {
            approval: seq,
            step: rest.parse().ok()?,
            rev,
            decision: Decision::Approve,
            reason: None,
        }),
        "refuse" => Some(Act::Open("manager/refuse_approval")),
        "return" => Some(Act::Open("manager/return_approval")),
        "accept" => at_once(Command::Accept { order: seq }),
        "arrive" => at_once(Command::Arrive { order: seq }),
        "pass" => seen(Command::Check { order: seq }),
        "visit_ok" => seen(Command::AgreeVisit { visit: seq }),
        "consent" => seen(Command::AnswerExtension { extension: seq, consent: true }),
        "deny" => seen(Command::AnswerExtension { extension: seq, consent: false }),
        "sign" => seen(Command::Sign { order: seq }),
        "answer_ok" => at_once(Command::AcceptAnswer { round: rev }),
        "no_answer" => seen(Command::CallTried { task: seq }),
        "urge" => Some(Act::Urge),
        "split" => Some(Act::Split),
        "one_matter" => Some(Act::OneMatter),
        "called" => at_once(Command::CallDone { task: seq }),
        "put_away" => Some(Act::Open("clerk/put_away")),
        "take" => at_once(Command::TakeEmergency),
        "call_off" => Some(Act::Open("clerk/call_off")),
        "alarm_yes" => Some(Act::Urgent(true)),
        "alarm_no" => Some(Act::Urgent(false)),
        "home" => Some(Act::Home(HomeId(rest.parse().ok()?))),
        "unable" => Some(Act::Open("leader/return_order")),
        "visit" => Some(Act::Open("leader/propose_visit")),
        "visit_other" => Some(Act::Open("owner/propose_visit")),
        "extend" => Some(Act::Open("leader/ask_extension")),
        "done" => Some(Act::Open("leader/complete_order")),
        "fail" => Some(Act::Open("clerk/inspect_faults")),
        "intake" => Some(Act::Open("clerk/complaint")),
        "dispatch" => Some(Act::Open("clerk/dispatch")),
        "reestimate" => Some(Act::Open("clerk/reestimate")),
        "reply" => Some(Act::Open("unit/answer_owner")),
        "cancel_order" => Some(Act::Open("clerk/cancel_order")),
        "answer" => Some(Act::Open("clerk/answer_owner")),
        "forward" => Some(Act::Open("clerk/forward")),
        "not_ours" => Some(Act::Open("unit/return_forward")),
        "refuse_work" => Some(Act::Open("owner/refuse_work")),
        "answer_not_ok" => Some(Act::Open("owner/reject_answer")),
        "comment" => Some(Act::Open("owner/comment")),
        "note" => Some(Act::Open("owner/add_note")),
        "withdraw" => Some(Act::Open("owner/withdraw")),
        // What the owner said on the telephone.
        "told_visit" => at_once(Command::AgreeVisit { visit: Seq(rest.parse().ok()?) }),
        "told_no_longer" => at_once(Command::AnswerExtension { extension: Seq(rest.parse().ok()?), consent: false }),
        "told_ok" => at_once(Command::AcceptAnswer { round: rest.parse().ok()? }),
        "told_not_ok" => at_once(Command::RejectAnswer { round: rest.parse().ok()?, reason: None }),
        "paper_consent" => Some(Act::Open("clerk/paper_consent")),
        "paper" => Some(Act::Open("clerk/paper_signature")),
        "correct" => Some(Act::Open("clerk/correction_notice")),
        "close_unreached" => Some(Act::Open("manager/close_unreached")),
        "score" => Some(Act::Score(rest.parse().ok().filter(|score| (1..=5).contains(score))?)),
        "record" => Some(Act::Record),
        "new" => Some(Act::NewCase),
        "for_owner" => Some(Act::ForOwner),
        "belongs" => Some(Act::Belongs(CaseId(rest.parse().ok()?))),
        _ => None,
    }
}
