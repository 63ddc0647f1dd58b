//! The sections [rules], [reminders], [numbers] and [inspection] become
//! `domain::Rules`. The ids are the rulebook's.

use super::layers::{BadDefault, Layers};
use super::values::{Span, TimeOfDay, WholeHours, WholeWorkingDays, Yuan};
use crate::domain::deadline::Hours;
use crate::domain::limit::Limit;
use crate::domain::number;
use crate::domain::people::Role;
use crate::domain::reminding::ReminderRules;
use crate::domain::rules::Rules;
use std::collections::BTreeMap;

/// Everything but the parts, which come from the words of the dialogues.
pub(super) fn read(layers: &mut Layers) -> Result<Rules, BadDefault> {
    let rules = Rules {
        complaint_number: pattern(layers, "numbers.complaint")?,
        order_number: pattern(layers, "numbers.order")?,
        x_unfinished_intake: limit(layers, "rules.x_unfinished_intake")?,
        x_emergency_taken: running_time(layers, "rules.x_emergency_taken")?,
        x_emergency_next: running_time(layers, "rules.x_emergency_next")?,
        x_emergency_doubt: running_time(layers, "rules.x_emergency_doubt")?,
        x_emergency_post_approval: limit(layers, "rules.x_emergency_post_approval")?,
        x_route_limit: limit(layers, "rules.x_route_limit")?,
        c_reply_customer: limit(layers, "rules.c_reply_customer")?,
        x_dispatch_accept: limit(layers, "rules.x_dispatch_accept")?,
        r_single_trade: limit(layers, "rules.r_single_trade")?,
        r_multi_trade: limit(layers, "rules.r_multi_trade")?,
        t_normal: limit(layers, "rules.t_normal")?,
        x_owner_sign_wait: limit(layers, "rules.x_owner_sign_wait")?,
        s_repair_phone_1wd: limit(layers, "rules.s_repair_phone_1wd")?,
        s_repair_week: limit(layers, "rules.s_repair_week")?,
        s_complaint_3d: limit(layers, "rules.s_complaint_3d")?,
        s_correction_notice: limit(layers, "rules.s_correction_notice")?,
        x_person_wanted: limit(layers, "rules.x_person_wanted")?,
        x_resubmit: limit(layers, "rules.x_resubmit")?,
        x_inspect: limit(layers, "rules.x_inspect")?,
        x_manager_decide: limit(layers, "rules.x_manager_decide")?,
        x_owner_answer: limit(layers, "rules.x_owner_answer")?,
        x_visit_kept: running_time(layers, "rules.x_visit_kept")?,
        x_call_made: limit(layers, "rules.x_call_made")?,
        x_urge_again: limit(layers, "rules.x_urge_again")?,
        x_draft_nudge: limit(layers, "rules.x_draft_nudge")?,
        x_completion_photos: layers.take_within("rules.x_completion_photos", 0..=20)?,
        x_revisit_attempts: layers.take_within("rules.x_revisit_attempts", 1..=20)?,
        r_failed_repairs_max: layers.take_within("rules.r_failed_repairs_max", 1..=20)?,
        w_waterproof: layers.take_within("rules.w_waterproof", 0..=100)?,
        w_mep_fitout: layers.take_within("rules.w_mep_fitout", 0..=100)?,
        m_repair_tier1: layers.take::<Yuan>("rules.m_repair_tier1")?.0,
        m_repair_tier2: layers.take::<Yuan>("rules.m_repair_tier2")?.0,
        inspectors_a: inspectors(layers, "inspection.class_a")?,
        inspectors_b: inspectors(layers, "inspection.class_b")?,
        parts: BTreeMap::new(),
        reminders: reminders(layers)?,
    };
    if rules.m_repair_tier2 < rules.m_repair_tier1 {
        layers.refuse("rules.m_repair_tier2", "the second tier lies below the first");
    }
    Ok(rules)
}

fn reminders(layers: &mut Layers) -> Result<ReminderRules, BadDefault> {
    let open = layers.take::<TimeOfDay>("reminders.x_business_open")?.0;
    let close = layers.take::<TimeOfDay>("reminders.x_business_close")?.0;
    if close <= open {
        layers.refuse("reminders.x_business_close", "the working day ends before it begins");
    }
    Ok(ReminderRules {
        hours: Hours { business_open: open, business_close: close },
        quiet_from: layers.take::<TimeOfDay>("reminders.x_quiet_from")?.0,
        quiet_to: layers.take::<TimeOfDay>("reminders.x_quiet_to")?.0,
        remind_1wd_hours: layers.take::<WholeHours>("reminders.x_remind_1wd")?.0,
        remind_at_percent: layers.take_within("reminders.remind_at_percent", 1..=99)?,
        morning: layers.take::<TimeOfDay>("reminders.morning")?.0,
        by_date_first_wd: layers.take::<WholeWorkingDays>("reminders.by_date_first")?.0,
        by_date_again_wd: layers.take::<WholeWorkingDays>("reminders.by_date_again")?.0,
        escalate_l3_wd: layers.take::<WholeWorkingDays>("reminders.x_escalate_l3")?.0,
    })
}

fn limit(layers: &mut Layers, path: &str) -> Result<Limit, BadDefault> {
    Ok(layers.take::<Span>(path)?.0)
}

/// Minutes or hours: nobody waits for the next working day.
fn running_time(layers: &mut Layers, path: &str) -> Result<Limit, BadDefault> {
    let found = limit(layers, path)?;
    if !matches!(found, Limit::Minutes(1..) | Limit::Hours(1..)) {
        layers.refuse(path, "must be minutes or hours, more than none");
    }
    Ok(found)
}

fn pattern(layers: &mut Layers, path: &str) -> Result<String, BadDefault> {
    let pattern: String = layers.take(path)?;
    if let Err(why) = number::check(&pattern) {
        layers.refuse(path, &why);
    }
    Ok(pattern)
}

/// Groups of roles; one of each signs.
fn inspectors(layers: &mut Layers, path: &str) -> Result<Vec<Vec<Role>>, BadDefault> {
    let groups: Vec<Vec<String>> = layers.take(path)?;
    let mut read = Vec::new();
    for group in groups {
        let mut roles = Vec::new();
        for word in &group {
            match Role::from_word(word) {
                Some(role) => roles.push(role),
                None => layers.refuse(path, &format!("`{word}` is no role")),
            }
        }
        if group.is_empty() {
            layers.refuse(path, "a group without a role could never sign");
        }
        read.push(roles);
    }
    if !read.iter().flatten().any(|role| *role == Role::RepairTeamLeader) {
        layers.refuse(path, "the repair_team_leader signs every check");
    }
    Ok(read)
}
