//! All rows of a list together: every estate, home, person and seat once, and
//! whatever contradicts itself told with both places.

use super::cells;
use super::entry::{self, Chair, Entry, HomeRef, PersonRef, Says, Term};
use super::table::{Place, Row};
use super::words::{Column, Kind, RoleNames};
use crate::domain::people::Tie;
use crate::script::fault::Fault;
use crate::talk::inbound::Lang;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// Something with the row that said it first.
#[derive(Clone, Debug)]
pub(super) struct Placed<T> {
    pub said: T,
    pub place: Place,
}

/// What a list knows of a person.
#[derive(Clone, Debug, Default)]
pub(super) struct Person {
    pub name: Option<Placed<String>>,
    pub phone: Option<Placed<String>>,
    pub lang: Option<Placed<Lang>>,
    /// The first row that names him.
    pub place: Option<Place>,
    /// No row gives him a key: the telephone number stands for it.
    pub by_phone: bool,
}

#[derive(Default)]
pub(super) struct Roster {
    pub estates: BTreeMap<String, Placed<String>>,
    pub homes: BTreeMap<HomeRef, Placed<Option<NaiveDate>>>,
    pub people: BTreeMap<String, Person>,
    pub residents: BTreeMap<(String, HomeRef), Placed<(Tie, Term)>>,
    /// A chair may be held again, so it stands here with its first day.
    pub seats: BTreeMap<(String, Chair, Option<NaiveDate>), Placed<Term>>,
    pub leaves: BTreeMap<(String, NaiveDate, NaiveDate), Place>,
    /// What bad rows would have brought: rows that need it are not to blame.
    pub doubtful: Doubtful,
}

#[derive(Default)]
pub(super) struct Doubtful {
    pub estates: BTreeSet<String>,
    pub homes: BTreeSet<HomeRef>,
    pub people: BTreeSet<String>,
}

/// Puts the rows together; what is wrong goes to `faults`.
pub(super) fn gather(rows: &[Row], roles: &RoleNames, faults: &mut Vec<Fault>) -> Roster {
    let mut roster = Roster::default();
    let mut entries = Vec::new();
    for row in rows {
        match entry::read(row, roles) {
            Ok(entry) => entries.push(entry),
            Err(found) => {
                roster.doubtful.take(row);
                faults.extend(found);
            }
        }
    }
    name_by_key(&mut entries, faults);
    for entry in entries {
        roster.take(entry, faults);
    }
    roster
}

/// Whoever has a key in one row may be named by his telephone number in another.
fn name_by_key(entries: &mut [Entry], faults: &mut Vec<Fault>) {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for who in entries.iter_mut().filter_map(|entry| entry.says.who_mut()).filter(|who| !who.by_phone) {
        if let Some(phone) = &who.phone {
            keys.entry(phone.clone()).or_default().insert(who.key.clone());
        }
    }
    for entry in entries {
        let Some(who) = entry.says.who_mut().filter(|who| who.by_phone) else { continue };
        let Some(owners) = keys.get(&who.key) else { continue };
        match (owners.len(), owners.first()) {
            (1, Some(key)) => {
                who.key.clone_from(key);
                who.by_phone = false;
            }
            _ => faults.push(entry.place.fault(format!("`{}` is the number of several people: give the key", who.key))),
        }
    }
}

impl Roster {
    fn take(&mut self, entry: Entry, faults: &mut Vec<Fault>) {
        let Entry { place, says } = entry;
        match says {
            Says::Estate { code, name } => put(&mut self.estates, code, name, place, faults),
            Says::Home { at, accepted_on } => put(&mut self.homes, at, accepted_on, place, faults),
            Says::Person(who) => self.take_person(who, &place, faults),
            Says::Resident { who, at, tie, term } => {
                put(&mut self.residents, (who.key.clone(), at), (tie, term), place.clone(), faults);
                self.take_person(who, &place, faults);
            }
            Says::Role { who, chair, term } => {
                put(&mut self.seats, (who.key.clone(), chair, term.since), term, place.clone(), faults);
                self.take_person(who, &place, faults);
            }
            Says::Leave { who, since, until } => {
                self.leaves.entry((who.key.clone(), since, until)).or_insert_with(|| place.clone());
                self.take_person(who, &place, faults);
            }
        }
    }

    fn take_person(&mut self, who: PersonRef, place: &Place, faults: &mut Vec<Fault>) {
        let person = self.people.entry(who.key.clone()).or_default();
        person.place.get_or_insert_with(|| place.clone());
        person.by_phone = who.by_phone;
        let mut agree = Agree { key: &who.key, place, faults };
        agree.on("name", &mut person.name, who.name);
        agree.on("phone", &mut person.phone, who.phone);
        agree.on("lang", &mut person.lang, who.lang);
    }
}

/// Rows of one person must not say two things of him.
struct Agree<'a> {
    key: &'a str,
    place: &'a Place,
    faults: &'a mut Vec<Fault>,
}

impl Agree<'_> {
    fn on<T: PartialEq>(&mut self, what: &str, held: &mut Option<Placed<T>>, said: Option<T>) {
        match (&held, said) {
            (_, None) => {}
            (None, Some(said)) => *held = Some(Placed { said, place: self.place.clone() }),
            (Some(before), Some(said)) if before.said == said => {}
            (Some(before), Some(_)) => {
                let line = before.place.line;
                let reason =
                    format!("the {what} of `{}` is another one on line {line}; two people need two keys", self.key);
                self.faults.push(self.place.fault(reason));
            }
        }
    }
}

/// The same row twice is one; two rows that differ contradict each other.
fn put<K: Ord, T: PartialEq>(map: &mut BTreeMap<K, Placed<T>>, key: K, said: T, place: Place, faults: &mut Vec<Fault>) {
    match map.get(&key) {
        None => {
            map.insert(key, Placed { said, place });
        }
        Some(before) if before.said == said => {}
        Some(before) => faults.push(place.fault(format!("line {} says otherwise", before.place.line))),
    }
}

impl Doubtful {
    fn take(&mut self, row: &Row) {
        let cell = |column| row.cells.get(&column).map(String::as_str);
        let estate = cell(Column::Estate).and_then(|code| cells::code(code).ok());
        match (row.kind, estate, cell(Column::Home)) {
            (Kind::Estate, Some(estate), _) => {
                self.estates.insert(estate);
            }
            (Kind::Home, Some(estate), Some(number)) => {
                self.homes.insert(HomeRef { estate, number: number.to_owned() });
            }
            _ => {}
        }
        let phone = cell(Column::Phone).and_then(|phone| cells::phone(phone).ok());
        self.people.extend(cell(Column::Key).map(str::to_owned).or(phone));
    }
}
