//! Keeps other web sites' hands off the page: whoever visits one of them while
//! the sandbox runs must not have their clock moved or their tables read.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

// Everything comes from here; only pictures may also come from memory.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' blob: data:; connect-src 'self'; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

pub async fn check(State(port): State<u16>, request: Request, next: Next) -> Response {
    if !is_from_here(request.method(), request.headers(), port) {
        return (StatusCode::FORBIDDEN, "this page serves itself only").into_response();
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// The host must be a name of loopback, else a foreign name was pointed here.
/// What changes something must come from this page, and as JSON, which no
/// other site can send unasked.
fn is_from_here(method: &Method, headers: &HeaderMap, port: u16) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let names = ["127.0.0.1", "localhost", "[::1]"];
    let host = text(header::HOST).unwrap_or_default();
    if !names.iter().any(|name| host == format!("{name}:{port}")) {
        return false;
    }
    let same_origin = text(header::ORIGIN).is_none_or(|origin| origin == format!("http://{host}"));
    let is_json = || text(header::CONTENT_TYPE).is_some_and(|kind| kind.starts_with("application/json"));
    same_origin && (method != Method::POST || is_json())
}
