//! `message/update_template_card`: a card on the phones changes, once per code.

use super::app::check_agent;
use crate::sandbox::wecom::card::{Card, list, word};
use crate::sandbox::wecom::message::{Chat, Content};
use crate::sandbox::wecom::refusal::{Answer, Refusal};
use crate::sandbox::wecom::rules::{self, Purpose};
use crate::sandbox::wecom::state::State;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const MOST_USERS: usize = 1000;

pub fn update_template_card(state: &mut State, body: &Value, now: DateTime<Utc>) -> Answer {
    check_agent(state, &body["agentid"])?;
    let code = word(body, "response_code");
    let task_id = state.codes.task_of(code, &state.guesses, now)?;
    let got_it = state.codes.recipients(&task_id);
    let (meant, strangers) = addressees(body, &got_it)?;
    let change = Change::read(body)?;
    state.codes.spend(code);
    for userid in meant {
        apply(state, &Chat::App(userid), &task_id, &change);
    }
    let mut answer = json!({});
    if !strangers.is_empty() {
        answer["invaliduser"] = json!(strangers);
    }
    Ok(answer)
}

/// Whose card changes, and who was named without having one.
fn addressees(body: &Value, got_it: &BTreeSet<String>) -> Result<(BTreeSet<String>, BTreeSet<String>), Refusal> {
    if body["atall"].as_i64() == Some(1) {
        return Ok((got_it.clone(), BTreeSet::new()));
    }
    let named: BTreeSet<String> = list(body, "userids").filter_map(Value::as_str).map(str::to_lowercase).collect();
    // Whether WeCom then takes the one who tapped is not known: no bot may rely on it.
    if named.is_empty() || named.len() > MOST_USERS {
        return Err(Refusal::parameter("userids"));
    }
    Ok(named.into_iter().partition(|userid| got_it.contains(userid)))
}

enum Change {
    Grey(String),
    Replace(Card),
}

impl Change {
    fn read(body: &Value) -> Result<Self, Refusal> {
        if body["template_card"].is_object() {
            return rules::read(&body["template_card"], Purpose::Replace).map(Self::Replace);
        }
        match word(&body["button"], "replace_name") {
            "" => Err(Refusal::parameter("button.replace_name")),
            caption => Ok(Self::Grey(caption.to_owned())),
        }
    }
}

fn apply(state: &mut State, chat: &Chat, task_id: &str, change: &Change) {
    let changed = state.revision;
    for message in state.chats.get_mut(chat).into_iter().flatten() {
        let Content::Card(card) = &mut message.content else {
            continue;
        };
        if card.task_id != task_id {
            continue;
        }
        match change {
            Change::Grey(caption) => card.turn_grey(caption),
            // It stays the same card, whatever the replacement calls itself.
            Change::Replace(new) => *card = Card { task_id: task_id.to_owned(), ..new.clone() },
        }
        message.edited_times += 1;
        message.changed = changed;
    }
}
