//! Files out and in: pictures before a message, and the bytes of what somebody
//! sent. Storing them is not done here.

use super::call::{Api, Failure, SentMessage, Upload};
use super::errors::{Verdict, judge, plain_error};
use crate::channel::http::within;
use crate::channel::port::{Picture, SendError};
use crate::talk::inbound::{FileKind, FileRef};
use serde::Deserialize;
use teloxide::payloads::{GetFile, SendDocument, SendMediaGroup, SendPhoto, SendVideo, SendVoice};
use teloxide::types::{ChatId, FileId, InputFile, InputMedia, InputMediaDocument, InputMediaPhoto, InputMediaVideo};

/// Bot API: an album has 2–10 items.
const LARGEST_ALBUM: usize = 10;

/// Sends all pictures and notes the message ids. A picture that Telegram takes
/// in no form is left out with a warning: the words after it matter more.
pub(super) async fn send(api: &Api, chat: ChatId, pictures: &[Picture], sent: &mut Vec<i32>) -> Result<(), SendError> {
    let of = |kinds: &[FileKind]| -> Vec<&Picture> { pictures.iter().filter(|it| kinds.contains(&it.kind)).collect() };
    // Bot API: photos and videos mix in an album, documents go only with documents.
    let shown = of(&[FileKind::Photo, FileKind::Video]);
    let attached = of(&[FileKind::Document]);
    for group in shown.chunks(LARGEST_ALBUM).chain(attached.chunks(LARGEST_ALBUM)) {
        match group {
            [] => {}
            [one] => sent.extend(single(api, chat, one).await?),
            several => album(api, chat, several, sent).await?,
        }
    }
    for voice in of(&[FileKind::Voice]) {
        sent.extend(single(api, chat, voice).await?);
    }
    Ok(())
}

/// One item that is refused costs the whole album: then once more with the
/// stored bytes (all ids are dead after a change of bots), then one by one.
async fn album(api: &Api, chat: ChatId, pictures: &[&Picture], sent: &mut Vec<i32>) -> Result<(), SendError> {
    let both_ways = pictures.iter().any(|picture| picture.provider_id.is_some() && picture.path.is_some());
    let tries: &[Way] = if both_ways { &[Way::Id, Way::Bytes] } else { &[Way::Id] };
    for first in tries {
        let Some((media, uploads)) = items(pictures, *first) else {
            break;
        };
        match api.call::<_, Vec<SentMessage>>(&SendMediaGroup::new(chat, media), &uploads).await {
            Ok(messages) => {
                sent.extend(messages.unwrap_or_default().iter().map(|message| message.message_id));
                return Ok(());
            }
            Err(failure) => drop(give_up_if_hopeless(&failure)?),
        }
    }
    for picture in pictures {
        sent.extend(single(api, chat, picture).await?);
    }
    Ok(())
}

/// The album with each picture in the way preferred, else in the other one;
/// `None` if one of them has neither.
fn items(pictures: &[&Picture], first: Way) -> Option<(Vec<InputMedia>, Vec<Upload>)> {
    let other = if first == Way::Id { Way::Bytes } else { Way::Id };
    let mut media = Vec::new();
    let mut uploads = Vec::new();
    for (number, picture) in pictures.iter().enumerate() {
        let (file, upload) = source(picture, first, number).or_else(|| source(picture, other, number))?;
        media.push(item(picture.kind, file));
        uploads.extend(upload);
    }
    Some((media, uploads))
}

fn item(kind: FileKind, file: InputFile) -> InputMedia {
    match kind {
        FileKind::Photo => InputMedia::Photo(InputMediaPhoto::new(file)),
        FileKind::Video => InputMedia::Video(InputMediaVideo::new(file)),
        FileKind::Document | FileKind::Voice => InputMedia::Document(InputMediaDocument::new(file)),
    }
}

/// How a picture can travel.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By the id it came with: free of size limits, but dead with another bot.
    Id,
    Bytes,
    /// What is no photo for Telegram (too large, too long, broken) is still a file.
    BytesAsDocument,
}

/// `None`: no way worked, or the message went out without telling its id.
async fn single(api: &Api, chat: ChatId, picture: &Picture) -> Result<Option<i32>, SendError> {
    let mut why = "neither an id nor stored bytes".to_owned();
    for way in [Way::Id, Way::Bytes, Way::BytesAsDocument] {
        let Some((file, upload)) = source(picture, way, 0) else {
            continue;
        };
        let kind = if way == Way::BytesAsDocument { FileKind::Document } else { picture.kind };
        let uploads: Vec<Upload> = upload.into_iter().collect();
        match one(api, chat, kind, file, &uploads).await {
            Ok(message) => return Ok(message.map(|message| message.message_id)),
            Err(failure) => why = give_up_if_hopeless(&failure)?,
        }
    }
    tracing::warn!(why, "a picture was left out of a message");
    Ok(None)
}

