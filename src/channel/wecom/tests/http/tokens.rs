//! One token for all, renewed in time and given up by nobody but its user.

use super::stub::{SECRET, Stub, token};
use crate::channel::port::SendError;
use crate::channel::wecom::api::Api;
use crate::channel::wecom::errors::plain_error;
use crate::channel::wecom::token::Stored;
use crate::channel::wecom::wire::Failure;
use chrono::TimeDelta;
use serde_json::{Value, json};
use std::time::Duration;

async fn call(api: &Api) -> Result<Value, Failure> {
    api.get("agent/get", &[("agentid", "1")]).await
}

fn fetches(stub: &Stub) -> usize {
    stub.asked("gettoken").len()
}

fn used(stub: &Stub) -> Vec<String> {
    stub.asked("agent/get").iter().map(|asked| asked.query["access_token"].clone()).collect()
}

#[tokio::test]
async fn fifty_calls_at_once_fetch_once() {
    let stub = Stub::start().await;
    let api = stub.process("one");
    let calls = (0..50).map(|_| {
        let api = api.clone();
        tokio::spawn(async move { call(&api).await })
    });
    for outcome in calls.collect::<Vec<_>>() {
        outcome.await.unwrap().unwrap();
    }
    assert_eq!(fetches(&stub), 1);
    assert_eq!(stub.asked("gettoken")[0].query["corpsecret"], SECRET);
    assert_eq!(used(&stub), vec![token(1); 50]);
    assert!(stub.shelf.lease.lock().unwrap().is_none());
}

#[tokio::test]
async fn another_process_takes_it_from_the_shelf() {
    let stub = Stub::start().await;
    call(&stub.process("one")).await.unwrap();
    call(&stub.process("two")).await.unwrap();
    assert_eq!((fetches(&stub), used(&stub)), (1, vec![token(1), token(1)]));
}

#[tokio::test]
async fn it_is_renewed_five_minutes_before_its_end() {
    let stub = Stub::start().await;
    let api = stub.process("one");
    for (passed, number) in [(0, 1), (6899, 1), (1, 2)] {
        stub.pass(passed);
        call(&api).await.unwrap();
        assert_eq!(used(&stub).pop(), Some(token(number)));
    }
    assert_eq!(stub.shelf.stored.lock().unwrap().as_ref().unwrap().token, token(2));
}

#[tokio::test]
async fn the_old_one_serves_while_the_new_one_cannot_be_had() {
    let stub = Stub::start().await;
    let api = stub.process("one");
    call(&api).await.unwrap();
    stub.pass(6901);
    stub.refuse("gettoken", -1, "system busy");
    call(&api).await.unwrap();
    // Not for each call again.
    call(&api).await.unwrap();
    assert_eq!((fetches(&stub), used(&stub)), (2, vec![token(1); 3]));
    stub.pass(6);
    call(&api).await.unwrap();
    assert_eq!(used(&stub).pop(), Some(token(3)));
}

#[tokio::test]
async fn one_with_a_short_life_is_not_fetched_for_each_call() {
    let stub = Stub::start().await;
    stub.then("gettoken", &json!({"errcode": 0, "access_token": "short", "expires_in": 90}));
    let api = stub.process("one");
    for _ in 0..3 {
        call(&api).await.unwrap();
    }
    assert_eq!(fetches(&stub), 1);
    stub.pass(61);
    call(&api).await.unwrap();
    assert_eq!(used(&stub).pop(), Some(token(2)));
}

#[tokio::test]
async fn one_that_is_revoked_is_replaced_once_for_all_who_used_it() {
    let stub = Stub::start().await;
    let api = stub.process("one");
    call(&api).await.unwrap();
    stub.revoke(&token(1));
    let calls = (0..20).map(|_| {
        let api = api.clone();
        tokio::spawn(async move { call(&api).await })
    });
    for outcome in calls.collect::<Vec<_>>() {
        outcome.await.unwrap().unwrap();
    }
    assert_eq!(fetches(&stub), 2);
    assert_eq!(used(&stub).iter().filter(|used| **used == token(2)).count(), 20);
}

#[tokio::test]
async fn a_late_failure_does_not_give_up_the_newer_one() {
    let stub = Stub::start().await;
    let api = stub.process("one");
    call(&api).await.unwrap();
    // Another process has renewed it since.
    let newer = Stored { token: token(9), expires_at_machine: *stub.hand.lock().unwrap() + TimeDelta::hours(3) };
    *stub.shelf.stored.lock().unwrap() = Some(newer);
    stub.revoke(&token(1));
    call(&api).await.unwrap();
    assert_eq!((fetches(&stub), used(&stub)), (1, vec![token(1), token(1), token(9)]));
}

#[tokio::test]
async fn the_newest_wins_on_the_shelf() {
    let stub = Stub::start().await;
    let newer = Stored { token: token(9), expires_at_machine: *stub.hand.lock().unwrap() + TimeDelta::hours(3) };
    *stub.shelf.overtaking.lock().unwrap() = Some(newer.clone());
    call(&stub.process("one")).await.unwrap();
    assert_eq!((fetches(&stub), used(&stub)), (1, vec![token(9)]));
    assert_eq!(*stub.shelf.stored.lock().unwrap(), Some(newer));
}

