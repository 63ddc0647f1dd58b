//! What a finished form becomes: the command that its file names, built from
//! the answers. A field that the command needs and the form did not ask for is
//! a refusal, never a guess.

use crate::dialogue::answers::Filled;
use crate::dialogue::state::Subject;
use crate::domain::approval::Decision;
use crate::domain::beside::CallTopic;
use crate::domain::case::{COMPLAINT, Case};
use crate::domain::command::{Command, Described, Request};
use crate::domain::form::FormEnd;
use crate::domain::ids::{AttachmentId, Seq};
use crate::domain::money::Fen;
use crate::domain::refusal::Refusal;
use crate::domain::warranty::Class;
use crate::domain::work_order::Trades;

/// The commands of a finished form about `case`, in the order in which they
/// are carried out.
///
/// # Errors
/// `Missing` names the field; `Unknown` when the form is not about such a record.
pub fn of_form(filled: &Filled, subject: Subject, case: &Case) -> Result<Vec<Request>, Refusal> {
    let seq = subject.seq.unwrap_or(COMPLAINT);
    let reading = Reading { filled, seq, case };
    let command = match filled.end {
        FormEnd::Complaint | FormEnd::RegisterCall => {
            return Ok(vec![Request::plain(Command::Register { number: String::new() })]);
        }
        FormEnd::AddNote => Command::Note { words: reading.maybe("words"), photos: reading.photos("photos") },
        FormEnd::Comment => Command::Note { words: reading.maybe("words"), photos: Vec::new() },
        FormEnd::Withdraw => Command::Withdraw { reason: reading.maybe("reason") },
        FormEnd::PutAway => Command::PutAway { reason: reading.text("reason")? },
        FormEnd::CallOff => Command::CallOff { reason: reading.text("reason")? },
        FormEnd::Dispatch if case.is_urgent() && case.is_being_said() => {
            let register = Request::plain(Command::Register { number: String::new() });
            return Ok(vec![register, Request::plain(reading.dispatch()?)]);
        }
        FormEnd::Dispatch => reading.dispatch()?,
        FormEnd::Reestimate => Command::Reestimate {
            order: reading.order()?,
            estimate: reading.estimate()?,
            reason: reading.maybe("reason"),
        },
        FormEnd::CancelOrder => Command::CancelOrder { order: reading.order()?, reason: reading.text("reason")? },
        FormEnd::AnswerOwner => Command::Answer { words: reading.text("words")? },
        FormEnd::Forward => Command::Forward { unit: reading.choice("unit")?, words: reading.text("words")? },
        FormEnd::ReturnForward => Command::ReturnForward { reason: reading.text("reason")? },
        FormEnd::ReturnOrder => Command::ReturnOrder { order: seq, reason: reading.text("reason")? },
        FormEnd::ProposeVisit => {
            let order = case.visit(seq).map_or(seq, |visit| visit.order);
            Command::ProposeVisit { order, start: reading.when("when")? }
        }
        FormEnd::AskExtension => {
            Command::AskExtension { order: seq, until: reading.when("until")?, reason: reading.text("reason")? }
        }
        FormEnd::CompleteOrder => Command::Complete {
            order: seq,
            before: reading.photos("before"),
            after: reading.photos("after"),
            missing: reading.maybe("missing"),
            note: reading.maybe("note"),
        },
        FormEnd::InspectFaults => Command::FailCheck { order: seq, faults: reading.text("faults")? },
        FormEnd::RefuseWork => {
            let photos = reading.photos("photos");
            let command = Command::RefuseWork { order: seq, reason: reading.maybe("reason"), photos };
            return Ok(vec![Request { command, seen: Some((seq, subject.rev)) }]);
        }
        FormEnd::RejectAnswer => Command::RejectAnswer { round: subject.rev, reason: reading.maybe("reason") },
        FormEnd::PaperSignature => reading.paper()?,
        FormEnd::PaperConsent => reading.paper_consent()?,
        FormEnd::RefuseApproval => reading.vote(subject.rev, Decision::Refuse)?,
        FormEnd::ReturnApproval => reading.vote(subject.rev, Decision::Return)?,
        FormEnd::CorrectionNotice => Command::Correct { follow_up: seq, faults: reading.text("faults")? },
        FormEnd::CloseUnreached => Command::CloseUnreached { reason: reading.text("reason")? },
    };
    Ok(vec![Request::plain(command)])
}

