//! Files out and in.

use super::stub::{Asked, Stub, TOKEN};
use crate::channel::port::{Dispatch, Messenger, Picture, SendError, Sent};
use crate::talk::inbound::{FileKind, FileRef};
use crate::talk::message::Message;
use serde_json::json;
use std::path::Path;

fn known(kind: FileKind, id: &str) -> Picture {
    Picture { kind, provider_id: Some(id.to_owned()), path: None, name: None, mime: None }
}

fn stored(kind: FileKind, path: &Path) -> Picture {
    Picture { kind, provider_id: None, path: Some(path.to_owned()), name: None, mime: Some("image/jpeg".to_owned()) }
}

async fn send(stub: &Stub, photos: Vec<Picture>) -> Result<Sent, SendError> {
    stub.send(Dispatch::Message { message: Message::text("完工照片"), photos }).await
}

fn file(dir: &tempfile::TempDir) -> std::path::PathBuf {
    let path = dir.path().join("0a1b2c");
    std::fs::write(&path, b"JPEG-BYTES").unwrap();
    path
}

#[tokio::test]
async fn one_photo_then_the_words() {
    let stub = Stub::start().await;
    let sent = send(&stub, vec![known(FileKind::Photo, "AgAC-y")]).await.unwrap();
    assert_eq!(sent.messages, ["100", "101"]);
    assert_eq!(stub.methods(), ["SendPhoto", "SendMessage"]);
    assert_eq!(stub.asked()[0].json(), json!({"chat_id": 5_021_377, "photo": "AgAC-y"}));
    let reply = &stub.asked()[1].json()["reply_parameters"];
    assert_eq!(reply, &json!({"message_id": 100, "allow_sending_without_reply": true}));
}

#[tokio::test]
async fn groups_by_kind_and_by_ten() {
    let stub = Stub::start().await;
    let mut photos: Vec<Picture> = (0..12).map(|n| known(FileKind::Photo, &format!("p{n}"))).collect();
    photos.insert(1, known(FileKind::Video, "v"));
    photos.insert(0, known(FileKind::Document, "d1"));
    photos.push(known(FileKind::Voice, "o"));
    photos.push(known(FileKind::Document, "d2"));
    send(&stub, photos).await.unwrap();
    assert_eq!(stub.methods(), ["SendMediaGroup", "SendMediaGroup", "SendMediaGroup", "SendVoice", "SendMessage"]);
    let media: Vec<usize> =
        stub.asked()[..3].iter().map(|asked| asked.json()["media"].as_array().unwrap().len()).collect();
    assert_eq!(media, [10, 3, 2]);
    let first = &stub.asked()[0].json()["media"];
    assert_eq!(
        (&first[0], &first[1]),
        (&json!({"type": "photo", "media": "p0"}), &json!({"type": "video", "media": "v"}))
    );
}

#[tokio::test]
async fn stored_bytes_are_uploaded() {
    let stub = Stub::start().await;
    let dir = tempfile::tempdir().unwrap();
    send(&stub, vec![stored(FileKind::Photo, &file(&dir))]).await.unwrap();
    let Asked { body, .. } = &stub.asked()[0];
    for piece in [
        "name=\"chat_id\"\r\n\r\n5021377\r\n",
        "name=\"photo\"\r\n\r\nattach://file0\r\n",
        "name=\"file0\"; filename=\"photo.jpg\"",
        "Content-Type: image/jpeg",
        "JPEG-BYTES",
    ] {
        assert!(body.contains(piece), "{piece} in {body}");
    }
}

#[tokio::test]
async fn an_album_of_both() {
    let stub = Stub::start().await;
    let dir = tempfile::tempdir().unwrap();
    let sent = send(&stub, vec![known(FileKind::Photo, "p"), stored(FileKind::Photo, &file(&dir))]).await.unwrap();
    assert_eq!(sent.messages, ["1000", "1001", "101"]);
    let body = &stub.asked()[0].body;
    for piece in [r#""media":"p""#, r#""media":"attach://file1""#, "name=\"file1\""] {
        assert!(body.contains(piece), "{piece} in {body}");
    }
}

#[tokio::test]
async fn a_dead_id_is_replaced_by_the_bytes() {
    let stub = Stub::start().await;
    let dir = tempfile::tempdir().unwrap();
    stub.refuse(400, "Bad Request: wrong file identifier/HTTP URL specified");
    let photo = Picture { path: Some(file(&dir)), ..known(FileKind::Photo, "of-another-bot") };
    assert_eq!(send(&stub, vec![photo]).await.unwrap().messages, ["101", "102"]);
    assert!(stub.asked()[1].body.contains("JPEG-BYTES"));
}

#[tokio::test]
async fn an_album_of_dead_ids_stays_an_album() {
    let stub = Stub::start().await;
    let dir = tempfile::tempdir().unwrap();
    stub.refuse(400, "Bad Request: wrong file identifier/HTTP URL specified");
    let photo = Picture { path: Some(file(&dir)), ..known(FileKind::Photo, "of-another-bot") };
    let sent = send(&stub, vec![photo.clone(), photo]).await.unwrap();
    assert_eq!(stub.methods(), ["SendMediaGroup", "SendMediaGroup", "SendMessage"]);
    assert_eq!(sent.messages, ["1010", "1011", "102"]);
    assert_eq!(stub.asked()[1].body.matches("JPEG-BYTES").count(), 2);
}

