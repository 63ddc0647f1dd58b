//! All forms and questionnaires of a source, checked: what `serve` starts with
//! and `anju check` complains about.

use crate::script::check;
pub use crate::script::check::SCORED;
use crate::script::fault::Fault;
use crate::script::model::{Kind, Script, ScriptName};
use crate::script::source::Source;
use crate::script::texts::Texts;
use crate::script::words::Words;
use crate::talk::form::FormEnd;
use std::collections::BTreeMap;

/// The folders that hold scripts; `texts/` and `calendar/` hold something else.
const FOLDERS: [&str; 6] = ["owner", "leader", "manager", "clerk", "unit", "questionnaires"];

/// Scripts by name, with the words that they share.
#[derive(Clone, Debug)]
pub struct Scripts {
    scripts: BTreeMap<ScriptName, Script>,
    words: Words,
}

impl Scripts {
    /// Reads and checks every script.
    ///
    /// # Errors
    /// Every fault of the words and of the scripts.
    pub fn load(source: &Source, texts: &Texts) -> Result<Scripts, Vec<Fault>> {
        let words = Words::load(source, texts)?;
        let mut faults = texts.lacking(crate::script::keys::DIALOGUE.iter().copied());
        let mut scripts = BTreeMap::new();
        for file in source.files().filter(|file| is_script(file.path)) {
            match check::script(file, texts, &words) {
                Ok(script) => {
                    scripts.insert(script.name.clone(), script);
                }
                Err(found) => faults.extend(found),
            }
        }
        let loaded = Scripts { scripts, words };
        if faults.is_empty() {
            faults.extend(loaded.without_form());
        }
        if faults.is_empty() { Ok(loaded) } else { Err(faults) }
    }

    /// Any script; a draft's script may have been removed since it was begun.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Script> {
        self.scripts.get(&ScriptName::new(name))
    }

    #[must_use]
    pub fn form(&self, name: &str) -> Option<&Script> {
        self.get(name).filter(|script| script.ends_in().is_some())
    }

    #[must_use]
    pub fn questionnaire(&self, name: &str) -> Option<&Script> {
        self.get(name).filter(|script| matches!(script.kind, Kind::Questionnaire { .. }))
    }

    pub fn iter(&self) -> impl Iterator<Item = &Script> {
        self.scripts.values()
    }

    #[must_use]
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// A command that no form leads to could never be given.
    fn without_form(&self) -> Vec<Fault> {
        let unled = FormEnd::ALL.iter().filter(|end| !self.iter().any(|script| script.ends_in() == Some(**end)));
        unled.map(|end| Fault::of_file("dialogues", format!("no form ends in `{}`", end.word()))).collect()
    }
}

fn is_script(path: &str) -> bool {
    let folder = path.split_once('/').map_or("", |(folder, _)| folder);
    path.strip_suffix(".toml").is_some() && FOLDERS.contains(&folder)
}
