//! Pictures out, files in.

use super::stub::{KEY, Stub, staff, token};
use crate::channel::port::{Dispatch, Messenger, Picture, SendError};
use crate::channel::wecom::app::WecomApp;
use crate::talk::inbound::{FileKind, FileRef};
use crate::talk::message::Message;
use serde_json::{Value, json};
use std::io::Write;

const JPG: &[u8] = b"\xff\xd8\xff\xe0 a small picture";

fn stored(bytes: &[u8]) -> (tempfile::NamedTempFile, Picture) {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let path = Some(file.path().to_owned());
    let picture = Picture { kind: FileKind::Photo, provider_id: None, path, name: None, mime: None };
    (file, picture)
}

fn show(photos: Vec<Picture>) -> Dispatch {
    Dispatch::Message { message: Message::text("看"), photos }
}

async fn tell(app: &WecomApp, photos: Vec<Picture>) -> Result<Vec<String>, SendError> {
    app.send(&staff("lisi"), &show(photos), KEY).await.map(|sent| sent.messages)
}

fn shown(stub: &Stub) -> Vec<Value> {
    let bodies = stub.asked("message/send").into_iter().map(|asked| asked.json());
    bodies.map(|body| body[body["msgtype"].as_str().unwrap()].clone()).collect()
}

fn file(id: &str) -> FileRef {
    let provider_id = id.to_owned();
    FileRef { kind: FileKind::Photo, provider_id, unique_id: None, name: None, mime: None, size: None }
}

