//! Where a setting's value comes from: the environment above the file above the
//! defaults. Every fault knows its place. What the keys mean is in `settings`.

use super::values::{Length, Secret};
use crate::script::fault::Fault;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::ops::Range;
use std::time::Duration;
use toml::de::DeTable;
use toml::{Table, Value};

/// Every setting with its default.
pub const EXAMPLE: &str = include_str!("../../config.example.toml");

const EXAMPLE_NAME: &str = "config.example.toml";
const PREFIX: &str = "ANJU_";

/// One TOML text with the places of its keys.
struct Layer {
    name: String,
    text: String,
    values: Table,
    places: BTreeMap<String, Range<usize>>,
}

/// A value set in the environment.
struct EnvValue {
    name: String,
    value: String,
}

/// Reads settings one by one and gathers what is wrong with them.
pub(super) struct Layers {
    example: Layer,
    file: Option<Layer>,
    env: BTreeMap<String, EnvValue>,
    pub faults: Vec<Fault>,
}

/// The default itself cannot be read: a fault of the program, held by a test.
pub(super) struct BadDefault;

impl Layers {
    /// `file`: the name and text of the file, if there is one; `env`: all
    /// variables of the environment.
    pub fn new(
        file: Option<(&str, &str)>,
        env: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Layers, Vec<Fault>> {
        let example = Layer::read(EXAMPLE_NAME, EXAMPLE).map_err(|fault| vec![fault])?;
        let file = file.map(|(name, text)| Layer::read(name, text)).transpose().map_err(|fault| vec![fault])?;
        let mut layers = Layers { example, file, env: BTreeMap::new(), faults: Vec::new() };
        layers.refuse_unknown();
        for (name, value) in env {
            layers.take_env(name, value);
        }
        Ok(layers)
    }

    fn take_env(&mut self, name: String, value: String) {
        let Some((section, key)) = name.strip_prefix(PREFIX).and_then(|rest| rest.split_once("__")) else {
            return;
        };
        let path = format!("{}.{}", section.to_ascii_lowercase(), key.to_ascii_lowercase());
        if self.example.value(&path).is_some() {
            self.env.insert(path, EnvValue { name, value });
        } else {
            self.faults.push(Fault::of_file(name, format!("there is no setting `{path}`")));
        }
    }

    fn refuse_unknown(&mut self) {
        let Some(file) = &self.file else { return };
        let mut faults = Vec::new();
        for (section, keys) in &file.values {
            let known = self.example.values.get(section).and_then(Value::as_table);
            let (Some(known), Some(keys)) = (known, keys.as_table()) else {
                faults
                    .push(file.fault(section, format!("there is no section [{section}]; {EXAMPLE_NAME} has them all")));
                continue;
            };
            for key in keys.keys().filter(|key| !known.contains_key(*key)) {
                let path = format!("{section}.{key}");
                faults.push(file.fault(&path, format!("there is no setting `{path}`; {EXAMPLE_NAME} has them all")));
            }
        }
        self.faults.extend(faults);
    }

    /// The value of `section.key`; a wrong one is noted and the default taken.
    pub fn take<T: DeserializeOwned>(&mut self, path: &str) -> Result<T, BadDefault> {
        match self.written(path).and_then(|value| T::deserialize(value).map_err(|why| why.message().to_owned())) {
            Ok(value) => Ok(value),
            Err(why) => {
                self.refuse(path, &why);
                let default = self.example.value(path).cloned().ok_or(BadDefault)?;
                T::deserialize(default).map_err(|_| BadDefault)
            }
        }
    }

    /// The same for a value that must be in a range.
    pub fn take_within<T>(&mut self, path: &str, range: std::ops::RangeInclusive<T>) -> Result<T, BadDefault>
    where
        T: DeserializeOwned + PartialOrd + std::fmt::Display + Copy,
    {
        let value: T = self.take(path)?;
        if !range.contains(&value) {
            self.refuse(path, &format!("{value} is not within {} and {}", range.start(), range.end()));
        }
        Ok(value)
    }

    /// A text; an empty one is none.
    pub fn take_text(&mut self, path: &str) -> Result<Option<String>, BadDefault> {
        let text: String = self.take(path)?;
        Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty()))
    }

    /// A length of time: "30 s", "5 min", "48 h", "30 d".
    pub fn take_length(&mut self, path: &str) -> Result<Duration, BadDefault> {
        Ok(self.take::<Length>(path)?.0)
    }

    /// A text that no fault may quote.
    pub fn take_secret(&mut self, path: &str) -> Option<Secret> {
        match self.written(path) {
            Ok(Value::String(text)) => Some(text.trim()).filter(|text| !text.is_empty()).map(Secret::new),
            Ok(_) | Err(_) => {
                self.refuse(path, "must be a text in quotes");
                None
            }
        }
    }

    /// A secret from its own setting, or else from the file that another names.
    pub fn take_secret_or_file(&mut self, path: &str, file: &str) -> Result<Option<Secret>, BadDefault> {
        let secret = self.take_secret(path);
        let name = self.take_text(file)?;
        let (None, Some(name)) = (&secret, name) else { return Ok(secret) };
        match std::fs::read_to_string(&name) {
            // A text editor may have put a byte order mark before it.
            Ok(text) => Ok(Some(Secret::new(text.trim_start_matches('\u{feff}').trim()))),
            Err(why) => {
                self.refuse(file, &format!("{name} cannot be read: {why}"));
                Ok(None)
            }
        }
    }

    /// Notes that the value in force is wrong, where it was written.
    pub fn refuse(&mut self, path: &str, why: &str) {
        let fault = match (self.env.get(path), &self.file) {
            (Some(env), _) => Fault::of_file(&env.name, why),
            (None, Some(file)) if file.value(path).is_some() => file.fault(path, format!("{path}: {why}")),
            // Nowhere written, and yet needed: the file is where one would.
            (None, Some(file)) => Fault::of_file(&file.name, format!("{path}: {why}")),
            (None, None) => Fault::of_file(EXAMPLE_NAME, format!("{path}: {why}")),
        };
        self.faults.push(fault);
    }

    fn written(&self, path: &str) -> Result<Value, String> {
        let default = self.example.value(path).ok_or("it has no default")?;
        if let Some(env) = self.env.get(path) {
            return from_env(&env.value, default);
        }
        Ok(self.file.as_ref().and_then(|file| file.value(path)).unwrap_or(default).clone())
    }
}

