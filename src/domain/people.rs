//! Who somebody is to the company: roles, seats, homes, and the directory of an
//! estate. What a role may do is said by the transitions, not here.

use crate::domain::ids::{EstateId, HomeId, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

macro_rules! roles {
    ($($(#[$doc:meta])* $name:ident = $word:literal),* $(,)?) => {
        /// The roles of rulebook §1.2 that the main line knows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Role { $($(#[$doc])* $name),* }

        impl Role {
            pub const ALL: &'static [Role] = &[$(Role::$name),*];

            /// The role's id in the rulebook, in tables, files and text keys.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Role::$name => $word),* }
            }

            #[must_use]
            pub fn from_word(word: &str) -> Option<Role> {
                match word { $($word => Some(Role::$name),)* _ => None }
            }
        }
    };
}

roles! {
    /// 资料员: registers, routes, calls back.
    CsClerk = "cs_clerk",
    /// 专人: tracks one complaint end to end; clerks act as it where nobody holds it.
    CaseHandler = "case_handler",
    /// 责任部门专门人员: takes forwarded cases of his unit.
    DeptHandler = "dept_handler",
    /// 维修队长; the seat's unit is the team.
    RepairTeamLeader = "repair_team_leader",
    /// 维修主管: makes the second layer of call-backs (004 §11.2.10).
    MaintenanceSupervisor = "maintenance_supervisor",
    /// 客户服务部经理.
    CsManager = "cs_manager",
    /// 工程材料部.
    EngineeringDept = "engineering_dept",
    /// 负责工程质量的副总工程师.
    QualityDeputyChiefEngineer = "quality_deputy_chief_engineer",
    /// 副总经理.
    ViceGm = "vice_gm",
    /// 总经理.
    GeneralManager = "general_manager",
    /// 总经理室.
    GmOffice = "gm_office",
}

impl Role {
    /// May a standing deputy sign for this seat? The clause speaks of
    /// department managers; seats of the company's leaders are not delegable
    /// (000a §3.2.8, reading in S13).
    #[must_use]
    pub fn delegable(self) -> bool {
        matches!(self, Role::CsManager | Role::EngineeringDept | Role::MaintenanceSupervisor | Role::GmOffice)
    }

    /// Who decides when this seat is empty, unreachable or the requester's own:
    /// the next chair up the line.
    #[must_use]
    pub fn above(self) -> Option<Role> {
        match self {
            Role::CsClerk
            | Role::CaseHandler
            | Role::DeptHandler
            | Role::RepairTeamLeader
            | Role::MaintenanceSupervisor => Some(Role::CsManager),
            Role::CsManager | Role::EngineeringDept | Role::QualityDeputyChiefEngineer | Role::GmOffice => {
                Some(Role::ViceGm)
            }
            Role::ViceGm => Some(Role::GeneralManager),
            Role::GeneralManager => None,
        }
    }
}

/// A chair and who sits in it. Only seats in force are ever loaded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    pub role: Role,
    /// `None`: for all estates.
    pub estate: Option<EstateId>,
    /// The repair team or department that the seat belongs to.
    pub unit: Option<String>,
    /// Signs only when the seat's holder is away (代签).
    pub standing_deputy: bool,
}

impl Seat {
    #[must_use]
    pub fn covers(&self, role: Role, estate: EstateId) -> bool {
        self.role == role && self.estate.is_none_or(|own| own == estate)
    }
}

/// What binds a person to a home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tie {
    Owner,
    Family,
    Tenant,
}

impl Tie {
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Tie::Owner => "owner",
            Tie::Family => "family",
            Tie::Tenant => "tenant",
        }
    }

    #[must_use]
    pub fn from_word(word: &str) -> Option<Tie> {
        [Tie::Owner, Tie::Family, Tie::Tenant].into_iter().find(|tie| tie.word() == word)
    }
}

/// Who acts. Built by the flow from what is stored, never from what was said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// `None`: the system itself (a clock, a consequence).
    pub person: Option<PersonId>,
    pub seats: Vec<Seat>,
    pub homes: Vec<HomeId>,
}

