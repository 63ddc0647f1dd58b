//! What a webhook door must check before it files a body. The HTTP itself is
//! not here, nor is the filing.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The header in which Telegram repeats the secret given to `setWebhook`.
pub const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// More than any update has (a text is at most 4096 characters); bodies above
/// it are refused unread.
pub const LARGEST_UPDATE: usize = 1024 * 1024;

/// Whether a request comes from Telegram. The time it takes tells nothing of
/// the secret, not even its length: hashes are compared. No secret, no entry.
#[must_use]
pub fn secret_matches(header: Option<&str>, secret: &str) -> bool {
    let given = Sha256::digest(header.unwrap_or_default());
    let wanted = Sha256::digest(secret);
    bool::from(given.ct_eq(&wanted)) && header.is_some() && !secret.is_empty()
}

/// Bot API: a secret is 1–256 characters of `A-Za-z0-9_-`.
#[must_use]
pub fn secret_is_sound(secret: &str) -> bool {
    (1..=256).contains(&secret.len()) && secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}
