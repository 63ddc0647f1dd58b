//! Logs and metrics. What may be logged is each caller's care: never a secret,
//! a telephone number, an address or what somebody said.

use crate::config::{Log, LogFormat};
use anyhow::anyhow;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::io;
use std::sync::OnceLock;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::util::SubscriberInitExt;

/// What other crates say is heard from this level on: some of them print
/// requests, and requests hold the token.
const OTHERS: &str = "warn";

/// Logs to standard error from here on. Once per process.
///
/// # Errors
/// Something logs already.
pub fn start_log(log: &Log) -> anyhow::Result<()> {
    let builder = tracing_subscriber::fmt().with_env_filter(filter(&log.level)).with_writer(io::stderr);
    let subscriber: Box<dyn tracing::Subscriber + Send + Sync> = match log.format {
        LogFormat::Text => Box::new(builder.with_ansi(false).finish()),
        LogFormat::Json => Box::new(builder.json().flatten_event(true).finish()),
    };
    subscriber.try_init().map_err(|why| anyhow!("the log cannot start: {why}"))
}

fn filter(level: &str) -> EnvFilter {
    EnvFilter::new(format!("{OTHERS},anju={level}"))
}

/// Where turns and sends fall, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// The metrics of this process; they are gathered from the first call on.
pub fn metrics() -> anyhow::Result<PrometheusHandle> {
    static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();
    if let Some(handle) = HANDLE.get() {
        return Ok(handle.clone());
    }
    let recorder = PrometheusBuilder::new().set_buckets(&BUCKETS)?.build_recorder();
    let handle = recorder.handle();
    metrics::set_global_recorder(recorder).map_err(|why| anyhow!("the metrics cannot start: {why}"))?;
    describe();
    Ok(HANDLE.get_or_init(|| handle).clone())
}

fn describe() {
    use metrics::{describe_counter, describe_gauge, describe_histogram};
    describe_gauge!("anju_inbox_open", "what came in and is not worked off");
    describe_gauge!("anju_inbox_parked", "what was set aside after failing too often");
    describe_gauge!("anju_inbox_oldest_seconds", "age of the oldest open row of the inbox");
    describe_gauge!("anju_outbox_open", "messages not sent yet");
    describe_gauge!("anju_outbox_oldest_seconds", "how long the oldest of them is due");
    describe_gauge!("anju_files_wanted", "files not fetched yet");
    describe_gauge!("anju_drafts_open", "dialogues begun and not finished");
    describe_gauge!("anju_timers_set", "wake-ups to come");
    describe_gauge!("anju_accounts_unreached", "accounts of people that their messenger does not reach");
    describe_gauge!("anju_day_sent", "messages sent today, where the messenger counts them");
    describe_gauge!("anju_day_quota", "messages that the messenger allows in a day");
    describe_counter!("anju_updates_total", "updates filed, new or seen before");
    describe_counter!("anju_updates_unreadable_total", "updates that nobody could read");
    describe_counter!("anju_turns_total", "turns by result");
    describe_counter!("anju_sends_total", "sends by messenger and result");
    describe_counter!("anju_files_total", "fetches of files by result");
    describe_counter!("anju_timers_fallen_total", "wake-ups that fell due");
    describe_counter!("anju_inbox_parked_total", "rows that were set aside");
    describe_counter!("anju_poll_failures_total", "questions for updates without an answer");
    describe_counter!("anju_pump_failures_total", "steps of a pump that failed");
    describe_counter!("anju_webhook_refused_total", "requests at the webhook's door that were turned away");
    describe_histogram!("anju_turn_seconds", "how long a turn took");
}
