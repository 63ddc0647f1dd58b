//! The page of phones: a small web server for loopback, its files in the
//! binary, its live data by long polling.
//!
//! * `backstage` is what the page asks of whoever shows it: people, time, tables,
//! * `servers` are the messengers that the phones are on,
//! * `guard` keeps other web sites out,
//! * `view` is what the page reads, `hands` what it does (on WeCom: `wecom_hands`),
//!   all from a `stage`,
//! * `assets/` is the page itself.

mod backstage;
mod deed;
mod guard;
mod hands;
mod servers;
mod stage;
mod view;
mod wecom_hands;

pub use backstage::{Advance, Backstage, Phone, Place, TableRows};
pub use servers::Servers;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Path};
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use stage::Stage;
use std::io;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::net::TcpListener;

// Ten photos from a good camera, as text.
const LARGEST_POST: usize = 64 * 1024 * 1024;

/// Serves the page until the listener fails or the future is dropped. People
/// of the backstage get their phones first.
pub async fn serve_page(servers: Servers, backstage: Arc<dyn Backstage>, listener: TcpListener) -> io::Result<()> {
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        return Err(io::Error::other("the page shows every table and is served on loopback only"));
    }
    for phone in backstage.people() {
        servers.add(&phone);
    }
    let started = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let world = started.as_nanos().to_string();
    let stage = Stage { servers, backstage, world };
    axum::serve(listener, router(stage, address.port())).await
}

fn router(stage: Stage, port: u16) -> Router {
    Router::new()
        .route("/", get(async || asset("index.html")))
        .route("/assets/{name}", get(async |Path(name): Path<String>| asset(&name)))
        .route("/api/state", get(view::state))
        .route("/api/files/{id}", get(view::file))
        .route("/api/tables", get(view::tables))
        .route("/api/tables/{name}", get(view::rows))
        .route("/api/clock", post(hands::advance))
        .route("/api/phones/{key}/{deed}", post(hands::does))
        .layer(DefaultBodyLimit::max(LARGEST_POST))
        .layer(from_fn_with_state(port, guard::check))
        .with_state(stage)
}

fn asset(name: &str) -> Response {
    let (kind, text) = match name {
        "index.html" => ("text/html; charset=utf-8", include_str!("assets/index.html")),
        "style.css" => ("text/css; charset=utf-8", include_str!("assets/style.css")),
        "app.js" => (SCRIPT, include_str!("assets/app.js")),
        "phone.js" => (SCRIPT, include_str!("assets/phone.js")),
        "bubble.js" => (SCRIPT, include_str!("assets/bubble.js")),
        "composer.js" => (SCRIPT, include_str!("assets/composer.js")),
        "clock.js" => (SCRIPT, include_str!("assets/clock.js")),
        "tables.js" => (SCRIPT, include_str!("assets/tables.js")),
        "samples.js" => (SCRIPT, include_str!("assets/samples.js")),
        "words.js" => (SCRIPT, include_str!("assets/words.js")),
        "tools.js" => (SCRIPT, include_str!("assets/tools.js")),
        "icon.svg" => ("image/svg+xml", include_str!("assets/icon.svg")),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

const SCRIPT: &str = "text/javascript; charset=utf-8";
