//! `anju serve`: the bot, until it is told to stop.

use crate::app::parts::Parts;
use crate::app::{run, signals};
use crate::clock::{Chance, Clock};
use crate::config::Config;
use crate::telemetry;
use std::process::ExitCode;

pub async fn serve(config: Config) -> anyhow::Result<ExitCode> {
    telemetry::start_log(&config.log)?;
    let parts = Parts::build(config, Clock::real(), Chance::real()).await?;
    run::run(parts, signals::told_to_stop()).await?;
    Ok(ExitCode::SUCCESS)
}
