//! The closed list of what a form in `dialogues/` may end in, with the fields
//! that each command takes. `anju check` compares every form with this table.

use serde::{Deserialize, Serialize};

/// What kind of answer a field takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    Choice,
    Photos,
    When,
    Amount,
    YesNo,
}

/// A field of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: FieldKind,
    pub required: bool,
}

const fn must(name: &'static str, kind: FieldKind) -> Field {
    Field { name, kind, required: true }
}

const fn may(name: &'static str, kind: FieldKind) -> Field {
    Field { name, kind, required: false }
}

macro_rules! forms {
    ($($(#[$doc:meta])* $name:ident = $word:literal [$($field:expr),* $(,)?]),* $(,)?) => {
        /// A form's end: the command that its answers become.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum FormEnd { $($(#[$doc])* $name),* }

        impl FormEnd {
            pub const ALL: &'static [FormEnd] = &[$(FormEnd::$name),*];

            /// The word that a form file uses: `ends_in = "…"`.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(FormEnd::$name => $word),* }
            }

            #[must_use]
            pub fn from_word(word: &str) -> Option<FormEnd> {
                match word { $($word => Some(FormEnd::$name),)* _ => None }
            }

            #[must_use]
            pub fn fields(self) -> &'static [Field] {
                use FieldKind::{Amount, Choice, Photos, Text, When, YesNo};
                const _: [FieldKind; 6] = [Amount, Choice, Photos, Text, When, YesNo];
                match self { $(FormEnd::$name => {
                    const FIELDS: &[Field] = &[$($field),*];
                    FIELDS
                }),* }
            }
        }
    };
}

forms! {
    /// Owner (or the clerk for an unfinished one) completes a complaint (S01).
    Complaint = "complaint" [must("home", Choice), must("category", Choice), must("place", Text), may("photos", Photos), may("available", Text)],
    /// Clerk registers a telephone complaint for an owner (S01).
    RegisterCall = "register_call" [must("home", Choice), must("words", Text), must("category", Choice), must("place", Text), may("photos", Photos), may("available", Text)],
    /// Words or pictures added to a running case.
    AddNote = "add_note" [may("words", Text), may("photos", Photos)],
    /// Owner takes a complaint back.
    Withdraw = "withdraw" [may("reason", Text)],
    /// Whoever is on duty has looked: it is no emergency.
    CallOff = "call_off" [must("reason", Text)],
    /// Clerk puts away what is no complaint; its owner is answered (S01).
    PutAway = "put_away" [must("reason", Text)],
    /// Clerk dispatches a repair (S07, S08).
    Dispatch = "dispatch" [must("class", Choice), must("team", Choice), must("trades", Choice), must("estimate", Amount), may("content", Text)],
    /// Clerk changes the estimate of an order not yet issued (S13).
    Reestimate = "reestimate" [must("estimate", Amount), may("reason", Text)],
    /// Clerk cancels an order (S08).
    CancelOrder = "cancel_order" [must("reason", Text)],
    /// Clerk or department answers the owner with words (S04).
    AnswerOwner = "answer_owner" [must("words", Text)],
    /// Clerk forwards the case to a department with words (S03).
    Forward = "forward" [must("unit", Choice), must("words", Text)],
    /// Department returns a forwarded case as not its own (S03).
    ReturnForward = "return_forward" [must("reason", Text)],
    /// Leader returns an order that the team cannot do (S08).
    ReturnOrder = "return_order" [must("reason", Text)],
    /// Leader proposes a visit, or the owner proposes another time (S08).
    ProposeVisit = "propose_visit" [must("when", When)],
    /// Leader asks the owner for more time (S08).
    AskExtension = "ask_extension" [must("until", When), must("reason", Text)],
    /// Leader reports the work done, with photos (S08, S11).
    CompleteOrder = "complete_order" [may("before", Photos), may("after", Photos), may("missing", Text), may("note", Text)],
    /// Clerk finds faults at the completion check (S11).
    InspectFaults = "inspect_faults" [must("faults", Text)],
    /// Owner refuses the signature (S11).
    RefuseWork = "refuse_work" [may("reason", Text), may("photos", Photos)],
    /// Owner is not content with an answer given with words (S04).
    RejectAnswer = "reject_answer" [may("reason", Text)],
    /// Clerk keeps a signature on paper, where the owner has no chat (S11).
    PaperSignature = "paper_signature" [must("photo", Photos)],
    /// Clerk keeps the owner's consent to more time on paper (S08).
    PaperConsent = "paper_consent" [must("photo", Photos)],
    /// Owner adds words to a signature or a rating.
    Comment = "comment" [must("words", Text)],
    /// Approver refuses 驳回, with a reason (S13).
    RefuseApproval = "refuse_approval" [must("reason", Text)],
    /// Approver returns 退回 for changes, with a reason (S13).
    ReturnApproval = "return_approval" [must("reason", Text)],
    /// Clerk writes the correction notice 整改通知 (S12).
    CorrectionNotice = "correction_notice" [must("faults", Text)],
    /// Manager closes a case that the owner could not be reached for (S04, S12).
    CloseUnreached = "close_unreached" [must("reason", Text)],
}
