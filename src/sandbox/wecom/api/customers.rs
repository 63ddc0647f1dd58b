//! KF accounts and customers, and the pull of what customers did.

use crate::sandbox::wecom::card::word;
use crate::sandbox::wecom::kf::Pull;
use crate::sandbox::wecom::message::Chat;
use crate::sandbox::wecom::refusal::{Answer, Refusal};
use crate::sandbox::wecom::state::State;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

const MOST_SCENE_BYTES: usize = 32;
const MOST_CURSOR_BYTES: usize = 64;
const MOST_TOKEN_BYTES: usize = 128;

pub fn list_accounts(state: &State, body: &Value) -> Answer {
    let offset = body["offset"].as_u64().unwrap_or(0) as usize;
    let limit = body["limit"].as_u64().unwrap_or(100) as usize;
    if !(1..=100).contains(&limit) {
        return Err(Refusal::parameter("limit"));
    }
    let accounts: Vec<Value> = state
        .kf
        .accounts
        .iter()
        .skip(offset)
        .take(limit)
        .map(|account| {
            json!({"open_kfid": account.open_kfid, "name": account.name, "avatar": "", "manage_privilege": true})
        })
        .collect();
    Ok(json!({"account_list": accounts}))
}

pub fn add_contact_way(state: &mut State, body: &Value) -> Answer {
    let open_kfid = state.kf.account(word(body, "open_kfid"))?.open_kfid.clone();
    let scene = word(body, "scene");
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if scene.len() > MOST_SCENE_BYTES || !scene.chars().all(letters) {
        return Err(Refusal::parameter("scene"));
    }
    Ok(json!({"url": state.kf.links.make(&open_kfid, scene)}))
}

pub fn sync_msg(state: &mut State, body: &Value, now: DateTime<Utc>) -> Answer {
    let pull = Pull {
        open_kfid: word(body, "open_kfid"),
        cursor: word(body, "cursor"),
        token: word(body, "token"),
        limit: body["limit"].as_i64(),
    };
    state.kf.account(pull.open_kfid)?;
    if pull.cursor.len() > MOST_CURSOR_BYTES || pull.token.len() > MOST_TOKEN_BYTES {
        return Err(Refusal::parameter("cursor or token"));
    }
    let page = state.kf.log.pull(&pull, &state.guesses, now)?;
    Ok(json!({
        "next_cursor": page.next_cursor,
        "has_more": i32::from(page.has_more),
        "msg_list": page.items,
    }))
}

pub fn batch_get(state: &State, body: &Value) -> Answer {
    let asked: Vec<&str> =
        body["external_userid_list"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if !(1..=100).contains(&asked.len()) {
        return Err(Refusal::parameter("external_userid_list"));
    }
    let with_context = body["need_enter_session_context"].as_i64() == Some(1);
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for id in asked {
        let Ok(customer) = state.kf.customer(id) else {
            unknown.push(id);
            continue;
        };
        let mut told = json!({
            "external_userid": customer.external_userid,
            "nickname": customer.nickname,
            "avatar": "",
            "gender": 0,
        });
        if let Some((scene, scene_param)) = customer.entered_by.as_ref().filter(|_| with_context) {
            told["enter_session_context"] = json!({"scene": scene, "scene_param": scene_param});
        }
        known.push(told);
    }
    Ok(json!({"customer_list": known, "invalid_external_userid": unknown}))
}

pub fn service_state(state: &mut State, body: &Value) -> Answer {
    let open_kfid = state.kf.account(word(body, "open_kfid"))?.open_kfid.clone();
    let external_userid = state.kf.customer(word(body, "external_userid"))?.external_userid.clone();
    let session = state.kf.session(&Chat::kf(&open_kfid, &external_userid));
    let mut answer = json!({"service_state": session.state});
    if let Some(servicer) = &session.servicer {
        answer["servicer_userid"] = json!(servicer);
    }
    Ok(answer)
}
