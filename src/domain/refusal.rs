//! Everything the bot may say no to. A person reads the sentence behind the
//! key; nothing here is an error of the program.

use crate::domain::decision::Decision;
use crate::domain::ids::{PersonId, Seq};
use chrono::{DateTime, Utc};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The card is not the actor's, or he has no seat for this.
    #[error("not yours")]
    NotYours,
    /// Nobody approves his own request.
    #[error("own request")]
    OwnRequest,
    /// Nobody checks or calls back on his own work.
    #[error("own work")]
    OwnWork,
    /// Somebody decided this already.
    #[error("already decided")]
    AlreadyDecided { by: Option<PersonId>, at: DateTime<Utc>, decision: Decision },
    /// It was done already: by whom, when.
    #[error("already done")]
    AlreadyDone { by: Option<PersonId>, at: DateTime<Utc> },
    /// The card shows an older state; a new card follows instead of a decision.
    #[error("outdated")]
    Outdated,
    /// The step does not fit where the record stands now.
    #[error("not now")]
    NotNow,
    /// The case is closed or withdrawn.
    #[error("closed")]
    Closed,
    /// No such record.
    #[error("unknown")]
    Unknown,
    /// Too few photos and no reason given.
    #[error("photos missing")]
    PhotosMissing { needed: u32, given: u32 },
    /// The time named lies in the past.
    #[error("in the past")]
    InThePast,
    /// The new date is not later than the old one.
    #[error("not later")]
    NotLater { due: DateTime<Utc> },
    /// The estimate is no amount that work can cost.
    #[error("amount")]
    BadAmount,
    /// The home is not one of the speaker's.
    #[error("not your home")]
    NotYourHome,
    /// Something that must be said is missing: the field's name.
    #[error("missing {0}")]
    Missing(&'static str),
    /// The last call-back is dissatisfied: the case cannot close (004 §9.5).
    #[error("dissatisfied")]
    Dissatisfied,
    /// There is nobody in the team or unit to hand it to.
    #[error("nobody there")]
    NobodyThere,
    /// An order for this case is already under way.
    #[error("order open")]
    OrderOpen { order: Seq },
    /// While it is urgent, the person on duty has to decide.
    #[error("on duty decides")]
    OnDutyDecides,
    /// It was pressed for a short while ago.
    #[error("urged already")]
    UrgedAlready { at: DateTime<Utc> },
    /// Others have it already: it goes on, and is withdrawn only by name.
    #[error("goes on")]
    GoesOn,
    /// The cost of work that went ahead has not been decided.
    #[error("cost unsettled")]
    CostUnsettled,
}

impl Refusal {
    /// The key of the sentence in `dialogues/texts`.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Refusal::NotYours => "refusal.not_yours",
            Refusal::OwnRequest => "refusal.own_request",
            Refusal::OwnWork => "refusal.own_work",
            Refusal::AlreadyDecided { .. } => "refusal.already_decided",
            Refusal::AlreadyDone { .. } => "refusal.already_done",
            Refusal::Outdated => "refusal.outdated",
            Refusal::NotNow => "refusal.not_now",
            Refusal::Closed => "refusal.closed",
            Refusal::Unknown => "refusal.unknown",
            Refusal::PhotosMissing { .. } => "refusal.photos_missing",
            Refusal::InThePast => "refusal.in_the_past",
            Refusal::NotLater { .. } => "refusal.not_later",
            Refusal::BadAmount => "refusal.bad_amount",
            Refusal::NotYourHome => "refusal.not_your_home",
            Refusal::Missing(_) => "refusal.missing",
            Refusal::Dissatisfied => "refusal.dissatisfied",
            Refusal::NobodyThere => "refusal.nobody_there",
            Refusal::OrderOpen { .. } => "refusal.order_open",
            Refusal::OnDutyDecides => "refusal.on_duty_decides",
            Refusal::UrgedAlready { .. } => "refusal.urged_already",
            Refusal::GoesOn => "refusal.goes_on",
            Refusal::CostUnsettled => "refusal.cost_unsettled",
        }
    }
}
