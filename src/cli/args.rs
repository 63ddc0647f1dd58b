//! What can be written after `anju`.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// 安居: carries every complaint of a home owner to the owner's own signature.
#[derive(Debug, Parser)]
#[command(version, about, propagate_version = true)]
pub struct Cli {
    #[command(flatten)]
    pub settings: SettingsFile,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Args)]
pub struct SettingsFile {
    /// The settings; without it anju.toml of this folder, if there is one
    #[arg(long, global = true, value_name = "FILE", env = "ANJU_CONFIG")]
    pub config: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the bot until it is told to stop
    Serve,
    /// Brings the database's tables up to date
    Migrate,
    /// Looks at settings, dialogues, calendar, database, chairs and token, and names every fault
    Check,
    /// Starts the bot with a practice messenger and a page of phones, to play with
    Sandbox {
        /// Of the page; without it a free one
        #[arg(long, default_value_t = 0)]
        port: u16,
        /// Keep everything in this folder, and go on from there
        #[arg(long, value_name = "DIR")]
        data: Option<PathBuf>,
    },
}
