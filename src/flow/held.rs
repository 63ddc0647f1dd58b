//! A case held by a turn: locked, loaded whole, with the people who matter for
//! it, and everything that has happened to it so far.

use crate::domain::case::{Case, Home};
use crate::domain::clock::Clock;
use crate::domain::event::Happened;
use crate::domain::ids::{AccountId, EstateId, HomeId, PersonId};
use crate::domain::people::{Colleague, Directory, Phone, Resident, Role, Seat, Tie};
use crate::process::say::Notice;
use crate::store::directory::{self, Reach};
use crate::store::{Tx, cases, estates, people};
use crate::talk::inbound::Lang;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

pub struct Held {
    /// As it was loaded; `None` for a case that this turn has opened.
    pub before: Option<Case>,
    pub case: Case,
    pub people: Directory,
    /// Where each person is written to, and in which language.
    pub reach: BTreeMap<PersonId, Reached>,
    pub happened: Vec<Happened>,
    pub notices: Vec<Notice>,
    pub reminders: Vec<(Clock, u8, Notice)>,
    /// Its cards and its alarm have to be looked at, whether it changed or not.
    pub look_again: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    pub account: AccountId,
    pub lang: Lang,
}

impl Held {
    /// Loads the people of the case, and its home if that has changed.
    pub async fn gather(&mut self, tx: &mut Tx, now: DateTime<Utc>) -> anyhow::Result<()> {
        if self.case.home.as_ref().map(|home| home.id) != self.case.complaint.home {
            self.case.home = match self.case.complaint.home {
                Some(id) => estates::home(tx, id).await?.map(home_of),
                None => None,
            };
        }
        let mut gathered = Gathered::default();
        for one in directory::staff(tx, Some(self.case.estate), now).await? {
            gathered.staff(one);
        }
        if let Some(home) = self.case.complaint.home {
            for one in directory::residents(tx, home, now).await? {
                gathered.resident(one, home);
            }
        }
        self.missing(&mut gathered, tx).await?;
        self.people = gathered.people;
        self.reach = gathered.reach;
        Ok(())
    }

    /// People who are on the case and hold no seat and no home of it any more.
    async fn missing(&self, gathered: &mut Gathered, tx: &mut Tx) -> anyhow::Result<()> {
        let mut wanted = BTreeSet::from([self.case.complaint.reporter]);
        wanted.extend(self.case.orders.iter().flat_map(|order| [Some(order.requester), order.leader]).flatten());
        wanted.extend(
            self.case.approvals.iter().flat_map(|one| &one.steps).filter_map(|step| step.vote.as_ref()?.by.person),
        );
        wanted.extend(self.case.complaint.emergency.as_ref().and_then(|one| one.by()?.person));
        wanted.retain(|person| !gathered.people.names.contains_key(person));
        if wanted.is_empty() {
            return Ok(());
        }
        let wanted: Vec<PersonId> = wanted.into_iter().collect();
        for person in people::get_many(tx, &wanted).await? {
            gathered.phone(person.id, person.phone.as_deref());
            gathered.people.names.insert(person.id, person.name);
        }
        let reporter = self.case.complaint.reporter;
        if wanted.contains(&reporter) {
            let accounts = people::accounts_of(tx, &[reporter]).await?;
            let best =
                accounts.iter().filter(|one| one.unreachable_since.is_none()).max_by_key(|one| one.last_heard_at);
            if let Some(best) = best {
                gathered.reach.insert(reporter, Reached { account: best.id, lang: best.lang });
            }
            // He has moved out, or never lived there: the household of today is
            // asked, and he only where there is none on record.
            if !gathered.people.residents.is_empty() {
                return Ok(());
            }
            let home = self.case.complaint.home.unwrap_or(HomeId(0));
            gathered.people.residents.push(Resident {
                person: reporter,
                home,
                tie: Tie::Tenant,
                reachable: best.is_some(),
            });
        }
        Ok(())
    }

