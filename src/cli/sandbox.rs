//! `anju sandbox`: the whole bot to play with, on a page in the browser.

use crate::app::sandbox::{Options, sandbox};
use crate::app::signals;
use crate::config::Config;
use crate::telemetry;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

pub async fn play(
    mut config: Config,
    port: u16,
    data: Option<PathBuf>,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    // Here one looks at the page, not at the log.
    if std::env::var_os("ANJU_LOG__LEVEL").is_none() {
        "warn".clone_into(&mut config.log.level);
    }
    telemetry::start_log(&config.log)?;
    let options = Options { port, data };
    let ready = |address: &str| {
        let _ = writeln!(out, "The sandbox is open: {address}\nCtrl-C ends it.");
        let _ = out.flush();
    };
    sandbox(options, config, ready, signals::told_to_stop()).await?;
    Ok(ExitCode::SUCCESS)
}
