//! The WeCom API as one application sees it: a call with its access token, and
//! once more with another one if that was not taken. One call over the wire is
//! in `wire`, the care for the token in `token`.

use super::token::{Now, TokenShelf, Tokens};
use super::wire::{Answer, Ask, BadSettings, Body, Failure, Secret, Upload, Wire};
use chrono::{DateTime, Utc};
use reqwest::{Client, Response};
use serde_json::Value;
use std::sync::Arc;

/// Which application of which enterprise, and where its API is.
#[derive(Clone, Debug)]
pub struct Account {
    /// `wire::OFFICIAL` as a rule.
    pub api_url: String,
    pub corp: String,
    pub secret: Secret,
}

/// Cheap to clone; clones share the token.
#[derive(Clone, Debug)]
pub struct Api {
    wire: Wire,
    tokens: Arc<Tokens>,
}

/// 40001 in a call is the token of a secret that was taken back.
const TOKEN_NOT_TAKEN: [i64; 3] = [40014, 42001, 40001];

impl Api {
    /// `http` should come from `wire::http_client`; `holder` names this process
    /// among those that share the shelf; `now` is machine time.
    pub fn new(
        account: Account,
        http: Client,
        shelf: Arc<dyn TokenShelf>,
        holder: &str,
        now: Now,
    ) -> Result<Api, BadSettings> {
        let wire = Wire::new(&account.api_url, http)?;
        let tokens = Tokens::new(wire.clone(), &account.corp, account.secret, shelf, holder, now)?;
        Ok(Api { wire, tokens: Arc::new(tokens) })
    }

    pub(super) fn now(&self) -> DateTime<Utc> {
        self.tokens.now()
    }

    pub(super) async fn get(&self, path: &'static str, query: &[(&'static str, &str)]) -> Result<Value, Failure> {
        value(&self.text(path, query, Body::Nothing).await?)
    }

    pub(super) async fn post(&self, path: &'static str, json: &Value) -> Result<Value, Failure> {
        value(&self.post_raw(path, json).await?)
    }

    pub(super) async fn post_with(
        &self,
        path: &'static str,
        query: &[(&'static str, &str)],
        json: &Value,
    ) -> Result<Value, Failure> {
        value(&self.text(path, query, Body::Json(json)).await?)
    }

    /// The body as it came, of an answer without an error in it.
    pub(super) async fn post_raw(&self, path: &'static str, json: &Value) -> Result<String, Failure> {
        self.text(path, &[], Body::Json(json)).await
    }

    pub(super) async fn upload(&self, kind: &'static str, upload: &Upload) -> Result<Value, Failure> {
        value(&self.text("media/upload", &[("type", kind)], Body::File(upload)).await?)
    }

    /// A temporary file, its body still to be read by `chunk`.
    pub(super) async fn download(&self, media_id: &str) -> Result<Response, Failure> {
        match self.call("media/get", &[("media_id", media_id)], Body::Download).await? {
            Answer::File(response) => Ok(response),
            Answer::Text(_) => {
                Err(Failure::Network { why: "media/get gave words and no file".to_owned(), connecting: false })
            }
        }
    }

    async fn text(
        &self,
        path: &'static str,
        query: &[(&'static str, &str)],
        body: Body<'_>,
    ) -> Result<String, Failure> {
        match self.call(path, query, body).await? {
            Answer::Text(text) => Ok(text),
            Answer::File(_) => Err(Failure::Network { why: format!("{path} gave a file"), connecting: false }),
        }
    }

    async fn call(
        &self,
        path: &'static str,
        query: &[(&'static str, &str)],
        body: Body<'_>,
    ) -> Result<Answer, Failure> {
        let mut ask = Ask { path, query: query.to_vec(), body };
        ask.query.push(("access_token", ""));
        let with = ask.query.len() - 1;
        let token = self.tokens.get().await?;
        ask.query[with].1 = &token;
        let failed = match self.wire.call(&ask).await {
            Err(Failure::Told { code, .. }) if TOKEN_NOT_TAKEN.contains(&code) => code,
            outcome => return outcome,
        };
        let other = self.tokens.instead_of(&token, failed).await?;
        ask.query[with].1 = &other;
        let outcome = self.wire.call(&ask).await;
        if let Err(Failure::Told { code, .. }) = &outcome
            && TOKEN_NOT_TAKEN.contains(code)
        {
            self.tokens.failed_again(&other, *code).await;
        }
        outcome
    }
}

fn value(body: &str) -> Result<Value, Failure> {
    serde_json::from_str(body)
        .map_err(|_| Failure::Network { why: "an answer that is not JSON".to_owned(), connecting: false })
}
