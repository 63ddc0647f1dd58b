//! Every number of the rulebook that the main line obeys, as a plain struct
//! that the configuration fills and calls receive. Field names are the
//! rulebook's ids; `config.example.toml` gives each its default and clause.

use crate::domain::limit::Limit;
use crate::domain::money::Fen;
use crate::domain::parts::{Class, Part};
use crate::domain::people::Role;
use crate::domain::reminding::ReminderRules;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Pattern of a complaint's number (S01).
    pub complaint_number: String,
    /// Pattern of a dispatch order's number (S08).
    pub order_number: String,
    /// A begun complaint goes to the clerk as it stands after this time.
    pub x_unfinished_intake: Limit,
    /// An alarm to somebody who has it in hand: the desk's own time.
    pub x_emergency_taken: Limit,
    /// Then one level after the other, and everybody again.
    pub x_emergency_next: Limit,
    /// A doubt that its owner does not answer rings after this time.
    pub x_emergency_doubt: Limit,
    /// The cost of urgent work: asked to decided, while the work goes ahead (S13).
    pub x_emergency_post_approval: Limit,
    /// Registration to routing.
    pub x_route_limit: Limit,
    /// Routed to a unit: answer to the customer (004 §9.3.2).
    pub c_reply_customer: Limit,
    /// Order issued to accepted.
    pub x_dispatch_accept: Limit,
    /// Order issued to completed, one trade (000c §3.4.5).
    pub r_single_trade: Limit,
    /// Order issued to completed, several trades (000c §3.4.5).
    pub r_multi_trade: Limit,
    /// One step of an approval (000a §3.2.7).
    pub t_normal: Limit,
    /// Inspection passed to the owner's signature.
    pub x_owner_sign_wait: Limit,
    /// Inspection passed to the call-back (000c §3.5.4).
    pub s_repair_phone_1wd: Limit,
    /// Repair finished to the call-back (004 §11.2.10.3).
    pub s_repair_week: Limit,
    /// Complaint answered to its call-back (002S §二(一)3).
    pub s_complaint_3d: Limit,
    /// Dissatisfied to the written notice (002O2 §四).
    pub s_correction_notice: Limit,
    /// Who asks for a person is called within this time.
    pub x_person_wanted: Limit,
    /// An approval that was sent back, to its requester's next step (S13).
    pub x_resubmit: Limit,
    /// Work reported to inspected (S11).
    pub x_inspect: Limit,
    /// Contact has failed: the manager's decision (S11, S12).
    pub x_manager_decide: Limit,
    /// A visit or a longer time was proposed to answered.
    pub x_owner_answer: Limit,
    /// The agreed hour to somebody's arrival.
    pub x_visit_kept: Limit,
    /// What did not arrive in a chat, to the call that tells it.
    pub x_call_made: Limit,
    /// A case is pressed for at most once in this time (S13).
    pub x_urge_again: Limit,
    /// A dialogue left alone gets one nudge after this time.
    pub x_draft_nudge: Limit,
    /// Photos before and after at completion.
    pub x_completion_photos: u32,
    /// Calls without an answer before a call-back counts as unreachable.
    pub x_revisit_attempts: u32,
    /// Failed repairs of one problem at which the manager is told (002R §五(二)2).
    pub r_failed_repairs_max: u32,
    /// Waterproofing, years of warranty (002A §一.2).
    pub w_waterproof: u32,
    /// Pipes, wires, equipment, fit-out, years of warranty (002A §一.3).
    pub w_mep_fitout: u32,
    /// Up to and including: the customer-service manager (000c §3.6.1).
    pub m_repair_tier1: Fen,
    /// Up to and including: engineer and vice GM; above: the GM (000c §3.6.1).
    pub m_repair_tier2: Fen,
    /// Who signs the completion check, class A: one of each group (S11).
    pub inspectors_a: Vec<Vec<Role>>,
    /// The same for class B.
    pub inspectors_b: Vec<Vec<Role>>,
    /// Which part of the warranty table a category of complaint belongs to.
    pub parts: BTreeMap<String, Part>,
    pub reminders: ReminderRules,
}

impl Rules {
    #[must_use]
    pub fn inspectors(&self, class: Class) -> &[Vec<Role>] {
        match class {
            Class::A => &self.inspectors_a,
            Class::B => &self.inspectors_b,
        }
    }
}
