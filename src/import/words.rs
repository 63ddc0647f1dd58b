//! The words of a list: columns, kinds of rows, ties. Each has an English word
//! and those that a clerk writes in Chinese. Roles are called as in the texts.

use crate::domain::people::{Role, Tie};
use crate::script::texts::Texts;
use crate::talk::inbound::Lang;
use std::collections::BTreeMap;

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
    (Column::Kind, &["kind", "类型", "类别"]),
    (Column::Estate, &["estate", "estate_code", "小区代码", "项目代码"]),
    (Column::EstateName, &["estate_name", "小区名称", "项目名称", "小区"]),
    (Column::Home, &["home", "房号", "房屋"]),
    (Column::AcceptedOn, &["accepted_on", "竣工验收日期", "验收日期"]),
    (Column::Key, &["key", "编号", "工号"]),
    (Column::Name, &["name", "姓名"]),
    (Column::Phone, &["phone", "电话", "手机", "手机号"]),
    (Column::Lang, &["lang", "language", "语言"]),
    (Column::Tie, &["tie", "关系", "身份"]),
    (Column::Role, &["role", "岗位", "角色"]),
    (Column::Unit, &["unit", "部门", "班组"]),
    (Column::Deputy, &["deputy", "常务副职", "代签"]),
    (Column::Since, &["since", "开始日期", "起"]),
    (Column::Until, &["until", "结束日期", "止"]),
    (Column::Note, &["note", "备注"]),
];

const KINDS: &[(Kind, &[&str])] = &[
    (Kind::Estate, &["estate", "estates", "小区", "项目"]),
    (Kind::Home, &["home", "homes", "房屋", "房号"]),
    (Kind::Person, &["person", "people", "人员"]),
    (Kind::Resident, &["resident", "residents", "住户", "业主"]),
    (Kind::Role, &["role", "roles", "staff", "岗位", "员工"]),
    (Kind::Leave, &["leave", "leaves", "请假", "休假"]),
];

const TIES: &[(Tie, &[&str])] = &[
    (Tie::Owner, &["owner", "业主", "产权人"]),
    (Tie::Family, &["family", "家属", "家人"]),
    (Tie::Tenant, &["tenant", "租户", "租客"]),
];

const YES: &[&str] = &["yes", "true", "1", "是"];
const NO: &[&str] = &["no", "false", "0", "否", ""];

fn find<T: Copy>(list: &[(T, &[&str])], word: &str) -> Option<T> {
    let word = word.trim().to_ascii_lowercase();
    list.iter().find(|(_, words)| words.contains(&word.as_str())).map(|(found, _)| *found)
}

fn name<T: Copy + PartialEq>(list: &[(T, &'static [&'static str])], one: T) -> &'static str {
    list.iter().find(|(known, _)| *known == one).and_then(|(_, words)| words.first()).copied().unwrap_or_default()
}

impl Column {
    pub fn from_word(word: &str) -> Option<Column> {
        find(COLUMNS, word)
    }

    pub fn word(self) -> &'static str {
        name(COLUMNS, self)
    }
}

impl Kind {
    pub fn from_word(word: &str) -> Option<Kind> {
        find(KINDS, word)
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
    find(TIES, word)
}

pub(super) fn yes(word: &str) -> Option<bool> {
    let word = word.trim().to_ascii_lowercase();
    if YES.contains(&word.as_str()) {
        return Some(true);
    }
    NO.contains(&word.as_str()).then_some(false)
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
