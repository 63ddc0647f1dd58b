//! `/healthz`: the process is alive. `/readyz`: it can work, or why not.
//! `/metrics`: how much it works, for Prometheus.

use super::hearing::Hearing;
use crate::clock::Clock;
use crate::flow::gauges;
use crate::flow::vitals::Vitals;
use crate::store::Db;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::PrometheusHandle;
use std::time::Duration;

/// What these doors look at.
#[derive(Clone)]
pub struct Health {
    pub db: Db,
    pub clock: Clock,
    pub hearing: Hearing,
    pub vitals: Vitals,
    pub metrics: PrometheusHandle,
}

/// A database that takes longer to say hello is not ready.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn alive() -> &'static str {
    "alive\n"
}

pub(super) async fn ready(State(health): State<Health>) -> Response {
    let mut faults = Vec::new();
    faults.extend(health.database().await);
    faults.extend(health.hearing.deaf());
    faults.extend(health.vitals.faults());
    if faults.is_empty() {
        return "ready\n".into_response();
    }
    (StatusCode::SERVICE_UNAVAILABLE, format!("not ready\n{}\n", faults.join("\n"))).into_response()
}

pub(super) async fn metrics(State(health): State<Health>) -> Response {
    if let Err(why) = gauges::update(&health.db, &health.clock).await {
        tracing::warn!("the queues cannot be measured: {why}");
    }
    health.metrics.run_upkeep();
    let kind = "text/plain; version=0.0.4; charset=utf-8";
    ([(header::CONTENT_TYPE, kind)], health.metrics.render()).into_response()
}

impl Health {
    /// What is wrong with the database. The reason is in the log: it may name
    /// the server, and this door has no lock.
    async fn database(&self) -> Option<String> {
        match tokio::time::timeout(PATIENCE, self.db.migrations_pending()).await {
            Ok(Ok(pending)) if pending.is_empty() => None,
            Ok(Ok(pending)) => Some(format!("the database lacks migrations: {}", pending.join(", "))),
            Ok(Err(why)) => {
                tracing::warn!("the database does not answer: {why}");
                Some("the database does not answer".to_owned())
            }
            Err(_) => Some("the database does not answer in time".to_owned()),
        }
    }
}
