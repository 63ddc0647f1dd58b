//! Reading JSON field by field, so that one odd field never costs the rest of
//! an update: messengers write more, and odder things, than their manuals say.
//! What the fields mean stands with each messenger.

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, Visitor};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::fmt;

/// A JSON object whose values are still text. serde_json skips over a value
/// without recursion, so nesting of any depth is harmless here.
pub(super) struct Object<'a>(BTreeMap<Text, &'a RawValue>);

impl<'a> Object<'a> {
    pub(super) fn read(raw: &'a str) -> Option<Object<'a>> {
        serde_json::from_str(raw).ok().map(Object)
    }

    pub(super) fn raw(&self, key: &str) -> Option<&'a RawValue> {
        self.0.get(key).copied().filter(|value| value.get() != "null")
    }

    pub(super) fn get<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        self.raw(key).and_then(|value| serde_json::from_str(value.get()).ok())
    }

    pub(super) fn integer(&self, key: &str) -> Option<i64> {
        self.get(key)
    }

    pub(super) fn text(&self, key: &str) -> Option<String> {
        self.get::<Text>(key).map(|text| text.0)
    }

    pub(super) fn object(&self, key: &str) -> Option<Object<'a>> {
        self.raw(key).and_then(|value| Object::read(value.get()))
    }

    /// The readable objects of an array; what is not one is passed over.
    pub(super) fn objects(&self, key: &str) -> Vec<Object<'a>> {
        let items: Option<Vec<&'a RawValue>> = self.raw(key).and_then(|value| serde_json::from_str(value.get()).ok());
        items.unwrap_or_default().into_iter().filter_map(|item| Object::read(item.get())).collect()
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.raw(key).is_some()
    }

    /// All keys, in alphabetical order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|key| key.0.as_str())
    }
}

/// A string as a person may have made it: U+0000 removed (PostgreSQL refuses
/// it), half a surrogate pair replaced (serde_json refuses it in a `String`).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text(pub(super) String);

impl std::borrow::Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text, D::Error> {
        struct Reading;
        impl Visitor<'_> for Reading {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<Text, E> {
                Ok(Text(String::from_utf8_lossy(bytes).replace('\0', "")))
            }
        }
        // As bytes, serde_json hands lone surrogates through instead of failing.
        deserializer.deserialize_bytes(Reading)
    }
}

/// `raw` with one of its values, a slice of it, written anew.
pub(super) fn with_value(raw: &str, written: &RawValue, anew: &str) -> Option<String> {
    let written = written.get();
    // The value is a slice of `raw`: its place is the distance of the two.
    let start = (written.as_ptr() as usize).checked_sub(raw.as_ptr() as usize)?;
    let (before, after) = (raw.get(..start)?, raw.get(start + written.len()..)?);
    let anew = serde_json::to_string(anew).ok()?;
    Some(format!("{before}{anew}{after}"))
}
