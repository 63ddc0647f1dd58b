//! Which door is where, and the server that opens them.

use super::health::{self, Health};
use super::webhook::{self, WebhookDoor};
use super::wecom::{self, CallbackDoor};
use crate::channel::telegram::webhook::LARGEST_UPDATE;
use crate::channel::wecom::envelope::LARGEST_BODY;
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
    /// The path of WeCom's callbacks.
    pub callback: Option<(String, CallbackDoor)>,
}

pub fn router(doors: Doors) -> Router {
    let health = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .with_state(doors.health);
    let webhook = doors.webhook.map(|(path, door)| {
        let receive = post(webhook::receive).layer(DefaultBodyLimit::max(LARGEST_UPDATE));
        Router::new().route(&path, receive).with_state(door)
    });
    let callback = doors.callback.map(|(path, door)| {
        let receive = get(wecom::verify).post(wecom::receive).layer(DefaultBodyLimit::max(LARGEST_BODY));
        Router::new().route(&path, receive).with_state(door)
    });
    [webhook, callback].into_iter().flatten().fold(health, Router::merge)
}

/// Serves until `stop` turns true and the requests under way are answered.
pub async fn serve(listener: TcpListener, doors: Doors, mut stop: watch::Receiver<bool>) -> io::Result<()> {
    let stopped = async move {
        let _ = stop.wait_for(|stop| *stop).await;
    };
    axum::serve(listener, router(doors)).with_graceful_shutdown(stopped).await
}
