//! The door that Telegram sends updates to. "Received" is said after the
//! commit, and nothing of what stands in an update is looked at here.

use crate::channel::telegram::webhook::{SECRET_HEADER, secret_matches};
use crate::config::Secret;
use crate::flow::intake::{Intake, Letter};
use axum::body::Bytes;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, StatusCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tracing::{error, warn};

#[derive(Clone)]
pub struct WebhookDoor {
    intake: Arc<Intake>,
    secret: Secret,
    /// A stranger at the door is told of once; how often he knocks is counted.
    told: Arc<AtomicBool>,
}

impl WebhookDoor {
    #[must_use]
    pub fn new(intake: Arc<Intake>, secret: Secret) -> WebhookDoor {
        WebhookDoor { intake, secret, told: Arc::default() }
    }

    fn lets_in(&self, headers: &HeaderMap) -> bool {
        let given = headers.get(SECRET_HEADER).and_then(|value| value.to_str().ok());
        let known = secret_matches(given, self.secret.reveal());
        if !known {
            metrics::counter!("anju_webhook_refused_total").increment(1);
            if !self.told.swap(true, Ordering::Relaxed) {
                warn!("somebody came to the webhook's door without its secret; further ones are only counted");
            }
        }
        known
    }

    /// In a task of its own: a client that hangs up cannot undo a commit half done.
    async fn file(&self, letter: Letter) -> StatusCode {
        let intake = Arc::clone(&self.intake);
        match tokio::spawn(async move { intake.file(vec![letter]).await }).await {
            Ok(Ok(_)) => StatusCode::OK,
            Ok(Err(why)) => {
                error!("an update could not be stored, it will be sent again: {why:#}");
                StatusCode::INTERNAL_SERVER_ERROR
            }
            Err(why) => {
                error!("an update could not be stored, it will be sent again: {why}");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }
}

/// The secret is asked for before the body is read.
pub(super) async fn receive(State(door): State<WebhookDoor>, request: Request) -> StatusCode {
    if !door.lets_in(request.headers()) {
        return StatusCode::UNAUTHORIZED;
    }
    match Bytes::from_request(request, &()).await {
        // Bytes that are no UTF-8 are kept as well as text can keep them.
        Ok(body) => door.file(Letter::telegram(String::from_utf8_lossy(&body).into_owned())).await,
        Err(refused) => refused.status(),
    }
}