#[tokio::test]
async fn who_has_no_lease_waits_a_moment() {
    let stub = Stub::start().await;
    let until = *stub.hand.lock().unwrap() + TimeDelta::seconds(30);
    *stub.shelf.lease.lock().unwrap() = Some(("two".to_owned(), until));
    let api = stub.process("one");
    let Err(failure) = call(&api).await else { panic!() };
    let second = Some(Duration::from_secs(1));
    assert!(matches!(plain_error(&failure), SendError::Later { after, everyone: true, .. } if after == second));
    assert_eq!(fetches(&stub), 0);
    // That process died.
    stub.pass(31);
    call(&api).await.unwrap();
    assert_eq!(fetches(&stub), 1);
}

#[tokio::test]
async fn two_processes_fetch_once_between_them() {
    let stub = Stub::start().await;
    let (one, two) = (stub.process("one"), stub.process("two"));
    let (first, second) = tokio::join!(call(&one), call(&two));
    assert!(first.is_ok() || second.is_ok());
    for api in [one, two] {
        call(&api).await.unwrap();
    }
    assert_eq!(fetches(&stub), 1);
}

#[tokio::test]
async fn a_new_one_that_is_not_taken_either_is_no_loop() {
    let stub = Stub::start().await;
    let api = stub.process("one");
    for number in 1..9 {
        stub.revoke(&token(number));
    }
    for _ in 0..5 {
        let Err(failure) = call(&api).await else { panic!() };
        let minute = Some(Duration::from_secs(60));
        assert!(matches!(plain_error(&failure), SendError::Later { after, everyone: true, .. } if after == minute));
    }
    assert_eq!(fetches(&stub), 2);
    stub.pass(61);
    stub.revoked.lock().unwrap().clear();
    call(&api).await.unwrap();
    assert_eq!(used(&stub).pop(), Some(token(3)));
}

#[tokio::test]
async fn the_same_one_given_again_is_no_loop() {
    let stub = Stub::start().await;
    let same = json!({"errcode": 0, "access_token": token(1), "expires_in": 7200});
    for _ in 0..9 {
        stub.then("gettoken", &same);
    }
    stub.revoke(&token(1));
    let api = stub.process("one");
    for _ in 0..5 {
        call(&api).await.unwrap_err();
    }
    assert_eq!(fetches(&stub), 2);
}

#[tokio::test]
async fn a_wrong_secret_is_tried_once_a_minute() {
    let stub = Stub::start().await;
    stub.refuse("gettoken", 40001, "invalid credential").refuse("gettoken", 40001, "invalid credential");
    let api = stub.process("one");
    for (passed, tries) in [(0, 1), (0, 1), (59, 1), (1, 2)] {
        stub.pass(passed);
        let Err(failure) = call(&api).await else { panic!() };
        assert!(matches!(plain_error(&failure), SendError::Refused { why } if why.starts_with("40001 ")));
        assert_eq!(fetches(&stub), tries);
    }
    assert!(stub.asked("agent/get").is_empty());
    // Mended in the console.
    stub.pass(61);
    call(&api).await.unwrap();
}

#[tokio::test]
async fn a_token_of_a_secret_taken_back_is_replaced_once_a_minute() {
    let stub = Stub::start().await;
    let api = stub.process("one");
    stub.refuse("agent/get", 40001, "invalid credential");
    call(&api).await.unwrap();
    assert_eq!(used(&stub), [token(1), token(2)]);
    for _ in 0..3 {
        stub.refuse("agent/get", 40001, "invalid credential");
        let Err(failure) = call(&api).await else { panic!() };
        assert!(matches!(plain_error(&failure), SendError::Refused { .. }), "{failure:?}");
    }
    assert_eq!(fetches(&stub), 2);
}

#[tokio::test]
async fn gettoken_over_its_frequency_is_left_alone() {
    let stub = Stub::start().await;
    stub.refuse("gettoken", 45009, "reach max api daily quota limit");
    let api = stub.process("one");
    for _ in 0..3 {
        let Err(failure) = call(&api).await else { panic!() };
        assert!(matches!(plain_error(&failure), SendError::Later { everyone: true, .. }));
    }
    assert_eq!(fetches(&stub), 1);
}

#[tokio::test]
async fn without_the_shelf_there_is_no_token_but_the_one_in_hand() {
    let stub = Stub::start().await;
    let api = stub.process("one");
    *stub.shelf.broken.lock().unwrap() = true;
    assert!(matches!(call(&api).await, Err(Failure::Decided(SendError::Later { everyone: true, .. }))));
    *stub.shelf.broken.lock().unwrap() = false;
    call(&api).await.unwrap();
    *stub.shelf.broken.lock().unwrap() = true;
    stub.pass(7000);
    call(&api).await.unwrap();
    stub.pass(300);
    assert!(call(&api).await.is_err());
}
