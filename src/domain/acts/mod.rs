//! What may be done to a case, one file per subject: authority first, then the
//! record's own transition, then the event.

mod approvals;
mod asking;
mod calling;
mod emergency;
mod intake;
mod orders;
mod owner;
mod routing;
mod visits;

use crate::domain::case::Case;
use crate::domain::command::{Command, Request};
use crate::domain::event::{Event, Happened};
use crate::domain::frame::Frame;
use crate::domain::people::{Actor, By};
use crate::domain::refusal::Refusal;

pub use intake::open;

/// What an act answers with: who did it, and what has happened.
pub(crate) type Done = Result<(By, Vec<Event>), Refusal>;

impl Case {
    /// Carries out one command, or refuses and leaves the case as it was.
    ///
    /// # Errors
    /// The refusal that the person reads.
    pub fn carry_out(&mut self, request: &Request, actor: &Actor, frame: &Frame) -> Result<Vec<Happened>, Refusal> {
        let before = request.seen.and_then(|(seq, _)| self.rev_of(seq));
        let mut next = self.clone();
        let (by, events) = next.act(&request.command, actor, frame)?;
        next.drop_settled_calls(by, frame);
        // Asked last, so that "already done by …" and "not yours" come first:
        // they tell more than "this has changed".
        if let Some((_, seen)) = request.seen
            && before != Some(seen)
        {
            return Err(Refusal::Outdated);
        }
        *self = next;
        Ok(events.into_iter().map(|event| Happened { at: frame.at, by, event }).collect())
    }

    fn act(&mut self, command: &Command, actor: &Actor, frame: &Frame) -> Done {
        match command.clone() {
            Command::Describe(described) => self.describe(described, actor, frame),
            Command::Register { number } => self.register(number, actor, frame),
            Command::HandOver => self.hand_over(actor, frame),
            Command::RaiseAlarm(warning) => self.raise_alarm(warning, actor, frame),
            Command::AnswerDoubt { urgent } => self.answer_doubt(urgent, actor, frame),
            Command::DoubtUnanswered => self.doubt_unanswered(actor, frame),
            Command::SpreadAlarm { level, told } => self.spread_alarm(level, told, actor, frame),
            Command::TakeEmergency => self.take_emergency(actor, frame),
            Command::CallOff { reason } => self.call_off(reason, actor, frame),
            Command::Withdraw { reason } => self.withdraw(reason, actor, frame),
            Command::TakeBack => self.take_back(actor, frame),
            Command::WishWithdrawn { reason } => self.wish_withdrawn(reason, actor),
            Command::PutAway { reason } => self.put_away(reason, actor, frame),
            Command::Urge => self.urge(actor, frame),
            Command::WantPerson { words } => self.want_person(words, actor, frame),
            Command::Note { words, photos } => self.note(words, photos, actor),
            Command::Dispatch { class, team, trades, estimate, content } => {
                self.dispatch((class, team, trades, estimate, content), actor, frame)
            }
            Command::Reestimate { order, estimate, reason } => self.reestimate(order, (estimate, reason), actor, frame),
            Command::CancelOrder { order, reason } => self.cancel_order(order, reason, actor, frame),
            Command::Answer { words } => self.answer_owner(words, actor, frame),
            Command::Forward { unit, words } => self.forward(unit, words, actor, frame),
            Command::ReturnForward { reason } => self.return_forward(reason, actor, frame),
            Command::Vote { approval, step, rev, decision, reason } => {
                self.vote((approval, step, rev, decision, reason), actor, frame)
            }
            Command::Reseat => self.reseat(actor, frame),
            Command::Issue { order, number } => self.issue(order, number, actor, frame),
            Command::Accept { order } => self.accept(order, actor, frame),
            Command::ReturnOrder { order, reason } => self.return_order(order, reason, actor, frame),
            Command::ProposeVisit { order, start } => self.propose_visit(order, start, actor, frame),
            Command::AgreeVisit { visit } => self.agree_visit(visit, actor, frame),
            Command::Arrive { order } => self.arrive(order, actor, frame),
            Command::AskExtension { order, until, reason } => self.ask_extension(order, until, reason, actor, frame),
            Command::AnswerExtension { extension, consent } => self.answer_extension(extension, consent, actor, frame),
            Command::ConsentOnPaper { extension, photo } => self.consent_on_paper((extension, photo), actor, frame),
            Command::Complete { order, before, after, missing, note } => {
                self.complete(order, (before, after, missing, note), actor, frame)
            }
            Command::Check { order } => self.check(order, actor, frame),
            Command::FailCheck { order, faults } => self.fail_check(order, faults, actor, frame),
            Command::Sign { order } => self.sign(order, actor, frame),
            Command::SignOnPaper { order, photo } => self.sign_on_paper(order, photo, actor, frame),
            Command::RefuseWork { order, reason, photos } => self.refuse_work(order, (reason, photos), actor, frame),
            Command::LosePhoto { photo } => self.lose_photo(photo, actor, frame),
            Command::OwnerSilent { subject } => self.owner_silent(subject, actor, frame),
            Command::AcceptAnswer { round } => self.accept_answer(round, actor, frame),
            Command::RejectAnswer { round, reason } => self.reject_answer((round, reason), actor, frame),
            Command::OpenFollowUp { order, round, again } => self.open_follow_up(order, round, again, actor, frame),
            Command::AskRating { follow_up } => self.ask_rating(follow_up, actor, frame),
            Command::PutOnCallList { follow_up } => self.put_on_call_list(follow_up, actor, frame),
            Command::Rate { follow_up, answers } => self.rate(follow_up, answers, actor, frame),
            Command::CallFor { person, topic, unheard } => self.call_for((person, topic, unheard), actor, frame),
            Command::CallTried { task } => self.call_tried(task, actor, frame),
            Command::CallDone { task } => self.call_done(task, actor, frame),
            Command::Correct { follow_up, faults } => self.correct(follow_up, faults, actor, frame),
            Command::TryClose => self.try_close(actor, frame),
            Command::CloseUnreached { reason } => self.close_unreached(reason, actor, frame),
        }
    }
}

/// For acts that only the system performs.
pub(crate) fn as_system(actor: &Actor) -> Result<By, Refusal> {
    if actor.is_system() { Ok(By::SYSTEM) } else { Err(Refusal::NotYours) }
}
