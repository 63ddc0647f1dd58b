//! `kf/send_msg` and `kf/send_msg_on_event`: from the bot to customers, as
//! often as the session allows.

use super::kf_bodies;
use crate::sandbox::wecom::card::word;
use crate::sandbox::wecom::kf::SendFailure;
use crate::sandbox::wecom::message::{Chat, Content};
use crate::sandbox::wecom::refusal::{Answer, Refusal};
use crate::sandbox::wecom::state::{NewMessage, State};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

const LONGEST_MSGID: usize = 32;
const REFUSED_BY_CUSTOMER: u8 = 10;

pub fn send_msg(state: &mut State, body: &Value, now: DateTime<Utc>) -> Answer {
    let open_kfid = state.kf.account(word(body, "open_kfid"))?.open_kfid.clone();
    let customer = state.kf.customer(word(body, "touser"))?.external_userid.clone();
    let chat = Chat::kf(&open_kfid, &customer);
    check_msgid(state, body, &open_kfid)?;
    let content = kf_bodies::read(state, body, now)?;
    state.kf.session(&chat).may_send(now)?;
    state.kf.session(&chat).bot_sent();
    Ok(deliver(state, &chat, body, content, now))
}

pub fn send_msg_on_event(state: &mut State, body: &Value, now: DateTime<Utc>) -> Answer {
    if !["text", "msgmenu"].contains(&word(body, "msgtype")) {
        return Err(Refusal::new(40008, "invalid message type"));
    }
    let code = word(body, "code");
    let chat = state.kf.links.chat_of(code, &state.guesses, now)?;
    if let Chat::Kf { open_kfid, .. } = &chat {
        check_msgid(state, body, open_kfid)?;
    }
    let content = kf_bodies::read(state, body, now)?;
    state.kf.links.spend(code);
    state.kf.session(&chat).was_greeted(now);
    Ok(deliver(state, &chat, body, content, now))
}

/// An own `msgid` must be new to the account. An empty one is not the same as none.
fn check_msgid(state: &State, body: &Value, open_kfid: &str) -> Result<(), Refusal> {
    let Some(msgid) = body.get("msgid") else {
        return Ok(());
    };
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let msgid = msgid.as_str().unwrap_or_default();
    if !(1..=LONGEST_MSGID).contains(&msgid.len()) || !msgid.chars().all(letters) {
        return Err(Refusal::parameter("message id"));
    }
    match state.kf.msgids.contains(&(open_kfid.to_owned(), msgid.to_owned())) {
        true => Err(Refusal::new(state.guesses.duplicate_msgid, "msgid duplicated")),
        false => Ok(()),
    }
}

/// Puts it on the phone, or tells the bot later that it never got there.
fn deliver(state: &mut State, chat: &Chat, body: &Value, content: Content, now: DateTime<Utc>) -> Value {
    let own = word(body, "msgid");
    let msgid = if own.is_empty() { state.opaque("4kf") } else { own.to_owned() };
    let Chat::Kf { open_kfid, external_userid } = chat else {
        return json!({});
    };
    state.kf.msgids.insert((open_kfid.clone(), msgid.clone()));
    let refused = state.kf.customer(external_userid).is_ok_and(|customer| customer.refuses);
    let fails = if refused {
        Some(REFUSED_BY_CUSTOMER)
    } else {
        (!state.kf.failing.is_empty()).then(|| state.kf.failing.remove(0))
    };
    match fails {
        Some(fail_type) => state.log_failure(chat, &SendFailure { msgid: msgid.clone(), fail_type }, now),
        None => {
            state.post(chat, NewMessage { from_bot: true, msgid: msgid.clone(), content }, now);
        }
    }
    json!({"msgid": msgid})
}
