//! What happens to customers becomes an item of the log and a notice that
//! carries nothing but the leave to pull it.

use super::session::{ENDED, HUMAN};
use crate::sandbox::wecom::message::Chat;
use crate::sandbox::wecom::state::State;
use crate::sandbox::wecom::xml::Xml;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};

/// Why a message that was taken never arrived.
#[derive(Debug, Clone)]
pub struct SendFailure {
    pub msgid: String,
    /// 10: the customer wants no messages; the others stand in the API's pages.
    pub fail_type: u8,
}

impl State {
    /// A customer's message: `content` is the part that differs by kind.
    pub fn log_message(&mut self, chat: &Chat, msgid: &str, kind: &str, content: Value, now: DateTime<Utc>) {
        let Chat::Kf { open_kfid, external_userid } = chat else { return };
        let item = json!({
            "msgid": msgid,
            "open_kfid": open_kfid,
            "external_userid": external_userid,
            "send_time": now.timestamp(),
            "origin": 3,
            "msgtype": kind,
            kind: content,
        });
        self.add_and_notify(open_kfid, item, now);
    }

    /// An event; its account and customer stand inside only.
    pub fn log_event(&mut self, chat: &Chat, kind: &str, mut event: Value, now: DateTime<Utc>) {
        let Chat::Kf { open_kfid, external_userid } = chat else { return };
        event["event_type"] = json!(kind);
        event["open_kfid"] = json!(open_kfid);
        event["external_userid"] = json!(external_userid);
        let msgid = self.opaque("4");
        let item = json!({
            "msgid": msgid,
            "send_time": now.timestamp(),
            "origin": 4,
            "msgtype": "event",
            "event": event,
        });
        self.add_and_notify(open_kfid, item, now);
    }

    pub fn log_failure(&mut self, chat: &Chat, failure: &SendFailure, now: DateTime<Utc>) {
        let event = json!({"fail_msgid": failure.msgid, "fail_type": failure.fail_type});
        self.log_event(chat, "msg_send_fail", event, now);
    }

    /// A human takes the session, or it ends.
    pub fn move_session(&mut self, chat: &Chat, to: u8, servicer: Option<&str>, now: DateTime<Utc>) {
        let session = self.kf.session(chat);
        let before = std::mem::replace(&mut session.servicer, servicer.map(str::to_owned));
        session.state = to;
        let mut event = json!({"change_type": if to == ENDED { 3 } else { 1 }});
        if let Some(before) = before {
            event["old_servicer_userid"] = json!(before);
        }
        if let Some(servicer) = servicer {
            event["new_servicer_userid"] = json!(servicer);
        }
        if [HUMAN, ENDED].contains(&to) {
            self.log_event(chat, "session_status_change", event, now);
        }
    }

    fn add_and_notify(&mut self, open_kfid: &str, item: Value, now: DateTime<Utc>) {
        self.kf.log.add(open_kfid, item, now);
        let token = self.opaque("ENC");
        self.kf.log.give_token(token.clone(), open_kfid, now);
        let notice = Xml::new()
            .text("ToUserName", &self.settings.corpid)
            .number("CreateTime", now.timestamp())
            .text("MsgType", "event")
            .text("Event", "kf_msg_or_event")
            .text("Token", &token)
            .text("OpenKfId", open_kfid);
        self.call_back(notice, now);
    }
}
