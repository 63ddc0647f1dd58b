//! The clocks of a case: facts about promises. When somebody hears of them is
//! `reminding`'s, to whom is `process`'s business.

use crate::domain::deadline::{self, Lateness};
use crate::domain::frame::Frame;
use crate::domain::ids::Seq;
use crate::domain::limit::Limit;
use crate::domain::people::{By, Role};
use crate::domain::reminding::{ClockFacts, LastNotice};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The rule that a clock measures; the word is the rulebook's parameter id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    #[serde(rename = "x_emergency_taken")]
    Emergency,
    #[serde(rename = "x_route_limit")]
    Route,
    #[serde(rename = "c_reply_customer")]
    ReplyCustomer,
    #[serde(rename = "x_dispatch_accept")]
    Accept,
    #[serde(rename = "r_single_trade")]
    SingleTrade,
    #[serde(rename = "r_multi_trade")]
    MultiTrade,
    #[serde(rename = "t_normal")]
    ApprovalStep,
    /// Of work that went ahead; all steps together.
    #[serde(rename = "x_emergency_post_approval")]
    PostApproval,
    #[serde(rename = "x_owner_sign_wait")]
    OwnerSign,
    #[serde(rename = "x_person_wanted")]
    PersonWanted,
    #[serde(rename = "s_repair_phone_1wd")]
    RepairPhone,
    #[serde(rename = "s_repair_week")]
    RepairWeek,
    #[serde(rename = "s_complaint_3d")]
    ComplaintRevisit,
    #[serde(rename = "s_correction_notice")]
    CorrectionNotice,
    /// An approval that was sent back, to its requester.
    #[serde(rename = "x_resubmit")]
    Resubmit,
    #[serde(rename = "x_inspect")]
    Inspect,
    /// Contact has failed: the manager closes with a reason, or has it tried again.
    #[serde(rename = "x_manager_decide")]
    ManagerDecide,
    /// A visit or a longer time was proposed: the other side's answer.
    #[serde(rename = "x_owner_answer")]
    OwnerAnswer,
    /// The agreed hour has come: somebody is there.
    #[serde(rename = "x_visit_kept")]
    VisitKept,
    /// What did not arrive in a chat is told by telephone.
    #[serde(rename = "x_call_made")]
    CallMade,
}

/// Who hears of a late item, level by level (S14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    pub level2: &'static [Role],
    pub level3: &'static [Role],
}

/// E1: complaints and call-backs. The first level is whoever has the task.
const E1: Chain = Chain { level2: &[Role::CsManager], level3: &[Role::ViceGm] };
/// E2: repairs.
const E2: Chain = Chain { level2: &[Role::CsManager, Role::EngineeringDept], level3: &[Role::ViceGm] };
/// An order nobody takes, a signature nobody gives: the clerk hears of it at
/// expiry (found in `process`), his manager a working day later. A company's
/// leader cannot sign for an owner.
const DESK: Chain = Chain { level2: &[], level3: &[Role::CsManager] };
/// The manager's own decision: above him there is the vice GM (S11).
const ABOVE_MANAGER: Chain = Chain { level2: &[Role::ViceGm], level3: &[Role::ViceGm] };
/// E4: approvals and money. Its second level (deputy and requester) depends on
/// the approval and is found in `process`.
const E4: Chain = Chain { level2: &[], level3: &[Role::GmOffice] };

impl Rule {
    pub const ALL: [Rule; 20] = [
        Rule::Emergency,
        Rule::Route,
        Rule::ReplyCustomer,
        Rule::Accept,
        Rule::SingleTrade,
        Rule::MultiTrade,
        Rule::ApprovalStep,
        Rule::PostApproval,
        Rule::OwnerSign,
        Rule::PersonWanted,
        Rule::RepairPhone,
        Rule::RepairWeek,
        Rule::ComplaintRevisit,
        Rule::CorrectionNotice,
        Rule::Resubmit,
        Rule::Inspect,
        Rule::ManagerDecide,
        Rule::OwnerAnswer,
        Rule::VisitKept,
        Rule::CallMade,
    ];

    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Rule::Emergency => "x_emergency_taken",
            Rule::Route => "x_route_limit",
            Rule::ReplyCustomer => "c_reply_customer",
            Rule::Accept => "x_dispatch_accept",
            Rule::SingleTrade => "r_single_trade",
            Rule::MultiTrade => "r_multi_trade",
            Rule::ApprovalStep => "t_normal",
            Rule::PostApproval => "x_emergency_post_approval",
            Rule::OwnerSign => "x_owner_sign_wait",
            Rule::PersonWanted => "x_person_wanted",
            Rule::RepairPhone => "s_repair_phone_1wd",
            Rule::RepairWeek => "s_repair_week",
            Rule::ComplaintRevisit => "s_complaint_3d",
            Rule::CorrectionNotice => "s_correction_notice",
            Rule::Resubmit => "x_resubmit",
            Rule::Inspect => "x_inspect",
            Rule::ManagerDecide => "x_manager_decide",
            Rule::OwnerAnswer => "x_owner_answer",
            Rule::VisitKept => "x_visit_kept",
            Rule::CallMade => "x_call_made",
        }
    }

    /// In an emergency somebody is woken for this. A signature, a call-back or
    /// an approval waits for the morning all the same.
    #[must_use]
    pub fn moves_somebody(self) -> bool {
        matches!(
            self,
            Rule::Emergency | Rule::Route | Rule::Accept | Rule::SingleTrade | Rule::MultiTrade | Rule::VisitKept
        )
    }

    #[must_use]
    pub fn chain(self) -> Chain {
        match self {
            Rule::Accept | Rule::OwnerSign | Rule::OwnerAnswer => DESK,
            Rule::SingleTrade | Rule::MultiTrade | Rule::Inspect | Rule::VisitKept => E2,
            Rule::ApprovalStep | Rule::PostApproval | Rule::Resubmit => E4,
            Rule::ManagerDecide => ABOVE_MANAGER,
            // It has a ladder of its own (`domain::ladder`).
            Rule::Emergency
            | Rule::Route
            | Rule::ReplyCustomer
            | Rule::PersonWanted
            | Rule::RepairPhone
            | Rule::RepairWeek
            | Rule::ComplaintRevisit
            | Rule::CallMade
            | Rule::CorrectionNotice => E1,
        }
    }

    #[must_use]
    pub fn limit(self, rules: &crate::domain::rules::Rules) -> Limit {
        match self {
            Rule::Emergency => rules.x_emergency_taken,
            Rule::Route => rules.x_route_limit,
            Rule::ReplyCustomer => rules.c_reply_customer,
            Rule::Accept => rules.x_dispatch_accept,
            Rule::SingleTrade => rules.r_single_trade,
            Rule::MultiTrade => rules.r_multi_trade,
            Rule::ApprovalStep => rules.t_normal,
            Rule::PostApproval => rules.x_emergency_post_approval,
            Rule::OwnerSign => rules.x_owner_sign_wait,
            Rule::PersonWanted => rules.x_person_wanted,
            Rule::RepairPhone => rules.s_repair_phone_1wd,
            Rule::RepairWeek => rules.s_repair_week,
            Rule::ComplaintRevisit => rules.s_complaint_3d,
            Rule::CorrectionNotice => rules.s_correction_notice,
            Rule::Resubmit => rules.x_resubmit,
            Rule::Inspect => rules.x_inspect,
            Rule::ManagerDecide => rules.x_manager_decide,
            Rule::OwnerAnswer => rules.x_owner_answer,
            Rule::VisitKept => rules.x_visit_kept,
            Rule::CallMade => rules.x_call_made,
        }
    }
}

