//! What has happened to a case. Each event is a line of its history and the
//! cause of everything that follows.

use crate::domain::approval::Decision;
use crate::domain::danger::Danger;
use crate::domain::ids::{PersonId, Seq};
use crate::domain::money::Fen;
use crate::domain::people::{By, PassedUp, Role};
use crate::domain::warranty::Class;
use crate::domain::work_order::Trades;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A line of the history: who, when, what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    pub at: DateTime<Utc>,
    pub by: By,
    pub event: Event,
}

macro_rules! events {
    ($($(#[$doc:meta])* $name:ident = $word:literal { $($field:ident : $kind:ty),* $(,)? }),* $(,)?) => {
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(tag = "event", rename_all = "snake_case")]
        pub enum Event { $($(#[$doc])* $name { $($field: $kind),* }),* }

        impl Event {
            /// The word in the history table and, behind `history.`, in the texts.
            #[must_use]
            pub fn word(&self) -> &'static str {
                match self { $(Event::$name { .. } => $word),* }
            }

            /// Every word, so that a test can ask for every text.
            pub const WORDS: &'static [&'static str] = &[$($word),*];
        }
    };
}

events! {
    Received = "received" { words: String, photos: usize, by_call: bool },
    Registered = "registered" { number: String },
    HandedOver = "handed_over" { emergency: bool },
    /// From before emergencies had a clock: a word of one was said.
    EmergencySaid = "emergency_said" { word: String },
    /// It may be one: whoever said it is asked.
    EmergencyDoubted = "emergency_doubted" { danger: Danger, because: String },
    /// He says that nobody has to come at once.
    EmergencyDenied = "emergency_denied" {},
    /// It rings. Not sure: nobody answered.
    EmergencyRang = "emergency_rang" { danger: Danger, because: String, sure: bool },
    EmergencyConfirmed = "emergency_confirmed" {},
    EmergencySpread = "emergency_spread" { level: u8, told: Vec<PersonId> },
    EmergencyTaken = "emergency_taken" {},
    EmergencyCalledOff = "emergency_called_off" { reason: String },
    WithdrawalWished = "withdrawal_wished" { reason: Option<String> },
    Withdrawn = "withdrawn" { reason: Option<String> },
    /// It was no complaint: the desk has put it away.
    PutAway = "put_away" { reason: Option<String> },
    Urged = "urged" {},
    PersonWanted = "person_wanted" { words: String },
    /// What the complaint says was changed after it had its number.
    Described = "described" { changed: Vec<String> },
    Noted = "noted" { words: Option<String>, photos: usize },
    Dispatched = "dispatched" { order: Seq, class: Class, team: String, trades: Trades, estimate: Fen },
    Reestimated = "reestimated" { order: Seq, before: Fen, estimate: Fen, reason: Option<String> },
    ApprovalAsked = "approval_asked" { approval: Seq, amount: Fen, role: Role, passed: Vec<(Role, PassedUp)> },
    /// Nobody up the whole chain can decide.
    ApprovalStranded = "approval_stranded" { approval: Seq, amount: Fen },
    Voted = "voted" { approval: Seq, step: usize, decision: Decision, reason: Option<String>, amount: Fen },
    Approved = "approved" { approval: Seq, order: Seq, amount: Fen },
    ApprovalReturned = "approval_returned" { approval: Seq, order: Seq, reason: Option<String> },
    ApprovalRefused = "approval_refused" { approval: Seq, order: Seq, reason: Option<String> },
    Answered = "answered" { words: String },
    Forwarded = "forwarded" { unit: String, words: String },
    ForwardReturned = "forward_returned" { unit: String, reason: String },
    OrderIssued = "order_issued" { order: Seq, number: String },
    OrderAccepted = "order_accepted" { order: Seq },
    OrderReturned = "order_returned" { order: Seq, reason: String },
    OrderCancelled = "order_cancelled" { order: Seq, reason: String },
    VisitProposed = "visit_proposed" { visit: Seq, order: Seq, start: DateTime<Utc>, from_owner: bool },
    VisitAgreed = "visit_agreed" { visit: Seq, order: Seq, start: DateTime<Utc>, by_phone: bool },
    Arrived = "arrived" { order: Seq },
    ExtensionAsked = "extension_asked" { extension: Seq, order: Seq, until: DateTime<Utc>, reason: String },
    ExtensionAnswered = "extension_answered" { extension: Seq, order: Seq, consent: bool, until: DateTime<Utc> },
    WorkReported = "work_reported" { order: Seq, photos: usize, missing: Option<String> },
    /// A photo's file never came; what had counted on it is open again.
    PhotoLost = "photo_lost" { reopened: Option<Seq> },
    Checked = "checked" { order: Seq },
    InspectionPassed = "inspection_passed" { order: Seq, round: u32 },
    InspectionFailed = "inspection_failed" { order: Seq, faults: String },
    Signed = "signed" { order: Seq, on_paper: bool },
    WorkRefused = "work_refused" { order: Seq, round: u32, reason: Option<String> },
    OwnerSilent = "owner_silent" { subject: Seq },
    AnswerAccepted = "answer_accepted" {},
    AnswerRejected = "answer_rejected" { reason: Option<String> },
    FollowUpDue = "follow_up_due" { follow_up: Seq, again: bool },
    RatingAsked = "rating_asked" { follow_up: Seq },
    FollowUpOnCallList = "follow_up_on_call_list" { follow_up: Seq },
    Rated = "rated" { follow_up: Seq, satisfied: bool, seriously: bool, by_phone: bool },
    CallTried = "call_tried" { task: Seq, attempt: usize },
    FollowUpUnreachable = "follow_up_unreachable" { follow_up: Seq },
    CallWanted = "call_wanted" { task: Seq, person: PersonId },
    CallMade = "call_made" { task: Seq },
    CorrectionIssued = "correction_issued" { follow_up: Seq, faults: String },
    ReworkBegun = "rework_begun" { order: Seq, round: u32 },
    /// The order is over; before orders ended so, none is named.
    FailedTooOften = "failed_too_often" { times: u32, order: Option<Seq> },
    Closed = "closed" { reason: Option<String> },
}
