//! What a row says: its cells read and checked by themselves. How rows fit
//! together is `roster`'s.

use super::cells;
use super::table::{Place, Row};
use super::words::{Column, Kind, RoleNames, lang, tie, yes};
use crate::domain::people::{Role, Tie};
use crate::script::fault::Fault;
use crate::talk::inbound::Lang;
use chrono::NaiveDate;

/// A row that makes sense by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub place: Place,
    pub says: Says,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Says {
    Estate { code: String, name: String },
    Home { at: HomeRef, accepted_on: Option<NaiveDate> },
    Person(PersonRef),
    Resident { who: PersonRef, at: HomeRef, tie: Tie, term: Term },
    Role { who: PersonRef, chair: Chair, term: Term },
    Leave { who: PersonRef, since: NaiveDate, until: NaiveDate },
}

/// A person as a row names him; the key may be all that it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PersonRef {
    pub key: String,
    /// The row gives no key: the telephone number stands for it.
    pub by_phone: bool,
    pub name: Option<String>,
    pub phone: Option<String>,
    pub lang: Option<Lang>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HomeRef {
    pub estate: String,
    pub number: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Chair {
    pub role: Role,
    /// `None`: all estates.
    pub estate: Option<String>,
    pub unit: Option<String>,
    pub deputy: bool,
}

/// First and last day, both counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Term {
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
}

/// Reads a row; everything wrong with it is told at once.
pub(super) fn read(row: &Row, roles: &RoleNames) -> Result<Entry, Vec<Fault>> {
    let mut cells = Cells { row, faults: Vec::new() };
    cells.refuse_foreign();
    let says = match row.kind {
        Kind::Estate => cells.estate(),
        Kind::Home => cells.home(),
        Kind::Person => cells.person().map(Says::Person),
        Kind::Resident => cells.resident(),
        Kind::Role => cells.role(roles),
        Kind::Leave => cells.leave(),
    };
    match says {
        Some(says) if cells.faults.is_empty() => Ok(Entry { place: row.place.clone(), says }),
        _ => Err(cells.faults),
    }
}

struct Cells<'a> {
    row: &'a Row,
    faults: Vec<Fault>,
}

impl Says {
    /// The person that a row names.
    pub fn who_mut(&mut self) -> Option<&mut PersonRef> {
        match self {
            Says::Estate { .. } | Says::Home { .. } => None,
            Says::Person(who) | Says::Resident { who, .. } | Says::Role { who, .. } | Says::Leave { who, .. } => {
                Some(who)
            }
        }
    }
}

impl Cells<'_> {
    fn refuse_foreign(&mut self) {
        let known = self.row.kind.columns();
        for (column, cell) in self.row.cells.iter().filter(|(column, _)| !known.contains(column)) {
            let reason = format!("a {} row says nothing of {} (`{cell}`)", self.row.kind.word(), column.word());
            self.faults.push(self.row.place.fault(reason));
        }
    }

    fn estate(&mut self) -> Option<Says> {
        let code = self.needed(Column::Estate, cells::code);
        let name = self.needed(Column::EstateName, cells::short);
        Some(Says::Estate { code: code?, name: name? })
    }

    fn home(&mut self) -> Option<Says> {
        let at = self.home_ref();
        let accepted_on = self.optional(Column::AcceptedOn, cells::date);
        Some(Says::Home { at: at?, accepted_on })
    }

    fn resident(&mut self) -> Option<Says> {
        let (who, at) = (self.person(), self.home_ref());
        let tie = self.needed(Column::Tie, |word| {
            tie(word).ok_or_else(|| format!("`{word}` is no tie: owner, family or tenant"))
        });
        let term = self.term();
        Some(Says::Resident { who: who?, at: at?, tie: tie?, term })
    }

    fn role(&mut self, roles: &RoleNames) -> Option<Says> {
        let who = self.person();
        let role = self.needed(Column::Role, |word| {
            let known = || Role::ALL.iter().map(|role| role.word()).collect::<Vec<_>>().join(", ");
            roles.find(word).ok_or_else(|| format!("`{word}` is no role: {}", known()))
        });
        let estate = self.optional(Column::Estate, cells::code);
        let unit = self.optional(Column::Unit, cells::short);
        let deputy =
            self.optional(Column::Deputy, |word| yes(word).ok_or_else(|| format!("`{word}` is neither yes nor no")));
        let term = self.term();
        let chair = Chair { role: role?, estate, unit, deputy: deputy.unwrap_or(false) };
        self.check_chair(&chair);
        Some(Says::Role { who: who?, chair, term })
    }

    fn check_chair(&mut self, chair: &Chair) {
        let role = chair.role.word();
        if matches!(chair.role, Role::RepairTeamLeader | Role::DeptHandler) && chair.unit.is_none() {
            self.refuse(format!("a {role} needs the unit (team, department) that the seat belongs to"));
        }
        if chair.deputy && !chair.role.delegable() {
            self.refuse(format!("nobody signs for a {role}: that seat has no standing deputy"));
        }
    }

    fn leave(&mut self) -> Option<Says> {
        let who = self.person();
        let since = self.needed(Column::Since, cells::date);
        let until = self.needed(Column::Until, cells::date);
        let (since, until) = (since?, until?);
        self.check_order(since, until);
        Some(Says::Leave { who: who?, since, until })
    }

    fn person(&mut self) -> Option<PersonRef> {
        let key = self.optional(Column::Key, cells::short);
        let name = self.optional(Column::Name, cells::short);
        let phone = self.optional(Column::Phone, cells::phone);
        let lang = self
            .optional(Column::Lang, |word| lang(word).ok_or_else(|| format!("`{word}` is no language: zh-CN or en")));
        let by_phone = key.is_none();
        let Some(key) = key.or_else(|| phone.clone()) else {
            let unread = self.row.cells.contains_key(&Column::Key) || self.row.cells.contains_key(&Column::Phone);
            if !unread {
                self.refuse("a person needs a key (a staff number, for example) or a telephone number".to_owned());
            }
            return None;
        };
        Some(PersonRef { key, by_phone, name, phone, lang })
    }

    fn home_ref(&mut self) -> Option<HomeRef> {
        let estate = self.needed(Column::Estate, cells::code);
        let number = self.needed(Column::Home, cells::short);
        Some(HomeRef { estate: estate?, number: number? })
    }

    fn term(&mut self) -> Term {
        let since = self.optional(Column::Since, cells::date);
        let until = self.optional(Column::Until, cells::date);
        if let (Some(since), Some(until)) = (since, until) {
            self.check_order(since, until);
        }
        Term { since, until }
    }

    fn check_order(&mut self, since: NaiveDate, until: NaiveDate) {
        if until < since {
            self.refuse(format!("it ends on {until}, before it begins on {since}"));
        }
    }

    fn needed<T>(&mut self, column: Column, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        if !self.row.cells.contains_key(&column) {
            self.refuse(format!("a {} row needs {}", self.row.kind.word(), column.word()));
        }
        self.optional(column, read)
    }

    fn optional<T>(&mut self, column: Column, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
        match read(self.row.cells.get(&column)?) {
            Ok(value) => Some(value),
            Err(why) => {
                self.refuse(format!("{}: {why}", column.word()));
                None
            }
        }
    }

    fn refuse(&mut self, reason: String) {
        self.faults.push(self.row.place.fault(reason));
    }
}