impl Actor {
    #[must_use]
    pub fn system() -> Actor {
        Actor::default()
    }

    #[must_use]
    pub fn is_system(&self) -> bool {
        self.person.is_none()
    }

    /// The seat by which the actor holds one of `roles` in the estate.
    #[must_use]
    pub fn seat(&self, roles: &[Role], estate: EstateId) -> Option<&Seat> {
        roles.iter().find_map(|role| self.seats.iter().find(|seat| seat.covers(*role, estate)))
    }

    #[must_use]
    pub fn is_staff(&self) -> bool {
        !self.seats.is_empty()
    }

    /// Whether telephone number and home are enough to be taken for this person.
    /// A seat is never given that way: whoever has one is known by invitation.
    #[must_use]
    pub fn is_known_by_home(&self) -> bool {
        !self.is_staff()
    }
}

/// Who did something, and by which seat: what a record keeps. Names are looked
/// up when they are shown, so that a person can be forgotten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct By {
    /// `None`: the system.
    pub person: Option<PersonId>,
    /// `None`: as a resident, or the system.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<Role>,
    /// Signed for the holder of the seat (代签).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deputy: bool,
}

impl By {
    pub const SYSTEM: By = By { person: None, seat: None, deputy: false };

    #[must_use]
    pub fn seat(actor: &Actor, seat: &Seat) -> By {
        By { person: actor.person, seat: Some(seat.role), deputy: seat.standing_deputy }
    }

    #[must_use]
    pub fn resident(actor: &Actor) -> By {
        By { person: actor.person, seat: None, deputy: false }
    }
}

/// Everybody who matters for one case: the estate's staff and the home's people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    pub staff: Vec<Colleague>,
    pub residents: Vec<Resident>,
    /// Names of everybody who appears on the case, present or past.
    pub names: BTreeMap<PersonId, String>,
    /// Of those who live in the home or reported it, and of colleagues, where
    /// it is known.
    pub phones: BTreeMap<PersonId, Phone>,
}

/// A telephone number; no log shows it.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

impl Phone {
    /// `None` where nothing stands.
    #[must_use]
    pub fn new(number: &str) -> Option<Phone> {
        let number = number.trim();
        (!number.is_empty()).then(|| Phone(number.to_owned()))
    }

    #[must_use]
    pub fn number(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Phone(…)")
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Colleague {
    pub person: PersonId,
    pub seats: Vec<Seat>,
    /// Has an account that can be written to.
    pub reachable: bool,
    /// On leave now.
    pub away: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resident {
    pub person: PersonId,
    pub home: HomeId,
    pub tie: Tie,
    pub reachable: bool,
}

/// Why a step is not with the chair that the rule names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassedUp {
    /// Nobody holds the seat.
    Empty,
    /// Its holders cannot be reached or are away, and no deputy may sign.
    Unreachable,
    /// Only the requester himself holds it.
    Requester,
}

/// Where a step landed: the chair, who sits in it, and why not lower.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seating {
    pub role: Role,
    pub holders: Vec<PersonId>,
    /// The holders sign as standing deputies.
    #[serde(default)]
    pub deputies: bool,
    /// Each chair passed over, and why.
    #[serde(default)]
    pub passed: Vec<(Role, PassedUp)>,
}

impl Directory {
    #[must_use]
    pub fn name(&self, person: PersonId) -> &str {
        self.names.get(&person).map_or("—", String::as_str)
    }

    /// For those who have to call, and for whoever waits for them.
    #[must_use]
    pub fn phone(&self, person: PersonId) -> Option<&str> {
        self.phones.get(&person).map(Phone::number)
    }

    /// Holders of a seat proper (no deputies), whoever is reachable first asked.
    pub fn holders(&self, role: Role, estate: EstateId) -> impl Iterator<Item = &Colleague> {
        self.staff
            .iter()
            .filter(move |one| one.seats.iter().any(|seat| seat.covers(role, estate) && !seat.standing_deputy))
    }

