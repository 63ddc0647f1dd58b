//! Which door is where, and the server that opens them.

use super::health::{self, Health};
use super::webhook::{self, WebhookDoor};
use crate::channel::telegram::webhook::LARGEST_UPDATE;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use std::io;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// What the server shows.
#[derive(Clone)]
pub struct Doors {
    pub health: Health,
    /// The path and what is behind it; polling has no such door.
    pub webhook: Option<(String, WebhookDoor)>,
}

pub fn router(doors: Doors) -> Router {
    let health = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .with_state(doors.health);
    match doors.webhook {
        Some((path, door)) => {
            let receive = post(webhook::receive).layer(DefaultBodyLimit::max(LARGEST_UPDATE));
            health.merge(Router::new().route(&path, receive).with_state(door))
        }
        None => health,
    }
}

/// Serves until `stop` turns true and the requests under way are answered.
pub async fn serve(listener: TcpListener, doors: Doors, mut stop: watch::Receiver<bool>) -> io::Result<()> {
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    axum::serve(listener, router(doors)).with_graceful_shutdown(stopped).await
}