/// A text as it is; anything else in TOML's own writing.
fn from_env(text: &str, default: &Value) -> Result<Value, String> {
    if default.is_str() {
        return Ok(Value::String(text.to_owned()));
    }
    let mut table: Table = toml::from_str(&format!("value = {text}")).map_err(|why| why.message().to_owned())?;
    table.remove("value").ok_or_else(|| "it has no value".to_owned())
}

impl Layer {
    fn read(name: &str, text: &str) -> Result<Layer, Fault> {
        let values: Table = toml::from_str(text).map_err(|why| Fault::of_toml(name, text, &why))?;
        let spans = DeTable::parse(text).map_err(|why| Fault::of_toml(name, text, &why))?;
        let mut places = BTreeMap::new();
        for (section, value) in spans.get_ref() {
            let section_name: &str = section.get_ref();
            places.insert(section_name.to_owned(), section.span());
            for (key, _) in value.get_ref().as_table().into_iter().flat_map(DeTable::iter) {
                places.insert(format!("{section_name}.{}", key.get_ref()), key.span());
            }
        }
        Ok(Layer { name: name.to_owned(), text: text.to_owned(), values, places })
    }

    fn value(&self, path: &str) -> Option<&Value> {
        let (section, key) = path.split_once('.')?;
        self.values.get(section)?.as_table()?.get(key)
    }

    fn fault(&self, path: &str, why: String) -> Fault {
        Fault::at(&self.name, &self.text, self.places.get(path).cloned(), why)
    }
}
