//! The menu at the bottom of the app's chat.

use super::card::{list, word};
use super::refusal::Refusal;
use serde::Serialize;
use serde_json::Value;

/// One entry, those of submenus included.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MenuItem {
    pub name: String,
    /// What a `click` sends.
    pub key: Option<String>,
    pub url: Option<String>,
    /// The entry of the bar it opens under.
    pub under: Option<String>,
}

const MOST_NAME_BYTES: usize = 16;
const MOST_SUB_NAME_BYTES: usize = 40;
const MOST_KEY_BYTES: usize = 128;

/// Reads the body of `menu/create`.
pub fn read(body: &Value) -> Result<Vec<MenuItem>, Refusal> {
    let bar: Vec<&Value> = list(body, "button").collect();
    if !(1..=3).contains(&bar.len()) {
        return Err(Refusal::new(40016, "invalid button size"));
    }
    let mut items = Vec::new();
    for entry in bar {
        let name = name(entry, MOST_NAME_BYTES, 40018)?;
        let below: Vec<&Value> = list(entry, "sub_button").collect();
        if below.is_empty() {
            items.push(item(entry, name, None)?);
            continue;
        }
        if below.len() > 5 {
            return Err(Refusal::new(40023, "invalid sub button size"));
        }
        for sub in below {
            let own = self::name(sub, MOST_SUB_NAME_BYTES, 40025)?;
            items.push(item(sub, own, Some(name))?);
        }
    }
    Ok(items)
}

fn name(entry: &Value, most: usize, code: i64) -> Result<&str, Refusal> {
    match word(entry, "name") {
        "" => Err(Refusal::new(41102, "menu name missing")),
        name if name.len() > most => Err(Refusal::new(code, "invalid button name size")),
        name => Ok(name),
    }
}

fn item(entry: &Value, name: &str, under: Option<&str>) -> Result<MenuItem, Refusal> {
    let (key, url) = (word(entry, "key"), word(entry, "url"));
    let (key, url) = match word(entry, "type") {
        "click" if key.is_empty() || key.len() > MOST_KEY_BYTES => {
            return Err(Refusal::new(40019, "invalid button key size"));
        }
        "click" => (Some(key.to_owned()), None),
        "view" if url.is_empty() => return Err(Refusal::new(40020, "invalid button url size")),
        "view" => (None, Some(url.to_owned())),
        _ => return Err(Refusal::new(40017, "invalid button type")),
    };
    Ok(MenuItem { name: name.to_owned(), key, url, under: under.map(str::to_owned) })
}
