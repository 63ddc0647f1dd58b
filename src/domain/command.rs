//! Everything that can be asked of a case: by a tap, by a form, or by the
//! process as the consequence of something that has happened.

use crate::domain::approval::Decision;
use crate::domain::beside::{CallTopic, Unheard};
use crate::domain::complaint::Source;
use crate::domain::emergency::Warning;
use crate::domain::follow_up::Answered;
use crate::domain::ids::{AttachmentId, EstateId, HomeId, PersonId, Seq};
use crate::domain::money::Fen;
use crate::domain::warranty::Class;
use crate::domain::work_order::Trades;
use chrono::{DateTime, Utc};

/// The first sentence or photo: it creates the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    pub reporter: PersonId,
    pub source: Source,
    /// Where it probably is; the home is settled by `Describe`.
    pub estate: EstateId,
    pub home: Option<HomeId>,
    pub words: String,
    pub category: Option<String>,
    pub photos: Vec<AttachmentId>,
}

/// What a step of the intake dialogue has settled; `None` leaves it as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Described {
    pub home: Option<(HomeId, EstateId)>,
    pub words: Option<String>,
    pub category: Option<String>,
    pub place: Option<String>,
    pub available: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    // Intake and routing
    Describe(Described),
    /// The number is drawn by the flow from its counter.
    Register {
        number: String,
    },
    /// To the clerk as it stands: unfinished, or an emergency.
    HandOver,
    /// A danger was spoken of: the first sentence or a later one.
    RaiseAlarm(Warning),
    /// Whoever was asked whether somebody has to come at once has answered.
    AnswerDoubt {
        urgent: bool,
    },
    /// He did not.
    DoubtUnanswered,
    /// Nobody has the alarm in hand: it has come to this level, and these are
    /// told for the first time.
    SpreadAlarm {
        level: u8,
        told: Vec<PersonId>,
    },
    TakeEmergency,
    CallOff {
        reason: String,
    },
    Withdraw {
        reason: Option<String>,
    },
    /// The owner leaves off before anybody has heard of it.
    TakeBack,
    /// The owner wants a case withdrawn that others have to decide on.
    WishWithdrawn {
        reason: Option<String>,
    },
    /// The desk puts away what was handed over and is no complaint.
    PutAway {
        reason: String,
    },
    /// The owner presses for it.
    Urge,
    /// The owner wants to talk to a person.
    WantPerson {
        words: String,
    },
    Note {
        words: Option<String>,
        photos: Vec<AttachmentId>,
    },
    /// The file of a photo will never come.
    LosePhoto {
        photo: AttachmentId,
    },
    Dispatch {
        class: Class,
        team: String,
        trades: Trades,
        estimate: Fen,
        content: Option<String>,
    },
    Reestimate {
        order: Seq,
        estimate: Fen,
        reason: Option<String>,
    },
    CancelOrder {
        order: Seq,
        reason: String,
    },
    Answer {
        words: String,
    },
    Forward {
        unit: String,
        words: String,
    },
    ReturnForward {
        reason: String,
    },
    // Approval
    Vote {
        approval: Seq,
        step: usize,
        rev: i64,
        decision: Decision,
        reason: Option<String>,
    },
    Reseat,
    // The order
    Issue {
        order: Seq,
        number: String,
    },
    Accept {
        order: Seq,
    },
    ReturnOrder {
        order: Seq,
        reason: String,
    },
    ProposeVisit {
        order: Seq,
        start: DateTime<Utc>,
    },
    AgreeVisit {
        visit: Seq,
    },
    Arrive {
        order: Seq,
    },
    AskExtension {
        order: Seq,
        until: DateTime<Utc>,
        reason: String,
    },
    AnswerExtension {
        extension: Seq,
        consent: bool,
    },
    /// The owner's consent to more time on paper, photographed by the desk.
    ConsentOnPaper {
        extension: Seq,
        photo: AttachmentId,
    },
    Complete {
        order: Seq,
        before: Vec<AttachmentId>,
        after: Vec<AttachmentId>,
        missing: Option<String>,
        note: Option<String>,
    },
    Check {
        order: Seq,
    },
    FailCheck {
        order: Seq,
        faults: String,
    },
    // The owner's word
    Sign {
        order: Seq,
    },
    SignOnPaper {
        order: Seq,
        photo: AttachmentId,
    },
    RefuseWork {
        order: Seq,
        reason: Option<String>,
        photos: Vec<AttachmentId>,
    },
    OwnerSilent {
        subject: Seq,
    },
    /// `round`: which answer the card showed; a newer one is read first.
    AcceptAnswer {
        round: i64,
    },
    RejectAnswer {
        round: i64,
        reason: Option<String>,
    },
    // Call-backs
    OpenFollowUp {
        order: Option<Seq>,
        round: u32,
        again: bool,
    },
    AskRating {
        follow_up: Seq,
    },
    PutOnCallList {
        follow_up: Seq,
    },
    Rate {
        follow_up: Seq,
        answers: Vec<Answered>,
    },
    CallFor {
        person: PersonId,
        topic: CallTopic,
        unheard: Unheard,
    },
    CallTried {
        task: Seq,
    },
    CallDone {
        task: Seq,
    },
    Correct {
        follow_up: Seq,
        faults: String,
    },
    TryClose,
    CloseUnreached {
        reason: String,
    },
}

/// A command as a person sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub command: Command,
    /// The revision of the record that the tapped card showed. Where it is
    /// given and differs, the person gets the new card instead of a decision.
    pub seen: Option<(Seq, i64)>,
}

impl Request {
    #[must_use]
    pub fn plain(command: Command) -> Request {
        Request { command, seen: None }
    }
}