/// What the intake has settled so far; each answered step is kept with the case
/// at once, so that it goes to the clerk as it stands.
#[must_use]
pub fn described(filled: &Filled) -> Described {
    let text = |field: &str| filled.text(field).map(str::to_owned);
    Described {
        home: None,
        words: text("words"),
        category: filled.choice("category").map(str::to_owned),
        place: text("place"),
        available: text("available"),
    }
}

struct Reading<'a> {
    filled: &'a Filled,
    seq: Seq,
    case: &'a Case,
}

impl Reading<'_> {
    fn text(&self, field: &'static str) -> Result<String, Refusal> {
        self.filled.text(field).map(str::to_owned).ok_or(Refusal::Missing(field))
    }

    fn maybe(&self, field: &str) -> Option<String> {
        self.filled.text(field).map(str::to_owned)
    }

    fn choice(&self, field: &'static str) -> Result<String, Refusal> {
        self.filled.choice(field).map(str::to_owned).ok_or(Refusal::Missing(field))
    }

    fn photos(&self, field: &str) -> Vec<AttachmentId> {
        self.filled.photos(field).to_vec()
    }

    fn when(&self, field: &'static str) -> Result<chrono::DateTime<chrono::Utc>, Refusal> {
        self.filled.when(field).ok_or(Refusal::Missing(field))
    }

    fn estimate(&self) -> Result<Fen, Refusal> {
        self.filled.amount("estimate").map(Fen).ok_or(Refusal::Missing("estimate"))
    }

    /// The desk's card names the complaint; what is meant is its open order, or
    /// the one whose cost is still to be decided.
    fn order(&self) -> Result<Seq, Refusal> {
        if self.case.order(self.seq).is_some() {
            return Ok(self.seq);
        }
        if let Some(cost) = self.case.unsettled_cost().filter(|_| self.filled.end == FormEnd::Reestimate) {
            return Ok(cost.order);
        }
        self.case.open_order().map(|order| order.seq).ok_or(Refusal::NotNow)
    }

    fn dispatch(&self) -> Result<Command, Refusal> {
        let class = match self.choice("class")?.as_str() {
            "A" => Class::A,
            "B" => Class::B,
            _ => return Err(Refusal::Missing("class")),
        };
        let trades = match self.choice("trades")?.as_str() {
            "single" => Trades::Single,
            "multi" => Trades::Multi,
            _ => return Err(Refusal::Missing("trades")),
        };
        Ok(Command::Dispatch {
            class,
            trades,
            team: self.choice("team")?,
            estimate: self.estimate()?,
            content: self.maybe("content"),
        })
    }

    fn paper(&self) -> Result<Command, Refusal> {
        let photo = self.filled.photos("photo").first().copied().ok_or(Refusal::Missing("photo"))?;
        let order = self.case.latest_order().map(|order| order.seq).ok_or(Refusal::NotNow)?;
        Ok(Command::SignOnPaper { order, photo })
    }

    /// The card of the call names the call; what is meant is the longer time that
    /// it asks for.
    fn paper_consent(&self) -> Result<Command, Refusal> {
        let photo = self.filled.photos("photo").first().copied().ok_or(Refusal::Missing("photo"))?;
        let topics = self.case.call(self.seq).map(|call| call.topics.as_slice()).unwrap_or_default();
        let asked = topics.iter().find_map(|topic| match topic {
            CallTopic::Extension { extension } => Some(*extension),
            _ => None,
        });
        Ok(Command::ConsentOnPaper { extension: asked.ok_or(Refusal::NotNow)?, photo })
    }

    /// The step that the card showed; its revision decides whether it still counts.
    fn vote(&self, rev: i64, decision: Decision) -> Result<Command, Refusal> {
        let approval = self.case.approval(self.seq).ok_or(Refusal::Unknown)?;
        let step = approval.step_of_rev(rev);
        Ok(Command::Vote { approval: self.seq, step, rev, decision, reason: Some(self.text("reason")?) })
    }
}
