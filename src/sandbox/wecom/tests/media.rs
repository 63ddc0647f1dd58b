//! Temporary media: what is let in, how it comes back, when it is gone.

use super::*;

async fn fetch(practice: &Practice, id: &str, range: Option<&str>) -> reqwest::Response {
    let token = practice.token.lock().unwrap().clone();
    let url = format!("{}/cgi-bin/media/get?access_token={token}&media_id={id}", practice.corp.url());
    let mut request = practice.client.get(url);
    if let Some(range) = range {
        request = request.header("Range", range);
    }
    request.send().await.unwrap()
}

#[tokio::test]
async fn what_went_in_comes_out_with_its_name_for_three_days() {
    let practice = Practice::without_door().await;
    let answer = practice.upload("image", picture()).await;
    assert_eq!((&answer["errcode"], &answer["type"]), (&json!(0), &json!("image")));
    assert_eq!(answer["created_at"], json!("1772413200"), "a time as text");
    let id = answer["media_id"].as_str().unwrap();
    let response = fetch(&practice, id, None).await;
    assert_eq!(response.headers()["content-type"], "image/png");
    assert_eq!(response.headers()["content-disposition"], "attachment; filename=\"p.png\"");
    assert_eq!(response.bytes().await.unwrap(), picture());
    let response = fetch(&practice, id, Some("bytes=1-3")).await;
    assert_eq!(response.status(), 206);
    assert_eq!(response.headers()["content-range"], format!("bytes 1-3/{}", picture().len()));
    assert_eq!(response.bytes().await.unwrap().as_ref(), b"PNG");
    practice.advance(Duration::days(3));
    practice.fetch_token().await;
    let response = fetch(&practice, id, None).await;
    assert_eq!(response.status(), 200, "an error is JSON all the same");
    assert_eq!(response.json::<Value>().await.unwrap()["errcode"], 40007);
}

#[tokio::test]
async fn a_lost_or_missing_medium_is_refused() {
    let practice = Practice::without_door().await;
    let id = practice.upload("image", picture()).await["media_id"].as_str().unwrap().to_owned();
    practice.corp.lose_medium(&id);
    assert_eq!(practice.get(&format!("media/get?media_id={id}")).await["errcode"], 40007);
    assert_eq!(practice.get("media/get").await["errcode"], 41006);
    assert!(practice.corp.medium(&id).is_some(), "phones still show it");
}

#[tokio::test]
async fn kinds_and_sizes_have_limits() {
    let practice = Practice::without_door().await;
    let megabytes = |count: usize, head: &[u8]| {
        let mut bytes = vec![0; count * 1024 * 1024 + 1];
        bytes[..head.len()].copy_from_slice(head);
        bytes
    };
    for (kind, bytes, code) in [
        ("song", picture(), 40005),
        ("file", Vec::new(), 44001),
        ("file", b"12345".to_vec(), 40006),
        ("image", b"no picture".to_vec(), 40004),
        ("voice", b"no voice".to_vec(), 301_017),
        ("image", megabytes(10, &picture()), 40009),
        ("voice", megabytes(2, b"#!AMR"), 301_016),
        ("file", megabytes(20, b""), 45001),
    ] {
        assert_eq!(practice.upload(kind, bytes).await["errcode"], code, "{kind}");
    }
}
