//! The running bot: every pump and the doors, until it is told to stop.

use super::parts::Parts;
use super::pumps::{self, Nudges};
use super::stop::Stage;
use crate::config::Mode;
use crate::flow::handler::Turns;
use crate::flow::pump::Nudge;
use crate::telemetry;
use crate::web::{self, Doors, Health};
use anyhow::Context;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tracing::info;

/// Together less than half a minute, which is what services are usually given.
const INTAKE_ENDS: Duration = Duration::from_secs(5);
const TURNS_END: Duration = Duration::from_secs(10);
const DELIVERY_ENDS: Duration = Duration::from_secs(12);

/// How often what the metrics have gathered is put in order, scraped or not.
const UPKEEP: Duration = Duration::from_secs(5);

/// Runs until `told_to_stop` returns, then stops gently.
///
/// # Errors
/// A part that cannot start, or one that ends by itself.
pub async fn run(parts: Parts, told_to_stop: impl Future<Output = ()>) -> anyhow::Result<()> {
    let listener = match parts.config.http.listen {
        Some(address) => Some(TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?),
        None => None,
    };
    let parts = Arc::new(parts);
    let nudges = Nudges::default();
    let mut delivery = start_delivery(&parts, &nudges);
    let mut turns = start_turns(&parts, &nudges);
    let mut intake = start_intake(&parts, &nudges, listener)?;
    info!("running");
    let broken = tokio::select! {
        () = told_to_stop => None,
        why = intake.broken() => Some(why),
        why = turns.broken() => Some(why),
        why = delivery.broken() => Some(why),
    };
    intake.end().await;
    turns.end().await;
    delivery.end().await;
    parts.db.close().await;
    info!("stopped");
    broken.map_or(Ok(()), Err)
}

/// What brings messages in: the messenger, the clock, the doors.
fn start_intake(parts: &Arc<Parts>, nudges: &Nudges, listener: Option<TcpListener>) -> anyhow::Result<Stage> {
    let mut stage = Stage::new("intake", INTAKE_ENDS);
    let (clock, gate, hearing, intake) = (&parts.clock, parts.gate(nudges), parts.hearing(), parts.intake(nudges));
    let webhook = match &parts.config.telegram.mode {
        Mode::Polling => {
            let poll = parts.poll(intake, gate.clone(), hearing.clone(), stage.stopping());
            pumps::start(&mut stage, poll, clock, &Nudge::new());
            None
        }
        Mode::Webhook(webhook) => {
            let (parts, hearing, stop) = (Arc::clone(parts), hearing.clone(), stage.stopping());
            let order = pumps::order_updates(Arc::clone(&parts), webhook.clone(), hearing, stop);
            stage.spawn(async move {
                order.await;
                Ok(())
            });
            Some((webhook.path.clone(), parts.webhook_door(intake, webhook)))
        }
    };
    pumps::start(&mut stage, parts.timers(gate, nudges), clock, &nudges.timers);
    let metrics = telemetry::metrics()?;
    if let Some(listener) = listener {
        info!(address = %listener.local_addr()?, "health and metrics are served");
        let health = Health { db: parts.db.clone(), clock: clock.clone(), hearing, metrics: metrics.clone() };
        let serving = web::serve(listener, Doors { health, webhook }, stage.stopping());
        stage.spawn(async move { serving.await.context("the HTTP server") });
    }
    let (clock, mut stop) = (clock.clone(), stage.stopping());
    stage.spawn(async move {
        loop {
            tokio::select! {
                () = clock.pause(UPKEEP) => metrics.run_upkeep(),
                _ = stop.wait_for(|stop| *stop) => return Ok(()),
            }
        }
    });
    Ok(stage)
}

fn start_turns(parts: &Arc<Parts>, nudges: &Nudges) -> Stage {
    let mut stage = Stage::new("turns", TURNS_END);
    let handler = Arc::new(Turns::new(Arc::clone(&parts.office), parts.clock.clone()));
    for _ in 0..parts.config.inbox.workers {
        let turns = parts.turns(handler.clone(), handler.clone(), nudges);
        pumps::start(&mut stage, turns, &parts.clock, &nudges.turns);
    }
    stage
}

fn start_delivery(parts: &Arc<Parts>, nudges: &Nudges) -> Stage {
    let mut stage = Stage::new("delivery", DELIVERY_ENDS);
    pumps::start(&mut stage, parts.delivery(nudges), &parts.clock, &nudges.delivery);
    pumps::start(&mut stage, parts.files(nudges), &parts.clock, &nudges.files);
    pumps::start(&mut stage, parts.sweep(nudges), &parts.clock, &Nudge::new());
    stage
}
