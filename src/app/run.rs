//! The running bot: every pump and the doors, until it is told to stop.

use super::nudges::Nudges;
use super::parts::Parts;
use super::pumps;

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
    run_behind(parts, listener, told_to_stop).await
}

/// The same with the HTTP doors behind this listener.
///
/// # Errors
/// A part that cannot start, or one that ends by itself.
pub async fn run_behind(
    parts: Parts,
    listener: Option<TcpListener>,
    told_to_stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let parts = Arc::new(parts);
    let nudges = Nudges::new(&parts.clock);
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
    let (clock, gate, hearing) = (&parts.clock, parts.gate(nudges), parts.hearing());
    let webhook = parts.telegram.as_ref().and_then(|telegram| {
        let intake = parts.intake(telegram, nudges);
        match &parts.config.telegram.mode {
            Mode::Polling => {
                let source = (&telegram.api, hearing.clone());
                let poll = parts.poll(source, intake, gate.clone(), stage.stopping());
                nudges.start(&mut stage, poll, clock, &Nudge::new());
                None
            }
            Mode::Webhook(webhook) => {
                let (clock, api) = (clock.clone(), telegram.api.clone());
                let told = (hearing.clone(), gate.clone());
                let order = pumps::order_updates(clock, api, webhook.clone(), told, stage.stopping());
                stage.spawn(async move {
                    order.await;
                    Ok(())
                });
                Some((webhook.path.clone(), parts.webhook_door(intake, webhook)))
            }
        }
    });
    if parts.telegram.is_none() && parts.wecom.as_ref().is_none_or(|wecom| wecom.customers.is_none()) {
        // What comes is only ever told to us: there is nothing to catch up with.
        gate.drained();
    }
    let callback = parts.wecom.as_ref().zip(parts.config.wecom.as_ref()).map(|(wecom, settings)| {
        let told = parts.telegram.is_some();
        wecom.start_intake(&mut stage, (&parts.db, clock), nudges, (!told).then(|| gate.clone()));
        let (wecom, office) = (wecom.clone(), Arc::clone(&parts.office));
        let door = wecom.door(&parts.db, clock, nudges);
        let mut stop = stage.stopping();
        stage.spawn(async move {
            wecom.order_menu(&office.texts).await;
            let _ = stop.wait_for(|stop| *stop).await;
            Ok(())
        });
        (settings.path.clone(), door)
    });
    nudges.start(&mut stage, parts.timers(gate, nudges), clock, &nudges.timers);
    let metrics = telemetry::metrics()?;
    if let Some(listener) = listener {
        info!(address = %listener.local_addr()?, "health and metrics are served");
        let vitals = nudges.vitals.clone();
        let health = Health { db: parts.db.clone(), clock: clock.clone(), hearing, vitals, metrics: metrics.clone() };
        let serving = web::serve(listener, Doors { health, webhook, callback }, stage.stopping());
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
        nudges.start(&mut stage, turns, &parts.clock, &nudges.turns);
    }
    stage
}

fn start_delivery(parts: &Arc<Parts>, nudges: &Nudges) -> Stage {
    let mut stage = Stage::new("delivery", DELIVERY_ENDS);
    for delivery in parts.deliveries(nudges) {
        nudges.start(&mut stage, delivery, &parts.clock, &nudges.delivery);
    }
    nudges.start(&mut stage, parts.files(nudges), &parts.clock, &nudges.files);
    nudges.start(&mut stage, parts.sweep(nudges), &parts.clock, &Nudge::new());
    stage
}
