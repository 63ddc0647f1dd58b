//! From the arguments to the command, and from its result to the exit code.

use super::args::{Cli, Command, SettingsFile};
use super::{check, check_wecom, forget, import, inbox, invite, migrate, sandbox, serve, understand};
use crate::config::Config;
use crate::script::fault::Fault;
use clap::Parser;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where settings are looked for when no file is named.
const USUAL_FILE: &str = "anju.toml";

/// Runs the command that the program was called with.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    keep_files_private();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(why) => return failed(&anyhow::Error::new(why).context("the runtime cannot start")),
    };
    match runtime.block_on(command(cli)) {
        Ok(code) => code,
        Err(why) => failed(&why),
    }
}

/// What people write, and their pictures, are read by nobody else on the machine.
fn keep_files_private() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::RWXG | rustix::fs::Mode::RWXO);
}

fn failed(why: &anyhow::Error) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "anju: {why:#}");
    ExitCode::FAILURE
}

async fn command(cli: Cli) -> anyhow::Result<ExitCode> {
    let mut out = std::io::stdout();
    if let Command::Check(args) = &cli.command {
        let file = settings_file(&cli.settings);
        if args.wecom {
            return check_wecom::check(file.as_deref(), &mut out).await;
        }
        return check::check(file.as_deref(), &mut out).await;
    }
    let config = match Config::load(settings_file(&cli.settings).as_deref()) {
        Ok(config) => config,
        Err(faults) => return Ok(refused(&faults)),
    };
    match cli.command {
        Command::Serve => serve::serve(config).await,
        Command::Migrate => migrate::migrate(&config, &mut out).await,
        Command::Check(_) => Ok(ExitCode::SUCCESS),
        Command::Import { file, dry_run } => import::run(&config, &file, dry_run, &mut out).await,
        Command::Invite(args) => invite::run(&config, &args, &mut out).await,
        Command::Inbox(command) => inbox::run(&config, &command, &mut out).await,
        Command::Forget { person, yes } => forget::run(&config, &person, yes, &mut out).await,
        Command::Understand { sentence, measure, write } => {
            understand::run(&config, sentence.as_deref(), (measure, write.as_deref()), &mut out)
        }
        Command::Sandbox { port, data } => sandbox::play(config, port, data, &mut out).await,
    }
}

fn settings_file(given: &SettingsFile) -> Option<PathBuf> {
    let usual = || Some(PathBuf::from(USUAL_FILE)).filter(|usual| Path::exists(usual));
    given.config.clone().or_else(usual)
}

/// Settings that cannot be worked with.
fn refused(faults: &[Fault]) -> ExitCode {
    let mut err = std::io::stderr();
    for fault in faults {
        let _ = writeln!(err, "{fault}");
    }
    let _ = writeln!(err, "anju: the settings cannot be used, see above");
    ExitCode::FAILURE
}
