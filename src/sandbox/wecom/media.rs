//! Temporary media: bytes under an id, for three days.

use super::refusal::Refusal;
use crate::sandbox::files::image_type;
use axum::body::Bytes;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    Image,
    Voice,
    Video,
    File,
}

impl MediaKind {
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "image" => Self::Image,
            "voice" => Self::Voice,
            "video" => Self::Video,
            "file" => Self::File,
            _ => return None,
        })
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Voice => "voice",
            Self::Video => "video",
            Self::File => "file",
        }
    }
}

#[derive(Debug, Clone)]
pub struct Medium {
    pub kind: MediaKind,
    pub bytes: Bytes,
    pub name: String,
    pub mime: String,
    pub born: DateTime<Utc>,
}

const LIFE_DAYS: i64 = 3;
const LEAST: usize = 5;
const MEGABYTE: usize = 1024 * 1024;

#[derive(Debug, Default)]
pub struct Media {
    by_id: BTreeMap<String, Medium>,
}

impl Media {
    pub fn keep(&mut self, id: String, medium: Medium) {
        self.by_id.insert(id, medium);
    }

    /// What the API still finds.
    pub fn get(&self, id: &str, now: DateTime<Utc>) -> Result<&Medium, Refusal> {
        self.by_id
            .get(id)
            .filter(|medium| now - medium.born < Duration::days(LIFE_DAYS))
            .ok_or_else(|| Refusal::new(40007, "invalid media_id"))
    }

    /// The same, and it must be of this kind.
    pub fn of_kind(&self, id: &str, kind: MediaKind, now: DateTime<Utc>) -> Result<&Medium, Refusal> {
        if id.is_empty() {
            return Err(Refusal::new(41006, "media_id missing"));
        }
        self.get(id, now)
            .ok()
            .filter(|medium| medium.kind == kind)
            .ok_or_else(|| Refusal::new(40007, "invalid media_id"))
    }

    /// Whatever was ever there: phones keep what they showed.
    pub fn shown(&self, id: &str) -> Option<&Medium> {
        self.by_id.get(id)
    }

    /// WeCom no longer finds it.
    pub fn lose(&mut self, id: &str) {
        if let Some(medium) = self.by_id.get_mut(id) {
            medium.born = DateTime::<Utc>::MIN_UTC;
        }
    }
}

/// Whether an upload of this kind is let in.
pub fn judge(kind: MediaKind, bytes: &[u8]) -> Result<(), Refusal> {
    let size = bytes.len();
    match kind {
        _ if size == 0 => Err(Refusal::new(44001, "empty media data")),
        _ if size <= LEAST => Err(Refusal::new(40006, "invalid media size")),
        MediaKind::Image if !is_image(bytes) => Err(Refusal::new(40004, "invalid media type")),
        MediaKind::Image if size > 10 * MEGABYTE => Err(Refusal::new(40009, "invalid image size")),
        MediaKind::Voice if size > 2 * MEGABYTE => Err(Refusal::new(301_016, "voice too large")),
        MediaKind::Voice if !bytes.starts_with(b"#!AMR") => Err(Refusal::new(301_017, "voice is not AMR")),
        MediaKind::Video if size > 10 * MEGABYTE => Err(Refusal::new(40011, "invalid video size")),
        MediaKind::File if size > 20 * MEGABYTE => Err(Refusal::new(45001, "media size out of limit")),
        _ => Ok(()),
    }
}

fn is_image(bytes: &[u8]) -> bool {
    matches!(image_type(bytes), Some("image/png" | "image/jpeg"))
}
