//! The settings of WeCom: the application for the staff, and the customer
//! service that owners write to from WeChat.

use super::layers::{BadDefault, Layers};
use super::values::Secret;
use std::time::Duration;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wecom {
    pub api_url: String,
    pub corp_id: String,
    /// The number of the self-built application.
    pub agent_id: i64,
    /// The application's own; customer service is called with it, too.
    pub secret: Secret,
    /// What the console calls Token: callbacks are signed with it.
    pub token: Secret,
    /// 43 letters and digits: callbacks are encrypted with it.
    pub aes_key: Secret,
    /// The path under which [http] takes callbacks.
    pub path: String,
    /// Messages to one member; WeCom drops more than 30 a minute and 1000 an hour.
    pub member_per_minute: u32,
    pub member_burst: u32,
    pub max_per_second: u32,
    /// Accounts that the enterprise may have, by which WeCom counts what the
    /// application may send in a day; 0: not known.
    pub account_ceiling: u32,
    pub customers: Customers,
}

/// 微信客服.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customers {
    pub served: bool,
    /// What may be sent to a customer after his own message.
    pub messages: u32,
    pub lasts: Duration,
    /// So many of them are kept for what waits for his own answer.
    pub kept: u32,
}

/// What else the program serves.
const TAKEN: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Without a corp id there is no WeCom.
pub(super) fn read(layers: &mut Layers) -> Result<Option<Wecom>, BadDefault> {
    let corp_id = layers.take_text("wecom.corp_id")?;
    let agent_id = layers.take("wecom.agent_id")?;
    let secret = layers.take_secret_or_file("wecom.secret", "wecom.secret_file")?;
    let token = layers.take_secret("wecom.token");
    let aes_key = layers.take_secret("wecom.aes_key");
    let path: String = layers.take("wecom.path")?;
    let api_url = layers.take("wecom.api_url")?;
    let member_per_minute = layers.take_within("wecom.member_per_minute", 1..=30)?;
    let member_burst = layers.take_within("wecom.member_burst", 1..=30)?;
    let max_per_second = layers.take_within("wecom.max_per_second", 1..=1000)?;
    let account_ceiling = layers.take_within("wecom.account_ceiling", 0..=10_000_000)?;
    let customers = Customers {
        served: layers.take("wecom.customers")?,
        messages: layers.take_within("wecom.window_messages", 1..=100)?,
        lasts: layers.take_length("wecom.window_lasts")?,
        kept: layers.take_within("wecom.window_kept", 0..=99)?,
    };
    let Some(corp_id) = corp_id else { return Ok(None) };
    if member_per_minute + member_burst > 30 {
        layers.refuse(
            "wecom.member_burst",
            "with member_per_minute it is more than the 30 a minute that WeCom lets through",
        );
    }
    if customers.kept >= customers.messages {
        layers.refuse("wecom.window_kept", "must leave something of window_messages");
    }
    if !path.starts_with('/') || path.len() < 2 || TAKEN.contains(&path.as_str()) {
        layers.refuse("wecom.path", "must begin with a slash and name something that is not served already");
    }
    if layers.take_text("http.listen")?.is_none() {
        layers.refuse("http.listen", "WeCom needs an address to call");
    }
    if agent_id <= 0 {
        layers.refuse("wecom.agent_id", "is needed where there is a corp_id");
    }
    for (place, value) in [("wecom.secret", &secret), ("wecom.token", &token), ("wecom.aes_key", &aes_key)] {
        if value.is_none() {
            layers.refuse(place, "is needed where there is a corp_id");
        }
    }
    let (Some(secret), Some(token), Some(aes_key)) = (secret, token, aes_key) else { return Ok(None) };
    Ok(Some(Wecom {
        api_url,
        corp_id,
        agent_id,
        secret,
        token,
        aes_key,
        path,
        member_per_minute,
        member_burst,
        max_per_second,
        account_ceiling,
        customers,
    }))
}
