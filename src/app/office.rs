//! Reads what does not change while the bot runs: dialogues, texts, words,
//! calendar and rules.

use crate::config::Config;
use crate::domain::calendar::Calendar;
use crate::flow::office::{Manners, Office};
use crate::script::fault::Fault;
use crate::script::scripts::Scripts;
use crate::script::source::Source;
use crate::script::texts::Texts;
use crate::script::words::Words;
use crate::store::windows::Budget;
use crate::understanding::Understanding;
use chrono::TimeDelta;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::Duration;

/// The files of `dialogues/`: scripts, texts, words, calendars; sentences.
const READ: [&str; 2] = [".toml", ".tsv"];

/// Where the calendar stands among the embedded dialogues.
const CALENDAR: &str = "calendar/cn.toml";

/// The office and the text of its calendar.
pub struct Opened {
    pub office: Office,
    pub calendar_text: String,
}

/// The dialogues' sentences and what was learned from them.
pub struct Sentences {
    pub source: Source,
    pub understanding: Understanding,
}

/// Reads no more of the dialogues than what a sentence is understood by.
///
/// # Errors
/// Every fault found, each with its file and line.
pub fn sentences(config: &Config) -> Result<Sentences, Vec<Fault>> {
    let source = source(config)?;
    let texts = Texts::load(&source)?;
    let words = Words::load(&source, &texts)?;
    let understanding = Understanding::load(&source, &words)?;
    Ok(Sentences { source, understanding })
}

/// Reads and checks everything.
///
/// # Errors
/// Every fault found, each with its file and line.
pub fn open(config: &Config) -> Result<Opened, Vec<Fault>> {
    let source = source(config)?;
    let mut faults = Vec::new();
    let mut note = |found: Vec<Fault>| faults.extend(found);
    let calendar = calendar(config, &source).map_err(&mut note).ok();
    let texts = Texts::load(&source).map_err(&mut note).ok();
    let scripts = texts.as_ref().and_then(|texts| Scripts::load(&source, texts).map_err(&mut note).ok());
    let understanding =
        scripts.as_ref().and_then(|scripts| Understanding::load(&source, scripts.words()).map_err(&mut note).ok());
    let (Some((calendar, calendar_text)), Some(texts), Some(scripts), Some(understanding)) =
        (calendar, texts, scripts, understanding)
    else {
        return Err(faults);
    };
    let office = Office {
        rules: config.rules(scripts.words()),
        texts: texts.in_zone(calendar.zone()),
        calendar,
        scripts,
        understanding,
        manners: manners(config),
    };
    Ok(Opened { office, calendar_text })
}

fn manners(config: &Config) -> Manners {
    let manners = &config.conversation;
    Manners {
        gather_quiet: delta(manners.gather_quiet),
        gather_most: manners.gather_most,
        wrong_codes: manners.wrong_codes,
        offer_stands: delta(manners.offer_stands),
        back_after: delta(manners.back_after),
        service_number: manners.service_number.clone(),
        window: window(config),
    }
}

/// What WeChat lets us write to somebody who has written.
#[must_use]
pub fn window(config: &Config) -> Budget {
    let customers = config.wecom.as_ref().map(|wecom| &wecom.customers);
    customers.map_or(Budget { messages: 5, lasts: TimeDelta::hours(48), kept: 2 }, |customers| Budget {
        messages: customers.messages,
        lasts: delta(customers.lasts),
        kept: customers.kept,
    })
}

/// Settings are bounded, so this always fits.
fn delta(length: Duration) -> TimeDelta {
    TimeDelta::from_std(length).unwrap_or(TimeDelta::MAX)
}

/// The embedded dialogues, with the company's own laid over them.
fn source(config: &Config) -> Result<Source, Vec<Fault>> {
    let embedded = Source::embedded();
    let Some(folder) = &config.dialogues else { return Ok(embedded) };
    let mut files = BTreeMap::new();
    let place = folder.display().to_string();
    read_folder(folder, "", &mut files)
        .map_err(|why| vec![Fault::of_file(&place, format!("cannot be read: {why}"))])?;
    Ok(embedded.overlay(Source::from_folder(&place, files)))
}

fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            read_folder(&entry.path(), &format!("{name}/"), files)?;
        } else if READ.iter().any(|ending| name.ends_with(ending)) {
            let text = fs::read_to_string(entry.path());
            files.insert(name.clone(), text.map_err(|why| io::Error::new(why.kind(), format!("{name}: {why}")))?);
        }
    }
    Ok(())
}

fn calendar(config: &Config, source: &Source) -> Result<(Calendar, String), Vec<Fault>> {
    let (name, text) = match &config.calendar {
        Some(path) => {
            let name = path.display().to_string();
            let text = fs::read_to_string(path);
            let text = text.map_err(|why| vec![Fault::of_file(&name, format!("cannot be read: {why}"))])?;
            (name, text)
        }
        None => {
            let file = source.get(CALENDAR).ok_or_else(|| vec![Fault::of_file(CALENDAR, "the file is missing")])?;
            (file.name(), file.text.to_owned())
        }
    };
    let calendar = Calendar::parse(&text)
        .map_err(|fault| vec![Fault { file: name, line: Some(fault.line), reason: fault.reason.to_string() }])?;
    Ok((calendar, text))
}
