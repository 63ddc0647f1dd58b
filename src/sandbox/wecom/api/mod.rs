//! The API's door at `/cgi-bin/`: a path becomes a call, a call becomes an
//! answer with `errcode`, and every call is written down.
//!
//! What the methods do stands in the files beside this one.

mod app;
mod customers;
mod directory;
mod kf_bodies;
mod kf_send;
mod media;
mod request;
mod update;

use super::faults::Fault;
use super::refusal::{Answer, Refusal};
use super::state::{Call, State};
use super::world::World;
use crate::sandbox::connection::Cutter;
use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Request, State as Held};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use request::{Asked, LARGEST_REQUEST, Payload};
use serde_json::{Value, json};
use std::sync::Arc;

/// The whole server.
pub fn router(world: Arc<World>) -> Router {
    Router::new().fallback(door).layer(DefaultBodyLimit::max(LARGEST_REQUEST)).with_state(world)
}

async fn door(Held(world): Held<Arc<World>>, ConnectInfo(cutter): ConnectInfo<Cutter>, request: Request) -> Response {
    // Bots send no Origin. Whoever does is a web page that found the port.
    if request.headers().contains_key(header::ORIGIN) {
        return StatusCode::FORBIDDEN.into_response();
    }
    let headers = request.headers().clone();
    match Asked::read(request).await {
        Ok(asked) => call(&world, &cutter, &headers, asked).await,
        Err(Some(refusal)) => axum::Json(refusal.json()).into_response(),
        Err(None) => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Answers one call, with whatever trouble was ordered for it.
async fn call(world: &World, cutter: &Cutter, headers: &HeaderMap, asked: Asked) -> Response {
    let fault = world.with(|state, _| state.faults.take(&asked.method, asked.user(), asked.json()));
    let record = |code: Option<i64>| {
        let call = |at| Call { method: asked.method.clone(), parameters: asked.logged(), code, at };
        world.change(|state, now| state.calls.push(call(now)));
    };
    match &fault {
        Some(Fault::Refuse { code, words }) => {
            record(Some(*code));
            return axum::Json(Refusal::new(*code, *words).json()).into_response();
        }
        Some(Fault::ServerError) => {
            record(None);
            let page = "<html><body><h1>500 Internal Server Error</h1></body></html>";
            return (StatusCode::INTERNAL_SERVER_ERROR, [(header::CONTENT_TYPE, "text/html")], page).into_response();
        }
        Some(Fault::DropBefore) => {
            record(None);
            return lost(cutter);
        }
        Some(Fault::Hang) => {
            record(None);
            return std::future::pending().await;
        }
        Some(Fault::Delay(delay)) => tokio::time::sleep(*delay).await,
        Some(Fault::RevokeToken) => world.change(|state, _| state.tokens.revoke_all()),
        Some(Fault::DropAfter) | None => {}
    }
    let reply = world.change(|state, now| perform(state, &asked, now));
    if fault == Some(Fault::DropAfter) {
        record(None);
        return lost(cutter);
    }
    record(reply.as_ref().map_or_else(|refusal| Some(refusal.code), Reply::code));
    match reply {
        Ok(Reply::Json(json)) => axum::Json(json).into_response(),
        Ok(Reply::Medium(medium)) => media::response(&medium, headers),
        Err(refusal) => axum::Json(refusal.json()).into_response(),
    }
}

fn lost(cutter: &Cutter) -> Response {
    cutter.cut();
    Response::new(Body::empty())
}

/// What a call gives back.
enum Reply {
    Json(Value),
    Medium(super::media::Medium),
}

impl Reply {
    fn code(&self) -> Option<i64> {
        match self {
            Self::Json(_) => Some(0),
            Self::Medium(_) => None,
        }
    }
}

fn perform(state: &mut State, asked: &Asked, now: DateTime<Utc>) -> Result<Reply, Refusal> {
    if asked.query("debug") == Some("1") {
        return Err(Refusal::new(45009, "api freq out of limit: debug=1"));
    }
    if asked.method == "gettoken" {
        return directory::get_token(state, asked, now).map(fine);
    }
    state.tokens.check(asked.query("access_token"), now)?;
    if asked.method == "media/get" {
        return media::get(state, asked, now).map(Reply::Medium);
    }
    match &asked.payload {
        Payload::None => by_get(state, asked).map(fine),
        Payload::Json(body) => by_post(state, asked, body, now).map(fine),
        Payload::File(file) => media::upload(state, asked, file, now).map(fine),
    }
}

fn by_get(state: &State, asked: &Asked) -> Answer {
    match asked.method.as_str() {
        "user/get" => directory::get_user(state, asked),
        "agent/get" => directory::get_agent(state, asked),
        "getcallbackip" | "get_api_domain_ip" => Ok(json!({"ip_list": ["127.0.0.1"]})),
        "kf/account/list" => customers::list_accounts(state, &json!({})),
        _ => Err(Refusal::parameter("POST expected")),
    }
}

fn by_post(state: &mut State, asked: &Asked, body: &Value, now: DateTime<Utc>) -> Answer {
    match asked.method.as_str() {
        "message/send" => app::send(state, body, now),
        "message/update_template_card" => update::update_template_card(state, body, now),
        "menu/create" => directory::create_menu(state, asked, body),
        "kf/account/list" => customers::list_accounts(state, body),
        "kf/add_contact_way" => customers::add_contact_way(state, body),
        "kf/sync_msg" => customers::sync_msg(state, body, now),
        "kf/customer/batchget" => customers::batch_get(state, body),
        "kf/service_state/get" => customers::service_state(state, body),
        "kf/send_msg" => kf_send::send_msg(state, body, now),
        "kf/send_msg_on_event" => kf_send::send_msg_on_event(state, body, now),
        _ => Err(Refusal::parameter("GET expected")),
    }
}

/// Success, as every answer begins.
fn fine(mut json: Value) -> Reply {
    json["errcode"] = json!(0);
    json["errmsg"] = json!("ok");
    Reply::Json(json)
}
