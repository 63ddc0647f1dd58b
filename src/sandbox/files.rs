//! Files that went through the messenger: their ids, their bytes and, for
//! pictures, their sizes. Nothing is ever written to disk.

use axum::body::Bytes;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    Photo,
    Document,
    Voice,
}

/// One file under one id.
#[derive(Debug, Clone)]
pub struct StoredFile {
    pub file_id: String,
    pub unique_id: String,
    pub kind: FileKind,
    pub path: String,
    pub bytes: Bytes,
    /// What the messenger says it weighs; for pretended big files this is more
    /// than the bytes held.
    pub size: u64,
    pub name: Option<String>,
    pub mime: String,
    pub width: u32,
    pub height: u32,
    /// The sizes of one picture share this number.
    picture: usize,
    /// The messenger no longer finds it.
    pub lost: bool,
}

impl StoredFile {
    /// The fields every kind of file shows.
    pub fn json(&self) -> Value {
        json!({
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        })
    }
}

/// All files, by id.
#[derive(Debug, Default)]
pub struct Files {
    by_id: BTreeMap<String, StoredFile>,
    count: usize,
}

// The boxes into which the messenger scales pictures.
const BOXES: [u32; 3] = [90, 320, 800];
const LARGEST_BOX: u32 = 1280;

impl Files {
    pub fn get(&self, file_id: &str) -> Option<&StoredFile> {
        self.by_id.get(file_id)
    }

    pub fn get_mut(&mut self, file_id: &str) -> Option<&mut StoredFile> {
        self.by_id.get_mut(file_id)
    }

    pub fn by_path(&self, path: &str) -> Option<&StoredFile> {
        self.by_id.values().find(|file| file.path == path)
    }

    /// Takes a picture in and returns the ids of its sizes, smallest first.
    /// All sizes hold the same bytes: nobody here can scale.
    pub fn add_photo(&mut self, bytes: Bytes) -> Vec<String> {
        let (width, height) = dimensions(&bytes).unwrap_or((1280, 960));
        let longest = width.max(height);
        let mut boxes: Vec<u32> = BOXES.into_iter().filter(|side| *side < longest).collect();
        boxes.push(longest.min(LARGEST_BOX));
        let picture = self.count + 1;
        boxes
            .into_iter()
            .map(|side| {
                let scaled = |edge: u32| (u64::from(edge) * u64::from(side) / u64::from(longest)).max(1) as u32;
                let mut file = self.fresh(FileKind::Photo, bytes.clone(), &format!("photo-{side}"));
                file.picture = picture;
                (file.width, file.height) = (scaled(width), scaled(height));
                file.mime = image_type(&bytes).unwrap_or("image/jpeg").to_owned();
                self.keep(file)
            })
            .collect()
    }

    pub fn add(&mut self, kind: FileKind, bytes: Bytes, name: Option<&str>, mime: &str) -> String {
        let mut file = self.fresh(kind, bytes, mime);
        file.name = name.map(str::to_owned);
        file.mime = mime.to_owned();
        self.keep(file)
    }

    /// All sizes of the picture this id belongs to, smallest first.
    pub fn sizes_with(&self, file_id: &str) -> Vec<String> {
        let Some(file) = self.by_id.get(file_id) else {
            return Vec::new();
        };
        let mut sizes: Vec<&StoredFile> = self.by_id.values().filter(|other| other.picture == file.picture).collect();
        sizes.sort_by_key(|size| size.width);
        sizes.into_iter().map(|size| size.file_id.clone()).collect()
    }

    fn keep(&mut self, file: StoredFile) -> String {
        let id = file.file_id.clone();
        self.by_id.insert(id.clone(), file);
        id
    }

    // The unique id follows from the bytes, the file id differs each time, as
    // it may in the real messenger.
    fn fresh(&mut self, kind: FileKind, bytes: Bytes, salt: &str) -> StoredFile {
        self.count += 1;
        let digest = Sha256::new().chain_update(salt).chain_update(&bytes).finalize();
        let unique = URL_SAFE_NO_PAD.encode(&digest[..11]);
        let (prefix, folder, ending) = match kind {
            FileKind::Photo => ("AgAC", "photos", "jpg"),
            FileKind::Document => ("BQAC", "documents", "bin"),
            FileKind::Voice => ("AwAC", "voice", "oga"),
        };
        StoredFile {
            file_id: format!("{prefix}AgUAAxkB{:04}{unique}", self.count),
            unique_id: format!("AQAD{unique}"),
            kind,
            path: format!("{folder}/file_{}.{ending}", self.count),
            size: bytes.len() as u64,
            bytes,
            name: None,
            mime: String::new(),
            width: 0,
            height: 0,
            picture: self.count,
            lost: false,
        }
    }
}

/// The image type by its first bytes.
pub fn image_type(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
        [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
        [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
        _ => None,
    }
}

/// Width and height as PNG and JPEG headers tell them.
fn dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let (width, height) = match image_type(bytes)? {
        "image/png" => (be(bytes, 16, 4)?, be(bytes, 20, 4)?),
        "image/jpeg" => jpeg_dimensions(bytes)?,
        _ => return None,
    };
    (width > 0 && height > 0).then_some((width, height))
}

fn jpeg_dimensions(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let marker = be(bytes, at, 2)?;
        // Start-of-frame segments carry the size; C4, C8 and CC are others.
        if (0xffc0..=0xffcf).contains(&marker) && ![0xffc4, 0xffc8, 0xffcc].contains(&marker) {
            return Some((be(bytes, at + 7, 2)?, be(bytes, at + 5, 2)?));
        }
        at += 2 + be(bytes, at + 2, 2)? as usize;
    }
}

fn be(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let part = bytes.get(at..at + length)?;
    Some(part.iter().fold(0, |sum, byte| sum << 8 | u32::from(*byte)))
}
