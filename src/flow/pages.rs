//! Where what customers wrote is fetched, a page at a time.

use crate::channel::port::SendError;
use crate::channel::wecom::kf::{LARGEST_PAGE, PullError, WecomKf};
use async_trait::async_trait;
use std::collections::BTreeMap;

/// Whoever gives pages: WeCom, or a test.
#[async_trait]
pub trait PageSource: Send + Sync {
    /// The accounts of customer service that are ours to serve.
    async fn accounts(&self) -> Result<Vec<String>, SendError>;

    /// One page of one account, as it came.
    async fn page(&self, account: &str, cursor: &str, token: &str) -> Result<String, PullError>;

    /// What these people (at most 100, as in `Address::user`) call themselves;
    /// who does not is left out.
    async fn names(&self, users: &[String]) -> Result<BTreeMap<String, String>, SendError>;
}

#[async_trait]
impl PageSource for WecomKf {
    async fn accounts(&self) -> Result<Vec<String>, SendError> {
        Ok(self.served().await?.into_iter().map(|one| one.open_kfid).collect())
    }

    async fn page(&self, account: &str, cursor: &str, token: &str) -> Result<String, PullError> {
        self.sync_msg(account, cursor, token, LARGEST_PAGE).await
    }

    async fn names(&self, users: &[String]) -> Result<BTreeMap<String, String>, SendError> {
        self.nicknames(users).await
    }
}
