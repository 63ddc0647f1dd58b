//! The files `texts/*.toml`: read into keys, compared with each other, compiled
//! and tried out once, so that no mistake in them waits for a person to meet it.

use crate::script::fault::{Fault, Lines};
use crate::script::source::{Source, SourceFile};
use crate::talk::inbound::Lang;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use std::collections::{BTreeMap, BTreeSet};
use toml::de::{DeTable, DeValue};

/// One text and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    text: String,
    place: Place,
}

#[derive(Clone, Debug)]
struct Place {
    file: String,
    line: Option<usize>,
}

impl Place {
    fn fault(&self, reason: String) -> Fault {
        Fault { file: self.file.clone(), line: self.line, reason }
    }
}

pub(crate) fn path(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "texts/zh-CN.toml",
        Lang::En => "texts/en.toml",
    }
}

pub(crate) fn template_name(lang: Lang, key: &str) -> String {
    format!("{}/{key}", lang.code())
}

/// Templates that print what they are given and nothing that they are not.
pub(crate) fn environment() -> Environment<'static> {
    let mut templates = Environment::new();
    templates.set_auto_escape_callback(|_| AutoEscape::None);
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates
}

/// The texts of one language by key, upper layers over lower ones.
pub(crate) fn read(source: &Source, lang: Lang, faults: &mut Vec<Fault>) -> BTreeMap<String, Entry> {
    let mut entries = BTreeMap::new();
    let mut found = false;
    for file in source.layers_of(path(lang)) {
        found = true;
        match DeTable::parse(file.text) {
            Ok(table) => collect((&file, &Lines::of(file.text)), "", table.get_ref(), &mut entries, faults),
            Err(error) => faults.push(Fault::of_toml(file.name(), file.text, &error)),
        }
    }
    if !found {
        faults.push(Fault::of_file(path(lang), "the file is missing"));
    }
    entries
}

fn collect(
    (file, lines): (&SourceFile<'_>, &Lines),
    above: &str,
    table: &DeTable<'_>,
    entries: &mut BTreeMap<String, Entry>,
    faults: &mut Vec<Fault>,
) {
    for (name, value) in table {
        let key = if above.is_empty() { name.get_ref().to_string() } else { format!("{above}.{}", name.get_ref()) };
        let fault = |reason: String| Fault::at(file.name(), file.text, Some(name.span()), reason);
        if name.get_ref().contains('.') {
            faults.push(fault(format!("`{}` has a dot in its name", name.get_ref())));
            continue;
        }
        match value.get_ref() {
            DeValue::Table(inner) => collect((file, lines), &key, inner, entries, faults),
            DeValue::String(text) => {
                let place = Place { file: file.name(), line: Some(lines.at(name.span().start)) };
                entries.insert(key, Entry { text: text.trim_end_matches('\n').to_owned(), place });
            }
            other => faults.push(fault(format!("`{key}` must be a text, not {}", other.type_str()))),
        }
    }
}

/// Compiles both languages and returns each key's placeholders.
pub(crate) fn compile(
    templates: &mut Environment<'static>,
    zh: &BTreeMap<String, Entry>,
    en: &BTreeMap<String, Entry>,
    faults: &mut Vec<Fault>,
) -> BTreeMap<String, BTreeSet<String>> {
    lacks(zh, en, Lang::En, faults);
    lacks(en, zh, Lang::Zh, faults);
    let zh_names = compile_one(templates, Lang::Zh, zh, faults);
    let en_names = compile_one(templates, Lang::En, en, faults);
    for (key, names) in &zh_names {
        let Some(others) = en_names.get(key).filter(|others| *others != names) else { continue };
        let odd: Vec<&str> = names.symmetric_difference(others).map(String::as_str).collect();
        let reason = format!("the placeholders of `{key}` differ between the languages: {}", odd.join(", "));
        faults.extend(en.get(key).map(|entry| entry.place.fault(reason)));
    }
    zh_names
}

/// A fault in the poorer language for each key that only the other one has.
fn lacks(rich: &BTreeMap<String, Entry>, poor: &BTreeMap<String, Entry>, lang: Lang, faults: &mut Vec<Fault>) {
    if poor.is_empty() {
        return;
    }
    for (key, entry) in rich.iter().filter(|(key, _)| !poor.contains_key(*key)) {
        faults.push(entry.place.fault(format!("`{key}` has no text in {}", path(lang))));
    }
}

fn compile_one(
    templates: &mut Environment<'static>,
    lang: Lang,
    entries: &BTreeMap<String, Entry>,
    faults: &mut Vec<Fault>,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut names = BTreeMap::new();
    for (key, entry) in entries {
        let name = template_name(lang, key);
        if entry.text.trim().is_empty() {
            faults.push(entry.place.fault(format!("`{key}` is empty")));
        }
        match templates.add_template_owned(name.clone(), entry.text.clone()) {
            Err(error) => faults.push(entry.place.fault(format!("`{key}` cannot be read: {error}"))),
            Ok(()) => match try_out(templates, &name) {
                Ok(found) => {
                    names.insert(key.clone(), found);
                }
                Err(error) => faults.push(entry.place.fault(format!("`{key}` cannot be said: {error}"))),
            },
        }
    }
    names
}

/// Says a text once with words and, if that fails, with numbers in its places.
fn try_out(templates: &Environment<'static>, name: &str) -> Result<BTreeSet<String>, minijinja::Error> {
    let text = templates.get_template(name)?;
    let names: BTreeSet<String> = text.undeclared_variables(false).into_iter().collect();
    let with = |sample: minijinja::Value| {
        let values: BTreeMap<&str, minijinja::Value> =
            names.iter().map(|name| (name.as_str(), sample.clone())).collect();
        text.render(values)
    };
    with(minijinja::Value::from("…")).or_else(|_| with(minijinja::Value::from(1)))?;
    Ok(names)
}
