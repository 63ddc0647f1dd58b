//! `anju understand`: what the bot makes of a sentence, and why; with
//! `--measure`, how much it understands of the labelled ones.

use crate::app::office;
use crate::config::Config;
use crate::understanding::measure;
use crate::understanding::report;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

pub fn run(
    config: &Config,
    sentence: Option<&str>,
    (measured, write): (bool, Option<&Path>),
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let opened = match office::sentences(config) {
        Ok(opened) => opened,
        Err(faults) => {
            for fault in faults {
                writeln!(out, "{fault}")?;
            }
            return Ok(ExitCode::FAILURE);
        }
    };
    if let Some(sentence) = sentence {
        write!(out, "{}", report::explained(&opened.understanding.explain(sentence)))?;
    }
    if measured || write.is_some() {
        let (crossed, held) = match measure::measure(&opened.source, opened.understanding.words()) {
            Ok(measured) => measured,
            Err(faults) => anyhow::bail!("{}", faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")),
        };
        let page = report::page(&crossed, &held);
        match write {
            Some(file) => std::fs::write(file, page)?,
            None => write!(out, "{page}")?,
        }
    }
    Ok(ExitCode::SUCCESS)
}
