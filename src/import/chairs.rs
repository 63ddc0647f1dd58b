//! Empty chairs: seats that the rules count on and nobody holds. Whatever is
//! due there climbs to the next one, so somebody should know.

use crate::domain::approval;
use crate::domain::money::Fen;
use crate::domain::people::Role;
use crate::domain::rules::Rules;
use crate::store::register::SeatTerm;
use crate::store::{Result, Tx, estates, register};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmptyChair {
    pub estate: String,
    /// One of these would do.
    pub roles: Vec<Role>,
}

/// The empty chairs of every estate.
pub async fn empty(tx: &mut Tx, rules: &Rules, now: DateTime<Utc>) -> Result<Vec<EmptyChair>> {
    let held: Vec<SeatTerm> = register::seats(tx)
        .await?
        .into_iter()
        .filter(|seat| !seat.standing_deputy && seat.since <= now && seat.until.is_none_or(|until| until > now))
        .collect();
    let needed = needed(rules);
    let mut chairs = Vec::new();
    for estate in estates::all(tx).await? {
        let holds = |role: &Role| {
            held.iter().any(|seat| seat.role == role.word() && seat.estate.is_none_or(|own| own == estate.id))
        };
        let empty: Vec<&Vec<Role>> = needed.iter().filter(|roles| !roles.iter().any(holds)).collect();
        // A group is not named beside one of its own roles.
        let named = |role: &Role| empty.iter().any(|roles| roles.len() == 1 && roles.contains(role));
        let empty = empty.iter().filter(|roles| roles.len() == 1 || !roles.iter().any(named));
        chairs.extend(empty.map(|roles| EmptyChair { estate: estate.code.clone(), roles: (*roles).clone() }));
    }
    Ok(chairs)
}

/// The desk, the team, everybody of the approval chains, and one of each group
/// that checks finished work.
fn needed(rules: &Rules) -> BTreeSet<Vec<Role>> {
    let above = |fen: Fen| Fen(fen.0 + 1);
    let amounts = [rules.m_repair_tier1, rules.m_repair_tier2, above(rules.m_repair_tier2)];
    let chains = amounts.into_iter().flat_map(|amount| approval::chain(amount, rules)).map(|(role, _)| vec![role]);
    let groups = rules.inspectors_a.iter().chain(&rules.inspectors_b).cloned();
    let mut needed: BTreeSet<Vec<Role>> = chains.chain(groups).collect();
    needed.insert(vec![Role::CsClerk]);
    needed.insert(vec![Role::RepairTeamLeader]);
    needed
}

impl fmt::Display for EmptyChair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<&str> = self.roles.iter().map(|role| role.word()).collect();
        write!(f, "{}: nobody is {}", self.estate, words.join(" or "))?;
        match self.roles.first().and_then(|role| role.above()) {
            Some(above) => write!(f, "; what is due there goes to {}", above.word()),
            None => Ok(()),
        }
    }
}
