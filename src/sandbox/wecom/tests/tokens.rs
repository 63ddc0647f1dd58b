//! Access tokens: for whom, for how long, and what a dead one is told.

use super::*;

fn probe() -> Value {
    json!({"touser": "lisi", "msgtype": "text", "agentid": 1_000_002, "text": {"content": "x"}})
}

#[tokio::test]
async fn a_token_is_given_for_the_secret_only() {
    let practice = Practice::without_door().await;
    let Settings { corpid, secret, .. } = practice.corp.settings();
    for (query, code) in [
        (format!("corpid={corpid}&corpsecret=wrong"), 40001),
        (format!("corpid=ww0&corpsecret={secret}"), 40013),
        (format!("corpsecret={secret}"), 41002),
        (format!("corpid={corpid}"), 41004),
    ] {
        assert_eq!(practice.plain_get(&format!("gettoken?{query}")).await["errcode"], code);
    }
    let again = practice.plain_get(&format!("gettoken?corpid={corpid}&corpsecret={secret}")).await;
    assert_eq!(again["expires_in"], 7200);
    assert_eq!(again["access_token"], json!(*practice.token.lock().unwrap()), "the same while it is good");
    assert_eq!(practice.corp.token_fetches(), 2);
    assert_eq!(practice.corp.calls_of("gettoken").last().unwrap().parameters, json!({"corpid": corpid}));
}

#[tokio::test]
async fn a_token_missing_foreign_revoked_or_old_is_refused() {
    let practice = Practice::without_door().await;
    practice.ok("message/send", probe()).await;
    let url = format!("{}/cgi-bin/message/send", practice.corp.url());
    let bare: Value = practice.client.post(url).json(&probe()).send().await.unwrap().json().await.unwrap();
    assert_eq!(bare["errcode"], 41001);
    practice.corp.revoke_token();
    assert_eq!(practice.refused("message/send", probe()).await, 40014);
    practice.fetch_token().await;
    practice.ok("message/send", probe()).await;
    practice.advance(Duration::seconds(7199));
    practice.ok("message/send", probe()).await;
    practice.advance(Duration::seconds(1));
    assert_eq!(practice.refused("message/send", probe()).await, 42001);
    *practice.token.lock().unwrap() = "made-up".into();
    assert_eq!(practice.refused("message/send", probe()).await, 40014);
    assert_eq!(practice.get("media/get?media_id=x").await["errcode"], 40014);
}

#[tokio::test]
async fn debug_and_bodies_that_are_no_json_are_refused() {
    let practice = Practice::without_door().await;
    assert_eq!(practice.get("user/get?userid=lisi&debug=1").await["errcode"], 45009);
    let answer = practice.request("message/send", &json!([])).send().await.unwrap().json::<Value>().await.unwrap();
    assert_eq!(answer["errcode"], 40058);
    assert!(answer["errmsg"].as_str().unwrap().contains("Warning: wrong json format."));
    let url = format!("{}/cgi-bin/nonsense", practice.corp.url());
    assert_eq!(practice.client.get(url).send().await.unwrap().status(), 404);
}
