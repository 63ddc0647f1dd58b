//! Files out and in: what a stored file is for WeCom and the media id that it
//! gets, and the bytes of what somebody sent. Which message shows it is not
//! decided here.

use super::api::Api;
use super::errors::{never, plain_error};
use super::wire::{Failure, Upload, network};
use crate::channel::http::within;
use crate::channel::port::{Picture, SendError};
use crate::talk::inbound::{FileKind, FileRef};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tokio::io::AsyncReadExt;

/// WeCom: media ids work for three days. A day less, lest one dies on its way.
const LIFE: TimeDelta = TimeDelta::days(2);
const MOST_REMEMBERED: usize = 1000;
/// WeCom: a file has more than five bytes.
const SMALLEST: u64 = 6;

/// What WeCom calls a file; each has its own form and size.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum MediaKind {
    Image,
    Voice,
    Video,
    File,
}

impl MediaKind {
    fn name(self) -> &'static str {
        match self {
            MediaKind::Image => "image",
            MediaKind::Voice => "voice",
            MediaKind::Video => "video",
            MediaKind::File => "file",
        }
    }

    fn largest(self) -> u64 {
        const MB: u64 = 1 << 20;
        match self {
            MediaKind::Image | MediaKind::Video => 10 * MB,
            MediaKind::Voice => 2 * MB,
            MediaKind::File => 20 * MB,
        }
    }

    /// WeCom: JPG or PNG, AMR, MP4; all else is a file.
    fn of(kind: FileKind, head: &[u8], size: u64) -> MediaKind {
        let wanted = match kind {
            FileKind::Photo if head.starts_with(b"\xff\xd8\xff") || head.starts_with(b"\x89PNG") => MediaKind::Image,
            FileKind::Voice if head.starts_with(b"#!AMR") => MediaKind::Voice,
            FileKind::Video if head.get(4..8) == Some(b"ftyp") => MediaKind::Video,
            _ => MediaKind::File,
        };
        if size <= wanted.largest() { wanted } else { MediaKind::File }
    }

    /// What it was when somebody sent it to us.
    fn received(kind: FileKind) -> MediaKind {
        match kind {
            FileKind::Photo => MediaKind::Image,
            FileKind::Voice => MediaKind::Voice,
            FileKind::Video => MediaKind::Video,
            FileKind::Document => MediaKind::File,
        }
    }
}

/// How a picture can travel, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// By the id it came with: works for three days in the same enterprise.
    Id,
    /// By an upload of ours that is still good, else by a new one.
    Stored,
    /// By a new one in any case.
    Anew,
}

/// Something that a message can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    kind: MediaKind,
    media_id: String,
}

impl Item {
    /// `{"msgtype":"image","image":{"media_id":…}}`
    pub(super) fn body(&self) -> Value {
        let name = self.kind.name();
        json!({"msgtype": name, name: {"media_id": self.media_id}})
    }
}

/// What was uploaded, for the days that it lasts. The same message sent again
/// then carries the same media id, and WeCom can tell the repeat.
#[derive(Debug, Default)]
pub(super) struct Uploads(Mutex<HashMap<(PathBuf, &'static str), Uploaded>>);

#[derive(Clone, Debug)]
struct Uploaded {
    item: Item,
    until: DateTime<Utc>,
}

impl Uploads {
    /// `None`: the picture cannot go this way.
    pub(super) async fn item(&self, api: &Api, picture: &Picture, way: Way) -> Result<Option<Item>, Failure> {
        if way == Way::Id {
            let kind = MediaKind::received(picture.kind);
            return Ok(picture.provider_id.clone().map(|media_id| Item { kind, media_id }));
        }
        let Some(path) = &picture.path else {
            return Ok(None);
        };
        let key = (path.clone(), MediaKind::received(picture.kind).name());
        let now = api.now();
        if way == Way::Stored
            && let Some(known) = self.lock().get(&key).filter(|known| now < known.until)
        {
            return Ok(Some(known.item.clone()));
        }
        let item = upload(api, picture, path).await?;
        let mut known = self.lock();
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert(key, Uploaded { item: item.clone(), until: now + LIFE });
        Ok(Some(item))
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<(PathBuf, &'static str), Uploaded>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn upload(api: &Api, picture: &Picture, path: &Path) -> Result<Item, Failure> {
    let unread = |error: &std::io::Error| Failure::File { why: format!("a stored file: {}", error.kind()) };
    let size = tokio::fs::metadata(path).await.map_err(|error| unread(&error))?.len();
    let head = head(path).await.map_err(|error| unread(&error))?;
    let kind = MediaKind::of(picture.kind, &head, size);
    if !(SMALLEST..=kind.largest()).contains(&size) {
        return Err(Failure::File { why: format!("a file of {size} bytes, which WeCom does not take") });
    }
    let name = name(picture, kind, &head);
    let answer = api.upload(kind.name(), &Upload { path: path.to_owned(), name, mime: picture.mime.clone() }).await?;
    match answer["media_id"].as_str() {
        Some(id) if !id.is_empty() => Ok(Item { kind, media_id: id.to_owned() }),
        _ => Err(Failure::Network { why: "media/upload gave no id".to_owned(), connecting: false }),
    }
}

async fn head(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut head = vec![0; 12];
    let mut file = tokio::fs::File::open(path).await?;
    match file.read_exact(&mut head).await {
        Err(error) if error.kind() != ErrorKind::UnexpectedEof => Err(error),
        _ => Ok(head),
    }
}

/// Stored files are named by their checksum; the person sees this one.
fn name(picture: &Picture, kind: MediaKind, head: &[u8]) -> String {
    let given = picture.name.as_deref().unwrap_or_default();
    let given: String = given.chars().filter(|c| !c.is_control() && !matches!(c, '/' | '\\' | '"')).collect();
    if !given.trim().is_empty() {
        return given;
    }
    match kind {
        MediaKind::Image if head.starts_with(b"\x89PNG") => "picture.png",
        MediaKind::Image => "photo.jpg",
        MediaKind::Voice => "voice.amr",
        MediaKind::Video => "video.mp4",
        MediaKind::File => "file",
    }
    .to_owned()
}

/// Downloads a file into memory, at most `limit` bytes of it.
pub(super) async fn fetch(api: &Api, file: &FileRef, limit: u64) -> Result<Vec<u8>, SendError> {
    within(file.size.and_then(|size| u64::try_from(size).ok()), limit)?;
    if file.provider_id.is_empty() {
        return Err(never("a file without an id"));
    }
    let mut response = api.download(&file.provider_id).await.map_err(|failure| plain_error(&failure))?;
    within(response.content_length(), limit)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| plain_error(&network(error, &[])))? {
        bytes.extend_from_slice(&chunk);
        within(Some(bytes.len() as u64), limit)?;
    }
    Ok(bytes)
}