    #[must_use]
    pub fn lang(&self, person: PersonId) -> Lang {
        self.reach.get(&person).map_or(Lang::default(), |reached| reached.lang)
    }
}

#[derive(Default)]
struct Gathered {
    people: Directory,
    reach: BTreeMap<PersonId, Reached>,
}

impl Gathered {
    fn staff(&mut self, one: directory::Staff) {
        let Some(role) = Role::from_word(&one.seat.role) else {
            tracing::warn!(role = one.seat.role, "a seat with an unknown role is nobody's");
            return;
        };
        self.known(one.person, &one.name, &one.accounts, one.lang);
        self.phone(one.person, one.phone.as_deref());
        let seat =
            Seat { role, estate: one.seat.estate, unit: one.seat.unit, standing_deputy: one.seat.standing_deputy };
        let reachable = self.reach.contains_key(&one.person);
        match self.people.staff.iter_mut().find(|known| known.person == one.person) {
            Some(known) => known.seats.push(seat),
            None => self.people.staff.push(Colleague {
                person: one.person,
                seats: vec![seat],
                reachable,
                away: one.on_leave,
            }),
        }
    }

    fn resident(&mut self, one: directory::Resident, home: HomeId) {
        self.known(one.person, &one.name, &one.accounts, one.lang);
        self.phone(one.person, one.phone.as_deref());
        let reachable = self.reach.contains_key(&one.person);
        let tie = Tie::from_word(&one.tie).unwrap_or(Tie::Tenant);
        self.people.residents.push(Resident { person: one.person, home, tie, reachable });
    }

    fn phone(&mut self, person: PersonId, number: Option<&str>) {
        self.people.phones.extend(number.and_then(Phone::new).map(|phone| (person, phone)));
    }

    fn known(&mut self, person: PersonId, name: &str, accounts: &[Reach], lang: Lang) {
        self.people.names.insert(person, name.to_owned());
        if let Some(best) = accounts.iter().find(|reach| reach.unreachable_since.is_none()) {
            self.reach.insert(person, Reached { account: best.account, lang });
        }
    }
}

pub(super) fn home_of(home: estates::Home) -> Home {
    Home {
        id: home.id,
        estate: home.estate,
        estate_code: home.estate_code,
        estate_name: home.estate_name,
        number: home.number,
        accepted_on: home.accepted_on,
    }
}

/// Where the clerks of an estate are written to (`None`: of any).
pub async fn desk_of(tx: &mut Tx, estate: Option<EstateId>, now: DateTime<Utc>) -> anyhow::Result<Vec<Reached>> {
    let mut gathered = Gathered::default();
    for one in directory::staff(tx, estate, now).await? {
        gathered.staff(one);
    }
    let desk = match estate {
        Some(estate) => gathered.people.desk(estate),
        None => {
            let clerks =
                gathered.people.staff.iter().filter(|one| one.seats.iter().any(|seat| seat.role == Role::CsClerk));
            clerks.map(|one| one.person).collect()
        }
    };
    Ok(desk.into_iter().filter_map(|person| gathered.reach.get(&person).copied()).collect())
}

/// Locks and loads a case with its people.
pub async fn hold(tx: &mut Tx, id: crate::domain::ids::CaseId, now: DateTime<Utc>) -> anyhow::Result<Option<Held>> {
    let Some(case) = cases::lock(tx, id).await? else {
        return Ok(None);
    };
    let mut held = Held::over(Some(case.clone()), case);
    held.gather(tx, now).await?;
    Ok(Some(held))
}

impl Held {
    #[must_use]
    pub fn over(before: Option<Case>, case: Case) -> Held {
        Held {
            before,
            case,
            people: Directory::default(),
            reach: BTreeMap::new(),
            happened: Vec::new(),
            notices: Vec::new(),
            reminders: Vec::new(),
            look_again: false,
        }
    }
}
