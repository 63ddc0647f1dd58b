//! The token, the members, the app itself and its menu.

use super::app::check_agent;
use super::request::Asked;
use crate::sandbox::wecom::menu;
use crate::sandbox::wecom::refusal::{Answer, Refusal};
use crate::sandbox::wecom::state::State;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

pub fn get_token(state: &mut State, asked: &Asked, now: DateTime<Utc>) -> Answer {
    match (asked.query("corpid").unwrap_or_default(), asked.query("corpsecret").unwrap_or_default()) {
        ("", _) => Err(Refusal::new(41002, "corpid missing")),
        (_, "") => Err(Refusal::new(41004, "corpsecret missing")),
        (corpid, _) if corpid != state.settings.corpid => Err(Refusal::new(40013, "invalid corpid")),
        (_, secret) if secret != state.settings.secret => Err(Refusal::new(40001, "invalid credential")),
        _ => {
            let fresh = state.opaque("tok_");
            let (token, expires_in) = state.tokens.fetch(fresh, now);
            Ok(json!({"access_token": token, "expires_in": expires_in}))
        }
    }
}

/// What apps made after June 2022 get: no telephone, no picture, no address.
pub fn get_user(state: &State, asked: &Asked) -> Answer {
    let userid = asked.query("userid").filter(|userid| !userid.is_empty());
    let userid = userid.ok_or_else(|| Refusal::new(41009, "userid missing"))?;
    let member = state.member(userid).ok_or_else(|| Refusal::new(60111, "userid not found"))?;
    if !member.sees_app {
        return Err(Refusal::new(60011, "no privilege to access/modify contact/party/agent"));
    }
    Ok(json!({
        "userid": member.userid,
        "name": member.name,
        "department": [1],
        "order": [0],
        "position": "",
        "is_leader_in_dept": [0],
        "direct_leader": [],
        "main_department": 1,
        "alias": "",
        "status": 1,
        "extattr": {"attrs": []},
    }))
}

pub fn get_agent(state: &State, asked: &Asked) -> Answer {
    check_agent(state, &json!(asked.query("agentid")))?;
    let seen: Vec<Value> = state
        .members
        .values()
        .filter(|member| member.sees_app)
        .map(|member| json!({"userid": member.userid}))
        .collect();
    Ok(json!({
        "agentid": state.settings.agentid,
        "name": "Practice app",
        "square_logo_url": "",
        "description": "",
        "allow_userinfos": {"user": seen},
        "close": 0,
        "redirect_domain": "",
        "report_location_flag": 0,
        "isreportenter": 1,
        "home_url": "",
    }))
}

pub fn create_menu(state: &mut State, asked: &Asked, body: &Value) -> Answer {
    check_agent(state, &json!(asked.query("agentid")))?;
    state.menu = menu::read(body)?;
    Ok(json!({}))
}
