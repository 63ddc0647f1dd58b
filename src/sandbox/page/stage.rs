//! What every door of the page holds, and how a door says that something
//! behind it failed.

use super::backstage::Backstage;
use super::servers::Servers;
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

#[derive(Clone)]
pub struct Stage {
    pub servers: Servers,
    pub backstage: Arc<dyn Backstage>,
    /// Tells an open page that the world it shows is gone.
    pub world: String,
}

/// Who looks at the sandbox may see the whole chain.
pub fn failed(error: &anyhow::Error) -> Response {
    let body = json!({"error": format!("{error:#}")});
    (StatusCode::INTERNAL_SERVER_ERROR, Json(body)).into_response()
}