#[tokio::test]
async fn a_picture_is_uploaded_and_then_shown() {
    let stub = Stub::start().await;
    let (_file, picture) = stored(JPG);
    let picture = Picture { name: Some("厨房\"1.jpg".to_owned()), mime: Some("image/jpeg".to_owned()), ..picture };
    assert_eq!(tell(&stub.app(), vec![picture]).await.unwrap(), ["m1", "m2"]);
    let upload = &stub.asked("media/upload")[0];
    assert_eq!((&upload.query["type"], &upload.query["access_token"]), (&"image".to_owned(), &token(1)));
    assert!(upload.body.contains(r#"name="media"; filename="厨房1.jpg""#), "{}", upload.body);
    assert!(upload.body.contains("Content-Type: image/jpeg") && upload.body.contains(" a small picture"));
    assert_eq!(shown(&stub), [json!({"media_id": "media-1"}), json!({"content": "看"})]);
}

#[tokio::test]
async fn what_was_uploaded_is_shown_again_until_it_is_gone() {
    let stub = Stub::start().await;
    let (_file, picture) = stored(JPG);
    let app = stub.app();
    tell(&app, vec![picture.clone(), picture.clone()]).await.unwrap();
    assert_eq!(stub.asked("media/upload").len(), 1);
    stub.refuse("message/send", 40007, "invalid media_id");
    tell(&app, vec![picture.clone()]).await.unwrap();
    assert_eq!(stub.asked("media/upload").len(), 2);
    assert_eq!(shown(&stub)[4], json!({"media_id": "media-2"}));
    stub.pass(2 * 86_400 + 1);
    tell(&app, vec![picture]).await.unwrap();
    assert_eq!(stub.asked("media/upload").len(), 3);
}

#[tokio::test]
async fn the_id_that_it_came_with_goes_first() {
    let stub = Stub::start().await;
    let (_file, picture) = stored(JPG);
    let picture = Picture { provider_id: Some("given".to_owned()), ..picture };
    tell(&stub.app(), vec![picture.clone()]).await.unwrap();
    assert!(stub.asked("media/upload").is_empty());
    stub.refuse("message/send", 40007, "invalid media_id");
    tell(&stub.app(), vec![picture]).await.unwrap();
    assert_eq!(shown(&stub)[2..4], [json!({"media_id": "given"}), json!({"media_id": "media-1"})]);
}

#[tokio::test]
async fn what_is_no_picture_is_a_file_and_what_is_nothing_is_left_out() {
    let stub = Stub::start().await;
    let (_file, picture) = stored(b"RIFF....WEBPVP8 ");
    let (_other, tiny) = stored(b"\xff\xd8\xff");
    let lost = Picture { path: Some("/nowhere/at/all".into()), ..tiny.clone() };
    let none = Picture { path: None, ..tiny.clone() };
    tell(&stub.app(), vec![tiny, lost, none, picture]).await.unwrap();
    let uploads = stub.asked("media/upload");
    assert_eq!((uploads.len(), uploads[0].query["type"].as_str()), (1, "file"));
    assert_eq!(stub.asked("message/send")[0].json()["msgtype"], "file");
    assert_eq!(shown(&stub).len(), 2);
}

#[tokio::test]
async fn a_picture_too_large_is_a_file_and_one_beyond_that_is_left_out() {
    let stub = Stub::start().await;
    for (size, uploads) in [((10 << 20) + 1, 1), ((20 << 20) + 1, 1)] {
        let (file, picture) = stored(JPG);
        file.as_file().set_len(size).unwrap();
        stub.then("media/upload", &json!({"errcode": 0, "media_id": "big"}));
        tell(&stub.app(), vec![picture]).await.unwrap();
        assert_eq!(stub.asked("media/upload").len(), uploads);
    }
    assert_eq!(stub.asked("media/upload")[0].query["type"], "file");
}

#[tokio::test]
async fn an_upload_that_may_work_later_stops_the_row() {
    let stub = Stub::start().await;
    let (_file, picture) = stored(JPG);
    stub.refuse("media/upload", 45009, "frequency");
    assert!(matches!(tell(&stub.app(), vec![picture]).await, Err(SendError::Later { everyone: true, .. })));
    assert!(stub.asked("message/send").is_empty());
}

#[tokio::test]
async fn a_file_is_fetched() {
    let stub = Stub::start().await;
    stub.raw("media/get", 200, &[("content-type", "image/jpeg")], JPG);
    assert_eq!(stub.app().fetch(&file("M/1 +"), 100).await.unwrap(), JPG);
    assert_eq!(stub.asked("media/get")[0].query["media_id"], "M/1 +");
    // A document that is JSON has a name.
    let heads = [("content-type", "application/json"), ("content-disposition", "attachment; filename=\"a.json\"")];
    stub.raw("media/get", 200, &heads, r#"{"errcode":1}"#);
    assert_eq!(stub.kf().fetch(&file("M"), 100).await.unwrap(), br#"{"errcode":1}"#);
}

#[tokio::test]
async fn an_error_comes_as_json_with_status_200() {
    let stub = Stub::start().await;
    stub.refuse("media/get", 40007, "invalid media_id").refuse("media/get", 45033, "concurrency");
    assert_eq!(
        stub.app().fetch(&file("M"), 9).await,
        Err(SendError::Never { why: "40007 invalid media_id".to_owned() })
    );
    assert!(matches!(stub.app().fetch(&file("M"), 9).await, Err(SendError::Later { .. })));
    stub.raw("media/get", 502, &[("content-type", "text/html")], "<html>");
    assert!(matches!(stub.app().fetch(&file("M"), 9).await, Err(SendError::Later { .. })));
    // A token that ended is renewed for a download as for a call.
    stub.revoke(&token(1));
    stub.raw("media/get", 200, &[("content-type", "image/jpeg")], JPG);
    assert_eq!(stub.app().fetch(&file("M"), 100).await.unwrap(), JPG);
}

#[tokio::test]
async fn more_than_the_limit_is_never() {
    let stub = Stub::start().await;
    stub.raw("media/get", 200, &[("content-type", "image/jpeg")], vec![7; 101]);
    assert!(matches!(stub.app().fetch(&file("M"), 100).await, Err(SendError::Never { .. })));
    let large = FileRef { size: Some(101), ..file("M") };
    assert!(matches!(stub.app().fetch(&large, 100).await, Err(SendError::Never { .. })));
    assert!(matches!(stub.app().fetch(&file(""), 100).await, Err(SendError::Never { .. })));
    assert_eq!(stub.asked("media/get").len(), 1);
}
