//! `message/send`: from the app to its members.

use super::media::media_id;
use crate::sandbox::wecom::card::{CardKind, word};
use crate::sandbox::wecom::media::MediaKind;
use crate::sandbox::wecom::message::{Chat, Content};
use crate::sandbox::wecom::refusal::{Answer, Refusal};
use crate::sandbox::wecom::rules::{self, Purpose};
use crate::sandbox::wecom::state::{NewMessage, State};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const LONGEST_TEXT: usize = 2048;
const MOST_USERS: usize = 1000;

pub fn send(state: &mut State, body: &Value, now: DateTime<Utc>) -> Answer {
    check_agent(state, &body["agentid"])?;
    let recipients = Recipients::read(state, word(body, "touser"))?;
    // A repeat says "ok" and does nothing: no second message, no new code.
    if let Some(msgid) = state.repeats.find(body, now) {
        return Ok(recipients.told(json!({"msgid": msgid})));
    }
    let content = content(state, body, now)?;
    if recipients.nobody() {
        return Err(Refusal::new(81013, "user & party & tag all invalid"));
    }
    let msgid = state.opaque("nxm");
    let mut answer = recipients.told(json!({"msgid": msgid}));
    if let Content::Card(card) = &content {
        if !card.task_id.is_empty() {
            state.codes.note_sent(&card.task_id, recipients.valid.clone());
        }
        if card.calls_back {
            let code = state.opaque("RC");
            state.codes.issue(code.clone(), &card.task_id, now);
            answer["response_code"] = json!(code);
        }
    }
    for userid in &recipients.valid {
        if state.pace.admits(userid, now) {
            let new = NewMessage { from_bot: true, msgid: msgid.clone(), content: content.clone() };
            state.post(&Chat::app(userid), new, now);
        }
    }
    state.repeats.note(body, &msgid, now);
    Ok(answer)
}

/// The number may come as a number or as text.
pub fn check_agent(state: &State, agentid: &Value) -> Result<(), Refusal> {
    let given = agentid.as_i64().or_else(|| agentid.as_str()?.parse().ok());
    match given {
        None if agentid.is_null() => Err(Refusal::new(41011, "agentid missing")),
        Some(given) if given == state.settings.agentid => Ok(()),
        _ => Err(Refusal::new(40056, "invalid agentid")),
    }
}

/// Whom a message reaches; userids in lower case.
struct Recipients {
    valid: BTreeSet<String>,
    invalid: BTreeSet<String>,
    unlicensed: BTreeSet<String>,
}

impl Recipients {
    fn read(state: &State, touser: &str) -> Result<Self, Refusal> {
        let mut found = Self { valid: BTreeSet::new(), invalid: BTreeSet::new(), unlicensed: BTreeSet::new() };
        let everybody = state.members.keys().cloned().collect::<Vec<_>>().join("|");
        let named = if touser == "@all" { everybody.as_str() } else { touser };
        let named: BTreeSet<String> =
            named.split('|').map(str::to_lowercase).filter(|userid| !userid.is_empty()).collect();
        if named.is_empty() {
            return Err(Refusal::new(82001, "touser, toparty and totag are all empty"));
        }
        if named.len() > MOST_USERS {
            return Err(Refusal::new(40032, "invalid userid list length"));
        }
        for userid in named {
            match state.members.get(&userid).filter(|member| member.sees_app) {
                Some(member) if member.licensed => found.valid.insert(userid),
                Some(_) => found.unlicensed.insert(userid),
                None => found.invalid.insert(userid),
            };
        }
        Ok(found)
    }

    fn nobody(&self) -> bool {
        self.valid.is_empty() && self.unlicensed.is_empty()
    }

    /// Adds who was left out to an answer.
    fn told(&self, mut answer: Value) -> Value {
        for (name, users) in [("invaliduser", &self.invalid), ("unlicenseduser", &self.unlicensed)] {
            if !users.is_empty() {
                answer[name] = json!(users.iter().cloned().collect::<Vec<_>>().join("|"));
            }
        }
        answer
    }
}

fn content(state: &State, body: &Value, now: DateTime<Utc>) -> Result<Content, Refusal> {
    match word(body, "msgtype") {
        kind @ ("text" | "markdown") => match word(&body[kind], "content") {
            "" => Err(Refusal::new(44004, "empty content")),
            text => Ok(Content::Text(cut(text, LONGEST_TEXT).to_owned())),
        },
        "image" => Ok(Content::Image { media_id: media_id(state, &body["image"], MediaKind::Image, now)? }),
        "voice" => Ok(Content::Voice { media_id: media_id(state, &body["voice"], MediaKind::Voice, now)? }),
        "file" => Ok(Content::File { media_id: media_id(state, &body["file"], MediaKind::File, now)? }),
        "template_card" => card(state, &body["template_card"]),
        _ => Err(Refusal::new(40008, "invalid message type")),
    }
}

fn card(state: &State, card: &Value) -> Result<Content, Refusal> {
    // Refused before the card is looked at: nobody could hear a tap on it.
    let interaction = CardKind::named(word(card, "card_type")).is_some_and(CardKind::is_interaction);
    if state.callback_url.is_none() && (interaction || card["action_menu"].is_object()) {
        return Err(Refusal::new(43012, "callback url missing"));
    }
    let card = rules::read(card, Purpose::Send)?;
    if state.codes.has_task(&card.task_id) {
        return Err(Refusal::new(state.guesses.duplicate_task_id, "task_id already exists"));
    }
    Ok(Content::Card(card))
}

/// The longest beginning of at most so many bytes that breaks no letter.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}
