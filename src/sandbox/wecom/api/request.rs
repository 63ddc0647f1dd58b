//! A call as it came: method, query and body, read before anything is done.

use crate::sandbox::wecom::refusal::Refusal;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Query, Request};
use axum::http::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The largest file and what multipart puts around it.
pub const LARGEST_REQUEST: usize = 24 * 1024 * 1024;

const METHODS: [&str; 17] = [
    "gettoken",
    "getcallbackip",
    "get_api_domain_ip",
    "user/get",
    "agent/get",
    "menu/create",
    "message/send",
    "message/update_template_card",
    "media/upload",
    "media/get",
    "kf/account/list",
    "kf/add_contact_way",
    "kf/sync_msg",
    "kf/customer/batchget",
    "kf/service_state/get",
    "kf/send_msg",
    "kf/send_msg_on_event",
];

pub struct Asked {
    /// The path after `/cgi-bin/`.
    pub method: String,
    query: BTreeMap<String, String>,
    pub payload: Payload,
}

pub enum Payload {
    None,
    Json(Value),
    File(Upload),
}

/// The `media` field of a form.
pub struct Upload {
    pub name: String,
    pub mime: String,
    pub bytes: Bytes,
}

impl Asked {
    /// `Err(None)`: there is no such path.
    pub async fn read(request: Request) -> Result<Self, Option<Refusal>> {
        let method = request.uri().path().strip_prefix("/cgi-bin/").unwrap_or_default().to_owned();
        if !METHODS.contains(&method.as_str()) {
            return Err(None);
        }
        let query = Query::try_from_uri(request.uri()).map_or_else(|_| BTreeMap::new(), |Query(query)| query);
        let payload = match *request.method() {
            Method::POST if method == "media/upload" => Payload::File(upload(request).await.map_err(Some)?),
            Method::POST => Payload::Json(body(request).await.map_err(Some)?),
            _ => Payload::None,
        };
        Ok(Self { method, query, payload })
    }

    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// To whom it is to be sent, if to anybody.
    pub fn user(&self) -> Option<&str> {
        match &self.payload {
            Payload::Json(body) => body["touser"].as_str(),
            _ => None,
        }
    }

    pub fn json(&self) -> Option<&Value> {
        match &self.payload {
            Payload::Json(body) => Some(body),
            Payload::File(_) | Payload::None => None,
        }
    }

    /// What is written down of it: no token, no secret.
    pub fn logged(&self) -> Value {
        match &self.payload {
            Payload::Json(body) => body.clone(),
            Payload::File(file) => json!({"name": file.name, "bytes": file.bytes.len()}),
            Payload::None => {
                let open =
                    self.query.iter().filter(|(name, _)| !["access_token", "corpsecret"].contains(&name.as_str()));
                open.map(|(name, value)| (name.clone(), json!(value))).collect()
            }
        }
    }
}

async fn body(request: Request) -> Result<Value, Refusal> {
    let unreadable = || Refusal::new(40058, "Warning: wrong json format. invalid Request Parameter");
    let bytes = axum::body::to_bytes(request.into_body(), LARGEST_REQUEST).await.map_err(|_| unreadable())?;
    serde_json::from_slice(&bytes).ok().filter(Value::is_object).ok_or_else(unreadable)
}

async fn upload(request: Request) -> Result<Upload, Refusal> {
    let missing = || Refusal::new(44001, "empty media data");
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| missing())?;
    while let Ok(Some(field)) = form.next_field().await {
        if field.name() == Some("media") {
            let name = field.file_name().map(str::to_owned).ok_or_else(missing)?;
            let mime = field.content_type().unwrap_or("application/octet-stream").to_owned();
            let bytes = field.bytes().await.map_err(|_| Refusal::new(45001, "media size out of limit"))?;
            return Ok(Upload { name, mime, bytes });
        }
    }
    Err(missing())
}
