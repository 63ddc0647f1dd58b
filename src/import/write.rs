//! Compares a list with the register and writes what differs, inside the
//! transaction given. What refers to nothing is told, row by row.

use super::entry::{Chair, HomeRef, Term};
use super::roster::{self, Person, Placed, Roster};
use super::table::{Place, Table};
use super::words::{Kind, RoleNames};
use crate::domain::calendar::Calendar;
use crate::domain::ids::{EstateId, HomeId, PersonId};
use crate::script::fault::Fault;
use crate::store::register::{self, Known, Residence, SeatTerm};
use crate::store::{Tx, estates, staff};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;
use std::fmt;

/// What an import needs to know beside the list.
pub struct Import<'a> {
    /// A day begins and ends as the company's does.
    pub calendar: &'a Calendar,
    pub roles: &'a RoleNames,
    pub now: DateTime<Utc>,
}

/// What became of the rows of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub new: usize,
    pub changed: usize,
    pub same: usize,
}

/// What became of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub counts: BTreeMap<Kind, Counts>,
    pub remarks: Vec<String>,
}

enum Done {
    New,
    Changed,
    Same,
}

/// Writes a list. Faults mean that nothing may be committed.
///
/// # Errors
/// The outer one is the database's, the inner one the list's.
pub async fn import(tx: &mut Tx, table: Table, import: &Import<'_>) -> anyhow::Result<Result<Report, Vec<Fault>>> {
    let mut faults = table.faults;
    let roster = roster::gather(&table.rows, import.roles, &mut faults);
    let mut writing = Writing { import, report: Report { remarks: table.remarks, ..Report::default() }, faults };
    let estates = writing.estates(tx, &roster).await?;
    let homes = writing.homes(tx, &roster, &estates).await?;
    let people = writing.people(tx, &roster).await?;
    writing.residents(tx, &roster, &homes, &people).await?;
    writing.seats(tx, &roster, &estates, &people).await?;
    writing.leaves(tx, &roster, &people).await?;
    if writing.faults.is_empty() {
        return Ok(Ok(writing.report));
    }
    writing.faults.sort();
    writing.faults.dedup();
    Ok(Err(writing.faults))
}

struct Writing<'a> {
    import: &'a Import<'a>,
    report: Report,
    faults: Vec<Fault>,
}

