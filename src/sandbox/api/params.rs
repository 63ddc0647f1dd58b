//! The parameters of a call, however they came: in the address, as a form, as
//! JSON or in parts with files.

use crate::sandbox::error::ApiError;
use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Query, Request};
use axum::http::header;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

pub const LARGEST_REQUEST: usize = 52 * 1024 * 1024;

#[derive(Debug, Default)]
pub struct Params {
    fields: Map<String, Value>,
    uploads: BTreeMap<String, Upload>,
}

/// A file sent along.
#[derive(Debug, Clone)]
pub struct Upload {
    pub name: Option<String>,
    pub mime: Option<String>,
    pub bytes: Bytes,
}

impl Params {
    pub async fn read(request: Request) -> Result<Self, ApiError> {
        let mut params = Self::default();
        if let Ok(Query(pairs)) = Query::<Vec<(String, String)>>::try_from_uri(request.uri()) {
            params.put_pairs(pairs);
        }
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .unwrap_or_default()
            .to_lowercase();
        if kind.starts_with("multipart/form-data") {
            params.read_parts(request).await?;
        } else if kind.starts_with("application/json") {
            params.read_json(&body_of(request).await?)?;
        } else if kind.starts_with("application/x-www-form-urlencoded") {
            params.read_form(request).await?;
        }
        Ok(params)
    }

    fn put_pairs(&mut self, pairs: Vec<(String, String)>) {
        self.fields.extend(pairs.into_iter().map(|(name, value)| (name, json!(value))));
    }

    fn read_json(&mut self, body: &[u8]) -> Result<(), ApiError> {
        if body.is_empty() {
            return Ok(());
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(fields)) => {
                self.fields.extend(fields.into_iter().filter(|(_, value)| !value.is_null()));
                Ok(())
            }
            _ => Err(ApiError::bad("can't parse JSON object")),
        }
    }

    async fn read_form(&mut self, request: Request) -> Result<(), ApiError> {
        let form = axum::Form::<Vec<(String, String)>>::from_request(request, &()).await;
        match form {
            Ok(axum::Form(pairs)) => {
                self.put_pairs(pairs);
                Ok(())
            }
            // A GET's form is its query, which was read before.
            Err(_) => Ok(()),
        }
    }

    async fn read_parts(&mut self, request: Request) -> Result<(), ApiError> {
        let broken = || ApiError::bad("can't parse multipart body");
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| broken())?;
        while let Some(part) = parts.next_field().await.map_err(|_| broken())? {
            let name = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(str::to_owned);
            let mime = part.content_type().map(str::to_owned);
            let bytes = part.bytes().await.map_err(|_| ApiError::new(413, "Request Entity Too Large"))?;
            if file_name.is_some() || mime.as_deref() == Some("application/octet-stream") {
                self.uploads.insert(name, Upload { name: file_name, mime, bytes });
            } else {
                self.fields.insert(name, json!(String::from_utf8_lossy(&bytes)));
            }
        }
        Ok(())
    }

    /// A number, also one written as text.
    pub fn int(&self, name: &str) -> Result<Option<i64>, ApiError> {
        match self.fields.get(name) {
            None => Ok(None),
            Some(Value::Number(number)) => Ok(number.as_i64()),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => match text.trim().parse() {
                Ok(number) => Ok(Some(number)),
                Err(_) => Err(ApiError::bad(format!("invalid {name} specified"))),
            },
            Some(_) => Err(ApiError::bad(format!("invalid {name} specified"))),
        }
    }

    pub fn float(&self, name: &str) -> Option<f64> {
        match self.fields.get(name)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    pub fn text(&self, name: &str) -> Option<String> {
        match self.fields.get(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    pub fn flag(&self, name: &str) -> bool {
        match self.fields.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => ["true", "1", "yes"].contains(&text.to_lowercase().as_str()),
            Some(Value::Number(number)) => number.as_i64() == Some(1),
            _ => false,
        }
    }

    /// A structure, given as such or as text that holds JSON.
    pub fn structure(&self, name: &str) -> Result<Option<Value>, ApiError> {
        match self.fields.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if text.is_empty() => Ok(None),
            Some(Value::String(text)) => match serde_json::from_str(text) {
                Ok(value) => Ok(Some(value)),
                Err(_) => Err(ApiError::bad(format!("can't parse {name} JSON object"))),
            },
            Some(value) => Ok(Some(value.clone())),
        }
    }

    /// The file a parameter means: one sent under its own name, or under the
    /// name that `attach://` gives.
    pub fn upload(&self, name: &str, value: Option<&str>) -> Option<&Upload> {
        match value.and_then(|value| value.strip_prefix("attach://")) {
            Some(attached) => self.uploads.get(attached),
            None => self.uploads.get(name),
        }
    }

    /// The parameters for the log, without the bytes of files.
    pub fn logged(&self) -> Value {
        let mut fields = self.fields.clone();
        for (name, upload) in &self.uploads {
            fields.insert(name.clone(), json!(format!("{} bytes", upload.bytes.len())));
        }
        Value::Object(fields)
    }
}

async fn body_of(request: Request) -> Result<Bytes, ApiError> {
    to_bytes(request.into_body(), LARGEST_REQUEST).await.map_err(|_| ApiError::new(413, "Request Entity Too Large"))
}