    /// A colleague who can be reached and is not on leave.
    #[must_use]
    pub fn is_there(&self, person: PersonId) -> bool {
        self.staff.iter().any(|one| one.person == person && one.reachable && !one.away)
    }

    /// Those who lead the team (or handle for the unit) in this estate.
    pub fn unit_heads<'a>(
        &'a self,
        role: Role,
        estate: EstateId,
        unit: &'a str,
    ) -> impl Iterator<Item = PersonId> + 'a {
        self.staff.iter().filter_map(move |one| {
            let heads = one.seats.iter().any(|seat| seat.covers(role, estate) && seat.unit.as_deref() == Some(unit));
            heads.then_some(one.person)
        })
    }

    /// Who sits in this chair now and can be reached, deputies where they may
    /// sign; nobody is no reason to look higher.
    #[must_use]
    pub fn present(&self, role: Role, estate: EstateId) -> Vec<PersonId> {
        self.sit(role, estate, &[]).map_or_else(|_| Vec::new(), |(holders, _)| holders)
    }

    /// The people of a role that a message can be sent to. When nobody is
    /// there it climbs the chain, so that it ends at a human.
    #[must_use]
    pub fn seat_for(&self, role: Role, estate: EstateId, not: &[PersonId]) -> Option<Seating> {
        let mut passed = Vec::new();
        let mut chair = role;
        loop {
            match self.sit(chair, estate, not) {
                Ok((holders, deputies)) => return Some(Seating { role: chair, holders, deputies, passed }),
                Err(why) => passed.push((chair, why)),
            }
            chair = chair.above()?;
        }
    }

    fn sit(&self, role: Role, estate: EstateId, not: &[PersonId]) -> Result<(Vec<PersonId>, bool), PassedUp> {
        let there = |one: &&Colleague| one.reachable && !one.away && !not.contains(&one.person);
        let mut holders = self.holders(role, estate).peekable();
        let empty = holders.peek().is_none();
        let present: Vec<PersonId> = holders.filter(there).map(|one| one.person).collect();
        if !present.is_empty() {
            return Ok((present, false));
        }
        if role.delegable() {
            let deputies: Vec<PersonId> = self
                .staff
                .iter()
                .filter(|one| one.seats.iter().any(|seat| seat.covers(role, estate) && seat.standing_deputy))
                .filter(there)
                .map(|one| one.person)
                .collect();
            if !deputies.is_empty() {
                return Ok((deputies, true));
            }
        }
        if empty {
            return Err(PassedUp::Empty);
        }
        let only_requester = self.holders(role, estate).all(|one| not.contains(&one.person));
        Err(if only_requester { PassedUp::Requester } else { PassedUp::Unreachable })
    }

    /// The desk without those who did the work; where that leaves nobody, the
    /// next chair up the line.
    #[must_use]
    pub fn desk_without(&self, estate: EstateId, not: &[PersonId]) -> Vec<PersonId> {
        let others = |people: Vec<PersonId>| people.into_iter().filter(|one| !not.contains(one)).collect::<Vec<_>>();
        let mut found = others(self.desk(estate));
        let mut chair = Some(Role::CsManager);
        while let Some(role) = chair.filter(|_| found.is_empty()) {
            found = self.sit(role, estate, &[]).map_or_else(|_| Vec::new(), |(holders, _)| others(holders));
            chair = role.above();
        }
        found
    }

    /// Everybody of the clerks' desk: clerks and case handlers, else up the chain.
    #[must_use]
    pub fn desk(&self, estate: EstateId) -> Vec<PersonId> {
        let mut desk: Vec<PersonId> = [Role::CsClerk, Role::CaseHandler]
            .into_iter()
            .flat_map(|role| self.holders(role, estate))
            .filter(|one| one.reachable && !one.away)
            .map(|one| one.person)
            .collect();
        desk.sort_unstable();
        desk.dedup();
        if desk.is_empty() {
            desk = self.seat_for(Role::CsClerk, estate, &[]).map(|seating| seating.holders).unwrap_or_default();
        }
        desk
    }
}