impl Writing<'_> {
    async fn estates(&mut self, tx: &mut Tx, roster: &Roster) -> anyhow::Result<BTreeMap<String, EstateId>> {
        let mut known: BTreeMap<String, (EstateId, String)> =
            estates::all(tx).await?.into_iter().map(|estate| (estate.code, (estate.id, estate.name))).collect();
        for (code, Placed { said: name, .. }) in &roster.estates {
            let done = match known.get(code) {
                Some((_, before)) if before == name => Done::Same,
                before => {
                    let done = if before.is_some() { Done::Changed } else { Done::New };
                    let id = estates::put(tx, code, name).await?;
                    known.insert(code.clone(), (id, name.clone()));
                    done
                }
            };
            self.count(Kind::Estate, &done);
        }
        Ok(known.into_iter().map(|(code, (id, _))| (code, id)).collect())
    }

    async fn homes(
        &mut self,
        tx: &mut Tx,
        roster: &Roster,
        estates: &BTreeMap<String, EstateId>,
    ) -> anyhow::Result<BTreeMap<HomeRef, HomeId>> {
        let mut known: BTreeMap<HomeRef, (HomeId, Option<NaiveDate>)> = BTreeMap::new();
        for home in register::homes(tx).await? {
            known.insert(HomeRef { estate: home.estate_code, number: home.number }, (home.id, home.accepted_on));
        }
        for (at, Placed { said: accepted_on, place }) in &roster.homes {
            let Some(estate) = self.estate(&at.estate, place, roster, estates) else { continue };
            let done = match known.get(at) {
                Some((_, before)) if accepted_on.is_none() || before == accepted_on => Done::Same,
                before => {
                    let done = if before.is_some() { Done::Changed } else { Done::New };
                    let id = estates::put_home(tx, estate, &at.number, *accepted_on).await?;
                    known.insert(at.clone(), (id, *accepted_on));
                    done
                }
            };
            self.count(Kind::Home, &done);
        }
        Ok(known.into_iter().map(|(at, (id, _))| (at, id)).collect())
    }

    /// The estate of a code; a code that nobody knows is told.
    fn estate(
        &mut self,
        code: &str,
        place: &Place,
        roster: &Roster,
        estates: &BTreeMap<String, EstateId>,
    ) -> Option<EstateId> {
        let found = estates.get(code).copied();
        if found.is_none() && !roster.doubtful.estates.contains(code) {
            self.faults.push(place.fault(format!("there is no estate {code}")));
        }
        found
    }

    async fn people(&mut self, tx: &mut Tx, roster: &Roster) -> anyhow::Result<BTreeMap<String, PersonId>> {
        let keys: Vec<String> = roster.people.keys().cloned().collect();
        let mut known: BTreeMap<String, Known> = BTreeMap::new();
        for person in register::by_keys(tx, &keys).await? {
            known.extend(person.key.clone().map(|key| (key, person)));
        }
        let phones: Vec<String> =
            roster.people.values().filter_map(|person| person.phone.as_ref()).map(|phone| phone.said.clone()).collect();
        let mut by_phone: BTreeMap<String, Vec<Known>> = BTreeMap::new();
        for person in register::by_phones(tx, &phones).await? {
            by_phone.entry(person.phone.clone().unwrap_or_default()).or_default().push(person);
        }
        let mut ids = BTreeMap::new();
        for (key, person) in &roster.people {
            let before = known.remove(key).or_else(|| met_before(person, &by_phone));
            ids.extend(self.person(tx, roster, key, person, before).await?.map(|id| (key.clone(), id)));
        }
        Ok(ids)
    }

    async fn person(
        &mut self,
        tx: &mut Tx,
        roster: &Roster,
        key: &str,
        person: &Person,
        before: Option<Known>,
    ) -> anyhow::Result<Option<PersonId>> {
        let said = |held: &Option<Placed<String>>| held.as_ref().map(|placed| placed.said.clone());
        let Some(before) = before else {
            let Some(name) = said(&person.name) else {
                if let Some(place) = person.place.as_ref().filter(|_| !roster.doubtful.people.contains(key)) {
                    self.faults.push(
                        place.fault(format!("nobody is known as `{key}`: the first row of a person needs the name")),
                    );
                }
                return Ok(None);
            };
            let lang = person.lang.as_ref().map(|placed| placed.said).unwrap_or_default();
            let new = Known { id: PersonId(0), key: Some(key.to_owned()), name, phone: said(&person.phone), lang };
            self.count(Kind::Person, &Done::New);
            return Ok(Some(register::put_person(tx, &new, self.import.now).await?));
        };
        let after = Known {
            id: before.id,
            key: before.key.clone().or_else(|| Some(key.to_owned())),
            name: said(&person.name).unwrap_or_else(|| before.name.clone()),
            phone: said(&person.phone).or_else(|| before.phone.clone()),
            lang: person.lang.as_ref().map_or(before.lang, |placed| placed.said),
        };
        let done = if after == before { Done::Same } else { Done::Changed };
        if after != before {
            register::set_person(tx, &after).await?;
        }
        self.count(Kind::Person, &done);
        Ok(Some(after.id))
    }

    async fn residents(
        &mut self,
        tx: &mut Tx,
        roster: &Roster,
        homes: &BTreeMap<HomeRef, HomeId>,
        people: &BTreeMap<String, PersonId>,
    ) -> anyhow::Result<()> {
        let known: BTreeMap<(PersonId, HomeId), Residence> =
            register::residences(tx).await?.into_iter().map(|one| ((one.person, one.home), one)).collect();
        for ((key, at), Placed { said: (tie, term), place }) in &roster.residents {
            if !homes.contains_key(at) && !self.excused(roster, at) {
                self.faults.push(place.fault(format!("there is no home {} in the estate {}", at.number, at.estate)));
            }
            let (Some(home), Some(person)) = (homes.get(at), people.get(key)) else { continue };
            let before = known.get(&(*person, *home));
            let after = Residence {
                id: before.map_or(0, |before| before.id),
                person: *person,
                home: *home,
                tie: tie.word().to_owned(),
                since: self.first(*term).or_else(|| before.map(|before| before.since)).unwrap_or(self.import.now),
                until: self.last(*term),
            };
            let done = match before {
                None => {
                    register::put_residence(tx, &after).await?;
                    Done::New
                }
                Some(before) if *before == after => Done::Same,
                Some(_) => {
                    register::set_residence(tx, &after).await?;
                    Done::Changed
                }
            };
            self.count(Kind::Resident, &done);
        }
        Ok(())
    }

    /// Whether the home would be there if its row, or its estate's, were not bad.
    fn excused(&self, roster: &Roster, at: &HomeRef) -> bool {
        roster.doubtful.homes.contains(at)
            || roster.homes.contains_key(at)
            || roster.doubtful.estates.contains(&at.estate)
    }

    async fn seats(
        &mut self,
        tx: &mut Tx,
        roster: &Roster,
        estates: &BTreeMap<String, EstateId>,
        people: &BTreeMap<String, PersonId>,
    ) -> anyhow::Result<()> {
        let mut known: BTreeMap<PersonId, Vec<SeatTerm>> = BTreeMap::new();
        for seat in register::seats(tx).await? {
            known.entry(seat.person).or_default().push(seat);
        }
        for ((key, chair, _), Placed { said: term, place }) in &roster.seats {
            let estate = match &chair.estate {
                None => None,
                Some(code) => match self.estate(code, place, roster, estates) {
                    Some(estate) => Some(estate),
                    None => continue,
                },
            };
            let Some(person) = people.get(key) else { continue };
            let held = known.get(person).map_or(&[][..], Vec::as_slice);
            let done = self.seat(tx, *person, chair, estate, *term, held).await?;
            match done {
                Some(done) => self.count(Kind::Role, &done),
                None => self.faults.push(place.fault("it ends a seat that is not held: say since when it was")),
            }
        }
        Ok(())
    }

    /// `None`: the row ends what never began.
    async fn seat(
        &mut self,
        tx: &mut Tx,
        person: PersonId,
        chair: &Chair,
        estate: Option<EstateId>,
        term: Term,
        held: &[SeatTerm],
    ) -> anyhow::Result<Option<Done>> {
        let (since, until) = (self.first(term), self.last(term));
        let same_chair = |seat: &&SeatTerm| {
            seat.role == chair.role.word()
                && seat.estate == estate
                && seat.unit == chair.unit
                && seat.standing_deputy == chair.deputy
        };
        let fits = |seat: &&SeatTerm| since.is_none_or(|since| since == seat.since);
        let open = |seat: &&SeatTerm| seat.until.is_none_or(|until| until > self.import.now);
        let mut terms = held.iter().filter(same_chair).filter(fits);
        if terms.clone().any(|seat| seat.until == until) {
            return Ok(Some(Done::Same));
        }
        // A first day names the term; without one it is the open term.
        if let Some(seat) = terms.find(|seat| since.is_some() || open(seat)) {
            register::set_term(tx, seat.id, seat.since, until).await?;
            return Ok(Some(Done::Changed));
        }
        if until.is_some() && since.is_none() {
            return Ok(None);
        }
        let new = SeatTerm {
            id: 0,
            person,
            role: chair.role.word().to_owned(),
            estate,
            unit: chair.unit.clone(),
            standing_deputy: chair.deputy,
            since: since.unwrap_or(self.import.now),
            until,
        };
        register::put_seat(tx, &new).await?;
        Ok(Some(Done::New))
    }

    async fn leaves(
        &mut self,
        tx: &mut Tx,
        roster: &Roster,
        people: &BTreeMap<String, PersonId>,
    ) -> anyhow::Result<()> {
        let known = register::leaves(tx).await?;
        for (key, since, until) in roster.leaves.keys() {
            let Some(person) = people.get(key) else { continue };
            let (since, until) = (self.import.calendar.start_of_day(*since), self.import.calendar.end_of_day(*until));
            let same = known.iter().any(|one| (one.person, one.since, one.until) == (*person, since, until));
            if !same {
                staff::put_leave(tx, *person, since, until).await?;
            }
            self.count(Kind::Leave, if same { &Done::Same } else { &Done::New });
        }
        Ok(())
    }

    fn first(&self, term: Term) -> Option<DateTime<Utc>> {
        term.since.map(|day| self.import.calendar.start_of_day(day))
    }

    fn last(&self, term: Term) -> Option<DateTime<Utc>> {
        term.until.map(|day| self.import.calendar.end_of_day(day))
    }

    fn count(&mut self, kind: Kind, done: &Done) {
        let counts = self.report.counts.entry(kind).or_default();
        match done {
            Done::New => counts.new += 1,
            Done::Changed => counts.changed += 1,
            Done::Same => counts.same += 1,
        }
    }
}

/// Somebody whom no list has called by this key: known by the telephone number
/// alone, and by nobody else's.
fn met_before(person: &Person, by_phone: &BTreeMap<String, Vec<Known>>) -> Option<Known> {
    let there = by_phone.get(&person.phone.as_ref()?.said)?;
    let free: Vec<&Known> = there.iter().filter(|one| person.by_phone || one.key.is_none()).collect();
    match free[..] {
        [one] => Some(one.clone()),
        _ => None,
    }
}

impl Report {
    #[must_use]
    pub fn changes(&self) -> usize {
        self.counts.values().map(|counts| counts.new + counts.changed).sum()
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, counts) in &self.counts {
            let Counts { new, changed, same } = counts;
            writeln!(f, "{:<9} {new} new, {changed} changed, {same} as before", kind.word())?;
        }
        for remark in &self.remarks {
            writeln!(f, "{remark}")?;
        }
        write!(f, "{} changed", self.changes())
    }
}
