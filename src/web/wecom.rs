//! The door that WeCom calls: the check of the address, and callbacks. Signature
//! and seal are looked at first; what stands in a callback is stored, and only
//! then is it answered.

use crate::channel::wecom::crypto::Keys;
use crate::channel::wecom::door::{Callback, Notice, door};
use crate::channel::wecom::envelope::Envelope;
use crate::flow::customers::Bell;
use crate::flow::intake::{Intake, Letter};
use axum::body::Bytes;
use axum::extract::{FromRequest, Query, Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tracing::{error, warn};

#[derive(Clone)]
pub struct CallbackDoor {
    intake: Arc<Intake>,
    keys: Arc<Keys>,
    bell: Bell,
    /// The first refused callback is told of; how many there are is counted.
    told: Arc<AtomicBool>,
}

/// What stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Seal {
    msg_signature: String,
    timestamp: String,
    nonce: String,
    echostr: String,
}

impl CallbackDoor {
    #[must_use]
    pub fn new(intake: Arc<Intake>, keys: Arc<Keys>, bell: Bell) -> CallbackDoor {
        CallbackDoor { intake, keys, bell, told: Arc::default() }
    }

    fn open(&self, seal: &Seal, encrypt: &str) -> Option<String> {
        match self.keys.open(&seal.msg_signature, &seal.timestamp, &seal.nonce, encrypt) {
            Ok(plain) => Some(plain),
            Err(why) => {
                self.refuse(&why.to_string());
                None
            }
        }
    }

    fn refuse(&self, why: &str) {
        metrics::counter!("anju_webhook_refused_total").increment(1);
        if !self.told.swap(true, Ordering::Relaxed) {
            warn!("a callback was refused, further ones are only counted: {why}");
        }
    }

    /// Only its token is stored: what is behind it is fetched, after a restart too.
    async fn ring(&self, notice: Notice) -> StatusCode {
        if let Some(token) = &notice.token
            && let Err(why) = self.intake.keep_notice(&notice.open_kfid, token).await
        {
            error!("a notice could not be stored, it will be sent again: {why:#}");
            return StatusCode::INTERNAL_SERVER_ERROR;
        }
        self.bell.ring(notice);
        StatusCode::OK
    }

    /// In a task of its own: a client that hangs up cannot undo a commit half done.
    async fn file(&self, letter: Letter) -> StatusCode {
        let intake = Arc::clone(&self.intake);
        match tokio::spawn(async move { intake.file(vec![letter]).await }).await {
            Ok(Ok(_)) => StatusCode::OK,
            Ok(Err(why)) => {
                error!("a callback could not be stored, it will be sent again: {why:#}");
                StatusCode::INTERNAL_SERVER_ERROR
            }
            Err(why) => {
                error!("a callback could not be stored, it will be sent again: {why}");
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }
}

/// The check of the address: what was sealed comes back plain, and nothing else.
pub(super) async fn verify(State(door): State<CallbackDoor>, Query(seal): Query<Seal>) -> Response {
    match door.open(&seal, &seal.echostr) {
        Some(plain) => plain.into_response(),
        None => StatusCode::FORBIDDEN.into_response(),
    }
}

pub(super) async fn receive(State(at): State<CallbackDoor>, Query(seal): Query<Seal>, request: Request) -> StatusCode {
    let body = match Bytes::from_request(request, &()).await {
        Ok(body) => body,
        Err(refused) => return refused.status(),
    };
    let envelope = match Envelope::read(&body) {
        Ok(envelope) => envelope,
        Err(why) => {
            at.refuse(&why.to_string());
            return StatusCode::BAD_REQUEST;
        }
    };
    let Some(xml) = at.open(&seal, &envelope.encrypt) else { return StatusCode::FORBIDDEN };
    match door(&xml) {
        Callback::Update(filed) => at.file(Letter::wecom_app(filed, xml)).await,
        Callback::Notice(notice) => at.ring(notice).await,
    }
}
