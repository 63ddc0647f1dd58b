//! What can be written after `anju`.

use clap::{ArgGroup, Args, Parser, Subcommand};
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

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// Walks through what has to be set up in WeCom's admin console instead
    #[arg(long)]
    pub wecom: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the bot until it is told to stop
    Serve,
    /// Brings the database's tables up to date
    Migrate,
    /// Looks at settings, dialogues, calendar, database, chairs and token, and names every fault
    Check(CheckArgs),
    /// Takes estates, homes, people, seats and leaves from a list: all of it or nothing
    Import {
        /// .csv (UTF-8) or .xlsx
        file: PathBuf,
        /// Only say what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// Makes invitations for those without a chat account and writes them as CSV
    Invite(InviteArgs),
    /// What was set aside after failing too often
    #[command(subcommand)]
    Inbox(InboxCommand),
    /// Blanks name, telephone number and accounts of a person; numbers and decisions stay
    Forget {
        /// Key, id or telephone number
        person: String,
        /// Really do it; it cannot be undone
        #[arg(long)]
        yes: bool,
    },
    /// What is made of a sentence and why, or how much is understood of the labelled ones
    Understand {
        sentence: Option<String>,
        /// Measure on the labelled sentences
        #[arg(long)]
        measure: bool,
        /// Measure, and write the page into this file
        #[arg(long, value_name = "FILE")]
        write: Option<PathBuf>,
    },
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

#[derive(Debug, Args)]
pub struct InviteArgs {
    /// Only those who hold this role, for example cs_clerk
    #[arg(long)]
    pub role: Option<String>,
    /// Only those of this home
    #[arg(long, value_name = "ESTATE/NUMBER")]
    pub home: Option<String>,
    /// Only this person (key, id or telephone number), even with an account
    #[arg(long)]
    pub person: Option<String>,
    /// How long the codes are good
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=365))]
    pub days: u32,
}

#[derive(Debug, Subcommand)]
pub enum InboxCommand {
    /// Lists them with the reason
    List,
    /// Puts one back, or all
    #[command(group = ArgGroup::new("which").required(true))]
    Retry {
        #[arg(group = "which")]
        id: Option<i64>,
        #[arg(long, group = "which")]
        all: bool,
    },
}