async fn one(
    api: &Api,
    chat: ChatId,
    kind: FileKind,
    file: InputFile,
    uploads: &[Upload],
) -> Result<Option<SentMessage>, Failure> {
    match kind {
        FileKind::Photo => api.call(&SendPhoto::new(chat, file), uploads).await,
        FileKind::Video => api.call(&SendVideo::new(chat, file), uploads).await,
        FileKind::Voice => api.call(&SendVoice::new(chat, file), uploads).await,
        FileKind::Document => api.call(&SendDocument::new(chat, file), uploads).await,
    }
}

/// An error that another form of the file cannot help against, else its text.
fn give_up_if_hopeless(failure: &Failure) -> Result<String, SendError> {
    match judge(failure) {
        Verdict::Fail(SendError::Never { why }) => Ok(why),
        Verdict::Fail(error) => Err(error),
        _ => Ok(plain_error(failure).to_string()),
    }
}

/// The file in the payload, and what must be uploaded with it. teloxide names
/// uploads by random ids that it does not show; the name of a part written as
/// a file id comes out the same, and is ours.
fn source(picture: &Picture, way: Way, number: usize) -> Option<(InputFile, Option<Upload>)> {
    if way == Way::Id {
        let id = picture.provider_id.clone()?;
        return Some((InputFile::file_id(FileId(id)), None));
    }
    if way == Way::BytesAsDocument && picture.kind == FileKind::Document {
        return None;
    }
    let field = format!("file{number}");
    let path = picture.path.clone()?;
    let file = InputFile::file_id(FileId(format!("attach://{field}")));
    let name = picture.name.clone().unwrap_or_else(|| default_name(picture.kind).to_owned());
    Some((file, Some(Upload { field, path, name, mime: picture.mime.clone() })))
}

/// Stored files are named by their checksum; Telegram looks at the ending.
fn default_name(kind: FileKind) -> &'static str {
    match kind {
        FileKind::Photo => "photo.jpg",
        FileKind::Video => "video.mp4",
        FileKind::Voice => "voice.ogg",
        FileKind::Document => "file",
    }
}

#[derive(Deserialize)]
struct Path {
    file_path: Option<String>,
    file_size: Option<u64>,
}

/// Downloads a file into memory, at most `limit` bytes of it.
pub(super) async fn fetch(api: &Api, file: &FileRef, limit: u64) -> Result<Vec<u8>, SendError> {
    within(file.size.and_then(|size| u64::try_from(size).ok()), limit)?;
    let payload = GetFile::new(FileId(file.provider_id.clone()));
    let found: Option<Path> = api.call(&payload, &[]).await.map_err(|failure| unavailable(&failure))?;
    let found = found.ok_or_else(|| later("getFile gave no file"))?;
    within(found.file_size, limit)?;
    // Bot API: the path works for at least an hour; we ask anew each time.
    let path = found.file_path.ok_or_else(|| later("getFile gave no path"))?;
    let mut response = api.file(&path).await.map_err(|failure| plain_error(&failure))?;
    match response.status().as_u16() {
        200..=299 => {}
        401 => return Err(SendError::Refused { why: "401 on a download".to_owned() }),
        status => return Err(later(&format!("{status} on a download"))),
    }
    within(response.content_length(), limit)?;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| plain_error(&api.network(error)))? {
        bytes.extend_from_slice(&chunk);
        within(Some(bytes.len() as u64), limit)?;
    }
    Ok(bytes)
}

fn later(why: &str) -> SendError {
    SendError::Later { after: None, everyone: false, why: why.to_owned() }
}

/// Why `getFile` gives no path. Bot API: files over 20 MB are not handed out;
/// "temporarily unavailable" is worth another try, a malformed id is not.
fn unavailable(failure: &Failure) -> SendError {
    let Failure::Told { description, .. } = failure else {
        return plain_error(failure);
    };
    let text = description.to_lowercase();
    if text.contains("file is too big") {
        return SendError::too_large("over 20 MB, which the Bot API does not hand out");
    }
    if text.contains("temporarily unavailable") { later(description) } else { plain_error(failure) }
}
