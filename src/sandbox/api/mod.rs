//! The Bot API server's door: a path becomes a call, a call becomes an answer
//! in the exact shape of the real one, and every call is written down.
//!
//! What the methods do stands in the files beside this one.

mod editing;
mod params;
mod profile;
mod sending;
mod updates;
mod webhook;

use super::connection::Cutter;
use super::error::{Answer, ApiError};
use super::faults::Fault;
use super::shared::Shared;
use super::state::{Call, State};
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State as Held};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use params::Params;
use serde_json::json;
use std::sync::Arc;

/// The whole server. Any path may come; strange ones are told so.
pub fn router(shared: Arc<Shared>) -> Router {
    let limit = DefaultBodyLimit::max(params::LARGEST_REQUEST);
    Router::new().fallback(door).layer(limit).with_state(shared)
}

async fn door(Held(shared): Held<Arc<Shared>>, ConnectInfo(cutter): ConnectInfo<Cutter>, request: Request) -> Response {
    // Bots send no Origin. Whoever does is a web page that found the port.
    if request.headers().contains_key(header::ORIGIN) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let path = request.uri().path().replace("%2F", "/").replace("%2f", "/").replace("%3A", ":").replace("%3a", ":");
    if let Some(rest) = path.strip_prefix("/file/bot") {
        return match authorized(&shared, rest) {
            Ok(path) => download(&shared, path),
            Err(refusal) => refused(&refusal),
        };
    }
    let Some(rest) = path.strip_prefix("/bot") else {
        return refused(&ApiError::new(404, "Not Found"));
    };
    let method = match authorized(&shared, rest) {
        Ok(method) => method.to_owned(),
        Err(refusal) => return refused(&refusal),
    };
    match Params::read(request).await {
        Ok(params) => call(&shared, &cutter, &method, params).await,
        Err(refusal) => refused(&refusal),
    }
}

/// Splits `<token>/<rest>` and lets only the right token pass.
fn authorized<'a>(shared: &Shared, rest: &'a str) -> Result<&'a str, ApiError> {
    let (token, rest) = rest.split_once('/').ok_or_else(|| ApiError::new(404, "Not Found"))?;
    let looks_like_one = token.split_once(':').is_some_and(|(id, _)| id.parse::<u64>().is_ok());
    match token == shared.token {
        true => Ok(rest),
        false if looks_like_one => Err(ApiError::new(401, "Unauthorized")),
        false => Err(ApiError::new(404, "Not Found")),
    }
}

fn download(shared: &Shared, path: &str) -> Response {
    let found = shared.with(|state, _| {
        let file = state.files.by_path(path).filter(|file| !file.lost)?;
        Some((file.mime.clone(), file.bytes.clone()))
    });
    match found {
        Some((mime, bytes)) => ([(header::CONTENT_TYPE, mime)], bytes).into_response(),
        None => refused(&ApiError::new(404, "Not Found")),
    }
}

/// Answers one call, with whatever trouble was ordered for it.
async fn call(shared: &Arc<Shared>, cutter: &Cutter, method: &str, params: Params) -> Response {
    let lower = method.to_lowercase();
    let chat = params.int("chat_id").ok().flatten();
    let fault = shared.with(|state, _| state.faults.take(&lower, chat));
    let record = |code: u16, description: Option<String>| {
        let (method, parameters) = (method.to_owned(), params.logged());
        shared.change(|state, at| {
            state.calls.push(Call { method, chat, parameters, code, description, at });
        });
    };
    let spoiled = match fault {
        Some(Fault::TooMany { retry_after }) => Some(refused(&ApiError::too_many(retry_after))),
        Some(Fault::Refuse { code, description }) => Some(refused(&ApiError::new(code, description))),
        Some(Fault::ServerError) => Some(page(StatusCode::INTERNAL_SERVER_ERROR)),
        Some(Fault::BadGateway) => Some(page(StatusCode::BAD_GATEWAY)),
        Some(Fault::DropBefore) => Some(lost(cutter)),
        Some(Fault::DropAfter | Fault::Delay(_)) | None => None,
    };
    if let Some(response) = spoiled {
        let code = if fault == Some(Fault::DropBefore) { 0 } else { response.status().as_u16() };
        record(code, Some(format!("{fault:?}")));
        return response;
    }
    if let Some(Fault::Delay(delay)) = fault {
        tokio::time::sleep(delay).await;
    }
    let answer = perform(shared, &lower, &params).await;
    if fault == Some(Fault::DropAfter) {
        record(0, Some("the answer was lost".into()));
        return lost(cutter);
    }
    // Polls would drown the log.
    match &answer {
        Ok(_) if lower == "getupdates" => {}
        Ok(_) => record(200, None),
        Err(refusal) => record(refusal.code, Some(refusal.description.clone())),
    }
    respond(answer)
}

async fn perform(shared: &Arc<Shared>, method: &str, params: &Params) -> Answer {
    match method {
        "getupdates" => updates::get_updates(shared, params).await,
        "setwebhook" => webhook::set(shared, params),
        "deletewebhook" => webhook::delete(shared, params),
        _ => shared.change(|state, now| at_once(state, method, params, now)),
    }
}

/// The methods that neither wait nor start anything.
fn at_once(state: &mut State, method: &str, params: &Params, now: DateTime<Utc>) -> Answer {
    match method {
        "getme" => Ok(profile::get_me(state)),
        "getwebhookinfo" => Ok(webhook::info(state)),
        "sendmessage" => sending::message(state, params, now),
        "sendphoto" => sending::photo(state, params, now),
        "senddocument" => sending::document(state, params, now),
        "sendvoice" => sending::voice(state, params, now),
        "sendlocation" => sending::location(state, params, now),
        "sendmediagroup" => sending::media_group(state, params, now),
        "sendchataction" => sending::chat_action(state, params),
        "editmessagetext" => editing::text(state, params, now),
        "editmessagecaption" => editing::caption(state, params, now),
        "editmessagereplymarkup" => editing::reply_markup(state, params, now),
        "editmessagemedia" => editing::media(state, params, now),
        "deletemessage" => editing::delete(state, params, now),
        "answercallbackquery" => profile::answer_callback_query(state, params, now),
        "getfile" => profile::get_file(state, params),
        "getchat" => profile::get_chat(state, params),
        "setmycommands" => profile::set_my_commands(state, params),
        "getmycommands" => profile::get_my_commands(state, params),
        "deletemycommands" => profile::delete_my_commands(state, params),
        _ => Err(ApiError::new(404, "Not Found: method not found")),
    }
}

fn respond(answer: Answer) -> Response {
    match answer {
        Ok(result) => axum::Json(json!({"ok": true, "result": result})).into_response(),
        Err(refusal) => refused(&refusal),
    }
}

fn refused(refusal: &ApiError) -> Response {
    let status = StatusCode::from_u16(refusal.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = (status, axum::Json(refusal.json())).into_response();
    let wait = refusal.parameters.as_ref().and_then(|parameters| parameters["retry_after"].as_u64());
    if let Some(seconds) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    }
    response
}

/// What a proxy in trouble says.
fn page(status: StatusCode) -> Response {
    let body = format!("<html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>");
    (status, [(header::CONTENT_TYPE, "text/html")], body).into_response()
}

fn lost(cutter: &Cutter) -> Response {
    cutter.cut();
    Response::new(Body::empty())
}
