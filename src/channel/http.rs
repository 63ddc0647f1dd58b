//! What both messengers need of HTTP: an address that can be one, a client that
//! keeps a token to itself, a bound on what is fetched.

use crate::channel::port::SendError;
use reqwest::{Client, Url};
use std::time::Duration;

pub const CONNECT: Duration = Duration::from_secs(5);

/// `None` for anything but an http or https address with a host.
pub(super) fn address(api_url: &str) -> Option<Url> {
    let url = Url::parse(api_url.trim()).ok()?;
    let sound = matches!(url.scheme(), "http" | "https") && url.has_host() && !url.cannot_be_a_base();
    sound.then_some(url)
}

/// A client fit for an API: no redirects (they would carry the token to
/// another host), and no proxy on the way to this machine itself.
pub(super) fn client(url: &Url) -> reqwest::Result<Client> {
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let builder = Client::builder().connect_timeout(CONNECT).redirect(reqwest::redirect::Policy::none());
    let builder = if local { builder.no_proxy() } else { builder };
    builder.build()
}

/// Whether a file of this size is taken; one that does not say its size is,
/// until it has shown it.
pub(super) fn within(size: Option<u64>, limit: u64) -> Result<(), SendError> {
    match size {
        Some(size) if size > limit => Err(SendError::too_large(&format!("more than the {limit} bytes that are taken"))),
        _ => Ok(()),
    }
}
