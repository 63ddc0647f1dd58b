//! The walk through what an operator had to set up.

use super::stub::Stub;
use crate::channel::wecom::check::{Finding, Settings, State, What, walk};
use serde_json::{Value, json};

fn agent() -> Value {
    json!({"errcode": 0, "agentid": 1_000_002, "close": 0, "allow_userinfos": {"user": [{"userid": "lisi"}]},
        "allow_partys": {"partyid": [1, 2]}, "allow_tags": {"tagid": []}})
}

fn brief(findings: &[Finding]) -> Vec<(What, State, Option<i64>)> {
    findings.iter().map(|finding| (finding.what, finding.state, finding.code)).collect()
}

async fn walk_all(stub: &Stub, open_kfids: &[&str]) -> Vec<Finding> {
    let expected: Vec<String> = open_kfids.iter().map(ToString::to_string).collect();
    walk(Settings { app: Some(&stub.app()), kf: Some(&stub.kf()), open_kfids: &expected }).await
}

#[tokio::test]
async fn all_is_well() {
    let stub = Stub::start().await;
    stub.then("agent/get", &agent());
    stub.then("menu/get", &json!({"errcode": 0, "button": [{"type": "click", "name": "案件", "key": "cases"}]}));
    stub.then(
        "kf/account/list",
        &json!({"errcode": 0, "account_list": [{"open_kfid": "wk1", "manage_privilege": true}]}),
    );
    let findings = walk_all(&stub, &["wk1"]).await;
    assert_eq!(
        brief(&findings),
        [
            (What::Token, State::Ok, None),
            (What::CallerIp, State::Ok, None),
            (What::CallbackUrl, State::Unknown, None),
            (What::Agent, State::Ok, None),
            (What::VisibleRange, State::Ok, None),
            (What::Menu, State::Ok, None),
            (What::KfPermission, State::Ok, None),
            (What::KfAccounts, State::Ok, None),
            (What::KfPrivilege, State::Ok, None),
        ]
    );
    assert_eq!(findings[4].detail.as_deref(), Some("3"));
}

#[tokio::test]
async fn much_is_missing() {
    let stub = Stub::start().await;
    stub.then("agent/get", &json!({"errcode": 0, "close": 1}));
    stub.refuse("menu/get", 46003, "menu unexist");
    stub.then(
        "kf/account/list",
        &json!({"errcode": 0, "account_list": [
        {"open_kfid": "wk1", "manage_privilege": false}, {"open_kfid": "wk2"}]}),
    );
    let findings = walk_all(&stub, &["wk1", "wk2", "wk3"]).await;
    assert_eq!(
        brief(&findings)[3..],
        [
            (What::Agent, State::Missing, None),
            (What::VisibleRange, State::Missing, None),
            (What::Menu, State::Missing, Some(46003)),
            (What::KfPermission, State::Ok, None),
            (What::KfAccounts, State::Missing, None),
            (What::KfPrivilege, State::Missing, None),
            (What::KfPrivilege, State::Unknown, None),
        ]
    );
    assert_eq!(findings[7].detail.as_deref(), Some("wk3"));
}

#[tokio::test]
async fn a_wrong_secret() {
    let stub = Stub::start().await;
    stub.refuse("gettoken", 40001, "invalid credential");
    let findings = walk(Settings { app: Some(&stub.app()), kf: None, open_kfids: &[] }).await;
    assert_eq!(brief(&findings), [(What::Token, State::Missing, Some(40001))]);
}

#[tokio::test]
async fn an_address_that_is_not_trusted() {
    let stub = Stub::start().await;
    stub.refuse(
        "getcallbackip",
        60020,
        "not allow to access from your ip, from ip: 203.0.113.9, more info at https://x",
    );
    let findings = walk(Settings { app: Some(&stub.app()), kf: None, open_kfids: &[] }).await;
    assert_eq!(brief(&findings), [(What::Token, State::Ok, None), (What::CallerIp, State::Missing, Some(60020))]);
    assert!(findings[1].detail.as_deref().unwrap().contains("203.0.113.9"));
}

#[tokio::test]
async fn customer_service_alone_and_not_allowed() {
    let stub = Stub::start().await;
    for code in [48002, 48007] {
        stub.refuse("kf/account/list", code, "api forbidden");
        let findings = walk(Settings { app: None, kf: Some(&stub.kf()), open_kfids: &[] }).await;
        assert_eq!(brief(&findings)[3..], [(What::KfPermission, State::Missing, Some(code))]);
    }
}

#[tokio::test]
async fn what_could_not_be_asked_is_unknown() {
    let stub = Stub::start().await;
    stub.raw("agent/get", 502, &[], "bad gateway").refuse("menu/get", -1, "busy");
    let findings = walk(Settings { app: Some(&stub.app()), kf: None, open_kfids: &[] }).await;
    assert_eq!(brief(&findings)[3..], [(What::Agent, State::Unknown, None), (What::Menu, State::Unknown, Some(-1))]);
}
