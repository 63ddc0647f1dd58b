//! The words of a list: columns, kinds of rows, ties. Each has an English word
//! here, and others in `dialogues/import.toml`. Roles are called as in the texts.

use crate::domain::people::{Role, Tie};
use crate::script::texts::Texts;
use crate::talk::inbound::Lang;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A column of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    Kind,
    Estate,
    EstateName,
    Home,
    AcceptedOn,
    Key,
    Name,
    Phone,
    Lang,
    Tie,
    Role,
    Unit,
    Deputy,
    Since,
    Until,
    /// For whoever keeps the list; not read.
    Note,
}

/// What a row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Estate,
    Home,
    Person,
    Resident,
    Role,
    Leave,
}

const COLUMNS: &[(Column, &[&str])] = &[
    (Column::Kind, &["kind"]),
    (Column::Estate, &["estate", "estate_code"]),
    (Column::EstateName, &["estate_name"]),
    (Column::Home, &["home"]),
    (Column::AcceptedOn, &["accepted_on"]),
    (Column::Key, &["key"]),
    (Column::Name, &["name"]),
    (Column::Phone, &["phone"]),
    (Column::Lang, &["lang", "language"]),
    (Column::Tie, &["tie"]),
    (Column::Role, &["role"]),
    (Column::Unit, &["unit"]),
    (Column::Deputy, &["deputy"]),
    (Column::Since, &["since"]),
    (Column::Until, &["until"]),
    (Column::Note, &["note"]),
];

const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Estate, &["estate", "estates"]),
    (Kind::Home, &["home", "homes"]),
    (Kind::Person, &["person", "people"]),
    (Kind::Resident, &["resident", "residents"]),
    (Kind::Role, &["role", "roles", "staff"]),
    (Kind::Leave, &["leave", "leaves"]),
];

const TIES: &[(Tie, &[&str])] = &[(Tie::Owner, &["owner"]), (Tie::Family, &["family"]), (Tie::Tenant, &["tenant"])];

const ANSWERS: &[(bool, &[&str])] = &[(true, &["yes", "true", "1"]), (false, &["no", "false", "0"])];

const LANGS: &[(Lang, &[&str])] = &[(Lang::Zh, &["zh-cn", "zh"]), (Lang::En, &["en", "english"])];

/// The company's own words for these, by the first English one.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Others {
    column: Names,
    kind: Names,
    tie: Names,
    answer: Names,
    lang: Names,
}

type Names = BTreeMap<String, Vec<String>>;

static OTHERS: LazyLock<Others> = LazyLock::new(|| {
    let read = toml::from_str(include_str!("../../dialogues/import.toml"));
    // A test holds the file to be sound; without it the English words are there.
    read.unwrap_or_default()
});

fn find<T: Copy>(list: &[(T, &[&str])], others: &Names, word: &str) -> Option<T> {
    let word = word.trim().to_lowercase();
    let known = list.iter().find(|(_, words)| words.contains(&word.as_str()));
    let known = known.or_else(|| {
        let (first, _) = others.iter().find(|(_, words)| words.contains(&word))?;
        list.iter().find(|(_, words)| words.first().is_some_and(|english| english.eq_ignore_ascii_case(first)))
    });
    known.map(|(found, _)| *found)
}

fn name<T: Copy + PartialEq>(list: &[(T, &'static [&'static str])], one: T) -> &'static str {
    list.iter().find(|(known, _)| *known == one).and_then(|(_, words)| words.first()).copied().unwrap_or_default()
}

impl Column {
    pub fn from_word(word: &str) -> Option<Column> {
        find(COLUMNS, &OTHERS.column, word)
    }

    pub fn word(self) -> &'static str {
        name(COLUMNS, self)
    }
}

impl Kind {
    pub fn from_word(word: &str) -> Option<Kind> {
        find(KINDS, &OTHERS.kind, word)
    }

    pub fn word(self) -> &'static str {
        name(KINDS, self)
    }

    /// The kinds as a fault lists them.
    pub fn all_words() -> String {
        KINDS.iter().map(|(kind, _)| kind.word()).collect::<Vec<_>>().join(", ")
    }

    /// What a row of this kind may say.
    pub fn columns(self) -> &'static [Column] {
        use Column::{
            AcceptedOn, Deputy, Estate, EstateName, Home, Key, Lang, Name, Phone, Role, Since, Tie, Unit, Until,
        };
        match self {
            Kind::Estate => &[Estate, EstateName],
            // People read a code more easily with its name beside it.
            Kind::Home => &[Estate, EstateName, Home, AcceptedOn],
            Kind::Person => &[Key, Name, Phone, Lang],
            Kind::Resident => &[Estate, EstateName, Home, Key, Name, Phone, Lang, Tie, Since, Until],
            Kind::Role => &[Estate, EstateName, Key, Name, Phone, Lang, Role, Unit, Deputy, Since, Until],
            Kind::Leave => &[Key, Name, Phone, Lang, Since, Until],
        }
    }
}

pub(super) fn tie(word: &str) -> Option<Tie> {
    find(TIES, &OTHERS.tie, word)
}

pub(super) fn yes(word: &str) -> Option<bool> {
    find(ANSWERS, &OTHERS.answer, word)
}

pub(super) fn lang(word: &str) -> Option<Lang> {
    find(LANGS, &OTHERS.lang, word)
}

/// Roles by their ids and by their names in the texts.
pub struct RoleNames(BTreeMap<String, Role>);

impl RoleNames {
    #[must_use]
    pub fn new(texts: &Texts) -> RoleNames {
        let mut names = BTreeMap::new();
        for role in Role::ALL {
            let key = format!("role.{}", role.word());
            if texts.has(&key) {
                names.extend(Lang::ALL.map(|lang| (texts.plain(lang, &key).to_lowercase(), *role)));
            }
            names.insert(role.word().to_owned(), *role);
        }
        RoleNames(names)
    }

    #[must_use]
    pub fn find(&self, word: &str) -> Option<Role> {
        self.0.get(&word.trim().to_lowercase()).copied()
    }
}

#[cfg(test)]
mod tests;