#[tokio::test]
async fn no_photo_for_telegram_is_still_a_document() {
    let stub = Stub::start().await;
    let dir = tempfile::tempdir().unwrap();
    stub.refuse(400, "Bad Request: PHOTO_INVALID_DIMENSIONS");
    send(&stub, vec![stored(FileKind::Photo, &file(&dir))]).await.unwrap();
    assert_eq!(stub.methods(), ["SendPhoto", "SendDocument", "SendMessage"]);
}

#[tokio::test]
async fn one_bad_picture_does_not_cost_the_others() {
    let stub = Stub::start().await;
    let wrong =
        "Bad Request: failed to send message #1 with the error message \"Wrong file identifier/HTTP URL specified\"";
    stub.refuse(400, wrong).refuse(400, "Bad Request: wrong file identifier/HTTP URL specified");
    let sent = send(&stub, vec![known(FileKind::Photo, "bad"), known(FileKind::Photo, "good")]).await.unwrap();
    assert_eq!(stub.methods(), ["SendMediaGroup", "SendPhoto", "SendPhoto", "SendMessage"]);
    assert_eq!(sent.messages, ["102", "103"]);
}

#[tokio::test]
async fn the_words_go_out_without_a_lost_file() {
    let stub = Stub::start().await;
    let gone = stored(FileKind::Photo, Path::new("/nowhere/at/all"));
    let nothing = Picture { path: None, ..gone.clone() };
    assert_eq!(send(&stub, vec![gone, nothing]).await.unwrap().messages, ["100"]);
}

#[tokio::test]
async fn a_busy_server_stops_the_rest() {
    let stub = Stub::start().await;
    stub.refuse(429, "Too Many Requests: retry after 60");
    assert!(matches!(
        send(&stub, vec![known(FileKind::Photo, "p")]).await,
        Err(SendError::Later { after: Some(_), .. })
    ));
    assert_eq!(stub.methods(), ["SendPhoto"]);
}

fn wanted(size: Option<i64>) -> FileRef {
    FileRef { kind: FileKind::Photo, provider_id: "AgAC".to_owned(), unique_id: None, name: None, mime: None, size }
}

async fn fetch(stub: &Stub, size: Option<i64>, limit: u64) -> Result<Vec<u8>, SendError> {
    stub.messenger().fetch(&wanted(size), limit).await
}

#[tokio::test]
async fn a_file_comes_in() {
    let stub = Stub::start().await;
    stub.accept(&json!({"file_id": "AgAC", "file_path": "photos/file 7.jpg"})).then(200, b"\xff\xd8JPEG".to_vec());
    assert_eq!(fetch(&stub, Some(6), 100).await.unwrap(), b"\xff\xd8JPEG");
    assert_eq!(stub.asked()[0].json(), json!({"file_id": "AgAC"}));
    assert_eq!(stub.asked()[1].path, format!("/file/bot{TOKEN}/photos/file%207.jpg"));
}

#[tokio::test]
async fn no_path_leaves_the_folder() {
    let stub = Stub::start().await;
    stub.accept(&json!({"file_path": "../../secret?x#y"})).then(404, "");
    assert!(matches!(fetch(&stub, None, 100).await, Err(SendError::Later { .. })));
    assert!(stub.asked()[1].path.starts_with(&format!("/file/bot{TOKEN}/")), "{:?}", stub.asked()[1]);
}

#[tokio::test]
async fn the_limit_holds_wherever_the_size_shows() {
    let stub = Stub::start().await;
    assert!(matches!(fetch(&stub, Some(101), 100).await, Err(SendError::Never { .. })));
    assert!(stub.asked().is_empty());
    stub.accept(&json!({"file_path": "p", "file_size": 101}));
    assert!(matches!(fetch(&stub, None, 100).await, Err(SendError::Never { .. })));
    assert_eq!(stub.asked().len(), 1);
    stub.accept(&json!({"file_path": "p"})).then(200, vec![0; 101]);
    assert!(matches!(fetch(&stub, Some(-1), 100).await, Err(SendError::Never { .. })));
    stub.accept(&json!({"file_path": "p", "file_size": 100})).then(200, vec![0; 100]);
    assert_eq!(fetch(&stub, Some(100), 100).await.unwrap().len(), 100);
}

#[tokio::test]
async fn why_a_file_does_not_come() {
    let stub = Stub::start().await;
    stub.refuse(400, "Bad Request: file is too big");
    let Err(SendError::Never { why }) = fetch(&stub, None, 100).await else { panic!() };
    assert!(why.contains("20 MB"));
    stub.refuse(400, "Bad Request: wrong file_id or the file is temporarily unavailable");
    assert!(matches!(fetch(&stub, None, 100).await, Err(SendError::Later { .. })));
    stub.refuse(400, "Bad Request: invalid file_id");
    assert!(matches!(fetch(&stub, None, 100).await, Err(SendError::Never { .. })));
    stub.accept(&json!({"file_path": "p"})).then(502, "<html>");
    assert!(matches!(fetch(&stub, None, 100).await, Err(SendError::Later { .. })));
}