/// What a clock measures: the same rule about the same record from the same
/// moment is the same promise, and one clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Promise {
    pub rule: Rule,
    /// The record; `Seq(0)` is the complaint.
    pub subject: Seq,
    pub since: DateTime<Utc>,
}

/// One running or stopped clock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub seq: Seq,
    pub rule: Rule,
    /// The record whose promise it measures; `Seq(0)` is the complaint.
    pub subject: Seq,
    pub started_at: DateTime<Utc>,
    pub limit: Limit,
    pub due_at: DateTime<Utc>,
    /// Counted across a year whose official days are not known yet.
    pub provisional: bool,
    pub calendar_version: String,
    pub extension: Option<Extended>,
    pub last_notice: Option<Told>,
    pub stopped_at: Option<DateTime<Utc>>,
    /// By how much it was missed; kept even when later rounds are in time.
    pub lateness: Option<Lateness>,
}

/// A longer time, who allowed it and what was due before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extended {
    pub by: By,
    pub at: DateTime<Utc>,
    pub before: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    pub at: DateTime<Utc>,
    pub level: u8,
}

impl Clock {
    #[must_use]
    pub fn start(seq: Seq, promise: Promise, frame: &Frame) -> Clock {
        let Promise { rule, subject, since } = promise;
        let limit = rule.limit(frame.rules);
        let due = frame.due(since, limit);
        Clock {
            seq,
            rule,
            subject,
            started_at: since,
            limit,
            due_at: due.at,
            provisional: due.provisional,
            calendar_version: frame.calendar.version().to_owned(),
            extension: None,
            last_notice: None,
            stopped_at: None,
            lateness: None,
        }
    }

    #[must_use]
    pub fn promise(&self) -> Promise {
        Promise { rule: self.rule, subject: self.subject, since: self.started_at }
    }

    #[must_use]
    pub fn running(&self) -> bool {
        self.stopped_at.is_none()
    }

    /// Stops it as of `at`, which may lie before now: what was said in time is
    /// in time, whenever it was handled.
    pub fn stop(&mut self, at: DateTime<Utc>, frame: &Frame) {
        if self.running() {
            self.stopped_at = Some(at);
            self.lateness = deadline::lateness(self.due_at, at, frame.calendar);
        }
    }

    /// From now on nobody waits for the morning with it.
    pub fn hurry(&mut self, frame: &Frame) {
        let hurried = self.limit.round_the_clock();
        if hurried != self.limit && self.extension.is_none() {
            self.limit = hurried;
            self.due_at = frame.due(self.started_at, hurried).at;
        }
    }

    /// Runs on as if it had never stopped (a failed inspection, S11).
    pub fn run_on(&mut self) {
        self.stopped_at = None;
        self.lateness = None;
    }

    pub fn extend(&mut self, until: DateTime<Utc>, by: By, at: DateTime<Utc>) {
        self.extension = Some(Extended { by, at, before: self.due_at });
        self.due_at = until;
    }

    /// Counts the due time anew after the calendar has changed; an extension
    /// that somebody agreed to stands.
    pub fn recount(&mut self, frame: &Frame) {
        if self.running() && self.calendar_version != frame.calendar.version() {
            if self.extension.is_none() {
                let due = frame.due(self.started_at, self.limit);
                self.due_at = due.at;
                self.provisional = due.provisional;
            }
            self.calendar_version = frame.calendar.version().to_owned();
        }
    }

    #[must_use]
    pub fn facts(&self, emergency: bool) -> ClockFacts {
        ClockFacts {
            start: self.started_at,
            due: self.due_at,
            limit: self.limit,
            breaks_quiet: emergency,
            paused: false,
        }
    }

    #[must_use]
    pub fn told(&self) -> Option<LastNotice> {
        self.last_notice.map(|told| LastNotice { at: told.at, level: told.level })
    }
}
