//! Every sentence that the bot says, by key and language. Saying never fails:
//! a missing key or value shows up as ⟦key⟧ and in the log, because the files
//! were checked when they were loaded (`text_files`).

use crate::script::args::{Args, Value};
use crate::script::fault::Fault;
use crate::script::format;
use crate::script::source::Source;
use crate::script::text_files::{self, Entry};
use crate::talk::inbound::Lang;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use minijinja::Environment;
use std::collections::{BTreeMap, BTreeSet};

/// The texts of both languages.
#[derive(Clone, Debug)]
pub struct Texts {
    templates: Environment<'static>,
    /// The placeholders of each key; both languages have the same.
    placeholders: BTreeMap<String, BTreeSet<String>>,
    zone: Tz,
}

impl Texts {
    /// Reads and checks `texts/*.toml`.
    ///
    /// # Errors
    /// Every fault of both files.
    pub fn load(source: &Source) -> Result<Texts, Vec<Fault>> {
        let mut faults = Vec::new();
        let zh = text_files::read(source, Lang::Zh, &mut faults);
        let en = text_files::read(source, Lang::En, &mut faults);
        let mut templates = text_files::environment();
        let placeholders = text_files::compile(&mut templates, &zh, &en, &mut faults);
        faults.extend(missing_patterns(&zh));
        if faults.is_empty() {
            Ok(Texts { templates, placeholders, zone: Tz::Asia__Shanghai })
        } else {
            faults.sort();
            Err(faults)
        }
    }

    /// The same texts, with times written in the company's zone.
    #[must_use]
    pub fn in_zone(mut self, zone: Tz) -> Texts {
        self.zone = zone;
        self
    }

    #[must_use]
    pub fn zone(&self) -> Tz {
        self.zone
    }

    /// The sentence of that key, filled.
    #[must_use]
    pub fn say(&self, lang: Lang, key: &str, args: &Args) -> String {
        let values: BTreeMap<&str, minijinja::Value> =
            args.iter().map(|(name, value)| (name, self.filled(lang, value, args.said_at()))).collect();
        let said =
            self.templates.get_template(&text_files::template_name(lang, key)).and_then(|text| text.render(values));
        match said {
            Ok(text) => text,
            Err(error) => {
                tracing::error!(key, lang = lang.code(), %error, "a text cannot be said");
                format!("⟦{key}⟧")
            }
        }
    }

    /// A sentence without placeholders.
    #[must_use]
    pub fn plain(&self, lang: Lang, key: &str) -> String {
        self.say(lang, key, &Args::new())
    }

    /// One value as the reader of that language reads it.
    #[must_use]
    pub fn write(&self, lang: Lang, value: &Value, now: Option<DateTime<Utc>>) -> String {
        format::written(self, lang, value, now)
    }

    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.placeholders.contains_key(key)
    }

    /// All keys with their placeholders, sorted.
    pub fn keys(&self) -> impl Iterator<Item = (&str, &BTreeSet<String>)> {
        self.placeholders.iter().map(|(key, names)| (key.as_str(), names))
    }

    /// The placeholders of a key; none for an unknown one.
    pub fn placeholders(&self, key: &str) -> impl Iterator<Item = &str> {
        self.placeholders.get(key).into_iter().flatten().map(String::as_str)
    }

    /// A fault for each of these keys that the files lack. What says texts from
    /// Rust publishes its keys and is checked with this.
    #[must_use]
    pub fn lacking<'a>(&self, keys: impl IntoIterator<Item = &'a str>) -> Vec<Fault> {
        let missing = keys.into_iter().filter(|key| !self.has(key));
        missing.map(|key| Fault::of_file(text_files::path(Lang::Zh), lack(key))).collect()
    }

    fn filled(&self, lang: Lang, value: &Value, now: Option<DateTime<Utc>>) -> minijinja::Value {
        match value {
            Value::Int(number) => minijinja::Value::from(*number),
            Value::Flag(flag) => minijinja::Value::from(*flag),
            Value::Text(_)
            | Value::Money(_)
            | Value::When(_)
            | Value::Day(_)
            | Value::Date(_)
            | Value::Limit(..)
            | Value::List(_)
            | Value::Key(_) => minijinja::Value::from(format::written(self, lang, value, now)),
        }
    }
}

fn missing_patterns(zh: &BTreeMap<String, Entry>) -> Vec<Fault> {
    let missing = format::keys().into_iter().filter(|key| !zh.contains_key(key));
    missing.map(|key| Fault::of_file(text_files::path(Lang::Zh), lack(&key))).collect()
}

fn lack(key: &str) -> String {
    format!("the text `{key}` is missing; the program says it")
}
